"""Returning: somebody is there again, hears what others heard meanwhile, and reminders return."""

from collections.abc import Callable
from datetime import datetime

from aiogram.methods import SendMessage

from cases.case import Case, Person
from cases.clocks import quiet_until
from cases.roster import Roster
from handlers.keyboards import button, in_rows, markup
from handlers.presses import CasePress
from handlers.speech import outgoing, say
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import absences as words
from texts import team
from texts.naming import kind_and_subject, light

SHOWN = 12
"""So many cases are named to somebody who returns; the others are counted."""


async def end_absence(person: Person, tables: Tables, now: datetime) -> list[SendMessage]:
    """End an absence: tell the person what others were reminded of, and who stood in for them."""
    assert person.away is not None  # noqa: S101 - callers have looked
    told = await tables.presence.told_to_others(person, person.away.since)
    cases = [await tables.search.get(each) for each in told[:SHOWN]]
    await tables.presence.come_back(person)
    await tables.clocks.look_at_near(person, now)
    said = [_listed(person, words.welcome_back, cases, len(told), now)]
    if person.away.stand_in_id is not None:
        other = await tables.people.get(person.away.stand_in_id)
        said += [say(other.telegram_id, words.they_are_back(person))] if other else []
    return said


async def wake_people(tables: Tables, roster: Roster, now: datetime) -> list[Outgoing]:
    """Return what is said since an absence begins or is over: it ends in nobody's night."""
    said: list[Outgoing] = []
    for person in await tables.presence.waking(now):
        if person.missed_since is not None:
            said += await _catch_up(person, roster, tables, now)
        elif person.away is None:
            await tables.presence.come_back(person)
        elif now < person.away.until:
            await tables.clocks.look_at_near(person, now)
            await tables.presence.wake_later(person, person.away.until)
        elif night := quiet_until(None, now, roster.rules_of(person)):
            await tables.presence.wake_later(person, night)
        else:
            key = f"back:{person.id}:{int(person.away.until.timestamp())}"
            messages = await end_absence(person, tables, now)
            said += [outgoing(f"{key}:{n}", each, Priority.PING) for n, each in enumerate(messages)]
    return said


async def _catch_up(
    person: Person, roster: Roster, tables: Tables, now: datetime
) -> list[Outgoing]:
    """Tell who can be written to again, in one message, what they missed; and the owner."""
    assert person.missed_since is not None  # noqa: S101 - the caller has looked
    if night := quiet_until(None, now, roster.rules_of(person)):
        await tables.presence.wake_later(person, night)
        return []
    missed = await tables.presence.missed(person, person.missed_since)
    cases = [await tables.search.get(each) for each in missed[:SHOWN]]
    await tables.presence.caught_up(person)
    owner = roster.owner
    messages = [_listed(person, words.what_was_missed, cases, len(missed), now)]
    if owner is not None and owner.id != person.id:
        messages.append(say(owner.telegram_id, team.in_reach_again(person)))
    key = f"reach:{person.id}:{int(person.missed_since.timestamp())}"
    return [outgoing(f"{key}:{n}", each, Priority.PING) for n, each in enumerate(messages)]


def _listed(
    person: Person, told: Callable[[list[str], int], str], cases: list[Case], many: int,
    now: datetime,
) -> SendMessage:  # fmt: skip
    lines = [f"{light(each, now)} #{each.id} {kind_and_subject(each)}" for each in cases]
    rows = in_rows(button(f"#{each.id}", CasePress(what="open", case=each.id)) for each in cases)
    return say(person.telegram_id, told(lines, many), markup(rows))
