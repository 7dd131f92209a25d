"""Stories: people talk to the real dispatcher over an in-memory journal and the strict sandbox."""

from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime

import pytest
from canaries import Canaries
from hypothesis import HealthCheck, settings
from stories import RETURN, SAVED, TICKET
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

CANARIES = Canaries()


def pytest_configure() -> None:
    CANARIES.listens()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """Fail the test in which a canary has got into the log."""
    yield
    if found := CANARIES.taken():
        pytest.fail(f"a canary in the log: {found[:3]}")


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as made:
        yield made


@pytest.fixture
async def journal(team: Team) -> Team:
    """#1 Anna's ticket about moderation, #2 Anna's chat about a seam, #3 Boris's return of it."""
    await team.begins(three_cases)
    return team


async def three_cases(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    await team.boris.does(*RETURN)
