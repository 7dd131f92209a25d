"""The encrypted copy: made for the owner's key alone, opened with it, and the same in every row."""

import os
import sqlite3
import sys
import tarfile
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from pydantic import ValidationError
from stories import SAVED
from team import Team, make_team

from bot import copies, vault
from bot.__main__ import main
from bot.backups import BackupDamaged, newest_backup
from bot.drill import _digests, _opened, _tables
from bot.settings import Settings
from cases.copies import Copy
from texts import copies as words
from texts import operator

KEY = pyrage.x25519.Identity.generate()
PUBLIC = str(KEY.to_public())
FILE = b"%PDF \xff\x00 seam" * 5000


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[Team]:
    """A team whose owner has set a key; #1 is a chat with a file."""
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    folder = tmp_path / "bot"
    folder.mkdir()
    async with make_team(at, folder, backup_key=PUBLIC) as team:
        await team.hire()
        await team.anna.does(*SAVED)
        await team.anna.person.sends_document("шов.pdf", FILE, caption="#1 шов")
        await team.settles()
        await team.collects()
        yield team


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """The settings of an empty folder."""
    return settings_of(tmp_path / "elsewhere")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# public key: {PUBLIC}\n{KEY}\n")
    return path


def nobody(_: str) -> str:
    pytest.fail("a key that lies open needs no passphrase")


def settings_of(folder: Path, **more: str) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder, **more)  # noqa: S106 - made up


async def asked(team: Team, tmp_path: Path) -> Path:
    """Ask for a copy, and save what has come."""
    await team.owner.says("/backup")
    sent = team.owner.person.chat.messages[-1]["document"]
    file = team.world.files.find(sent["file_id"])
    assert file is not None
    path = tmp_path / str(sent["file_name"])
    path.write_bytes(file.content)
    return path


async def test_without_a_key_the_owner_reads_how_to_set_one_up(team: Team) -> None:
    await team.hire()
    assert await team.owner.says("/backup") == words.HOW_TO_SET_UP.replace("<code>", "").replace(
        "</code>", ""
    )
    assert "age-keygen" in words.HOW_TO_SET_UP


async def test_a_copy_comes_encrypted_and_is_restored_row_by_row_and_file_by_file(
    there: Team, tmp_path: Path, elsewhere: Settings, key: Path
) -> None:
    locked = await asked(there, tmp_path)
    assert locked.name.endswith(".tar.gz.age")
    content = locked.read_bytes()
    assert content.startswith(vault.HEADER)
    assert b"SQLite" not in content
    vault.restore(elsewhere, locked, key, nobody)
    made = newest_backup(settings_of(tmp_path / "bot"))
    assert made
    with closing(_opened(made)) as copy, closing(_opened(elsewhere.database_path)) as back:
        assert _tables(copy) == _tables(back)
        assert all(_digests(copy, table) == _digests(back, table) for table in _tables(copy))
        assert copy.execute("SELECT COUNT(*) FROM cases").fetchone() == (1,)
    assert files_below(elsewhere.data_dir) == files_below(tmp_path / "bot") != {}
    assert not list(elsewhere.data_dir.glob(".unlocked*"))


def files_below(folder: Path) -> dict[str, bytes]:
    root = folder / "attachments"
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


async def test_nothing_of_a_copy_stays_on_the_server(there: Team, tmp_path: Path) -> None:
    await asked(there, tmp_path)
    assert not list((tmp_path / "bot").rglob("*.age"))
    assert not list((tmp_path / "bot" / "attachments" / ".parts").iterdir())


async def test_only_the_owners_private_chat_gets_it(there: Team) -> None:
    await there.binds_group()
    await there.anna.says("/backup")
    assert "document" not in there.anna.person.chat.messages[-1]
    await there.owner.says("/backup@journal_bot", where=there.group)
    assert not any("document" in message for message in there.group.messages)


async def test_a_copy_that_telegram_would_not_take_is_offered_without_files(
    there: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Settings, key: Path
) -> None:
    monkeypatch.setattr(copies, "LARGEST", len(FILE) - 1)
    told = await there.owner.says("/backup")
    assert "Telegram берёт от бота до" in told
    monkeypatch.setattr(copies, "LARGEST", 10**7)
    await there.owner.presses(words.WITHOUT_FILES)
    sent = there.owner.person.chat.messages[-1]
    assert "журнал без файлов" in sent["caption"]
    locked = tmp_path / "small.age"
    file = there.world.files.find(sent["document"]["file_id"])
    assert file is not None
    locked.write_bytes(file.content)
    vault.restore(elsewhere, locked, key, nobody)
    assert files_below(elsewhere.data_dir) == {}


async def test_a_journal_that_is_too_large_itself_lies_on_the_server(
    there: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGEST", 100)
    await there.owner.says("/backup")
    assert "папка backups" in await there.owner.presses(words.WITHOUT_FILES)
    assert there.owner.buttons[:1] != [words.WITHOUT_FILES]


async def test_a_copy_that_cannot_be_made_says_so(
    there: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise BackupDamaged("journal.db")

    monkeypatch.setattr(copies, "make_backup", refuses)
    assert await there.owner.says("/backup") == words.NO_COPY


async def test_what_breaks_while_packing_is_no_copy(
    there: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(tarfile.TarFile, "add", refuses)
    assert await there.owner.says("/backup") == words.NO_COPY


def locked(path: Path, *members: tuple[str, bytes]) -> Path:
    """Write an archive that somebody else has made for the key."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    path.write_bytes(pyrage.encrypt(packed.getvalue(), [KEY.to_public()]))
    return path


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/outside", "attachments/../../outside", "elsewhere", "attachments/"]
)
def test_a_copy_writes_nowhere_but_where_it_belongs(
    tmp_path: Path, elsewhere: Settings, key: Path, name: str
) -> None:
    given = locked(tmp_path / "bad.age", (name, b"x"))
    with pytest.raises(BackupDamaged):
        vault.restore(elsewhere, given, key, nobody)
    assert not list(tmp_path.rglob("outside"))
    assert not elsewhere.database_path.exists()


@pytest.mark.parametrize("harm", ["cut", "other", "no journal"])
def test_a_damaged_copy_changes_nothing(
    tmp_path: Path, elsewhere: Settings, key: Path, harm: str
) -> None:
    given = locked(tmp_path / "bad.age", ("journal.db", b"no database"))
    content = given.read_bytes()
    if harm == "cut":
        given.write_bytes(content[:-5])
    elif harm == "other":
        given.write_bytes(b"something else")
    else:
        locked(given, ("attachments/0001/01-a", b"a"))
    with pytest.raises(BackupDamaged):
        vault.restore(elsewhere, given, key, nobody)
    assert not elsewhere.database_path.exists()
    assert files_below(elsewhere.data_dir) == {}


def test_a_file_that_is_there_already_stays(tmp_path: Path, elsewhere: Settings, key: Path) -> None:
    there = elsewhere.data_dir / "attachments" / "0001" / "01-a"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    given = locked(
        tmp_path / "copy.age", ("journal.db", a_journal(tmp_path)), ("attachments/0001/01-a", b"a")
    )
    vault.restore(elsewhere, given, key, nobody)
    assert there.read_bytes() == b"mine"


def a_journal(folder: Path) -> bytes:
    path = folder / "some.db"
    with closing(sqlite3.connect(path)) as file:
        for table in ("cases", "people", "history"):
            file.execute(f"CREATE TABLE {table} (id INTEGER)")
        file.execute("PRAGMA user_version = 1")
    return path.read_bytes()


def commanded(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    monkeypatch.chdir(folder)
    for name, value in {"BOT_TOKEN": "42:TEST", "OWNER_ID": "1", "DATA_DIR": "data"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["bot", "restore", *arguments])
    before = os.umask(0o022)
    try:
        return main()
    finally:
        os.umask(before)


def test_the_command_restores_with_the_key_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    key: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = str(locked(tmp_path / "copy.age", ("journal.db", a_journal(tmp_path))))
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    for identity in ([], ["--identity", str(other)], ["--identity", str(tmp_path / "no.txt")]):
        assert commanded(monkeypatch, tmp_path, given, *identity) == 1
        assert "Ничего не изменено" in capsys.readouterr().err
    assert not (tmp_path / "data" / "journal.db").exists()
    assert commanded(monkeypatch, tmp_path, given, "--identity", str(key)) == 0
    for kept in (tmp_path / "data", tmp_path / "data" / "journal.db"):
        assert not kept.stat().st_mode & 0o077  # it is nobody else's to read


@pytest.mark.parametrize("armored", [False, True])
def test_a_key_under_a_passphrase_opens_with_it_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    armored: bool,
) -> None:
    given = str(locked(tmp_path / "copy.age", ("journal.db", a_journal(tmp_path))))
    hidden = tmp_path / "key.age"
    hidden.write_bytes(pyrage.passphrase.encrypt(f"{KEY}\n".encode(), "шов", armored=armored))
    for passphrase, code in (("шив", 1), ("шов", 0)):
        monkeypatch.setattr("getpass.getpass", lambda _, said=passphrase: said)
        assert commanded(monkeypatch, tmp_path, given, "--identity", str(hidden)) == code
        assert ("паролем" in capsys.readouterr().err) == bool(code)
        assert (tmp_path / "data" / "journal.db").exists() != bool(code)


MISTYPED = PUBLIC[:-1] + ("p" if PUBLIC.endswith("q") else "q")


@pytest.mark.parametrize(
    "wrong",
    [str(KEY), "age1qqqq", MISTYPED, "ключ"],
    ids=["secret", "short", "mistyped", "no key"],  # a key is another one in every process
)
def test_a_key_that_is_no_public_one_is_refused_without_being_shown(
    tmp_path: Path, wrong: str
) -> None:
    with pytest.raises(ValidationError):
        settings_of(tmp_path, backup_key=wrong)
    assert "секретному" in operator.bad_settings(["backup_key"])


@pytest.mark.parametrize("copy", Copy)
def test_a_copy_is_written_down_and_read_back(copy: Copy) -> None:
    assert Copy.of_document(copy.as_document()) is copy
    assert Copy.of_document("BQACAgIAAxkBAAI") is None
