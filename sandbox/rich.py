"""Rich messages: what a call brings, measured against Telegram's limits, and what people get."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from sandbox.delivery import addressed, sent
from sandbox.reach import unimplemented
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rich_html import parse_rich_html
from sandbox.rules import RICH_BLOCKS, RICH_CODE_POINTS, RICH_COLUMNS, RICH_LEVELS, RICH_MEDIA
from sandbox.uploads import resolved
from sandbox.wire import Json, plain_text

#: The kinds of blocks that show a file, and the kind of the file.
MEDIA: Final = {
    "photo": "photo",
    "video": "video",
    "audio": "audio",
    "document": "document",
    "animation": "animation",
    "voice_note": "voice",
}
_SOURCES: Final = ("html", "markdown", "blocks")
_FLAGS: Final = ("is_rtl",)
_MOST_BUTTONS: Final = 8


def send_rich_message(request: Request) -> Json:
    """sendRichMessage: from blocks or from HTML."""
    rich = read_rich(request)
    if rich is None:
        raise bad_request("rich message is empty")
    return sent(addressed(request), {"rich_message": rich})


def read_rich(request: Request) -> Json | None:
    """The RichMessage of a call, None when there is none; Refused when it breaks a limit.

    Telegram's words for the limits are not documented: these are the sandbox's own.
    """
    given = request.thing("rich_message", "can't parse rich message JSON object")
    if given is None:
        return None
    chosen = [name for name in _SOURCES if given.get(name)]
    if len(chosen) != 1:
        raise bad_request("exactly one of html, markdown or blocks must be used in rich message")
    if chosen == ["markdown"]:
        raise unimplemented("markdown in rich messages")
    blocks = given.get("blocks") or parse_rich_html(str(given["html"]), _media_of(given))
    _check_limits(blocks)
    shown = [_shown(request, one) for one in blocks]
    return {"blocks": shown, **{name: True for name in _FLAGS if given.get(name)}}


def _media_of(given: Json) -> dict[str, Json]:
    return {str(one["id"]): one["media"] for one in given.get("media") or []}


def _check_limits(blocks: list[Json]) -> None:
    found = list(_walk(blocks, 1))
    for broken, what in (
        (len(plain_text(blocks)) > RICH_CODE_POINTS, "rich message is too long"),
        (len(found) > RICH_BLOCKS, "rich message has too many blocks"),
        (max(level for _, level in found) > RICH_LEVELS, "rich message is nested too deeply"),
        (sum(one["type"] in MEDIA for one, _ in found) > RICH_MEDIA, "too many media"),
        (any(_columns(one) > RICH_COLUMNS for one, _ in found), "too many table columns"),
        (any(one["type"] == "thinking" for one, _ in found), "thinking is for drafts only"),
        (any(not _right_row(one) for one, _ in found), "a row has 1 to 8 buttons"),
    ):
        if broken:
            raise bad_request(what)


def _walk(blocks: list[Json], level: int) -> Iterator[tuple[Json, int]]:
    for block in blocks:
        yield block, level
        yield from _walk(block.get("blocks", []), level + 1)
        for entry in block.get("items", []):
            yield from _walk(entry["blocks"], level + 1)


def _columns(block: Json) -> int:
    rows = block.get("cells", [])
    return max((sum(int(cell.get("colspan", 1)) for cell in row) for row in rows), default=0)


def _right_row(block: Json) -> bool:
    return block["type"] != "buttons" or 1 <= len(block["buttons"]) <= _MOST_BUTTONS


def _shown(request: Request, block: Json) -> Json:
    kind = block["type"]
    if kind in MEDIA:
        file = resolved(request, MEDIA[kind], str(block[kind]["media"]))
        return {**block, kind: file.shown()[MEDIA[kind]]}
    if "items" in block:
        numbers = count(1)
        return {**block, "items": [_entry(request, one, next(numbers)) for one in block["items"]]}
    if "blocks" in block:
        return {**block, "blocks": [_shown(request, one) for one in block["blocks"]]}
    return block


def _entry(request: Request, entry: Json, number: int) -> Json:
    ordered: Any = entry.get("type")
    label = f"{entry.get('value', number)}." if ordered else "•"
    return {**entry, "label": label, "blocks": [_shown(request, one) for one in entry["blocks"]]}
