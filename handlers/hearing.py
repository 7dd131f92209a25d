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
    ContentType.STICKER: Heard.STICKER,
    ContentType.CONTACT: Heard.CONTACT,
}


def heard(message: Message) -> Said:
    """Return what the person said: the text, or the file with its caption."""
    kind = _HEARD.get(message.content_type, Heard.OTHER)
    return Said(kind, message.text or "", _attachment(message, kind), message.message_id)


def _attachment(message: Message, kind: Heard) -> Attachment | None:
    photo = message.photo[-1] if message.photo else None
    file = photo or message.document or message.video or message.voice
    if file is None:
        return None
    name = getattr(file, "file_name", None) or f"{kind}-{file.file_unique_id}"
    return Attachment(
        file.file_id, file.file_unique_id, kind, name, file.file_size or 0, message.caption or ""
    )
