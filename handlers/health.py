"""Health: how the bot is, when the owner asks, and what it warns of by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from cases.health import OWNERS, Trouble, Vitals, troubles
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.speech import outgoing, say
from storage.facts import Facts
from storage.queues import Outgoing, Priority
from storage.tables import Tables
from texts import health as words

router = Router(name=__name__)

Disk = Callable[[Vitals], Vitals]
"""Adds what the disk tells to what the journal tells."""


@router.message(Command("health"), F.chat.type == "private")
async def show_health(message: Message, desk: Desk, disk: Disk) -> Words:
    """Tell the owner how the bot is. That the question came is Telegram's sign of life."""
    desk.require(Action.LEAD_TEAM)
    vitals = replace(disk(await desk.signs.read(desk.now)), polled_at=desk.now)
    found = troubles(vitals, desk.now)
    return [message.answer(words.report(found, vitals, desk.rules.zone, desk.now))]


async def warnings(
    tables: Tables, facts: Facts, vitals: Vitals, now: datetime, *, backups_fail: bool
) -> list[Outgoing]:  # fmt: skip
    """Return what the owner is warned of by itself, each trouble once a day.

    A missing backup is worth a word when making it has failed: otherwise it is being made just now.
    Must stand inside a transaction.
    """
    told = OWNERS if backups_fail else OWNERS - {Trouble.BACKUP}
    found = [each for each in troubles(vitals, now) if each in told]
    owner = await tables.people.owner() if found else None
    if owner is None:
        return []
    said = []
    for each in found:
        if await facts.changed(f"trouble:{each}", f"{now:%Y-%m-%d}"):
            message = say(owner.telegram_id, words.warning(each, vitals, now))
            said.append(outgoing(f"trouble:{each}:{now:%Y-%m-%d}", message, Priority.PING))
    return said
