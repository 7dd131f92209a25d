"""What the journal keeps: a case, its cabinet, the people and the groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cases.kinds import Category, Currency, EntryKind, Kind, Marketplace, Priority
from cases.lifecycles import (
    LIKELY,
    Move,
    Side,
    Status,
    is_closed,
    legal_moves,
    side_to_move,
)
from cases.money import Money
from cases.roles import Role
from cases.rules import QuietHours
from cases.working import Work

DECIDED = "decided_for_buyer"
"""The answer of a return that says so: a dispute has given the money to the buyer."""


@dataclass(frozen=True)
class Absence:
    """From when until when somebody is away (aware UTC), and who stands in for them, if anybody."""

    since: datetime
    until: datetime
    stand_in_id: int | None = None


@dataclass(frozen=True)
class Person:
    """One of the team. `removed_at` is set when the owner has taken them off the team.

    `quiet` are their own quiet hours, None for the team's. Of two people one may be the other's
    deputy, and whoever is away has somebody to stand in for them, or not. `out_of_reach` is who has
    blocked the bot; `missed_since` is since when they had, for who has come back just now.
    """

    id: int
    telegram_id: int
    name: str
    role: Role
    username: str | None = None
    removed_at: datetime | None = None
    quiet: QuietHours | None = None
    deputy_id: int | None = None
    away: Absence | None = None
    out_of_reach: bool = False
    missed_since: datetime | None = None


@dataclass(frozen=True)
class Duty:
    """Who hears of nobody's cases, and for those who are away without a deputy; aware UTC."""

    person_id: int
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Cabinet:
    """One seller account on one marketplace, with its currency and its default assignees.

    `chats_off`: the marketplace has switched the chats with buyers off (some sellers of Ozon).
    """

    id: int
    marketplace: Marketplace
    name: str
    currency: Currency
    operational_id: int | None = None
    financial_id: int | None = None
    chats_off: bool = False


@dataclass(frozen=True)
class Group:
    """A Telegram group that the owner has bound to the journal.

    `talks`: numbers that are named in its talk bring their cards.
    """

    chat_id: int
    title: str
    talks: bool = False


@dataclass(frozen=True)
class Snooze:
    """One person's sleep over one case: until when (aware UTC), and which clock was put off.

    `name` is what the person is called.
    """

    until: datetime
    kind: str
    name: str


@dataclass(frozen=True)
class Newest:
    """The newest entry of a case's conversation, as its card tells of it.

    `text` is the beginning. `at` is aware UTC; without `has_time` only its date is known.
    """

    kind: EntryKind
    at: datetime
    has_time: bool
    text: str
    files: tuple[int, ...] = ()


@dataclass(frozen=True)
class Case:
    """One row of the journal. All instants are aware UTC.

    `answers` holds what the registration form asked, by field name, as JSON values.
    `waiting_since` is the start of the buyer's unanswered turn, None when nobody waits for us.
    `moved_at` is the last real movement (DOMAIN.md, Deadlines 8), `stood_since` when the status
    began that it has now, None when that is the same. `due_at` is the nearest wall:
    the reply deadline or the own deadline, None when the case has none. `turn_since` is the start
    of the buyer's last turn, answered or not, and `answered_at` the real time of our last answer to
    the buyer; both are None while there was none. `shown_at` is when the composed text of a draft
    was last shown. `attachments`, `entries` and `links` are counts; `linked_id` is the first of the
    cases that this one is linked with. `work` is the last time that somebody has taken the case up.
    `came_from` is the number of a merged case in whose place this one was found. `snoozes` are by
    the person who lets the reminders wait. `newest` is the newest entry that is no
    escalation. `tags` are the team's labels, without the sign in front. `team` and `duty` are there
    when the one who leads the case has an absence: they tell who hears of it meanwhile. `wiped_at`
    is when the buyer's data was wiped, None when it is there. `asked_at` is when the owner was
    asked to allow a deed on the case as it is, None when nothing waits for that.
    """

    id: int
    kind: Kind
    status: Status
    version: int
    cabinet: Cabinet
    answers: Mapping[str, Any]
    created_at: datetime
    moved_at: datetime
    author_id: int
    number: str | None = None
    assignee: Person | None = None
    risk: Money | None = None
    recovered: Money | None = None
    waiting_since: datetime | None = None
    turn_since: datetime | None = None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    attachments: int = field(default=0)
    shown_at: datetime | None = None
    entries: int = 0
    linked_id: int | None = None
    links: int = 0
    came_from: int | None = None
    tags: tuple[str, ...] = ()
    snoozes: Mapping[int, Snooze] = field(default_factory=dict)
    newest: Newest | None = None
    work: Work | None = None
    team: tuple[Person, ...] = ()
    duty: Duty | None = None
    wiped_at: datetime | None = None
    stood_since: datetime | None = None
    asked_at: datetime | None = None

    def worked_on(self, now: datetime) -> Work | None:
        """Who is busy with the case right now, None when nobody is."""
        return self.work if self.work and not self.closed and self.work.lasts(now) else None

    @property
    def since(self) -> datetime:
        """When the status began that the case has now."""
        return self.stood_since or self.moved_at

    @property
    def side(self) -> Side:
        """Whose move it is."""
        return side_to_move(self.kind, self.status)

    @property
    def closed(self) -> bool:
        """Whether nothing more is expected to happen."""
        return is_closed(self.status)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves that are legal now."""
        waits = self.waiting_since is not None
        return legal_moves(self.kind, self.status, waiting=waits, paid=self.paid)

    @property
    def paid(self) -> bool:
        """Whether the money of a return was confirmed, awarded to the buyer, or found paid."""
        return any(self.answers.get(name) for name in ("confirmed_sum", "received_sum", DECIDED))

    @property
    def likely_moves(self) -> tuple[Move, ...]:
        """Those of the legal moves that are likely to come next, the likeliest first."""
        legal = {move.name: move for move in self.moves}
        return tuple(legal[name] for name in LIKELY[self.kind] if name in legal)

    @property
    def category(self) -> Category | None:
        """The category chosen in the form; None for kinds that have none."""
        chosen = self.answers.get("category")
        return Category(chosen) if chosen else None

    @property
    def priority(self) -> Priority:
        """How urgent the case is; normal unless somebody said otherwise."""
        return Priority(self.answers.get("priority") or Priority.NORMAL)
