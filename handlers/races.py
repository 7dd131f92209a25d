"""Races: of two people who change a case at once the second reads who was first and what it is."""

from aiogram.types import CallbackQuery

from cases.case import Case
from handlers.desk import Desk, Words
from handlers.speech import card_keyboard, card_text, show
from handlers.undo import with_own_undo
from texts import cards


async def show_as_it_is(callback: CallbackQuery, case: Case, desk: Desk, why: str = "") -> Words:
    """Say that the card under the button is of yesterday, who was first, and show today's."""
    text = " ".join(filter(None, (why, await who_was_first(case, desk))))
    keyboard = await with_own_undo(card_keyboard(case, desk), case, desk)
    return [callback.answer(), show(callback, text, keyboard)]


async def who_was_first(case: Case, desk: Desk) -> str:
    """Say who has changed the case meanwhile and how it stands now."""
    return f"{cards.who_was_first(case, await last_change(case, desk))}\n\n{card_text(case, desk)}"


async def last_change(case: Case, desk: Desk) -> str:
    """Name the last change of a case: what, who, when."""
    last = await desk.history.last(case.id)
    assert last is not None  # noqa: S101 - registration wrote the first line
    return cards.last_change(last.person, last.what, last.at, desk.rules)
