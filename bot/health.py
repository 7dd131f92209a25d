"""The health: whether the running bot keeps up, by the journal it writes and by the disk."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from bot.backups import made_at, newest_backup
from bot.now import Now
from bot.settings import Settings
from cases.health import FATAL, Vitals, troubles
from storage.vitals import VITALS, asked, vitals_of
from texts import health, operator


@dataclass(frozen=True)
class Diagnosis:
    """What the operator is told, and whether the bot does its work all the same."""

    found: tuple[str, ...]
    fatal: bool


def diagnosis(settings: Settings) -> Diagnosis:
    """Say what is wrong, in words for the operator; nothing when the bot is well."""
    if not settings.database_path.exists():
        return Diagnosis((operator.NO_JOURNAL,), fatal=True)
    now = Now(settings.clock_file)()
    try:
        vitals = read_vitals(settings, now)
    except sqlite3.DatabaseError:
        return Diagnosis((operator.UNREADABLE_JOURNAL,), fatal=True)
    wrong = troubles(vitals, now)
    said = tuple(health.trouble(each, vitals, now) for each in wrong)
    return Diagnosis(said, fatal=not FATAL.isdisjoint(wrong))


def read_vitals(settings: Settings, now: datetime) -> Vitals:
    """Read how the bot is, from another process or thread, without touching the journal.

    Raises sqlite3.DatabaseError for a file that is no journal.
    """
    file = f"{settings.database_path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(file, uri=True)) as journal:
        journal.row_factory = sqlite3.Row
        known = vitals_of(journal.execute(VITALS, asked(now)).fetchone())
    return with_disk(settings, known)


def with_disk(settings: Settings, vitals: Vitals) -> Vitals:
    """Add what the disk tells: the free space and the newest backup."""
    newest = newest_backup(settings)
    return replace(
        vitals,
        free=shutil.disk_usage(settings.data_dir).free,
        backed_up_at=made_at(newest) if newest else None,
    )
