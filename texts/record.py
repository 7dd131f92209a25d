"""The record: how the history of a case and what was written into it afterwards are shown."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case
from cases.lifecycles import Status
from cases.record import Entry, EntryKind, HistoryLine
from cases.rules import Rules
from texts.formats import NBSP, escape, excerpt, fitting, moment, quoted
from texts.naming import done, heading
from texts.words import STATUSES

KINDS: dict[EntryKind, str] = {EntryKind.ADDITION: "Дописано", EntryKind.ESCALATION: "Эскалация"}
OLDER, NEWER = "Раньше", "Позже"
NOTHING_WRITTEN = "Сюда ещё ничего не дописывали."
ROOM = 3000
"""Characters of an entry on one page; a longer one goes on on the next."""
MOST_ANSWERS = 4
_SILENT = frozenset({"taken", "handed_over", "sent_despite"})
"""Their comments are ids and codes, not words."""


def history(case: Case, lines: Sequence[HistoryLine], rules: Rules, now: datetime) -> str:
    """Show what happened to a case: when, who, what and the status after it."""
    told = [_told(line, rules, now) for line in lines]
    return fitting(f"<b>{heading(case, now)}</b>", told)


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
    told = [escape(piece) for piece in _pieces(entry.text)]
    return tuple(f"{head}\n\n{part}" for part in _joined([*told, *answers]))


def page(case: Case, pages: Sequence[str], place: int, now: datetime) -> str:
    """Show one page of what was written into a case."""
    where = f"{place + 1} из {len(pages)}"
    return f"{heading(case, now)}\n{where}\n\n{pages[place]}"


def _told(line: HistoryLine, rules: Rules, now: datetime) -> str:
    other = f" #{line.other_id}" if line.other_id is not None else ""
    status = f" → {STATUSES[Status(line.new)].lower()}" if line.new else ""
    comment = _comment(line.what, line.comment, rules, now) if line.comment else ""
    who = escape(line.person or "бот")
    return f"{moment(line.at, rules.zone, now)} {who}: {done(line.what)}{other}{comment}{status}"


def _comment(what: str, comment: str, rules: Rules, now: datetime) -> str:
    """Read a comment: the real time of an answer, the numbers of files, or somebody's words."""
    if what in _SILENT:
        return ""
    if what == "answered_earlier":
        return f": {moment(datetime.fromisoformat(comment), rules.zone, now)}"
    if what == "escalate":
        return f", шаги {escape(comment.replace(',', ', '))} из 5"
    if what == "files_added":
        return f" №{NBSP}{escape(comment)}"
    return f", {quoted(excerpt(comment, 300))}"


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
