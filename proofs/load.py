"""The load: a hundred managers ask, twenty times a second, while one of them floods the bot.

The loops of the bot, its journal on the disk and the sandbox live in one process, so what the load
itself costs is counted too. Others' answers are waited for from the question to the sandbox's
getting the answer; memory and the write-ahead log are looked at as time goes on.
`python -m proofs.load --minutes 10`.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from proofs.rush import Member, Team, crowd, make_team
from storage.columns import NewCase
from storage.history import By

MANAGERS = 100
A_SECOND = 20
FLOOD = 10_000
FLOOD_AT_ONCE = 50
LOOK = 0.005
PATIENCE = 60.0
AIM = 0.3


@dataclass
class Figures:
    """What was measured: seconds of each answer, megabytes as time went on."""

    waits: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    log: list[float] = field(default_factory=list)
    flooded: int = 0
    unanswered: int = 0

    @property
    def p95(self) -> float:
        """The wait that nineteen of twenty stay under."""
        return statistics.quantiles(self.waits, n=20)[-1]


class Load:
    """A team under load."""

    def __init__(self, team: Team, people: list[Member], journal: Path) -> None:
        self.team, self.flooder, self.people = team, people[0], people[1:]
        self.journal, self.figures = journal, Figures()
        self._over = asyncio.Event()

    async def run(self, seconds: float, flood: int) -> None:
        """Put the load on for so long, and let all that was asked be answered."""
        app = self.team.app
        loops = [asyncio.create_task(each.run()) for each in (app.receiver, app.worker, app.sender)]
        asked: list[asyncio.Task[None]] = []
        flooding = asyncio.create_task(self._flood(flood))
        looking = asyncio.create_task(self._look())
        try:
            for number in range(int(seconds * A_SECOND)):
                who = self.people[number % len(self.people)]
                asked.append(asyncio.create_task(self._ask(who, number)))
                await asyncio.sleep(1 / A_SECOND)
            await asyncio.gather(*asked, flooding)
        finally:
            for task in (*loops, looking, flooding, *asked):
                task.cancel()
            await asyncio.gather(*loops, looking, flooding, return_exceptions=True)

    async def _ask(self, who: Member, number: int) -> None:
        chat = who.person.private
        before, begun = len(chat.posts), time.perf_counter()
        await who.person.says(f"/status N-{number % MANAGERS}")
        while len(chat.posts) < before + 2:
            if time.perf_counter() - begun > PATIENCE:
                self.figures.unanswered += 1
                return
            await asyncio.sleep(LOOK)
        self.figures.waits.append(time.perf_counter() - begun)

    async def _flood(self, messages: int) -> None:
        for number in range(messages):
            await self.flooder.person.says(f"/status N-{number % MANAGERS}")
            self.figures.flooded += 1
            if number % FLOOD_AT_ONCE == 0:
                await asyncio.sleep(0.02)

    async def _look(self) -> None:
        """Write down the memory and the log now and then."""
        while True:
            self.figures.memory.append(psutil.Process().memory_info().rss / 1e6)
            log = self.journal.with_name(self.journal.name + "-wal")
            self.figures.log.append(log.stat().st_size / 1e6 if log.exists() else 0.0)
            await asyncio.sleep(1)


async def run(seconds: float, flood: int, folder: Path) -> Figures:
    """Put the load on a fresh team for so long, with a flood of so many messages."""
    journal = folder / "journal.db"
    async with make_team(None, journal=journal) as team:
        people = await crowd(team, [f"Имя{n:03}" for n in range(MANAGERS)])
        owner = await team.people.by_telegram(team.owner.id)
        by = By(owner, Place.PRIVATE, team.clock.now())
        async with team.database.transaction():
            for number in range(MANAGERS):
                new = NewCase(
                    Kind.SUPPORT_TICKET, Status.SENT, 1, {"summary": "шов"}, f"N-{number}"
                )  # fmt: skip
                await team.journal.register(new, by)
        load = Load(team, people, journal)
        await load.run(seconds, flood)
        return load.figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--flood", type=int, default=FLOOD)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(chosen.minutes * 60, chosen.flood, Path(folder)))
    half = len(found.memory) // 2
    print(f"answers {len(found.waits)}, unanswered {found.unanswered}, flood {found.flooded}")
    print(f"p50 {1000 * statistics.median(found.waits):.0f} ms, p95 {1000 * found.p95:.0f} ms")
    for name, seen in (("memory", found.memory), ("write-ahead log", found.log)):
        print(f"{name}, MB: {seen[0]:.1f} at first, {seen[half]:.1f}, {seen[-1]:.1f} at last")
    return 0 if found.p95 <= AIM and not found.unanswered else 1


if __name__ == "__main__":
    sys.exit(main())
