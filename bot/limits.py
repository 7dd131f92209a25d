"""The limits: how often Telegram lets a bot speak, to one chat and in all."""

from datetime import datetime

from aiolimiter import AsyncLimiter

from storage.queues import Sending

FORGET_AT = 10_000


class Limits:
    """One message a second to a person, twenty a minute to a group, thirty a second in all.

    Answers to presses are free of limits. Switched off for the project's own servers.
    """

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._all = AsyncLimiter(1, 1 / 30)
        self._chats: dict[int, AsyncLimiter] = {}
        self._paused: dict[int, datetime] = {}

    def allow(self, row: Sending) -> bool:
        """Whether the chat may hear something now."""
        return not self._on or row.chat_id is None or self._of(row.chat_id).has_capacity()

    def is_paused(self, row: Sending, now: datetime) -> bool:
        """Whether Telegram has asked for a pause in this chat that is not over yet."""
        if row.chat_id is None or row.chat_id not in self._paused:
            return False
        if self._paused[row.chat_id] > now:
            return True
        del self._paused[row.chat_id]
        return False

    def pause(self, chat_id: int, until: datetime) -> None:
        """Say nothing to this chat until then, whatever is due: Telegram has asked for it."""
        self._paused[chat_id] = until

    async def take(self, row: Sending) -> None:
        """Wait for a place: the chat's own first, then the common one."""
        if self._on and row.chat_id is not None:
            await self._of(row.chat_id).acquire()
            await self._all.acquire()

    def _of(self, chat_id: int) -> AsyncLimiter:
        if chat_id not in self._chats:
            if len(self._chats) >= FORGET_AT:
                self._chats.clear()
            self._chats[chat_id] = AsyncLimiter(1, 1 if chat_id > 0 else 3)
        return self._chats[chat_id]
