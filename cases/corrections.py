"""The corrections: what changes in a case when an answer of its registration is corrected."""

from typing import Any

from cases.answers import moment_of, money_of
from cases.case import Case
from cases.fields import FORMS, Field


def correctable(case: Case, name: str) -> Field | None:
    """Return the field of the case's registration, None when it has none of this name."""
    return next((each for each in FORMS[case.kind] if each.name == name), None)


def answer_of(case: Case, name: str) -> Any:
    """Return the answer as it stands, as JSON; the number is kept beside the answers."""
    return case.number if name == "number" else case.answers.get(name)


def corrected(case: Case, name: str, value: Any) -> dict[str, Any]:
    """Return the new values of the case. A correction is no movement (DOMAIN.md, Deadlines 8).

    The start of the buyer's turn follows its answer only while it still comes from it.
    """
    if name == "number":
        return {"number": value}
    new: dict[str, Any] = {"answers": {**case.answers, name: value}}
    if name == "topic":
        new["answers"].pop("topic_words", None)
    if name in {"risk_sum", "price"}:
        new["risk"] = money_of(value)
    before = case.answers.get("appeared")
    if name == "appeared" and before and case.waiting_since == moment_of(before).at:
        new["waiting_since"] = moment_of(value).at
    return new
