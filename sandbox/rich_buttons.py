"""The buttons inside rich messages: in rows of their own and in running text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sandbox.links import WrongLinkError, checked_link
from sandbox.refusals import bad_request
from sandbox.rules import CALLBACK_DATA_BYTES, COPY_TEXT_CODE_POINTS
from sandbox.wire import Json, plain_text

_STYLES: Final = frozenset({"danger", "success", "primary", "link"})
_LOOKS: Final = frozenset({"text", "style"})
_IN_TEXT: Final = frozenset({"custom_emoji", "date_time"})


def rich_buttons(rich: Any) -> Iterator[Json]:
    """Every button in these blocks or texts, as they stand; their texts may be RichText."""
    if isinstance(rich, list):
        for one in rich:
            yield from rich_buttons(one)
    elif isinstance(rich, dict):
        for name, held in rich.items():
            if name == "button":
                yield held
            elif name == "buttons":
                yield from held
            elif isinstance(held, list | dict):
                yield from rich_buttons(held)


def as_pressed(button: Json) -> Json:
    """The same button with its text as plain words."""
    return {**button, "text": plain_text(button["text"], "")}


def check_rich_buttons(blocks: list[Json]) -> None:
    """Refused for a button that Telegram would not show; the words are the sandbox's own."""
    for button in rich_buttons(blocks):
        wrong = _wrong(button)
        if wrong:
            raise bad_request(wrong)


def _wrong(button: Json) -> str | None:
    does = [name for name, given in button.items() if name not in _LOOKS and given is not None]
    if len(does) != 1:
        return "a rich button does exactly one thing"
    if not plain_text(button["text"], "").strip() or not _is_plain(button["text"]):
        return "a rich button has a text of words, custom emoji and moments only"
    style = button.get("style")
    if style and style not in _STYLES:
        return "unknown rich button style"
    if style == "link" and does != ["callback_data"]:
        return "only a callback button can look like a link"
    return _wrong_deed(does[0], button[does[0]])


def _wrong_deed(kind: str, given: Any) -> str | None:
    if kind == "callback_data" and not 1 <= len(given.encode()) <= CALLBACK_DATA_BYTES:
        return "BUTTON_DATA_INVALID"
    if kind == "copy_text" and not 1 <= len(given["text"]) <= COPY_TEXT_CODE_POINTS:
        return "BUTTON_COPY_TEXT_INVALID"
    if kind == "url":
        try:
            checked_link(given)
        except WrongLinkError as error:
            return f"rich button URL '{given}' is invalid: {error}"
    return None


def _is_plain(text: Any) -> bool:
    if isinstance(text, list):
        return all(_is_plain(one) for one in text)
    return isinstance(text, str) or text.get("type") in _IN_TEXT
