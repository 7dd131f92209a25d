"""The bots under load: processes on one table against one server, measured from outside."""

import asyncio
import os
import random
import statistics
import sys
import time
from asyncio.subprocess import Process
from dataclasses import dataclass, field
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from benchmarks.stub_server import Line
from benchmarks.tables import FIRST_PERSON, OWNER, PEOPLE, number

ROOT = Path(__file__).parent.parent


@dataclass
class Slice:
    """What one slice of load cost: seconds, CPU seconds, and how long each person waited."""

    updates: int
    seconds: float
    cpu: float
    waits: list[float]


@dataclass
class Contender:
    """One bot with its own token and the slices it has done."""

    name: str
    line: Line
    process: Process
    cases: int
    start_cpu: float = 0
    resident: float = 0
    rushes: list[Slice] = field(default_factory=list)
    steady: list[Slice] = field(default_factory=list)

    async def is_ready(self) -> None:
        """Wait for its first poll; what came before it is the start."""
        self.line.polled.clear()
        await self.line.polled.wait()
        self.start_cpu = self.cpu()

    def cpu(self) -> float:
        """CPU seconds so far, all threads, user and system."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> float:
        """Resident megabytes now."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    async def rushes_through(self, updates: int) -> Slice:
        """Put so many updates before it at once, each from another person."""
        return await self._measured(updates, pause=0)

    async def keeps_up(self, updates: int, each_second: float) -> Slice:
        """Ask at a steady pace."""
        return await self._measured(updates, pause=1 / each_second)

    async def _measured(self, updates: int, pause: float) -> Slice:
        line, cpu, begun = self.line, self.cpu(), time.perf_counter()
        line.forget()
        line.answered.clear()
        for n in range(updates):
            if pause:
                await asyncio.sleep(max(0, begun + n * pause - time.perf_counter()))
            asked = number(random.randint(1, self.cases))  # noqa: S311 - load, not secrets
            line.asks(FIRST_PERSON + n % PEOPLE, f"/status {asked}")
        async with asyncio.timeout(60):
            await line.answered.wait()
        seconds = max(line.said_at.values()) - begun
        waits = [line.said_at[person] - at for person, at in line.asked_at.items()]
        return Slice(updates, seconds, self.cpu() - cpu, waits)

    @property
    def each_second(self) -> float:
        """Updates a second in a rush: the median slice."""
        return statistics.median(each.updates / each.seconds for each in self.rushes)

    def beside(self, other: "Contender") -> float:
        """Updates a second of another bot's: the median of the rounds, each with its own ratio.

        What disturbs the machine for a while disturbs both slices of a round.
        """
        rounds = zip(self.rushes, other.rushes, strict=True)
        return statistics.median(
            (ours.updates / ours.seconds) / (theirs.updates / theirs.seconds)
            for ours, theirs in rounds
        )

    @property
    def cpu_each(self) -> float:
        """CPU milliseconds an update in a rush."""
        return 1e3 * statistics.median(each.cpu / each.updates for each in self.rushes)

    def wait(self, share: float) -> float:
        """Milliseconds that this share of the steady askers waited at most: the median slice."""
        return 1e3 * statistics.median(_quantile(each.waits, share) for each in self.steady)


def _quantile(many: list[float], share: float) -> float:
    return sorted(many)[min(len(many) - 1, int(share * len(many)))]


async def our_bot(name: str, url: str, line: Line, journal: Path, cases: int) -> Contender:
    """Start `python -m bot run`."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": line.token,
        "OWNER_ID": str(OWNER),
        "DATA_DIR": str(journal.parent),
        "DATABASE_URL": f"sqlite:///{journal}",
        "TELEGRAM_API_URL": url,
        "TELEGRAM_LIMITS": "false",
        "LOG_LEVEL": "WARNING",
    }
    return await _start(name, line, cases, ["-m", "bot", "run"], environment, journal.parent)


async def bare_bot(
    name: str, url: str, line: Line, journal: Path, cases: int, *more: str
) -> Contender:
    """Start the bare bot on the same table."""
    script = [str(ROOT / "benchmarks" / "bare_bot.py"), str(journal), url, line.token, *more]
    return await _start(name, line, cases, script, {"PATH": os.environ["PATH"]}, journal.parent)


async def _start(
    name: str, line: Line, cases: int, what: list[str], environment: dict[str, str], folder: Path
) -> Contender:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *what, env=environment, cwd=folder
    )
    contender = Contender(name, line, process, cases)
    await contender.is_ready()
    return contender
