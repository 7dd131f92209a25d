"""Running text of Markdown, turned into rich HTML: looks, code, links, escapes, tags left as is."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

_PIECE: Final = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<tag></?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>)"
    r"|<(?P<address>[a-z]+://[^\s<>]+)>"
    r"|\[(?P<named>[^\[\]]+)\]\((?P<url>[^\s()]+)\)"
    r"|(?P<entity>&(?:#\d+|[a-z]+);)"
    r"|(?P<mark>\*\*\*|\*\*|~~|\|\||==|(?<!\w)__)(?=\S)(?P<inside>.+?)(?<=\S)(?P=mark)"
    r"|\*(?=[^\s*])(?P<starred>(?:[^*]|\*\*[^*]+\*\*)+?)(?<=\S)\*(?!\*)"
    r"|(?<!\w)_(?=[^\s_])(?P<lined>[^_]+)(?<=\S)_(?!\w)"
    r"|(?P<end>(?: {2,}|\\)\n)",
    re.DOTALL,
)
_MARKS: Final = {
    "***": ("b", "i"),
    "**": ("b",),
    "__": ("b",),
    "~~": ("s",),
    "||": ("tg-spoiler",),
    "==": ("mark",),
}


def words_as_html(words: str) -> str:
    """The text with Markdown's marks as tags; anything else is escaped."""
    made, at = list[str](), 0
    for found in _PIECE.finditer(words):
        made += [escape(words[at : found.start()], quote=False), _shaped(found)]
        at = found.end()
    return "".join([*made, escape(words[at:], quote=False)])


def _shaped(found: re.Match[str]) -> str:
    return next(shape(found) for name, shape in _SHAPES.items() if found[name] is not None)


def _marked(found: re.Match[str]) -> str:
    return _within(found["inside"], *_MARKS[found["mark"]])


def _within(words: str, *tags: str) -> str:
    html = words_as_html(words)
    for tag in tags:
        html = f"<{tag}>{html}</{tag}>"
    return html


def _link(found: re.Match[str]) -> str:
    return f'<a href="{escape(found["url"])}">{words_as_html(found["named"])}</a>'


def _address(found: re.Match[str]) -> str:
    shown = escape(found["address"])
    return f'<a href="{shown}">{shown}</a>'


_SHAPES: Final[dict[str, Callable[[re.Match[str]], str]]] = {
    "escaped": lambda found: escape(found["escaped"]),
    "code": lambda found: f"<code>{escape(found['code'].strip(), quote=False)}</code>",
    "tag": lambda found: found["tag"],
    "address": _address,
    "named": _link,
    "entity": lambda found: found["entity"],
    "mark": _marked,
    "starred": lambda found: _within(found["starred"], "i"),
    "lined": lambda found: _within(found["lined"], "i"),
    "end": lambda _: "<br>",
}
