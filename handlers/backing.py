"""Backing: the owner gets an encrypted copy of the journal into the private chat (/backup)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import CallbackQuery, Message

from cases.copies import Copy
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.meaning import meant
from handlers.speech import say
from texts import copies as words

router = Router(name=__name__)


class BackupPress(CallbackData, prefix="bk"):
    """Which copy the owner wants."""

    what: str


@router.message(Command("backup"), F.chat.type == "private")
async def send_backup(message: Message, desk: Desk, backup_key: str | None) -> Words:
    """Send the owner a copy that only their own key opens, or say how to set a key up."""
    desk.require(Action.LEAD_TEAM)
    if backup_key is None:
        return [message.answer(words.HOW_TO_SET_UP)]
    return [message.answer(words.MAKING), _copy(Copy.WHOLE, desk)]


@router.callback_query(BackupPress.filter())
async def send_other_backup(
    callback: CallbackQuery, callback_data: BackupPress, desk: Desk, backup_key: str | None
) -> Words:
    """Send a copy without the files, when with them it is too large."""
    desk.require(Action.LEAD_TEAM)
    copy = meant(Copy, callback_data.what)
    if backup_key is None:
        return [callback.answer(), say(desk.person.telegram_id, words.HOW_TO_SET_UP)]
    return [callback.answer(words.MAKING), _copy(copy, desk)]


def _copy(copy: Copy, desk: Desk) -> SendDocument:
    """Write the copy down: the sender makes it, when its turn has come, for this chat alone."""
    caption = words.caption(copy, desk.rules.zone, desk.now)
    chat = desk.person.telegram_id
    return SendDocument(chat_id=chat, document=copy.as_document(), caption=caption)


def without_files(chat_id: int, copy: Copy, size: int) -> SendMessage:
    """Say that a copy is too large, and offer a smaller one if there is any."""
    smaller = [button(words.WITHOUT_FILES, BackupPress(what=Copy.JOURNAL))]
    rows = [smaller] if copy is Copy.WHOLE else []
    return say(chat_id, words.too_large(copy, size), markup(rows))
