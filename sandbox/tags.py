"""Telegram's HTML: text with tags in, plain text and entities out, errors with byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sandbox.refusals import Refused, bad_request
from sandbox.shapes import TAGS, ClosedTag, shaped
from sandbox.wire import Json, utf16_length

_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE: Final = " \t\r\n\v\f\0"
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[A-Za-z]+));?")
_PLAIN = re.compile(r"[^<&]+")
_TAG_NAME = re.compile(rf"[^>{_SPACE}]*")
_ATTRIBUTE = re.compile(rf"[^=>/\"'{_SPACE}]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_BLANK = re.compile(rf"[{_SPACE}]*")


@dataclass(slots=True)
class _Tag:
    name: str
    at: int  # where it starts in the source, in characters
    starts: int  # where its text starts in the result, in UTF-16 units
    starts_at: int  # the same, as an index of the pieces read so far
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and its entities, sorted; Refused with Telegram's words for wrong HTML."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Tag] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            tag = self.open[-1].name
            raise _unparsed(f'Can\'t find end tag corresponding to start tag "{tag}"')
        self.entities.sort(key=lambda one: (one["offset"], -one["length"]))
        return "".join(self.pieces), self.entities

    def _step(self) -> None:
        char = self.source[self.at]
        if char == "<":
            closing = self.source.startswith("</", self.at)
            self._end_tag() if closing else self._start_tag()
        elif char == "&":
            self._add(self._reference())
        else:
            self._add(self._match(_PLAIN))

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.length += utf16_length(piece)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def _peek(self) -> str:
        # Telegram reads bytes that end with a zero.
        return self.source[self.at] if self.at < len(self.source) else "\0"

    def _reference(self) -> str:
        """What an & stands for: a lone one, or an unknown name, stands for itself."""
        found = _REFERENCE.match(self.source, self.at)
        char = _referred(found) if found else ""
        if not found or not char:
            self.at += 1
            return "&"
        self.at = found.end()
        return char

    def _start_tag(self) -> None:
        tag = _Tag("", self.at, self.length, len(self.pieces))
        self.at += 1
        tag.name = self._match(_TAG_NAME).lower()
        if self._peek() == "\0":
            raise self._wrong("Unclosed start tag", tag.at)
        if tag.name not in TAGS:
            raise self._wrong(f'Unsupported start tag "{tag.name}"', tag.at)
        self._attributes(tag)
        self.at += 1
        if tag.name == "span" and tag.attributes.get("class") != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', tag.at)
        self.open.append(tag)

    def _attributes(self, tag: _Tag) -> None:
        self._match(_BLANK)
        while self._peek() != ">":
            name = self._match(_ATTRIBUTE)
            if not name:
                raise self._wrong(f'Empty attribute name in the tag "{tag.name}"', tag.at)
            self._match(_BLANK)
            tag.attributes[name] = self._attribute_value(tag) if self._peek() == "=" else ""
            if self._peek() == "\0":
                raise self._wrong(f'Unclosed start tag "{tag.name}"', tag.at)
            self._match(_BLANK)

    def _attribute_value(self, tag: _Tag) -> str:
        self.at += 1
        self._match(_BLANK)
        begin, quote = self.at, self._peek()
        if quote == "\0":
            raise self._wrong(f'Unclosed start tag "{tag.name}"', tag.at)
        if quote in "'\"":
            return self._quoted(quote)
        value = self._match(_TOKEN).lower()
        if self._peek() not in _SPACE + ">":
            raise self._wrong("Unexpected end of name token", begin)
        return value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            if self.source[self.at] == "&":
                value.append(self._reference())
            else:
                value.append(self.source[self.at])
                self.at += 1
        if self.at < len(self.source):
            self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._wrong("Unexpected end tag", begin)
        self.at += 2
        found = self._match(_TAG_NAME)
        self._match(_BLANK)
        if self._peek() != ">":
            raise self._wrong("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        # "</>" closes whatever is open.
        if found and found != tag.name:
            met = f'expected "</{tag.name}>", found "</{found}>"'
            raise _unparsed(f"Unmatched end tag at byte offset {self._bytes(begin)}, {met}")
        self._close(tag)

    def _close(self, tag: _Tag) -> None:
        length = self.length - tag.starts
        if length <= 0:
            return
        text = "".join(self.pieces[tag.starts_at :])
        within = self.open[-1].name if self.open else ""
        closed = ClosedTag(
            tag.name, tag.attributes, text, tag.starts, length, within, self.entities
        )
        entity = shaped(closed)
        if entity is not None:
            self.entities.append(entity)

    def _wrong(self, what: str, at: int) -> Refused:
        return _unparsed(f"{what} at byte offset {self._bytes(at)}")

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode())


def _referred(found: re.Match[str]) -> str:
    if found["name"]:
        return _NAMED.get(found["name"], "")
    code = int(found["hex"], 16) if found["hex"] else int(found["dec"])
    known = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if known and found.end() - found.start() <= 10 else ""


def _unparsed(reason: str) -> Refused:
    return bad_request(f"can't parse entities: {reason}")
