"""The record: how what was written into a case after its registration is shown."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case, Newest
from cases.kinds import EntryKind, Kind
from cases.record import Entry
from cases.rules import Rules
from texts.formats import (
    NBSP,
    counted,
    day,
    escape,
    excerpt,
    moment,
    quoted,
)
from texts.naming import heading

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
