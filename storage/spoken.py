"""The spoken answers: which message of a person answered which question, to notice its edits."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.database import Database
from storage.instants import loaded, stored

MOST = 50
"""So many answers of one chat are remembered."""
KEPT = timedelta(days=3)
"""So long an answer is remembered; Telegram lets people edit for two days."""


@dataclass(frozen=True)
class SpokenAnswer:
    """A typed answer: its text, the value read from it, and where that went.

    `at` is when it was said. `newer` is an edited text that waits for a decision, else None.
    """

    chat_id: int
    message_id: int
    draft_id: str
    case_id: int | None
    field: str
    text: str
    value: Any
    at: datetime
    newer: str | None = None


class Spoken:
    """The typed answers of the last days."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, said: SpokenAnswer) -> None:
        """Remember an answer; the oldest of its chat are forgotten."""
        values = {
            "chat": said.chat_id, "message": said.message_id, "draft": said.draft_id,
            "case": said.case_id, "field": said.field, "text": said.text,
            "value": json.dumps(said.value, ensure_ascii=False), "at": stored(said.at),
        }  # fmt: skip
        await self._database.rows(_REMEMBER, values)
        bounds = {"chat": said.chat_id, "before": stored(said.at - KEPT), "most": MOST}
        await self._database.rows(_FORGET, bounds)

    async def of(self, chat_id: int, message_id: int) -> SpokenAnswer | None:
        """Return what the message answered, or None."""
        key = {"chat": chat_id, "message": message_id}
        row = await self._database.row(_OF, key)
        if row is None:
            return None
        return SpokenAnswer(
            chat_id, message_id, row["draft_id"], row["case_id"], row["field"], row["text"],
            json.loads(row["value"]), loaded(row["at"]), row["newer"],
        )  # fmt: skip

    async def belong(self, draft_id: str, case_id: int) -> None:
        """Keep that a draft has become this case."""
        sql = "UPDATE spoken SET case_id = :case WHERE draft_id = :draft"
        await self._database.rows(sql, {"case": case_id, "draft": draft_id})

    async def propose(self, said: SpokenAnswer, newer: str | None) -> None:
        """Keep the edited text until somebody decides; None when it was decided against."""
        values = {"chat": said.chat_id, "message": said.message_id, "newer": newer}
        await self._database.rows(_PROPOSE, values)

    async def accept(self, said: SpokenAnswer, text: str, value: Any) -> None:
        """Keep that the answer is this one now."""
        written = json.dumps(value, ensure_ascii=False)
        key = {"chat": said.chat_id, "message": said.message_id}
        await self._database.rows(_ACCEPT, {**key, "text": text, "value": written})


_REMEMBER = """
    INSERT INTO spoken (chat_id, message_id, draft_id, case_id, field, text, value, at)
    VALUES (:chat, :message, :draft, :case, :field, :text, :value, :at)
    ON CONFLICT (chat_id, message_id) DO UPDATE SET
        draft_id = :draft, case_id = :case, field = :field, text = :text, value = :value, at = :at
"""
_FORGET = """
    DELETE FROM spoken WHERE chat_id = :chat AND (at < :before OR message_id <= (
        SELECT message_id FROM spoken WHERE chat_id = :chat
        ORDER BY message_id DESC LIMIT 1 OFFSET :most
    ))
"""
_OF = "SELECT * FROM spoken WHERE chat_id = :chat AND message_id = :message"
_PROPOSE = "UPDATE spoken SET newer = :newer WHERE chat_id = :chat AND message_id = :message"
_ACCEPT = """
    UPDATE spoken SET text = :text, value = :value, newer = NULL
    WHERE chat_id = :chat AND message_id = :message
"""
