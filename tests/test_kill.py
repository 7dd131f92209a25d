"""The kill test in small: the bot dies, or is asked to end, while three managers register cases."""

import signal
from pathlib import Path

import pytest

from proofs.kill_test import kill_over_and_over
from proofs.shares import shards, shared_out
from proofs.verdict import Verdict

KILLS, STOPS, STORMY = 20, 8, 12
SEED = 2026
PATIENCE = 60.0
"""Seconds that an orderly end may take on a slow machine; by hand it is ten."""

pytestmark = pytest.mark.timeout(1200)


async def test_no_kill_loses_doubles_or_forgets_anything(tmp_path: Path) -> None:
    verdict = await kill_over_and_over(KILLS, SEED, tmp_path)
    assert verdict.kills == KILLS
    assert verdict.cases >= 6  # three managers, a case of each story
    assert verdict.passed, "\n".join(verdict.lines())


async def test_no_stop_loses_doubles_or_repeats_anything(tmp_path: Path) -> None:
    verdict = await kill_over_and_over(STOPS, SEED, tmp_path, end=signal.SIGTERM, in_time=PATIENCE)
    assert (verdict.kills, verdict.stops) == (0, STOPS)
    assert verdict.cases >= 6
    assert not verdict.marked
    assert verdict.passed, "\n".join(verdict.lines())


async def test_no_kill_in_bad_weather_loses_doubles_or_forgets_anything(tmp_path: Path) -> None:
    verdict = await kill_over_and_over(STORMY, SEED, tmp_path, weather=True)
    assert verdict.kills == STORMY
    assert verdict.faults > 0
    assert verdict.cases >= 6
    assert verdict.passed, "\n".join(verdict.lines())


@pytest.mark.parametrize(
    "wrong",
    [
        "lost",
        "doubled",
        "missing_answers",
        "missing_pings",
        "unsaid",
        "unmarked",
        "unruly",
        "logged",
    ],
)
def test_one_thing_that_is_wrong_fails_the_verdict(wrong: str) -> None:
    assert Verdict(kills=1, cases=1).passed
    assert not Verdict(kills=1, cases=1, **{wrong: ["it"]}).passed  # type: ignore[arg-type]  # its name is a parameter


@pytest.mark.parametrize(
    ("verdict", "passed"),
    [
        (Verdict(kills=1, cases=1, marked=["a"], extra_sends=["a"]), True),
        (Verdict(kills=1, cases=1, marked=["a", "b"], extra_sends=["a", "b"]), False),
        (Verdict(kills=0, stops=1, cases=1, marked=["a"]), False),
        (Verdict(kills=0, stops=1, faults=1, cases=1, marked=["a"]), True),
        (Verdict(kills=0, faults=1, unanswered=1, cases=1, extra_sends=["a"]), True),
        (Verdict(kills=9, cases=0), False),
    ],
)
def test_what_may_be_said_twice_is_counted(verdict: Verdict, *, passed: bool) -> None:
    assert verdict.passed is passed


def test_a_long_trial_is_many_shards_each_with_its_own_seed() -> None:
    parts = shards(450, 200, seed=7)
    assert parts == [(200, 7), (200, 8), (50, 9)]
    assert sorted(shared_out(parts, max, hands=2)) == [50, 200, 200]


def test_the_figures_of_two_trials_are_added_and_what_is_wrong_in_one_stays_wrong() -> None:
    lost = Verdict(kills=3, cases=4, lost=["K-1"]) + Verdict(kills=2, cases=1, marked=["a"])
    assert (lost.kills, lost.cases, lost.lost, lost.marked) == (5, 5, ["K-1"], ["a"])
    assert not lost.passed
