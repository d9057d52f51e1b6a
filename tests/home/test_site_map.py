from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import PageAccess
from tests.factories.copies import copies
from tests.factories.core import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "seen"), [("anonymous", False), ("provider", False), ("agent", True)])
def test_lists_only_what_the_reader_may_see(clients, home_fr, role, seen):
    page = StandardPageFactory(parent=home_fr, title="Réservé aux agents")
    PageAccess.objects.filter(page=page).update(keyword="agents")

    html = clients[role].get(reverse("home:site_map")).content.decode()

    assert ("Réservé aux agents" in html) is seen


def test_leaves_the_other_language_out(client, home_fr, home_en):
    StandardPageFactory(parent=home_fr, title="Aide")
    StandardPageFactory(parent=home_en, title="Help", locale=home_en.locale)

    assert "Help" not in client.get("/fr/site-map/").content.decode()


@pytest.mark.parametrize("number", [3, 300])
def test_takes_the_same_queries_whatever_the_number(client, home_fr, number, django_assert_max_num_queries):
    copies(StandardPageFactory(parent=home_fr), number - 1)
    client.get("/fr/site-map/")

    with django_assert_max_num_queries(5):
        client.get("/fr/site-map/")
