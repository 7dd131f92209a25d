"""The files of the world: kept in memory, named by ids as Telegram names them."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Final

from sandbox.wire import Json, without_nulls

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PICTURES: Final = {
    _PNG: "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
_UNKNOWN_SIZE: Final = (800, 600)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `kind` is photo, document, voice or sticker; `path` is where getFile sends to."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    content: bytes
    size: int

    @property
    def path(self) -> str:
        """The path under `/file/bot<token>/`."""
        ending = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.kind}s/{self.unique_id}.{ending}"

    def as_file(self) -> Json:
        """The Telegram File object."""
        return {**self._head(), "file_size": self.size, "file_path": self.path}

    def as_photo(self) -> list[Json]:
        """The sizes of a photo; the sandbox has only one."""
        width, height = _measured(self.content)
        return [{**self._head(), "width": width, "height": height, "file_size": self.size}]

    def as_document(self) -> Json:
        """The Telegram Document object."""
        kind = mimetypes.guess_type(self.name)[0]
        shown = without_nulls(file_name=self.name or None, mime_type=kind)
        return {**self._head(), **shown, "file_size": self.size}

    def as_voice(self) -> Json:
        """The Telegram Voice object."""
        return {**self._head(), "duration": 3, "mime_type": "audio/ogg", "file_size": self.size}

    def as_sticker(self) -> Json:
        """The Telegram Sticker object."""
        looks = {"type": "regular", "width": 512, "height": 512, "emoji": "👍"}
        return {**self._head(), **looks, "is_animated": False, "is_video": False}

    def _head(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id}


class Files:
    """Keeps what was sent by anyone."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, name: str, content: bytes, size: int | None = None) -> StoredFile:
        """Store a file; `size` pretends that it is larger than its content."""
        number = len(self._by_id) + 1
        digest = hashlib.sha256(content + f"{number}".encode()).hexdigest()
        told = len(content) if size is None else size
        stored = StoredFile(f"AgACAgIAAxkBAAI{digest[:40]}", digest[:16], kind, name, content, told)
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file at this path."""
        return self._by_path.get(path)


def picture_type(content: bytes) -> str | None:
    """The media type of a picture, judged by its first bytes; None for anything else."""
    return next((kind for head, kind in _PICTURES.items() if content.startswith(head)), None)


def _measured(content: bytes) -> tuple[int, int]:
    # A PNG tells its size at a fixed place; of the others the sandbox does not look for it.
    if not content.startswith(_PNG) or len(content) < 24:
        return _UNKNOWN_SIZE
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
