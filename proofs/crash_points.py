"""A crash at every point: each life of the bot dies where none has died before, until none is left.

`python -m proofs.crash_points [rounds] [--twice]`. The points are read from the source
(`proofs/points.py`), and there must have been a death at each. A round N dies at points when they
are met the Nth time; with `--twice` each life that has died at a new point is followed by one that
dies while it recovers, anywhere.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

from proofs.doomed import TOLD
from proofs.kill_test import Trial
from proofs.lives import Fate, Lives
from proofs.occasions import Occasions
from proofs.points import all_points
from proofs.stage import Stage
from proofs.verdict import Verdict

LIFE = 3.0
"""Seconds after its first call at which a life that comes to no new point is asked to end: some
points lie there."""
SURELY = 60.0
NO_MORE = 120.0
"""Seconds without a new point after which a round is over."""
A_CASE_EACH = 10
"""Deaths between two cases of one manager."""
RECOVERING = 120
"""A life that dies while it recovers dies at one of so many points from its start."""
ELSEWHERE: dict[str, str] = {
    "bot.app: _together: asyncio.wait": "only when a loop has failed for good",
    "bot.clock: ClockLoop._catch_up: asyncio.sleep": "only with a journal older than its searches",
    "bot.collector: Collector._take: asyncio.to_thread #2": "only of a file whose case is wiped",
    "bot.coping: Coping._say_plainly: self.facts.changed": "only a long digest is a rich message",
    "bot.coping: Coping._say_plainly: self.outbox.rewrite": "the same",
    "bot.coping: Coping._give_up: self.outbox.put": "only a reminder has somebody else to hear it",
    "bot.coping: Coping._give_up: self.people.by_telegram": "the same",
    "bot.coping: Coping._has_heard: self.people.by_telegram": "the same",
    "bot.coping: Coping._has_heard: self.clocks.pinged": "the same",
    "bot.receiver: Receiver.run: asyncio.sleep #3": "only when the disk fails: proofs/disk.py",
    "bot.worker: Worker.run: self.stored.wait": "the same",
    "bot.worker: Worker._handle_alone: self.inbox.take": "only for words that cannot be kept",
    "storage.database: Database.rewrite: async with self._lock, ended": "only after a wipe",
    "storage.database: Database.rewrite: async with self._lock, ending": "the same",
    "storage.database: Database.rewrite: self._connection.execute_fetchall": "the same",
    "storage.database: Database.rewrite: self._connection.execute_fetchall #2": "the same",
    "bot.clock: ClockLoop.tick: self.distress.call": "only when the disk fails: proofs/disk.py",
    "bot.sender: Sender.say_all: asyncio.wait": "only tests wait for everything to be said",
    "storage.database: Database._migrate: async with self.transaction, ended": "proofs/backups.py",
    "storage.database: Database._migrate: async with self.transaction, ending": "the same",
    "storage.database: Database._prepare: asyncio.to_thread": "the same",
    "storage.database: Database._opened: connection.close": "only of a damaged file",
    "storage.database: Database.run_many: self._run": "only outside a transaction: nobody does it",
}
"""Points to which no life of this trial comes, and why."""


@dataclass
class CrashTrial(Trial):
    """Lives that die at points. `died` is where, life by life."""

    nth: int = 1
    twice: bool = False
    most: int | None = None
    verdict: Verdict | None = None
    at: list[tuple[int, str]] = field(default_factory=list)
    _newest: float = 0
    _begun: float = 0
    _dies_again: bool = False

    @property
    def died(self) -> list[str]:
        """Where the lives have died so far."""
        told = self.data / TOLD
        return told.read_text("utf-8").splitlines() if told.exists() else []

    @property
    def missed(self) -> list[str]:
        """The points at which no life has died."""
        return sorted(all_points() - set(self.died) - set(ELSEWHERE))

    @property
    def passed(self) -> bool:
        """Whether the verdict is good; the first round must have come to every point."""
        there = self.nth > 1 or not self.missed
        return self.verdict is not None and self.verdict.passed and there

    def lines(self) -> Iterator[str]:
        """Write the figures."""
        yield f"each point is died at when it is met the {self.nth}. time"
        yield f"{'points':>16}: {len(all_points())}, {len(set(self.died))} of them died at"
        if self.nth == 1:
            yield from (f"{'missed':>16}: {point}" for point in self.missed)
        if self.verdict:
            yield from self.verdict.lines()

    async def _live_and_die(self, lives: Lives) -> None:
        occasions = Occasions(self.world, self.stage.others, self.data)
        going_on = asyncio.create_task(occasions.go_on(self._enough))
        self._newest = self._begun = time.monotonic()
        try:
            await super()._live_and_die(lives)
        finally:
            going_on.cancel()

    async def _one_life(self, lives: Lives) -> None:
        before, told = len(self.died), f"new {self.nth}"
        if self._dies_again:
            told = f"any {self.random.randrange(RECOVERING)}"
        self.world.lays(Fate(LIFE, end=signal.SIGTERM), pid := await lives.begin(told))
        code = await self._dies(lives, pid)
        if code not in (-signal.SIGKILL, 0):
            self.unruly.append(f"a life ended with {code}")
        self.ended += code != 0
        died_new = not self._dies_again and len(self.died) > before
        self._dies_again = self.twice and died_new
        if died_new:
            self._newest = time.monotonic()
            self.at.append((round(self._newest - self._begun), self.died[-1]))

    async def _dies(self, lives: Lives, pid: int) -> int:
        end = asyncio.ensure_future(lives.over())
        greeted = asyncio.ensure_future(self.world.greeted.wait())
        await asyncio.wait({end, greeted}, timeout=SURELY, return_when=asyncio.FIRST_COMPLETED)
        greeted.cancel()
        for wait, strike in ((LIFE, signal.SIGTERM), (SURELY, signal.SIGKILL)):
            await asyncio.wait({end}, timeout=wait)
            if end.done():
                break
            with contextlib.suppress(ProcessLookupError):  # it has just died by itself
                os.kill(pid, strike)
        self.world.pid = None
        return await end

    async def _rests(self) -> None:
        """Let some lives die before the next case: the rarer occasions shall have their turn."""
        next_one = len(self.died) + A_CASE_EACH
        await self._until(lambda: len(self.died) >= next_one or self._enough())

    def _enough(self) -> bool:
        many = self.most is not None and len(self.died) >= self.most
        return many or not self.missed or time.monotonic() - self._newest > NO_MORE


async def die_at_every_point(
    seed: int, folder: Path, *, nth: int = 1, twice: bool = False, most: int | None = None
) -> CrashTrial:
    """Run the trial in an empty folder, with `most` deaths; the verdict is in it."""
    stage = await Stage.set_up(folder, others=("Глеб", "Дина"))
    random = Random(seed)  # noqa: S311 - moments, not secrets
    trial = CrashTrial(stage, 0, random, zygote="proofs.doomed", nth=nth, twice=twice, most=most)
    trial.verdict = await trial.run()
    return trial


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.crash_points", description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=1)
    parser.add_argument("--twice", action="store_true", help="let a life die while it recovers")
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    passed = True
    for nth in range(1, chosen.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            trial = asyncio.run(
                die_at_every_point(seed + nth, Path(folder), nth=nth, twice=chosen.twice)
            )
            print(*trial.lines(), sep="\n", flush=True)
            if not trial.passed:
                print((Path(folder) / "lives.log").read_text("utf-8")[-3000:])
            passed &= trial.passed  # which reads the folder
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
