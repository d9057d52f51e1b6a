"""Contributions space: a criterion, a remark, an amendment accepted with a reason, version 2 and its difference."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from spaces import services
from spaces.enums import MemberRole, SpaceKind
from tests.browser.driver import Reader
from tests.factories.accounts import UserFactory
from tests.factories.guidance import CriterionFactory
from tests.factories.spaces import make_article, make_space, make_specification

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.usefixtures("live_site")]


def test_from_a_criterion_to_version_two(reader: Callable[..., Reader], javascript: bool) -> None:
    facilitator = UserFactory(agent=True, email="facilitator@agents.example", name="Claire Rouvier")
    provider = UserFactory(provider=True, email="provider@atelier.example", name="Maïa Vidal")
    criterion = CriterionFactory("PI-ETU-TS-01")
    space = make_space(SpaceKind.PUBLIC, facilitator=facilitator, title="Mobilité rurale")
    draft = make_specification(
        space,
        title="Études de mobilité",
        articles=[
            make_article("Livrables", "Le titulaire remet un rapport de soixante pages.", criterion=criterion.pk)
        ],
    )
    path = f"/en/{draft.get_url().split('/', 2)[2]}"

    # Somebody from a firm reads the criterion behind the article, comes back and comments.
    firm = reader(provider.email, javascript=javascript, language="en")
    page = firm.visit(path)
    page.get_by_role("link", name="Criterion PI-ETU-TS-01").click()
    expect(page.get_by_role("heading", name="Un rapport que chacun peut lire")).to_be_visible()
    firm.visit(path)
    page.get_by_role("link", name="Comment article 1").click()
    page.get_by_label("Your comment").fill("Soixante pages, annexes comprises ?")
    page.get_by_role("button", name="Publish my comment").click()
    expect(page.get_by_text("Soixante pages, annexes comprises ?")).to_be_visible()

    # … and proposes other words, after a look at the difference.
    firm.visit(path)
    page.get_by_role("link", name="Propose other words").click()
    page.get_by_label("Your wording").fill("Le titulaire remet un rapport de quarante pages.")
    page.get_by_label("Why it is better so").fill("Plus court se lit mieux.")
    page.get_by_role("button", name="See the difference first").click()
    expect(page.locator("ins").first).to_contain_text("quarante")
    page.locator("main form").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("Plus court se lit mieux.")

    # The facilitator cannot accept without a reason, then does with one.
    agent = reader(facilitator.email, javascript=javascript, language="en")
    room = agent.visit(path)
    room.get_by_role("link", name="Decide").first.click()
    room.locator("input[name=state][value=accepted]").check()
    room.get_by_role("button", name="Publish the decision").click()
    expect(room).to_have_title(re.compile("^Error:"))
    room.locator("textarea[name=reason]").fill("Un rapport court sera lu.")
    room.get_by_role("button", name="Publish the decision").click()

    # Version 2 reads so, and says what has changed.
    firm.visit(path)
    expect(page.get_by_text("Le titulaire remet un rapport de quarante pages.").first).to_be_visible()
    page.get_by_role("link", name="Compare with version 1").click()
    expect(page.locator("del").first).to_contain_text("soixante")
    expect(page.locator("ins").first).to_contain_text("quarante")


@pytest.mark.parametrize("kind", [SpaceKind.AGENTS, SpaceKind.MEMBERS])
def test_whoever_may_not_see_a_draft_finds_nothing(reader: Callable[..., Reader], javascript: bool, kind: str) -> None:
    member = UserFactory(agent=True, email="member@agents.example")
    firm = UserFactory(provider=True, email="provider@atelier.example")
    space = make_space(kind, title="Espace discret")
    services.add_member(space=space, user=member, role=MemberRole.COMMENTER)
    draft = make_specification(space, title="Cahier discret")
    path = f"/en/{draft.get_url().split('/', 2)[2]}"

    reader(member.email, javascript=javascript, language="en").visit(path)
    outsider = reader(firm.email, javascript=javascript, language="en")
    outsider.visit(path, status=404)
    page = outsider.visit("/en/search/?q=discret")
    expect(page.get_by_text("Cahier discret")).to_have_count(0)
    stranger = reader(javascript=javascript, language="en").visit(path)
    expect(stranger).to_have_url(re.compile("/account/login/"))
