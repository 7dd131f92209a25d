"""The options: which buttons a question offers, and the words for what was chosen."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.answers import money_of
from cases.case import Case
from cases.entering import kinds_for
from cases.escalation import FILE, points
from cases.fields import Ask, Field, Source
from cases.filling import Draft
from cases.kinds import Category
from cases.pasting.nearest import nearest_categories
from handlers.desk import Desk
from handlers.neighbours import neighbours
from texts import absences, attachments, escalations
from texts.formats import excerpt, sum_of
from texts.lists import choice_label, line
from texts.record import kind_words
from texts.suggestions import NOTHING_RECOVERED, SUGGESTIONS, SUGGESTIONS_FOR, UNKNOWN_SUM
from texts.team import cabinet_label
from texts.topics import name_of
from texts.words import choice, topic_words

CASES = 5
"""So many of a person's latest cases are offered as buttons."""
FILES = 30
"""So many of a case's latest files: Telegram shows no more than a hundred buttons."""


NOBODY = "nobody"
"""That nobody in particular is chosen, among people."""
MORNING = 9
"""The hour that «Сегодня утром» stands for: before it the button would not be true."""


@dataclass(frozen=True)
class Option:
    """One button: the code it carries, its label, and what the reader takes for it.

    `line` is what the question tells of it where a label has no room; HTML.
    """

    value: str
    label: str
    spoken: str
    line: str = ""


async def options(field: Field, draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Return the buttons of a question; none for one that is answered only in words.

    When the last answer may be read in several ways, the buttons are these ways.
    """
    if draft.doubts:
        return tuple(_in_doubt(draft))
    if isinstance(field.choices, Source):
        return await _SOURCES[field.choices](draft, desk)
    if field.choices:
        return tuple(Option(v, choice(field.name, v), v) for v in field.choices)
    return _suggestions(field, desk)


def _in_doubt(draft: Draft) -> Iterator[Option]:
    for place, reading in enumerate(draft.doubts):
        if money := money_of(reading):
            yield Option(f"doubt{place}", sum_of(money), sum_of(money))


async def names(desk: Desk) -> dict[str, str]:
    """Return the words for cabinets, people and renamed topics, by «field:value»."""
    cabinets = {f"cabinet:{c.id}": cabinet_label(c) for c in await desk.cabinets.all()}
    topics = {f"topic:{key}": name for key, name in (await desk.topics.renamed()).items()}
    return cabinets | topics | {f"assignee:{p.id}": p.name for p in await desk.people.team()}


def _suggestions(field: Field, desk: Desk) -> tuple[Option, ...]:
    if field.name == "recovered":
        return (Option("nothing", *NOTHING_RECOVERED),)
    if field.ask is Ask.SUM and not field.is_required({}):
        return (Option("unknown", *UNKNOWN_SUM),)
    ready = SUGGESTIONS_FOR.get(field.name) or SUGGESTIONS.get(field.ask, {})
    begun = desk.now.astimezone(desk.rules.zone).hour >= MORNING
    return tuple(
        Option(code, label, spoken)
        for code, (label, spoken) in ready.items()
        if begun or code != "morning"
    )


async def _cabinets(_: Draft, desk: Desk) -> tuple[Option, ...]:
    return tuple(
        Option(str(each.id), cabinet_label(each), str(each.id))
        for each in await desk.cabinets.all()
    )


async def _people(_: Draft, desk: Desk) -> tuple[Option, ...]:
    return tuple(Option(str(each.id), each.name, str(each.id)) for each in await desk.people.team())


async def _colleagues(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer who may stand in for the person that the form is about, and nobody."""
    others = [each for each in await _people(draft, desk) if each.value != str(draft.subject_id)]
    return (*others, Option(NOBODY, absences.NO_STAND_IN, NOBODY))


async def _topics(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer the owner's list: a built-in topic is kept by its key, an added one by its words."""
    category = Category(draft.answers.get("category") or Category.OTHER)
    offered = [each for each in await desk.topics.of(category) if not each.hidden]
    named = [(each, name_of(each.ready, each.name)) for each in offered]
    return tuple(Option(each.key, name, each.ready or name) for each, name in named)


async def _nearest(draft: Draft, _: Desk) -> tuple[Option, ...]:
    """Offer the categories of which the typed words speak, and to leave it at «other»."""
    typed = " ".join(str(draft.answers.get(name) or "") for name in ("topic", "summary"))
    offered = (*nearest_categories(typed), Category.OTHER)
    return tuple(Option(each, choice("nearest", each), each) for each in offered)


async def _risk_sum(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    case = await _case_of(draft, desk)
    known = money_of(case.answers.get("price")) if case else None
    return (Option("price", sum_of(known), sum_of(known)),) if known else ()


async def _cases(_: Draft, desk: Desk) -> tuple[Option, ...]:
    found = await desk.search.latest_of(desk.person.id, CASES)
    known = (Option(str(c.id), choice_label(c), f"#{c.id}") for c in found)
    return (*known, Option(attachments.NEW, attachments.NEW_CASE, attachments.NEW))


async def _neighbours(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    case = await _case_of(draft, desk)
    found = await neighbours(case, draft.form, desk) if case else ()
    return tuple(
        Option(str(c.id), f"#{c.id}", f"#{c.id}", line(c, desk.rules, desk.now)) for c in found
    )


async def _phrase(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer the phrase that stands in the question: chosen before, or composed."""
    case = await _case_of(draft, desk)
    kept = draft.answers.get("restated") or (case and phrase_of(case, desk.rules.zone))
    return (Option("same", escalations.KEEP_PHRASE, str(kept)),) if kept else ()


async def _points(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer what an answer may have missed: the files of the case, then what it told."""
    case = await _case_of(draft, desk)
    if case is None:
        return ()
    files = (await desk.attachments.of(case.id))[-FILES:]
    labels = {f"{FILE}{number}": escalations.file_label(number, files) for number, _ in files}
    offered = points(case.answers, dict(files))
    return tuple(Option(p, labels.get(p) or choice("missed", p), p) for p in offered)


async def _specialists(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer the specialist of the ticket's category, and the one of its very topic."""
    case = await _case_of(draft, desk)
    if case is None:
        return ()
    category = str(case.category or Category.OTHER)
    topic = excerpt(topic_words(case.answers), 60)
    ready = (Option("category", choice("specialist", category), category),)
    return (*ready, Option("topic", f"«{topic}»", topic)) if topic else ready


def phrase_of(case: Case, zone: ZoneInfo) -> str:
    """Return the request in one phrase: that of the last escalation, or one that is composed."""
    return str(case.answers.get("restated") or escalations.phrase(case.answers, zone))


async def _entry_kinds(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Offer who may speak in a case of this kind, the likeliest first."""
    case = await _case_of(draft, desk)
    if case is None:
        return ()
    return tuple(Option(kind, kind_words(kind, case.kind), kind) for kind in kinds_for(case))


async def _case_of(draft: Draft, desk: Desk) -> Case | None:
    return await desk.search.find(draft.case_id) if draft.case_id is not None else None


_SOURCES: dict[Source, Callable[[Draft, Desk], Awaitable[tuple[Option, ...]]]] = {
    Source.CABINETS: _cabinets,
    Source.PEOPLE: _people,
    Source.COLLEAGUES: _colleagues,
    Source.TOPICS: _topics,
    Source.RISK_SUM: _risk_sum,
    Source.NEAREST: _nearest,
    Source.CASES: _cases,
    Source.PHRASE: _phrase,
    Source.POINTS: _points,
    Source.SPECIALISTS: _specialists,
    Source.NEIGHBOURS: _neighbours,
    Source.ENTRY_KINDS: _entry_kinds,
}
