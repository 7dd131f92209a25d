"""The periods apart: what of a text about several periods belongs to one of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from cases.moments import Period
from cases.pasting import signposts
from cases.pasting.pasted import Pasted, Span
from cases.pasting.subject import evidence

_CLAUSE_END = re.compile(r"[.!?;,](?=\s|$)|\n")
_CONJUNCTION = re.compile(signposts.BETWEEN_PERIODS)
_LED = re.compile(signposts.BEFORE_MONTH)
_BLANKS = " ,;"


def of_one_period(pasted: Pasted, said: Mapping[Period, list[Span]], period: Period) -> str:
    """Return the text without the words of the other periods, and without their clauses.

    `said` has the places of each period. A list («за январь и февраль») becomes its one member.
    """
    places = sorted(span for spans in said.values() for span in spans)
    if len(places) == len(said) and _is_list(pasted, places):
        own = _own_words(pasted, places[0], said[period][0])
        begin, end = places[0][0], places[-1][1]
        return f"{pasted.seen[:begin]}{own}{pasted.seen[end:]}"
    others = [span for each, spans in said.items() if each != period for span in spans]
    clauses = [c for c in _clauses(pasted) if _meets(c, others) and not _meets(c, said[period])]
    if all(_meets(each.span, clauses) for each in evidence(pasted)):
        clauses = []  # the trouble is told once for all periods
    words = [_with_conjunction(pasted, each) for each in others if not _meets(each, clauses)]
    return pasted.cut([*clauses, *words]).seen.strip(_BLANKS)


def _is_list(pasted: Pasted, places: list[Span]) -> bool:
    """Whether nothing but conjunctions is between the periods."""
    between = pairwise(places)
    return all(_CONJUNCTION.fullmatch(pasted.cyrillic, one[1], other[0]) for one, other in between)


def _own_words(pasted: Pasted, first: Span, own: Span) -> str:
    begin = _after_conjunction(pasted, own)
    lead = _LED.match(pasted.cyrillic, first[0])
    led = lead is None or _LED.match(pasted.cyrillic, begin) is not None
    return ("" if led or lead is None else pasted.seen[slice(*lead.span())]) + pasted.seen[
        begin : own[1]
    ]


def _after_conjunction(pasted: Pasted, span: Span) -> int:
    conjunction = _CONJUNCTION.match(pasted.cyrillic, *span)
    return conjunction.end() if conjunction else span[0]


def _with_conjunction(pasted: Pasted, span: Span) -> Span:
    before = re.search(rf"(?:{signposts.BETWEEN_PERIODS})$", pasted.cyrillic[: span[0]])
    return (before.start() if before else span[0], span[1])


def _clauses(pasted: Pasted) -> Iterator[Span]:
    begin = 0
    for end in _CLAUSE_END.finditer(pasted.cyrillic):
        yield begin, end.end()
        begin = end.end()
    yield begin, len(pasted.seen)


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and begin < span[1] for begin, end in others)
