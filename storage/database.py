"""The database: one connection, one transaction at a time, and its safe opening."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiosqlite

from storage.migrations import MIGRATIONS

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)


class DatabaseDamaged(Exception):
    """The file is not an intact journal; the newest backup must be restored by hand."""


class DatabaseTooNew(Exception):
    """The file was written by a newer version of the bot."""


Row = sqlite3.Row
Values = Mapping[str, Any]


class Database:
    """The one connection that writes. Every write stands inside `transaction()`."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path | str) -> Self:
        """Open the journal, made at first start and brought to today's schema.

        Raises DatabaseDamaged or DatabaseTooNew; a damaged file is left as it is.
        """
        connection = await aiosqlite.connect(path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        database = cls(connection)
        try:
            await database._prepare()
        except BaseException as error:
            await connection.close()
            # Its subclasses speak of a lock, a full disk, a wrong statement: the file is sound.
            if type(error) is sqlite3.DatabaseError:
                raise DatabaseDamaged(str(error)) from error
            raise
        return database

    async def close(self) -> None:
        """Close the connection; what was committed is on the disk."""
        async with self._lock:
            await self._connection.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing: committed at the end, rolled back on any exception or cancellation.

        IMMEDIATE, because a deferred transaction may fail at its first write.
        """
        async with self._lock:
            try:
                await self._connection.execute_fetchall("BEGIN IMMEDIATE")
                yield
                await asyncio.shield(self._connection.execute_fetchall("COMMIT"))
            except BaseException:
                # Shielded: a cancelled task must not leave the connection inside a transaction.
                await asyncio.shield(self._roll_back())
                raise

    async def rows(self, sql: str, values: Values | None = None) -> list[Row]:
        """Run one statement and return its rows, in one hop to the connection's thread."""
        return list(await self._connection.execute_fetchall(sql, values or {}))

    async def row(self, sql: str, values: Values | None = None) -> Row | None:
        """Return the first row of a statement, or None."""
        found = await self.rows(sql, values)
        return found[0] if found else None

    async def run_many(self, sql: str, many: Iterable[Values]) -> None:
        """Run one statement for each set of values, in one hop; for none of them in no hop."""
        if listed := list(many):
            await self._connection.executemany(sql, listed)

    async def _roll_back(self) -> None:
        """Undo, in the connection's own thread: only there it is known what has begun by then."""
        with contextlib.suppress(sqlite3.OperationalError):  # nothing had begun
            await self._connection.execute_fetchall("ROLLBACK")

    async def _prepare(self) -> None:
        # The pragmas come after the checks: they write into the file that may have to be refused.
        version = await self._version()
        if version > len(MIGRATIONS):
            raise DatabaseTooNew
        check = await self.row("PRAGMA quick_check(1)")
        if check is None or check[0] != "ok":
            raise sqlite3.DatabaseError("quick_check failed")
        for pragma in PRAGMAS:
            await self.rows(pragma)
        for number in range(version, len(MIGRATIONS)):
            await self._migrate(number)

    async def _version(self) -> int:
        row = await self.row("PRAGMA user_version")
        return int(row[0]) if row else 0

    async def _migrate(self, number: int) -> None:
        async with self.transaction():
            for statement in MIGRATIONS[number]:
                await self.rows(statement)
            await self.rows(f"PRAGMA user_version = {number + 1}")
