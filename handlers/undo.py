"""Undo: the button under what was just done, which for two minutes takes it back."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    MaybeInaccessibleMessageUnion,
    Message,
)

from cases.case import Case
from handlers.desk import Desk
from handlers.keyboards import Button, Keyboard, button, markup, rows_of, with_last
from texts.undoing import UNDO


class UndoPress(CallbackData, prefix="u"):
    """All that one deed of the person changed, named by the update that brought it."""

    deed: int


def undo_row(deed: int | None) -> list[Button]:
    """Offer to take a deed back; nothing for no deed."""
    return [] if deed is None else [button(UNDO, UndoPress(deed=deed))]


def with_undo(keyboard: Keyboard | None, desk: Desk) -> Keyboard | None:
    """Offer under a keyboard to take back what this very update has done."""
    return _under(keyboard, desk.update_id)


async def with_own_undo(keyboard: Keyboard | None, case: Case, desk: Desk) -> Keyboard | None:
    """Keep the offer when the case's last change is the person's own: a button pressed twice."""
    return _under(keyboard, await desk.undos.open(case, desk.person.id, desk.now))


def without_undo(message: MaybeInaccessibleMessageUnion | None) -> Keyboard | None:
    """Return what stands under a message, without the offer."""
    shown = message.reply_markup if isinstance(message, Message) else None
    return markup([row for row in rows_of(shown) if not any(each.text == UNDO for each in row)])


def _under(keyboard: Keyboard | None, deed: int | None) -> Keyboard | None:
    return with_last(keyboard, undo_row(deed))
