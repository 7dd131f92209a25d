"""A process killed while it backs up or migrates leaves nothing half done."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.migrations import MIGRATIONS

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.timeout(900)


def proof(*asked: str) -> tuple[int, str]:
    python = [sys.executable, "-m", "proofs.backups", *asked]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.returncode, done.stdout + done.stderr


def test_no_kill_leaves_a_half_backup_or_a_half_migration() -> None:
    code, said = proof("20", "--every", "37", "--seed", "6")
    assert code == 0, said
    (tried,) = re.findall(r"migrations killed: (\d+)", said)
    assert int(tried) > len(MIGRATIONS)
    assert "harm done: 0" in said


def test_a_backup_that_is_written_under_its_own_name_is_noticed() -> None:
    code, said = proof("20", "--in-place", "--seed", "6")
    assert code == 1, said
    assert "is not whole" in said
