"""The escalation: five moves in one dialog, which of them are made and what an answer missed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import moment_json, moment_of
from cases.case import Case
from cases.fields import Answers
from cases.moments import Moment
from cases.readiness import EVIDENCE, readiness
from cases.roles import Role


class Step(StrEnum):
    """The five moves, in their order (DOMAIN.md, Texts the bot composes)."""

    SAME_DIALOG = "same_dialog"
    RESTATED = "restated"
    MISSED = "missed"
    ATTACHED = "attached"
    SPECIALIST = "specialist"


FILE = "№"
"""A point that is a file: the sign is followed by the file's number."""
POINTS = (
    "report_sum", "period", "when", "entities", "exact_error", "as_expected", "who_cannot",
    "rights_changed", "last_edit", "endpoint",
)  # fmt: skip
"""What an answer can have passed over besides the files, by field, the weightiest first."""
LOOK_AT = time(10)
"""When a look is due whose day was told without an hour: not in the night after that day."""
_PROOFS = frozenset(field for fields in EVIDENCE.values() for field in fields) | {"entities"}


def points(answers: Answers, files: Iterable[int]) -> tuple[str, ...]:
    """Return what an answer may have missed of this case: its files, then what it told."""
    told = (field for field in POINTS if answers.get(field))
    return (*(f"{FILE}{number}" for number in files), *told)


def proofs_lacking(answers: Answers, files: int) -> tuple[str, ...]:
    """Return which proofs of its category a ticket with so many files still lacks, by field."""
    known = {**answers, "attachments": files}
    return tuple(gap.field for gap in readiness(known).gaps if gap.field in _PROOFS)


def steps_of(given: Answers, case: Case) -> tuple[Step, ...]:
    """Return the moves that this escalation makes, in their order.

    Nothing is left to attach when no proof of the category is missing.
    """
    made = {step for step, fields in _BY_FIELD.items() if any(map(given.get, fields))}
    if case.number:
        made.add(Step.SAME_DIALOG)
    if not proofs_lacking(case.answers, case.attachments):
        made.add(Step.ATTACHED)
    return tuple(step for step in Step if step in made)


def escalated(
    given: Answers, case: Case, attached: Iterable[int], now: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """Return what the case keeps of an escalation: its answers and the moves made so far.

    `attached` are the numbers that the new files have got in the case.
    """
    made = {*steps_made(case.answers), *steps_of(given, case)}
    return {
        **{name: value for name, value in given.items() if name != "to_attach"},
        "next_look": moment_json(_in_daytime(moment_of(given["next_look"]), now, zone)),
        "attached": list(attached),
        "escalated_at": int(now.timestamp()),
        "steps_made": [step.value for step in Step if step in made],
    }


def steps_made(answers: Answers) -> tuple[Step, ...]:
    """Return the moves that the escalations of a case have made, in their order."""
    made = set(answers.get("steps_made") or ())
    return tuple(step for step in Step if step in made)


def steps_left(answers: Answers) -> tuple[Step, ...]:
    """Return the moves that no escalation of a case has made yet, in their order."""
    made = steps_made(answers)
    return tuple(step for step in Step if step not in made)


def is_exhausted(answers: Answers) -> bool:
    """Whether all five moves were made: the dialog has given what it can."""
    return not steps_left(answers)


def may_begin_anew(case: Case, role: Role) -> bool:
    """Whether a new appeal may follow this one: the dialog is exhausted, or the owner says so."""
    if not steps_made(case.answers):
        return False
    return is_exhausted(case.answers) or role is Role.OWNER


def places(steps: Iterable[Step]) -> str:
    """Write the moves for the history: «1,2,5»."""
    order = list(Step)
    return ",".join(str(order.index(step) + 1) for step in steps)


def _in_daytime(look: Moment, now: datetime, zone: ZoneInfo) -> Moment:
    if look.has_time:
        return look
    at = datetime.combine(look.at.astimezone(zone).date(), LOOK_AT, zone).astimezone(look.at.tzinfo)
    return Moment(at, has_time=True) if at > now else look


_BY_FIELD: Mapping[Step, tuple[str, ...]] = {
    Step.RESTATED: ("restated",),
    Step.MISSED: ("missed", "missed_else"),
    Step.ATTACHED: ("to_attach",),
    Step.SPECIALIST: ("specialist",),
}
