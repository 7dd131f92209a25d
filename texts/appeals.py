"""The appeals: the text for the marketplace's support, in eight parts, ready to be copied."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cases.answers import Attachment, entities_of, moment_of, money_of, period_of
from cases.fields import Answers
from cases.kinds import Category, Marketplace, Priority
from cases.readiness import Light, Readiness
from texts.formats import clock_time, difference_of, excerpt, sum_of, zone_name
from texts.requests import request
from texts.words import LIGHTS, choice, topic_words

PARTS = (
    "Тема", "Суть", "Когда", "Где", "Данные", "Доказательства", "Что нужно", "Срочность",
)  # fmt: skip
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
    marketplace: Marketplace | None


def compose(
    answers: Answers, files: Files, zone: ZoneInfo, marketplace: Marketplace | None = None
) -> Appeal:
    """Compose the appeal from a ticket's answers (DOMAIN.md, Texts the bot composes)."""
    material = _Material(answers, files, zone, marketplace)
    written = {name: part(material) for name, part in zip(PARTS, _WRITERS, strict=True)}
    text = "\n".join(f"{name}: {words}" for name, words in written.items() if words)
    missing = tuple(n for n, words in written.items() if not words and n not in _MAY_BE_EMPTY)
    return Appeal(text, missing)


def lights(ready: Readiness) -> str:
    """Say how ready an appeal is: «Готовность 3 из 5. Не хватает: …»."""
    count = f"Готовность {len(ready.green)} из {len(Light)}."
    missing = ", ".join(dict.fromkeys(LIGHTS[gap.field] for gap in ready.gaps))
    return f"{count} Не хватает: {missing}." if missing else count


def _topic(material: _Material) -> str:
    """Name the topic; the category only where no topic was given."""
    named = topic_words(material.answers)
    return named or choice("category", str(material.answers.get("category") or ""))


def _summary(material: _Material) -> str:
    answers = material.answers
    told = [_sentence(str(answers.get("summary") or ""))]
    told += [
        _sentence(f"{label}{_continued(str(answers[field]), label)}")
        for field, label in _TOLD.items()
        if answers.get(field) and answers[field] != Category.OTHER
    ]
    return " ".join(filter(None, [*told, _difference(answers)]))


def _when(material: _Material) -> str:
    value = material.answers.get("period") or material.answers.get("when")
    if not value:
        return ""
    if "first" in value:
        period = period_of(value)
        first, last = f"{period.first:%d.%m.%Y}", f"{period.last:%d.%m.%Y}"
        return first if first == last else f"с {first} по {last}"
    known = moment_of(value)
    day = f"{known.at.astimezone(material.zone):%d.%m.%Y}"
    at = f"{clock_time(known.at, material.zone)} {zone_name(known.at, material.zone)}"
    return f"{day} в {at}" if known.has_time else day


def _where(material: _Material) -> str:
    answers = material.answers
    section, model = str(answers.get("section") or ""), str(answers.get("work_model") or "")
    parts = [
        f"раздел «{section.strip('«»')}»" if section else "",
        str(answers.get("endpoint") or ""),
        f"работаем по {_model(model, material.marketplace)}" if model else "",
    ]
    return ", ".join(filter(None, parts))


def _model(model: str, marketplace: Marketplace | None) -> str:
    """Name the work model as the marketplace does: the same warehouse is FBW and FBO."""
    own = {Marketplace.WB: "FBW", Marketplace.OZON: "FBO"}
    if model == "warehouse" and marketplace:
        return own[marketplace]
    return choice("work_model", model)


def _identifiers(material: _Material) -> str:
    """Name every identifier, those of a kind together: «заказы 1, 2; артикул 3»."""
    by_kind: dict[str, list[str]] = {}
    for each in entities_of(material.answers.get("entities")):
        by_kind.setdefault(each.kind, []).append(each.value)
    return "; ".join(
        f"{_COUNTED[kind][len(values) > 1]} {', '.join(values)}" for kind, values in by_kind.items()
    )


def _proofs(material: _Material) -> str:
    return ", ".join(
        f"№{number} {excerpt(file.caption or file.name, 60)}" for number, file in material.files
    )


def _wanted(material: _Material) -> str:
    return request(material.answers)


def _urgency(material: _Material) -> str:
    risks = [_RISKS[each] for each in material.answers.get("risks") or () if each in _RISKS]
    priority = Priority(material.answers.get("priority") or Priority.NORMAL)
    level = {Priority.BURNING: "горит", Priority.HIGH: "высокая"}.get(priority, "")
    money = money_of(material.answers.get("risk_sum"))
    at_risk = f"под риском {sum_of(money)}" if money and (level or risks) else ""
    return ", ".join(filter(None, [level, *risks, at_risk]))


def _difference(answers: Answers) -> str:
    """Write «по отчёту X, по нашим данным Y, разница Z», computed to the kopeck.

    Two currencies have no difference: both sums stand without one.
    """
    report, ours = money_of(answers.get("report_sum")), money_of(answers.get("our_sum"))
    apart = difference_of(report, ours)
    if report is None or ours is None or apart is None:
        known = {"по отчёту": report, "по нашим данным": ours}
        told = ", ".join(f"{where} {sum_of(money)}" for where, money in known.items() if money)
        return _sentence(told[:1].upper() + told[1:])
    if apart.minor == 0:
        return f"По отчёту и по нашим данным {sum_of(report)}."
    return f"По отчёту {sum_of(report)}, по нашим данным {sum_of(ours)}, разница {sum_of(apart)}."


def _sentence(text: str) -> str:
    line = " ".join(text.split())
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _continued(told: str, label: str) -> str:
    """Go on after a label; without one the words stand alone, as a sentence."""
    return f" {told}" if label else told[:1].upper() + told[1:]


_TOLD: dict[str, str] = {
    "who_cannot": "Кого касается:",
    "rights_changed": "Права менялись:",
    "exact_error": "Ошибка:",
    "last_edit": "Последняя правка:",
    "as_expected": "",
    "nearest": "Уточнение:",
}
"""What the questions of a category add to the gist, and how it is introduced."""
_RISKS: dict[str, str] = {
    "sales_stopped": "продажи стоят",
    "blocked": "карточки или кабинет заблокированы",
    "mass_cancellations": "идут массовые отмены",
    "fines": "начисляются штрафы",
}
_COUNTED: dict[str, tuple[str, str]] = {
    "article": ("артикул", "артикулы"),
    "order": ("заказ", "заказы"),
    "posting": ("отправление", "отправления"),
    "supply": ("поставка", "поставки"),
    "shipment": ("отгрузка", "отгрузки"),
    "report": ("отчёт", "отчёты"),
    "srid": ("srid", "srid"),
    "other": ("номер", "номера"),
}
"""One identifier of a kind, and several."""
_MAY_BE_EMPTY = {"Срочность", "Где"}
_WRITERS: tuple[Callable[[_Material], str], ...] = (
    _topic, _summary, _when, _where, _identifiers, _proofs, _wanted, _urgency,
)  # fmt: skip
"""One writer for each of PARTS, in the same order."""
