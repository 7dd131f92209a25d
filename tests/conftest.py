"""Stories: people talk to the real dispatcher over an in-memory journal and the strict sandbox."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from team import Team, make_team


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as made:
        yield made
