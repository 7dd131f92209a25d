"""A pasted text made ready to be searched: as people see it, and evened out, sign for sign."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from cases import vocabulary as words

LONGEST = 10_000  # characters that are looked at; Telegram's own limit is 4,096
Span = tuple[int, int]
_TAKEN = "|"
_RUNS = re.compile(r"[^\S\n]*\n\s*|[^\S\n]+")


@dataclass(frozen=True)
class Pasted:
    """One text in three writings of equal length, so that a span of one is a span of all.

    `seen` is what people see, blanks joined. `cyrillic` and `latin` are in small letters of one
    alphabet, without the dots of ё; what was taken by a finder is blanked out in these two.
    """

    seen: str
    cyrillic: str
    latin: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Even the text out. Nothing is refused; what is beyond LONGEST is not looked at."""
        joined = _joined(unicodedata.normalize("NFC", words.without_invisible(text[:LONGEST])))
        pairs = [(sign, _flat(sign)) for sign in joined]
        seen = "".join(sign for sign, flat in pairs if flat)
        flat = "".join(flat for _, flat in pairs)
        return cls(seen, flat.translate(words.AS_CYRILLIC), flat.translate(words.AS_LATIN))

    def words(self, span: Span) -> str:
        """The words of this span as they were pasted."""
        return self.seen[span[0] : span[1]].strip()

    def without(self, spans: Iterable[Span]) -> Self:
        """Blank out what has been understood, so that nothing is understood twice."""
        taken = list(spans)
        if not taken:
            return self
        cyrillic, latin = list(self.cyrillic), list(self.latin)
        for begin, end in taken:
            cyrillic[begin:end] = latin[begin:end] = _TAKEN * (end - begin)
        return replace(self, cyrillic="".join(cyrillic), latin="".join(latin))

    def cut(self, spans: Iterable[Span]) -> Self:
        """Leave these spans out of every writing."""
        kept, at = [], 0
        for begin, end in sorted(spans):
            kept.append((at, max(begin, at)))
            at = max(end, at)
        kept.append((at, len(self.seen)))
        return replace(
            self,
            seen="".join(self.seen[a:b] for a, b in kept),
            cyrillic="".join(self.cyrillic[a:b] for a, b in kept),
            latin="".join(self.latin[a:b] for a, b in kept),
        )


def _joined(text: str) -> str:
    """Single blanks, single line ends."""
    return _RUNS.sub(lambda run: "\n" if "\n" in run[0] else " ", text).strip()


@lru_cache(maxsize=2048)
def _flat(sign: str) -> str:
    """One sign in small letters; "" when it is not seen at all."""
    if sign == "\n":
        return sign  # a pattern with a blank in it never reads across lines
    composed = sign if sign == "№" else unicodedata.normalize("NFKC", sign)
    small = words.shown(composed if len(composed) == 1 else sign)
    if sign == "№":
        return "#"
    lower = small.lower().translate(words.WITHOUT_DOTS)
    return lower if len(lower) <= 1 else small


def is_visible(text: str) -> bool:
    """Whether there is anything to see: zero-width signs are nothing."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)
