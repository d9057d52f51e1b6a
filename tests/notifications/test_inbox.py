from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from notifications.models import Notification
from notifications.services import mark_read, notify
from spaces.enums import SpaceKind
from tests.factories.accounts import UserFactory
from tests.factories.spaces import facilitator_of, make_space

pytestmark = pytest.mark.django_db


def test_the_inbox_is_ones_own(clients, people):
    notify(user=people["agent"], kind="published", subject="Pour l’agent", url="/fr/")
    notify(user=people["provider"], kind="published", subject="Pour la prestataire", url="/fr/")

    html = clients["agent"].get(reverse("notifications:inbox")).content.decode()

    assert "Pour l’agent" in html
    assert "Pour la prestataire" not in html


def test_an_anonymous_reader_is_asked_to_log_in(client):
    assert client.get(reverse("notifications:inbox")).status_code == 302


def test_what_is_said_of_a_space_goes_with_the_membership(people, clients):
    space = make_space(SpaceKind.AGENTS, title="Espace des agents")
    notify(user=people["agent"], kind="published", subject="Titre réservé", url="/fr/", page=space)
    assert "Titre réservé" in clients["agent"].get(reverse("notifications:inbox")).content.decode()

    people["agent"].role = Role.PROVIDER
    people["agent"].save()

    html = clients["agent"].get(reverse("notifications:inbox")).content.decode()
    assert "Titre réservé" not in html
    assert Notification.objects.count() == 1


def test_nothing_is_written_for_who_may_not_see_the_page():
    space = make_space(SpaceKind.MEMBERS)

    assert notify(user=UserFactory(agent=True), kind="published", subject="Secret", url="/fr/", page=space) is None
    assert notify(user=facilitator_of(space), kind="published", subject="Secret", url="/fr/", page=space) is not None


def test_reading_marks_only_ones_own(people):
    for role in ("agent", "provider"):
        notify(user=people[role], kind="published", subject="Titre", url="/fr/")

    assert mark_read(user=people["agent"]) == 1
    assert Notification.objects.filter(user=people["provider"], read_at=None).count() == 1


def test_a_get_marks_nothing(clients, people):
    notify(user=people["agent"], kind="published", subject="Titre", url="/fr/")

    assert clients["agent"].get(reverse("notifications:mark_read")).status_code == 405
    clients["agent"].get(reverse("notifications:inbox"))
    assert Notification.objects.unread().count() == 1


@pytest.mark.parametrize("number", [3, 300])
def test_takes_the_same_queries_whatever_the_number(clients, people, number, django_assert_max_num_queries):
    for n in range(number):
        notify(user=people["agent"], kind="published", subject=f"Titre {n}", url="/fr/")
    clients["agent"].get(reverse("notifications:inbox"))

    with django_assert_max_num_queries(10):
        clients["agent"].get(reverse("notifications:inbox"))
