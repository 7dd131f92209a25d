"""What an appeal is about: articles, orders, supplies and the like, found in what people type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cases import vocabulary as words
from cases.numbers import number_key
from cases.refusals import TypedRefusal

LONGEST = 64  # characters; what is longer is a signature (WB's replySign), which is secret
_SHORTEST_ALONE = 5  # a shorter figure needs a word before it: it may be a size or a count


class EntityKind(StrEnum):
    """The kinds of identifiers: the form of one tells its kind, or the word before it does."""

    ARTICLE = "article"
    ORDER = "order"
    POSTING = "posting"
    SUPPLY = "supply"
    SHIPMENT = "shipment"
    REPORT = "report"
    SRID = "srid"
    OTHER = "other"


@dataclass(frozen=True)
class Entity:
    """An identifier: `value` as typed, without its word."""

    kind: EntityKind
    value: str


class EntitiesUnreadable(TypedRefusal):
    """Nothing in `text` has a digit."""


@dataclass(frozen=True)
class _Found:
    """An entity with how sure we are that it is one."""

    entity: Entity
    sure: bool


# Forms that speak for themselves, whatever word is before them (MARKETPLACES.md, section 6).
_FORMS: tuple[tuple[re.Pattern[str], EntityKind], ...] = tuple(
    (re.compile(form), kind)
    for form, kind in (
        (r"\d{7,11}-\d{4}-\d{1,3}", EntityKind.POSTING),
        (r"\d{7,11}-\d{4}", EntityKind.ORDER),
        (r"\d+_[0-9a-f]{32}", EntityKind.ORDER),
        (r"wb-gi-\d+", EntityKind.SUPPLY),
        (r"wb-trbx-\d+", EntityKind.SHIPMENT),
        (r"[0-9a-z]+_[0-9a-z]+(?:\.[0-9a-z]+)+", EntityKind.SRID),
        (r"[0-9a-z]{2,}\.(?:[0-9a-z]{1,40}\.)?\d+\.\d+", EntityKind.SRID),
        (r"[0-9a-f]{32}|[0-9a-f]{40,42}", EntityKind.SRID),
    )
)
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?"
    r"(?:wildberries\.\w{2,3}/catalog/|ozon\.\w{2,3}/product/(?:[^\s/?]{0,200}-)?)"
    r"(?P<article>\d{6,})\S*",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![\w.,-])\d{1,3}(?: \d{3}){2,}(?![\w-]|[.,]\d)")  # 140 158 860
_DATE_OR_CLOCK = re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{1,2}:\d{2}")
_PIECE = re.compile(r"[^\s,;|]+")
_LABELLED = re.compile(
    r"(?P<word>[^\W\d_]+(?:[_-]?id)?)(?P<value>(?:[.:=#№]+.*|-?\d.*)?)", re.IGNORECASE
)
_EDGES = "«»„“”\"'()[]{}<>.:!?*=#№-–—/\\"


def parse_entities(text: str, default: EntityKind = EntityKind.OTHER) -> tuple[Entity, ...]:
    """Find every identifier, each once, in order; one without a form or a word is of `default`.

    Figures that look like sizes, counts or dates are left out when there is anything surer.
    Raises EntitiesUnreadable when nothing has a digit.
    """
    found = list(_found(_seen(text), default))
    sure = [each.entity for each in found if each.sure]
    unique = {
        (each.kind, entity_key(each.value)): each
        for each in reversed(sure or [each.entity for each in found])
    }
    if not unique:
        raise EntitiesUnreadable(text)
    return tuple(reversed(unique.values()))


def entity_key(value: str) -> str:
    """Return the compared form of an identifier; "" when nothing is left, which matches nothing."""
    return number_key(value)


def _seen(text: str) -> str:
    """The text on one line, links to goods shortened to their articles, figures joined."""
    line = " ".join(words.without_invisible(text).split())
    line = _LINK.sub(rf" {EntityKind.ARTICLE}:\g<article> ", line)
    return _GROUPED.sub(lambda match: match[0].replace(" ", ""), line)


def _found(line: str, default: EntityKind) -> Iterator[_Found]:
    announced, just_now = default, False
    for piece in _PIECE.findall(line):
        kind, value = _labelled(piece.strip(_EDGES))
        announced, just_now = kind or announced, just_now or kind is not None
        if _is_identifier(value):
            yield _judged(value, announced, sure=just_now)
            just_now = False


_PHONE = re.compile(r"\+?[78]9\d{9}|\+?375\d{9}")


def _is_identifier(value: str) -> bool:
    if _PHONE.fullmatch(value):
        return False  # a buyer's contact has no place among identifiers
    return len(value) <= LONGEST and any(map(str.isdecimal, value)) and bool(entity_key(value))


def _labelled(piece: str) -> tuple[EntityKind | None, str]:
    """Split a piece into the kind that its word announces and the value glued to the word."""
    match = _LABELLED.fullmatch(piece)
    kind = _announced_by(match["word"]) if match else None
    if match is None or kind is None:
        return None, piece
    return kind, match["value"].strip(_EDGES)


def _announced_by(word: str) -> EntityKind | None:
    alike = words.evened(word).translate(words.AS_LATIN)
    for beginning, kind in words.ENTITY_WORDS.items():
        if alike.startswith(beginning.translate(words.AS_LATIN)):
            return EntityKind(kind)
    return None


def _judged(value: str, announced: EntityKind, *, sure: bool) -> _Found:
    form = words.evened(value).translate(words.AS_LATIN)
    kind = next((kind for pattern, kind in _FORMS if pattern.fullmatch(form)), announced)
    long_enough = len(value) >= _SHORTEST_ALONE and not _DATE_OR_CLOCK.fullmatch(value)
    return _Found(Entity(kind, value), sure or long_enough)
