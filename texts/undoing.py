"""The undoing: what is said when a deed is taken back, and why it can not be."""

from collections.abc import Iterable

from cases.case import Case, Person
from texts.formats import escape, fitting
from texts.naming import done, in_brief, led_by

UNDO = "Вернуть как было"
TOO_LATE = "Вернуть как было можно 2 минуты, они прошли. Выберите на карточке, как сейчас."
NOT_KEPT = "Вернуть как было уже нельзя. Выберите на карточке, как сейчас."
ALREADY = "Уже вернул как было."
NOT_UNDONE = "Вернуть не могу."
NUMBER_TAKEN = "номер тем временем записан у другого обращения"
STAYS = {
    "escalate": "Текст эскалации и файлы остались в записях обращения.",
    "handed_over": "Тому, кому передавали, я написал, что это отменено.",
}
"""What a deed has left behind that is not taken back, by the deed."""


def undone(what: str) -> str:
    """Say that a deed was taken back, and what of it stays."""
    return " ".join(filter(None, (f"Вернул как было. Отменено: {done(what)}.", STAYS.get(what))))


def all_undone(cases: Iterable[Case], left: Iterable[tuple[Case, str]]) -> str:
    """Say of which cases a deed was taken back, and of which not."""
    named, kept = [f"#{case.id}" for case in cases], [f"#{case.id}: {why}" for case, why in left]
    first = f"Вернул как было: {len(named)}" + (f" ({', '.join(named)})" if named else "")
    return fitting(first, ["", "Не вернул:", *kept] if kept else [])


def handed_back(cases: Iterable[Case], by: Person) -> str:
    """Tell somebody that what was handed over to them is not theirs after all."""
    named = [f"#{c.id} {in_brief(c)}, {led_by(c)}" for c in cases]
    return fitting(f"Передачу отменили: {len(named)}, кто: {escape(by.name)}", ["", *named])


def took_back(case: Case, by: Person) -> str:
    """Tell whoever has asked for a decision that it was taken back."""
    return f"Решение по #{case.id} отменено, кто: {escape(by.name)}. Как сейчас:"
