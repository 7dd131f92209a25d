"""The asking: what a question of a form is made of, and the kinds of answer that it takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cases.entities import EntityKind

Answers = Mapping[str, Any]
"""A form's answers by field name, as JSON values. A skipped field is there with None."""


class Ask(StrEnum):
    """What kind of answer a field takes; `cases/answers.py` has the reader of each."""

    CHOICE = "choice"
    CHOICE_OR_TEXT = "choice_or_text"
    CHOICES = "choices"
    TEXT = "text"
    REPLY = "reply"
    NUMBER = "number"
    PAST = "past"
    PAST_OR_PERIOD = "past_or_period"
    PERIOD = "period"
    FUTURE = "future"
    HOUR = "hour"
    HOURS = "hours"
    SUM = "sum"
    ENTITIES = "entities"
    ATTACHMENTS = "attachments"


class Source(StrEnum):
    """Where the choices of a field come from when they are not a closed list."""

    CABINETS = "cabinets"
    PEOPLE = "people"
    COLLEAGUES = "colleagues"
    TOPICS = "topics"
    RISK_SUM = "risk_sum"
    NEAREST = "nearest"
    CASES = "cases"
    PHRASE = "phrase"
    POINTS = "points"
    SPECIALISTS = "specialists"
    NEIGHBOURS = "neighbours"
    ENTRY_KINDS = "entry_kinds"


class Bound(StrEnum):
    """What a moment may not come before; `cases/turns.py` knows when that was."""

    OUR_ANSWER = "our_answer"
    TURN_START = "turn_start"


def values(enumeration: type[StrEnum]) -> tuple[str, ...]:
    """Return the values of an enum as a closed list of choices."""
    return tuple(member.value for member in enumeration)


def always(_: Answers) -> bool:
    """Whether the field applies: it always does."""
    return True


@dataclass(frozen=True)
class Field:
    """One question of a form.

    `choices` is a closed list or a Source that is looked up when the question is asked.
    `required` may depend on what was answered before. A field with `asked=False` is not asked:
    it starts from its default and is changed from the summary. `limit` is the longest text.
    A change of the field named by `after` makes this answer void. `bound` is what a moment may not
    come before. An answer that is one of the choices of the field named by `instead` is taken for
    that field as well. With the answer to a field that `ends` the form is saved at once. `beside`
    names a field that a button leads to from this question, `shows` those that it reads back.
    `offers` names one whose answer, where there is one, another button takes for that `beside`.
    """

    name: str
    ask: Ask
    choices: tuple[str, ...] | Source = ()
    required: Callable[[Answers], bool] | bool = True
    applies: Callable[[Answers], bool] = always
    asked: bool = True
    default: Any = None
    limit: int = 1500
    entity: EntityKind = EntityKind.OTHER
    after: str | None = None
    bound: Bound | None = None
    instead: str | None = None
    ends: bool = False
    beside: str | None = None
    shows: tuple[str, ...] = ()
    offers: str | None = None

    def is_required(self, answers: Answers) -> bool:
        """Whether this field must be answered, given the answers so far."""
        return self.required(answers) if callable(self.required) else self.required
