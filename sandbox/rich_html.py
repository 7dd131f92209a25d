"""The HTML of rich messages: blocks such as headings, lists and tables with text inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sandbox.reach import unimplemented
from sandbox.refusals import bad_request
from sandbox.rich_nodes import BLOCKS, GALLERIES, INLINE, MEDIA, Node, out_of_place, parse_nodes
from sandbox.rich_text import button_of, is_blank, rich_text
from sandbox.wire import Json, without_nulls

_SPANS: Final = ("colspan", "rowspan")
_FRAMES: Final = ("bordered", "striped", "compact")


def parse_rich_html(source: str, media: Mapping[str, Json]) -> list[Json]:
    """The input blocks that the HTML describes; `media` are the files by their ids.

    Refused for tags that are unknown, unclosed, or that the sandbox does not know.
    """
    return list(_Blocks(media).of(parse_nodes(source).inside))


class _Blocks:
    def __init__(self, media: Mapping[str, Json]) -> None:
        self._media = media

    def of(self, inside: list[Any]) -> Iterator[Json]:
        """The blocks of what is inside a tag; loose text becomes paragraphs."""
        loose: list[Any] = []
        for one in [*inside, None]:
            if isinstance(one, str) or (isinstance(one, Node) and one.name in INLINE):
                loose.append(one)
                continue
            text = rich_text(loose)
            if not is_blank(text):
                yield {"type": "paragraph", "text": text}
            loose = []
            if isinstance(one, Node):
                if one.name not in BLOCKS:
                    raise out_of_place(one)
                yield _SHAPES[one.name](self, one)

    def medium(self, node: Node) -> Json:
        address = node.says("src")
        if address.startswith(("http://", "https://")):
            raise unimplemented("sending a file by its address")
        kind, _, key = address.removeprefix("tg://").partition("?id=")
        if kind not in ("photo", "video", "document", "audio") or key not in self._media:
            raise bad_request(f'media "{address}" not found')
        return {"type": kind, kind: self._media[key]}

    def figure(self, node: Node) -> Json:
        shown = next(iter(node.nodes(*MEDIA, *GALLERIES)), None)
        if shown is None:
            raise out_of_place(node)
        return _SHAPES[shown.name](self, shown) | _captioned(node)

    def gallery(self, node: Node) -> Json:
        blocks = [self.medium(one) for one in node.nodes(*MEDIA)]
        return {"type": node.name.removeprefix("tg-"), "blocks": blocks, **_captioned(node)}

    def entries(self, node: Node) -> Json:
        ordered = {"type": node.says("type") or "1"} if node.name == "ol" else {}
        items = [self._entry(one, ordered) for one in node.nodes("li")]
        if ordered and node.says("start").isdecimal():
            for number, one in enumerate(items, int(node.says("start"))):
                one.setdefault("value", number)
        return {"type": "list", "items": items}

    def _entry(self, node: Node, ordered: Json) -> Json:
        box = node.first("input")
        ticked = {"has_checkbox": True} if box else {}
        if box and "checked" in box.attributes:
            ticked["is_checked"] = True
        blocks = list(self.of(node.without("input")))
        own = {"value": int(node.says("value"))} if node.says("value").isdecimal() else {}
        return {**ordered, **own, **ticked, "blocks": blocks}

    def table(self, node: Node) -> Json:
        bodies = [*node.nodes("thead", "tbody"), node]
        rows = [row for body in bodies for row in body.nodes("tr")]
        cells = [[_cell(one) for one in row.nodes("td", "th")] for row in rows]
        frames = {f"is_{name}": True for name in _FRAMES if name in node.attributes}
        title = node.first("caption")
        caption = {"caption": rich_text(title.inside)} if title else {}
        return {"type": "table", "cells": cells, **frames, **caption}

    def details(self, node: Node) -> Json:
        title = node.first("summary") or Node("summary")
        blocks = list(self.of(node.without("summary")))
        opened = {"is_open": True} if "open" in node.attributes else {}
        return {"type": "details", "summary": rich_text(title.inside), "blocks": blocks, **opened}

    def quotation(self, node: Node) -> Json:
        inside, credit = node.without("cite"), _credit(node)
        if "collapsed" in node.attributes:
            return {"type": "expandable_blockquote", "text": rich_text(inside), **credit}
        return {"type": "blockquote", "blocks": list(self.of(inside)), **credit}


def _credit(node: Node) -> Json:
    cited = node.first("cite")
    return {"credit": rich_text(cited.inside)} if cited else {}


def _captioned(node: Node) -> Json:
    words = node.first("figcaption")
    if words is None:
        return {}
    return {"caption": {"text": rich_text(words.without("cite")), **_credit(words)}}


def _cell(node: Node) -> Json:
    looks = {"is_header": True} if node.name == "th" else {}
    spans = {one: int(node.says(one)) for one in _SPANS if node.says(one).isdecimal()}
    places = {"align": node.says("align") or "left", "valign": node.says("valign") or "middle"}
    return {"text": rich_text(node.inside), **looks, **spans, **places}


def _pre(_: _Blocks, node: Node) -> Json:
    code = node.first("code")
    known = code.says("class") if code else ""
    language = known.removeprefix("language-") if known.startswith("language-") else None
    inside = code.inside if code and len(node.inside) == 1 else node.inside
    return {"type": "pre", "text": rich_text(inside), **without_nulls(language=language)}


def _buttons(_: _Blocks, node: Node) -> Json:
    buttons = [button_of(one) for one in node.nodes("tg-button")]
    align = without_nulls(align=node.says("align") or None)
    return {"type": "buttons", "buttons": buttons, **align}


def _worded(kind: str, **more: int) -> Callable[[_Blocks, Node], Json]:
    return lambda _, node: {"type": kind, "text": rich_text(node.inside), **more}


def _pulled(_: _Blocks, node: Node) -> Json:
    return {"type": "pullquote", "text": rich_text(node.without("cite")), **_credit(node)}


_SHAPES: Final[dict[str, Callable[[_Blocks, Node], Json]]] = {
    "p": _worded("paragraph"),
    **{f"h{size}": _worded("heading", size=size) for size in range(1, 7)},
    "pre": _pre,
    "footer": _worded("footer"),
    "aside": _pulled,
    "hr": lambda _blocks, _node: {"type": "divider"},
    "blockquote": _Blocks.quotation,
    "ul": _Blocks.entries,
    "ol": _Blocks.entries,
    "table": _Blocks.table,
    "details": _Blocks.details,
    "figure": _Blocks.figure,
    "tg-button-row": _buttons,
    **dict.fromkeys(MEDIA, _Blocks.medium),
    **dict.fromkeys(GALLERIES, _Blocks.gallery),
}
