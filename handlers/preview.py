"""The preview: what the bot will send to whom in the next 24 hours (/preview)."""

import json

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from cases.roles import Action
from cases.rules import DAY
from handlers.desk import Desk, Words
from handlers.rehearsing import rehearse
from handlers.reminders import Alarms
from storage.database import Database
from texts import previews as words

router = Router(name=__name__)


@router.message(Command("preview"), F.chat.type == "private")
async def show_preview(message: Message, desk: Desk, alarms: Alarms, database: Database) -> Words:
    """Tell the owner what will be sent if nothing changes."""
    desk.require(Action.LEAD_TEAM)
    foreseen = await rehearse(alarms, database, desk.now, DAY)
    names = {each.telegram_id: each.name for each in await desk.people.team()}
    names |= {each.chat_id: each.title for each in await desk.groups.bound()}
    lines = [
        words.line(
            words.Told(
                each.at, each.word.key, names.get(each.word.chat_id or 0, ""), _text(each.word.body)
            ),
            desk.rules, desk.now,
        )
        for each in foreseen
    ]  # fmt: skip
    return [message.answer(text) for text in words.preview(lines)]


def _text(body: str) -> str:
    """Return the words of a message that waits to be sent."""
    return str(json.loads(body).get("text", ""))
