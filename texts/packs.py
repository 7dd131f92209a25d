"""The packs: what is written in the archive of a case, and under it."""

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

from cases.case import Case
from cases.files import CaseFile, FileState, place_of
from cases.lifecycles import Status
from cases.record import Entry
from cases.rules import Rules
from texts.attachments import FILES, STATES
from texts.formats import NBSP, counted, moment_msk, small
from texts.history import TIMED, coded, real_time
from texts.naming import done
from texts.record import whole
from texts.words import STATUSES

CARD, HISTORY, APPEAL = "карточка.txt", "история.txt", "текст обращения.txt"
ENTRIES = "записи.txt"
INDEX, MISSING, FOLDER = "опись.csv", "не вошло.txt", "файлы"
"""The names inside the archive."""
USAGE = "Напишите номер: /pack 18123456. Подойдёт #57 или последние 4 знака."
PACKING = "Собираю архив."
NO_ROOM = "Архив не собрался: не хватает места на диске. Файлы можно посмотреть на карточке."
NOT_SENT = "Архив не отправился: связь обрывается. Попробуйте позже, файлы на месте."
COLUMNS = ("номер", "имя", "описание", "добавлен", "размер", "sha256", "в архиве", "примечание")
Happened = tuple[datetime, str | None, str, str | None, str | None, int | None]
"""A line of history: when, who, what, the status after it, a comment, of which merged case."""
_TAGS = re.compile(r"</?[a-z][^>]*>")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inside(file: CaseFile) -> str:
    """Return where a kept file lies in the archive."""
    return f"{FOLDER}/{place_of(file).rpartition('/')[2]}"


def caption(case: Case, files: tuple[CaseFile, ...], part: int, parts: int) -> str:
    """Say what is in the archive, and above all what is not."""
    kept = [file for file in files if file.state is FileState.KEPT]
    what = f"карточка, история и {counted(len(kept), FILES)}" if kept else "карточка и история"
    lines = [f"Архив #{case.id}: {what}"]
    lines[0] += f", часть {part} из {parts}." if parts > 1 else "."
    if part == parts:
        lines += _left_out(files)
    return "\n".join(lines)


def card(shown: str, answers: Iterable[str]) -> str:
    """Write the card and every answer of the forms as plain text."""
    return _plain("\n".join([shown, "", *answers]))


def history(case: Case, lines: Iterable[Happened], zone: ZoneInfo, now: datetime) -> str:
    """Write all that happened to the case, the oldest first."""
    written = [f"#{case.id}"]
    for at, person, what, new, comment, of_case in lines:
        status = f" → {small(STATUSES[Status(new)])}" if new else ""
        told = coded(what, comment) if comment else ""
        told = real_time(comment, zone, now) if comment and what in TIMED else told
        more = f" ({told or comment})" if comment else ""
        when = (f"#{of_case} · " if of_case is not None else "") + moment_msk(at, zone, now)
        written.append(f"{when} {person or 'бот'}: {_plain(done(what))}{status}{more}")
    return "\n".join(written)


def entries(
    case: Case, read_back: Iterable[tuple[Entry, Sequence[str]]], rules: Rules, now: datetime
) -> str:
    """Write every entry whole, what happened first at the beginning."""
    told = (whole(case, entry, lines, rules, now, sys.maxsize) for entry, lines in read_back)
    return "\n\n".join(_plain(each) for parts in told for each in parts)


def index(files: Iterable[CaseFile], zone: ZoneInfo) -> str:
    """Write the list of files as CSV that a Russian spreadsheet opens with a double click."""
    table = io.StringIO()
    rows = csv.writer(table, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for file in files:
        kept = file.state is FileState.KEPT
        told = file.attachment
        rows.writerow((
            file.number, _cell(told.name), _cell(told.caption),
            f"{file.added_at.astimezone(zone):%d.%m.%Y %H:%M:%S %z}", told.size, file.sha256,
            inside(file) if kept else "", STATES[file.state],
        ))  # fmt: skip
    return "\ufeff" + table.getvalue()


def missing(gone: Iterable[str]) -> str:
    """Name the files that were on the disk once and are not there any more."""
    return "\n".join(["Этих файлов на диске больше нет:", *gone])


def _left_out(files: tuple[CaseFile, ...]) -> list[str]:
    """Name what could not go in, by its reason."""
    told = []
    for state, why in STATES.items():
        numbers = [f"№{NBSP}{file.number}" for file in files if file.state is state and why]
        if numbers:
            more = f" и ещё {len(numbers) - 15}" if len(numbers) > 15 else ""  # noqa: PLR2004 - a caption is short
            told.append(f"Не вошли ({why}): {', '.join(numbers[:15])}{more}.")
    return told


def _plain(html: str) -> str:
    return unescape(_TAGS.sub("", html))


def _cell(text: str) -> str:
    """Write what people typed so that a spreadsheet takes it for words and not for a formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line
