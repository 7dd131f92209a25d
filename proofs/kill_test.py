"""The kill test: the bot dies by SIGKILL over and over while managers register and time passes.

The sandbox, the people and the clock live in this process and survive. The bot is a real process
on real files, killed with a real signal; see `proofs/zygote.py` for how it begins. What this
cannot show is a power cut: what a killed process has written, the system still writes to the disk.
"""

import argparse
import asyncio
import contextlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random, SystemRandom

from cases.kinds import Currency, Marketplace
from cases.roles import Role
from proofs.lives import TOKEN, DeadlyWorld, Fate, Lives, draw_fate
from proofs.managers import Manager
from proofs.verdict import Seen, Settled, Verdict, judge
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import serve
from storage.cabinets import Cabinets
from storage.database import Database
from storage.people import People

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
NAMES = ("Анна", "Борис", "Вера")
LOOK = 0.1
"""Seconds between looks at the journal, if nothing happens."""
GIVE_UP = 60.0
LAST_TURNS = 4
"""Turns of the clock in the last life, so that also a short test sees pings."""


@dataclass
class Trial:
    """One run of the kill test on one folder."""

    data: Path
    kills: int
    random: Random
    world: DeadlyWorld
    owner: Person
    managers: list[Manager]
    moments: list[Settled] = field(default_factory=list)
    accounted: set[int] = field(default_factory=set)
    killed: int = 0

    async def run(self) -> Verdict:
        """Kill as often as asked, let the last life finish everything, and judge."""
        server = await serve(self.world)
        lives = await Lives.prepare(
            self.data, server.url, self.owner.id, self.data.parent / "lives.log"
        )
        try:
            await self._live_and_die(lives)
            return await self._judge()
        finally:
            self.world.strike()
            await lives.close()
            await server.close()

    async def _live_and_die(self, lives: Lives) -> None:
        people = [asyncio.create_task(each.works(self._enough)) for each in self.managers]
        time_passes = asyncio.create_task(self._turn_the_clock())
        try:
            while self.killed < self.kills:
                await self._one_life(lives)
            self.world.lays(Fate(GIVE_UP), await lives.begin())
            await asyncio.gather(*people, time_passes)
            for _ in range(LAST_TURNS):
                await self._turn_once()
            await self._until(lambda: _is_quiet(self.data / "journal.db"))
        finally:
            for task in (*people, time_passes):
                task.cancel()
            self.world.strike()
        await lives.over()

    async def _one_life(self, lives: Lives) -> None:
        fate = draw_fate(self.random)
        self.world.lays(fate, await lives.begin())
        try:
            async with asyncio.timeout(fate.seconds):
                await self.world.struck.wait()
        except TimeoutError:
            self.world.strike()
        if await lives.over() != -9:
            raise RuntimeError("the bot ended by itself: see lives.log")
        self.killed += 1

    async def _turn_the_clock(self) -> None:
        while not self._enough():
            await self._turn_once()

    async def _turn_once(self) -> None:
        """Let hours pass, but not over the head of what Telegram would forget in them."""
        await self._until(lambda: self.world.updates.pending == 0)
        before = self.world.clock.now()
        self.world.clock.moves(hours=self.random.uniform(6, 60))
        turned = self.world.clock.now()
        await self._until(lambda: _has_reminded(self.data / "journal.db", self.world.clock.now()))
        self.moments.append(Settled(before, turned, self.world.clock.now()))
        self.accounted |= _accounted(self.data / "journal.db")

    async def _until(self, happened: Callable[[], bool]) -> None:
        """Wait, but not for ever: the verdict will say what never came."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GIVE_UP):
                while not happened():
                    await self.world.events.bell.heard(LOOK)

    def _enough(self) -> bool:
        return self.killed >= self.kills

    async def _judge(self) -> Verdict:
        database = await Database.open(self.data / "journal.db")
        try:
            seen = Seen(self.managers, self.moments, self.accounted)
            return await judge(self.killed, self.world, database, seen)
        finally:
            await database.close()


async def kill_over_and_over(kills: int, seed: int, folder: Path) -> Verdict:
    """Run one kill test in an empty folder; the same seed draws the same moments."""
    data = folder / "data"
    data.mkdir()
    clock = Clock(offset_file=data / "clock")
    clock.goes_to(BEGINS)
    world = DeadlyWorld(clock)
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    owner = world.person("Ольга")
    numbers = count(1)
    managers = [Manager(world.person(name), numbers) for name in NAMES]
    await _hire(data, world, owner, managers)
    return await Trial(data, kills, Random(seed), world, owner, managers).run()  # noqa: S311 - moments, not secrets


async def _hire(data: Path, world: DeadlyWorld, owner: Person, managers: list[Manager]) -> None:
    database = await Database.open(data / "journal.db")
    people = {owner: Role.OWNER} | {each.person: Role.MANAGER for each in managers}
    try:
        async with database.transaction():
            for person, role in people.items():
                name, now = person.first_name, world.clock.now()
                await People(database).join(person.id, name, None, role, now)
            await Cabinets(database).add(Marketplace.WB, "ИП Иванов", Currency.RUB)
    finally:
        await database.close()
    for person in people:
        await person.starts()


def _has_reminded(journal: Path, now: datetime) -> bool:
    """Whether nothing is due and no reminder waits to be said; people go on meanwhile."""
    return _finds_nothing(journal, _UNREMINDED, {"now": int(now.timestamp())})


def _is_quiet(journal: Path) -> bool:
    """Whether nothing waits to be handled or to be said."""
    return _finds_nothing(journal, _UNDER_WAY, {})


def _accounted(journal: Path) -> set[int]:
    """Return the messages that the outbox knows of; it forgets a month later."""
    rows = _read(journal, "SELECT message_id FROM outbox WHERE message_id IS NOT NULL", {})
    return {row[0] for row in rows}


def _finds_nothing(journal: Path, sql: str, values: dict[str, int]) -> bool:
    return not _read(journal, sql, values)


def _read(journal: Path, sql: str, values: dict[str, int]) -> list[tuple[int, ...]]:
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as reader:
        return reader.execute(sql, values).fetchall()


_UNDER_WAY = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM inbox WHERE state = 'pending')
        OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('pending', 'sending'))
"""
_UNREMINDED = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM outbox WHERE state = 'pending' AND key NOT LIKE 'ans:%')
        OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND key NOT LIKE 'ans:%')
        OR EXISTS (SELECT 1 FROM clocks WHERE next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE digest_next_at <= :now)
        OR EXISTS (SELECT 1 FROM people WHERE wakes_at <= :now)
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.kill_test", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(1_000_000) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        verdict = asyncio.run(kill_over_and_over(chosen.kills, seed, Path(folder)))
        print(*verdict.lines(), sep="\n")
        if not verdict.passed:
            print((Path(folder) / "lives.log").read_text("utf-8")[-3000:])
    print(f"{'seconds':>16}: {time.monotonic() - begun:.0f}")
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    sys.exit(main())
