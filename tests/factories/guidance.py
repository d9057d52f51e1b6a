"""Guidance pages with criteria, published as the editor's side publishes them."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import factory
from wagtail.models import Locale

from core.models import ProcessStep, PurchaseFamily
from guidance.enums import CriterionType, Level
from guidance.models import Criterion, GuidanceIndexPage, GuidancePage
from home.models import HomePage
from tests.factories.core import BasePageFactory


class PurchaseFamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PurchaseFamily

    code = factory.Sequence(lambda n: f"family-{n}")
    label_fr = factory.Sequence(lambda n: f"Famille {n}")
    label_en = factory.Sequence(lambda n: f"Family {n}")


class ProcessStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessStep

    code = factory.Sequence(lambda n: f"step-{n}")
    order = factory.Sequence(lambda n: n + 1)
    label_fr = factory.Sequence(lambda n: f"Étape {n}")
    label_en = factory.Sequence(lambda n: f"Step {n}")


def a_criterion(uid: str = "", **changes: Any) -> dict[str, Any]:
    """What an editor types for one criterion."""
    return {
        "uid": uid,
        "name": "Un rapport que chacun peut lire",
        "type": CriterionType.SPECIFICATION,
        "level": Level.ESSENTIAL,
        "clause": "Le titulaire remet un rapport de [[60]] pages au plus.",
        "why": "Un rapport lu vaut le papier qu’il coûte.",
        "verification": "Un rapport antérieur, joint à l’offre.",
        "attention": "",
        "small_firms": "",
        "source": "",
        "tags": "",
        **changes,
    }


def criteria(*values: dict[str, Any]) -> str:
    """``values`` as the field stores them; a block keeps its id as long as its number."""
    return json.dumps(
        [
            {"type": "criterion", "value": value, "id": str(uuid5(NAMESPACE_URL, value["uid"] or value["name"]))}
            for value in values
        ]
    )


def guidance_index(language: str = "fr") -> GuidanceIndexPage:
    """The library of a language, made when first asked for."""
    found = GuidanceIndexPage.objects.filter(locale__language_code=language).first()
    if found is not None:
        return found
    home = HomePage.objects.get(locale__language_code=language)
    other = GuidanceIndexPage.objects.first()
    page = GuidanceIndexPage(
        title={"fr": "Critères", "en": "Criteria"}[language],
        slug={"fr": "criteres", "en": "criteria"}[language],
        show_in_menus=True,
        locale=Locale.objects.get(language_code=language),
        **({"translation_key": other.translation_key} if other else {}),
    )
    return home.add_child(instance=page)


class GuidancePageFactory(BasePageFactory):
    """``GuidancePageFactory(criteria=criteria(a_criterion("PI-ETU-TS-01")))``: published unless ``live=False``."""

    class Meta:
        model = GuidancePage
        skip_postgeneration_save = True

    parent = factory.LazyFunction(guidance_index)
    title = factory.Sequence(lambda n: f"Études {n}")
    slug = factory.Sequence(lambda n: f"etudes-{n}")

    @factory.post_generation
    def published(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and self.live:
            self.save_revision().publish()


class CriterionFactory:
    """A registered criterion on a published page of its own; what upper rooms cite."""

    _count = 0

    def __new__(cls, uid: str = "", **changes: Any) -> Criterion:  # type: ignore[misc]
        CriterionFactory._count += 1
        uid = uid or f"PI-TEST-TS-{CriterionFactory._count:02d}"
        GuidancePageFactory(criteria=criteria(a_criterion(uid, **changes)))
        return Criterion.objects.get(uid=uid)
