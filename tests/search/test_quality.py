"""The judged set as a gate: ranking that gets worse fails, on whichever database the tests run."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import QueryDict

from core.models import PageAccess
from search import engines, judged, results, services
from search.models import SearchDocument
from tests.factories.core import StandardPageFactory
from tests.factories.search import DocumentFactory

FOLDER = Path(__file__).parent / "judged"


@pytest.fixture
def keys(empty: None, home_fr: object) -> dict[int, str]:
    services.load_synonyms()
    page = StandardPageFactory(parent=home_fr)
    PageAccess(page_id=page.pk, keyword="public").save()
    SearchDocument.objects.all().delete()
    texts = judged.read(FOLDER, "fr").texts
    with transaction.atomic():
        services.store(
            {
                f"judged:{text.id}": [
                    DocumentFactory(
                        key=text.id, title=text.title, body=text.text, language=text.language, page_id=page.pk
                    )
                ]
                for text in texts
            }
        )
    return dict(SearchDocument.objects.values_list("pk", "key"))


# What was measured, less what a change may cost by chance; plain BM25 has 0.66 and 0.77.
@pytest.mark.parametrize(("language", "bar"), [("fr", 0.79), ("en", 0.78)])
def test_answers_stay_as_good_as_they_were(keys: dict[int, str], language: str, bar: float) -> None:
    questions = judged.read(FOLDER, language).questions
    engine = engines.embedded_engine()
    measured = []
    for question in questions:
        params = QueryDict(mutable=True)
        params["q"] = question.text
        asked = results.read(params, user=AnonymousUser(), language=language)
        measured.append(judged.measure(question, [keys[pk] for pk in engine.search(asked).ids]))

    figures = judged.mean(measured)

    assert (figures["ndcg10"] >= bar, figures["no_result"]) == (True, 0.0), figures
