from __future__ import annotations

import re

import pytest

from guidance.enums import Level, State
from guidance.models import Criterion
from tests.factories.guidance import (
    GuidancePageFactory,
    PurchaseFamilyFactory,
    a_criterion,
    criteria,
    guidance_index,
)

pytestmark = pytest.mark.django_db


def publish(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.fixture
def page():
    return GuidancePageFactory(
        title="Études",
        criteria=criteria(
            a_criterion("PI-ETU-TS-01", tags="lecture"),
            a_criterion(
                "PI-ETU-TS-02", name="Un délai tenable", level=Level.PIONEER, clause="Trente jours <b>au plus</b>."
            ),
        ),
    )


def main(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode().split("<main")[1].split("</main")[0])


def test_the_page_shows_each_criterion_with_its_anchor(client, page):
    content = main(client.get(page.get_absolute_url()))

    assert re.findall(r'<section class="doc-row" id="([^"]+)"', content) == ["PI-ETU-TS-01", "PI-ETU-TS-02"]
    assert "Spécification technique · niveau 3, Pionnier" in content
    assert "rapport de <mark>[60]</mark> pages" in content
    assert "Trente jours &lt;b&gt;au plus&lt;/b&gt;." in content
    assert 'href="/fr/criteres/?tag=lecture"' in content


@pytest.mark.parametrize(
    ("state", "banner"),
    [
        pytest.param(State.IN_FORCE, False, id="in force"),
        pytest.param(State.UNDER_REVISION, False, id="under revision"),
        pytest.param(State.OUTDATED, True, id="outdated"),
    ],
)
def test_an_outdated_page_says_so(client, page, state, banner):
    publish(page, state=state)

    assert ("Cette page est dépassée" in main(client.get(page.get_absolute_url()))) is banner


def test_the_library_lists_and_filters(client, page):
    address = guidance_index().get_absolute_url()

    content = main(client.get(address))
    assert "2 critères" in content
    assert f'href="{page.get_absolute_url()}#PI-ETU-TS-02"' in content

    filtered = main(client.get(f"{address}?level=1"))
    assert "1 critère" in filtered
    assert "PI-ETU-TS-02" not in filtered


def test_an_empty_answer_helps_on(client, page):
    content = main(client.get(f"{guidance_index().get_absolute_url()}?q=introuvable"))

    assert "Aucun critère ne répond à tout cela" in content


def test_a_criterions_lasting_address_leads_to_its_place(client, page):
    response = client.get("/fr/guidance/criterion/pi-etu-ts-01/")

    assert (response.status_code, response.url) == (302, f"{page.get_absolute_url()}#PI-ETU-TS-01")


def test_a_retired_criterion_keeps_a_page_with_its_last_words(client, page):
    publish(page, criteria=criteria())

    response = client.get(Criterion.objects.get(uid="PI-ETU-TS-02").get_absolute_url())

    assert response.status_code == 200
    assert "Trente jours &lt;b&gt;au plus&lt;/b&gt;." in main(response)


def test_history_lists_versions_and_leads_to_a_comparison(client, page):
    publish(page, title="Études et diagnostics", change_note="Le titre dit tout.")
    address = f"/fr/guidance/{page.pk}/history/"

    content = main(client.get(address))
    chosen = client.get(f"{address}?before=1&after=2")

    assert "Le titre dit tout." in content
    assert (chosen.status_code, chosen.url) == (302, f"/fr/guidance/{page.pk}/compare/1/2/")


def test_a_comparison_marks_words_and_says_what_came_and_went(client, page):
    publish(
        page,
        criteria=criteria(
            a_criterion("PI-ETU-TS-01", clause="Le titulaire remet un rapport de [[40]] pages au plus."),
            a_criterion("PI-ETU-TS-03", name="Une synthèse"),
        ),
    )

    content = main(client.get(f"/fr/guidance/{page.pk}/compare/1/2/"))

    assert re.findall(r'<section class="section compare-part" id="([^"]+)"', content) == [
        "PI-ETU-TS-01",
        "PI-ETU-TS-03",
        "PI-ETU-TS-02",
    ]
    assert re.search(r"<del>.*?60.*?</del><ins>.*?40.*?</ins>", content)
    assert "Nouveau critère" in content
    assert "Critère retiré" in content


def test_a_comparison_asked_backwards_has_one_lasting_address(client, page):
    publish(page)

    response = client.get(f"/fr/guidance/{page.pk}/compare/2/1/")

    assert (response.status_code, response.url) == (302, f"/fr/guidance/{page.pk}/compare/1/2/")


def test_an_old_version_stays_readable(client, page):
    publish(page, criteria=criteria())

    content = main(client.get(f"/fr/guidance/{page.pk}/version/1/"))

    assert "Ce n’est pas la version actuelle" in content
    assert "Trente jours" in content


@pytest.mark.parametrize("path", ["history/", "version/1/", "compare/1/1/"])
def test_versions_of_an_unpublished_page_are_not_there(client, page, path):
    assert client.get(f"/fr/guidance/{page.pk}/{path}").status_code == 200
    page.unpublish()

    assert client.get(f"/fr/guidance/{page.pk}/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["version/9/", "compare/1/9/", "version/99999999999999999999/"], ids=["version", "comparison", "huge"]
)
def test_a_version_that_never_was_is_not_there(client, page, path):
    assert client.get(f"/fr/guidance/{page.pk}/{path}").status_code == 404


def test_queries_do_not_grow_with_criteria(clients, count_queries):
    def make(number: int, count: int):
        page = GuidancePageFactory(
            criteria=criteria(*(a_criterion(f"PI-T{number}-TS-{n:03d}", tags=f"tag {n % 20}") for n in range(count)))
        )
        page.families.add(PurchaseFamilyFactory())
        page.save_revision().publish()
        return page

    small = make(1, 3)
    library = guidance_index().get_absolute_url()
    few = [count_queries(clients["anonymous"], address) for address in (small.get_absolute_url(), library)]
    big = make(2, 300)
    for number in range(3, 14):
        make(number, 1)

    many = [count_queries(clients["anonymous"], address) for address in (big.get_absolute_url(), library)]

    assert many == few
    assert max(many) <= 15


def test_who_writes_guidance_finds_the_way_in_the_library(clients, page):
    address = guidance_index("fr").get_absolute_url()
    way = f'href="/admin/pages/add/guidance/guidancepage/{guidance_index("fr").pk}/"'

    found = {name: way in main(clients[name].get(address)) for name in ("anonymous", "agent", "communications")}

    assert found == {"anonymous": False, "agent": False, "communications": True}
