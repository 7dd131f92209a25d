"""The reading of a pasted text: all that is found in it, before the kind gives it its field."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.kinds import Kind
from cases.pasting import mentions, signposts, subject
from cases.pasting.compared import compared_sums
from cases.pasting.mentions import Mention
from cases.pasting.occasions import Occasion, Sense, occasions
from cases.pasting.pasted import Pasted
from cases.pasting.standard import goods_of
from cases.pasting.subject import Hint


@dataclass(frozen=True)
class Reading:
    """What the finders have found; no two of them have taken the same words."""

    pasted: Pasted
    standard: Hint | None
    goods: tuple[Mention, ...]
    entities: tuple[Mention, ...]
    numbers: tuple[Mention, ...]
    chats: tuple[Mention, ...]
    compared: tuple[Mention, ...]
    sums: tuple[Mention, ...]
    occasions: tuple[Occasion, ...]
    marketplaces: tuple[Hint, ...]
    evidence: tuple[subject.Evidence, ...]


def read(pasted: Pasted, now: datetime, zone: ZoneInfo, currency: str | None) -> Reading:
    """Find in this order: what was taken by one finder is not seen by the next."""
    opening = subject.standard(pasted)
    goods = goods_of(pasted, opening.span[1], now, zone) if opening else ()
    links = mentions.linked_goods(rest := _without(pasted, goods))
    chats = mentions.chat_numbers(rest := _without(rest, links))
    rest = rest.without((*(each.span for each in chats), *mentions.other_links(rest)))
    numbers = mentions.numbers(rest)
    compared = compared_sums(rest := _without(rest, numbers), currency)
    sure = mentions.identifiers(rest := _without(rest, compared))
    rest = _without(rest, sure)
    sums = mentions.sums(rest := rest.without(mentions.phones(rest)), currency)
    when = occasions(rest := _without(rest, sums), now, zone)
    bare = mentions.lone_figures(rest.without(each.span for each in when))
    return Reading(
        pasted=pasted,
        standard=opening,
        goods=goods,
        entities=tuple(sorted((*links, *sure, *bare), key=lambda each: each.span)),
        numbers=numbers,
        chats=chats,
        compared=compared,
        sums=sums,
        occasions=when,
        marketplaces=subject.marketplaces(pasted),
        evidence=subject.evidence(pasted),
    )


def _without(pasted: Pasted, found: Iterable[Mention]) -> Pasted:
    return pasted.without(each.span for each in found)


def kind_of(reading: Reading) -> Hint | None:
    """Return the kind of the standard phrase, of the words for it, or a ticket by its troubles."""
    if reading.standard:
        return reading.standard
    said = {hint.value: hint for hint in subject.kinds(reading.pasted)}
    if Kind.CHAT_RETURN in said:
        said.pop(Kind.BUYER_CHAT, None)
    elif reading.chats:
        said.setdefault(Kind.BUYER_CHAT, Hint(Kind.BUYER_CHAT, reading.chats[0].span))
    if len(said) == 1:
        return next(iter(said.values()))
    if said:
        return None
    proof, _ = subject.category_of(reading.evidence)
    proof = proof or _of_several(reading.evidence)
    return Hint(Kind.SUPPORT_TICKET, proof.span) if proof else None


def _of_several(found: Iterable[subject.Evidence]) -> subject.Evidence | None:
    """Troubles of several categories make one kind all the same: the first of them proves it."""
    troubles = [each for each in found if each.trouble]
    return troubles[0] if len({each.category for each in troubles}) > 1 else None


def marketplace_of(reading: Reading) -> Hint | None:
    """Return the one that is named; when none is, the one whose links and forms are there."""
    formed = (*reading.entities, *reading.chats)
    by_form = tuple(Hint(m.marketplace, m.span) for m in formed if m.marketplace)
    said = reading.marketplaces or by_form
    return said[0] if len({hint.value for hint in said}) == 1 else None


_BEFORE_OPENING = " |,.:;[(-\n"


def written(reading: Reading) -> Iterator[Occasion]:
    """Find when the message itself was written: the date opens the text, or «написала» leads to it.

    When goods were bought, promised or received is no date of the message.
    """
    around = [each.span for each in reading.marketplaces]
    text = _without(reading.pasted.without(around), reading.chats).cyrillic
    for each in reading.occasions:
        begin, end = each.span
        if each.sense is not Sense.HAPPENED or _is_of_something_else(text, end):
            continue
        opens = not text[:begin].strip(_BEFORE_OPENING)
        if opens or re.search(rf"(?<!\w){signposts.WRITTEN_BEFORE}", text[:begin]):
            yield each


def _is_of_something_else(text: str, after: int) -> bool:
    return re.compile(signposts.NOT_WRITTEN_AFTER).match(text, after) is not None
