import pytest
from django.core.management import call_command

from lessons.models import Cause, CauseGroup, Outcome, Remedy


@pytest.mark.django_db
def test_load_taxonomies_twice_gives_the_same_terms():
    call_command("load_taxonomies", verbosity=0)
    call_command("load_taxonomies", verbosity=0)

    assert (Outcome.objects.count(), CauseGroup.objects.count()) == (14, 9)
    assert (Cause.objects.count(), Remedy.objects.count()) == (36, 26)
    assert sorted(Cause.objects.get(code="A3").usual_remedies.values_list("code", flat=True)) == ["R01", "R04", "R14"]


@pytest.mark.django_db
def test_load_taxonomies_leaves_what_staff_changed():
    call_command("load_taxonomies", verbosity=0)
    Cause.objects.filter(code="A1").update(label_fr="Besoin trop flou")

    call_command("load_taxonomies", verbosity=0)

    assert Cause.objects.get(code="A1").label_fr == "Besoin trop flou"
