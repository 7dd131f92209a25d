"""The history: how the lines of what happened to a case are told, day by day."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.kinds import EntryKind
from cases.lifecycles import Status
from cases.money import Money
from cases.record import HistoryLine
from cases.roles import Role
from cases.rules import Rules
from texts.formats import (
    NBSP,
    clock_time,
    day,
    escape,
    excerpt,
    fitting,
    interval,
    moment,
    quoted,
    small,
    sum_of,
)
from texts.naming import done, heading
from texts.words import LIGHTS, STATUSES


def history(
    case: Case, lines: Sequence[HistoryLine], rules: Rules, now: datetime, where: str = ""
) -> str:
    """Show what happened to a case, day by day: when, who, what and the status after it."""
    shown: list[str] = []
    for name, of_day in groupby(lines, lambda line: day(line.at, rules.zone, now)):
        shown += ["", f"<b>{name}</b>"]
        shown += [f"{clock_time(ln.at, rules.zone)} {told(ln, rules, now)}" for ln in of_day]
    return fitting("\n".join(filter(None, (f"<b>{heading(case, now)}</b>", where))), shown)


def whereabouts(offset: int, shown: int, total: int) -> str:
    """Say which part of a history is shown; nothing when it is all of it."""
    return "" if shown == total else f"История: {offset + 1}–{offset + shown} из {total}"


def told(line: HistoryLine, rules: Rules, now: datetime) -> str:
    """Write a line of history without its time: who, what, and the status after it."""
    other = f" #{line.other_id}" if line.other_id is not None else ""
    status = _status_after(line)
    comment = _comment(line.what, line.comment, rules, now) if line.comment else ""
    who = escape(line.person or "бот")
    of = f"#{line.of_case} · " if line.of_case is not None else ""
    return f"{of}{who}: {done(line.what)}{other}{comment}{status}"


def _status_after(line: HistoryLine) -> str:
    """Name the status that a deed has led to, unless the deed says it itself: «закрыто»."""
    if not line.new or line.new == line.old:
        return ""
    status = small(STATUSES[Status(line.new)])
    return "" if status == done(line.what) else f" → {status}"


def _comment(what: str, comment: str, rules: Rules, now: datetime) -> str:
    """Read a comment: codes in the way of what was done, otherwise somebody's words."""
    if what in MERGED:
        return MERGED[what](comment)
    if what in _COMMENTS:
        return _COMMENTS[what](comment, rules, now)
    if code := coded(what, comment):
        return f", {code}"
    return f", {quoted(excerpt(comment, 300))}"


def _silent(_: str, __: Rules, ___: datetime) -> str:
    return ""


def _steps(comment: str, _: Rules, __: datetime) -> str:
    return f", шаги {escape(comment.replace(',', ', '))} из 5"


def coded(what: str, comment: str) -> str:
    """Read a comment that is kept in codes: what an appeal lacked, a confirmed sum; "" for others.

    The words are plain, not HTML.
    """
    if what in {"registered", "send"}:
        return f"без: {', '.join(LIGHTS.get(code, code) for code in comment.split(','))}"
    if what in {"confirm_pickup", "confirm_no_return"}:
        minor, _, currency = comment.partition(" ")
        return sum_of(Money(int(minor), currency))
    if what in MERGED:
        return MERGED[what](comment).strip(", ")
    return ""


def _numbers(comment: str, _: Rules, __: datetime) -> str:
    return f" №{NBSP}{escape(comment)}"


def _merged_here(comment: str) -> str:
    case_id, _, files = comment.partition(" ")
    return f" #{case_id}{files_moved(files)}"


def files_moved(comment: str) -> str:
    """Read which numbers the files of a merged case had and have: «1-3 5-7»."""
    were, _, are = comment.partition(" ")
    return f", вложения №{NBSP}{_span(were)} теперь №{NBSP}{_span(are)}" if are else ""


def _span(numbers: str) -> str:
    first, _, last = numbers.partition("-")
    return first if first == last else f"{first}–{last}"


MERGED: dict[str, Callable[[str], str]] = {
    "merged_here": _merged_here,
    "merged_into": files_moved,
}
"""How the two lines of a merger go on: plain words, made of figures only."""


def _went_on(comment: str, rules: Rules, now: datetime) -> str:
    since, to = comment.split()
    other = "владельцу" if to == Role.OWNER else "заместителю"
    if since.isdecimal():  # older lines hold for how many minutes
        return f" {interval(timedelta(minutes=int(since)))}, ушло {other}"
    return f" с {moment(datetime.fromisoformat(since), rules.zone, now)}, ушло {other}"


def _until(comment: str, rules: Rules, now: datetime) -> str:
    return f" {moment(datetime.fromisoformat(comment), rules.zone, now)}"


def _tag(comment: str, _: Rules, __: datetime) -> str:
    return f" #{escape(comment)}"


def _real_time(comment: str, rules: Rules, now: datetime) -> str:
    return f": {real_time(comment, rules.zone, now)}"


def real_time(comment: str, zone: ZoneInfo, now: datetime) -> str:
    """Read the real time that history keeps beside a line: an instant, or a date alone."""
    if len(comment) == _A_DATE:
        return day(date.fromisoformat(comment), zone, now)
    return moment(datetime.fromisoformat(comment), zone, now)


_A_DATE = len("2026-03-04")
TIMED = frozenset({"answered_earlier", *(f"entry_{kind}" for kind in EntryKind)})
"""The lines of history whose comment is a real time."""
_COMMENTS: dict[str, Callable[[str, Rules, datetime], str]] = {
    "taken": _silent,  # who leads the case is on its card
    "handed_over": _silent,
    "sent_despite": _silent,
    **dict.fromkeys(TIMED, _real_time),
    "escalate": _steps,
    "files_added": _numbers,
    "snoozed": _until,
    "unseen": _went_on,
    "tagged": _tag,
    "untagged": _tag,
}
"""How the comment of a line of history is read, by what was done."""
