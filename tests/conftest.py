"""Stories: people talk to the real dispatcher over an in-memory journal and the strict sandbox."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import settings
from team import Team, make_team

# A slow machine is no failure: nothing here is timed.
settings.register_profile("journal", deadline=None)
settings.load_profile("journal")


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as made:
        yield made
