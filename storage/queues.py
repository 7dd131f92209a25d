"""The inbox and the outbox: what Telegram told us and what we have yet to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.database import Database
from storage.instants import stored
from storage.shares import NEXT_OF_EACH, TAKE_FAIRLY, flooded, shared

KEEP = timedelta(days=3)
"""How long done rows are remembered: longer than Telegram repeats an update (24 h), shorter than
the week after which update ids may start again anywhere (BOTAPI.md)."""


RICH = "sendRichMessage"
"""The method of a message whose body has the plain text too, for a server that refuses it."""


class Priority(StrEnum):
    """What is said first; the values sort."""

    PRESS = "0"  # answers to presses expire within seconds
    ANSWER = "1"
    PING = "2"
    DIGEST = "3"


@dataclass(frozen=True)
class Update:
    """One update as Telegram sent it. `chat_id` is its lane: rows of one chat keep their order."""

    update_id: int
    chat_id: int
    payload: str


@dataclass(frozen=True)
class Waiting:
    """An inbox row that is to be handled now."""

    seq: int
    update_id: int
    chat_id: int
    payload: str
    tries: int


class Inbox:
    """Updates, committed before Telegram's offset moves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def store(self, updates: Iterable[Update], now: datetime) -> None:
        """Keep updates; one that is here already is ignored."""
        await self._database.run_many(
            _STORE, ({**vars(each), "now": stored(now)} for each in updates)
        )

    async def take(self, now: datetime, limit: int) -> tuple[Waiting, ...]:
        """Return what is to be handled, in order; a chat whose older row waits is passed over.

        Where one chat floods the inbox, each has its share: nobody waits for all that it has said.
        """
        rows = await self._database.rows(_TAKE, {"now": stored(now), "limit": limit})
        if flooded(rows, limit):
            rows = await self._database.rows(TAKE_FAIRLY, shared(stored(now), limit))
        return tuple(Waiting(*row) for row in rows)

    async def done(self, seqs: Iterable[int]) -> None:
        """Forget what the updates said; their ids stay, so that a repetition is recognised."""
        await self._database.run_many(_DONE, ({"seq": seq} for seq in seqs))

    async def retry(self, seq: int, not_before: datetime) -> None:
        """Try again later."""
        values = {"seq": seq, "at": stored(not_before)}
        await self._database.rows(_RETRY, values)

    async def bury(self, seq: int, incident: str) -> None:
        """Give up on a row: it is kept as it came, under its incident number."""
        await self._database.run_many(_BURY, [{"seq": seq, "incident": incident}])

    async def has_died(self, chat_id: int, since: datetime) -> bool:
        """Whether an update of this chat that came since then was given up."""
        values = {"chat": chat_id, "since": stored(since)}
        return await self._database.row(_DIED, values) is not None

    async def purge(self, now: datetime) -> None:
        """Forget the ids of long done rows."""
        await self._database.rows(_PURGE_INBOX, {"before": stored(now - KEEP)})


@dataclass(frozen=True)
class Outgoing:
    """One thing to say: a Bot API method by name with its parameters as JSON.

    `key` is unique for ever: the same thing is never said twice. `expires_at` is when saying it
    makes no sense any more, None for never. `fallback_chat_id` hears it when `chat_id` cannot.
    """

    key: str
    chat_id: int | None
    method: str
    body: str
    priority: Priority = Priority.ANSWER
    not_before: datetime | None = None
    expires_at: datetime | None = None
    fallback_chat_id: int | None = None


@dataclass(frozen=True)
class Sending:
    """An outbox row that is being said. `again` means it may have been said before.

    `more` is whether something else waits for the same chat.
    """

    id: int
    key: str
    chat_id: int | None
    method: str
    body: str
    tries: int
    again: int
    expires_at: int | None
    fallback_chat_id: int | None
    more: int


class Outbox:
    """What is to be said, committed with the change it tells of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, many: Iterable[Outgoing], now: datetime) -> None:
        """Keep what is to be said; a key that is here already is ignored."""
        await self._database.run_many(_PUT, (_outgoing_values(each, now) for each in many))

    async def ready(self, now: datetime, limit: int) -> tuple[Sending, ...]:
        """Return the next row of each chat whose time has come, the most urgent first."""
        rows = await self._database.rows(NEXT_OF_EACH, {"now": stored(now), "limit": limit})
        return tuple(Sending(*row) for row in rows)

    async def sending(self, ids: Iterable[int]) -> None:
        """Mark rows as being said: a crash from here on leaves it open whether they were."""
        sql = "UPDATE outbox SET state = 'sending' WHERE id = :id"
        await self._database.run_many(sql, ({"id": each} for each in ids))

    async def not_begun(self, ids: Iterable[int]) -> None:
        """Take back the mark of rows that nobody has begun to say."""
        await self._database.run_many(_NOT_BEGUN, ({"id": each} for each in ids))

    async def sent(self, results: Iterable[tuple[int, int | None]], now: datetime) -> None:
        """Mark rows as said, with the message's id, and forget the words."""
        values = ({"id": i, "message": m, "now": stored(now)} for i, m in results)
        await self._database.run_many(_SENT, values)

    async def give_up(self, row_id: int, error: str) -> None:
        """Mark a row that will never be said, with Telegram's reason."""
        await self._database.rows(_GIVE_UP, {"id": row_id, "error": error[:200]})

    async def again(self, row_id: int, not_before: datetime, *, maybe_said: bool) -> None:
        """Say it later; `maybe_said` when Telegram may have taken it although we heard nothing."""
        values = {"id": row_id, "at": stored(not_before), "again": int(maybe_said)}
        await self._database.rows(_AGAIN, values)

    async def rewrite(self, row: Sending, method: str, body: str, chat_id: int | None) -> None:
        """Change how a thing is said (another chat, another method, plain text) and say it."""
        values = {"id": row.id, "method": method, "body": body, "chat": chat_id}
        await self._database.rows(_REWRITE, values)

    async def recover(self) -> int:
        """After a crash: what was being said is said again. Returns how many rows that are."""
        return len(await self._database.rows(_RECOVER))

    async def purge(self, now: datetime) -> None:
        """Forget the keys of long done rows."""
        await self._database.rows(_PURGE_OUTBOX, {"before": stored(now - 10 * KEEP)})


def _outgoing_values(each: Outgoing, now: datetime) -> dict[str, object]:
    return {
        **vars(each),
        "priority": int(each.priority),
        "not_before": stored(each.not_before or now),
        "expires_at": stored(each.expires_at),
        "now": stored(now),
    }


_STORE = """
    INSERT INTO inbox (update_id, chat_id, payload, state, tries, not_before, received_at)
    VALUES (:update_id, :chat_id, :payload, 'pending', 0, :now, :now)
    ON CONFLICT (update_id) DO NOTHING
"""
_TAKE = """
    SELECT seq, update_id, chat_id, payload, tries FROM inbox
    WHERE state = 'pending' AND not_before <= :now
        AND NOT EXISTS (
            SELECT 1 FROM inbox AS earlier
            WHERE earlier.state = 'pending' AND earlier.seq < inbox.seq
                AND earlier.chat_id = inbox.chat_id AND earlier.not_before > :now
        )
    ORDER BY seq LIMIT :limit
"""
_DONE = "UPDATE inbox SET state = 'done', payload = NULL WHERE seq = :seq"
_RETRY = "UPDATE inbox SET tries = tries + 1, not_before = :at WHERE seq = :seq"
_BURY = "UPDATE inbox SET state = 'dead', incident = :incident WHERE seq = :seq"
_DIED = """
    SELECT 1 FROM inbox WHERE state = 'dead' AND chat_id = :chat AND received_at >= :since LIMIT 1
"""
_PURGE_INBOX = "DELETE FROM inbox WHERE received_at < :before AND state = 'done'"
_PUT = """
    INSERT INTO outbox (key, chat_id, method, body, priority, state, tries, again, not_before,
        expires_at, fallback_chat_id, created_at)
    VALUES (:key, :chat_id, :method, :body, :priority, 'pending', 0, 0, :not_before,
        :expires_at, :fallback_chat_id, :now)
    ON CONFLICT (key) DO NOTHING
"""
_NOT_BEGUN = "UPDATE outbox SET state = 'pending' WHERE id = :id AND state = 'sending'"
_SENT = """
    UPDATE outbox SET state = 'sent', sent_at = :now, message_id = :message, body = NULL
    WHERE id = :id
"""
_GIVE_UP = "UPDATE outbox SET state = 'undeliverable', error = :error, body = NULL WHERE id = :id"
_AGAIN = """
    UPDATE outbox SET state = 'pending', tries = tries + 1, not_before = :at,
        again = CASE WHEN :again = 1 THEN 1 ELSE again END
    WHERE id = :id
"""
_REWRITE = """
    UPDATE outbox SET state = 'pending', tries = tries + 1, method = :method, body = :body,
        chat_id = :chat
    WHERE id = :id
"""
_RECOVER = "UPDATE outbox SET state = 'pending', again = 1 WHERE state = 'sending' RETURNING id"
_PURGE_OUTBOX = """
    DELETE FROM outbox WHERE created_at < :before AND state IN ('sent', 'undeliverable')
"""
