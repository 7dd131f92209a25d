"""The tags: short labels of the team on a case, written one way however they are typed."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cases.vocabulary import evened

LONGEST = 24  # characters
MOST = 6
"""So many tags a case may have."""
_SIGNS = re.compile(r"(?:[^\w-]|_)+")
_FIGURES = re.compile(r"\d{5}")


class Wrong(StrEnum):
    """What makes a text no tag."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NUMBER = "number"
    CONTACT = "contact"
    BUYER = "buyer"


class NoTag(ValueError):
    """What was typed is no tag; `wrong` says why, `text` is the part that it is about."""

    def __init__(self, wrong: Wrong, text: str) -> None:
        super().__init__(wrong, text)
        self.wrong, self.text = wrong, text


def tags_of(typed: str, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Read tags: «#брак #срочно» and «брак, срочно» are two, «возврат денег» is one.

    `answers` are those of the case: its buyer's name makes no tag. Raises NoTag.
    """
    parts = re.split(r"[#,;\n]", typed)
    read = [_tag_of(part, answers) for part in parts if part.strip()]
    if not read:
        raise NoTag(Wrong.EMPTY, typed)
    return tuple(dict.fromkeys(read))


def _tag_of(text: str, answers: Mapping[str, Any]) -> str:
    """Return the one form of a tag: small letters, ё as е, words joined by «_»."""
    plain = evened(text)
    tag = _SIGNS.sub("_", plain).strip("_-")
    buyer = set(re.findall(r"\w+", evened(str(answers.get("buyer") or ""))))
    wrong = {
        Wrong.CONTACT: "@" in plain or "://" in plain or re.search(r"\w\.\w", plain) is not None,
        Wrong.NUMBER: _FIGURES.search(re.sub(r"[\s()+-]", "", plain)) is not None,
        Wrong.EMPTY: not any(sign.isalpha() for sign in tag),
        Wrong.TOO_LONG: len(tag) > LONGEST,
        Wrong.BUYER: bool(buyer & set(tag.split("_"))),
    }
    for why, applies in wrong.items():
        if applies:
            raise NoTag(why, text.strip())
    return tag
