"""A refusal of the disk and what came of it, and how a journal is looked into meanwhile."""

import contextlib
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs.faulty_disk import DISK, Fault

KEPT = """
    SELECT 'case', id FROM cases UNION ALL SELECT 'line', id FROM history
    UNION ALL SELECT 'update', update_id FROM inbox UNION ALL SELECT 'word', key FROM outbox
    UNION ALL SELECT 'person', id FROM people
"""
Rows = set[tuple[str, int | str]]


@dataclass(frozen=True)
class Refusal:
    """What the disk says, at which write, and whether it takes the next one."""

    fault: Fault
    at: int
    once: bool

    def begins(self) -> None:
        """Let the disk refuse, counting from now."""
        DISK.breaks(self.fault, self.at, once=self.once)

    def __str__(self) -> str:
        return f"{self.fault.value} {'once' if self.once else 'for good'} at write {self.at}"


@dataclass
class Outcome:
    """What went wrong with it; nothing is what it should be. `writes` were tried in all."""

    refusal: Refusal
    refused: int = 0
    writes: int = 0
    rest_at: int | None = None
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.refusal}: {'; '.join(self.wrong)}"

    def ends(self) -> None:
        """Mend the disk, and keep what it has counted."""
        self.refused, self.writes = DISK.refused, DISK.writes
        DISK.is_mended()


def ask(journal: Path, sql: str) -> list[tuple[Any, ...]]:
    """Read the journal past the disk's refusals."""
    with DISK.is_left_alone(), contextlib.closing(sqlite3.connect(journal)) as reader:
        return reader.execute(sql).fetchall()


def rows_of(journal: Path) -> Rows:
    """Return what must never be gone."""
    return {(name, key) for name, key in ask(journal, KEPT)}


def damage_of(journal: Path) -> list[str]:
    """Return what SQLite finds wrong with the file."""
    found = ask(journal, "PRAGMA integrity_check")
    return [] if found == [("ok",)] else [f"damaged: {found}"]
