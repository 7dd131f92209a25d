"""The worker: handles stored updates, each in a transaction that also keeps what to say."""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import AnswerCallbackQuery, TelegramMethod

from bot.bells import Bell
from bot.failures import UpdateFailed, apologies, read, tell
from bot.now import Now
from handlers.speech import as_json
from storage.database import Database
from storage.queues import Inbox, Outbox, Outgoing, Priority, Update, Waiting

log = logging.getLogger(__name__)

BATCH = 25
TRIES = 3
BACKOFF = timedelta(seconds=1)
LATELY = timedelta(minutes=1)
"""Where one update has died, the next that fails is not tried again: others of its chat wait."""
PRESS_LIVES = timedelta(seconds=20)
"""A press that is not answered within seconds cannot be answered any more (BOTAPI.md, 18)."""
PAUSE = 1.0
DISK_PAUSE = 5.0


@dataclass
class Worker:
    """The inbox through the handlers into the outbox. `services` are what handlers ask for.

    What they say is committed in a `transaction` of the sender's. `foresee` is told who asks and
    what, so that many look-ups share one hop to the database.
    """

    bot: Bot
    dispatcher: Dispatcher
    database: Database
    inbox: Inbox
    outbox: Outbox
    services: dict[str, Any]
    stored: Bell
    to_say: Bell
    now: Now
    owner_id: int
    transaction: Callable[[], AbstractAsyncContextManager[None]]
    foresee: Callable[[int, str], None]

    async def run(self) -> None:
        """Handle updates for ever."""
        while True:
            try:
                handled = await self.handle_waiting()
            except sqlite3.OperationalError:
                # The disk, not the update: nothing was committed and nothing counts as a try.
                log.exception("the journal cannot be written")
                await self.stored.wait(DISK_PAUSE)
                continue
            if not handled:
                await self.stored.wait(PAUSE)

    async def handle_waiting(self) -> int:
        """Handle what waits, many updates in one commit. Returns how many were taken.

        One that fails takes the whole commit down with it; it is put aside for a later try, and
        the others are handled again without it. One that cannot be read changes nothing, so it is
        buried in the same commit.
        """
        try:
            return await self._handle()
        except UpdateFailed as failed:
            return await self._put_aside(failed)
        except sqlite3.OperationalError:
            raise
        except Exception:  # noqa: BLE001 - it is told once it is known whose update it is
            return await self._handle_alone()

    async def handle_at_once(self, updates: list[Update]) -> None:
        """Store updates and handle them in the same commit.

        Raises UpdateFailed with nothing stored: store them first and leave them to `run`.
        """
        async with self.transaction():
            await self.inbox.store(updates, self.now())
            self._foresee((each.chat_id, each.payload) for each in updates)
            await self._handle_next()

    async def _handle(self) -> int:
        async with self.transaction():
            return await self._handle_next()

    async def _handle_alone(self) -> int:
        """Handle the next update by itself: something was said that cannot be kept, by one of them.

        What is written waits for the next hop; so the blame is found only where there is one.
        """
        waiting = await self.inbox.take(self.now(), 1)
        try:
            async with self.transaction():
                return await self._handle_next(1)
        except UpdateFailed as failed:
            return await self._put_aside(failed)
        except sqlite3.OperationalError:
            raise
        except Exception as error:
            if not waiting:
                raise
            return await self._put_aside(UpdateFailed(waiting[0], error))

    async def _handle_next(self, limit: int = BATCH) -> int:
        now = self.now()
        waiting = await self.inbox.take(now, limit)
        self._foresee((row.chat_id, row.payload) for row in waiting)
        said: list[Outgoing] = []
        unreadable: dict[int, UpdateFailed] = {}
        for row in waiting:
            try:
                said += await self._answers(row, now)
            except UpdateFailed as failed:
                if not failed.is_unreadable():
                    raise
                unreadable[row.seq] = failed
                said += apologies(row, failed.incident, self.owner_id)
        await self.outbox.put(said, now)
        await self.inbox.done(row.seq for row in waiting if row.seq not in unreadable)
        for each in unreadable.values():
            await self._bury(each)
        return len(waiting)

    def _foresee(self, updates: Iterable[tuple[int, str]]) -> None:
        """In a private chat the chat's id is the person's."""
        for chat_id, payload in updates:
            if chat_id > 0:
                self.foresee(chat_id, payload)

    async def _answers(self, row: Waiting, now: datetime) -> list[Outgoing]:
        try:
            said = await self.dispatcher.feed_raw_update(
                self.bot, read(row), now=now, **self.services
            )
            return list(_numbered(row, _methods(said), now))
        except sqlite3.OperationalError:
            raise
        except Exception as error:
            raise UpdateFailed(row, error) from error

    async def _put_aside(self, failed: UpdateFailed) -> int:
        """Try again later; after the last try the update is kept aside and people are told."""
        row, now = failed.row, self.now()
        hopeless = row.tries + 1 >= TRIES or await self._is_poisoned(row, now)
        async with self.database.transaction():
            if hopeless:
                await self._bury(failed)
                await self.outbox.put(apologies(row, failed.incident, self.owner_id), now)
            else:
                tell(failed)
                await self.inbox.retry(row.seq, now + BACKOFF * 2**row.tries)
        self.to_say.ring()
        return 1

    async def _bury(self, failed: UpdateFailed) -> None:
        tell(failed)
        await self.inbox.bury(failed.row.seq, failed.incident)

    async def _is_poisoned(self, row: Waiting, now: datetime) -> bool:
        return await self.inbox.has_died(row.chat_id, now - LATELY)


def _methods(said: Any) -> list[TelegramMethod[Any]]:
    """Return what a handler said as a list. Raises TypeError for anything that is no method."""
    if said is None or said is UNHANDLED:
        return []
    methods = said if isinstance(said, list) else [said]
    for each in methods:
        if not isinstance(each, TelegramMethod):
            msg = f"a handler returned {type(each).__name__}"
            raise TypeError(msg)
    return methods


def _numbered(
    row: Waiting, methods: Iterable[TelegramMethod[Any]], now: datetime
) -> Iterable[Outgoing]:
    for number, method in enumerate(methods):
        press = isinstance(method, AnswerCallbackQuery)
        yield Outgoing(
            key=f"ans:{row.update_id}:{number}",
            chat_id=getattr(method, "chat_id", None),
            method=method.__api_method__,
            body=as_json(method),
            priority=Priority.PRESS if press else Priority.ANSWER,
            expires_at=now + PRESS_LIVES if press else None,
        )
