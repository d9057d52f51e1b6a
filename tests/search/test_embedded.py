"""The embedded engine, on whichever database the tests run."""

from __future__ import annotations

import pytest

from search import engines
from search.engines.base import Engine
from tests.search.contract import *  # noqa: F403


@pytest.fixture
def engine(db: None) -> Engine:
    return engines.embedded_engine()
