"""Returning: somebody is there again, hears what others heard meanwhile, and reminders return."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from aiogram.methods import SendMessage

from cases.case import Case, Person
from cases.clocks import quiet_until
from cases.roster import Roster
from cases.rules import DAY
from handlers.keyboards import Keyboard, button, in_rows, markup
from handlers.pings import all_seen
from handlers.presses import CasePress
from handlers.ringing import Ringing
from handlers.speech import outgoing, say
from handlers.standing_in import in_their_day, roster_at, thank
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import absences as words
from texts import team
from texts.lists import line

URGENT = 2 * DAY
"""Whose deadline is so near is named to somebody who returns; to the owner of everybody."""
SHOWN = 12
"""So many cases are named to somebody who returns; the others are counted."""


async def end_absence(
    person: Person, tables: Tables, now: datetime, *,
    digested: bool = False, known: Roster | None = None,
) -> list[SendMessage]:  # fmt: skip
    """End an absence, and tell the person in one message what they have to know, and who stood in.

    That is what others were reminded of meanwhile, and what is urgent of all that they hear of,
    unless a digest of this very instant names it (`digested`). What is due for them of it counts as
    told. `known` is who was there before, when others come back in the same sweep.
    """
    absence, rules = person.away, tables.team_rules.rules
    assert absence is not None  # noqa: S101 - callers have looked
    told = await tables.presence.told_to_others(person, absence.since)
    await tables.presence.come_back(person)
    await tables.clocks.look_at_near(person, now)
    roster = await roster_at(tables, now)
    urgent = [] if digested else await _urgent(person, roster, tables)
    named = [*told, *(each for each in urgent if each not in told)]
    cases = [await tables.search.get(each) for each in named[:SHOWN]]
    heard = await Ringing(tables, roster, now).tell(person, cases)
    lines = [line(each, rules, now) for each in cases]
    text = words.welcome_back(
        person, lines[: len(told)], lines[len(told) :], (len(told), len(named)), now,
        digested=digested,
    )  # fmt: skip
    welcome = say(person.telegram_id, text, _opened(cases, now if heard else None))
    return [welcome, *await thank(person, tables, now, known)]


async def _urgent(person: Person, roster: Roster, tables: Tables) -> list[int]:
    """Return the urgent cases of which a person hears: their own, and those they stand in for."""
    led = [each for each in roster.people if _acts(person, each, roster)]
    led.sort(key=lambda each: each.id != person.id)
    found = [await tables.presence.urgent(each, roster.now + URGENT) for each in led]
    return list(dict.fromkeys(chain.from_iterable(found)))


def _acts(person: Person, other: Person, roster: Roster) -> bool:
    acting = roster.acting_for(other)
    return acting is not None and acting.id == person.id


async def wake_people(
    tables: Tables, roster: Roster, now: datetime, digested: Collection[int]
) -> tuple[list[Outgoing], set[int]]:
    """Return what is said since an absence begins or is over, and who is back.

    It ends in nobody's night. `digested` are those whose digest is said by the same sweep.
    """
    said: list[Outgoing] = []
    back: set[int] = set()
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
            has_digest = person.id in digested
            first, *others = await end_absence(
                person, tables, now, digested=has_digest, known=roster
            )
            said.append(outgoing(f"{key}:0", first, Priority.PING, roster.owner))
            said += in_their_day(key, others, roster)
            back.add(person.id)
    return said, back


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
    lines = [line(each, roster.rules, now) for each in cases]
    text = words.what_was_missed(lines, len(missed))
    messages = [say(person.telegram_id, text, _opened(cases, None))]
    if owner is not None and owner.id != person.id:
        messages.append(say(owner.telegram_id, team.in_reach_again(person)))
    key = f"reach:{person.id}:{int(person.missed_since.timestamp())}"
    return [outgoing(f"{key}:{n}", each, Priority.PING) for n, each in enumerate(messages)]


def _opened(cases: list[Case], heard_at: datetime | None) -> Keyboard | None:
    """Offer to open the cases, and to acknowledge what a message has told of them."""
    rows = in_rows(button(f"#{each.id}", CasePress(what="open", case=each.id)) for each in cases)
    return markup([*rows, [all_seen(heard_at)] if heard_at else []])
