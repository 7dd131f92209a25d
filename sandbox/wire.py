"""What travels over the wire: JSON objects, and lengths as Telegram counts them."""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeAlias

Json: TypeAlias = dict[str, Any]

#: The account that Telegram shows as the author of what an anonymous group admin wrote.
ANONYMOUS_ADMIN: Final[Json] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}

#: The author shown for what a person wrote in a group in the name of a channel.
CHANNEL_BOT: Final[Json] = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
#: The author shown for what a group got from the channel linked to it.
TELEGRAM: Final[Json] = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
#: The fields of rich blocks that hold other blocks or text.
_HOLD_TEXT: Final = frozenset(
    {"text", "blocks", "items", "cells", "summary", "caption", "credit", "button", "buttons"}
    | {"expression", "alternative_text"}
)
_JOINTS: Final = {"blocks": "\n", "items": "\n", "cells": "\n", "buttons": " "}


class Account(Protocol):
    """Whoever can write a message: a person or a bot."""

    @property
    def id(self) -> int:
        """The user id, the same for every bot."""

    @property
    def card(self) -> Json:
        """The Telegram User object."""


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the unit of entity offsets and lengths."""
    if text.isascii() or max(text) <= "\uffff":
        return len(text)
    return len(text) + sum(1 for char in text if char > "\uffff")


def without_nulls(**fields: Any) -> Json:
    """Drop what is None: Telegram leaves absent fields out instead of sending null."""
    return {name: value for name, value in fields.items() if value is not None}


def plain_text(rich: Any, joint: str = "\n") -> str:
    """The text of rich blocks, one block a line, without its looks."""
    if isinstance(rich, str):
        return rich
    if isinstance(rich, list):
        return joint.join(plain_text(one, joint) for one in rich)
    if isinstance(rich, dict):
        held = (name for name in rich if name in _HOLD_TEXT)
        return "".join(plain_text(rich[name], _JOINTS.get(name, "")) for name in held)
    return ""
