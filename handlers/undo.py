"""Undo: the button under what was just done, which for two minutes takes it back."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessageUnion,
    Message,
)

from cases.case import Case
from handlers.desk import Desk
from handlers.keyboards import button, markup
from texts.undoing import UNDO


class UndoPress(CallbackData, prefix="u"):
    """All that one deed of the person changed, named by the update that brought it."""

    deed: int


def undo_row(deed: int | None) -> list[InlineKeyboardButton]:
    """Offer to take a deed back; nothing for no deed."""
    return [] if deed is None else [button(UNDO, UndoPress(deed=deed))]


def with_undo(keyboard: InlineKeyboardMarkup | None, desk: Desk) -> InlineKeyboardMarkup | None:
    """Offer under a keyboard to take back what this very update has done."""
    return _under(keyboard, desk.update_id)


async def with_own_undo(
    keyboard: InlineKeyboardMarkup | None, case: Case, desk: Desk
) -> InlineKeyboardMarkup | None:
    """Keep the offer when the case's last change is the person's own: a button pressed twice."""
    return _under(keyboard, await desk.undos.open(case, desk.person.id, desk.now))


def without_undo(message: MaybeInaccessibleMessageUnion | None) -> InlineKeyboardMarkup | None:
    """Return what stands under a message, without the offer."""
    shown = message.reply_markup if isinstance(message, Message) else None
    rows = shown.inline_keyboard if shown else []
    return markup([row for row in rows if not any(each.text == UNDO for each in row)])


def _under(keyboard: InlineKeyboardMarkup | None, deed: int | None) -> InlineKeyboardMarkup | None:
    rows = keyboard.inline_keyboard if keyboard else []
    return markup([*rows, undo_row(deed)])
