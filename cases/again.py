"""Once more: what a new registration takes over from an old case («Похожее обращение»)."""

from typing import Any

from cases.case import Case
from cases.fields import FORMS, Ask, Field

_OF_THAT_TIME = frozenset(
    {Ask.NUMBER, Ask.PAST, Ask.PAST_OR_PERIOD, Ask.PERIOD, Ask.FUTURE, Ask.ATTACHMENTS}
)
_COUNTED_THEN = frozenset({"report_sum", "our_sum", "risk_sum", "difference"})
"""Sums of another period would make a wrong appeal; what it was told from is another story."""


def copied(case: Case) -> dict[str, Any]:
    """Return the answers of the case's form without its number, dates, attachments and sums."""
    known = {**case.answers, "cabinet": str(case.cabinet.id)}
    if case.assignee:
        known["assignee"] = str(case.assignee.id)
    return {f.name: known[f.name] for f in FORMS[case.kind.value] if f.name in known and _lasts(f)}


def continuing(case: Case, files: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the answers for a new appeal about the same: it has all but the number and deadline.

    `files` are those of the case as answers keep them.
    """
    known = {**case.answers, **copied(case), "attachments": files}
    void = {"number": None, "own_deadline": None}
    return {f.name: known.get(f.name) for f in FORMS[case.kind.value] if f.name in known} | void


def _lasts(field: Field) -> bool:
    return field.ask not in _OF_THAT_TIME and field.name not in _COUNTED_THEN
