"""Running text inside rich HTML: looks, links, anchors, custom emoji, moments and buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sandbox.rich_nodes import INLINE, LOOKS, Node, out_of_place, unparsed
from sandbox.wire import Json, without_nulls

#: The type that a <tg-button> names, and the attribute that holds what it does.
_DOES: Final = {"callback_data": "data", "url": "url", "copy_text": "text"}


def rich_text(inside: list[Any]) -> Any:
    """The RichText of these nodes and strings; Refused for a block among them."""
    pieces = [one if isinstance(one, str) else _inline(one) for one in inside]
    return pieces[0] if len(pieces) == 1 else pieces


def is_blank(text: Any) -> bool:
    """Whether a RichText shows nothing."""
    if isinstance(text, list):
        return all(is_blank(one) for one in text)
    return isinstance(text, str) and not text.strip()


def button_of(node: Node) -> Json:
    """The RichMessageButton of a <tg-button type=… style=…>."""
    kind, look = node.says("type"), {"style": node.attributes.get("style")}
    told = {"text": rich_text(node.inside), **without_nulls(**look)}
    if kind == "disabled":
        return {**told, "disabled": {}}
    if kind not in _DOES:
        raise unparsed(f'Unsupported button type "{kind}"')
    given = node.says(_DOES[kind])
    return {**told, kind: {"text": given} if kind == "copy_text" else given}


def _inline(node: Node) -> Any:
    if node.name not in INLINE:
        raise out_of_place(node)
    shape = _SHAPES.get(node.name)
    if shape:
        return shape(node)
    return {"type": LOOKS[node.name], "text": rich_text(node.inside)}


def _link(node: Node) -> Json:
    if "name" in node.attributes:
        return {"type": "anchor", "name": node.says("name")}
    text, address = rich_text(node.inside), node.says("href")
    if address.startswith("#"):
        return {"type": "anchor_link", "text": text, "anchor_name": address[1:]}
    return {"type": "url", "text": text, "url": address}


def _emoji(node: Node) -> Json:
    shown = rich_text(node.inside)
    number = node.says("emoji-id")
    if not number.isdecimal() or not isinstance(shown, str):
        raise unparsed("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": number, "alternative_text": shown}


def _moment(node: Node) -> Json:
    at, shown = node.says("unix"), rich_text(node.inside)
    if not at.isdecimal():
        raise unparsed("Invalid time specified")
    written = {"unix_time": int(at), "date_time_format": node.says("format")}
    return {"type": "date_time", "text": shown, **written}


_SHAPES: Final[dict[str, Callable[[Node], Any]]] = {
    "br": lambda _: "\n",
    "a": _link,
    "tg-emoji": _emoji,
    "tg-time": _moment,
    "tg-button": lambda node: {"type": "button", "button": button_of(node)},
}
