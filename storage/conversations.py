"""The conversations: aiogram's FSM state, kept in our database and in our transaction."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.database import Database


class Conversations(BaseStorage):
    """Where every person is in which form. `database` may be exchanged between tests."""

    def __init__(self, database: Database | None = None) -> None:
        self._database = database

    def use(self, database: Database) -> None:
        """Keep the conversations in this database from now on."""
        self._database = database

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Keep the state; the answers stay."""
        name = state.state if isinstance(state, State) else state
        await self._rows(_SET_STATE, {"key": _key(key), "state": name})

    async def get_state(self, key: StorageKey) -> str | None:
        """Return the state, None when the person is in no form."""
        rows = await self._rows(_STATE, {"key": _key(key)})
        return rows[0]["state"] if rows else None

    def foresee_state(self, key: StorageKey) -> None:
        """Let `get_state` be answered in the next hop to the database."""
        assert self._database is not None  # noqa: S101 - wired before the first update
        self._database.foresee(_STATE, {"key": _key(key)})

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Keep the answers; `wakes_at` in them says when somebody has to look at them again."""
        answers = json.dumps(dict(data), ensure_ascii=False)
        values = {"key": _key(key), "answers": answers, "wakes_at": data.get("wakes_at")}
        await self._rows(_SET_ANSWERS, values)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return the answers, an empty dict when there are none."""
        rows = await self._rows(
            "SELECT answers FROM conversations WHERE key = :key", {"key": _key(key)}
        )
        return json.loads(rows[0]["answers"]) if rows else {}

    async def close(self) -> None:
        """Leave the database alone: it closes by itself."""

    async def _rows(self, sql: str, values: Mapping[str, Any]) -> list[Any]:
        assert self._database is not None  # noqa: S101 - wired before the first update
        return await self._database.rows(sql, values)


def _key(key: StorageKey) -> str:
    place = f"{key.bot_id}:{key.chat_id}:{key.user_id}:{key.thread_id or 0}"
    return f"{place}:{key.business_connection_id or ''}:{key.destiny}"


_STATE = "SELECT state FROM conversations WHERE key = :key"
_SET_STATE = """
    INSERT INTO conversations (key, state, answers) VALUES (:key, :state, '{}')
    ON CONFLICT (key) DO UPDATE SET state = :state
"""
_SET_ANSWERS = """
    INSERT INTO conversations (key, state, answers, wakes_at)
    VALUES (:key, NULL, :answers, :wakes_at)
    ON CONFLICT (key) DO UPDATE SET answers = :answers, wakes_at = :wakes_at
"""
