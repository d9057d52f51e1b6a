from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class QuestionBlock(blocks.CharBlock):
    """One question put to the firms."""

    class Meta:
        icon = "help"
        label = _("Question")


class TimeBlock(blocks.CharBlock):
    class Meta:
        label = _("Time")


class WhatBlock(blocks.CharBlock):
    class Meta:
        label = _("What happens")


class ProgrammeItemBlock(blocks.StructBlock):
    time = TimeBlock(max_length=20)
    what = WhatBlock(max_length=200)

    class Meta:
        icon = "time"
        label = _("Moment")


class WhoBlock(blocks.CharBlock):
    class Meta:
        label = _("Name or function")


class DepartmentBlock(blocks.CharBlock):
    class Meta:
        label = _("Department")


class InterestsBlock(blocks.CharBlock):
    class Meta:
        label = _("Interests declared: none, or a link with a firm and what was done about it")


class AgentBlock(blocks.StructBlock):
    """Who will be there for the public buyer, and what links them to a firm (the law asks for it)."""

    who = WhoBlock(max_length=120)
    department = DepartmentBlock(max_length=120, required=False)
    interests = InterestsBlock(max_length=300, required=False)

    class Meta:
        icon = "user"
        label = _("Agent")
