"""The readiness: what makes an appeal strong, and what this one still lacks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cases.answers import money_of
from cases.case import Case
from cases.fields import Answers
from cases.kinds import Category, Kind, Priority


class Light(StrEnum):
    """The five lights before sending (DOMAIN.md, Fields of each kind)."""

    TOPIC = "topic"
    WHAT_AND_WHEN = "what_and_when"
    WANTED = "wanted"
    PROOFS = "proofs"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Gap:
    """What is missing, and the field that a press leads to."""

    light: Light
    field: str


@dataclass(frozen=True)
class Readiness:
    """Which lights are green and what is missing; a red light stops nobody from sending."""

    green: frozenset[Light]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class _Check:
    light: Light
    field: str
    passes: Callable[[Answers], bool]
    applies: Callable[[Answers], bool] = lambda _: True


EVIDENCE: dict[Category, tuple[str, ...]] = {
    Category.ACCESS: ("who_cannot", "rights_changed", "attachments"),
    Category.FINANCE: ("period", "report_sum", "our_sum", "entities"),
    Category.LOGISTICS: ("entities", "as_expected"),
    Category.CONTENT: ("exact_error", "last_edit", "attachments"),
    Category.TECH: ("endpoint", "as_expected"),
    Category.OTHER: (),
}
"""The proofs that support asks for in each category, as fields of the form."""


def readiness(answers: Answers) -> Readiness:
    """Look at the answers of a ticket, given or skipped."""
    failed = [c for c in _checks(answers) if c.applies(answers) and not c.passes(answers)]
    gaps = tuple(dict.fromkeys(Gap(check.light, check.field) for check in failed))
    return Readiness(frozenset(Light) - {gap.light for gap in gaps}, gaps)


def readiness_of(case: Case) -> Readiness | None:
    """Look at a ticket in the journal; None for one that is closed, and for any other kind."""
    if case.kind is not Kind.SUPPORT_TICKET or case.closed:
        return None
    return readiness({**case.answers, "attachments": case.attachments})


def gaps_noted(kind: Kind, answers: Answers, files: int) -> str | None:
    """Write what an appeal lacks as codes for its history: «our_sum,attachments»."""
    if kind is not Kind.SUPPORT_TICKET:
        return None
    gaps = readiness({**answers, "attachments": files}).gaps
    return ",".join(dict.fromkeys(gap.field for gap in gaps)) or None


def _checks(answers: Answers) -> tuple[_Check, ...]:
    category = Category(answers.get("category") or Category.OTHER)
    when = "period" if category is Category.FINANCE else "when"
    proofs = EVIDENCE[category] or ("entities",)
    return (
        _Check(Light.TOPIC, "category", lambda a: a.get("category") != Category.OTHER),
        _Check(Light.TOPIC, "topic", _given("topic")),
        _Check(Light.WHAT_AND_WHEN, "summary", _given("summary")),
        _Check(Light.WHAT_AND_WHEN, when, _given(when)),
        _Check(Light.WANTED, "wanted", _given("wanted")),
        *(_Check(Light.PROOFS, field, _PROVES.get(field, _given(field))) for field in proofs),
        _Check(Light.PRIORITY, "priority", _is_raised, _burns),
    )


def _given(field: str) -> Callable[[Answers], bool]:
    return lambda answers: bool(answers.get(field))


def _is_comparable(answers: Answers) -> bool:
    """Whether our sum stands against the report's: in another currency there is no difference."""
    report, ours = money_of(answers.get("report_sum")), money_of(answers.get("our_sum"))
    return ours is not None and (report is None or report.currency == ours.currency)


def _burns(answers: Answers) -> bool:
    """Whether something is marked that cannot wait."""
    return bool(answers.get("risks"))


def _is_raised(answers: Answers) -> bool:
    return answers.get("priority") in {Priority.BURNING, Priority.HIGH}


_PROVES: dict[str, Callable[[Answers], bool]] = {"our_sum": _is_comparable}
"""The proofs that must be more than given."""
