"""The sender: says what the outbox holds, within Telegram's limits, and copes with its answers."""

import asyncio
import json
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
)

from bot.bells import Bell
from bot.limits import Limits
from bot.lines import NEVER_LEFT, Lines
from bot.now import Now
from bot.retelling import as_new_message, as_plain_text, marked_again, moved_to, without_reply
from bot.said import call
from storage.database import Database
from storage.people import Groups
from storage.queues import Outbox, Outgoing, Sending

log = logging.getLogger(__name__)

AT_ONCE = 30
PAUSE = 1.0
HELD = 0.05
"""Seconds between looks at rows that only Telegram's limits hold back."""
LONGEST_BACKOFF = timedelta(minutes=5)
Retelling = Callable[[Sending], tuple[str, str]]

RETELLINGS: dict[str, Retelling] = {
    "message to edit not found": as_new_message,
    "message can't be edited": as_new_message,
    "there is no text in the message to edit": as_new_message,
    "message to be replied not found": without_reply,
    "can't parse entities": as_plain_text,
}
"""What Telegram refuses for its form is said in another form (DESIGN.md, 4)."""
HARMLESS = ("message is not modified", "query is too old", "query ID is invalid")
"""Refusals that mean that there is nothing left to do."""
OUT_OF_REACH = ("chat not found", "user is deactivated", "PEER_ID_INVALID")


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
    groups: Groups
    to_say: Bell
    now: Now
    limits: Limits
    lines: Lines
    _busy: set[int] = field(default_factory=set)
    _outcomes: list[Outcome] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Say things for ever. Begins with what a crash has left open."""
        await self.recover()
        while True:
            try:
                held = await self.step()
            except sqlite3.Error:
                # The disk: what was said is kept in memory and written down when there is room.
                log.exception("the outbox cannot be written")
                held = False
            await self.to_say.wait(HELD if held else PAUSE)

    async def recover(self) -> None:
        """Say again what was being said when the process ended."""
        async with self.database.transaction():
            again = await self.outbox.recover()
        if again:
            log.warning("said again after a stop", extra={"rows": again})

    async def step(self) -> bool:
        """Write down what was said and start on what comes next. Returns whether rows are held."""
        outcomes, self._outcomes = self._outcomes, []
        try:
            async with self.database.transaction():
                await self._write_down(outcomes)
                ready = await self.outbox.ready(self.now(), AT_ONCE * 2)
                chosen = [row for row in ready if self._may_start(row)][: self._free()]
                await self.outbox.sending(row.id for row in chosen)
        except BaseException:
            self._outcomes = outcomes + self._outcomes
            raise
        for row in chosen:
            self._start(row)
        return len(chosen) < len(ready)

    async def say_all(self) -> None:
        """Say everything that is ready and wait for Telegram's answers."""
        while True:
            held = await self.step()
            if self._tasks:
                await asyncio.wait(self._tasks)
            elif not held and not self._outcomes:
                return

    async def finish(self) -> None:
        """Wait for what is under way and write it down, at the end of the process."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        async with self.database.transaction():
            await self._write_down(self._outcomes)

    def _free(self) -> int:
        return AT_ONCE - len(self._tasks)

    def _may_start(self, row: Sending) -> bool:
        return row.id not in self._busy and row.chat_id not in self._busy and self.limits.allow(row)

    def _start(self, row: Sending) -> None:
        lane = row.chat_id or row.id
        self._busy.add(lane)
        task = asyncio.create_task(self._say(row, lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _say(self, row: Sending, lane: int) -> None:
        outcome = Outcome(row)
        try:
            if row.expires_at is None or row.expires_at > self.now().timestamp():
                await self.limits.take(row)
                outcome.message_id = _message_id(await self.bot(call(row.method, _body(row))))
        except Exception as error:  # noqa: BLE001 - every refusal is an outcome, written down below
            outcome.error = error
        finally:
            self._busy.discard(lane)
        self._outcomes.append(outcome)
        self.to_say.ring()

    async def _write_down(self, outcomes: list[Outcome]) -> None:
        now = self.now()
        said = [(o.row.id, o.message_id) for o in outcomes if o.error is None]
        await self.outbox.sent(said, now)
        for outcome in outcomes:
            if outcome.error is not None:
                await self._cope(outcome.row, outcome.error, now)

    async def _cope(self, row: Sending, error: Exception, now: datetime) -> None:
        match error:
            case TelegramRetryAfter():
                pause = timedelta(seconds=error.retry_after)
                await self.outbox.again(row.id, now + pause, maybe_said=False)
            case TelegramMigrateToChat():
                await self._follow(row, error.migrate_to_chat_id)
            case TelegramForbiddenError() | TelegramNotFound():
                await self._give_up(row, error, now)
            case TelegramBadRequest():
                await self._refused(row, error, now)
            case _:
                await self._try_again(row, error, now)

    async def _follow(self, row: Sending, new_chat: int) -> None:
        if row.chat_id is not None:
            await self.groups.migrate(row.chat_id, new_chat)
        await self.outbox.rewrite(row, row.method, moved_to(row, new_chat), new_chat)

    async def _refused(self, row: Sending, error: TelegramBadRequest, now: datetime) -> None:
        if any(reason in error.message for reason in HARMLESS):
            await self.outbox.sent([(row.id, None)], now)
            return
        for reason, retell in RETELLINGS.items():
            if reason in error.message and row.tries == 0:
                log.error("said in another form", extra={"row": row.id, "reason": reason})
                method, body = retell(row)
                await self.outbox.rewrite(row, method, body, row.chat_id)
                return
        await self._give_up(row, error, now)

    async def _give_up(self, row: Sending, error: TelegramAPIError, now: datetime) -> None:
        reason = error.message
        unreachable = isinstance(error, TelegramForbiddenError) or reason.endswith(OUT_OF_REACH)
        log.error("could not be said", extra={"row": row.id, "reason": reason})
        await self.outbox.give_up(row.id, reason)
        fallback = row.fallback_chat_id
        if unreachable and fallback is not None:
            body = moved_to(row, fallback, undelivered=True)
            await self.outbox.put(
                [Outgoing(f"{row.key}:fallback", fallback, row.method, body)], now
            )

    async def _try_again(self, row: Sending, error: Exception, now: datetime) -> None:
        """Say it later; whether it was said is open unless the connection was never made."""
        never_left = isinstance(error, NEVER_LEFT) or isinstance(error.__cause__, NEVER_LEFT)
        log.warning("not said yet", extra={"row": row.id, "kind": type(error).__name__})
        if isinstance(error, (TelegramNetworkError, *NEVER_LEFT)):
            self.lines.next()
        pause = min(timedelta(seconds=2 ** min(row.tries, 10)), LONGEST_BACKOFF)
        await self.outbox.again(row.id, now + pause, maybe_said=not never_left)


def _body(row: Sending) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return marked_again(row.method, body) if row.again else body


def _message_id(answer: Any) -> int | None:
    return answer.get("message_id") if isinstance(answer, dict) else None
