"""The eraser: wipes at night what is kept no longer, and leaves no trace of it on the disk."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from bot.ledger import Ledger
from bot.now import Now
from bot.shelf import Shelf
from cases.nights import last_night
from cases.rules import Rules
from cases.wiping import AT_ONCE, EXPIRED, FORGOTTEN, expired_before
from handlers.reminders import Alarms
from storage.database import Database
from storage.history import By
from storage.wiping import TRACES

log = logging.getLogger(__name__)

REST = 0.05
"""Seconds between two transactions, in which others may write."""
SMALL = 100 * 1024 * 1024
"""Bytes of a journal that is written anew at any hour, in a second or two; others at night."""
NIGHT = (time(3), time(6))
_PLACE = "job"


@dataclass
class Eraser:
    """Does the night's wiping, and finishes what was wiped at any hour. A stop loses nothing."""

    database: Database
    alarms: Alarms
    shelf: Shelf
    ledger: Ledger
    journal: Path
    now: Now
    _compared: bool = field(default=False)

    async def work(self) -> None:
        """Wipe what is due tonight, then remove what is left of anything wiped from the disk."""
        wiping, now = self.alarms.tables.wiping, self.now()
        rules = await self.alarms.tables.team_rules.current()
        await self._forget_again(now)
        if await self._is_due(rules, now):
            await self._wipe(rules, now)
        while left := await wiping.leftovers():
            if not await self._finish(left, rules, now):
                break

    async def _forget_again(self, now: datetime) -> None:
        """Forget once more what an older backup has brought back; looked at once in a life."""
        if self._compared:
            return
        wiping, by = self.alarms.tables.wiping, By(None, _PLACE, now)
        for once in await asyncio.to_thread(self.ledger.read):
            async with self.database.transaction():
                if case := await wiping.is_back(once):
                    await wiping.wipe(case, by, FORGOTTEN)
                    log.warning("forgotten once more", extra={"case": case.id})
        self._compared = True

    async def _is_due(self, rules: Rules, now: datetime) -> bool:
        """Whether a night has passed since the last wiping; a new setting waits for its first."""
        facts, night = self.alarms.facts, last_night(rules.zone, now).isoformat()
        if await facts.known("keep_buyers") != str(rules.keep_buyers):
            async with self.database.transaction():
                await facts.changed("keep_buyers", str(rules.keep_buyers))
                await facts.changed("wiped_for", night)
        return rules.keep_buyers is not None and await facts.known("wiped_for") != night

    async def _wipe(self, rules: Rules, now: datetime) -> None:
        wiping, before = self.alarms.tables.wiping, expired_before(rules, now)
        assert before is not None  # noqa: S101 - it would not be due
        by, wiped, more = By(None, _PLACE, now), 0, True
        while more:
            async with self.database.transaction():
                cases = await wiping.due(before, AT_ONCE)
                for case in cases:
                    await wiping.wipe(case, by, EXPIRED)
                if more := bool(cases):
                    wiped += len(cases)
                else:
                    await wiping.forget_passing(before)
                    night = last_night(rules.zone, now).isoformat()
                    await self.alarms.facts.changed("wiped_for", night)
            await asyncio.sleep(REST)
        if wiped:
            log.info("wiped what is kept no longer", extra={"cases": wiped})

    async def _finish(self, left: tuple[str, ...], rules: Rules, now: datetime) -> bool:
        """Remove some of what is left. False when the rest has to wait."""
        wiping, files = self.alarms.tables.wiping, [each for each in left if each != TRACES]
        if files:
            for place in files:
                await asyncio.to_thread(self.shelf.shred, place)
            async with self.database.transaction():
                await wiping.gone(files)
            return True
        await asyncio.to_thread(self.ledger.add, await wiping.forgotten())
        if not self._may_rewrite(rules, now):
            return False
        await self._merge_words()
        if not await self.database.rewrite():
            return False
        async with self.database.transaction():
            await wiping.gone([TRACES])
        return True

    async def _merge_words(self) -> None:
        merged = False
        while not merged:
            async with self.database.transaction():
                merged = await self.alarms.tables.wiping.merge_words()
            await asyncio.sleep(REST)

    def _may_rewrite(self, rules: Rules, now: datetime) -> bool:
        begins, ends = NIGHT
        if begins <= now.astimezone(rules.zone).time() < ends:
            return True
        return not self.journal.exists() or self.journal.stat().st_size <= SMALL
