"""What a person sends besides text: photos, documents, voice, stickers, contacts."""

from __future__ import annotations

from sandbox.authors import Author
from sandbox.files import StoredFile
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.rules import CAPTION_CODE_POINTS
from sandbox.wire import Json


class Attaching(Author):
    """The part of a person that sends files; `album` joins several messages into one album."""

    async def sends_photo(
        self,
        content: bytes = b"\xff\xd8\xff photo",
        *,
        caption: str = "",
        where: Group | None = None,
        reply_to: Json | None = None,
        album: str | None = None,
        size: int | None = None,
    ) -> Json:
        """Send a photo; `size` pretends that it is larger than `content`."""
        file = self._keeps("photo", "photo.jpg", content, size)
        return self._attaches({"photo": file.as_photo()}, caption, where, reply_to, album)

    async def sends_document(
        self,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        where: Group | None = None,
        reply_to: Json | None = None,
        album: str | None = None,
        size: int | None = None,
    ) -> Json:
        """Send a file called `name`; `size` pretends that it is larger than `content`."""
        file = self._keeps("document", name, content, size)
        return self._attaches({"document": file.as_document()}, caption, where, reply_to, album)

    async def sends_voice(
        self, content: bytes = b"OggS voice", *, where: Group | None = None
    ) -> Json:
        """Send a voice message."""
        file = self._keeps("voice", "voice.oga", content, None)
        return self.writes({"voice": file.as_voice()}, where)

    async def sends_sticker(self, *, where: Group | None = None) -> Json:
        """Send a sticker."""
        file = self._keeps("sticker", "sticker.webp", b"RIFF sticker", None)
        return self.writes({"sticker": file.as_sticker()}, where)

    async def sends_contact(
        self,
        phone: str = "+79990000000",
        *,
        name: str | None = None,
        user_id: int | None = None,
        where: Group | None = None,
    ) -> Json:
        """Send a contact; by default one's own, as the «share my number» button does."""
        own = name is None and user_id is None
        contact: Json = {"phone_number": phone, "first_name": name or self.first_name}
        shown = self.id if own else user_id
        return self.writes({"contact": contact | ({"user_id": shown} if shown else {})}, where)

    def _keeps(self, kind: str, name: str, content: bytes, size: int | None) -> StoredFile:
        return self.world.files.keep(kind, name, content, size)

    def _attaches(
        self,
        attached: Json,
        caption: str,
        where: Group | None,
        reply_to: Json | None,
        album: str | None,
    ) -> Json:
        said = spoken(caption)
        if len(said.text) > CAPTION_CODE_POINTS:
            raise ValueError("no client sends a caption over 1024 characters")
        grouped = {"media_group_id": album} if album else {}
        words = said.fields("caption", "caption_entities")
        return self.writes({**grouped, **attached, **words}, where, reply_to)
