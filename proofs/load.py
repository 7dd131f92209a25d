"""The load: a hundred managers ask, twenty times a second, while one of them floods the bot.

The bot is a real process on a journal on the disk; Telegram is the benchmark's stub, which holds
back what was not polled yet, as Telegram does. Each answer is waited for from the question until it
is said; memory and the write-ahead log are looked at every second.
"""

import argparse
import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.bots import Contender, our_bot
from benchmarks.stub_server import Line, serve
from benchmarks.tables import FIRST_PERSON, make_journal, number

MANAGERS = 100
A_SECOND = 20
FLOOD = 10_000
CASES = 10_000
AIM = 0.3
"""Seconds within which nineteen of twenty others are answered."""
PATIENCE = 300.0
"""Seconds that the last answers may take, the flood's among them."""


@dataclass
class Figures:
    """What was measured: seconds of each answer, megabytes as time went on."""

    waits: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    log: list[float] = field(default_factory=list)
    flooded: int = 0
    unanswered: int = 0

    @property
    def p50(self) -> float:
        """The wait that half of the others stay under."""
        return statistics.median(self.waits)

    @property
    def p95(self) -> float:
        """The wait that nineteen of twenty others stay under."""
        return statistics.quantiles(self.waits, n=20)[-1]


@dataclass
class Crowd(Line):
    """A line on which everybody's answers are counted, in the order of their questions."""

    figures: Figures = field(default_factory=Figures)
    open: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    flooder: int = FIRST_PERSON
    quiet: asyncio.Event = field(default_factory=asyncio.Event)

    def asks(self, person: int, text: str) -> None:
        """Let a person ask; everybody may have several questions open."""
        super().asks(person, text)
        self.open[person].append(time.perf_counter())
        self.quiet.clear()

    @property
    def unanswered(self) -> int:
        """How many questions are open."""
        return sum(map(len, self.open.values()))

    def _said(self, person: int) -> dict[str, Any]:
        if self.open[person]:
            wait = time.perf_counter() - self.open[person].popleft()
            if person == self.flooder:
                self.figures.flooded += 1
            else:
                self.figures.waits.append(wait)
        if not self.unanswered:
            self.quiet.set()
        return super()._said(person)


async def run(seconds: float, flood: int, folder: Path, seed: int = 2026) -> Figures:
    """Put the load on for so long; after a tenth of it the flood comes, all at once."""
    line, random = Crowd("9:LOAD"), Random(seed)  # noqa: S311 - load, not secrets
    journal = await asyncio.to_thread(make_journal, folder / "journal.db", CASES)
    server, url = await serve(line)
    bot = await our_bot("this bot", url, line, journal, CASES)
    looking = asyncio.create_task(_look(bot, journal, line.figures))

    def asks(person: int) -> None:
        line.asks(person, f"/status {number(random.randint(1, CASES))}")

    try:
        begun, questions = time.perf_counter(), int(seconds * A_SECOND)
        for n in range(questions):
            await asyncio.sleep(max(0, begun + n / A_SECOND - time.perf_counter()))
            if n == questions // 10:
                for _ in range(flood):
                    asks(line.flooder)
            asks(line.flooder + 1 + n % (MANAGERS - 1))
        with contextlib.suppress(TimeoutError):  # the figures will say what never came
            async with asyncio.timeout(PATIENCE):
                await line.quiet.wait()
    finally:
        looking.cancel()
        bot.process.terminate()
        await bot.process.wait()
        server.close()
    line.figures.unanswered = line.unanswered
    return line.figures


async def _look(bot: Contender, journal: Path, figures: Figures) -> None:
    log = journal.with_name(f"{journal.name}-wal")
    while True:
        figures.memory.append(bot.memory())
        figures.log.append(log.stat().st_size / 1e6 if log.exists() else 0.0)
        await asyncio.sleep(1)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--flood", type=int, default=FLOOD)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(chosen.minutes * 60, chosen.flood, Path(folder)))
    half = len(found.memory) // 2
    print(f"answers {len(found.waits)}, the flood's {found.flooded}, unanswered {found.unanswered}")
    print(f"p50 {1000 * found.p50:.0f} ms, p95 {1000 * found.p95:.0f} ms, others only")
    for name, seen in (("memory", found.memory), ("write-ahead log", found.log)):
        print(f"{name}, MB: {seen[0]:.1f} at first, {seen[half]:.1f}, {seen[-1]:.1f} at last")
    return 0 if found.p95 <= AIM and not found.unanswered else 1


if __name__ == "__main__":
    sys.exit(main())
