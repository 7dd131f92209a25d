"""The rehearsing: the sweeps of the time to come, done beforehand and undone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.clocks import quiet_until
from cases.reviews import next_review
from handlers.reminders import Alarms
from storage.database import Database
from storage.queues import Outgoing
from storage.rehearsal import rehearsal

TICK = timedelta(seconds=30)
"""How often the clock looks; what comes due between two looks is said together."""
MOST_SWEEPS = 2000


@dataclass(frozen=True)
class Foreseen:
    """What will be said, and when: aware UTC."""

    at: datetime
    word: Outgoing


async def rehearse(
    alarms: Alarms, database: Database, now: datetime, length: timedelta, tick: timedelta = TICK
) -> tuple[Foreseen, ...]:
    """Return what the clock will say in this time if nothing else happens; nothing is changed.

    The sweeps are those of the clock itself. Must stand inside a transaction.
    """
    async with rehearsal(database):
        foreseen: dict[str, Foreseen] = {}  # as in the outbox, a key is said once
        async for at in _instants(alarms, now, length, tick):
            for word in await alarms.sweep(at):
                foreseen.setdefault(word.key, Foreseen(word.not_before or at, word))
    return tuple(sorted(foreseen.values(), key=lambda each: each.at))


async def _instants(
    alarms: Alarms, now: datetime, length: timedelta, tick: timedelta
) -> AsyncIterator[datetime]:
    """Yield when the clock will find something due, each time after the sweep of the last one."""
    at = now
    for _ in range(MOST_SWEEPS):
        while not await alarms.anything_due(at):
            at = _looked_at(await _next(alarms, at), now, tick)
            if at > now + length:
                return
        yield at


async def _next(alarms: Alarms, at: datetime) -> datetime:
    """Return the next instant at which something may be due; always later than `at`."""
    known = (
        await alarms.tables.clocks.next_due(at),
        next_review(alarms.rules, at),
        quiet_until(None, at, alarms.rules),
    )
    return min(each for each in known if each is not None)


def _looked_at(at: datetime, begin: datetime, tick: timedelta) -> datetime:
    """Return when the clock looks next, at this instant or after it."""
    return begin - (begin - at) // tick * tick
