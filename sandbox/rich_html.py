"""The HTML of rich messages: blocks such as headings, lists and tables with text inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from sandbox.refusals import Refused, bad_request
from sandbox.wire import Json

_LOOKS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "tg-spoiler": "spoiler",
    "sub": "subscript",
    "sup": "superscript",
    "mark": "marked",
}
_INLINE: Final = frozenset({*_LOOKS, "a", "br"})
_VOID: Final = frozenset({"hr", "br", "img"})


@dataclass(slots=True)
class _Node:
    name: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    inside: list[Any] = field(default_factory=list)  # nodes and strings

    def nodes(self, *names: str) -> list[_Node]:
        return [one for one in self.inside if isinstance(one, _Node) and one.name in names]


def parse_rich_html(source: str, media: Mapping[str, Json]) -> list[Json]:
    """The input blocks that the HTML describes; `media` are the files by their ids.

    Refused for tags that are unknown, unclosed, or that the sandbox does not know.
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if len(reader.open) > 1:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    return list(_Blocks(media).of(reader.open[0]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE and tag not in _BLOCKS and tag not in _PARTS:
            raise _unparsed(f'Unsupported start tag "{tag}"')
        node = _Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if len(self.open) == 1:
            raise _unparsed("Unexpected end tag")
        if self.open[-1].name != tag:
            met = f'expected "</{self.open[-1].name}>", found "</{tag}>"'
            raise _unparsed(f"Unmatched end tag, {met}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


class _Blocks:
    def __init__(self, media: Mapping[str, Json]) -> None:
        self._media = media

    def of(self, node: _Node) -> Iterator[Json]:
        """The blocks inside a node; loose text becomes paragraphs."""
        loose: list[Any] = []
        for one in [*node.inside, None]:
            if isinstance(one, str) or (isinstance(one, _Node) and one.name in _INLINE):
                loose.append(one)
                continue
            text = _text(loose)
            if text not in ("", [], " ") and str(text).strip():
                yield {"type": "paragraph", "text": text}
            loose = []
            if isinstance(one, _Node):
                if one.name not in _BLOCKS:
                    raise _unparsed(f'Tag "{one.name}" is out of its place')
                yield _BLOCKS[one.name](self, one)

    def picture(self, node: _Node) -> Json:
        address = node.attributes.get("src") or ""
        kind, _, key = address.removeprefix("tg://").partition("?id=")
        if kind not in ("photo", "video", "document", "audio") or key not in self._media:
            raise bad_request(f'media "{address}" not found')
        return {"type": kind, kind: self._media[key]}

    def entries(self, node: _Node) -> Json:
        ordered = {"type": "1"} if node.name == "ol" else {}
        items = [{**ordered, "blocks": list(self.of(one))} for one in node.nodes("li")]
        return {"type": "list", "items": items}

    def table(self, node: _Node) -> Json:
        bodies = [*node.nodes("thead", "tbody"), node]
        rows = [row for body in bodies for row in body.nodes("tr")]
        cells = [[_cell(one) for one in row.nodes("td", "th")] for row in rows]
        return {"type": "table", "cells": cells}

    def details(self, node: _Node) -> Json:
        title = next(iter(node.nodes("summary")), _Node("summary"))
        rest = _Node("details", inside=[one for one in node.inside if one is not title])
        body = {"summary": _text(title.inside), "blocks": list(self.of(rest))}
        return {"type": "details", **body}


def _cell(node: _Node) -> Json:
    looks = {"is_header": True} if node.name == "th" else {}
    spans = {one: int(node.attributes[one] or 1) for one in _SPANS if one in node.attributes}
    return {"text": _text(node.inside), **looks, **spans, "align": "left", "valign": "middle"}


def _text(inside: list[Any]) -> Any:
    pieces = [one if isinstance(one, str) else _inline(one) for one in inside]
    return pieces[0] if len(pieces) == 1 else pieces


def _inline(node: _Node) -> Any:
    if node.name == "br":
        return "\n"
    if node.name not in _INLINE:
        raise _unparsed(f'Tag "{node.name}" is out of its place')
    text = _text(node.inside)
    if node.name == "a":
        return {"type": "url", "text": text, "url": node.attributes.get("href") or ""}
    return {"type": _LOOKS[node.name], "text": text}


def _worded(kind: str, **more: int) -> Callable[[_Blocks, _Node], Json]:
    return lambda _, node: {"type": kind, "text": _text(node.inside), **more}


_SPANS: Final = ("colspan", "rowspan")
_PARTS: Final = frozenset({"li", "tr", "td", "th", "thead", "tbody", "summary"})
_BLOCKS: Final[dict[str, Callable[[_Blocks, _Node], Json]]] = {
    "p": _worded("paragraph"),
    **{f"h{size}": _worded("heading", size=size) for size in range(1, 7)},
    "pre": _worded("pre"),
    "footer": _worded("footer"),
    "aside": _worded("pullquote"),
    "hr": lambda _blocks, _node: {"type": "divider"},
    "blockquote": lambda blocks, node: {"type": "blockquote", "blocks": list(blocks.of(node))},
    "ul": _Blocks.entries,
    "ol": _Blocks.entries,
    "table": _Blocks.table,
    "details": _Blocks.details,
    "img": _Blocks.picture,
    "video": _Blocks.picture,
    "audio": _Blocks.picture,
    "tg-document": _Blocks.picture,
}


def _unparsed(reason: str) -> Refused:
    return bad_request(f"can't parse rich message: {reason}")
