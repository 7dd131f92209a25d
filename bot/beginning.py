"""The beginning: a journal that was there once is never begun anew in silence."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.backups import newest_backup
from bot.settings import Settings
from storage.database import DatabaseDamaged


def check_beginning(settings: Settings) -> None:
    """Raise DatabaseDamaged when the journal is gone or blank although there was one."""
    was_there = _mark(settings).exists() or newest_backup(settings) is not None
    if was_there and _is_blank(settings.database_path):
        raise DatabaseDamaged("the journal is gone")


def mark_beginning(settings: Settings) -> None:
    """Keep, beside the journal, that there is one."""
    mark = _mark(settings)
    if not mark.exists():
        mark.touch()
        handle = os.open(mark.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _mark(settings: Settings) -> Path:
    journal = settings.database_path
    return journal.with_name(f"{journal.name}-begun")


def _is_blank(journal: Path) -> bool:
    """Whether nothing at all is kept in the file, or there is none. Never makes one.

    A file that cannot be read is not blank: to open it will tell what is wrong with it.
    """
    if not journal.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{journal.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            return opened.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    except (sqlite3.Error, UnicodeError):
        return False
