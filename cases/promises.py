"""The promises: what a buyer was promised and until when, with a clock of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.answers import moment_json, moment_of
from cases.case import Case
from cases.fields import Answers
from cases.kinds import Kind
from cases.moments import Moment

NAMES = frozenset({"promised", "promised_until", "promised_at"})
"""The answers that a promise is made of."""


@dataclass(frozen=True)
class Promise:
    """The words of a promise, when it was made (aware UTC) and until when it is to be kept."""

    words: str
    made_at: datetime
    until: Moment


def may_promise(case: Case) -> bool:
    """Whether there is a buyer to whom something may be promised."""
    return case.kind is not Kind.SUPPORT_TICKET and not case.closed


def promise_of(case: Case) -> Promise | None:
    """Return the promise that is still to be kept; None when there is none."""
    until, made = case.answers.get("promised_until"), case.answers.get("promised_at")
    if not until or not made:
        return None
    words = str(case.answers.get("promised") or "")
    return Promise(words, moment_of(made).at, moment_of(until))


def promised(case: Case, given: Answers, now: datetime) -> dict[str, Any]:
    """Return the answers of the case with a promise made now, in place of any other."""
    made = moment_json(Moment(now, has_time=True))
    words = {name: given[name] for name in ("promised", "promised_until")}
    return {**case.answers, **words, "promised_at": made}


def without_promise(answers: Answers) -> dict[str, Any]:
    """Return the answers without a promise: it is kept, or the case has ended."""
    return {name: value for name, value in answers.items() if name not in NAMES}
