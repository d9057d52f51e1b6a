import pytest

from tests.factories.lessons import LessonIndexPageFactory


@pytest.fixture
def index(home_fr: object) -> object:
    return LessonIndexPageFactory(parent=home_fr)
