"""The telling: whoever hears of a case is told at once what somebody else has done there."""

from cases.case import Case, Person
from cases.lifecycles import Move, Turn
from cases.roster import Roster
from handlers.anyway import tell_worker
from handlers.desk import Desk, Words
from handlers.speech import card_keyboard, say
from texts import entering


def tell_leader(case: Case, told: str, desk: Desk) -> Words:
    """Tell whoever leads the case, or acts for them, what a colleague has done; nobody their own.

    `told` ends with the card of the case as it is now, whose buttons stand below it.
    """
    hears = _hears(case, desk)
    return [say(hears.telegram_id, told, card_keyboard(case, desk, hears.role))] if hears else []


async def tell_others(case: Case, what: str | None, told: str, desk: Desk) -> Words:
    """Tell whoever leads the case, and whoever else is busy with it of a move: `what`, if any."""
    said, hears, work = tell_leader(case, told, desk), _hears(case, desk), case.worked_on(desk.now)
    if what is None or (hears and work and hears.id == work.person_id):
        return said
    return [*said, *await tell_worker(case, what, desk)]


async def tell_of_move(case: Case, move: Move, desk: Desk) -> Words:
    """Tell of a move that was made; that a buyer waits again, whoever leads the case as well."""
    if move.turn is not Turn.STARTS:
        return await tell_worker(case, move.name, desk)
    now_is = await desk.search.get(case.id)
    told = entering.buyer_wrote(now_is, move.name, desk.person, desk.rules, desk.now)
    return await tell_others(now_is, move.name, told, desk)


async def wake_everybody(case: Case, desk: Desk) -> Case:
    """End everybody's sleep over a case to which the buyer has written; return it as it is now."""
    if not case.snoozes:
        return case
    await desk.snoozes.hear_buyer(case, desk.by)
    return await desk.search.get(case.id)


def _hears(case: Case, desk: Desk) -> Person | None:
    leads = case.assignee
    if leads is None or leads.removed_at is not None:
        return None
    # The team stands in a case whose leader has an absence.
    hears = Roster(case.team, desk.rules, desk.now, case.duty).leader(case) if case.team else leads
    return None if hears is None or hears.id == desk.person.id else hears
