"""The clocks: deadlines, the ladder of reminders before them, stale tickets, quiet hours."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cases.answers import moment_of
from cases.case import Case
from cases.kinds import Kind
from cases.ladders import WALLS, Clock, ClockKind, Rung, ladder, next_look, stale_at
from cases.lifecycles import UNDECIDED, Side, Status
from cases.nights import night_around
from cases.promises import promise_of
from cases.rules import ReplyLimit, Rules

BEFORE_NIGHT = timedelta(minutes=1)
"""So long before quiet hours begin: what is sent at their first second comes in the night."""

TOGETHER = timedelta(hours=1)
"""Two reminders so near each other are one, when the second is brought before the night."""
LAST_CALL = timedelta(minutes=30)
"""Whoever hears of a deadline in the morning needs so long at least; else they hear at night."""
NEAR = timedelta(hours=36)
"""No reminder is moved by a night farther than this from its deadline."""
NUMBER_AFTER = timedelta(minutes=30)
"""So long after the text of a draft was shown its number is asked for. Copying tells the bot
nothing, so the time runs from showing; showing the text again begins it anew."""


def reply_limit(case: Case, rules: Rules) -> ReplyLimit:
    """How long the buyer of this case may wait."""
    return rules.reply_limits[case.cabinet.marketplace]


def reply_deadline(waiting_since: datetime, limit: ReplyLimit) -> datetime:
    """When a buyer's turn must be answered: plain hours from its start (DOMAIN.md, Deadlines 2)."""
    return waiting_since + limit.within


def may_go_stale(case: Case) -> bool:
    """Whether the case must move by itself: no buyer waits whose deadline would move it.

    DOMAIN.md, Deadlines 8; a return that is answered and not decided is forgotten as easily.
    """
    if case.kind is Kind.CHAT_RETURN:
        return case.status in UNDECIDED and case.waiting_since is None
    return case.kind is Kind.SUPPORT_TICKET and not case.closed


def running_clocks(case: Case, rules: Rules) -> tuple[Clock, ...]:
    """Which clocks run for the case as it stands; a closed case has none."""
    if case.closed:
        return ()
    running = (
        _reply(case, rules), _own_deadline(case), _stale(case, rules), _number(case),
        next_look(case),
        _promise(case), _watch(case, rules),
    )  # fmt: skip
    return tuple(filter(None, running))


def nearest_wall(clocks: tuple[Clock, ...]) -> datetime | None:
    """Return the first deadline of a case; staleness is not one."""
    walls = (clock.due_at for clock in clocks if clock.kind in WALLS)
    return min(walls, default=None)


def rungs(clock: Clock, case: Case, rules: Rules) -> Iterator[Rung]:
    """All reminders of a clock in the order of their instants, without end.

    What is brought before the night joins the rung that comes at most an hour before it: of what
    has come for one person only the last is said.
    """
    told, before = clock.started_at, None
    for rung in ladder(clock, case, rules):
        at = _outside_quiet(rung.at, clock, rules)
        if before is not None and at < rung.at and at - before <= TOGETHER:
            at = before
        # Never earlier than the rung before it, which may stand just before the night by itself.
        told = before = max(told, at)
        yield Rung(rung.name, told, rung.to)


def next_rung(clock: Clock, case: Case, rules: Rules, after: datetime | None) -> Rung:
    """Return the first reminder later than `after`; None means the first of all."""
    return next(rung for rung in rungs(clock, case, rules) if after is None or rung.at > after)


def quiet_until(clock: Clock | None, now: datetime, rules: Rules) -> datetime | None:
    """Until when a reminder that has come must wait; None when it may be sent now.

    It may always be sent when the deadline falls in this very night, or so soon after it that the
    morning would be too late (DOMAIN.md, Deadlines 9): it comes so late only when the evening
    could not have it. A clock of None is a word about nothing in particular.
    """
    night = night_around(now, rules.quiet, rules.zone)
    if night is None:
        return None
    wall_tonight = clock and clock.kind in WALLS and now <= clock.due_at < night[1] + LAST_CALL
    return None if wall_tonight else night[1]


def first_look(clock: Clock, case: Case, rules: Rules) -> datetime:
    """Return when a new clock is looked at first: by nobody's quiet hours, for they differ.

    A deadline that is near may have to be told of before somebody's night: it is looked at at once.
    """
    first = next_rung(clock, case, replace(rules, quiet=None), after=None).at
    near = clock.kind in WALLS and clock.due_at - first < NEAR
    return clock.started_at if near else first


def waited_for_morning(at: datetime, rules: Rules) -> bool:
    """Whether a reminder of this instant was put off by quiet hours until their end."""
    if rules.quiet is None or rules.quiet.start == rules.quiet.end:
        return False
    return at.astimezone(rules.zone).time() == rules.quiet.end


def _reply(case: Case, rules: Rules) -> Clock | None:
    if case.kind is Kind.SUPPORT_TICKET or case.waiting_since is None or case.side is not Side.OURS:
        return None
    due = reply_deadline(case.waiting_since, reply_limit(case, rules))
    return Clock(case.id, ClockKind.REPLY, case.waiting_since, due)


def _own_deadline(case: Case) -> Clock | None:
    promised = case.answers.get("own_deadline")
    if not promised:
        return None
    return Clock(case.id, ClockKind.OWN_DEADLINE, case.created_at, moment_of(promised).at)


def _stale(case: Case, rules: Rules) -> Clock | None:
    if not may_go_stale(case):
        return None
    return Clock(case.id, ClockKind.STALE, case.moved_at, stale_at(case.moved_at, case, rules))


def _number(case: Case) -> Clock | None:
    if case.status is not Status.DRAFT or case.number or case.shown_at is None:
        return None
    return Clock(case.id, ClockKind.NUMBER, case.shown_at, case.shown_at + NUMBER_AFTER)


def _promise(case: Case) -> Clock | None:
    promise = promise_of(case)
    if promise is None:
        return None
    return Clock(case.id, ClockKind.PROMISE, promise.made_at, promise.until.at)


def _watch(case: Case, rules: Rules) -> Clock | None:
    watch = rules.watches.get(case.status)
    if watch is None:
        return None
    due = case.moved_at + watch.after
    return Clock(case.id, ClockKind(watch.asked), case.moved_at, due)


def _outside_quiet(at: datetime, clock: Clock, rules: Rules) -> datetime:
    """Move a reminder out of the night: before it when the morning would be too late, else after.

    DOMAIN.md, Deadlines 9: quiet hours defer, never drop; what belongs to a deadline of the same
    night goes before it. A deadline soon after the night is the same to whoever has to act: where
    the night would take more than half of the time that a reminder leaves, it goes before it too.
    """
    night = night_around(at, rules.quiet, rules.zone)
    if night is None:
        return at
    begins, ends = night
    left = clock.due_at - at
    too_late = clock.kind in WALLS and left >= timedelta(0) and clock.due_at - ends < left / 2
    return begins - BEFORE_NIGHT if too_late else ends
