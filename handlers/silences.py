"""After a silence: each person hears of it once, above what came due meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime

from aiogram.methods import SendMessage

from cases.case import Person
from cases.clocks import quiet_until
from cases.roles import Role
from cases.roster import Roster
from cases.silences import Silence, joined, may_have_lost, was_noticed
from handlers.speech import outgoing
from storage.facts import BACK_AT, Facts
from storage.queues import Outgoing, Priority
from storage.silences import Untold
from storage.tables import Tables
from texts import silences as words


@dataclass(frozen=True)
class Broken:
    """The silences that are told now: `above` what a person hears, by the person's id, or alone."""

    above: dict[int, str] = field(default_factory=dict)
    alone: list[Outgoing] = field(default_factory=list)


async def fall_silent(tables: Tables, facts: Facts, since: datetime, now: datetime) -> None:
    """Keep that the bot was not there, until each of the team has heard of it; and the last end."""
    await tables.silences.keep(Silence(since, now), await tables.people.team())
    await facts.changed(BACK_AT, now.isoformat())


async def back_at(facts: Facts) -> datetime | None:
    """Return when the bot was last back after a silence; None when it never fell silent."""
    known = await facts.known(BACK_AT)
    return datetime.fromisoformat(known) if known else None


async def break_silence(tables: Tables, roster: Roster, hearing: set[int]) -> Broken:
    """Return what is told of silences in this sweep, in which these people hear something.

    With what came due it is told at once. Nobody is woken for it alone: then the owner hears of it
    in their morning, and after more than a day everybody, for what they wrote may be gone.
    """
    broken = Broken()
    for person_id, untold in (await tables.silences.untold()).items():
        person = roster.find(person_id)
        if person is None:
            await tables.silences.told(person_id)
        elif person.id in hearing:
            broken.above.update(_above(person, untold, roster))
            await tables.silences.told(person.id)
        elif untold.tell_at <= roster.now:
            broken.alone.extend(await _by_itself(tables, person, untold, roster))
    return broken


def _above(person: Person, untold: Untold, roster: Roster) -> dict[int, str]:
    told = _to_tell(person, untold, roster)
    return {person.id: words.silence(told, roster.rules, roster.now)} if told else {}


async def _by_itself(
    tables: Tables, person: Person, untold: Untold, roster: Roster
) -> list[Outgoing]:
    morning = quiet_until(None, roster.now, roster.rules_of(person))
    if morning is not None:
        await tables.silences.put_off(person, morning)
        return []
    await tables.silences.told(person.id)
    told = _to_tell(person, untold, roster)
    if person.role is not Role.OWNER and not may_have_lost(told):
        return []
    text = words.nothing_else(told, roster.rules, roster.now)
    key = f"silence:{int(told[-1].until.timestamp())}:{person.id}"
    message = SendMessage(chat_id=person.telegram_id, text=text)
    return [outgoing(key, message, Priority.PING)]


def _to_tell(person: Person, untold: Untold, roster: Roster) -> tuple[Silence, ...]:
    """Return the silences that concern a person: the owner's are all."""
    whole = joined(untold.silences)
    if person.role is Role.OWNER or may_have_lost(whole):
        return whole
    return tuple(each for each in whole if was_noticed(each, roster.rules_of(person)))
