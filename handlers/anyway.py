"""Anyway: a move that is made after its warning has been read."""

from aiogram.types import CallbackQuery

from cases.case import Case
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, markup
from handlers.presses import CasePress, MovePress
from handlers.speech import card_text, say, show
from texts import cards, moves, working


class AnywayPress(MovePress, prefix="v2"):
    """A move of a case in this version, whatever stood in its way."""


def anyway_button(case: Case, move: str) -> Button:
    """Offer a move once more, after the warning."""
    press = AnywayPress(move=move, case=case.id, version=case.version)
    return button(working.anyway(moves.MOVES[move]), press)


def warn_of_work(callback: CallbackQuery, case: Case, press: MovePress, desk: Desk) -> Words:
    """Say before a move that somebody else is busy with the case; nothing when nobody is."""
    work = case.worked_on(desk.now)
    if isinstance(press, AnywayPress) or work is None or work.person_id == desk.person.id:
        return []
    told = working.warning(work, moves.MOVES[press.move], desk.rules)
    back = button(cards.VIEWS["card"], CasePress(what="card", case=case.id))
    keyboard = markup([[anyway_button(case, press.move)], [back]])
    return [callback.answer(), show(callback, f"{told}\n\n{card_text(case, desk)}", keyboard)]


async def tell_worker(case: Case, what: str, desk: Desk) -> Words:
    """Tell whoever is busy with a case what somebody else has done with it: `what` by history."""
    work = case.worked_on(desk.now)
    if work is None or work.person_id == desk.person.id:
        return []
    worker = await desk.people.get(work.person_id)
    if worker is None or worker.removed_at is not None:
        return []
    opened = button(cards.VIEWS["open"], CasePress(what="open", case=case.id))
    told = working.done_meanwhile(case, what, desk.person)
    return [say(worker.telegram_id, told, markup([[opened]]))]
