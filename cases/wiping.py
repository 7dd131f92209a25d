"""The wiping: what of a closed case is the buyer's and goes, and what stays for the totals."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.asking import Ask, Field
from cases.fields import FORMS
from cases.kinds import TOPICS
from cases.rules import Rules

EXPIRED, FORGOTTEN = "expired", "forgotten"
"""What history calls it: the time to keep is over, or the owner has asked for it."""
AT_ONCE = 20
"""So many cases are wiped in one transaction; then others may write."""

CODED = frozenset({
    "registered", "send", "confirm_pickup", "confirm_no_return", "merged_here", "merged_into",
    "taken", "handed_over", "sent_despite", "escalate", "files_added", "snoozed", "unseen",
    "answered_earlier", "entry_ours", "entry_support", "entry_buyer", "entry_note",
    "entry_addition", "entry_escalation", "entry_merged",
})  # fmt: skip
"""The lines of history whose comment is codes, figures or a time; any other is somebody's words."""

_NOBODYS = frozenset({
    Ask.CHOICE, Ask.CHOICES, Ask.SUM, Ask.PAST, Ask.PAST_OR_PERIOD, Ask.PERIOD, Ask.FUTURE,
})  # fmt: skip
"""Kinds of answers that tell nothing of a person: something from a list, a sum, a time."""
_TOPICS = frozenset(topic for topics in TOPICS.values() for topic in topics)


def wiped_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stays of the answers of a case: nothing that anybody has typed in words.

    An answer that no form knows goes as well.
    """
    return {name: value for name, value in answers.items() if _stays(name, value)}


def wiped_number(number: str | None) -> str | None:
    """Return the marketplace's number if it is one: what has letters of ours may be a name."""
    return number if number and number.isascii() else None


def expired_before(rules: Rules, now: datetime) -> datetime | None:
    """Return before when a case must have been closed to be wiped; None when all is kept."""
    return now - rules.keep_buyers if rules.keep_buyers else None


def _stays(name: str, value: Any) -> bool:
    fields = _FIELDS.get(name, ())
    return bool(fields) and all(_is_nobodys(field, value) for field in fields)


def _is_nobodys(field: Field, value: Any) -> bool:
    if field.ask is Ask.CHOICE_OR_TEXT:
        # Whatever was typed besides the list is a text; of the team's own topics only the key.
        return value in field.choices if isinstance(field.choices, tuple) else value in _TOPICS
    return field.ask in _NOBODYS


def _by_name() -> dict[str, list[Field]]:
    fields: dict[str, list[Field]] = defaultdict(list)
    for form in FORMS.values():
        for field in form:
            fields[field.name].append(field)
    return fields


_FIELDS = _by_name()
