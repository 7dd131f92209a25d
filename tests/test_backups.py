import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from samples import NOW

from bot.backups import (
    DAILY,
    NAME,
    WEEKLY,
    BackupDamaged,
    backup_is_due,
    make_backup,
    make_nightly_backup,
    newest_backup,
    restore_backup,
)
from bot.settings import Settings
from cases.kinds import Currency, Marketplace
from cases.rules import DAY, HOUR
from storage.cabinets import Cabinets
from storage.database import Database

PAGE = 4096


@pytest.fixture(params=["data", "моя папка #1 (100%)?"])
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    folder = tmp_path / request.param
    folder.mkdir()
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder)  # noqa: S106 - made up


@pytest.fixture
async def journal(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings.database_path)
    yield opened
    await opened.close()


async def adds(journal: Database, name: str) -> None:
    async with journal.transaction():
        await Cabinets(journal).add(Marketplace.WB, name, Currency.RUB)


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [name for (name,) in file.execute("SELECT name FROM cabinets ORDER BY id")]


def backups(settings: Settings) -> list[Path]:
    return sorted((settings.data_dir / "backups").iterdir())


async def test_a_backup_of_a_journal_in_use_has_all_that_was_committed(
    settings: Settings, journal: Database
) -> None:
    await adds(journal, "ИП Иванов")
    made = make_backup(settings, NOW)
    await adds(journal, "ООО Север")
    assert names(made) == ["ИП Иванов"]
    assert made.name == "journal-20260304-090000.db"
    assert backups(settings) == [made]


async def test_a_transaction_under_way_is_not_in_the_backup(
    settings: Settings, journal: Database
) -> None:
    async with journal.transaction():
        await Cabinets(journal).add(Marketplace.WB, "ИП Иванов", Currency.RUB)
        made = make_backup(settings, NOW)
    assert names(made) == []


async def test_a_backup_of_this_second_replaces_the_one_before(
    settings: Settings, journal: Database
) -> None:
    make_backup(settings, NOW)
    await adds(journal, "ИП Иванов")
    (made,) = {make_backup(settings, NOW), *backups(settings)}
    assert names(made) == ["ИП Иванов"]


async def test_what_a_stopped_backup_left_does_not_stop_the_next(
    settings: Settings, journal: Database
) -> None:
    made = make_backup(settings, NOW)
    made.rename(made.with_suffix(".part"))
    assert make_backup(settings, NOW) == made
    assert backups(settings) == [made]
    assert await journal.rows("PRAGMA user_version")


def spoil(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    pages = len(content) // PAGE
    for page in range(pages // 2, pages):
        content[page * PAGE : page * PAGE + 64] = b"\xff" * 64
    path.write_bytes(content)
    return bytes(content)


async def test_a_broken_copy_never_gets_a_backups_name(settings: Settings) -> None:
    journal = await Database.open(settings.database_path)
    await journal.close()
    spoil(settings.database_path)
    with pytest.raises((BackupDamaged, sqlite3.DatabaseError)):
        make_backup(settings, NOW)
    assert newest_backup(settings) is None


class Spoiling(sqlite3.Connection):
    """A connection whose copies come out broken, as from a disk that lies."""

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]  # positional, as it is called
        done = super().execute(sql, values)
        if sql.startswith("VACUUM INTO"):
            spoil(Path(values[0]))
        return done


async def test_a_copy_that_comes_out_broken_never_gets_a_backups_name(
    settings: Settings, journal: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await adds(journal, "ИП Иванов")
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Spoiling))
    with pytest.raises(BackupDamaged):
        make_backup(settings, NOW)
    assert backups(settings) == []


def test_a_journal_that_is_not_there_is_not_made_by_backing_it_up(settings: Settings) -> None:
    with pytest.raises(FileNotFoundError):
        make_backup(settings, NOW)
    assert not settings.database_path.exists()
    assert newest_backup(settings) is None


def nights(first: datetime) -> Iterator[datetime]:
    return (first + day * DAY for day in count())


async def test_seven_days_and_four_weeks_are_kept(settings: Settings, journal: Database) -> None:
    monday = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    made = [make_backup(settings, at) for at, _ in zip(nights(monday), range(60), strict=False)]
    kept = backups(settings)
    last_days = made[-DAILY:]
    sundays = [path for path in made if _made_at(path).isoweekday() == 7]
    assert set(kept) == {*last_days, *sundays[-WEEKLY + 1 :], made[-1]}
    assert newest_backup(settings) == made[-1]
    assert await journal.rows("PRAGMA user_version")


async def test_of_several_backups_of_one_day_the_newest_stays(
    settings: Settings, journal: Database
) -> None:
    for day in range(DAILY):
        for hour in (1, 13):
            make_backup(settings, NOW + day * DAY + hour * HOUR)
    kept = [_made_at(path) for path in backups(settings)]
    assert [at.hour for at in kept[-DAILY:]] == [(NOW + 13 * HOUR).hour] * DAILY
    assert len(kept) == DAILY
    assert await journal.rows("PRAGMA user_version")


def _made_at(path: Path) -> datetime:
    return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)


async def test_restoring_brings_the_backup_back_and_keeps_the_old_file_beside(
    settings: Settings,
) -> None:
    journal = await Database.open(settings.database_path)
    await adds(journal, "ИП Иванов")
    made = make_backup(settings, NOW)
    await adds(journal, "ООО Север")
    await journal.close()
    restore_backup(settings, made)
    assert names(settings.database_path) == ["ИП Иванов"]
    (old,) = settings.data_dir.glob("*.before-restore")
    assert names(old) == ["ИП Иванов", "ООО Север"]
    again = await Database.open(settings.database_path)
    assert [each.name for each in await Cabinets(again).all()] == ["ИП Иванов"]
    await again.close()


async def test_a_leftover_log_of_the_old_journal_does_not_get_into_the_restored_one(
    settings: Settings, journal: Database
) -> None:
    await adds(journal, "ИП Иванов")
    made = make_backup(settings, NOW)
    await adds(journal, "ООО Север")
    assert settings.database_path.with_name("journal.db-wal").exists()  # as after a crash
    restore_backup(settings, made)
    assert names(settings.database_path) == ["ИП Иванов"]


async def test_a_journal_that_is_gone_can_be_restored(settings: Settings) -> None:
    journal = await Database.open(settings.database_path)
    await adds(journal, "ИП Иванов")
    made = make_backup(settings, NOW)
    await journal.close()
    settings.database_path.unlink()
    restore_backup(settings, made)
    assert names(settings.database_path) == ["ИП Иванов"]


async def test_a_damaged_backup_is_refused_and_changes_nothing(settings: Settings) -> None:
    journal = await Database.open(settings.database_path)
    await adds(journal, "ИП Иванов")
    made = make_backup(settings, NOW)
    await journal.close()
    spoil(made)
    before = settings.database_path.read_bytes()
    with pytest.raises(BackupDamaged):
        restore_backup(settings, made)
    assert settings.database_path.read_bytes() == before
    assert [path.name for path in settings.data_dir.iterdir() if path.is_file()] == ["journal.db"]


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_a_file_that_is_no_journal_is_refused(settings: Settings, content: bytes | None) -> None:
    other = settings.data_dir / "other.db"
    if content is not None:
        other.write_bytes(content)
    with pytest.raises(BackupDamaged):
        restore_backup(settings, other)
    assert not settings.database_path.exists()


def test_a_sound_database_that_is_no_journal_is_refused(settings: Settings) -> None:
    other = settings.data_dir / "other.db"
    with closing(sqlite3.connect(other)) as file:
        file.execute("CREATE TABLE something (id INTEGER)")
    with pytest.raises(BackupDamaged):
        restore_backup(settings, other)


# Health, which reads the same file --------------------------------------------------------------


BEGUN = datetime(2026, 3, 1, 9, tzinfo=UTC)
NIGHT = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
"""Half past three in Moscow."""


@pytest.mark.parametrize(
    ("made", "begun", "now", "due"),
    [
        (NIGHT - DAY, BEGUN, NIGHT - timedelta(seconds=1), False),
        (NIGHT - DAY, BEGUN, NIGHT, True),
        (NIGHT - DAY, BEGUN, NIGHT + 12 * HOUR, True),
        (NIGHT, BEGUN, NIGHT + HOUR, False),
        (NIGHT + HOUR, BEGUN, NIGHT + DAY - timedelta(seconds=1), False),
        (NIGHT - 9 * DAY, BEGUN, NIGHT - HOUR, True),
        (None, NIGHT + HOUR, NIGHT + 2 * HOUR, False),
        (None, NIGHT + HOUR, NIGHT + DAY, True),
        (None, BEGUN, NIGHT + HOUR, True),
    ],
)
def test_a_backup_is_due_once_a_night_and_late_after_a_stop(
    settings: Settings, made: datetime | None, begun: datetime, now: datetime, *, due: bool
) -> None:
    if made:
        (settings.data_dir / "backups").mkdir()
        (settings.data_dir / "backups" / made.strftime(NAME)).touch()
    assert backup_is_due(settings, begun, now) is due


async def test_a_nightly_backup_is_made_once(settings: Settings, journal: Database) -> None:
    await adds(journal, "Первый")
    made = make_nightly_backup(settings, BEGUN, NIGHT)
    assert made is not None
    assert names(made) == ["Первый"]
    assert make_nightly_backup(settings, BEGUN, NIGHT + HOUR) is None
    assert backups(settings) == [made]


async def test_what_a_stop_has_cut_short_is_swept_but_not_what_is_being_made(
    settings: Settings, journal: Database
) -> None:
    folder = settings.data_dir / "backups"
    folder.mkdir()
    left, under_way = (
        (folder / at.strftime(NAME)).with_suffix(".part") for at in (NOW - 2 * DAY, NOW - HOUR)
    )
    left.touch()
    under_way.touch()
    await adds(journal, "Первый")
    made = make_backup(settings, NOW)
    assert backups(settings) == sorted([under_way, made])
