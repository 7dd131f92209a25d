"""The kill test: the bot dies by SIGKILL over and over while managers register and time passes.

With `--sigterm` it is asked to end instead, and has to do so in order; with `--weather` the network
fails it meanwhile (`proofs/weather.py`).

The sandbox, the people and the clock live in this process and survive. The bot is a real process
on real files, killed with a real signal; see `proofs/zygote.py` for how it begins. What this
cannot show is a power cut: what a killed process has written, the system still writes to the disk.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import add
from pathlib import Path
from random import Random, SystemRandom

from proofs.lives import TOKEN, Fate, Lives, draw_fate
from proofs.looks import accounted, has_reminded, is_quiet
from proofs.managers import PRIVATE
from proofs.shares import shards, shared_out
from proofs.stage import Stage
from proofs.verdict import Seen, Settled, Verdict, judge
from proofs.weather import Weather
from sandbox.server import serve
from storage.database import Database

LOOK = 0.1
"""Seconds between looks at the journal, if nothing happens."""
GIVE_UP = 180.0
POLITELY = 10.0
"""Seconds that SIGTERM may take: Docker kills after them."""
AT_A_TIME = 200
"""Kills; more of them are several trials, each on a fresh journal."""
LAST_TURNS = 4
"""Turns of the clock in the last life, so that also a short test sees pings."""


@dataclass
class Trial:
    """One run of the kill test on one folder. Every life has the one `fate`, or draws its own."""

    stage: Stage
    kills: int
    random: Random
    moments: list[Settled] = field(default_factory=list)
    accounted: set[int] = field(default_factory=set)
    end: signal.Signals = signal.SIGKILL
    in_time: float = POLITELY
    zygote: str = "proofs.zygote"
    fate: Fate | None = None
    ended: int = 0
    unruly: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data, self.world = self.stage.data, self.stage.world
        self.owner, self.managers = self.stage.owner, self.stage.managers
        self.log = self.data.parent / "lives.log"

    async def run(self) -> Verdict:
        """Kill as often as asked, let the last life finish everything, and judge."""
        server = await serve(self.world)
        lives = await Lives.prepare(self.data, server.url, self.owner.id, self.log, self.zygote)
        try:
            await self._live_and_die(lives)
            return await self._judge()
        finally:
            self.world.strike(signal.SIGKILL)
            await lives.close()
            await server.close()

    async def _live_and_die(self, lives: Lives) -> None:
        people = [
            asyncio.create_task(each.works(self._enough, self._rests)) for each in self.managers
        ]
        time_passes = asyncio.create_task(self._turn_the_clock())
        try:
            while not self._enough():
                await self._one_life(lives)
            self.world.lays(Fate(GIVE_UP), await lives.begin())
            last = asyncio.ensure_future(lives.over())
            people.append(finishing := asyncio.create_task(self._finish([*people, time_passes])))
            await asyncio.wait({finishing, last}, return_when=asyncio.FIRST_COMPLETED)
            if last.done():
                log = self.log.read_text("utf-8")[-3000:]
                raise RuntimeError(f"the last life ended by itself: {last.result()}\n{log}")
            await finishing
        finally:
            for task in (*people, time_passes):
                task.cancel()
            self.world.strike(signal.SIGKILL)
        await last

    async def _finish(self, deeds: list[asyncio.Task[None]]) -> None:
        """Let people finish what they have begun, and the bot everything that is due."""
        await asyncio.gather(*deeds)
        for _ in range(LAST_TURNS):
            await self._turn_once()
        await self._until(lambda: is_quiet(self.data / "journal.db"))

    async def _one_life(self, lives: Lives) -> None:
        fate = self.fate or draw_fate(self.random, self.end)
        self.world.lays(fate, pid := await lives.begin())
        await self.world.fulfils(GIVE_UP)
        code = await self._end_of(lives, pid)
        if code != (0 if self.end is signal.SIGTERM else -self.end):
            self.unruly.append(f"life {self.ended} ended with {code}")
        self.ended += 1

    async def _end_of(self, lives: Lives, pid: int) -> int:
        """Return the exit code, which shows it when the life had to be ended after its time."""
        end = asyncio.ensure_future(lives.over())
        done, _ = await asyncio.wait({end}, timeout=self.in_time)
        if not done:
            os.kill(pid, signal.SIGKILL)
        return await end

    async def _rests(self) -> None:
        """Let people go on at once."""

    async def _turn_the_clock(self) -> None:
        while not self._enough():
            await self._turn_once()

    async def _turn_once(self) -> None:
        """Let hours pass, but not over the head of what Telegram would forget in them."""
        await self._until(lambda: self.world.updates.pending == 0)
        before = self.world.clock.now()
        self.world.clock.moves(hours=self.random.uniform(6, 60))
        turned = self.world.clock.now()
        journal, now = self.data / "journal.db", self.world.clock.now
        await self._until(lambda: has_reminded(journal, now(), turned))
        self.moments.append(Settled(before, turned, self.world.clock.now()))
        self.accounted |= accounted(journal)

    async def _until(self, happened: Callable[[], bool]) -> None:
        """Wait, but not for ever: the verdict will say what never came."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP):
                while not happened():
                    await self.world.events.bell.heard(LOOK)

    def _enough(self) -> bool:
        return self.ended >= self.kills

    async def _judge(self) -> Verdict:
        database = await Database.open(self.data / "journal.db")
        try:
            seen = Seen(self.managers, self.moments, self.accounted)
            return await judge(self._ends(), self.world, database, seen)
        finally:
            await database.close()

    def _ends(self) -> Verdict:
        weather, polite = self.world.weather, self.end is signal.SIGTERM
        return Verdict(
            kills=0 if polite else self.ended,
            stops=self.ended if polite else 0,
            faults=weather.met.total() if weather else 0,
            unanswered=weather.taken_unanswered if weather else 0,
            unruly=self.unruly,
            logged=[word for word in (TOKEN, *PRIVATE) if word in self.log.read_text("utf-8")],
        )


async def kill_over_and_over(
    kills: int,
    seed: int,
    folder: Path,
    *,
    end: signal.Signals = signal.SIGKILL,
    weather: bool = False,
    in_time: float = POLITELY,
) -> Verdict:
    """Run one kill test in an empty folder; the same seed draws the same moments.

    `in_time` is how many seconds a life may take to end once it was asked to.
    """
    stage = await Stage.set_up(folder)
    random = Random(seed)  # noqa: S311 - moments, not secrets
    stage.world.weather = Weather(random) if weather else None
    return await Trial(stage, kills, random, end=end, in_time=in_time).run()


def one_trial(shard: tuple[int, int], *, sigterm: bool, weather: bool) -> Verdict:
    """Run one kill test in a folder of its own; what the lives logged is shown where it fails."""
    kills, seed = shard
    end = signal.SIGTERM if sigterm else signal.SIGKILL
    with tempfile.TemporaryDirectory() as folder:
        running = kill_over_and_over(kills, seed, Path(folder), end=end, weather=weather)
        verdict = asyncio.run(running)
        if not verdict.passed:
            log = (Path(folder) / "lives.log").read_text("utf-8")[-3000:]
            print(f"seed {seed}", *verdict.lines(), log, sep="\n")
    return verdict


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.kill_test", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=AT_A_TIME)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--sigterm", action="store_true", help="ask it to end, kill it never")
    parser.add_argument("--weather", action="store_true", help="let the network fail meanwhile")
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    begun = time.monotonic()
    trial = partial(one_trial, sigterm=chosen.sigterm, weather=chosen.weather)
    hands = 2 * (os.cpu_count() or 1)  # a life waits more than it works
    verdicts = list(shared_out(shards(chosen.kills, AT_A_TIME, seed), trial, hands))
    print(*reduce(add, verdicts).lines(), sep="\n")
    print(f"{'seconds':>16}: {time.monotonic() - begun:.0f}")
    return 0 if all(each.passed for each in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
