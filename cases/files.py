"""The files of a case: what becomes of each, and the names that they get on the disk."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.answers import Attachment

LARGEST = 20 * 1024 * 1024
"""Bytes that Telegram hands over to a bot; a larger file stays with Telegram (BOTAPI.md, 19)."""
LONGEST_NAME = 120
"""Bytes of a name: two to a Cyrillic letter, and every file system takes 255."""
LONGEST_ENDING = 12
NAMELESS = "file"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that mean devices on Windows, whatever stands behind the dot."""


class FileState(StrEnum):
    """Where a file is: still with Telegram only, on the disk, never to be there, or wiped."""

    PENDING = "pending"
    KEPT = "kept"
    TOO_BIG = "too_big"
    FAILED = "failed"
    WIPED = "wiped"


@dataclass(frozen=True)
class CaseFile:
    """A file of a case under its number, which no other file of the case ever gets.

    `place` is its path below the folder of attachments and `sha256` its digest, both empty until
    it is kept. `tries` counts the downloads that broke.
    """

    case_id: int
    number: int
    attachment: Attachment
    state: FileState
    added_at: datetime
    added_by: int | None = None
    tries: int = 0
    place: str = ""
    sha256: str = ""


def is_too_big(attachment: Attachment) -> bool:
    """Whether Telegram will not hand the file over; an unknown size is tried."""
    return attachment.size > LARGEST


def first_state(attachment: Attachment) -> FileState:
    """Return what a file begins as."""
    return FileState.TOO_BIG if is_too_big(attachment) else FileState.PENDING


def place_of(file: CaseFile) -> str:
    """Return where the file is kept: «0057/03-шов.jpg».

    The folder is our own number, which a case has from its first second and never changes; the
    marketplace's number may come later or be corrected, and nothing has to be renamed then.
    """
    return f"{file.case_id:04}/{file.number:02}-{safe_name(file.attachment.name)}"


def safe_name(name: str) -> str:
    """Return a name that is harmless on every system, as much like the given one as possible."""
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", name)
        if sign.isspace() or not unicodedata.category(sign).startswith("C")
    )
    tidy = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    if _RESERVED.match(tidy):
        tidy = f"_{tidy}"
    return _shortened(tidy) or NAMELESS


def _shortened(name: str) -> str:
    """Cut the middle out of a long name: its ending says what it is."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > LONGEST_ENDING:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    room = LONGEST_NAME - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + tail
