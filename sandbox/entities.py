"""What Telegram finds in a text by itself: commands, mentions, addresses, hashtags."""

from __future__ import annotations

import re
from typing import Final

from sandbox.wire import Json, utf16_length

_WORTH_LOOKING = re.compile(r"[/@#.]")
_FOUND = re.compile(
    r"""
    (?P<url>(?:https?://)?(?<![\w@.])(?:[a-zA-Z0-9-]+\.)+(?:ru|com|org|net|me|io|рф)\b(?!@)
        (?::\d+)?(?:/[^\s<>"«»]*[^\s<>"«».,;:!?)])?/?)
    | (?P<email>(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-zA-Z]{2,}\b)
    | (?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))
    | (?P<mention>(?<!\w)@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))
    | (?P<hashtag>(?<![\w&/])\#(?=\w*[^\W\d_])\w{1,256})
    """,
    re.VERBOSE,
)
#: Nothing is found inside these.
_CLOSED: Final = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def with_found(text: str, given: list[Json]) -> list[Json]:
    """Add what Telegram finds itself to the entities that were given, sorted."""
    if not _WORTH_LOOKING.search(text):
        return given
    closed = [(one["offset"], one["offset"] + one["length"]) for one in given if _closes(one)]
    found = [one for one in _found(text) if not _within(one, closed)]
    return sorted([*given, *found], key=lambda one: (one["offset"], -one["length"]))


def _found(text: str) -> list[Json]:
    return [
        {
            "type": found.lastgroup,
            "offset": utf16_length(text[: found.start()]) if found.start() else 0,
            "length": utf16_length(found[0]),
        }
        for found in _FOUND.finditer(text)
    ]


def _closes(entity: Json) -> bool:
    return entity["type"] in _CLOSED


def _within(entity: Json, closed: list[tuple[int, int]]) -> bool:
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    return any(begin < until and since < end for since, until in closed)


def commands(body: Json) -> list[tuple[str, str]]:
    """The commands of a message: the name without the slash, and the bot it is addressed to."""
    text = (body.get("text") or body.get("caption") or "").encode("utf-16-le")
    marked = body.get("entities") or body.get("caption_entities") or []
    found = []
    for one in marked:
        if one["type"] == "bot_command":
            piece = text[2 * one["offset"] : 2 * (one["offset"] + one["length"])]
            name, _, bot = piece.decode("utf-16-le").removeprefix("/").partition("@")
            found.append((name, bot))
    return found
