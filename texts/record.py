"""The record: how the history of a case and what was written into it afterwards are shown."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from cases.case import Case, Newest
from cases.kinds import EntryKind, Kind
from cases.lifecycles import Status
from cases.money import Money
from cases.record import Entry, HistoryLine
from cases.rules import Rules
from texts.formats import (
    NBSP,
    clock_time,
    counted,
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
    EntryKind.OURS: "Наше сообщение",
    EntryKind.SUPPORT: "Ответ поддержки",
    EntryKind.BUYER: "От покупателя",
    EntryKind.NOTE: "Заметка",
}
_OF_KIND: dict[tuple[Kind, EntryKind], str] = {
    (Kind.CHAT_RETURN, EntryKind.SUPPORT): "Ответ площадки",
}
OLDER, NEWER, WHOLE = "Раньше", "Позже", "Целиком"
NOTHING_WRITTEN = "Записей здесь ещё нет."
CHARACTERS = ("знак", "знака", "знаков")
LONG, BEGINNING = 700, 600
"""An entry of more characters than LONG is shown by its BEGINNING; a button opens all of it."""
ROOM = 3500
"""Characters of one message with a part of a long entry."""
MOST_ANSWERS = 4
ON_CARD = 200


def kind_words(kind: EntryKind, of: Kind) -> str:
    """Name a kind of entry, on a button and above what was written."""
    return _OF_KIND.get((of, kind), KINDS[kind])


def when(entry: Entry | Newest, rules: Rules, now: datetime) -> str:
    """Write when an entry happened, as exactly as it is known."""
    told = moment if entry.has_time else day
    return told(entry.at, rules.zone, now)


def numbers_of(files: tuple[int, ...]) -> str:
    """Name files by their numbers: «№ 3», «№ 3–5», «№ 3, 7»; nothing without files."""
    if len(files) > 1 and files == tuple(range(files[0], files[-1] + 1)):
        return f"№{NBSP}{files[0]}–{files[-1]}"
    return f"№{NBSP}{', '.join(map(str, files))}" if files else ""


def newest_line(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Tell of the newest entry on the card; nothing when there is none."""
    newest = case.newest
    if newest is None:
        return []
    kind = kind_words(newest.kind, case.kind)
    told = quoted(excerpt(newest.text, ON_CARD)) if newest.text.strip() else ""
    about = " ".join(filter(None, (told, numbers_of(newest.files))))
    return [f"{kind} {when(newest, rules, now)}: {about}"]


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


def entry_line(
    case: Case, entry: Entry, answers: Sequence[str], rules: Rules, now: datetime
) -> str:  # fmt: skip
    """Show an entry among the details of its case; `answers` are read back already."""
    shown = [quoted(excerpt(entry.text, 300))] if entry.text.strip() else []
    shown += [numbers_of(entry.files), *answers[:MOST_ANSWERS]]
    shown += ["…"] if len(answers) > MOST_ANSWERS else []
    return f"{_head(case, entry, rules, now)}: {'; '.join(filter(None, shown))}"


def block(
    case: Case, entry: Entry, answers: Sequence[str], rules: Rules, now: datetime
) -> str:  # fmt: skip
    """Show an entry on a page; of a long one the beginning, and how much more there is."""
    lines = [f"<b>{_head(case, entry, rules, now)}</b>"]
    if len(entry.text) > LONG:
        beginning = entry.text[:BEGINNING].rstrip()
        more = counted(len(entry.text) - len(beginning), CHARACTERS)
        lines.append(f"{escape(beginning)}… ещё {more}")
    else:
        lines += [escape(entry.text)] if entry.text.strip() else []
    lines += answers[:MOST_ANSWERS]
    if len(answers) > MOST_ANSWERS:
        lines.append(f"… и ещё {len(answers) - MOST_ANSWERS}")
    return "\n".join([*lines, *([numbers_of(entry.files)] if entry.files else [])])


def is_long(entry: Entry, answers: Sequence[str]) -> bool:
    """Whether a page shows only a part of an entry."""
    return len(entry.text) > LONG or len(answers) > MOST_ANSWERS


def whole(
    case: Case, entry: Entry, answers: Sequence[str], rules: Rules, now: datetime, room: int = ROOM
) -> tuple[str, ...]:
    """Show an entry whole, in as many parts of at most `room` characters as it takes."""
    told = [*(escape(piece) for piece in _pieces(entry.text, room)), *answers]
    parts = _joined([*told, numbers_of(entry.files)], room)
    head = f"#{case.id} · {_head(case, entry, rules, now)}"
    count = f", часть {{}} из {len(parts)}" if len(parts) > 1 else ""
    return tuple(f"<b>{head}{count.format(n)}</b>\n{each}" for n, each in enumerate(parts, 1))


def whole_button(entry: Entry, rules: Rules) -> str:
    """Write the button that opens an entry whole, by when it happened."""
    at = entry.at.astimezone(rules.zone)
    return f"{WHOLE} {at:%d.%m %H:%M}" if entry.has_time else f"{WHOLE} {at:%d.%m}"


def page(case: Case, blocks: Sequence[str], shown: tuple[int, int], now: datetime) -> str:
    """Show one page of the entries of a case, the newest first; `shown` from and to, from 0."""
    first, last = shown
    these = f"{first + 1}–{last}" if last > first + 1 else f"{first + 1}"
    where = f"Записи: {these} из {len(blocks)}, сначала новые" if len(blocks) > 1 else "Записи: 1"
    return "\n\n".join([f"{heading(case, now)}\n{where}", *blocks[first:last]])


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
}
"""How the comment of a line of history is read, by what was done."""


def _head(case: Case, entry: Entry, rules: Rules, now: datetime) -> str:
    who = escape(entry.person or "бот")
    return f"{kind_words(entry.kind, case.kind)} {when(entry, rules, now)}, {who}"


def _pieces(text: str, room: int) -> list[str]:
    """Cut a long text in pieces, after a line or a blank where there is one; nothing is lost."""
    pieces = []
    while len(text) > room:
        ends = (text.rfind(sign, room // 2, room) for sign in ("\n", " "))
        at = next((end + 1 for end in ends if end > 0), room)
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def _joined(lines: Sequence[str], room: int) -> list[str]:
    """Put lines together as long as they fit in a part."""
    pages = [""]
    for line in filter(None, lines):
        if pages[-1] and len(pages[-1]) + len(line) > room:
            pages.append("")
        pages[-1] = f"{pages[-1]}\n{line}".strip()
    return pages
