"""One problem, one case: whether two appeals are about the same thing.

The rules are DOMAIN.md's, «One problem, one case». What is empty never matches, and nothing of two
cabinets does. The measure of likeness is rapidfuzz's over stemmed words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import entities_of, moment_of, period_of
from cases.entities import EntityKind, entity_key
from cases.kinds import TOPICS, Category, Kind
from cases.numbers import number_key
from cases.wording import Clauses, clauses_of, likeness

NEAR = timedelta(days=3)  # one trouble is noticed by two people within days
_ALIKE = 60.0  # of 100: texts without a ready topic that tell of one thing
_ALIKE_IN_TOPIC = 50.0  # with the same ready topic
_ALIKE_ACROSS = 75.0  # though two different ready topics were chosen


class Verdict(StrEnum):
    """How a new case stands to an old one."""

    SAME_NUMBER = "same_number"
    SIMILAR = "similar"
    DIFFERENT = "different"


class Reason(StrEnum):
    """Why two cases are similar."""

    SHARED_IDENTIFIER = "shared_identifier"
    SAME_TOPIC = "same_topic"
    ALIKE_TEXT = "alike_text"


@dataclass(frozen=True)
class Likeness:
    """The verdict; `reason` is there with SIMILAR only."""

    verdict: Verdict
    reason: Reason | None = None


@dataclass(frozen=True)
class Sketch:
    """What is compared of a case.

    `category` of a chat or a return is its kind. `topic` is a ready topic, None for a free one,
    whose words are in the `clauses` then. `first` and `last` are days of the team's zone, None
    when no date is known. Empty keys match nothing.
    """

    cabinet_id: int
    category: str | None = None
    topic: str | None = None
    entity_keys: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    number_key: str = ""
    clauses: Clauses = ()


DIFFERENT = Likeness(Verdict.DIFFERENT)
_READY = frozenset(topic for topics in TOPICS.values() for topic in topics)
_WITH_A_BUYER = frozenset({Kind.BUYER_CHAT.value, Kind.CHAT_RETURN.value})
_ABOUT_ONE_BUYER = frozenset(
    {EntityKind.ORDER, EntityKind.POSTING, EntityKind.SRID, EntityKind.SHIPMENT}
)


def compare(new: Sketch, old: Sketch) -> Likeness:
    """Tell whether the new case is the old one over again."""
    if new.cabinet_id != old.cabinet_id:
        return DIFFERENT
    if new.number_key and new.number_key == old.number_key:
        return Likeness(Verdict.SAME_NUMBER)
    if new.category in _WITH_A_BUYER and new.number_key and old.number_key:
        return DIFFERENT  # two chats with two buyers, however alike they write
    reason = _reason(new, old)
    return Likeness(Verdict.SIMILAR, reason) if reason else DIFFERENT


def sketch_of(
    kind: Kind, cabinet_id: int, answers: Mapping[str, Any], number: str | None, zone: ZoneInfo
) -> Sketch:
    """Draw the sketch of a form's answers; `zone` is the team's, for the day of a moment."""
    topic = answers.get("topic") or ""
    first, last = _days(answers, zone)
    free = "" if topic in _READY else topic
    return Sketch(
        cabinet_id=cabinet_id,
        category=answers.get("category") if kind is Kind.SUPPORT_TICKET else kind.value,
        topic=topic if topic in _READY else None,
        entity_keys=frozenset(_keys(kind, answers)),
        first=first,
        last=last,
        number_key=number_key(number or ""),
        clauses=clauses_of(f"{free}. {answers.get('summary') or ''}"),
    )


def of_two_buyers(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Whether the answers name two buyers: what two people write alike is two problems."""
    ours, theirs = (str(each.get("buyer") or "").strip().casefold() for each in (new, old))
    return bool(ours and theirs) and ours != theirs


def _reason(new: Sketch, old: Sketch) -> Reason | None:
    same_category = new.category is not None and new.category == old.category
    if not same_category or _other_period(new, old):
        return None
    if new.entity_keys & old.entity_keys:
        return Reason.SHARED_IDENTIFIER
    if (new.entity_keys and old.entity_keys) or not _overlap(new, old):
        return None
    if likeness(new.clauses, old.clauses) < _enough(new, old):
        return None
    return Reason.SAME_TOPIC if new.topic and new.topic == old.topic else Reason.ALIKE_TEXT


def _enough(new: Sketch, old: Sketch) -> float:
    """How alike the texts must be; measured on the pairs of tests/examples_duplicates.py."""
    if not (new.topic and old.topic):
        return _ALIKE
    return _ALIKE_IN_TOPIC if new.topic == old.topic else _ALIKE_ACROSS


def _other_period(new: Sketch, old: Sketch) -> bool:
    """Finance: another period is another appeal, whatever they share."""
    known = new.first and old.first
    return bool(known) and new.category == Category.FINANCE and not _overlap(new, old)


def _overlap(new: Sketch, old: Sketch) -> bool:
    if not (new.first and new.last and old.first and old.last):
        return False
    slack = timedelta(0) if new.category == Category.FINANCE else NEAR
    return new.first <= old.last + slack and old.first <= new.last + slack


def _days(answers: Mapping[str, Any], zone: ZoneInfo) -> tuple[date | None, date | None]:
    written = answers.get("period") or answers.get("when") or answers.get("appeared")
    if not written:
        return None, None
    if "first" in written:
        period = period_of(written)
        return period.first, period.last
    day = moment_of(written).at.astimezone(zone).date()
    return day, day


def _keys(kind: Kind, answers: Mapping[str, Any]) -> set[str]:
    """Identifiers that tell one problem; an article of a chat does not: many ask about it."""
    found = entities_of(answers.get("entities")) + entities_of(answers.get("goods"))
    if kind is not Kind.SUPPORT_TICKET:
        found = tuple(each for each in found if each.kind in _ABOUT_ONE_BUYER)
    return {key for each in found if (key := entity_key(each.value))}
