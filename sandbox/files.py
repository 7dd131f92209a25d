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
_FRAME: Final[Json] = {"width": 640, "height": 360, "duration": 5}
#: What a file of each kind shows besides its ids and size; the sandbox does not look inside.
_SHAPES: Final[dict[str, Json]] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "audio": {"duration": 180},
    "video": _FRAME,
    "animation": _FRAME,
    "video_note": {"length": 240, "duration": 5},
    "sticker": {"type": "regular", "width": 512, "height": 512, "emoji": "👍"}
    | {"is_animated": False, "is_video": False},
}
_NAMED: Final = frozenset({"document", "audio", "video", "animation"})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; `kind` is the field of a Message that shows it, `path` is what getFile tells."""

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

    def shown(self) -> Json:
        """The fields of a Message that show this file."""
        shape = _SHAPES.get(self.kind)
        body = {**self._head(), **(shape or {}), "file_size": self.size}
        if self.kind == "photo":
            width, height = measured(self.content)
            return {"photo": [{**body, "width": width, "height": height}]}
        if self.kind in _NAMED:
            body |= without_nulls(file_name=self.name or None, mime_type=_media_type(self.name))
        # An animation is a document as well, for clients that do not know animations.
        also = {"document": body} if self.kind == "animation" else {}
        return {self.kind: body, **also}

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


def measured(content: bytes) -> tuple[int, int]:
    """The width and height of a picture."""
    # A PNG tells its size at a fixed place; of the others the sandbox does not look for it.
    if not content.startswith(_PNG) or len(content) < 24:
        return _UNKNOWN_SIZE
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _media_type(name: str) -> str | None:
    return mimetypes.guess_type(name)[0]
