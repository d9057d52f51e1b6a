"""What a specification is made of.

A block's id is the article's identity through every version: comments, amendments and addresses hang on it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from spaces.enums import ArticleKind

TITLE_LENGTH = 200
TEXT_LENGTH = 12_000
RATIONALE_LENGTH = 2_000
LEVELS = [(1, _("article")), (2, _("sub-article")), (3, _("paragraph"))]


class ArticleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=TITLE_LENGTH)
    level = blocks.ChoiceBlock(label=_("level"), choices=[(str(value), label) for value, label in LEVELS], default="1")
    kind = blocks.ChoiceBlock(label=_("kind"), choices=ArticleKind.choices, default=ArticleKind.TECHNICAL)
    text = blocks.TextBlock(label=_("text"), max_length=TEXT_LENGTH, required=False)
    # A chooser, so that Wagtail's reference index knows which drafts cite a criterion.
    criterion = SnippetChooserBlock("guidance.Criterion", label=_("criterion"), required=False)
    rationale = blocks.TextBlock(label=_("why this article"), max_length=RATIONALE_LENGTH, required=False)
    negotiable = blocks.BooleanBlock(label=_("open to other solutions"), required=False, default=True)
    # Never deleted: what was said about it stays readable.
    retired = blocks.BooleanBlock(label=_("retired"), required=False, default=False)

    class Meta:
        icon = "doc-full"
        label = _("Article")
        label_format = "{title}"


class ArticleStreamBlock(blocks.StreamBlock):
    article = ArticleBlock()

    class Meta:
        required = False


def blank_article() -> dict[str, Any]:
    return {
        "title": "",
        "level": "1",
        "kind": ArticleKind.TECHNICAL.value,
        "text": "",
        "criterion": None,
        "rationale": "",
        "negotiable": True,
        "retired": False,
    }
