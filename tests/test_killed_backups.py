"""A process killed while it backs up or migrates leaves nothing half done."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.migrations import kill_on_the_way
from storage.migrations import MIGRATIONS

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.timeout(900)


def proof(*asked: str) -> tuple[int, str]:
    python = [sys.executable, "-m", "proofs.backups", *asked]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.returncode, done.stdout + done.stderr


def test_no_kill_leaves_a_half_backup_or_a_half_migration() -> None:
    code, said = proof("20", "--every", "23", "--seed", "6")
    assert code == 0, said
    (tried,) = re.findall(r"migrations killed: (\d+)", said)
    assert int(tried) > len(MIGRATIONS)
    assert "harm done: 0" in said


def test_a_backup_that_is_written_under_its_own_name_is_noticed() -> None:
    code, said = proof("20", "--in-place", "--seed", "6")
    assert code == 1, said
    assert "is not whole" in said


OF_MANY = max(number for number, migration in enumerate(MIGRATIONS) if len(migration) > 3)
"""The newest schema from which it takes several statements to the next."""


def wrong_on_the_way(version: int) -> set[str]:
    return {wrong for each in kill_on_the_way(version, every=3) for wrong in each.wrong}


def test_a_migration_that_is_no_transaction_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.BEGIN", "SELECT 1")
    monkeypatch.setattr("storage.database.COMMIT", "SELECT 1")
    assert "the second opening ended with 70" in wrong_on_the_way(OF_MANY)


def test_a_migration_without_a_backup_before_it_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofs.migrations.make_backup", lambda *_, **__: None)
    assert wrong_on_the_way(len(MIGRATIONS) - 1) == {"no backup of how it was"}
