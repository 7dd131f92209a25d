"""What a person sends besides text: photos, documents, voice, stickers, contacts."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.authors import Author
from sandbox.files import StoredFile
from sandbox.formatting import spoken
from sandbox.groups import Group
from sandbox.rules import ALBUM_LONGEST, CAPTION_CODE_POINTS
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
        topic: int = 0,
    ) -> Json:
        """Send a photo; `size` pretends that it is larger than `content`."""
        file = self.world.files.keep("photo", "photo.jpg", content, size)
        return self._attaches(file, caption, where, reply_to, album, topic)

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
        topic: int = 0,
    ) -> Json:
        """Send a file called `name`; `size` pretends that it is larger than `content`."""
        file = self.world.files.keep("document", name, content, size)
        return self._attaches(file, caption, where, reply_to, album, topic)

    async def sends_album(
        self, photos: Sequence[bytes], *, caption: str = "", where: Group | None = None
    ) -> list[Json]:
        """Send 2 to 10 photos as one album; the caption stands under the first."""
        if not 2 <= len(photos) <= ALBUM_LONGEST:
            raise ValueError("an album has 2 to 10 pictures")
        album = self.world.next_album()
        captions = [caption, *[""] * (len(photos) - 1)]
        return [
            await self.sends_photo(content, caption=words, where=where, album=album)
            for content, words in zip(photos, captions, strict=True)
        ]

    async def sends_video(
        self,
        content: bytes = b"....ftyp video",
        *,
        caption: str = "",
        where: Group | None = None,
        album: str | None = None,
    ) -> Json:
        """Send a video."""
        file = self.world.files.keep("video", "video.mp4", content)
        return self._attaches(file, caption, where, album=album)

    async def sends_recording(
        self, kind: str, content: bytes = b"ID3 recording", *, where: Group | None = None
    ) -> Json:
        """Send an `audio`, an `animation` or a `video_note`."""
        named = {"audio": "song.mp3", "animation": "wave.mp4", "video_note": "note.mp4"}
        return self._attaches(self.world.files.keep(kind, named[kind], content), "", where)

    async def sends_voice(
        self, content: bytes = b"OggS voice", *, where: Group | None = None
    ) -> Json:
        """Send a voice message."""
        return self._attaches(self.world.files.keep("voice", "voice.oga", content), "", where)

    async def sends_sticker(self, *, where: Group | None = None, topic: int = 0) -> Json:
        """Send a sticker."""
        file = self.world.files.keep("sticker", "sticker.webp", b"RIFF sticker")
        return self._attaches(file, "", where, topic=topic)

    async def sends_location(
        self, latitude: float, longitude: float, *, where: Group | None = None
    ) -> Json:
        """Send a place on the map."""
        return self.writes({"location": {"latitude": latitude, "longitude": longitude}}, where)

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

    def _attaches(
        self,
        file: StoredFile,
        caption: str,
        where: Group | None,
        reply_to: Json | None = None,
        album: str | None = None,
        topic: int = 0,
    ) -> Json:
        said = spoken(caption)
        if len(said.text) > CAPTION_CODE_POINTS:
            raise ValueError("no client sends a caption over 1024 characters")
        grouped = {"media_group_id": album} if album else {}
        words = said.fields("caption", "caption_entities")
        return self.writes({**grouped, **file.shown(), **words}, where, reply_to, topic=topic)
