"""The receiver: takes updates from Telegram and commits them before the offset moves."""

import asyncio
import json
import logging
import sqlite3
from datetime import datetime
from typing import Any, ClassVar

from aiogram import Bot
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import User

from bot.bells import Bell
from bot.lines import OUT_OF_REACH, Lines
from bot.now import Now
from bot.worker import Worker
from storage.database import Database
from storage.queues import Inbox, Update

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG_POLL = 25
"""Seconds that Telegram may hold a poll without updates."""
FEW = 10
"""So many updates of one batch are handled where they are stored; more than that wait in line."""
PAUSE_AFTER_ERROR = 2.0
CATCH_UP = 20.0
"""Seconds at the start for what was written while the bot was not there; then reminders go out.

Telegram has 15 more to answer the last poll of them."""
IN_THE_WAY: tuple[type[Exception], ...] = (*OUT_OF_REACH, sqlite3.Error)
LARGEST = 2**63
"""No id is as large, and the database keeps none that is."""
CONFLICTS = 6
"""So many refusals in a row mean that another process uses the token: we stop."""


class AnotherProcess(Exception):
    """Somebody else polls with our token; two would share the updates out between them."""


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """Long polling that leaves the updates as they came, so that one odd update harms no other."""

    __returning__: ClassVar[Any] = list[dict[str, Any]]
    __api_method__: ClassVar[str] = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    limit: int | None = None
    allowed_updates: list[str] | None = None


class Receiver:
    """Telegram's updates into the inbox. `polled_at` is when it last answered, None for not yet."""

    def __init__(
        self, bot: Bot, database: Database, inbox: Inbox, worker: Worker,
        stored: Bell, now: Now, lines: Lines,
    ) -> None:  # fmt: skip
        self._bot, self._database, self._inbox, self._worker = bot, database, inbox, worker
        self._stored, self._now, self._lines = stored, now, lines
        self._offset: int | None = None
        self._conflicts = 0
        self.polled_at: datetime | None = None

    async def run(self) -> None:
        """Poll for ever. Raises AnotherProcess and TelegramUnauthorizedError, which end the run."""
        while True:
            try:
                await self.receive(LONG_POLL)
                self._conflicts = 0
            except TelegramUnauthorizedError:
                raise
            except TelegramConflictError as error:
                await self._conflict(error)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except OUT_OF_REACH as error:
                log.warning("telegram is out of reach", extra={"kind": type(error).__name__})
                self._lines.next()
                await asyncio.sleep(PAUSE_AFTER_ERROR)
            except sqlite3.Error:
                # The disk: the offset has not moved, so Telegram will send the batch again.
                log.exception("the inbox cannot be written")
                await asyncio.sleep(PAUSE_AFTER_ERROR)

    async def catch_up(self) -> None:
        """Take and handle what was written meanwhile: who has acted on something is not reminded.

        It begins nothing after CATCH_UP seconds, and breaks nothing off: what is committed is also
        begun to be said. Whatever stands in its way is met by `run` again.
        """
        time = asyncio.get_running_loop().time
        until = time() + CATCH_UP
        try:
            while time() < until and (await self._worker.handle_waiting() or await self.receive(0)):
                pass
        except IN_THE_WAY as error:
            log.warning(
                "reminders go out before all that was written is read",
                extra={"kind": type(error).__name__},
            )

    async def receive(self, wait: int) -> int:
        """Take one batch: commit it, then let the offset move. Returns how many updates came."""
        poll = GetRawUpdates(
            offset=self._offset, timeout=wait, limit=100, allowed_updates=ALLOWED_UPDATES
        )
        updates = await self._bot(poll, request_timeout=wait + 15)
        self.polled_at = self._now()
        if not updates:
            return 0
        await self._keep([_stored(raw) for raw in updates])
        self._offset = int(updates[-1]["update_id"]) + 1
        return len(updates)

    async def _keep(self, updates: list[Update]) -> None:
        """Commit a batch. A few updates are handled in the same commit: people wait for one."""
        if len(updates) <= FEW and await self._at_once(updates):
            return
        async with self._database.transaction():
            await self._inbox.store(updates, self._now())
        self._stored.ring()

    async def _at_once(self, updates: list[Update]) -> bool:
        """Return whether they were handled; where one fails, the worker will find out which."""
        try:
            await self._worker.handle_at_once(updates)
        except sqlite3.OperationalError:
            raise
        except Exception:  # noqa: BLE001 - the worker tells of it, and of whose update it is
            return False
        return True

    async def _conflict(self, error: Exception) -> None:
        self._conflicts += 1
        if self._conflicts >= CONFLICTS:
            raise AnotherProcess from error
        await asyncio.sleep(PAUSE_AFTER_ERROR)


def _stored(raw: dict[str, Any]) -> Update:
    """Half a pair of surrogates, which no file can keep, becomes a question mark."""
    payload = json.dumps(raw, ensure_ascii=False).encode(errors="replace").decode()
    return Update(int(raw["update_id"]), _lane(raw), payload)


def _lane(raw: dict[str, Any]) -> int:
    """Return the chat in which the update keeps its order; 0 when it names none."""
    for event in filter(_is_object, raw.values()):
        pressed = event.get("message")
        places = [event.get("chat"), pressed.get("chat") if _is_object(pressed) else None]
        for place in filter(_is_object, [*places, event.get("from")]):
            if isinstance(place.get("id"), int) and abs(place["id"]) < LARGEST:
                return int(place["id"])
    return 0


def _is_object(value: Any) -> bool:
    """An update that is not as it should be goes to the inbox all the same, and dies there."""
    return isinstance(value, dict)


async def reach(bot: Bot, lines: Lines) -> User:
    """Return who we are at Telegram, however long it takes to get through.

    Raises TelegramUnauthorizedError for a wrong token.
    """
    while True:
        try:
            return await bot.me()
        except TelegramUnauthorizedError:
            raise
        except OUT_OF_REACH as error:
            log.warning("telegram is out of reach", extra={"kind": type(error).__name__})
            lines.next()
            await asyncio.sleep(PAUSE_AFTER_ERROR)
