"""Albums: several files that a bot sends as one group of messages."""

from __future__ import annotations

from typing import Final

from sandbox.delivery import addressed, let_through, published
from sandbox.formatting import Formatted, formatted
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rules import ALBUM_LONGEST
from sandbox.sending import check_caption
from sandbox.uploads import resolved
from sandbox.wire import Json

_KINDS: Final = frozenset({"photo", "video", "document", "audio"})
#: Documents and music keep to themselves.
_APART: Final = frozenset({"document", "audio"})


def send_media_group(request: Request) -> list[Json]:
    """sendMediaGroup: 2 to 10 files, all of them or none."""
    media = _media(request)
    said = [_caption(request, one) for one in media]
    delivery = addressed(request, "media messages")
    files = [resolved(request, one["type"], str(one.get("media", ""))) for one in media]
    for words in said:
        check_caption(words)
    let_through(delivery)
    album = {"media_group_id": request.world.next_album()}
    return [
        published(delivery, album | file.shown() | words.fields("caption", "caption_entities"))
        for file, words in zip(files, said, strict=True)
    ]


def _media(request: Request) -> list[Json]:
    media = request.parsed("media", "can't parse media JSON object")
    if not isinstance(media, list) or not media:
        raise bad_request("there are no messages to send")
    if len(media) < 2:
        raise bad_request("too few messages to send as an album")
    if len(media) > ALBUM_LONGEST:
        raise bad_request("too many messages to send as an album")
    kinds = {str(one.get("type")) for one in media}
    if kinds - _KINDS:
        raise bad_request(
            "can't parse InputMedia: media type must be photo, video, document, audio"
        )
    apart = kinds & _APART
    if apart and len(kinds) > 1:
        raise bad_request(f"{min(apart)} can't be mixed with other media types")
    return media


def _caption(request: Request, one: Json) -> Formatted:
    words = Request(request.world, request.bot, request.method, one)
    return formatted(words, "caption", "caption_entities")
