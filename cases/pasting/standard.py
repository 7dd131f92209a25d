"""The cabinet's standard phrases: what goods a buyer's chat was opened about."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import moment_json
from cases.dates import parse_past
from cases.pasting import phrases
from cases.pasting.mentions import Mention
from cases.pasting.pasted import Pasted, Span
from cases.refusals import Refusal

_QUOTES = "\"'«»„“”"
_INSIDE = tuple(
    re.compile(rf"[{_QUOTES}](?P<inside>{inside})")
    for inside in (
        # The name may hold quotes: the article, which comes near the end, tells where it is.
        rf"[^\n]{{1,300}}?{phrases.GOODS_ARTICLE}(?:{phrases.GOODS_RECEIVED})?",
        rf"[^\n{_QUOTES}]{{1,300}}",
    )
)
_OPENINGS = tuple(re.compile(rf"(?<!\w){opening}") for opening in phrases.STANDARD.values())
_PARTS = {
    "brand": phrases.GOODS_BRAND,
    "size": phrases.GOODS_SIZE,
    "article": phrases.GOODS_ARTICLE,
    "received": phrases.GOODS_RECEIVED,
}


def goods_of(pasted: Pasted, after: int, now: datetime, zone: ZoneInfo) -> tuple[Mention, ...]:
    """Read the quoted goods that follow the opening phrase, which ends at `after`.

    The mentions' values are (field, value): brand and size as text, received as a date's JSON,
    article as its digits. What is missing in the phrase is missing here.
    """
    matches = (form.match(pasted.cyrillic, after) for form in _INSIDE)
    match = next((match for match in matches if match), None)
    if match is None:
        return ()
    inside = match.span("inside")
    found = (_part(pasted, inside, name, now, zone) for name in _PARTS)
    return tuple(each for each in found if each)


def opens_a_case(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the text has a standard phrase with its article in it: a case of its own."""
    pasted = Pasted.of(text)
    found = (form.finditer(pasted.cyrillic) for form in _OPENINGS)
    ends = (match.end() for matches in found for match in matches)
    told = (each.value for end in ends for each in goods_of(pasted, end, now, zone))
    return any(name == "article" for name, _ in told)


def _part(pasted: Pasted, inside: Span, name: str, now: datetime, zone: ZoneInfo) -> Mention | None:
    match = re.compile(_PARTS[name]).search(pasted.cyrillic, *inside)
    if match is None:
        return None
    value: Any = pasted.words(match.span(name))
    if name == "received":
        value = _date(value, now, zone)
    return Mention((name, value), match.span()) if value else None


def _date(typed: str, now: datetime, zone: ZoneInfo) -> dict[str, Any] | None:
    try:
        return moment_json(parse_past(typed, now, zone))
    except Refusal:
        return None
