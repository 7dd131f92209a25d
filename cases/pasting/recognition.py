"""What a pasted text says: its kind, its marketplace, and the answers that it already gives.

Nothing is guessed (DOMAIN.md, Recognising pasted text): what may mean two things is left out, and
every finding quotes the words that it comes from, so that a person can see why.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import moment_json, period_json
from cases.entities import Entity, EntityKind
from cases.kinds import Category, Kind, Marketplace
from cases.moments import Moment, Period
from cases.pasting import mentions, phrases, subject, troubles
from cases.pasting.line import kind_of_line, with_number_in_front, without_command
from cases.pasting.occasions import Occasion, Sense
from cases.pasting.pasted import Pasted
from cases.pasting.reading import Reading, kind_of, marketplace_of, read, written
from cases.pasting.subject import Hint
from cases.pasting.summary import summary_of


@dataclass(frozen=True)
class Finding:
    """An answer that the text gives: `value` as the form keeps it, `words` that it comes from.

    `field` is a name of `cases/fields.py`.
    """

    field: str
    value: Any
    words: str


@dataclass(frozen=True)
class Understood:
    """What a text says. None and no finding mean that it does not say, or not clearly.

    `kind_words` and `marketplace_words` are what these two come from. `secret` tells that a
    password, a token or a signature was seen; it is in no finding.
    """

    kind: Kind | None
    marketplace: Marketplace | None
    findings: tuple[Finding, ...]
    kind_words: str = ""
    marketplace_words: str = ""
    secret: bool = False


def recognise(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    currency: str | None = None,
    chosen: Kind | None = None,
) -> Understood:
    """Understand a pasted text or a one-line command; never raises.

    `now` is aware, UTC; `zone` is the team's. `currency` stands for one that is not named; with
    None a sum without a currency is no finding. `chosen` is the kind when a person has said it. Of
    a line after /new the kind's name at an end, and a dialog's number in front, are known.
    """
    text, line = without_command(text)
    pasted, secret = mentions.secret_free(Pasted.of(text))
    reading = read(pasted, now, zone, currency)
    marketplace = marketplace_of(reading)
    said = kind_of_line(reading) if line else None
    kind = said or kind_of(reading)
    meant = chosen or (Kind(kind.value) if kind else None)
    if line and meant is Kind.SUPPORT_TICKET:
        reading = with_number_in_front(reading, said)
    return Understood(
        kind=meant,
        marketplace=Marketplace(marketplace.value) if marketplace else None,
        findings=tuple(_findings(reading, meant)),
        kind_words=pasted.words(kind.span) if kind else "",
        marketplace_words=pasted.words(marketplace.span) if marketplace else "",
        secret=secret,
    )


def _findings(reading: Reading, kind: Kind | None) -> Iterator[Finding]:
    from_chat = kind in {Kind.BUYER_CHAT, Kind.CHAT_RETURN}
    yield from _identified(reading, "goods" if from_chat else "entities")
    yield from _numbered(reading)
    yield from _priced(reading, "price" if kind is Kind.CHAT_RETURN else "risk_sum")
    yield from (_chat_choices if from_chat else _ticket_choices)(reading, kind)
    priority = subject.first(reading.pasted, phrases.PRIORITIES)
    yield from _chosen(reading, "priority", priority)
    risks = subject.every(reading.pasted, phrases.RISKS)
    if risks:
        quoted = ", ".join(reading.pasted.words(risk.span) for risk in risks)
        yield Finding("risks", [risk.value for risk in risks], quoted)
    summary = _summary(reading, priority)
    if summary:
        yield Finding("summary", summary, summary)


def _stands_alone(words: str) -> bool:
    return words.isdecimal() or "//" in words


def _summary(reading: Reading, priority: Hint | None) -> str:
    due = [each for each in reading.occasions if each.sense is Sense.DUE]
    lone = [each for each in reading.entities if _stands_alone(reading.pasted.words(each.span))]
    sums = reading.sums if len({each.value for each in reading.sums}) == 1 else ()
    mentioned = (*lone, *reading.chats, *sums)
    around = [each.span for each in mentioned] + [each.span for each in due]
    around += [each.span for each in (*reading.marketplaces, *([priority] if priority else []))]
    found = (*reading.entities, *reading.numbers)
    spans = [*around, *(each.span for each in found), *(each.span for each in reading.occasions)]
    return summary_of(reading.pasted, spans, around, fewest=1 if reading.evidence else 2)


def _identified(reading: Reading, field: str) -> Iterator[Finding]:
    found = [(e, reading.pasted.words(m.span)) for m in reading.entities for e in m.value]
    for mention in reading.goods:
        name, value = mention.value
        if name == "article":
            found.insert(0, (Entity(EntityKind.ARTICLE, value), reading.pasted.words(mention.span)))
        else:
            yield Finding(name, value, reading.pasted.words(mention.span).lstrip(", "))
    unique = {(entity.kind, entity.value): quoted for entity, quoted in reversed(found)}
    if unique:
        values = [asdict(Entity(*key)) for key in reversed(unique)]
        quoted = dict.fromkeys(each.lstrip(", ") for each in reversed(unique.values()))
        yield Finding(field, values, ", ".join(quoted))


def _numbered(reading: Reading) -> Iterator[Finding]:
    """The number of the dialog, when there is one and no other."""
    said = reading.numbers or reading.chats
    if len({mention.value for mention in said}) == 1:
        yield Finding("number", said[0].value, reading.pasted.words(said[0].span))


def _priced(reading: Reading, field: str) -> Iterator[Finding]:
    if len(reading.compared) == 1:
        return  # of the two sums beside each other only one is sure to be what it is
    if len({mention.value for mention in reading.sums}) == 1 and reading.sums[0].value:
        words = reading.pasted.words(reading.sums[0].span)
        yield Finding(field, asdict(reading.sums[0].value), words)


def _chat_choices(reading: Reading, kind: Kind | None) -> Iterator[Finding]:
    yield from _dated(reading, "appeared", list(written(reading)))
    named = re.compile(rf"(?<!\w){phrases.BUYER_NAME}").search(reading.pasted.cyrillic)
    if named and (name := _name_at(reading.pasted, named.end())):
        yield Finding("buyer", name, f"{reading.pasted.words(named.span())} {name}")
    received = [each for each in reading.occasions if each.sense is Sense.RECEIVED]
    if not any(mention.value[0] == "received" for mention in reading.goods):
        yield from _dated(reading, "received", received)
    if kind is Kind.BUYER_CHAT:
        category = subject.only(reading.pasted, troubles.CHAT_CATEGORIES)
        if category is None and reading.standard:
            category = Hint("question", reading.standard.span)
        yield from _chosen(reading, "chat_category", category)
        return
    yield from _chosen(reading, "reason", subject.only(reading.pasted, troubles.REASONS))


def _ticket_choices(reading: Reading, _: Kind | None) -> Iterator[Finding]:
    proof, topic = subject.category_of(reading.evidence)
    category = proof.category if proof else None
    if proof:
        yield Finding("category", proof.category.value, reading.pasted.words(proof.span))
    if topic:
        yield Finding("topic", topic.topic, reading.pasted.words(topic.span))
    past = [each for each in reading.occasions if each.sense in {Sense.HAPPENED, Sense.LASTED}]
    if category is Category.FINANCE:
        periods = [each for each in past if each.sense is Sense.LASTED]
        yield from _dated(reading, "period", periods)
        for mention in reading.compared:
            name, money = mention.value
            if money:
                yield Finding(name, asdict(money), reading.pasted.words(mention.span))
    else:
        yield from _dated(reading, "when", past)
    due = [each for each in reading.occasions if each.sense is Sense.DUE]
    yield from _dated(reading, "own_deadline", due)
    yield from _chosen(reading, "wanted", subject.only(reading.pasted, phrases.WANTED))
    yield from _chosen(reading, "work_model", subject.only(reading.pasted, phrases.WORK_MODELS))


def _dated(reading: Reading, field: str, said: list[Occasion]) -> Iterator[Finding]:
    """A date is a finding when the text names no other in the same sense."""
    if len({each.value for each in said}) == 1:
        yield Finding(field, _written(said[0].value), reading.pasted.words(said[0].span))


def _written(value: Moment | Period) -> dict[str, Any]:
    return moment_json(value) if isinstance(value, Moment) else period_json(value)


def _chosen(reading: Reading, field: str, hint: Hint | None) -> Iterator[Finding]:
    if hint:
        yield Finding(field, hint.value, reading.pasted.words(hint.span))


def _name_at(pasted: Pasted, at: int) -> str:
    """The capitalised word at this place: a name, unless it is a marketplace."""
    word = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)?", pasted.seen[at:])
    marketplaces = {hint.span[0] for hint in subject.marketplaces(pasted)}
    is_name = word and word[0].istitle() and len(word[0]) > 1 and at not in marketplaces
    return word[0] if word and is_name else ""
