"""The merging: which two cases may become one, and what the one that stays takes over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cases.answers import entities_of
from cases.case import Case
from cases.duplicates import of_two_buyers
from cases.fields import FORMS
from cases.kinds import Kind, Priority
from cases.lifecycles import UNDECIDED, Side, Status
from cases.money import Money
from cases.numbers import number_key
from cases.promises import NAMES as PROMISE
from cases.promises import promise_of
from cases.record import Addition, addition_of, with_entities


class Hindrance(StrEnum):
    """Why one case may not be merged into another; the first that applies is told."""

    SAME = "same"
    KIND = "kind"
    CABINET = "cabinet"
    CLOSED = "closed"
    BOTH_DECIDED = "both_decided"
    OTHER_WAY = "other_way"
    BUYER_WAITS = "buyer_waits"
    TWO_PROMISES = "two_promises"


class Doubt(StrEnum):
    """What makes it doubtful that two cases are one; it is told and hinders nothing."""

    TWO_BUYERS = "two_buyers"
    TWO_NUMBERS = "two_numbers"


@dataclass(frozen=True)
class Merger:
    """`gone` becomes a part of `kept`. Both as the person saw them."""

    gone: Case
    kept: Case

    @property
    def reversed(self) -> "Merger":
        """The same two the other way round."""
        return Merger(self.kept, self.gone)


_S = Status
_STAGES: dict[Kind, tuple[frozenset[Status], ...]] = {
    Kind.SUPPORT_TICKET: (
        frozenset({_S.DRAFT}), frozenset({_S.RESOLVED}), frozenset({_S.SENT, _S.REOPENED}),
        frozenset({_S.ESCALATED}),
    ),
    Kind.BUYER_CHAT: (frozenset({_S.WAITING_BUYER}),),
    Kind.CHAT_RETURN: (
        frozenset({_S.AWAITING_BUYER_REQUEST}), frozenset({_S.AWAITING_BUYER_CONFIRM}),
        frozenset({_S.REQUESTED}), frozenset({_S.CHOOSING_WAY}),
        frozenset({_S.CONFIRM_PICKUP, _S.CONFIRM_NO_RETURN, _S.REJECT_CONFIRM}),
    ),
}  # fmt: skip
"""How far a case has come; whatever is not named has come further than all of these."""


def stage(case: Case) -> int:
    """How far a case has come: what has come further must not vanish in what has not."""
    stages = _STAGES[case.kind]
    return next((n for n, those in enumerate(stages) if case.status in those), len(stages))


def hindrance(merger: Merger) -> Hindrance | None:
    """Return why these two may not be merged so; None when they may."""
    return next((why for why, hinders in _HINDRANCES.items() if hinders(merger)), None)


def doubts(merger: Merger) -> tuple[Doubt, ...]:
    """Return what should be looked at before the two are merged."""
    gone, kept = merger.gone, merger.kept
    keys = {number_key(case.number) for case in (gone, kept) if case.number}
    found = {
        Doubt.TWO_BUYERS: of_two_buyers(gone.answers, kept.answers),
        Doubt.TWO_NUMBERS: len(keys) > 1,
    }
    return tuple(doubt for doubt, applies in found.items() if applies)


def taken_over(merger: Merger) -> dict[str, Any]:
    """Return the new values of the case that stays, by the fields of Case.

    No deadline becomes later by it: the buyer waits since the earlier message, of two own deadlines
    the nearer one counts, the urgency is the higher one, and two that have stood still in one
    status stand still since the earlier day. Of two sums at risk the larger one stays: they are
    never added, and one in another currency is left in what is written down of the other case.
    """
    gone, kept = merger.gone, merger.kept
    new: dict[str, Any] = {"answers": _answers(merger), "risk": _risk(gone.risk, kept.risk)}
    if kept.number is None and gone.number is not None:
        new["number"] = gone.number
    if _leader(kept) is None and (led := _leader(gone)) is not None:
        new["assignee_id"] = led
    if gone.status is kept.status:
        new["moved_at"] = min(gone.moved_at, kept.moved_at)
    new["answered_at"] = max(filter(None, (gone.answered_at, kept.answered_at)), default=None)
    if _waits_longer(merger):
        new |= {"waiting_since": gone.waiting_since, "turn_since": gone.waiting_since}
    return new


def written_down(merger: Merger) -> Addition:
    """Return what is written into the case that stays: all that it does not know by itself."""
    gone = merger.gone
    told = {**gone.answers, "number": gone.number}
    addition = addition_of(FORMS[gone.kind], told, merger.kept)
    more = {**addition.answers, "other_case": f"#{gone.id}"}
    return Addition(addition.text, more, entities=addition.entities)


def _decided(case: Case) -> bool:
    return case.kind is Kind.CHAT_RETURN and stage(case) == len(_STAGES[case.kind])


def _buyer_waits(merger: Merger) -> bool:
    """Whether a buyer waits in the one that goes, while in the other nobody could be waiting."""
    kept = merger.kept
    decided = kept.kind is Kind.CHAT_RETURN and kept.status not in UNDECIDED
    answered = kept.side is not Side.OURS
    return (decided or answered) and merger.gone.waiting_since is not None


_HINDRANCES: dict[Hindrance, Callable[[Merger], bool]] = {
    Hindrance.SAME: lambda m: m.gone.id == m.kept.id,
    Hindrance.KIND: lambda m: m.gone.kind is not m.kept.kind,
    Hindrance.CABINET: lambda m: m.gone.cabinet.id != m.kept.cabinet.id,
    Hindrance.CLOSED: lambda m: m.gone.closed or m.kept.closed,
    Hindrance.BOTH_DECIDED: lambda m: _decided(m.gone) and _decided(m.kept),
    Hindrance.OTHER_WAY: lambda m: stage(m.gone) > stage(m.kept),
    Hindrance.BUYER_WAITS: _buyer_waits,
    Hindrance.TWO_PROMISES: lambda m: bool(promise_of(m.gone) and promise_of(m.kept)),
}
_OF_GOODS = ("brand", "size", "received")
_OF_ITS_OWN = frozenset({
    "cabinet", "number", "attachments", "assignee", "difference", *_OF_GOODS,
})  # fmt: skip
"""Answers that have a place of their own, or belong to the goods of one case."""


def _answers(merger: Merger) -> Mapping[str, Any]:
    """Return the answers of the case that stays, with what it lacked."""
    gone, kept = merger.gone.answers, merger.kept.answers
    asked = {field.name for field in FORMS[merger.kept.kind]} - _OF_ITS_OWN
    names = [n for n in (*sorted(asked), *sorted(PROMISE)) if n in gone]
    lacking = {name: gone[name] for name in names if kept.get(name) in (None, [], "")}
    found = Addition("", {name: gone.get(name) for name in ("entities", "goods")})
    answers = {**with_entities(merger.kept, found), **lacking}
    both = [gone.get("risks") or [], kept.get("risks") or []]
    if risks := list(dict.fromkeys([*both[1], *both[0]])):
        answers["risks"] = risks
    if entities_of(answers.get("goods")) == entities_of(gone.get("goods")):
        answers |= {n: gone[n] for n in _OF_GOODS if n in gone and n not in kept}
    answers["priority"] = min(merger.gone.priority, merger.kept.priority, key=list(Priority).index)
    deadlines = [each["own_deadline"] for each in (gone, kept) if each.get("own_deadline")]
    if deadlines:
        answers["own_deadline"] = min(deadlines, key=lambda written: written["at"])
    if _waits_longer(merger) and gone.get("appeared"):
        answers["appeared"] = gone["appeared"]
    return answers


def _waits_longer(merger: Merger) -> bool:
    theirs, ours = merger.gone.waiting_since, merger.kept.waiting_since
    return theirs is not None and (ours is None or theirs < ours)


def _risk(gone: Money | None, kept: Money | None) -> Money | None:
    if gone is None or kept is None:
        return kept or gone
    return max(gone, kept, key=lambda m: m.minor) if gone.currency == kept.currency else kept


def _leader(case: Case) -> int | None:
    led = case.assignee
    return led.id if led is not None and led.removed_at is None else None
