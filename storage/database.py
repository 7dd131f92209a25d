"""The database: one connection, one transaction at a time, and its safe opening."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import aiosqlite

from storage.migrations import MIGRATIONS
from storage.soundness import look_at

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA secure_delete = ON",
)


class DatabaseDamaged(Exception):
    """The file is not an intact journal; the newest backup must be restored by hand."""


DISK = frozenset({
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN
})  # fmt: skip


def is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the disk refused, and not a lock or a wrong statement."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in DISK


Row = sqlite3.Row
Values = Mapping[str, Any]
BEGIN, COMMIT = "BEGIN IMMEDIATE", "COMMIT"
READABLY = partial(str, encoding="utf-8", errors="replace")  # a flipped bit holds nobody up


@dataclass
class Statement:
    """One statement with its values, or a list of them; `rows` is None until it has run."""

    sql: str
    values: Values | list[Values]
    rows: list[Row] | None = None


class Database:
    """The one connection that writes. Every write stands inside `transaction()`.

    A hop to the connection's thread costs more than most statements. So what has no rows to return
    waits for the next statement, or for the commit, and goes over in the same hop; and so does what
    is foreseen to be asked.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._waiting: list[Statement] = []
        self._foreseen: dict[tuple[Any, ...], Statement] = {}
        self._writer: asyncio.Task[Any] | None = None
        self._lock = asyncio.Lock()

    @classmethod
    async def open(
        cls, path: Path | str, before_migration: Callable[[], object] = lambda: None
    ) -> Self:
        """Open the journal, made at first start and brought to today's schema.

        `before_migration` is called for a sound journal of an older schema, in a thread; when it
        raises, nothing is changed. Raises DatabaseDamaged or DatabaseTooNew; a damaged file is
        left as it is.
        """
        try:
            await asyncio.to_thread(look_at, Path(path))
            return await cls._opened(path, before_migration)
        except sqlite3.DatabaseError as error:
            if _speaks_of_damage(error):
                raise DatabaseDamaged(str(error)) from error
            raise

    @classmethod
    async def _opened(cls, path: Path | str, before_migration: Callable[[], object]) -> Self:
        connection = await aiosqlite.connect(path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.text_factory = READABLY
        database = cls(connection)
        try:
            await database._prepare(before_migration)
        except BaseException:
            await connection.close()
            raise
        return database

    async def close(self) -> None:
        """Close the connection; what was committed is on the disk."""
        async with self._lock:
            await self._connection.close()

    async def rewrite(self) -> bool:
        """Write the whole file anew, so that nothing is left in it of what was deleted.

        Deleted rows are overwritten with zeros at once, but where SQLite has moved rows between
        pages it leaves copies of them behind. Nobody can write meanwhile. False when somebody who
        reads the file has kept the log of writes from being emptied: then it must be done again.
        """
        async with self._lock:
            await self._connection.execute_fetchall("VACUUM")
            (busy, *_), *_ = await self._connection.execute_fetchall(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )
        return not busy

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """All or nothing: committed at the end, rolled back on any exception or cancellation.

        IMMEDIATE, because a deferred transaction may fail at its first write.
        """
        async with self._lock:
            self._writer = asyncio.current_task()
            try:
                begin = Statement(BEGIN, {})
                self._waiting.append(begin)
                yield
                if self._waiting == [begin]:  # nothing was asked and nothing written
                    self._waiting.clear()
                else:
                    await asyncio.shield(self._run(Statement(COMMIT, {})))
            except BaseException:
                # Shielded: a cancelled task must not leave the connection inside a transaction.
                self._waiting.clear()
                await asyncio.shield(self._roll_back())
                raise
            finally:
                self._writer = None
                self._foreseen.clear()

    async def rows(self, sql: str, values: Values | None = None) -> list[Row]:
        """Run one statement and return its rows, in one hop to the connection's thread."""
        asked = Statement(sql, values or {})
        if self._foreseen and self._is_writing():
            foreseen = self._foreseen.get(_key(asked))
            if foreseen is not None:
                return foreseen.rows if foreseen.rows is not None else await self._run(foreseen)
            if not sql.lstrip().startswith("SELECT"):
                self._foreseen.clear()
        return await self._run(asked)

    async def row(self, sql: str, values: Values | None = None) -> Row | None:
        """Return the first row of a statement, or None."""
        found = await self.rows(sql, values)
        return found[0] if found else None

    def foresee(self, sql: str, values: Values) -> None:
        """Let a SELECT that will probably be asked in this transaction share the next hop.

        `rows` answers it then without a hop of its own. Whatever is written after it, other than
        what is foreseen, makes void all that was foreseen. Outside a transaction it does nothing.
        """
        if self._is_writing():
            foreseen = Statement(sql, values)
            if self._foreseen.setdefault(_key(foreseen), foreseen) is foreseen:
                self._waiting.append(foreseen)

    async def run_many(self, sql: str, many: Iterable[Values]) -> None:
        """Run one statement for each set of values, inside a transaction.

        It runs before the next statement, whose hop it shares; what is wrong with it raises there.
        """
        listed = list(many)
        if listed and self._is_writing():
            self._foreseen.clear()
            self._waiting.append(Statement(sql, listed))
        elif listed:
            await self._run(Statement(sql, listed))

    def _is_writing(self) -> bool:
        return asyncio.current_task() is self._writer

    def _run(self, last: Statement) -> Awaitable[list[Row]]:
        """Send a statement over, with those that waited for it.

        Not a coroutine: which task asks is seen at the call, also where the result is shielded.
        """
        statements = [last]
        if self._is_writing():
            # Only the task that writes sends its statements over: what is wrong with them must be
            # raised there, and not in somebody who reads beside it.
            others = (each for each in self._waiting if each is not last)
            statements, self._waiting = [*others, last], []
        connection = self._connection
        # aiosqlite has no public way to run more than one statement in a hop.
        run: Callable[..., Awaitable[list[Row]]] = connection._execute  # noqa: SLF001 - see above
        return run(_in_order, connection._conn, statements)  # noqa: SLF001 - see above

    async def _roll_back(self) -> None:
        """Undo, in the connection's own thread: only there it is known what has begun by then."""
        with contextlib.suppress(sqlite3.OperationalError):  # nothing had begun
            await self._connection.execute_fetchall("ROLLBACK")

    async def _prepare(self, before_migration: Callable[[], object]) -> None:
        version = await self._version()
        if 0 < version < len(MIGRATIONS):
            await asyncio.to_thread(before_migration)
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


def _speaks_of_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not what it should be; a lock or a full disk says nothing about it.

    A statement of a migration goes wrong in a sound file only if the file's version is not its own.
    """
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return type(error) is sqlite3.DatabaseError or code & 0xFF == sqlite3.SQLITE_ERROR


def _key(statement: Statement) -> tuple[Any, ...]:
    assert isinstance(statement.values, Mapping)  # noqa: S101 - many values have no rows to foresee
    return statement.sql, *statement.values.items()


def _in_order(connection: sqlite3.Connection, statements: list[Statement]) -> list[Row]:
    """Run the statements and return the rows of the last one; the first error ends it."""
    for each in statements:
        if isinstance(each.values, list):
            connection.executemany(each.sql, each.values)
        else:
            each.rows = connection.execute(each.sql, each.values).fetchall()
    return statements[-1].rows or []
