from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    name = "lessons"
    place = "lesson"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        from guidance import trail
        from lessons.trail import lessons_of_criteria

        trail.register(lessons_of_criteria, devices=("lesson",))
