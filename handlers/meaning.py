"""The meaning: what the word that a button carries stands for, or that the button is past."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

T = TypeVar("T")


class ButtonIsPast(Exception):
    """A button carries a word that this version of the bot does not know."""


def meant(words: Mapping[str, T] | Callable[[str], T], word: str) -> T:
    """Return what a word stands for in a table or an enum. Raises ButtonIsPast."""
    try:
        return words[word] if isinstance(words, Mapping) else words(word)
    except (KeyError, ValueError):
        raise ButtonIsPast from None


def moment(seconds: int) -> datetime:
    """Return the instant that a button carries. Raises ButtonIsPast where there is none."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise ButtonIsPast from None
