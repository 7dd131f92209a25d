"""Hearing: what a message holds, whatever its kind."""

from aiogram.enums import ContentType
from aiogram.types import Message

from cases.answers import Attachment, Heard, Said

_HEARD: dict[str, Heard] = {
    ContentType.TEXT: Heard.TEXT,
    ContentType.PHOTO: Heard.PHOTO,
    ContentType.DOCUMENT: Heard.DOCUMENT,
    ContentType.VIDEO: Heard.VIDEO,
    ContentType.VOICE: Heard.VOICE,
    ContentType.AUDIO: Heard.AUDIO,
    ContentType.VIDEO_NOTE: Heard.VIDEO_NOTE,
    ContentType.ANIMATION: Heard.ANIMATION,
    ContentType.STICKER: Heard.STICKER,
    ContentType.CONTACT: Heard.CONTACT,
    ContentType.LOCATION: Heard.LOCATION,
    ContentType.VENUE: Heard.LOCATION,
    ContentType.POLL: Heard.POLL,
}
_ENDINGS: dict[Heard, str] = {
    Heard.PHOTO: "jpg",
    Heard.VIDEO: "mp4",
    Heard.VIDEO_NOTE: "mp4",
    Heard.ANIMATION: "mp4",
    Heard.VOICE: "ogg",
    Heard.AUDIO: "mp3",
    Heard.DOCUMENT: "bin",
}
"""How a file ends whose sender gave it no name."""
FILES = frozenset({*_ENDINGS})


def heard(message: Message) -> Said:
    """Return what the person said: the text, or the file with its caption."""
    kind = _HEARD.get(message.content_type, Heard.OTHER)
    return Said(kind, message.text or "", _attachment(message, kind), message.message_id)


def _attachment(message: Message, kind: Heard) -> Attachment | None:
    file = (
        message.photo[-1] if kind is Heard.PHOTO and message.photo else getattr(message, kind, None)
    )
    if kind not in FILES or file is None:
        return None
    return Attachment(
        file_id=file.file_id,
        unique_id=file.file_unique_id,
        kind=kind,
        name=getattr(file, "file_name", None) or f"{kind}.{_ENDINGS[kind]}",
        size=file.file_size or 0,
        caption=message.caption or "",
        album=message.media_group_id or "",
    )
