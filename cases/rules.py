"""The numbers a team may change: limits, ladders, thresholds, quiet hours, the zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from cases.kinds import Marketplace, Priority
from cases.lifecycles import Status
from cases.roles import Role
from cases.watching import WATCHES, Watch

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: how long before the deadline, and who hears of it."""

    before: timedelta
    to: frozenset[Role]


@dataclass(frozen=True)
class ReplyLimit:
    """How long a buyer may wait. `hard` is the marketplace's rule, otherwise it is our advice."""

    within: timedelta
    hard: bool


@dataclass(frozen=True)
class QuietHours:
    """Local hours in which nobody is pinged; the window may cross midnight."""

    start: time
    end: time


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Weekly:
    """A day of the week (Monday is 0) and a local time on it."""

    weekday: int
    at: time

    @classmethod
    def read(cls, written: str) -> Self:
        """Read «mon 10:00» or «mon 1000». Raises ValueError for anything else."""
        day, at = written.strip().lower().split()
        if at.startswith("t") or "." in at:
            raise ValueError(written)
        local = time.fromisoformat(at)
        if local.tzinfo:
            raise ValueError(written)  # it is the team's own hour, TIMEZONE says whose
        return cls(_DAYS.index(day), local)

    def __str__(self) -> str:
        """Write it as it is read, without a colon: buttons carry it so."""
        return f"{_DAYS[self.weekday]} {self.at:%H%M}"


_MANAGER = frozenset({Role.MANAGER})
_BOTH = frozenset({Role.MANAGER, Role.OWNER})

LADDER: tuple[Step, ...] = (
    Step(5 * DAY, _MANAGER),
    Step(3 * DAY, _MANAGER),
    Step(2 * DAY, _BOTH),
    Step(DAY, _BOTH),
    Step(6 * HOUR, _BOTH),
    Step(HOUR, _MANAGER),
    Step(timedelta(0), frozenset({Role.OWNER})),
)
"""DOMAIN.md, Deadlines 7. Here MANAGER means the assignee, whatever their role is."""

AFTER_DEADLINE = Step(-DAY, _BOTH)
"""Past the deadline both hear of it, daily, until somebody answers."""

REPLY_LIMITS: dict[Marketplace, ReplyLimit] = {
    Marketplace.WB: ReplyLimit(10 * DAY, hard=True),
    Marketplace.OZON: ReplyLimit(DAY, hard=False),
}
"""DOMAIN.md, Deadlines 1-2: WB's rule is 10 days; Ozon has no known limit, only our threshold."""

STALE_AFTER: dict[Priority, timedelta] = {
    Priority.BURNING: DAY,
    Priority.HIGH: 2 * DAY,
    Priority.NORMAL: 3 * DAY,
    Priority.LOW: 7 * DAY,
}
"""DOMAIN.md, Deadlines 8."""


@dataclass(frozen=True)
class Rules:
    """What the clocks and the texts go by. The defaults are those of DOMAIN.md.

    A reminder of a deadline that nobody sees goes to others `climb_after`; None for never. With
    `weekends_rest` Saturdays and Sundays do not count for staleness; for a deadline they always do.
    Buyers' data is wiped `keep_buyers` after a case was closed; None for never.
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Moscow"))
    quiet: QuietHours | None = QuietHours(time(21), time(9))
    digest_at: time = time(9)
    review_at: Weekly = Weekly(0, time(10))
    reply_limits: Mapping[Marketplace, ReplyLimit] = field(default_factory=lambda: REPLY_LIMITS)
    stale_after: Mapping[Priority, timedelta] = field(default_factory=lambda: STALE_AFTER)
    ladder: tuple[Step, ...] = LADDER
    watches: Mapping[Status, Watch] = field(default_factory=lambda: WATCHES)
    climb_after: timedelta | None = 2 * HOUR
    weekends_rest: bool = False
    keep_buyers: timedelta | None = None

    @property
    def fingerprint(self) -> str:
        """The same text for the same rules in every run: tells when clocks must be wound anew."""
        limits = sorted((m.value, limit.within) for m, limit in self.reply_limits.items())
        stale = sorted((p.value, after) for p, after in self.stale_after.items())
        ladder = [(step.before, sorted(step.to)) for step in self.ladder]
        watches = sorted((s.value, w.asked.value, w.after) for s, w in self.watches.items())
        rest = self.weekends_rest
        return repr((self.zone.key, self.quiet, limits, stale, ladder, watches, rest))
