"""Coping: what each of Telegram's refusals means for the thing that was to be said."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
)

from bot.limits import Limits
from bot.lines import NEVER_LEFT, NO_ANSWER, Lines
from bot.retelling import (
    as_message,
    as_new_message,
    as_plain_text,
    moved_to,
    without_files,
    without_reply,
)
from handlers.speech import outgoing, say
from storage.clocks import Clocks
from storage.facts import RICH_REFUSED, Facts
from storage.groups import Groups
from storage.people import People
from storage.queues import RICH, Outbox, Outgoing, Sending
from texts import team

log = logging.getLogger(__name__)

LONGEST_BACKOFF = timedelta(minutes=5)
Retelling = Callable[[Sending], tuple[str, str]]

RETELLINGS: dict[str, Retelling] = {
    "message to edit not found": as_new_message,
    "message can't be edited": as_new_message,
    "there is no text in the message to edit": as_new_message,
    "message to be replied not found": without_reply,
    "can't parse entities": as_plain_text,
    "wrong remote file identifier": without_files,
    "wrong file identifier": without_files,
}
"""What Telegram refuses for its form is said in another form (DESIGN.md, 4)."""
HARMLESS = ("message is not modified", "query is too old", "query ID is invalid")
"""Refusals that mean that there is nothing left to do."""
OUT_OF_REACH = ("chat not found", "user is deactivated", "PEER_ID_INVALID")


@dataclass
class Coping:
    """Decides what becomes of a row that was refused: later, elsewhere, otherwise or never."""

    outbox: Outbox
    groups: Groups
    people: People
    clocks: Clocks
    lines: Lines
    limits: Limits
    facts: Facts

    async def cope(self, row: Sending, error: Exception, now: datetime) -> None:
        """Write down what follows from a refusal. Must stand inside a transaction."""
        if row.method == RICH and isinstance(error, (TelegramBadRequest, TelegramNotFound)):
            await self._say_plainly(row, error, now)
            return
        match error:
            case TelegramRetryAfter():
                until = now + timedelta(seconds=error.retry_after)
                if row.chat_id is not None:
                    self.limits.pause(row.chat_id, until)
                await self.outbox.again(row.id, until, maybe_said=False)
            case TelegramMigrateToChat():
                await self._follow(row, error.migrate_to_chat_id)
            case TelegramForbiddenError() | TelegramNotFound() | TelegramEntityTooLarge():
                await self._give_up(row, error, now)
            case TelegramBadRequest():
                await self._refused(row, error, now)
            case _:
                await self._try_again(row, error, now)

    async def _say_plainly(self, row: Sending, error: TelegramAPIError, now: datetime) -> None:
        """Say a rich message as a plain one; if only its form was refused, that is remembered."""
        if not error.message.endswith(OUT_OF_REACH):
            log.warning("rich messages are not taken", extra={"row": row.id})
            await self.facts.changed(RICH_REFUSED, now.isoformat())
        plain = as_message(row)
        await self.outbox.rewrite(row, plain.method, plain.body, row.chat_id)

    async def _follow(self, row: Sending, new_chat: int) -> None:
        if row.chat_id is not None:
            await self.groups.migrate(row.chat_id, new_chat)
        await self.outbox.rewrite(row, row.method, moved_to(row, new_chat), new_chat)

    async def _refused(self, row: Sending, error: TelegramBadRequest, now: datetime) -> None:
        if any(reason in error.message for reason in HARMLESS) or _went_with_it(row, error):
            await self.outbox.sent([(row.id, None)], now)
            return
        for reason, retell in RETELLINGS.items():
            if reason not in error.message:
                continue
            method, body = retell(row)
            if (method, body) != (row.method, row.body):  # else it was this form already
                log.error("said in another form", extra={"row": row.id, "reason": reason})
                await self.outbox.rewrite(row, method, body, row.chat_id)
                return
        await self._give_up(row, error, now)

    async def _give_up(self, row: Sending, error: TelegramAPIError, now: datetime) -> None:
        reason = error.message
        unreachable = isinstance(error, TelegramForbiddenError) or reason.endswith(OUT_OF_REACH)
        log.error("could not be said", extra={"row": row.id, "reason": reason})
        await self.outbox.give_up(row.id, reason)
        fallback = row.fallback_chat_id
        if unreachable and row.chat_id is not None:
            await self._tell_owner(row.chat_id, now)
        if unreachable and fallback is not None and not await self._has_heard(row, fallback):
            row = as_message(row)
            lost = await self.people.by_telegram(row.chat_id) if row.chat_id is not None else None
            body = moved_to(row, fallback, team.not_delivered(lost))
            await self.outbox.put(
                [Outgoing(f"{row.key}:fallback", fallback, row.method, body)], now
            )

    async def _has_heard(self, row: Sending, chat_id: int) -> bool:
        """Whether who would be told in their place has a reminder of the same rung themselves."""
        reminder, _, _ = row.key.rpartition(":")
        person = await self.people.by_telegram(chat_id)
        return person is not None and await self.clocks.pinged(f"{reminder}:{person.id}")

    async def _tell_owner(self, chat_id: int, now: datetime) -> None:
        """Keep that a person cannot be written to, and tell the owner of it once."""
        lost, owner = await self.people.lose(chat_id, now), await self.people.owner()
        if lost is None or owner is None or owner.id == lost.id:
            return
        word = say(owner.telegram_id, team.out_of_reach(lost))
        key = f"lost:{lost.id}:{int(now.timestamp())}"
        await self.outbox.put([outgoing(key, word)], now)

    async def _try_again(self, row: Sending, error: Exception, now: datetime) -> None:
        """Say it later; whether it was said is open unless the connection was never made."""
        never_left = isinstance(error, NEVER_LEFT) or isinstance(error.__cause__, NEVER_LEFT)
        log.warning("not said yet", extra={"row": row.id, "kind": type(error).__name__})
        if isinstance(error, NO_ANSWER):
            self.lines.next()
        pause = min(timedelta(seconds=2 ** min(row.tries, 10)), LONGEST_BACKOFF)
        await self.outbox.again(row.id, now + pause, maybe_said=not never_left)


def _went_with_it(row: Sending, error: TelegramBadRequest) -> bool:
    """Whether only the buttons of a message were to change that is there no more."""
    lost = [reason for reason, retell in RETELLINGS.items() if retell is as_new_message]
    return row.method == "editMessageReplyMarkup" and any(each in error.message for each in lost)
