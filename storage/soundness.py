"""The soundness of a file: it is looked at read-only, so that a damaged one is left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.migrations import MIGRATIONS

LARGE = 200 * 1024 * 1024
"""Bytes above which the indexes are not compared with their tables: a start must not take long."""


class DatabaseTooNew(Exception):
    """The file was written by a newer version of the bot."""


def look_at(path: Path) -> None:
    """Look at a journal, if there is one, before anything may be written into it.

    To close a connection that may write would already put the log of writes into the file. Only a
    first write that was cut short, in a new or a restored journal, is undone: it makes the file
    what it was. Raises DatabaseTooNew, and sqlite3.DatabaseError for a file that is damaged.
    """
    if not path.exists():
        return
    try:
        _undo_a_first_write(path)
        _look_at(path)
    except UnicodeError as error:  # SQLite quotes what it has found, whatever it is
        raise sqlite3.DatabaseError("unreadable") from error


def _undo_a_first_write(path: Path) -> None:
    """Let SQLite undo it: the log of writes is begun in a write that has a journal of its own."""
    try:
        with closing(_read_only(path)) as file:
            file.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA schema_version")


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _look_at(path: Path) -> None:
    with closing(_read_only(path)) as file:
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise DatabaseTooNew
        check = "integrity_check" if path.stat().st_size <= LARGE else "quick_check"
        if file.execute(f"PRAGMA {check}(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(f"{check} failed")
        if version < len(MIGRATIONS) and _names(file) != _names_of(version):
            raise sqlite3.DatabaseError("the schema is not that of its version")


def _names(file: sqlite3.Connection) -> set[str]:
    sql = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    return {name for (name,) in file.execute(sql)}


def _names_of(version: int) -> set[str]:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for migration in MIGRATIONS[:version]:
            for statement in migration:
                fresh.execute(statement)
        return _names(fresh)
