"""The distress call: tells the owner from memory that the journal cannot be written."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram import Bot
from aiogram.methods import SendMessage

from bot.now import Now
from texts import health

log = logging.getLogger(__name__)

REMINDS = timedelta(hours=1)
PATIENCE = 15
"""Seconds: the clock waits for it."""


@dataclass
class Distress:
    """The one word that does not go through the outbox: nothing can be kept when it is needed.

    A stop forgets that it was said; then it is said once more.
    """

    bot: Bot
    owner_id: int
    now: Now
    _told_at: datetime | None = None

    async def call(self) -> None:
        """Tell the owner that the disk takes nothing: now, and every hour while it lasts."""
        now = self.now()
        if self._told_at and now - self._told_at < REMINDS:
            return
        if await self._say(health.UNWRITABLE):
            self._told_at = now

    async def is_over(self) -> None:
        """Tell the owner, who knows of it, that the journal is written again."""
        if self._told_at and await self._say(health.WRITABLE):
            self._told_at = None

    async def _say(self, text: str) -> bool:
        word = SendMessage(chat_id=self.owner_id, text=text, parse_mode="HTML")
        try:
            await self.bot(word, request_timeout=PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next tick tries again
            log.warning("the owner was not told", extra={"kind": type(error).__name__})
            return False
        return True
