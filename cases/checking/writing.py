"""The writing: a text rewritten so that what it hides is seen, each sign with its old place."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from cases import vocabulary as words
from cases.checking.findings import Span

_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs", "Cn", "Co"})


@dataclass(frozen=True)
class Writing:
    """A text and, for each of its signs, where that stands in the original."""

    text: str
    places: tuple[Span, ...]

    @classmethod
    def of(cls, original: str) -> Self:
        """Even the text out: small letters, plain blanks and dashes, nothing invisible."""
        return cls._joined(_evened(original))

    @classmethod
    def _joined(cls, signs: Iterable[tuple[str, Span]]) -> Self:
        pairs = [(sign, place) for written, place in signs for sign in written]
        return cls("".join(sign for sign, _ in pairs), tuple(place for _, place in pairs))

    def origin(self, span: Span) -> Span:
        """Where a non-empty fragment of this writing stands in the original."""
        return self.places[span[0]][0], self.places[span[1] - 1][1]

    def rewritten(self, form: re.Pattern[str], rewrite: Callable[[re.Match[str]], str]) -> Self:
        """Write every match anew; of another length, it stands where the whole match stood."""
        return self._joined(self._rewritten(form, rewrite)) if form.search(self.text) else self

    def _rewritten(
        self, form: re.Pattern[str], rewrite: Callable[[re.Match[str]], str]
    ) -> Iterator[tuple[str, Span]]:
        at = 0
        for match in form.finditer(self.text):
            if match.start() == match.end():
                continue
            yield from self._kept(at, match.start())
            new, at = rewrite(match), match.end()
            if len(new) == len(match[0]):
                yield from zip(new, self.places[match.start() : at], strict=True)
            else:
                yield new, self.origin(match.span())
        yield from self._kept(at, len(self.text))

    def _kept(self, begin: int, end: int) -> Iterator[tuple[str, Span]]:
        return zip(self.text[begin:end], self.places[begin:end], strict=True)

    def without(self, form: re.Pattern[str], left_out: re.Pattern[str]) -> Self:
        """Leave some signs out of every match; the others keep their places."""
        out = {
            match.start() + sign.start()
            for match in form.finditer(self.text)
            for sign in left_out.finditer(match[0])
        }
        if not out:
            return self
        kept = [at for at in range(len(self.text)) if at not in out]
        return type(self)(
            "".join(self.text[at] for at in kept), tuple(self.places[at] for at in kept)
        )


def _evened(original: str) -> Iterator[tuple[str, Span]]:
    at = 0
    while at < len(original):
        end = _end_of_sign(original, at)
        yield _even(original[at:end]), (at, end)
        at = end


def _end_of_sign(text: str, at: int) -> int:
    """Where a letter ends together with the marks above it, which belong to it."""
    end = at + 1
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me"}:
        end += 1
    return end


def _even(sign: str) -> str:
    if sign == "№":
        return "#"
    composed = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", sign))
    return "".join(map(_flat, composed.lower())).translate(words.WITHOUT_DOTS)


def _flat(sign: str) -> str:
    if sign == "\n":
        return sign
    return "" if unicodedata.category(sign) in _INVISIBLE else words.shown(sign)
