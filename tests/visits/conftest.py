import pytest

from tests.factories.visits import VisitIndexPageFactory


@pytest.fixture
def index(home_fr: object) -> object:
    return VisitIndexPageFactory(parent=home_fr)
