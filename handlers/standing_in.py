"""Standing in: who stands in for somebody is told so, and that it is over."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from aiogram.methods import SendMessage

from cases.case import Person
from cases.clocks import quiet_until
from cases.filling import Draft
from cases.lists import CaseList, View
from cases.roster import Roster
from cases.standing_in import SECOND, hears_for, lasts, stands_in
from handlers.desk import Desk
from handlers.speech import outgoing, say
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import absences
from texts import standing_in as words


async def roster_at(tables: Tables, now: datetime) -> Roster:
    """Return who is there, as it stands in the journal."""
    people, duty = await tables.people.team(), await tables.presence.duty()
    return Roster(people, tables.team_rules.rules, now, duty)


async def whose(draft: Draft, desk: Desk) -> str:
    """Say whose absence a form asks about, and who stands in as far as that is known."""
    roster = await roster_at(desk, desk.now)
    person = roster.find(draft.subject_id)
    if person is None:
        return ""
    chosen = draft.answers.get("stand_in", "")
    stand_in = roster.find(int(chosen)) if chosen.isdecimal() else None
    return words.whose(person, stand_in, desk.person, roster)


async def tell(person: Person, before: Roster, roster: Roster, desk: Desk) -> list[SendMessage]:
    """Tell of an absence who hears meanwhile and who does no more, the person and the owner.

    Whoever has set it reads it on the screen. `before` is how it was.
    """
    left, about = before.find(person.id), absences.away(person, roster)
    replaced = words.replaced(left, person, roster, person)
    told = [
        *await _of_standing_in(person, left, before, roster, desk),
        (person, "\n".join([about, *replaced])),
        (roster.owner, about),
    ]
    said: dict[int, SendMessage] = {}
    for each, text in told:
        if each and each.id != desk.person.id:
            said.setdefault(each.id, say(each.telegram_id, text))
    return [*said.values(), *await _of_others(person, before, roster, desk)]


async def _of_standing_in(
    person: Person, left: Person | None, before: Roster, roster: Roster, desk: Desk
) -> list[tuple[Person | None, str]]:
    """Say what those hear who stand in, who would if they were there, and who did."""
    told: list[tuple[Person | None, str]] = []
    old = stands_in(left, before) if left and lasts(left, before.now) else None
    new = hears_for(person, roster)
    named = roster.find(person.away.stand_in_id) if person.away else None
    if new:
        text = words.you_stand_in(person, await _led(person, desk, desk.now), roster)
        stops = _same(old, new) and left and before.is_away(left) and not roster.is_away(person)
        told.append((new, f"{text} {words.NOT_UNTIL_THEN}" if stops else text))
        told.append((named, words.you_would_stand_in(person, new, roster)))
    told.append((old, f"{absences.away(person, roster)} {words.NO_MORE}"))
    return told


async def thank(
    person: Person, tables: Tables, now: datetime, known: Roster | None = None
) -> list[SendMessage]:
    """Tell whoever really stood in for somebody who is back, and for whom they stand in again.

    `known` is who was there before, when others come back in the same sweep.
    """
    roster = await roster_at(tables, now)
    assert person.away is not None  # noqa: S101 - callers have looked
    were = known.people if known else roster.people
    people = tuple(person if each.id == person.id else each for each in were)
    before = replace(roster, people=people, now=min(now, person.away.until - SECOND))
    other = stands_in(person, before)
    said = [say(other.telegram_id, words.they_are_back(person, now))] if other else []
    return [*said, *await _of_others(person, before, roster, tables)]


async def _of_others(
    person: Person, before: Roster, roster: Roster, tables: Tables
) -> list[SendMessage]:
    """Tell who hears of others' cases now that this person has gone or come, and who no more."""
    said: list[SendMessage] = []
    for each in roster.people:
        old, new = hears_for(each, before), hears_for(each, roster)
        if each.id == person.id or not lasts(each, roster.now) or _same(old, new):
            continue
        if new:
            led = await _led(each, tables, roster.now)
            said.append(say(new.telegram_id, words.you_stand_in(each, led, roster)))
        if old and old.id != person.id:
            text = f"{absences.away(each, roster)} {words.NO_MORE}"
            said.append(say(old.telegram_id, text))
    return said


def _same(one: Person | None, other: Person | None) -> bool:
    return (one and one.id) == (other and other.id)


async def _led(person: Person, tables: Tables, now: datetime) -> int:
    return (await tables.lists.counts(View(), person.id, now))[CaseList.MINE]


def in_their_day(key: str, said: Iterable[SendMessage], roster: Roster) -> Iterator[Outgoing]:
    """Let each of these words wait for the end of the quiet hours of whoever hears it.

    They hold no reminder up meanwhile: what is said first in a chat goes by its priority.
    """
    people = {each.telegram_id: each for each in roster.people}
    for place, message in enumerate(said, 1):
        own = roster.rules_of(people[int(message.chat_id)])
        morning = quiet_until(None, roster.now, own)
        priority = Priority.DIGEST if morning else Priority.PING
        yield replace(outgoing(f"{key}:{place}", message, priority), not_before=morning)
