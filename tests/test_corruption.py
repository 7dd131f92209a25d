"""A damaged journal is refused and left as it was found, and never replaced by an empty one."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from samples import NOW

from bot.backups import make_backup
from bot.beginning import check_beginning, mark_beginning
from bot.settings import Settings
from storage.database import Database, DatabaseDamaged
from storage.migrations import MIGRATIONS
from storage.soundness import DatabaseTooNew
from texts import operator

ROOT = Path(__file__).parent.parent
MUTATIONS = 200


def proof(*asked: str) -> tuple[int, str]:
    python = [sys.executable, "-m", "proofs.corruption", *asked]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.returncode, done.stdout + done.stderr


def figure(said: str, name: str) -> int:
    (found,) = re.findall(rf"^ +{name}: (\d+)$", said, re.MULTILINE)
    return int(found)


@pytest.mark.timeout(900)
def test_whatever_harms_the_journal_it_is_refused_or_read_without_a_loss() -> None:
    code, said = proof(str(MUTATIONS), "--seed", "6")
    assert code == 0, said
    assert figure(said, "refused") > 60
    assert figure(said, "intact") > 20
    assert figure(said, "wrong") == 0
    others = figure(said, "a commit earlier") + figure(said, "a value changed, unseen")
    assert figure(said, "refused") + figure(said, "intact") + others == MUTATIONS


@pytest.mark.timeout(900)
def test_a_start_that_does_not_look_is_noticed() -> None:
    code, said = proof("48", "--seed", "6", "--blindly")
    assert code == 1
    assert figure(said, "wrong") > 5


# The beginning ------------------------------------------------------------------------------------


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """A folder with a journal that the bot has opened once."""
    made = Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=tmp_path)  # noqa: S106 - made up
    check_beginning(made)
    await (await Database.open(made.database_path)).close()
    mark_beginning(made)
    return made


def test_a_journal_that_is_there_may_be_opened(settings: Settings) -> None:
    check_beginning(settings)


@pytest.mark.parametrize("blank", [None, b""])
@pytest.mark.parametrize("known_by", ["its mark", "a backup"])
def test_a_journal_that_is_gone_or_blank_is_not_begun_anew(
    settings: Settings, blank: bytes | None, known_by: str
) -> None:
    if known_by == "a backup":
        make_backup(settings, NOW)
        (settings.data_dir / "journal.db-begun").unlink()
    settings.database_path.unlink()
    if blank is not None:
        settings.database_path.write_bytes(blank)
    with pytest.raises(DatabaseDamaged):
        check_beginning(settings)
    assert settings.database_path.exists() is (blank is not None)


def test_where_nothing_was_a_journal_may_begin(tmp_path: Path) -> None:
    fresh = Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=tmp_path)  # noqa: S106 - made up
    check_beginning(fresh)
    (tmp_path / "journal.db").touch()  # a first start was killed before it wrote anything
    check_beginning(fresh)


# What is refused is left alone --------------------------------------------------------------------


async def test_the_log_of_a_damaged_journal_stays_beside_it(tmp_path: Path) -> None:
    journal, killed = tmp_path / "journal.db", tmp_path / "killed"
    killed.mkdir()
    database = await Database.open(journal)
    await database.rows("PRAGMA wal_checkpoint(TRUNCATE)")  # or the log alone is a whole journal
    async with database.transaction():
        await database.rows("INSERT INTO facts (name, value) VALUES ('a', 'b')")
    for file in sorted(tmp_path.glob("journal.db*")):  # noqa: ASYNC240 - a test waits for nobody
        shutil.copy(file, killed)
    await database.close()
    harmed = killed / "journal.db"
    harmed.write_bytes(b"not a database" * 1000)
    log = (killed / "journal.db-wal").read_bytes()
    with pytest.raises(DatabaseDamaged):
        await Database.open(harmed)
    assert harmed.read_bytes() == b"not a database" * 1000
    assert (killed / "journal.db-wal").read_bytes() == log


@pytest.mark.parametrize("version", [0, 1, len(MIGRATIONS) - 1])
async def test_a_version_that_is_not_that_of_the_schema_is_damage(
    settings: Settings, version: int
) -> None:
    with closing(sqlite3.connect(settings.database_path)) as file:
        file.execute(f"PRAGMA user_version = {version}")
    before = settings.database_path.read_bytes()
    with pytest.raises(DatabaseDamaged):
        await Database.open(settings.database_path)
    assert settings.database_path.read_bytes() == before


async def test_a_newer_version_is_refused_with_the_newest_backup_named(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database_path)) as file:
        file.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(DatabaseTooNew):
        await Database.open(settings.database_path)
    assert "restore journal-1.db" in operator.newer(Path("journal-1.db"))
    assert "restore" not in operator.newer(None)
