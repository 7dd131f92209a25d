"""The entering: which entries a case takes, and what each of them changes at its real time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.fields import Bound
from cases.kinds import EntryKind, Kind
from cases.lifecycles import UNDECIDED, Move, Side, Status
from cases.moments import Moment
from cases.turns import TooEarly, following, not_before

_CONVERSATION: dict[Kind, tuple[EntryKind, ...]] = {
    Kind.SUPPORT_TICKET: (EntryKind.SUPPORT, EntryKind.OURS, EntryKind.NOTE),
    Kind.BUYER_CHAT: (EntryKind.BUYER, EntryKind.OURS, EntryKind.NOTE),
    Kind.CHAT_RETURN: (EntryKind.BUYER, EntryKind.OURS, EntryKind.SUPPORT, EntryKind.NOTE),
}
"""Who speaks in a case of each kind: a ticket has no buyer, a buyer's chat no support."""
OURS_WHILE = frozenset({Status.DRAFT, Status.WAITING_US})
"""Where a ticket waits for our own message to the support."""


class Unchanged(StrEnum):
    """Why an entry leaves the case where it stands."""

    CLOSED = "closed"
    DRAFT = "draft"
    OLDER = "older"  # than the last movement of a ticket
    ANSWERED = "answered"  # the support's answer waits for us already
    WAITS_FOR_US = "waits_for_us"  # the support waits for our message
    TO_CHECK = "to_check"  # we wrote, and their answer is still to be checked
    BEFORE_MESSAGE = "before_message"  # our answer comes before what it should answer
    NOBODY_WAITS = "nobody_waits"
    BEFORE_ANSWER = "before_answer"  # the buyer's message was answered later
    SAME_TURN = "same_turn"  # the buyer waits already
    NO_TURN = "no_turn"  # a return is past its reply clock
    DISPUTED = "disputed"  # who has won is told by a move of its own


@dataclass(frozen=True)
class Effect:
    """What an entry changes, `at` the instant that counts.

    A `move` is made as its button would make it. An entry that `moves` is movement without a
    move, one that `begins` starts the buyer's turn earlier than was known. `unchanged` says why
    nothing more follows, `since` what it is measured by.
    """

    at: Moment
    move: Move | None = None
    moves: bool = False
    begins: bool = False
    unchanged: Unchanged | None = None
    since: datetime | None = None


def kinds_for(case: Case) -> tuple[EntryKind, ...]:
    """Return the kinds of entry that make sense for the case, the likeliest first."""
    kinds = _CONVERSATION[case.kind]
    waits = case.waiting_since is not None and case.side is Side.OURS
    ours = case.status in OURS_WHILE if case.kind is Kind.SUPPORT_TICKET else waits
    return tuple(sorted(kinds, key=lambda kind: kind is not EntryKind.OURS)) if ours else kinds


def effect_of(
    kind: EntryKind, told: Moment, case: Case, zone: ZoneInfo, written: Collection[datetime]
) -> Effect:
    """Return what an entry changes.

    `written` are the instants of our messages that the record holds already: when our last answer
    is among them, an earlier message is another one and does not correct its time.
    """
    if kind is EntryKind.NOTE:
        return Effect(told)
    if case.kind is Kind.SUPPORT_TICKET:
        return _in_ticket(kind, told, case, zone)
    return _WITH_BUYER[kind](told, case, zone, written)


def is_earlier(told: Moment, since: datetime, zone: ZoneInfo) -> bool:
    """Whether it happened before: people do not write seconds, and a date alone is a whole day."""
    if told.has_time:
        return since - told.at >= timedelta(seconds=1 if told.at.second else 60)
    return told.at.astimezone(zone).date() < since.astimezone(zone).date()


def _in_ticket(kind: EntryKind, told: Moment, case: Case, zone: ZoneInfo) -> Effect:
    if case.closed:
        return Effect(told, unchanged=Unchanged.CLOSED)
    if case.status is Status.DRAFT:
        return Effect(told, unchanged=Unchanged.DRAFT)
    has_moved = case.moved_at > case.created_at
    if has_moved and is_earlier(told, case.moved_at, zone):
        return Effect(told, unchanged=Unchanged.OLDER, since=case.moved_at)
    if has_moved and told.at < case.moved_at:
        told = Moment(case.moved_at, told.has_time)
    move = _legal(case, "answered" if kind is EntryKind.SUPPORT else "we_replied")
    if move:
        return Effect(told, move)
    return Effect(told, moves=True, unchanged=_STAYS.get((kind, case.status)))


def _answer(
    told: Moment, case: Case, zone: ZoneInfo, written: Collection[datetime]
) -> Effect:  # fmt: skip
    if case.closed:
        return Effect(told, unchanged=Unchanged.CLOSED)
    late = case.answered_at is not None and is_earlier(told, case.answered_at, zone)
    move = _legal(case, "we_answered")
    if move is None and late and case.answered_at not in written:
        move = _legal(case, "answered_earlier")
    if move:
        return _bounded(told, case, zone, move, Bound.TURN_START, Unchanged.BEFORE_MESSAGE)
    if case.kind is Kind.BUYER_CHAT or case.status in UNDECIDED:
        return Effect(told, unchanged=Unchanged.NOBODY_WAITS, since=case.answered_at)
    return Effect(told)


def _message(told: Moment, case: Case, zone: ZoneInfo, _: Collection[datetime]) -> Effect:
    move = _legal(case, "buyer_wrote") or (_legal(case, "reopen_return") if case.closed else None)
    waiting = case.waiting_since
    if move is None and waiting is None:
        return Effect(told, unchanged=Unchanged.NO_TURN)
    if move is None and waiting is not None and not is_earlier(told, waiting, zone):
        return Effect(told, unchanged=Unchanged.SAME_TURN, since=waiting)
    return _bounded(told, case, zone, move, Bound.OUR_ANSWER, Unchanged.BEFORE_ANSWER)


def _decision(told: Moment, case: Case, _: ZoneInfo, __: Collection[datetime]) -> Effect:
    disputed = case.status is Status.DISPUTED
    return Effect(told, unchanged=Unchanged.DISPUTED if disputed else None)


def _bounded(
    told: Moment, case: Case, zone: ZoneInfo, move: Move | None, bound: Bound, else_: Unchanged
) -> Effect:
    """Make the move at the moment told, unless it comes before its bound.

    Without a move it is a message of the turn that runs, from before what was known of it.
    """
    since = not_before(bound, case)
    try:
        at = following(told, bound, since, zone) if since else told
    except TooEarly:
        return Effect(told, unchanged=else_, since=since)
    return Effect(at, move, begins=move is None)


def _legal(case: Case, name: str) -> Move | None:
    return next((move for move in case.moves if move.name == name), None)


_STAYS: dict[tuple[EntryKind, Status], Unchanged] = {
    (EntryKind.SUPPORT, Status.ANSWERED): Unchanged.ANSWERED,
    (EntryKind.SUPPORT, Status.WAITING_US): Unchanged.WAITS_FOR_US,
    (EntryKind.OURS, Status.ANSWERED): Unchanged.TO_CHECK,
}
"""What is movement of a ticket without a move, though one might expect it."""
_WITH_BUYER: dict[EntryKind, Callable[[Moment, Case, ZoneInfo, Collection[datetime]], Effect]] = {
    EntryKind.OURS: _answer,
    EntryKind.BUYER: _message,
    EntryKind.SUPPORT: _decision,
}
