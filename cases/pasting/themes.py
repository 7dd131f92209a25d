"""The themes of a text: whether it is one appeal or two written as one.

A text is two appeals when different sentences tell of troubles of different categories, or when
it asks about two finance periods (DOMAIN.md, One problem, one case).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.kinds import Category
from cases.moments import Period
from cases.pasting import troubles
from cases.pasting.apart import of_one_period
from cases.pasting.occasions import Sense, occasions
from cases.pasting.pasted import Pasted, Span
from cases.pasting.subject import Evidence, category_of, evidence


@dataclass(frozen=True)
class Theme:
    """One appeal of several: its category, its part of the text, and its period if it is finance.

    `topic` is the ready topic when the words name one. Themes of two periods have the text without
    the words of the other period.
    """

    category: Category
    text: str
    topic: str | None = None
    period: Period | None = None


_CLAUSE_END = re.compile(
    rf"[.!?;](?=\s|$)|\n|(?<=\s)(?=\d[.)] )"
    rf"|,? (?={troubles.ONE_MORE})|, (?={troubles.ONE_MORE_CLAUSE} )"
)


def split(text: str, now: datetime, zone: ZoneInfo) -> tuple[Theme, ...]:
    """Return the themes of a text; fewer than two mean that there is nothing to split.

    `now` is aware, UTC; `zone` is the team's. Never raises.
    """
    pasted = Pasted.of(text)
    themes = _by_category(pasted)
    if len(themes) > 1:
        return tuple(themes)
    return tuple(_by_period(pasted, themes, now, zone)) or tuple(themes)


def _by_category(pasted: Pasted) -> list[Theme]:
    """Give each clause to the trouble it tells of, or else to the one before it."""
    themes: dict[Category, Theme] = {}
    latest: Category | None = None
    greeting = ""
    found = evidence(pasted)
    for span in _clauses(pasted):
        words = pasted.words(span)
        told, topic = _told(span, found, latest)
        if told is None:
            greeting = _with(greeting, words)
        elif told in themes:
            themes[told] = replace(themes[told], text=_with(themes[told].text, words))
        else:
            themes[told], greeting = Theme(told, _with(greeting, words), topic), ""
        latest = told
    return list(themes.values())


def _told(
    span: Span, found: Iterable[Evidence], latest: Category | None
) -> tuple[Category | None, str | None]:
    """What the clause tells of; what another category is only named by makes no other theme."""
    inside = [each for each in found if span[0] <= each.span[0] < span[1]]
    proof, topic = category_of(
        each for each in inside if each.trouble or latest is None or each.category is latest
    )
    return (proof.category, topic.topic if topic else None) if proof else (latest, None)


def _by_period(
    pasted: Pasted, themes: list[Theme], now: datetime, zone: ZoneInfo
) -> Iterator[Theme]:
    if not themes or themes[0].category is not Category.FINANCE:
        return
    if re.search(troubles.COMPARED, pasted.cyrillic):
        return
    said: dict[Period, list[Span]] = {}
    for each in occasions(pasted, now, zone):
        if each.sense is Sense.LASTED and isinstance(each.value, Period):
            said.setdefault(each.value, []).append(each.span)
    apart = [each for each in said if not any(_touch(each, other) for other in said)]
    if len(apart) > 1 and len(apart) == len(said):
        for period in apart:
            yield replace(themes[0], text=of_one_period(pasted, said, period), period=period)


def _touch(one: Period, other: Period) -> bool:
    return one != other and one.first <= other.last and other.first <= one.last


def _clauses(pasted: Pasted) -> Iterator[Span]:
    begin = 0
    for end in _CLAUSE_END.finditer(pasted.cyrillic):
        at = end.end()
        if pasted.seen[begin:at].strip():
            yield begin, at
        begin = at
    if pasted.seen[begin:].strip():
        yield begin, len(pasted.seen)


def _with(text: str, words: str) -> str:
    return f"{text} {words}".strip()
