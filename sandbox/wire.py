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
