"""Text as a call brings it: parsed, trimmed, with entities, and measured as Telegram measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.entities import with_found
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.rules import RAW_TEXT_BYTES
from sandbox.tags import parse_html
from sandbox.wire import Json, utf16_length

#: Control characters become spaces and carriage returns vanish.
_CLEANED: Final = {code: " " for code in range(32) if chr(code) != "\n"} | {ord("\r"): ""}
_UNIMPLEMENTED: Final = frozenset({"markdown", "markdownv2"})


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text with its entities, as it will be seen."""

    text: str
    entities: list[Json] = field(default_factory=list)

    def fields(self, name: str, entities_name: str) -> Json:
        """The fields of a Message; an empty list of entities is left out."""
        body: Json = {name: self.text} if self.text else {}
        return body | {entities_name: self.entities} if self.entities else body


def spoken(text: str) -> Formatted:
    """What a person typed: cleaned and trimmed, with what Telegram finds in it."""
    text = text.translate(_CLEANED).strip()
    return Formatted(text, with_found(text, []))


def formatted(request: Request, name: str, entities_name: str) -> Formatted:
    """The text of a call after parsing; Refused when it cannot be parsed."""
    raw = request.text(name)
    if len(raw.encode()) > RAW_TEXT_BYTES:
        raise bad_request(f"{name} is too long" if name == "text" else "caption is too long")
    raw = raw.translate(_CLEANED)
    mode = request.text("parse_mode").lower()
    if mode == "html":
        return _tidy(*parse_html(raw))
    if mode in _UNIMPLEMENTED:
        raise bad_request(f"parse_mode {mode} is not implemented in the sandbox")
    if mode and mode != "none":
        raise bad_request("unsupported parse_mode")
    return _tidy(raw, _given(request.parsed(entities_name, "can't parse entities JSON object")))


def _given(entities: Any) -> list[Json]:
    if entities is None:
        return []
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    numbers = ("offset", "length")
    read = [one | {name: int(one[name]) for name in numbers} for one in entities]
    return [one for one in read if one["offset"] >= 0 and one["length"] > 0]


def _tidy(text: str, given: list[Json]) -> Formatted:
    short = text.rstrip()
    first = min((one["offset"] for one in given), default=len(short))
    # Space before the first entity is trimmed; space inside it belongs to it.
    cut = min(len(short) - len(short.lstrip()), first)
    short = short[cut:]
    entities = [_moved(one, cut, utf16_length(short)) for one in given] if given else []
    kept = [one for one in entities if one["length"] > 0]
    return Formatted(short, with_found(short, kept))


def _moved(entity: Json, cut: int, end: int) -> Json:
    offset = entity["offset"] - cut
    return {**entity, "offset": offset, "length": min(entity["length"], end - offset)}
