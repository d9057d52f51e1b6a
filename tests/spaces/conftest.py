from __future__ import annotations

import pytest

from spaces import services
from spaces.enums import MemberRole
from spaces.models import SpacePage
from tests.factories.spaces import make_space


@pytest.fixture
def space_of(people):
    """``space_of(kind)``: a space with its facilitator, writer (``member``), commenter and legal reader."""

    def make(kind: str, **fields: object) -> SpacePage:
        space = make_space(kind, facilitator=people["facilitator"], **fields)
        services.add_member(space=space, user=people["member"], role=MemberRole.WRITER)
        return space

    return make
