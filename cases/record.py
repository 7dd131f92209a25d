"""The record of a case: what happened to it, and what was written into it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.answers import Attachment, entities_of
from cases.case import Case
from cases.entities import Entity, EntityKind
from cases.fields import Ask, Field
from cases.kinds import EntryKind
from cases.moments import Moment
from cases.numbers import number_key

_ELSEWHERE = frozenset({"cabinet", "summary", "attachments", "assignee"})
"""Answers of a registration that are no part of an addition, or have a place of their own."""


@dataclass(frozen=True)
class HistoryLine:
    """One row of a case's history. `person` is None for the bot.

    `other_id` is another case that the line tells of; such a line changes nothing in this one.
    `of_case` is the merged case whose line it is, None for a line of the case's own.
    """

    at: datetime
    person: str | None
    what: str
    old: str | None = None
    new: str | None = None
    comment: str | None = None
    other_id: int | None = None
    person_id: int | None = None
    of_case: int | None = None


@dataclass(frozen=True)
class Addition:
    """What is about to be written into a case instead of becoming a second one.

    `text` is what the person wrote, `answers` what else they answered, by field name. `number` is
    the marketplace's, when it is not the case's own. `entities` are all that must be found.
    """

    text: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    number: str | None = None
    entities: tuple[Entity, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class NewEntry:
    """What is about to be written into the conversation of a case, `at` its real time.

    `files` are numbers of the case's attachments.
    """

    kind: EntryKind
    text: str
    at: Moment
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry. `at` is when it happened, `written_at` when we heard of it; both aware, UTC.

    Without `has_time` only the date of `at` is known. `person` is the name of whoever wrote it,
    None for the bot. `files` are the numbers of the attachments that came with it.
    """

    id: int
    kind: EntryKind
    at: datetime
    written_at: datetime
    person: str | None
    text: str
    answers: Mapping[str, Any]
    has_time: bool = True
    files: tuple[int, ...] = ()


def addition_of(fields: tuple[Field, ...], answers: Mapping[str, Any], case: Case) -> Addition:
    """Make an addition of a registration's answers: what the case knows already is left out."""
    known = {**case.answers, "number": case.number}
    starts = {each.name: each.default for each in fields}
    number = answers.get("number")
    own = number_key(number or "") == number_key(case.number or "")
    more = {
        name: value
        for name, value in answers.items()
        if name not in _ELSEWHERE and value not in (None, [], starts.get(name), known.get(name))
    }
    if own:
        more.pop("number", None)
    files = answers.get("attachments") or ()
    return Addition(
        text=str(answers.get("summary") or ""),
        answers=more,
        number=None if own else number,
        entities=_found(fields, answers),
        attachments=tuple(Attachment(**each) for each in files),
    )


def with_entities(case: Case, addition: Addition) -> dict[str, Any]:
    """Return the case's answers with the identifiers of the addition among its own."""
    answers = dict(case.answers)
    for name in ("entities", "goods"):
        there = entities_of(answers.get(name))
        more = [each for each in entities_of(addition.answers.get(name)) if each not in there]
        if more:
            written = [{"kind": each.kind.value, "value": each.value} for each in more]
            answers[name] = [*(answers.get(name) or []), *written]
    return answers


def _found(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> tuple[Entity, ...]:
    listed = [answers.get(each.name) for each in fields if each.ask is Ask.ENTITIES]
    found = [entity for value in listed for entity in entities_of(value)]
    if answers.get("number"):
        found.append(Entity(EntityKind.OTHER, answers["number"]))
    return tuple(found)
