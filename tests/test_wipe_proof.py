"""After a wipe no file holds the buyer's data; a proof that could not fail would prove nothing."""

from pathlib import Path

import pytest

from bot.shelf import Shelf
from proofs.wipe import run
from storage.database import Database
from storage.wiping import Wiping

CASES = 9


@pytest.mark.parametrize("seed", [57, 58])
async def test_after_the_wipe_a_buyers_data_is_in_no_file(tmp_path: Path, seed: int) -> None:
    found = await run(CASES, seed, tmp_path)
    assert found.clean, found
    assert found.files > CASES  # the journal, its log of writes, the backup, others' files


async def test_words_that_stay_in_an_index_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pretends(_: Wiping) -> bool:
        return True

    monkeypatch.setattr(Wiping, "merge_words", pretends)
    assert "journal.db" in (await run(CASES, 57, tmp_path)).after["the name"]


async def test_what_deletions_leave_in_the_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_empties_the_log(self: Database) -> bool:
        await self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return True

    pragmas = ("PRAGMA journal_mode = WAL", "PRAGMA secure_delete = OFF")
    monkeypatch.setattr("storage.database.PRAGMAS", pragmas)
    monkeypatch.setattr(Database, "rewrite", only_empties_the_log)
    found = await run(CASES, 57, tmp_path)
    assert "journal.db" in found.after["the name"]
    assert not any(path.startswith("backups") for path in found.after["the name"])


async def test_a_log_of_writes_that_is_not_emptied_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_writes_anew(self: Database) -> bool:
        await self.rows("VACUUM")
        return True

    monkeypatch.setattr(Database, "rewrite", only_writes_anew)
    assert "journal.db-wal" in (await run(CASES, 57, tmp_path)).after["the name"]


async def test_a_file_that_stays_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "shred", lambda *_: None)
    assert (await run(CASES, 57, tmp_path)).after["a file"]
