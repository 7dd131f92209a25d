"""The packs: what goes into the archive of a case, written down before it is made."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from cases.files import CaseFile

LARGEST = 45_000_000
"""Bytes of files in one archive: Telegram takes documents of 50 MB from a bot."""
MARK = "pack:"
"""What a document begins with that is yet to be made; no file id has a colon."""


@dataclass(frozen=True)
class Pack:
    """One archive: its name, its texts by their names, its files as (place, name inside)."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()

    def as_document(self) -> str:
        """Write it down where a file id would stand."""
        return MARK + json.dumps(vars(self), ensure_ascii=False)

    @classmethod
    def of_document(cls, document: Any) -> Self | None:
        """Read what was written down; None for what is a file id."""
        if not isinstance(document, str) or not document.startswith(MARK):
            return None
        kept = json.loads(document.removeprefix(MARK))
        files = tuple((place, name) for place, name in kept["files"])
        return cls(kept["name"], kept["texts"], files)


def in_parts(files: Iterable[CaseFile]) -> list[list[CaseFile]]:
    """Share files out between as few archives as take them in their order; at least one."""
    parts: list[list[CaseFile]] = [[]]
    for file in files:
        size = sum(each.attachment.size for each in parts[-1])
        if parts[-1] and size + file.attachment.size > LARGEST:
            parts.append([])
        parts[-1].append(file)
    return parts
