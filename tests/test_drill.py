"""The drill: a backup is not believed before it was restored."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from samples import NOW

from bot.backups import make_backup
from bot.drill import Drill, drill
from bot.settings import Settings
from bot.shelf import Shelf
from storage.database import Database

FILE = b"seam"
PLACE = "0001/01-seam.jpg"
FILLING = (
    """INSERT INTO people (id, telegram_id, name, role, joined_at)
        VALUES (1, 1, 'Ольга', 'owner', 0)""",
    """INSERT INTO cabinets (id, marketplace, name, currency)
        VALUES (1, 'wb', 'ИП Иванов', 'RUB')""",
    """INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id, created_at,
        moved_at) VALUES (1, 'buyer_chat', 'waiting_us', 1, 1, '{}', 1, 0, 0)""",
)
KEPT = """
    INSERT INTO attachments (case_id, number, state, file_id, unique_id, kind, name, size, caption,
        added_at, place, sha256)
    VALUES (1, 1, 'kept', 'f', 'u', 'photo', 'seam.jpg', 4, '', 0, :place, :digest)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=tmp_path)  # noqa: S106 - made up


@pytest.fixture
async def journal(settings: Settings) -> AsyncIterator[Database]:
    """A journal with a case, its history and a file."""
    opened = await Database.open(settings.database_path)
    for sql in FILLING:
        await opened.rows(sql)
    kept = {"place": PLACE, "digest": hashlib.sha256(FILE).hexdigest()}
    await opened.rows(KEPT, kept)
    await _notes(opened)
    path = Shelf(settings.data_dir).path(PLACE)
    path.parent.mkdir(parents=True)
    path.write_bytes(FILE)
    yield opened
    await opened.close()


async def _notes(journal: Database) -> None:
    await journal.rows(
        "INSERT INTO history (case_id, at, place, what) VALUES (1, 0, 'private', 'registered')"
    )


async def test_the_newest_backup_is_restored_and_compared(
    settings: Settings, journal: Database
) -> None:
    made = make_backup(settings, NOW)
    before = sorted(settings.data_dir.rglob("*"))
    done = drill(settings)
    assert done.passed
    assert (done.backup, done.files) == (made, 1)
    assert done.rows >= 5
    assert sorted(settings.data_dir.rglob("*")) == before


async def test_the_journal_may_have_gone_on_since(settings: Settings, journal: Database) -> None:
    make_backup(settings, NOW)
    await _notes(journal)
    assert drill(settings).passed


async def test_history_that_is_not_what_it_was_is_found(
    settings: Settings, journal: Database
) -> None:
    make_backup(settings, NOW)
    await journal.rows("DROP TRIGGER history_is_never_edited")
    await journal.rows("UPDATE history SET what = 'closed'")
    assert drill(settings).differing == ("history, now",)


@pytest.mark.parametrize("harm", ["gone", "other"])
async def test_a_file_that_is_gone_or_another_is_found(
    settings: Settings, journal: Database, harm: str
) -> None:
    make_backup(settings, NOW)
    path = Shelf(settings.data_dir).path(PLACE)
    path.unlink() if harm == "gone" else path.write_bytes(b"seem")
    assert drill(settings).missing == (PLACE,)


def test_without_a_backup_there_is_nothing_to_restore(settings: Settings) -> None:
    with pytest.raises(FileNotFoundError):
        drill(settings)


def test_a_drill_passes_only_when_nothing_differs() -> None:
    sound = Drill(Path("b"), 1, 1, 1, (), ())
    assert sound.passed
    assert not Drill(Path("b"), 1, 1, 1, ("cases",), ()).passed
    assert not Drill(Path("b"), 1, 1, 1, (), ("place",)).passed
