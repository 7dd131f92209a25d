"""The fragments: where in the texts of a case the words that were asked for stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cases.finding import CHUNK, DIGIT, EDGES, WORD, Piece, Question, Term, code_of, ends, fits
from cases.numbers import number_key

WIDTH = 140  # characters of a fragment
LEAD = 40  # of them before the first word that fits


@dataclass(frozen=True)
class Fragment:
    """The part of a text that fits best: runs of text, and whether each was asked for."""

    source: str
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class _Span:
    """Where a term stands in a text."""

    start: int
    end: int
    term: int


def with_codes(question: Question, names: Mapping[str, Mapping[str, str]]) -> Question:
    """Let each word be found in the choices of closed lists too, by their names."""
    choices = [
        (code_of(field, value), name) for field, named in names.items()
        for value, name in named.items()
    ]  # fmt: skip

    def fitting(term: Term) -> tuple[str, ...]:
        alone = Question((term,))
        return tuple(code for code, name in choices if term.word and _spans(name, alone))

    terms = tuple(replace(term, codes=fitting(term)) for term in question.terms)
    return replace(question, terms=terms)


def fragment(pieces: Iterable[Piece], question: Question) -> Fragment | None:
    """Return where most of the terms stand together; None when no text has any."""
    best: tuple[int, Piece, list[_Span]] | None = None
    for piece in pieces:
        spans = _spans(piece.text, question)
        score = max((_together(spans, first) for first in spans), default=0)
        if score > (best[0] if best else 0):
            best = score, piece, spans
    if best is None:
        return None
    score, piece, spans = best
    first = next(span for span in spans if _together(spans, span) == score)
    return Fragment(piece.source, tuple(_runs(piece.text, spans, first)))


def _spans(text: str, question: Question) -> list[_Span]:
    if question.whole and number_key(text).startswith(question.whole):
        return [_Span(0, len(text), 0)]
    return [span for chunk in CHUNK.finditer(text) for span in _in_chunk(chunk, question)]


def _in_chunk(chunk: re.Match[str], question: Question) -> Iterator[_Span]:
    if DIGIT.search(chunk[0]):
        inner = chunk[0].strip(EDGES)
        key, start = number_key(inner), chunk.start() + chunk[0].index(inner)
        for place, term in enumerate(question.terms):
            if term.key and (key.startswith(term.key) or ends(key, term.key)):
                yield _Span(start, start + len(inner), place)
                return
    for word in WORD.finditer(chunk[0]):
        for place, term in enumerate(question.terms):
            if fits(word[0], term):
                yield _Span(chunk.start() + word.start(), chunk.start() + word.end(), place)
                break


def _together(spans: list[_Span], first: _Span) -> int:
    """How many terms a fragment that begins here would show."""
    reach = first.start + WIDTH - LEAD
    return len({span.term for span in spans if first.start <= span.start and span.end <= reach})


def _runs(text: str, spans: list[_Span], first: _Span) -> Iterator[tuple[str, bool]]:
    """Cut the text around the first span, at words, and mark the spans."""
    before = text.find(" ", first.start - LEAD) + 1 if first.start > LEAD else 0
    start = min(before, first.start)
    end = len(text) if len(text) - start <= WIDTH else text.rfind(" ", start, start + WIDTH)
    end = max(end, first.end)
    place = start
    if start:
        yield "…", False
    for span in spans:
        if start <= span.start and span.end <= end:
            if span.start > place:
                yield text[place : span.start], False
            yield text[span.start : span.end], True
            place = span.end
    if place < end:
        yield text[place:end], False
    if end < len(text):
        yield "…", False
