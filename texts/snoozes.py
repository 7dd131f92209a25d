"""The snoozes: how long a reminder may wait, until when it waits, and why not longer."""

from datetime import datetime

from cases.case import Case
from cases.rules import Rules
from cases.snoozes import Nap
from texts.formats import escape, moment, moment_msk

SNOOZE, WAKE, BACK = "Отложить", "Вернуть к сроку", "← Назад"
NAPS: dict[Nap, str] = {
    Nap.HOUR: "1 час",
    Nap.THREE_HOURS: "3 часа",
    Nap.TOMORROW: "Завтра",
    Nap.MONDAY: "Понедельник",
}
DATE = "Дата"
SIGN = "💤"
NOTHING_RUNS = "Напоминаний по нему сейчас нет, откладывать нечего."
NOTHING_WAITS = "Напоминаний по нему сейчас нет."
NOT_ASLEEP = "Не отложено: напоминания идут как обычно."
AWAKE = "Вернул: напомню в прежний срок."


def slept(until: datetime, rules: Rules, now: datetime) -> str:
    """Say until when the reminders wait, under the reminder that was put off."""
    return f"{SIGN} Отложено до {moment_msk(until, rules.zone, now)}"


def asleep(until: datetime, rules: Rules, now: datetime) -> str:
    """Say the same in the toast of a press: not HTML."""
    return f"Отложил до {moment_msk(until, rules.zone, now)}."


def too_long(case: Case, latest: datetime | None, wall: datetime | None, rules: Rules,
             now: datetime) -> str:  # fmt: skip
    """Say why it cannot wait so long, and until when it can."""
    if wall is None:
        assert latest is not None  # noqa: S101 - only a deadline leaves no room at all
        return f"Дольше месяца не откладываю: самое позднее до {moment(latest, rules.zone, now)}."
    passed = f"срок по #{case.id}: {moment_msk(wall, rules.zone, now)}"
    if latest is None:
        return f"Откладывать уже некуда, {passed}."
    if wall <= now:
        return (
            f"Срок по #{case.id} прошёл, дольше чем до следующего напоминания не откладываю:"
            f" самое позднее до {moment(latest, rules.zone, now)}."
        )
    return f"Это слишком поздно, {passed}. Могу самое позднее до {moment(latest, rules.zone, now)}."


def latest_button(latest: datetime, rules: Rules, now: datetime) -> str:
    """Name the latest possible end on a button: not HTML."""
    return f"До {moment(latest, rules.zone, now)}"


def card_lines(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Say on the card whose reminders of it wait, and until when."""
    return [
        f"{SIGN} {escape(each.name)}: отложено до {moment(each.until, rules.zone, now)}"
        for each in case.snoozes.values()
        if each.until > now
    ]
