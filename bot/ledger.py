"""The ledger: which cases were forgotten, kept beside the journal for who restores a backup."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from storage.wiping import Oblivion

NAME = "forgotten.jsonl"
"""One line a case: our number and two instants, nothing of anybody."""


class Ledger:
    """A file that only grows; a restored journal is held against it."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / NAME

    def read(self) -> tuple[Oblivion, ...]:
        """Return what was ever forgotten; a line that is no line of ours is passed over."""
        if not self.path.exists():
            return ()
        lines = self.path.read_text("utf-8", errors="replace").splitlines()
        return tuple(each for each in map(_read, lines) if each)

    def add(self, many: Iterable[Oblivion]) -> None:
        """Write down what is not there yet. Raises OSError."""
        known = set(self.read())
        lines = [json.dumps(vars(each)) + "\n" for each in many if each not in known]
        if lines:
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())


def _read(line: str) -> Oblivion | None:
    try:
        return Oblivion(**{name: int(value) for name, value in json.loads(line).items()})
    except (ValueError, TypeError, AttributeError):
        return None
