"""The Markdown of rich messages, turned into their HTML: GitHub's kind, with rich tags among it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from sandbox.reach import unimplemented
from sandbox.rich_words import words_as_html

_FENCE: Final = re.compile(r"(`{3,}|~{3,})\s*([\w+#-]*)\s*$")
_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE: Final = re.compile(r" {0,3}([-*_])(\s*\1){2,}\s*$")
_QUOTE: Final = re.compile(r" {0,3}> ?")
_ENTRY: Final = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])( +)(?=\S)")
_TASK: Final = re.compile(r"\[([ xX])\]\s+")
_DASHES: Final = re.compile(r"\s*\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$")
_MEDIUM: Final = re.compile(r'!\[([^\]]*)\]\((\S+?)(?:\s+"([^"]*)")?\)\s*$')
_TAG: Final = re.compile(
    r"</?(h[1-6]|p|pre|footer|aside|hr|blockquote|ul|ol|li|table|tr|td|th|details|summary|figure"
    r"|figcaption|img|video|audio|tg-[a-z-]+)\b"
)
_INLINE_TAGS: Final = ("tg-spoiler", "tg-emoji", "tg-time", "tg-button", "tg-math", "tg-reference")
_FOOTNOTE: Final = re.compile(r"\[\^[^\]]+\]")
_MATH: Final = re.compile(r"\$\$|(?<![\w$])\$(?=[^\s\d])[^$\n]*[^\s$]\$(?!\w)")

Lines = list[str]


def markdown_as_html(source: str) -> str:
    """The same rich message in HTML; Refused for what the sandbox leaves out: math, footnotes."""
    prose = re.sub(r"(`+).*?\1", "", source, flags=re.DOTALL)
    for left_out, what in ((_FOOTNOTE, "footnotes"), (_MATH, "math")):
        if left_out.search(prose):
            raise unimplemented(f"{what} in the Markdown of rich messages")
    return _blocks(source.replace("\r\n", "\n").split("\n"))


def _blocks(lines: Lines) -> str:
    made, rest = [], lines
    while rest:
        if not rest[0].strip():
            rest = rest[1:]
            continue
        taken = next((found for take in _TAKES if (found := take(rest))), None)
        html, length = taken or _paragraph(rest)
        made.append(html)
        rest = rest[length:]
    return "\n".join(made)


Taken = tuple[str, int]


def _fenced(lines: Lines) -> Taken | None:
    fence = _FENCE.match(lines[0])
    if fence is None:
        return None
    ends = (at for at, one in enumerate(lines[1:], 1) if one.strip().startswith(fence[1]))
    end = next(ends, len(lines))
    known = f' class="language-{fence[2]}"' if fence[2] else ""
    code = escape("\n".join(lines[1:end]), quote=False)
    return f"<pre><code{known}>{code}</code></pre>", end + 1


def _heading(lines: Lines) -> Taken | None:
    found = _HEADING.match(lines[0])
    if found is None:
        return None
    return f"<h{len(found[1])}>{words_as_html(found[2])}</h{len(found[1])}>", 1


def _rule(lines: Lines) -> Taken | None:
    return ("<hr>", 1) if _RULE.match(lines[0]) else None


def _quotation(lines: Lines) -> Taken | None:
    length = _run(lines, lambda one: bool(_QUOTE.match(one)))
    if not length:
        return None
    inside = _blocks([_QUOTE.sub("", one, count=1) for one in lines[:length]])
    return f"<blockquote>{inside}</blockquote>", length


def _entries(lines: Lines) -> Taken | None:
    first = _ENTRY.match(lines[0])
    if first is None:
        return None
    ordered, made, at = first[2][0].isdigit(), [], 0
    while at < len(lines) and (mark := _ENTRY.match(lines[at])):
        if mark[2][0].isdigit() is not ordered:
            break
        html, length = _entry(lines[at:], mark)
        made.append(html)
        at += length
        at += _run(lines[at:], lambda one: not one.strip()) if _goes_on(lines[at:]) else 0
    start = f' start="{first[2][:-1]}"' if ordered and first[2][:-1] != "1" else ""
    name = "ol" if ordered else "ul"
    return f"<{name}{start}>{''.join(made)}</{name}>", at


def _goes_on(lines: Lines) -> bool:
    filled = next((one for one in lines if one.strip()), "")
    return _ENTRY.match(filled) is not None


def _entry(lines: Lines, mark: re.Match[str]) -> Taken:
    depth = mark.end()
    inner = " " * min(depth, 2)
    length = 1 + _run(lines[1:], lambda one: one.startswith(inner))
    body = [lines[0][depth:], *(_outdented(one, depth) for one in lines[1:length])]
    task = _TASK.match(body[0])
    box = ""
    if task:
        box = f"<input type=checkbox{'' if task[1] == ' ' else ' checked'}>"
        body[0] = body[0][task.end() :]
    inside = words_as_html(body[0]) if len(body) == 1 else _blocks(body)
    return f"<li>{box}{inside}</li>", length


def _outdented(line: str, depth: int) -> str:
    return line[min(depth, len(line) - len(line.lstrip())) :]


def _table(lines: Lines) -> Taken | None:
    if len(lines) < 2 or "|" not in lines[0] or not _DASHES.match(lines[1]):
        return None
    aligns = [_align(one) for one in _cells(lines[1])]
    length = 2 + _run(lines[2:], lambda one: "|" in one)
    rows = [_row("th", lines[0], aligns), *(_row("td", one, aligns) for one in lines[2:length])]
    return f"<table>{''.join(rows)}</table>", length


def _cells(line: str) -> Lines:
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [one.replace("\\|", "|").strip() for one in cells]


def _align(dashes: str) -> str:
    ends = (dashes.startswith(":"), dashes.endswith(":"))
    return {(True, True): "center", (False, True): "right"}.get(ends, "left")


def _row(name: str, line: str, aligns: Lines) -> str:
    pairs = zip(_cells(line), aligns, strict=False)
    cells = (f"<{name} align={align}>{words_as_html(cell)}</{name}>" for cell, align in pairs)
    return f"<tr>{''.join(cells)}</tr>"


def _medium(lines: Lines) -> Taken | None:
    found = _MEDIUM.match(lines[0].strip())
    if found is None:
        return None
    kind = found[2].removeprefix("tg://").partition("?")[0]
    shown = f'<{_MEDIA.get(kind, "img")} src="{escape(found[2])}"/>'
    if not found[3]:
        return shown, 1
    return f"<figure>{shown}<figcaption>{words_as_html(found[3])}</figcaption></figure>", 1


def _tagged(lines: Lines) -> Taken | None:
    """A line of rich HTML stays as it is, up to an empty line."""
    found = _TAG.match(lines[0].lstrip())
    if found is None or found[1] in _INLINE_TAGS:
        return None
    length = _run(lines, lambda one: bool(one.strip()))
    return "\n".join(lines[:length]), length


def _paragraph(lines: Lines) -> Taken:
    length = 1 + _run(lines[1:], _continues)
    words = "\n".join(one.lstrip() for one in lines[:length]).rstrip()
    return f"<p>{words_as_html(words)}</p>", length


def _continues(line: str) -> bool:
    begins = (_FENCE, _HEADING, _RULE, _QUOTE, _ENTRY, _MEDIUM)
    return bool(line.strip()) and not any(one.match(line) for one in begins)


def _run(lines: Lines, holds: Callable[[str], bool]) -> int:
    return next((at for at, one in enumerate(lines) if not holds(one)), len(lines))


_MEDIA: Final = {"video": "video", "audio": "audio", "document": "tg-document"}
_TAKES: Final[tuple[Callable[[Lines], Taken | None], ...]] = (
    _fenced, _heading, _rule, _quotation, _entries, _table, _medium, _tagged,
)  # fmt: skip
