"""Rich messages: what a call brings, measured against Telegram's limits, and what people get."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from sandbox.delivery import addressed, sent
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rich_buttons import check_rich_buttons
from sandbox.rich_html import parse_rich_html
from sandbox.rich_markdown import markdown_as_html
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
    """sendRichMessage: from blocks, from HTML or from Markdown."""
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
    blocks = given.get("blocks") or parse_rich_html(_html_of(given), _media_of(given))
    _check_limits(blocks)
    check_rich_buttons(blocks)
    shown = [_shown(request, one) for one in blocks]
    return {"blocks": shown, **{name: True for name in _FLAGS if given.get(name)}}


def _html_of(given: Json) -> str:
    return str(given["html"]) if given.get("html") else markdown_as_html(str(given["markdown"]))


def _media_of(given: Json) -> dict[str, Json]:
    return {str(one["id"]): one["media"] for one in given.get("media") or []}


def _check_limits(blocks: list[Json]) -> None:
    found = list(_walk(blocks, 1))
    if not found:
        raise bad_request("rich message is empty")
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
    label = f"{_label(ordered, int(entry.get('value', number)))}." if ordered else "•"
    return {**entry, "label": label, "blocks": [_shown(request, one) for one in entry["blocks"]]}


def _label(kind: str, number: int) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number:
            number, place = divmod(number - 1, 26)
            letters = chr(ord(kind) + place) + letters
        return letters
    if kind in "iI" and number > 0:
        roman = "".join(sign * (number // worth % most) for worth, sign, most in _ROMAN)
        for long, short in _SHORTER:
            roman = roman.replace(long, short)
        return roman.lower() if kind == "i" else roman
    return str(number)


_ROMAN: Final = (
    (1000, "M", 10**6), (500, "D", 2), (100, "C", 5), (50, "L", 2), (10, "X", 5), (5, "V", 2),
    (1, "I", 5),
)  # fmt: skip
_SHORTER: Final = (
    ("DCCCC", "CM"), ("CCCC", "CD"), ("LXXXX", "XC"), ("XXXX", "XL"), ("VIIII", "IX"),
    ("IIII", "IV"),
)  # fmt: skip
