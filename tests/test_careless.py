"""The kill test turns red for a bot that lacks a safeguard."""

from pathlib import Path
from random import Random

import pytest

from proofs.kill_test import GIVE_UP, Trial
from proofs.lives import CONFIRM, Fate
from proofs.managers import CHAT
from proofs.stage import Stage
from proofs.verdict import Verdict

AT_ITS_CALL = {
    "inbox": Fate(GIVE_UP, CONFIRM, after=True, greeted=True),
    "mark": Fate(GIVE_UP, "sendMessage", after=True, greeted=True),
    "silence": Fate(GIVE_UP, "sendMessage", after=True, greeted=True),
}
PATIENCE = {"inbox": 15.0, "mark": GIVE_UP, "silence": GIVE_UP}
"""Seconds after which the manager gives up: what was lost is never answered."""


def hours() -> Random:
    """How far the clock is turned."""
    return Random(2026)  # noqa: S311 - no secret


pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(params=["inbox", "mark", "silence"])
def lacking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The safeguard that is lacking, on a stage with one manager who has one story."""
    monkeypatch.setattr("proofs.stage.NAMES", ("Анна",))
    monkeypatch.setattr("proofs.managers.STORIES", (CHAT,))
    monkeypatch.setattr("proofs.managers.PATIENCE", PATIENCE[request.param])
    monkeypatch.setattr("proofs.kill_test.LAST_TURNS", 1)
    return str(request.param)


def is_seen(lacking: str, verdict: Verdict) -> None:
    """Only what was lost is missing an answer; only what was not noted is said again unmarked.

    And only a bot that is not silent leaves what people typed in its log.
    """
    assert not verdict.passed
    wrong = {
        "inbox": verdict.missing_answers,
        "mark": verdict.unmarked,
        "silence": verdict.logged,
    }
    assert wrong[lacking], "\n".join(verdict.lines())


async def test_the_kill_test_notices_what_is_lacking(tmp_path: Path, lacking: str) -> None:
    stage = await Stage.set_up(tmp_path)
    fate = AT_ITS_CALL[lacking]
    trial = Trial(stage, 1, hours(), zygote=f"proofs.careless {lacking}", fate=fate)
    is_seen(lacking, await trial.run())
