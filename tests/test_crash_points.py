"""The bot dies at points between two awaits, at each once; by hand at all of them."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs import crash_points
from proofs.crash_points import ELSEWHERE, CrashTrial, die_at_every_point
from proofs.points import all_points, pointed
from proofs.verdict import Verdict

SEED, DEATHS = 2026, 70


@pytest.mark.timeout(1800)
async def test_a_death_at_any_point_loses_doubles_and_forgets_nothing(tmp_path: Path) -> None:
    trial = await die_at_every_point(SEED, tmp_path, most=DEATHS)
    assert trial.verdict
    assert trial.verdict.passed, "\n".join(trial.lines())
    assert len(trial.died) == len(set(trial.died)) >= DEATHS // 2


def test_every_loop_has_its_points() -> None:
    for module, point in (
        ("bot.receiver", "Receiver.receive: self._bot"),
        ("bot.worker", "Worker._handle_next: self.outbox.put"),
        ("bot.sender", "Sender._say: self.bot"),
        ("bot.clock", "ClockLoop._sweep: async with self.database.transaction, ended"),
        ("bot.collector", "Collector._take: self.attachments.kept"),
        ("bot.backups", "make_backup: before unfinished.replace(finished)"),
        ("storage.database", "Database.transaction: asyncio.shield"),
    ):
        assert f"{module}: {point}" in pointed(module)[1]


def test_no_point_is_excused_that_is_not_there() -> None:
    assert set(ELSEWHERE) <= all_points()


async def _dies_everywhere(_seed: int, folder: Path, **_: Any) -> CrashTrial:
    trial = CrashTrial.__new__(CrashTrial)
    trial.nth, trial.verdict, trial.data = 1, Verdict(kills=1, cases=1), folder / "data"
    await asyncio.to_thread((folder / "deaths").write_text, "\n".join(all_points()))
    await asyncio.to_thread(trial.data.mkdir)
    return trial


def test_the_command_ends_well_when_all_points_are_died_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash_points, "die_at_every_point", _dies_everywhere)
    monkeypatch.setattr(sys, "argv", ["crash_points"])
    assert crash_points.main() == 0


def test_a_point_that_nobody_came_to_fails_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = CrashTrial.__new__(CrashTrial)
    trial.nth, trial.verdict = 1, Verdict(kills=1, cases=1)
    monkeypatch.setattr(CrashTrial, "missed", property(lambda _: []))
    assert trial.passed
    monkeypatch.setattr(CrashTrial, "missed", property(lambda _: ["a point"]))
    assert not trial.passed
