"""The copies: which encrypted copy of the journal is asked for, written down before it is made."""

from enum import StrEnum
from typing import Any

LARGEST = 49_000_000
"""Bytes of a copy that goes through Telegram, which takes documents of 50 MB from a bot."""
MARK = "copy:"
"""What a document begins with that is yet to be made; no file id has a colon."""


class Copy(StrEnum):
    """The journal with the files of the cases, or without."""

    WHOLE = "whole"
    JOURNAL = "journal"

    def as_document(self) -> str:
        """Write it down where a file id would stand."""
        return f"{MARK}{self}"

    @classmethod
    def of_document(cls, document: Any) -> "Copy | None":
        """Read what was written down; None for anything else."""
        if not isinstance(document, str) or not document.startswith(MARK):
            return None
        return cls(document.removeprefix(MARK))
