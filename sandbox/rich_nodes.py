"""The tags of rich HTML as a tree: what is open, what is unknown, what the sandbox leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from sandbox.reach import unimplemented
from sandbox.refusals import Refused, bad_request

#: Tags that stand in running text, and the looks of those that only look.
LOOKS: Final = {
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
INLINE: Final = frozenset({*LOOKS, "a", "br", "tg-emoji", "tg-time", "tg-button"})
MEDIA: Final = frozenset({"img", "video", "audio", "tg-document"})
GALLERIES: Final = frozenset({"tg-collage", "tg-slideshow"})
BLOCKS: Final = frozenset(
    {*(f"h{size}" for size in range(1, 7)), "p", "pre", "footer", "aside", "hr", "blockquote"}
    | {"ul", "ol", "table", "details", "figure", "tg-button-row"}
    | MEDIA
    | GALLERIES
)
PARTS: Final = frozenset(
    {"li", "input", "tr", "td", "th", "thead", "tbody", "caption", "summary", "cite", "figcaption"}
)
VOID: Final = frozenset({"hr", "br", "img", "input"})
#: Telegram has these as well.
LEFT_OUT: Final = frozenset({"tg-math", "tg-math-block", "tg-map", "tg-reference", "tg-thinking"})


@dataclass(slots=True)
class Node:
    """One tag with what is inside: nodes and strings, in order."""

    name: str
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    inside: list[Any] = field(default_factory=list)

    def nodes(self, *names: str) -> list[Node]:
        """The tags right inside that are called so."""
        return [one for one in self.inside if isinstance(one, Node) and one.name in names]

    def first(self, *names: str) -> Node | None:
        """The first of them."""
        return next(iter(self.nodes(*names)), None)

    def without(self, *names: str) -> list[Any]:
        """Everything inside but these tags."""
        gone = self.nodes(*names)
        return [one for one in self.inside if not any(one is other for other in gone)]

    def says(self, name: str) -> str:
        """An attribute; what is absent is empty."""
        return self.attributes.get(name) or ""


def parse_nodes(source: str) -> Node:
    """The whole source as a node without a name.

    Refused for tags that are unknown, unclosed or crossed, or that the sandbox does not know.
    """
    reader = _Reader()
    reader.feed(source)
    reader.close()
    if len(reader.open) > 1:
        raise unparsed(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    return reader.open[0]


def out_of_place(node: Node) -> Refused:
    """The refusal of a tag where it may not stand."""
    return unparsed(f'Tag "{node.name}" is out of its place')


def unparsed(reason: str) -> Refused:
    """The refusal of a source that is no rich message."""
    return bad_request(f"can't parse rich message: {reason}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LEFT_OUT:
            raise unimplemented(f'tag "{tag}" in rich messages')
        if tag not in INLINE and tag not in BLOCKS and tag not in PARTS:
            raise unparsed(f'Unsupported start tag "{tag}"')
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if len(self.open) == 1:
            raise unparsed("Unexpected end tag")
        if self.open[-1].name != tag:
            met = f'expected "</{self.open[-1].name}>", found "</{tag}>"'
            raise unparsed(f"Unmatched end tag, {met}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)
