"""The escalations: the text that goes on in the same dialog, and the phrase it starts from."""

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from cases.answers import entities_of, moment_of, money_of, period_of
from cases.escalation import FILE
from cases.fields import Answers
from texts.appeals import Files
from texts.formats import clock_time, difference_of, excerpt, sum_of, zone_name
from texts.words import ENTITY_KINDS, topic_words

NAME = "Текст эскалации"
KEEP_PHRASE = "Оставить так"
SPECIALISTS: dict[str, str] = {
    "access": "по доступам и ролям",
    "finance": "по взаиморасчётам",
    "logistics": "по логистике",
    "content": "по карточкам товара",
    "tech": "технической поддержки",
    "other": "по этой теме",
}
"""Whom the dialog is to be passed on to, by the category of the ticket."""
MOST_ENTITIES = 5


def compose(answers: Answers, number: str, files: Files, zone: ZoneInfo) -> str:
    """Compose the text of the five moves (DOMAIN.md, Texts the bot composes); it is not HTML.

    `files` are all files of the case with their numbers; those of `attached` are the new ones.
    """
    parts = [
        f"Диалог №{number}. Продолжаем здесь, новый не открываем.",
        _sentence(str(answers.get("restated") or "")),
        _missed(answers, files, zone),
        _open_question(answers),
        _attached(answers, files),
        _specialist(str(answers.get("specialist") or "")),
    ]
    return "\n\n".join(part for part in parts if part)


def phrase(answers: Answers, zone: ZoneInfo) -> str:
    """Suggest the request in one phrase: what the ticket wants, of what time, under which topic."""
    wanted, category = str(answers.get("wanted") or ""), str(answers.get("category") or "")
    wish = _WISHES_IN.get((category, wanted)) or _WISHES.get(wanted)
    if wish is None:
        return ""
    time = f" {_when(answers, zone)}" if answers.get("period") else ""
    day = "" if time else _when(answers, zone, with_time=False)
    topic = excerpt(topic_words(answers), 60)
    about = ", ".join(filter(None, (f"тема «{topic}»" if topic else "", day)))
    return f"{wish}{time}" + (f" ({about})" if about else "")


def point(code: str, answers: Answers, files: Files, zone: ZoneInfo) -> str:
    """Name one thing that was left without an answer; empty when the case has it no more."""
    if code.startswith(FILE):
        return _file(int(code.removeprefix(FILE)), files)
    return _POINTS[code](answers, zone) if answers.get(code) else ""


def file_label(number: int, files: Files) -> str:
    """Name a file on a button."""
    about = dict(files)[number]
    return excerpt(f"{FILE}{number} {about.caption or about.name}", 30)


def _missed(answers: Answers, files: Files, zone: ZoneInfo) -> str:
    named = [point(code, answers, files, zone) for code in answers.get("missed") or ()]
    lines = [f"{place}. {words}" for place, words in enumerate(filter(None, named), 1)]
    return "\n".join(["Пока не учтены:", *lines]) if lines else ""


def _open_question(answers: Answers) -> str:
    asked = _sentence(str(answers.get("missed_else") or ""))
    return f"Остаётся вопрос: {asked}" if asked else ""


def _attached(answers: Answers, files: Files) -> str:
    added = set(answers.get("attached") or ())
    new = [_file(number, files, word="") for number, _ in files if number in added]
    word = "вложение" if len(new) == 1 else "вложения"
    return f"Дополнительно прикладываем {word} {', '.join(new)}." if new else ""


def _specialist(wanted: str) -> str:
    if not wanted:
        return ""
    about = SPECIALISTS.get(wanted) or _about(wanted)
    return f"Просим подключить к диалогу специалиста {about}."


def _about(typed: str) -> str:
    """Make what was typed fit: «специалист по маркировке», «по маркировке», «маркировка»."""
    bare = re.sub(
        r"^специалист\w*\s+", "", " ".join(typed.split()).rstrip("."), flags=re.IGNORECASE
    )
    return bare if re.match(r"по\s", bare, flags=re.IGNORECASE) else f"по теме «{bare}»"


def _when(answers: Answers, zone: ZoneInfo, *, with_time: bool = True) -> str:
    """Write the period or the moment of the ticket: «за 23.02–01.03.2026»."""
    value = answers.get("period") or answers.get("when") or {}
    if "first" in value:
        period = period_of(value)
        first, last = f"{period.first:%d.%m.%Y}", f"{period.last:%d.%m.%Y}"
        same_year = period.first.year == period.last.year
        if first == last:
            return f"за {first}"
        return f"за {first[:5] if same_year else first}–{last}"
    if not value:
        return ""
    known = moment_of(value)
    day = f"{known.at.astimezone(zone):%d.%m.%Y}"
    if not (known.has_time and with_time):
        return day
    return f"{day}, {clock_time(known.at, zone)} {zone_name(known.at, zone)}"


def _sentence(text: str) -> str:
    """Make one line with a full stop of what was typed."""
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _file(number: int, files: Files, word: str = "вложение ") -> str:
    known = next((file for each, file in files if each == number), None)
    about = f" ({excerpt(known.caption or known.name, 60)})" if known else ""
    return f"{word}№{number}{about}"


def _entities(answers: Answers, _: ZoneInfo) -> str:
    found = entities_of(answers.get("entities"))
    named = [f"{ENTITY_KINDS[each.kind]} {each.value}" for each in found[:MOST_ENTITIES]]
    more = len(found) - len(named)
    return ", ".join(named) + (f" и ещё {more}" if more > 0 else "")


def _sums(answers: Answers, _: ZoneInfo) -> str:
    report, ours = money_of(answers.get("report_sum")), money_of(answers.get("our_sum"))
    difference = difference_of(report, ours)
    if report is None or ours is None or difference is None:
        return f"сумма по отчёту {sum_of(report)}" if report else ""
    return (
        f"расчёт: по отчёту {sum_of(report)}, по нашим данным {sum_of(ours)},"
        f" разница {sum_of(difference)}"
    )


def _told(field: str, label: str) -> Callable[[Answers, ZoneInfo], str]:
    return lambda answers, _: f"{label}: {excerpt(str(answers[field]), 200).rstrip('.')}"


_WISHES: dict[str, str] = {
    "explanation": "Просим назвать причину и что сделать нам",
    "correction": "Просим проверить и исправить",
    "recalculation": "Просим пересчитать и прислать расчёт по строкам",
    "unblocking": "Просим снять блокировку или назвать условие, чтобы её сняли",
    "access": "Просим вернуть доступ",
}
_WISHES_IN: dict[tuple[str, str], str] = {
    ("finance", "explanation"): "Просим объяснить разницу со ссылкой на строки отчёта",
    ("finance", "correction"): "Просим исправить отчётные документы",
    ("finance", "recalculation"): "Просим пересчитать выплату",
    (
        "logistics",
        "explanation",
    ): "Просим сообщить, где товар сейчас и на каком этапе он остановился",
    ("logistics", "correction"): "Просим проверить движение по номерам и исправить статус",
    ("content", "explanation"): "Просим назвать поле карточки и значение, которое пройдёт",
    (
        "content",
        "correction",
    ): "Просим исправить карточку или назвать поле, которое нам нужно поменять",
    ("tech", "explanation"): "Просим назвать причину ошибки и срок исправления",
    ("tech", "correction"): "Просим исправить ошибку и назвать срок",
}
_POINTS: dict[str, Callable[[Answers, ZoneInfo], str]] = {
    "report_sum": _sums,
    "period": lambda answers, zone: f"период {_when(answers, zone).removeprefix('за ')}",
    "when": lambda answers, zone: f"время случая: {_when(answers, zone).removeprefix('за ')}",
    "entities": _entities,
    "exact_error": _told("exact_error", "ошибка"),
    "as_expected": _told("as_expected", "как должно быть и как прошло"),
    "who_cannot": _told("who_cannot", "кого касается"),
    "rights_changed": _told("rights_changed", "когда менялись права"),
    "last_edit": _told("last_edit", "последняя правка"),
    "endpoint": _told("endpoint", "где"),
}
"""How each of the points of `cases/escalation.py` is named."""
