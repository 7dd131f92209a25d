"""The appeals: the text for the marketplace's support, in eight parts, ready to be copied."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.answers import Attachment, entities_of, moment_of, money_of, period_of
from cases.fields import Answers
from cases.kinds import Priority
from cases.money import Money
from cases.readiness import Light, Readiness
from texts.formats import clock_time, escape, excerpt, sum_of, zone_name
from texts.words import CHOICES, ENTITY_KINDS, LIGHTS, choice

PARTS = (
    "Тема", "Суть", "Когда", "Где", "Данные", "Доказательства", "Что нужно", "Срочность",
)  # fmt: skip
MOST = 12
"""So many identifiers and files are named; the rest is counted."""
Files = tuple[tuple[int, Attachment], ...]


@dataclass(frozen=True)
class Appeal:
    """The composed text, plain and not HTML, and the names of the parts that are empty."""

    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Material:
    answers: Answers
    files: Files
    zone: ZoneInfo


def compose(answers: Answers, files: Files, zone: ZoneInfo) -> Appeal:
    """Compose the appeal from a ticket's answers (DOMAIN.md, Texts the bot composes)."""
    material = _Material(answers, files, zone)
    written = {name: part(material) for name, part in zip(PARTS, _WRITERS, strict=True)}
    text = "\n".join(f"{name}: {words}" for name, words in written.items() if words)
    missing = tuple(n for n, words in written.items() if not words and n not in _MAY_BE_EMPTY)
    return Appeal(text, missing)


def shown(appeal: Appeal) -> str:
    """Show the appeal as a block that a tap copies, and name what is missing."""
    text = f"Текст обращения, нажмите, чтобы скопировать:\n<pre>{escape(appeal.text)}</pre>"
    if not appeal.missing:
        return text
    return f"{text}\nПусто: {', '.join(name.lower() for name in appeal.missing)}."


def lights(ready: Readiness) -> str:
    """Say how ready an appeal is: «Готовность 3 из 5. Не хватает: …»."""
    count = f"Готовность {len(ready.green)} из {len(Light)}."
    missing = ", ".join(LIGHTS[gap.field] for gap in ready.gaps)
    return f"{count} Не хватает: {missing}." if missing else count


def _topic(material: _Material) -> str:
    category, topic = material.answers.get("category"), material.answers.get("topic")
    known = [choice(name, str(v)) for name, v in (("category", category), ("topic", topic)) if v]
    return ": ".join(known)


def _summary(material: _Material) -> str:
    told = [_sentence(str(material.answers.get("summary") or ""))]
    told += [
        _sentence(f"{label}: {material.answers[field]}")
        for field, label in _TOLD.items()
        if material.answers.get(field)
    ]
    return " ".join(filter(None, [*told, _difference(material.answers)]))


def _when(material: _Material) -> str:
    value = material.answers.get("period") or material.answers.get("when")
    if not value:
        return ""
    if "first" in value:
        period = period_of(value)
        return f"с {period.first:%d.%m.%Y} по {period.last:%d.%m.%Y}"
    known = moment_of(value)
    day = f"{known.at.astimezone(material.zone):%d.%m.%Y}"
    at = f"{clock_time(known.at, material.zone)} {zone_name(known.at, material.zone)}"
    return f"{day}, {at}" if known.has_time else day


def _where(material: _Material) -> str:
    answers = material.answers
    parts = [
        f"раздел «{answers['section']}»" if answers.get("section") else "",
        str(answers.get("endpoint") or ""),
        choice("work_model", str(answers["work_model"])) if answers.get("work_model") else "",
    ]
    return ", ".join(filter(None, parts))


def _identifiers(material: _Material) -> str:
    found = entities_of(material.answers.get("entities"))
    return _first([f"{ENTITY_KINDS[each.kind]} {each.value}" for each in found])


def _proofs(material: _Material) -> str:
    return _first([
        f"№{number} {excerpt(file.caption or file.name, 60)}" for number, file in material.files
    ])  # fmt: skip


def _wanted(material: _Material) -> str:
    return _WANTED.get(str(material.answers.get("wanted") or ""), "")


def _urgency(material: _Material) -> str:
    risks = [CHOICES["risks"][each].lower() for each in material.answers.get("risks") or ()]
    priority = Priority(material.answers.get("priority") or Priority.NORMAL)
    level = {Priority.BURNING: "срочно", Priority.HIGH: "высокая"}.get(priority, "")
    money = money_of(material.answers.get("risk_sum"))
    at_risk = f"под риском {sum_of(money)}" if money and (level or risks) else ""
    return ", ".join(filter(None, [level, *risks, at_risk]))


def _difference(answers: Answers) -> str:
    """Write «по отчёту X, по нашим данным Y, разница Z», computed to the kopeck."""
    report, ours = money_of(answers.get("report_sum")), money_of(answers.get("our_sum"))
    if report is None or ours is None or report.currency != ours.currency:
        return ""
    difference = Money(abs(report.minor - ours.minor), report.currency)
    return (
        f"По отчёту {sum_of(report)}, по нашим данным {sum_of(ours)}, разница {sum_of(difference)}."
    )


def _first(many: list[str]) -> str:
    """List the first of many: the whole text must fit one message."""
    more = len(many) - MOST
    return ", ".join(many[:MOST]) + (f" и ещё {more}" if more > 0 else "")


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."


_TOLD: dict[str, str] = {
    "who_cannot": "Кто не видит или не может",
    "rights_changed": "Когда менялись права",
    "last_edit": "Последняя правка",
    "exact_error": "Поле и ошибка",
    "as_expected": "Как должно было быть",
}
_WANTED: dict[str, str] = {
    "explanation": "просим разъяснить причину",
    "correction": "просим исправить",
    "recalculation": "просим сделать перерасчёт",
    "unblocking": "просим снять блокировку",
    "access": "просим восстановить доступ",
}
_MAY_BE_EMPTY = {"Срочность", "Где"}
_WRITERS: tuple[Callable[[_Material], str], ...] = (
    _topic, _summary, _when, _where, _identifiers, _proofs, _wanted, _urgency,
)  # fmt: skip
"""One writer for each of PARTS, in the same order."""
