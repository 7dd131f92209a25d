"""A moment and a period, as the journal keeps them, and why one is refused."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from cases.refusals import Refusal, TypedRefusal

FIRST_YEAR, LAST_YEAR = 1900, 2999  # outside: a slip of the finger, and instants overflow


@dataclass(frozen=True)
class Moment:
    """An instant: `at` is aware, UTC; without `has_time` only its date in the zone is known."""

    at: datetime
    has_time: bool


@dataclass(frozen=True)
class Period:
    """Whole days in the team's zone, `first` and `last` included."""

    first: date
    last: date


class DateUnreadable(TypedRefusal):
    """There is no date in `text`, or more than a date."""


class NoSuchTime(TypedRefusal):
    """`text` names an hour or a minute that no clock shows."""


class NoSuchDate(TypedRefusal):
    """`text` names a `day` that its `month` (1 to 12) does not have."""

    def __init__(self, text: str, month: int, day: int) -> None:
        super().__init__(text)
        self.month, self.day = month, day


class _MomentRefused(Refusal):
    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self.moment = moment


class DateInFuture(_MomentRefused):
    """`moment` has not come yet, though it was said to be past."""


class DateInPast(_MomentRefused):
    """`moment` is over, though it was said to be ahead."""


class DateTooOld(_MomentRefused):
    """`moment` is more than three years ago: a wrong year, most likely."""


class PeriodReversed(Refusal):
    """The period ends (`last`) before it begins (`first`)."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first, self.last = first, last


def moment_of(day: date, clock: time | None, zone: ZoneInfo, unknown: time = time.min) -> Moment:
    """Put a day and a clock of the zone together; `unknown` stands for a clock not given."""
    local = datetime.combine(day, unknown if clock is None else clock, tzinfo=zone)
    return Moment(local.astimezone(UTC), clock is not None)
