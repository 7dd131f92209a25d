"""The disk fails at every so-manieth write: nothing is lost, and the owner is told from memory."""

import contextlib
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe
from stories import TICKET
from team import Team

from bot.receiver import Receiver
from bot.shelf import RESERVE
from proofs.disk import attempt, every_write
from proofs.disk_story import Calm, try_story
from proofs.faulty_disk import Fault, faulty_disk
from proofs.one_thread import in_one_thread
from proofs.refusals import Refusal
from storage.database import Database, is_of_the_disk
from texts.attachments import DISK_REFUSES
from texts.health import UNWRITABLE, WRITABLE

EVERY = 67


@pytest.fixture
def quietly() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.timeout(900)
async def test_a_disk_that_fails_harms_nothing_and_loses_nothing(quietly: None) -> None:
    with faulty_disk():
        tried = [await attempt(trial) for trial in await every_write(EVERY, first=11)]
    assert len(tried) > 40
    assert sum(outcome.refused > 0 for outcome in tried) > 30
    assert [str(outcome) for outcome in tried if outcome.wrong] == []


async def test_without_the_drivers_thread_it_is_the_same(quietly: None) -> None:
    async def told() -> list[str]:
        return await Calm().says(None)

    with in_one_thread():
        alone = await told()
    assert alone == await told()


async def test_a_receiver_that_confirms_what_it_has_not_stored_is_noticed(
    quietly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep: Any = Receiver._keep

    async def keeps_if_it_can(*asked: Any) -> None:
        with contextlib.suppress(sqlite3.Error):
            await keep(*asked)

    monkeypatch.setattr(Receiver, "_keep", keeps_if_it_can)
    calm = Calm()
    with faulty_disk():
        for at in range(100, 130, 3):
            outcome = await try_story(Refusal(Fault.NO_SPACE, at, once=False), calm)
            if "neither kept nor waiting" in str(outcome):
                return
    pytest.fail("nobody has noticed")


@pytest.mark.parametrize("restored", [False, True])
async def test_a_first_write_that_was_cut_short_is_undone_at_the_next_start(
    tmp_path: Path, *, restored: bool
) -> None:
    source, journal = tmp_path / "source.db", tmp_path / "journal.db"
    await (await Database.open(source)).close()
    undone = 0
    for at in range(1, 16):
        journal.unlink(missing_ok=True)
        if restored:
            with contextlib.closing(sqlite3.connect(source)) as sound:
                sound.execute("VACUUM INTO ?", (str(journal),))
        with faulty_disk() as disk:
            disk.breaks(Fault.IO_ERROR, at, once=False)
            with contextlib.suppress(sqlite3.OperationalError):
                await (await Database.open(journal)).close()
            disk.is_mended()
        undone += (tmp_path / "journal.db-journal").exists()
        opened = await Database.open(journal)
        assert [tuple(row) for row in await opened.rows("PRAGMA integrity_check")] == [("ok",)]
        await opened.close()
    assert undone


# The owner is told from memory ------------------------------------------------------------------


@pytest.fixture
async def failing(team: Team, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team whose journal cannot be written any more."""
    await team.hire()

    async def refuses(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(team.app.clock.clocks, "ran", refuses)
    return team


def calls(team: Team) -> list[str]:
    heard = [each.get("text", "") for each in team.owner.person.chat.messages]
    return [each.partition("\n")[0] for each in heard if "Диск не принимает" in each]


async def test_the_owner_is_told_at_once_and_every_hour_while_it_lasts(failing: Team) -> None:
    for _ in range(5):
        failing.clock.moves(minutes=2)
        await failing.app.clock.tick()
    assert len(calls(failing)) == 1
    failing.clock.moves(hours=1)
    await failing.app.clock.tick()
    assert len(calls(failing)) == 2
    assert "не дольше суток" in UNWRITABLE


async def test_when_the_disk_works_again_who_was_told_is_told(
    failing: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing.clock.moves(minutes=2)
    await failing.app.clock.tick()
    monkeypatch.undo()
    await failing.waits(minutes=2)
    await failing.waits(minutes=2)
    heard = [each.get("text") for each in failing.owner.person.chat.messages]
    assert heard.count(WRITABLE) == 1


async def test_nobody_hears_of_a_disk_that_works(team: Team) -> None:
    await team.hire()
    await team.waits(minutes=2)
    assert not calls(team)
    assert WRITABLE not in team.owner.saw


async def test_a_call_that_does_not_get_through_is_made_again(
    failing: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_gone(*_: object, **__: object) -> None:
        raise TelegramNetworkError(GetMe(), "gone")

    with monkeypatch.context() as patch:
        patch.setattr(failing.app.clock.distress, "bot", is_gone)
        failing.clock.moves(minutes=2)
        await failing.app.clock.tick()
    assert not calls(failing)
    failing.clock.moves(minutes=2)
    await failing.app.clock.tick()
    assert len(calls(failing)) == 1


async def test_a_lock_or_a_wrong_statement_is_not_the_disk() -> None:
    database = await Database.open(":memory:")
    with pytest.raises(sqlite3.OperationalError) as wrong:
        await database.rows("SELECT nothing FROM nowhere")
    await database.close()
    assert not is_of_the_disk(wrong.value)


# Attachments stop first ---------------------------------------------------------------------------


async def test_when_space_runs_out_files_wait_and_text_goes_on(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    nearly_full = shutil._ntuple_diskusage(10**12, 10**12 - RESERVE, RESERVE)
    monkeypatch.setattr("bot.shelf.shutil.disk_usage", lambda _: nearly_full)
    await team.anna.person.sends_document("акт.pdf", b"%PDF", caption="#1")
    await team.settles()
    await team.collects()
    (file,) = await team.database.rows("SELECT state, tries FROM attachments")
    assert tuple(file) == ("pending", 0)
    assert DISK_REFUSES in team.owner.saw
    assert "#1" in await team.anna.says("/status #1")
    monkeypatch.undo()
    team.clock.moves(minutes=6)
    await team.collects()
    (file,) = await team.database.rows("SELECT state FROM attachments")
    assert file["state"] == "kept"
