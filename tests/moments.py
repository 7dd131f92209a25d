"""Moments of a team: what has been brought about once is copied, and not lived through again.

A journal's migrations and the beginnings of stories are the same for hundreds of tests. The real
migrations run once in a process, and so does each beginning; every test gets a copy of its own.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sandbox.world import World
from storage.database import Database


class Copied(Database):
    """A journal; a new one in memory gets the pages of another, which the migrations have made.

    What lies in a file is made there: its tests are about the disk.
    """

    async def _prepare(self, before_migration: Callable[[], object]) -> None:
        if await self._version() == 0 and await self._lies_in_memory():
            await self.becomes(await _migrated())
        await super()._prepare(before_migration)

    async def _lies_in_memory(self) -> bool:
        (_, _, file), *_ = await self.rows("PRAGMA database_list")
        return not file

    async def becomes(self, pages: bytes) -> None:
        """Hold what those pages hold, and nothing else."""
        await self._at_once(_copy, pages)

    async def holds(self, *tables: str) -> list[tuple[Any, ...]]:
        """Return every row of these tables, with the table's name before it."""
        found: list[tuple[Any, ...]] = await self._at_once(_rows, tables)
        return found

    async def _at_once(self, work: Callable[..., object], given: object) -> Any:
        """Work on the connection in its own thread, in one hop."""
        run: Callable[..., Awaitable[Any]] = self._connection._execute
        return await run(work, self._connection._conn, given)


@dataclass(frozen=True)
class Moment:
    """What the journal and Telegram knew; the bot keeps nothing else over a stop."""

    pages: bytes
    world: bytes

    @classmethod
    async def of(cls, database: Database, world: World) -> Moment:
        """Keep this moment."""
        return cls(await _pages(database), pickle.dumps(world))

    def knows(self) -> World:
        """Return Telegram as it was, at each call another copy."""
        world: World = pickle.loads(self.world)  # noqa: S301 - our own words
        return world


_made: list[bytes] = []


async def _migrated() -> bytes:
    if not _made:
        journal = await Database.open(":memory:")
        _made.append(await _pages(journal))
        await journal.close()
    return _made[0]


async def _pages(database: Database) -> bytes:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        await database._connection.backup(copy)
        return copy.serialize()


def _copy(into: sqlite3.Connection, pages: bytes) -> None:
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(pages)
        copy.backup(into)


def _rows(journal: sqlite3.Connection, tables: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [
        (table, *row)
        for table in tables
        for row in journal.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
    ]
