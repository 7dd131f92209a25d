"""A transaction is all or nothing, also when its task is cancelled in the middle."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.queues import Inbox, Update

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


async def _store(database: Database, number: int) -> None:
    async with database.transaction():
        await Inbox(database).store([Update(number, 1, "{}")], NOW)


@pytest.mark.parametrize("turns", range(12))
async def test_a_task_cancelled_at_any_moment_leaves_no_transaction_open(turns: int) -> None:
    database = await Database.open(":memory:")
    try:
        task = asyncio.create_task(_store(database, 1))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await _store(database, 2)
        kept = [row["update_id"] for row in await database.rows("SELECT update_id FROM inbox")]
        assert kept in ([2], [1, 2])
    finally:
        await database.close()


async def test_what_is_wrong_in_a_transaction_is_raised_there_and_not_in_a_reader() -> None:
    database = await Database.open(":memory:")
    inside, read = asyncio.Event(), asyncio.Event()

    async def writes() -> None:
        async with database.transaction():
            await database.run_many(
                "INSERT INTO facts (name, value) VALUES (:n, NULL)", [{"n": "a"}]
            )
            inside.set()
            await read.wait()

    writing = asyncio.create_task(writes())
    await inside.wait()
    assert await database.rows("SELECT * FROM facts") == []
    read.set()
    with pytest.raises(sqlite3.IntegrityError):
        await writing
    assert await database.rows("SELECT * FROM facts") == []
    await database.close()
