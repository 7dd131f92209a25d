"""Stories: people talk to the real dispatcher over an in-memory journal and the strict sandbox."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings
from team import Team, make_team

# A slow machine is no failure, and what is tried is the same on every machine.
# `--hypothesis-profile=wander` looks further, each time elsewhere.
SLOWLY = [HealthCheck.too_slow]
settings.register_profile(
    "journal", deadline=None, derandomize=True, database=None, suppress_health_check=SLOWLY
)
settings.register_profile(
    "wander", deadline=None, derandomize=False, max_examples=500, suppress_health_check=SLOWLY
)
settings.load_profile("journal")


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as made:
        yield made
