"""The subject of a text by its words: kind, marketplace, category, topic and the closed choices."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cases import vocabulary as words
from cases.kinds import TOPICS, Category, Marketplace
from cases.pasting import phrases, troubles
from cases.pasting.pasted import Pasted, Span


@dataclass(frozen=True)
class Hint:
    """A meaning and the words that have it."""

    value: str
    span: Span


@dataclass(frozen=True)
class Evidence:
    """Words that speak of a category; `topic` is None when they name no ready topic.

    `trouble` tells that something has gone wrong; otherwise the category is only named.
    """

    category: Category
    topic: str | None
    span: Span
    trouble: bool = True


CATEGORY_OF: Mapping[str, Category] = {
    topic: category for category, topics in TOPICS.items() for topic in topics
}


_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Compiled when first needed: a bot that nobody pastes into does not pay for it."""
    return re.compile(rf"(?<!\w)(?:{form})")


@cache
def _marketplaces() -> re.Pattern[str]:
    names = "|".join(name.translate(words.AS_LATIN) for name in phrases.MARKETPLACE_WORDS)
    ending = phrases.MARKETPLACE_ENDING.translate(words.AS_LATIN)
    return re.compile(rf"(?<![\w./@-])(?P<name>{names}){ending}(?![\w-]|\.\w)")


def marketplaces(pasted: Pasted) -> tuple[Hint, ...]:
    """Find every marketplace that is named."""
    known = {
        name.translate(words.AS_LATIN): Marketplace(marketplace)
        for name, marketplace in phrases.MARKETPLACE_WORDS.items()
    }
    matches = _marketplaces().finditer(pasted.latin)
    return tuple(Hint(known[match["name"]], match.span()) for match in matches)


def kinds(pasted: Pasted) -> tuple[Hint, ...]:
    """Find what the text calls itself: its first words for each kind."""
    return tuple(_first_of_each(pasted, phrases.KINDS))


def evidence(pasted: Pasted) -> tuple[Evidence, ...]:
    """Find all that speaks of a category, in the order of the text.

    Names of sections do not, and what another trouble has led to does not.
    """
    names = [match.span() for match in _pattern(troubles.SECTION_NAMES).finditer(pasted.cyrillic)]
    inner = [(begin + 1, end) for begin, end in _quoted(pasted, names)]
    text = pasted.without(inner).cyrillic
    found = [
        Evidence(CATEGORY_OF[topic], topic, match.span())
        for topic, form in troubles.TOPICS.items()
        for match in _pattern(form).finditer(text)
    ]
    found += [
        Evidence(category, None, match.span())
        for category, form in troubles.CATEGORIES.items()
        for match in _pattern(form).finditer(text)
    ]
    found += [
        Evidence(category, None, match.span(), trouble=False)
        for category, form in troubles.NOUNS.items()
        for match in _pattern(form).finditer(text)
    ]
    found.sort(key=lambda each: each.span)
    return tuple(_causes(found, pasted))


def _causes(found: list[Evidence], pasted: Pasted) -> Iterator[Evidence]:
    """Leave out what the trouble before has led to: «…, из-за чего начислили штраф»."""
    turns = [match.end() for match in _pattern(troubles.FOLLOWS).finditer(pasted.cyrillic)]
    earliest = min((each.span[1] for each in found), default=0)
    for each in found:
        turn = max((end for end in turns if earliest <= end <= each.span[0]), default=None)
        if turn is None or _SENTENCE_END.search(pasted.seen, turn, each.span[0]):
            yield each


def category_of(found: Iterable[Evidence]) -> tuple[Evidence | None, Evidence | None]:
    """Return what proves the one category and what proves the one topic; None where unclear.

    A ready topic outweighs another trouble, and a trouble outweighs a mere word: «ошибка API» is
    technique even beside «комиссия».
    """
    found = tuple(found)
    wrong = tuple(each for each in found if each.trouble)
    proofs = tuple(each for each in found if each.topic) or wrong or found
    if len({each.category for each in proofs}) != 1:
        return None, None
    one = len({each.topic for each in proofs}) == 1 and proofs[0].topic is not None
    return proofs[0], proofs[0] if one else None


def only(pasted: Pasted, table: Mapping[str, str]) -> Hint | None:
    """Return the one meaning of the table that the text has; None when it has none or several."""
    found = tuple(_first_of_each(pasted, table))
    return found[0] if len(found) == 1 else None


def first(pasted: Pasted, table: Mapping[str, str]) -> Hint | None:
    """Return the first row of the table that the text has."""
    return next(_first_of_each(pasted, table), None)


def every(pasted: Pasted, table: Mapping[str, str]) -> tuple[Hint, ...]:
    """Return every row of the table that the text has."""
    return tuple(_first_of_each(pasted, table))


def standard(pasted: Pasted) -> Hint | None:
    """Return the cabinet's own opening phrase, with its span."""
    return first(pasted, phrases.STANDARD)


def _first_of_each(pasted: Pasted, table: Mapping[str, str]) -> Iterator[Hint]:
    for value, form in table.items():
        match = _pattern(form).search(pasted.cyrillic)
        if match:
            yield Hint(value, match.span())


def _quoted(pasted: Pasted, spans: Iterable[Span]) -> Iterator[Span]:
    for begin, end in spans:
        opening = re.search(r"[^\w\s-]", pasted.cyrillic[begin:end])
        yield (begin + (opening.start() if opening else 0), end)
