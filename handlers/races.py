"""Races: of two people who change a case at once the second reads who was first and what it is."""

from aiogram.types import CallbackQuery

from cases.case import Case
from cases.lifecycles import Move
from cases.record import HistoryLine
from cases.roles import Role
from handlers.anyway import anyway_button
from handlers.desk import Desk, Words
from handlers.keyboards import with_first
from handlers.speech import card_keyboard, card_text, show
from handlers.undo import with_own_undo
from texts import cards, moves, races


async def show_as_it_is(callback: CallbackQuery, case: Case, desk: Desk, why: str = "") -> Words:
    """Say that the card under the button is of yesterday, who was first, and show today's."""
    text = " ".join(filter(None, (why, await who_was_first(case, desk))))
    keyboard = await with_own_undo(card_keyboard(case, desk), case, desk)
    return [callback.answer(), show(callback, text, keyboard)]


async def show_after_race(callback: CallbackQuery, case: Case, move: str, desk: Desk) -> Words:
    """Show who was first and today's card; the move that came second is offered on top.

    Not when the person was first themselves: a button that was pressed twice.
    """
    last = await _last(case, desk)
    if legal_move(case, move, desk) is None or last.person_id == desk.person.id:
        return await show_as_it_is(callback, case, desk)
    first = cards.who_was_first(case, _named(last, desk))
    text = f"{first}\n\n{card_text(case, desk)}\n\n{races.still_possible(moves.MOVES[move])}"
    keyboard = with_first([anyway_button(case, move)], card_keyboard(case, desk))
    return [callback.answer(), show(callback, text, keyboard)]


async def who_was_first(case: Case, desk: Desk) -> str:
    """Say who has changed the case meanwhile and how it stands now."""
    return f"{cards.who_was_first(case, await last_change(case, desk))}\n\n{card_text(case, desk)}"


async def last_change(case: Case, desk: Desk) -> str:
    """Name the last change of a case: what, who, when."""
    return _named(await _last(case, desk), desk)


async def _last(case: Case, desk: Desk) -> HistoryLine:
    last = await desk.history.last(case.id)
    assert last is not None  # noqa: S101 - registration wrote the first line
    return last


def _named(line: HistoryLine, desk: Desk) -> str:
    return cards.last_change(line, desk.rules)


def legal_move(case: Case, name: str | None, desk: Desk) -> Move | None:
    """Return the move that the person may make now, None when there is none of this name."""
    owner = desk.person.role is Role.OWNER
    moves_now = (m for m in case.moves if m.name == name and (owner or not m.owner_only))
    return next(moves_now, None)
