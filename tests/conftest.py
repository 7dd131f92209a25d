"""Stories: people talk to the real dispatcher over an in-memory journal and the strict sandbox."""

import gc
from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from canaries import Canaries
from hypothesis import HealthCheck, settings
from stories import three_cases
from team import Team, make_team
from xdist.scheduler import LoadScopeScheduling

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

APART = (
    "test_killed_backups", "test_kill", "test_safeguards", "test_crash_points", "test_disk",
    "test_demo", "test_soak", "test_crowds", "test_corruption", "test_fuzz", "test_races",
    "test_leaks", "test_load", "test_returns_model",
)  # fmt: skip
"""Tests of these modules take long: side by side each is handed out alone, before all others."""
TOGETHER = (
    "test_tour", "test_process", "test_page_robust", "test_page_looks", "test_page_weather",
    "test_page_richly", "test_page", "test_rights",
)  # fmt: skip
"""Modules that take long as they are: they come next."""


def pytest_configure() -> None:
    CANARIES.listens()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let Python's collector pass over what is imported, as the bot does: it lives to the end."""
    gc.disable()
    collected = yield
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 100)
    return collected


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest first where tests run side by side: nobody is left alone with one of them."""
    if hasattr(config, "workerinput"):
        order = {name: place for place, name in enumerate((*APART, *TOGETHER))}
        items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Hand tests out by module, so that what a module shares is made once, but long ones singly."""
    config.option.loadscopereorder = False
    return Handing(config, log)


class Handing(LoadScopeScheduling):
    """What is handed out at once: a module, or a test that takes long."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return nodeid if Path(module).stem in APART else module


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
