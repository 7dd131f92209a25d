"""The text unveiled: its writings in which look-alike, spaced and spoken signs are plain."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Self

from cases import vocabulary as words
from cases.checking import spelled
from cases.checking.findings import Span
from cases.checking.writing import Writing

LONGEST = 10_000  # characters that are looked at; Telegram's own limit is 4,096
_TOKEN = re.compile(r"[^\W_][\w@$]*")
_PIECE = re.compile(r"\S+")
_CYRILLIC, _LATIN = re.compile(f"[{spelled.LETTERS}]"), re.compile(r"[a-z]")
_STRANGE = re.compile(rf"[^\W{spelled.LETTERS}_]|[@$]")
_ALL_ALIKE = re.compile(r"[abcehkmoptxy]{2,}")
_SPACED = re.compile(r"(?<!\S)\S(?: {1,3}\S){4,}(?!\S)")
_SEPARATED = re.compile(r"(?<!\w)\w(?P<sign>[.\-_*·|/+~,])\w(?:(?P=sign)\w){3,}(?!\w)")
_BLANK, _SEPARATOR = re.compile(r" "), re.compile(r"[^\w]|_")
_SIGNS = tuple((re.compile(form), sign) for form, sign in spelled.SIGNS.items())


@dataclass(frozen=True)
class Seen:
    """A fragment that was found; `hidden` when the original does not say it plainly."""

    span: Span
    text: str
    hidden: bool


@dataclass(frozen=True)
class Unveiled:
    """One text in several writings: the plain one first, then those that see through disguises."""

    original: str
    plain: Writing
    alike: tuple[Writing, ...]
    spoken: tuple[Writing, ...]

    @classmethod
    def of(cls, original: str) -> Self:
        """Write the text in every way in which a contact may be hidden in it."""
        text = original[:LONGEST]
        plain = Writing.of(text)
        alike = (plain.rewritten(_TOKEN, _in_cyrillic), plain.rewritten(_PIECE, _in_latin))
        every = _different((plain, *alike, *map(_joined, (plain, *alike))))
        return cls(text, plain, every[1:], _different((*every, *map(_spoken, every)))[len(every) :])

    def find(self, form: re.Pattern[str], *, spoken: bool = False) -> Iterator[Seen]:
        """Find a form in every writing; `spoken` also where signs are written in words."""
        for writing in (self.plain, *self.alike, *(self.spoken if spoken else ())):
            for match in form.finditer(writing.text):
                span = writing.origin(match.span())
                yield Seen(span, match[0], _as_written(self.fragment(span)) != match[0])

    def fragment(self, span: Span) -> str:
        """The original words of a span."""
        return self.original[span[0] : span[1]]


def _different(writings: tuple[Writing, ...]) -> tuple[Writing, ...]:
    """Each writing once: most texts hide nothing, and all their writings are one."""
    once: dict[str, Writing] = {}
    for each in writings:
        once.setdefault(each.text, each)
    return tuple(once.values())


def _as_written(fragment: str) -> str:
    """The fragment as an honest reader sees it: case, blanks and dashes do not matter."""
    small = unicodedata.normalize("NFC", fragment).lower().translate(words.WITHOUT_DOTS)
    return "".join(
        " " if sign.isspace() and sign != "\n" else "-" if _is_dash(sign) else sign
        for sign in small
    )


def _is_dash(sign: str) -> bool:
    return unicodedata.category(sign) == "Pd"


def _in_cyrillic(match: re.Match[str]) -> str:
    token = match[0]
    mixed = _CYRILLIC.search(token) and _STRANGE.search(token)
    return token.translate(spelled.TO_CYRILLIC) if mixed or _ALL_ALIKE.fullmatch(token) else token


def _in_latin(match: re.Match[str]) -> str:
    piece = match[0]
    strange = any(ord(sign) > 0x7F for sign in piece)  # noqa: PLR2004 - the end of ASCII
    return piece.translate(spelled.TO_LATIN) if strange and _LATIN.search(piece) else piece


def _joined(writing: Writing) -> Writing:
    """Without the blanks and dots between single letters."""
    return writing.without(_SPACED, _BLANK).without(_SEPARATED, _SEPARATOR)


def _spoken(writing: Writing) -> Writing:
    return reduce(lambda text, each: text.rewritten(each[0], lambda _: each[1]), _SIGNS, writing)
