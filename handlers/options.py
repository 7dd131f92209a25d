"""The options: which buttons a question offers, and the words for what was chosen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cases.answers import money_of
from cases.fields import Ask, Field, Source
from cases.forms import Draft
from cases.kinds import TOPICS, Category
from handlers.desk import Desk
from texts.formats import sum_of
from texts.forms import NOTHING_RECOVERED, SUGGESTIONS, SUGGESTIONS_FOR, UNKNOWN_SUM
from texts.team import cabinet_label
from texts.words import choice


@dataclass(frozen=True)
class Option:
    """One button: the code it carries, its label, and what the reader takes for it."""

    value: str
    label: str
    spoken: str


async def options(field: Field, draft: Draft, desk: Desk) -> tuple[Option, ...]:
    """Return the buttons of a question; none for one that is answered only in words."""
    if isinstance(field.choices, Source):
        return await _SOURCES[field.choices](draft, desk)
    if field.choices:
        return tuple(Option(v, choice(field.name, v), v) for v in field.choices)
    return _suggestions(field)


async def names(desk: Desk) -> dict[str, str]:
    """Return the words for cabinets and people, by «field:value»."""
    cabinets = {f"cabinet:{c.id}": cabinet_label(c) for c in await desk.cabinets.all()}
    return cabinets | {f"assignee:{p.id}": p.name for p in await desk.people.team()}


def _suggestions(field: Field) -> tuple[Option, ...]:
    if field.name == "recovered":
        return (Option("nothing", *NOTHING_RECOVERED),)
    if field.ask is Ask.SUM and not field.is_required({}):
        return (Option("unknown", *UNKNOWN_SUM),)
    ready = SUGGESTIONS_FOR.get(field.name) or SUGGESTIONS.get(field.ask, {})
    return tuple(Option(code, label, spoken) for code, (label, spoken) in ready.items())


async def _cabinets(_: Draft, desk: Desk) -> tuple[Option, ...]:
    return tuple(
        Option(str(each.id), cabinet_label(each), str(each.id))
        for each in await desk.cabinets.all()
    )


async def _people(_: Draft, desk: Desk) -> tuple[Option, ...]:
    return tuple(Option(str(each.id), each.name, str(each.id)) for each in await desk.people.team())


async def _topics(draft: Draft, _: Desk) -> tuple[Option, ...]:
    category = Category(draft.answers.get("category") or Category.OTHER)
    return tuple(Option(topic, choice("topic", topic), topic) for topic in TOPICS[category])


async def _risk_sum(draft: Draft, desk: Desk) -> tuple[Option, ...]:
    case = await desk.search.find(draft.case_id) if draft.case_id is not None else None
    known = money_of(case.answers.get("price")) if case else None
    return (Option("price", sum_of(known), sum_of(known)),) if known else ()


_SOURCES: dict[Source, Callable[[Draft, Desk], Awaitable[tuple[Option, ...]]]] = {
    Source.CABINETS: _cabinets,
    Source.PEOPLE: _people,
    Source.TOPICS: _topics,
    Source.RISK_SUM: _risk_sum,
}
