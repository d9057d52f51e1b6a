from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts import services
from accounts.enums import Role
from accounts.models import Invitation, Organisation
from core.models import OutgoingMail
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("anne@agents.example", Role.AGENT),
        ("ANNE@AGENTS.EXAMPLE", Role.AGENT),
        ("anne@not-agents.example", Role.PROVIDER),
        ("anne@agents.example.org", Role.PROVIDER),
    ],
)
def test_the_address_decides_the_role(email, role):
    assert services.role_for_address(email) == role


def test_an_invitation_makes_an_agent_for_thirty_days(people):
    services.invite(email="Colleague@elsewhere.example", by=people["agent"])
    assert services.role_for_address("colleague@elsewhere.example") == Role.AGENT

    Invitation.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert services.role_for_address("colleague@elsewhere.example") == Role.PROVIDER


def test_inviting_twice_sends_the_mail_again_and_keeps_one_invitation(people):
    for _again in range(2):
        services.invite(email="colleague@elsewhere.example", by=people["agent"], message="Viens !")

    assert Invitation.objects.count() == 1
    assert OutgoingMail.objects.filter(to="colleague@elsewhere.example").count() == 2


def test_an_agent_is_not_invited_again(people):
    with pytest.raises(services.AlreadyRegisteredError):
        services.invite(email=people["member"].email.upper(), by=people["agent"])


def test_arriving_never_demotes_communications_staff(people):
    user = people["communications"]
    services.set_role(user=user, role=Role.COMMUNICATIONS)
    user.email = "somebody@elsewhere.example"

    services.register_arrival(user=user)

    assert user.role == Role.COMMUNICATIONS
    assert user.groups.filter(name=services.COMMUNICATIONS_GROUP).exists()


def test_an_invited_agent_stays_one_after_the_invitation_is_taken_up(people):
    colleague = UserFactory(role=Role.PROVIDER, email="colleague@elsewhere.example")
    services.invite(email=colleague.email, by=people["agent"])
    colleague.refresh_from_db()
    assert colleague.role == Role.AGENT

    services.register_arrival(user=colleague)

    assert colleague.role == Role.AGENT


def test_only_communications_staff_reach_the_editors_side(people):
    for role in (Role.AGENT, Role.PROVIDER):
        services.set_role(user=people["agent"], role=role)
        assert not people["agent"].has_perm("wagtailadmin.access_admin")


def test_a_firm_known_by_its_number_is_joined_not_described_twice():
    known = OrganisationFactory(name="Imprimerie", identifier_type="siret", identifier="73282932000074")
    newcomer = UserFactory(role=Role.PROVIDER)

    firm = services.describe_firm(
        user=newcomer, name="Autre nom", identifier_type="siret", identifier="73282932000074", size_class="micro"
    )

    assert (firm, newcomer.organisation) == (known, known)
    assert Organisation.objects.get().name == "Imprimerie"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_editors_side_speaks_the_language_of_the_account(client, people, language):
    editor = people["admin"]
    editor.preferred_language = language
    editor.save()
    other = {"fr": "en", "en": "fr"}[language]

    services.open_editors_side(user=editor)
    client.force_login(editor)
    page = client.get("/admin/", headers={"accept-language": other}).content.decode()

    assert f'lang="{language}"' in page[:400]


def test_what_an_editor_chose_there_stays_and_others_get_no_place_there(people):
    editor, agent = people["admin"], people["agent"]
    UserProfile.objects.create(user=editor, preferred_language="en")

    for user in (editor, agent):
        services.open_editors_side(user=user)

    assert list(UserProfile.objects.values_list("user", "preferred_language")) == [(editor.pk, "en")]
