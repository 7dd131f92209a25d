"""Standing in: who stands in for somebody is told so, and that it is over."""

from datetime import datetime

from cases.filling import Draft
from cases.roster import Roster
from handlers.desk import Desk
from storage.tables import Tables
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
