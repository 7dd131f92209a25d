"""The benchmark: this bot beside a bare aiogram bot, on one table, against one server, in one run.

Both are processes that poll over HTTP. Slices of load are interleaved, so that a busy machine is
busy for both: trust the ratios, not the figures. `--short` leaves out the million.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ticks
from benchmarks.bots import Contender, bare_bot, our_bot
from benchmarks.stub_server import Line, serve
from benchmarks.tables import make_journal

SLICES = 9
STARTS = 5
RUSH = 1000
PACE, STEADY = 50, 200
IMPORT = "import aiogram, resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@dataclass(frozen=True)
class Aim:
    """One ratio against its aim."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    def __str__(self) -> str:
        bound = f"≥ {self.at_least}" if self.at_least is not None else f"≤ {self.at_most}"
        return f"| {self.what} | {self.value:.2f} | {bound} | {'yes' if self.reached else 'NO'} |"


@dataclass(frozen=True)
class Start:
    """What a start costs beside `import aiogram` alone: CPU seconds, and the latter's megabytes."""

    ours: float
    imported: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="up to 100k cases instead of 1M")
    short = parser.parse_args().short
    sizes = (1_000, 100_000) if short else (1_000, 100_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        journals = {size: _journal(Path(folder), size) for size in sizes}
        print("the bots…", file=sys.stderr)
        bots = asyncio.run(_race(journals[sizes[0]], journals[sizes[-1]], sizes[0], sizes[-1]))
        start = asyncio.run(_starts(journals[sizes[0]], sizes[0]))
        print("the ticks…", file=sys.stderr)
        ticked = [ticks.measure(journal, size) for size, journal in journals.items()]
    print(*_report(bots, start, ticked), sep="\n")


def _journal(folder: Path, cases: int) -> Path:
    print(f"a table of {cases:,} cases…", file=sys.stderr)
    (folder / str(cases)).mkdir()
    return make_journal(folder / str(cases) / "journal.db", cases)


async def _race(small: Path, large: Path, few: int, many: int) -> list[Contender]:
    """Let the bots take turns: ours, the bare one in both ways, ours on the large table."""
    lines = [Line(f"{n}:BENCH") for n in range(4)]
    server, url = await serve(*lines)
    async with AsyncExitStack() as stack:
        bots: list[Contender] = []

        async def runs(bot: Contender) -> None:
            stack.push_async_callback(_end, bot)
            bots.append(bot)

        await runs(await our_bot("this bot", url, lines[0], small, few))
        await runs(await bare_bot("bare, one by one", url, lines[1], small, few))
        await runs(await bare_bot("bare, as tasks", url, lines[2], small, few, "tasks"))
        await runs(await our_bot(f"this bot, {many:,} cases", url, lines[3], large, many))
        for bot in bots:  # once for the caches
            await bot.rushes_through(RUSH // 2)
        for _ in range(SLICES):
            for bot in bots:
                bot.rushes.append(await bot.rushes_through(RUSH))
            for bot in bots:
                bot.steady.append(await bot.keeps_up(STEADY, PACE))
        for bot in bots:
            bot.resident = bot.memory()
    server.close()
    return bots


async def _end(bot: Contender) -> None:
    bot.process.terminate()
    await bot.process.wait()


async def _starts(journal: Path, cases: int) -> Start:
    """Let our bot and `import aiogram` start in turns: the median of each."""
    line, ours, imported, memory = Line("9:BENCH"), [], [], 0
    server, url = await serve(line)
    for _ in range(STARTS):
        before = _children()
        done = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True)  # noqa: ASYNC221, S603 - nothing else runs, our own words
        imported.append(_children() - before)
        memory = int(done.stdout)
        bot = await our_bot("this bot", url, line, journal, cases)
        ours.append(bot.start_cpu)
        await _end(bot)
    server.close()
    return Start(statistics.median(ours), statistics.median(imported), memory * 1024 / 1e6)


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _report(bots: list[Contender], start: Start, ticked: list[ticks.Ticks]) -> Iterable[str]:
    yield f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}; `/status` over HTTP.\n"
    yield "| | updates/s | CPU, ms | p50, ms | p99, ms | memory, MB |"
    yield "|---|---|---|---|---|---|"
    for bot in bots:
        yield (
            f"| {bot.name} | {bot.each_second:.0f} | {bot.cpu_each:.2f} | {bot.wait(0.5):.1f}"
            f" | {bot.wait(0.99):.1f} | {bot.resident:.0f} |"
        )
    yield f"| `import aiogram` | | | | | {start.memory:.0f} |"
    yield f"\nA start takes {start.ours:.1f} s of CPU, `import aiogram` {start.imported:.1f} s."
    yield f"\np50 and p99 are at a steady {PACE} updates/s.\n"
    yield "| open cases | tick, nothing due, ms | clocks due | tick, ms | ms each |"
    yield "|---|---|---|---|---|"
    for tick in ticked:
        each = tick.busy / tick.due
        yield f"| {tick.cases:,} | {tick.idle:.2f} | {tick.due:,} | {tick.busy:.0f} | {each:.2f} |"
    yield "\n| aim | measured | bound | reached |\n|---|---|---|---|"
    yield from (str(aim) for aim in _aims(bots, start, ticked))


def _aims(bots: list[Contender], start: Start, ticked: list[ticks.Ticks]) -> list[Aim]:
    ours, one_by_one, as_tasks, large = bots
    best = max(one_by_one, as_tasks, key=lambda bot: bot.each_second)
    each = [tick.busy / tick.due for tick in ticked]
    return [
        Aim("updates/s, of the bare bot's best", ours.beside(best), at_least=0.7),
        # Beside aiogram's own way: which of the two is faster in a rush changes from run to run.
        Aim(
            "p99 at 50/s, of the bare bot's as tasks", ours.wait(0.99) / as_tasks.wait(0.99),
            at_most=2,
        ),
        Aim(
            "CPU of `/status`, largest table to smallest", large.cpu_each / ours.cpu_each,
            at_most=1.2,
        ),
        Aim("tick with nothing due, largest table, ms", ticked[-1].idle, at_most=1),
        Aim("tick per due clock, largest table to 100k", each[-1] / each[-2], at_most=1.5),
        Aim("start, of `import aiogram`", start.ours / start.imported, at_most=1.2),
        Aim("memory, of `import aiogram`", ours.resident / start.memory, at_most=1.2),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
