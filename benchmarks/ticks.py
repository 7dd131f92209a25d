"""The tick of the clock, in this process: with nothing due, and with one case in a hundred due."""

import asyncio
import statistics
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram import Bot

from benchmarks.tables import NOW
from bot.bells import Bell
from bot.clock import ClockLoop
from bot.distress import Distress
from bot.eraser import Eraser
from bot.ledger import Ledger
from bot.now import Now
from bot.shelf import Shelf
from cases.health import LITTLE
from cases.rules import Rules
from handlers.reminders import Alarms
from storage.database import Database
from storage.facts import Facts
from storage.queues import Inbox, Outbox
from storage.tables import Tables

TICKS = 200
NINTH_DAY = datetime.fromtimestamp(NOW, UTC) + timedelta(days=9)


class TheNinthDay(Now):
    """A clock that stands still on the day before the deadlines."""

    def __call__(self) -> datetime:
        """Return the instant."""
        return NINTH_DAY


@dataclass(frozen=True)
class Ticks:
    """Milliseconds of a tick with nothing due, and of one with `due` clocks due."""

    cases: int
    idle: float
    due: int
    busy: float


def measure(journal: Path, cases: int) -> Ticks:
    """Measure on a journal that nobody else uses; afterwards a hundredth of it has been pinged."""
    return asyncio.run(_measure(journal, cases))


async def _measure(journal: Path, cases: int) -> Ticks:
    database = await Database.open(journal)
    try:
        clock = _clock(database)
        await clock.tick()  # the first one also keeps that the bot lives
        idle = statistics.median([await _tick(clock) for _ in range(TICKS)])
        due = max(cases // 100, 1)
        async with database.transaction():
            await database.rows(_DUE_NOW, {"many": due})
        return Ticks(cases, idle, due, await _tick(clock))
    finally:
        await database.close()


async def _tick(clock: ClockLoop) -> float:
    begun = time.perf_counter()
    await clock.tick()
    return 1e3 * (time.perf_counter() - begun)


def _clock(database: Database) -> ClockLoop:
    rules, now = Rules(quiet=None), TheNinthDay()
    tables = Tables.of(database, rules)
    alarms = Alarms(tables, Facts(database), "journal_bot")
    return ClockLoop(
        database, alarms, tables.clocks, tables.people, Inbox(database), Outbox(database), Bell(),
        now, lambda *_: None, lambda: None, lambda vitals: replace(vitals, free=LITTLE),
        Eraser(database, alarms, Shelf(Path()), Ledger(Path()), Path(), now),
        Distress(Bot("42:NOBODY"), 0, now),
    )  # fmt: skip


_DUE_NOW = "UPDATE clocks SET next_at = 0 WHERE case_id <= :many"
