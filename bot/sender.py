"""The sender: says what the outbox holds, within Telegram's limits, and copes with its answers."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot

from bot.bells import Bell
from bot.coping import Coping
from bot.limits import Limits
from bot.now import Now
from bot.packs import Packs
from bot.retelling import as_sent, marked_again, shows_repetition
from bot.said import call
from storage.database import Database
from storage.queues import Outbox, Sending

log = logging.getLogger(__name__)

AT_ONCE = 30
RUSH = 8
"""With more chats than this waiting, messages are said side by side; otherwise one by one, so that
a crash leaves it open of one message whether it was said."""
SLOW = 2.0
"""Seconds after which a message that Telegram has not answered holds up no other chat."""
REST = 0.05
"""Seconds that "it was said" may wait for a commit to share, when nothing else waits to be said."""
PAUSE = 1.0
FAREWELL = 5.0
"""Seconds that the end of the process waits for Telegram's answers; Docker kills after ten."""
HELD = 0.05
"""Seconds between looks at rows that only Telegram's limits hold back."""


@dataclass
class Outcome:
    """What became of one row: written down together with the others, in one commit."""

    row: Sending
    message_id: int | None = None
    error: Exception | None = None


@dataclass
class Sender:
    """The outbox to Telegram: one message at a time to a chat, many chats at once."""

    bot: Bot
    database: Database
    outbox: Outbox
    coping: Coping
    to_say: Bell
    now: Now
    limits: Limits
    packs: Packs
    _last: int | None = None
    _held: bool = False
    _more: bool = False
    _busy: set[int | None] = field(default_factory=set)
    _outcomes: list[Outcome] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _messages: dict[int, float] = field(default_factory=dict)
    _marked: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Say things for ever."""
        while True:
            try:
                held = await self.step()
            except sqlite3.Error:
                # The disk: what was said is kept in memory and written down when there is room.
                log.exception("the outbox cannot be written")
                held = False
            await self.to_say.wait(HELD if held else PAUSE)

    async def recover(self) -> None:
        """Say again what was being said when the process ended; comes before everything else."""
        async with self.database.transaction():
            again = await self.outbox.recover()
        if again:
            log.warning("said again after a stop", extra={"rows": again})

    async def step(self) -> bool:
        """Write down what was said and start on what comes next. Returns whether rows are held."""
        async with self._transaction():
            pass
        return self._held

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Open a transaction for what gives rise to words: its commit also begins to say them."""
        async with self._transaction():
            yield
        if self._held:
            self.to_say.ring()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        outcomes: list[Outcome] = []
        try:
            async with self.database.transaction():
                yield
                outcomes, self._outcomes = self._outcomes, []
                await self._write_down(outcomes)
                ready = await self.outbox.ready(self.now(), AT_ONCE * 2)
                chosen = self._choose(ready)
                self._marked.update(row.id for row in chosen)
                await self.outbox.sending(row.id for row in chosen)
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        self._more = len(chosen) < len(ready) or any(row.more for row in chosen)
        for row in chosen:
            self._start(row)

    async def say_all(self) -> None:
        """Say everything that is ready and wait for Telegram's answers."""
        while True:
            held = await self.step()
            if self._tasks:
                await asyncio.wait(self._tasks)
            elif not held and not self._outcomes:
                return

    async def finish(self) -> None:
        """Wait for what is under way and write it down, at the end of the process.

        What is marked but was not begun, because the stop came in the middle of the commit or the
        limits held it back, waits as before: it is not said again as if it had been said.
        """
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FAREWELL)
        for task in self._tasks:
            task.cancel()
        async with self.database.transaction():
            await self._write_down(self._outcomes)
            await self.outbox.not_begun(self._marked)

    def _choose(self, ready: tuple[Sending, ...]) -> list[Sending]:
        """Choose what to say now. What shows no repetition, edits for one, never queues up."""
        now = self.now()
        awake = [row for row in ready if not self.limits.is_paused(row, now)]
        free = [row for row in awake if row.chat_id not in self._busy]
        allowed = [row for row in free if self.limits.allow(row)]
        self._held = len(allowed) < len(free)
        messages = [row for row in allowed if shows_repetition(row.method)]
        room = (AT_ONCE if len(messages) > RUSH else 1) - self._under_way()
        messages.sort(key=lambda row: row.chat_id == self._last)  # it lets the others go first
        later = {row.id for row in messages[max(room, 0) :]}
        return [row for row in allowed if row.id not in later][: AT_ONCE - len(self._tasks)]

    def _under_way(self) -> int:
        since = asyncio.get_running_loop().time() - SLOW
        return sum(begun > since for begun in self._messages.values())

    def _start(self, row: Sending) -> None:
        if row.chat_id is not None:
            self._busy.add(row.chat_id)
        if shows_repetition(row.method):
            self._last = row.chat_id
            self._messages[row.id] = asyncio.get_running_loop().time()
        task = asyncio.create_task(self._say(row))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, row: Sending) -> None:
        outcome = Outcome(row)
        try:
            if row.expires_at is None or row.expires_at > self.now().timestamp():
                await self.limits.take(row)
                async with self.packs.loaded(row, _body(row)) as (method, body, patience):
                    self._marked.discard(row.id)
                    answer = await self.bot(call(method, body), request_timeout=patience)
                outcome.message_id = _message_id(answer)
        except Exception as error:  # noqa: BLE001 - every refusal is an outcome, written down below
            outcome.error = error
        finally:
            self._busy.discard(row.chat_id)
            self._messages.pop(row.id, None)
        self._marked.discard(row.id)
        self._outcomes.append(outcome)
        if not self._more:
            asyncio.get_running_loop().call_later(REST, self._ring_if_unwritten)
        elif 2 * len(self._outcomes) >= len(self._tasks):  # many are written down in one commit
            self.to_say.ring()

    def _ring_if_unwritten(self) -> None:
        if self._outcomes:
            self.to_say.ring()

    async def _write_down(self, outcomes: list[Outcome]) -> None:
        now = self.now()
        said = [(o.row.id, o.message_id) for o in outcomes if o.error is None]
        await self.outbox.sent(said, now)
        for outcome in outcomes:
            if outcome.error is not None:
                await self.coping.cope(outcome.row, outcome.error, now)


def _body(row: Sending) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return as_sent(row.method, marked_again(row.method, body) if row.again else body)


def _message_id(answer: Any) -> int | None:
    return answer.get("message_id") if isinstance(answer, dict) else None
