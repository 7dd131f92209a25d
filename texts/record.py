"""The record: how the history of a case and what was written into it afterwards are shown."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from cases.case import Case
from cases.lifecycles import Status
from cases.money import Money
from cases.record import Entry, EntryKind, HistoryLine
from cases.rules import Rules
from texts.formats import (
    NBSP,
    clock_time,
    day,
    escape,
    excerpt,
    fitting,
    moment,
    quoted,
    small,
    sum_of,
)
from texts.naming import done, heading
from texts.words import LIGHTS, STATUSES

KINDS: dict[EntryKind, str] = {
    EntryKind.ADDITION: "Дописано",
    EntryKind.ESCALATION: "Эскалация",
    EntryKind.MERGED: "Из объединённого",
}
OLDER, NEWER = "Раньше", "Позже"
NOTHING_WRITTEN = "Сюда ещё ничего не дописывали."
ROOM = 3000
"""Characters of an entry on one page; a longer one goes on on the next."""
MOST_ANSWERS = 4


def history(
    case: Case, lines: Sequence[HistoryLine], rules: Rules, now: datetime, where: str = ""
) -> str:
    """Show what happened to a case, day by day: when, who, what and the status after it."""
    shown: list[str] = []
    for date, of_day in groupby(lines, lambda line: day(line.at, rules.zone, now)):
        shown += ["", f"<b>{date}</b>"]
        shown += [f"{clock_time(ln.at, rules.zone)} {told(ln, rules, now)}" for ln in of_day]
    return fitting("\n".join(filter(None, (f"<b>{heading(case, now)}</b>", where))), shown)


def whereabouts(offset: int, shown: int, total: int) -> str:
    """Say which part of a history is shown; nothing when it is all of it."""
    return "" if shown == total else f"История: {offset + 1}–{offset + shown} из {total}"


def entry_line(entry: Entry, answers: Sequence[str], rules: Rules, now: datetime) -> str:
    """Show an entry among the details of its case; `answers` are read back already."""
    shown = list(answers[:MOST_ANSWERS])
    shown += ["…"] if len(answers) > MOST_ANSWERS else []
    return "; ".join([f"{_head(entry, rules, now)}: {quoted(excerpt(entry.text, 300))}", *shown])


def entry_pages(
    entry: Entry, answers: Sequence[str], rules: Rules, now: datetime
) -> tuple[str, ...]:
    """Show an entry whole, on as many pages as it takes."""
    head = f"<b>{_head(entry, rules, now)}</b>"
    text = [escape(piece) for piece in _pieces(entry.text)]
    return tuple(f"{head}\n\n{part}" for part in _joined([*text, *answers]))


def page(case: Case, pages: Sequence[str], place: int, now: datetime) -> str:
    """Show one page of what was written into a case."""
    where = f"{place + 1} из {len(pages)}"
    return f"{heading(case, now)}\n{where}\n\n{pages[place]}"


def told(line: HistoryLine, rules: Rules, now: datetime) -> str:
    """Write a line of history without its time: who, what, and the status after it."""
    other = f" #{line.other_id}" if line.other_id is not None else ""
    status = f" → {small(STATUSES[Status(line.new)])}" if line.new and line.new != line.old else ""
    comment = _comment(line.what, line.comment, rules, now) if line.comment else ""
    who = escape(line.person or "бот")
    of = f"#{line.of_case} · " if line.of_case is not None else ""
    return f"{of}{who}: {done(line.what)}{other}{comment}{status}"


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


def _until(comment: str, rules: Rules, now: datetime) -> str:
    return f" {moment(datetime.fromisoformat(comment), rules.zone, now)}"


def _real_time(comment: str, rules: Rules, now: datetime) -> str:
    return f": {moment(datetime.fromisoformat(comment), rules.zone, now)}"


_COMMENTS: dict[str, Callable[[str, Rules, datetime], str]] = {
    "taken": _silent,  # who leads the case is on its card
    "handed_over": _silent,
    "sent_despite": _silent,
    "answered_earlier": _real_time,
    "escalate": _steps,
    "files_added": _numbers,
    "snoozed": _until,
}
"""How the comment of a line of history is read, by what was done."""


def _head(entry: Entry, rules: Rules, now: datetime) -> str:
    who = escape(entry.person or "бот")
    return f"{KINDS[entry.kind]} {moment(entry.at, rules.zone, now)}, {who}"


def _pieces(text: str) -> list[str]:
    """Cut a long text in pieces, at a blank where there is one."""
    pieces = []
    while len(text) > ROOM:
        blank = text.rfind(" ", ROOM // 2, ROOM)
        at = blank if blank > 0 else ROOM
        pieces.append(text[:at])
        text = text[at:].lstrip()
    return [*pieces, text]


def _joined(lines: Sequence[str]) -> list[str]:
    """Put lines together as long as they fit a page."""
    pages = [""]
    for line in lines:
        if pages[-1] and len(pages[-1]) + len(line) > ROOM:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n{line}".strip()
    return pages
