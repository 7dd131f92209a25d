"""The drill: the newest backup, restored into an empty folder, compared row by row."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.backups import BackupDamaged, newest_backup, restore_backup
from bot.settings import Settings
from bot.shelf import Shelf

FOR_EVER = ("history",)
"""Tables whose rows never change: the journal in use must begin with those of its backup."""


@dataclass(frozen=True)
class Drill:
    """What came of a drill. `differing` are tables, `missing` places of files."""

    backup: Path
    tables: int
    rows: int
    files: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether every row and every file is there."""
        return not (self.differing or self.missing)


def drill(settings: Settings) -> Drill:
    """Restore the newest backup beside nothing, and compare; what is in use is only read.

    Raises FileNotFoundError when there is no backup, BackupDamaged when it cannot be restored.
    """
    backup = newest_backup(settings)
    if backup is None:
        raise FileNotFoundError
    with tempfile.TemporaryDirectory(prefix="journal-drill-") as folder:
        elsewhere = Path(folder) / "journal.db"
        restore_backup(
            settings.model_copy(update={"database_url": f"sqlite:///{elsewhere}"}), backup
        )
        try:
            return _compared(settings, backup, elsewhere)
        except sqlite3.DatabaseError as error:
            raise BackupDamaged(str(backup)) from error


def _compared(settings: Settings, backup: Path, restored: Path) -> Drill:
    with closing(_opened(backup)) as copy, closing(_opened(restored)) as back:
        tables = _tables(copy)
        rows = {table: _digests(copy, table) for table in tables}
        differing = [table for table in tables if _digests(back, table) != rows[table]]
        files = list(_kept(back))
    with closing(_opened(settings.database_path)) as journal:
        differing += [
            f"{table}, now" for table in FOR_EVER if not rows[table] <= _digests(journal, table)
        ]
    shelf = Shelf(settings.data_dir)
    missing = [place for place, digest in files if not _is_there(shelf.path(place), digest)]
    return Drill(
        backup=backup,
        tables=len(tables),
        rows=sum(map(len, rows.values())),
        files=len(files),
        differing=tuple(differing),
        missing=tuple(missing),
    )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _tables(journal: sqlite3.Connection) -> list[str]:
    """Return every table that holds rows of its own; indexes of words are made of the others."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    return [name for (name,) in journal.execute(sql)]


def _digests(journal: sqlite3.Connection, table: str) -> set[tuple[int, bytes]]:
    """Return each row as its place and its digest: a million of them fit into memory."""
    rows = journal.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name from the schema
    return {
        (place, hashlib.blake2b(repr(row).encode(), digest_size=8).digest())
        for place, row in enumerate(rows)
    }


def _kept(journal: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    sql = "SELECT place, sha256 FROM attachments WHERE state = 'kept'"
    yield from journal.execute(sql)


def _is_there(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
