"""The turns: what a move does to the buyer's turn, at the real time of each message and answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.fields import Bound
from cases.lifecycles import Turn
from cases.moments import Moment
from cases.refusals import Refusal

Instants = dict[str, datetime | None]
"""New values of a case, by the names of its fields."""


class TooEarly(Refusal):
    """The `moment` comes before what it must follow: `bound`, which was at `since`."""

    def __init__(self, moment: Moment, bound: Bound, since: datetime) -> None:
        super().__init__(moment, bound, since)
        self.moment, self.bound, self.since = moment, bound, since


def turn_after(turn: Turn, at: datetime) -> Instants:
    """Return what a move changes; `at` is when the buyer wrote, or when we answered, aware UTC.

    DOMAIN.md, Deadlines 3: a turn starts at the first unanswered message and our answer ends it,
    at its real time. Closing ends it too, but nobody has answered.
    """
    return _AFTER[turn](at)


def not_before(bound: Bound | None, case: Case) -> datetime | None:
    """Return the earliest instant that an answer bound so may name; None for any."""
    return _EARLIEST[bound](case) if bound else None


def following(moment: Moment, bound: Bound, since: datetime, zone: ZoneInfo) -> Moment:
    """Return the moment, which must not come before its bound. Raises TooEarly.

    What is said of the bound's own minute, or of its whole day, is taken to follow it at once:
    people do not write seconds, and a turn that begins earlier is the safer one. What has seconds
    was not typed, and is taken as it is.
    """
    if moment.at >= since:
        return moment
    typed = moment.has_time and moment.at.second == 0
    same_minute = typed and since - moment.at < timedelta(minutes=1)
    same_day = moment.at.astimezone(zone).date() == since.astimezone(zone).date()
    if same_minute or (same_day and not moment.has_time):
        return Moment(since, moment.has_time)
    raise TooEarly(moment, bound, since)


def moved_by(turn: Turn, case: Case, at: datetime, now: datetime) -> datetime:
    """Return when the case moved: late word of an answer puts that movement where it belongs."""
    if turn is not Turn.CORRECTS:
        return now
    return at if case.moved_at == case.answered_at else case.moved_at


_AFTER: dict[Turn, Callable[[datetime], Instants]] = {
    Turn.KEEPS: lambda _: {},
    Turn.STARTS: lambda at: {"waiting_since": at, "turn_since": at},
    Turn.ENDS: lambda at: {"waiting_since": None, "answered_at": at},
    Turn.CORRECTS: lambda at: {"answered_at": at},
    Turn.CLOSES: lambda _: {"waiting_since": None},
}
_EARLIEST: dict[Bound, Callable[[Case], datetime | None]] = {
    Bound.OUR_ANSWER: lambda case: case.answered_at,
    Bound.TURN_START: lambda case: case.turn_since,
}
