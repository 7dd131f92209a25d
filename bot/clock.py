"""The clock: ticks, and asks the database what is due."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.bells import Bell
from bot.distress import Distress
from bot.eraser import Eraser
from bot.now import Now
from handlers.health import Disk, warnings
from handlers.reminders import Alarms
from handlers.silences import fall_silent
from storage.clocks import Clocks
from storage.database import Database, is_of_the_disk
from storage.finding import NEWEST_FIRST
from storage.people import People
from storage.queues import Inbox, Outbox

log = logging.getLogger(__name__)

TICK = 30
TURNED_TICK = 1
"""Seconds between ticks when somebody turns the clock by hand and waits for what comes."""
SILENCE = timedelta(minutes=5)
ALIVE_EVERY = timedelta(minutes=1)
PURGE_EVERY = timedelta(hours=6)
BACKUP_REST = timedelta(hours=1)
CatchUp = Callable[[int, int], Awaitable[int | None]]
AT_ONCE = 50
"""So many sketches are drawn in one transaction when they are missing; then others may write."""
REST = 0.05
MOST_SWEEPS = 1000
"""A bound on one tick; what is left over is due at the next one."""


@dataclass
class ClockLoop:
    """Sweeps what is due, every half a minute and at the start.

    `polled` says when Telegram last answered a poll. `nightly_backup` is told when the journal was
    begun and what time it is.
    """

    database: Database
    alarms: Alarms
    clocks: Clocks
    people: People
    inbox: Inbox
    outbox: Outbox
    to_say: Bell
    now: Now
    nightly_backup: Callable[[datetime, datetime], object]
    polled: Callable[[], datetime | None]
    disk: Disk
    eraser: Eraser
    distress: Distress
    _purged_at: datetime | None = field(default=None)
    _alive_at: datetime | None = field(default=None)
    _backup_failed_at: datetime | None = field(default=None)

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Tick meanwhile. A late tick is not lost and two never run at once."""
        scheduler = AsyncIOScheduler(timezone="UTC")
        seconds = TURNED_TICK if self.now.can_be_turned else TICK
        scheduler.add_job(
            until_stopped, "interval", args=[self.tick], seconds=seconds,
            misfire_grace_time=None, coalesce=True, max_instances=1,
        )  # fmt: skip
        scheduler.add_job(
            until_stopped, "interval", args=[self.work_at_night], seconds=seconds,
            misfire_grace_time=None, coalesce=True, max_instances=1,
        )  # fmt: skip
        scheduler.add_job(until_stopped, args=[self.catch_up], misfire_grace_time=None)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)

    async def work_at_night(self) -> None:
        """Do what is due once a night: first what is kept no longer is wiped, then the backup."""
        await self.erase()
        await self.back_up()

    async def erase(self) -> None:
        """Wipe what is due; what failed is tried again at the next tick."""
        try:
            await self.eraser.work()
        except Exception:
            log.exception("not everything was wiped")

    async def back_up(self) -> None:
        """Make the night's backup when it is due; one that failed is tried again in an hour."""
        now = self.now()
        if self._backup_failed_at and now - self._backup_failed_at < BACKUP_REST:
            return
        try:
            begun_at = (await self.alarms.tables.signs.read(now)).begun_at
            if begun_at is not None:
                await asyncio.to_thread(self.nightly_backup, begun_at, now)
            self._backup_failed_at = None
        except Exception:
            self._backup_failed_at = now
            log.exception("a backup failed")

    async def wake(self) -> None:
        """Keep that there was a silence, then sweep what came due in it: both are told as one."""
        now = self.now()
        async with self.database.transaction():
            await self.alarms.follow_rules(now)
            last = await self.clocks.last_run("clock")
            if last and now - last >= SILENCE:
                await fall_silent(self.alarms.tables, self.alarms.facts, last, now)
            await self.clocks.ran("clock", now)
            # Before the first poll Telegram has said who we are: whoever restarts a sick bot must
            # not take a new one for it.
            await self.clocks.ran("receiver", now)
        await self.tick()

    async def tick(self) -> None:
        """Say what is due; the same thing never twice."""
        try:
            for _ in range(MOST_SWEEPS):
                if not await self.alarms.anything_due(self.now()):
                    break
                await self._sweep()
            await self._keep_alive()
        except Exception as error:
            log.exception("a tick failed")
            if isinstance(error, sqlite3.Error) and is_of_the_disk(error):
                await self.distress.call()

    async def catch_up(self) -> None:
        """Give the searches what they lack, as after a migration; a few cases at a time."""
        tables = self.alarms.tables
        try:
            await self._catch_up("sketches", tables.similar.catch_up)
            await self._catch_up("readings", tables.finding.catch_up)
        except Exception:
            log.exception("a search does not know every case yet")

    async def _catch_up(self, search: str, some: CatchUp) -> None:
        below = None if await self.alarms.facts.known(search) else NEWEST_FIRST
        while below is not None:
            async with self.database.transaction():
                below = await some(AT_ONCE, below)
                if below is None:
                    await self.alarms.facts.changed(search, "whole")
            await asyncio.sleep(REST)

    async def _sweep(self) -> None:
        now = self.now()
        async with self.database.transaction():
            await self.outbox.put(await self.alarms.sweep(now), now)
        self.to_say.ring()

    async def _keep_alive(self) -> None:
        """Keep that the bot lives, so that the next start knows how long it was silent."""
        now = self.now()
        if self._alive_at and now - self._alive_at < ALIVE_EVERY:
            return
        self._alive_at = now
        tables, facts = self.alarms.tables, self.alarms.facts
        vitals = self.disk(await tables.signs.read(now))
        async with self.database.transaction():
            await self.clocks.ran("clock", now)
            if polled := self.polled():
                await self.clocks.ran("receiver", polled)
            fail = self._backup_failed_at is not None
            said = await warnings(tables, facts, vitals, now, backups_fail=fail)
            await self.outbox.put(said, now)
        await self.distress.is_over()
        await self._purge()

    async def _purge(self) -> None:
        now = self.now()
        if self._purged_at and now - self._purged_at < PURGE_EVERY:
            return
        self._purged_at = now
        async with self.database.transaction():
            await self.inbox.purge(now)
            await self.outbox.purge(now)
            await self.alarms.tables.undos.purge(now)
            await self.alarms.tables.talk.purge(now)


async def until_stopped(job: Callable[[], Awaitable[object]]) -> None:
    """Do a job of the scheduler, which would call it a failure when the bot stops meanwhile."""
    try:
        await job()
    except asyncio.CancelledError:
        log.debug("a job ends with the bot; the next start takes it up")
