"""Lessons and the vocabularies they need. Traits name states."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from django.utils import timezone

from lessons.enums import Evidence, Procedure, Weight
from lessons.models import (
    Cause,
    CauseGroup,
    LessonCause,
    LessonIndexPage,
    LessonPage,
    LessonRemedy,
    Outcome,
    Remedy,
)
from tests.factories.accounts import UserFactory
from tests.factories.core import BasePageFactory


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        django_get_or_create = ("code",)

    label_fr = factory.LazyAttribute(lambda term: f"{term.code} en français")
    label_en = factory.LazyAttribute(lambda term: f"{term.code} in English")


class OutcomeFactory(TermFactory):
    class Meta:
        model = Outcome

    code = "no-tender"
    ocds_status = "unsuccessful"


class CauseGroupFactory(TermFactory):
    class Meta:
        model = CauseGroup

    code = "need"


class RemedyFactory(TermFactory):
    class Meta:
        model = Remedy

    code = "R03"


class CauseFactory(TermFactory):
    class Meta:
        model = Cause
        skip_postgeneration_save = True

    code = "A1"
    group = factory.SubFactory(CauseGroupFactory)


class LessonIndexPageFactory(BasePageFactory):
    class Meta:
        model = LessonIndexPage

    title = "Wiki-contrats"
    slug = "wiki-contrats"
    show_in_menus = True


def unsaved_lesson(**fields: object) -> LessonPage:
    """A lesson as a form leaves it: checked, with one cause, not saved."""
    causes = fields.pop("causes", None)
    remedies = fields.pop("remedies", [])
    values: dict[str, object] = {
        "title": "Animation d’ateliers : une seule offre",
        "summary": "Deux lots trop gros, un délai trop court.",
        "subject": "Animer douze ateliers avec des habitants.",
        "procedure": Procedure.ADAPTED,
        "decision_date": date(2025, 9, 1),
        "is_anonymous": True,
        "has_no_trade_secret": True,
        "has_no_litigation": True,
        "review_by": timezone.localdate() + timedelta(days=365),
        **fields,
    }
    values.setdefault("outcome", OutcomeFactory())
    lesson = LessonPage(**values)
    if causes is None:
        causes = [
            LessonCause(
                cause=CauseFactory(),
                what_happened="Les quantités manquaient.",
                evidence=Evidence.SAID,
                weight=Weight.DECISIVE,
            )
        ]
    lesson.causes.set(causes)
    lesson.remedies.set(remedies)
    return lesson


class LessonPageFactory(BasePageFactory):
    """A published lesson with one cause, made through the page tree; ``draft=True`` leaves it unpublished."""

    class Meta:
        model = LessonPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Leçon {n}")
    slug = factory.Sequence(lambda n: f"lecon-{n}")
    subject = "Animer douze ateliers avec des habitants."
    procedure = Procedure.ADAPTED
    decision_date = date(2025, 9, 1)
    publishable_from = date(2025, 11, 1)
    review_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=365))
    outcome = factory.SubFactory(OutcomeFactory)
    responsible = factory.SubFactory(UserFactory, agent=True)
    is_anonymous = True
    has_no_trade_secret = True
    has_no_litigation = True

    class Params:
        draft = factory.Trait(live=False)

    @factory.post_generation
    def history(self, create: bool, extracted: object, **kwargs: object) -> None:
        """A cause and a first revision, as every lesson has."""
        if not create:
            return
        LessonCause.objects.create(
            lesson=self, cause=CauseFactory(), what_happened="Les quantités manquaient.", evidence=Evidence.SAID
        )
        self.refresh_from_db()
        revision = self.save_revision(user=self.owner)
        if self.live:
            revision.publish()
        self.refresh_from_db()


class LessonRemedyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LessonRemedy

    lesson = factory.SubFactory(LessonPageFactory)
    remedy = factory.SubFactory(RemedyFactory)
    what_changed = "Le besoin est réécrit."
