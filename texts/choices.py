"""The choices: what the owner sets in chat for the team, and how it is shown."""

from collections.abc import Callable
from datetime import time, timedelta

from cases.choices import NEVER, YES, Choice
from cases.kinds import Priority
from cases.rules import Rules, Weekly
from texts.formats import DAYS, NBSP, WEEKDAYS, WEEKDAYS_FULL, counted
from texts.words import PRIORITIES

HEAD = "Настройки команды. Что изменить?"
CLOSED = ("закрытого обращения", "закрытых обращений", "закрытых обращений")
YEARS = ("год", "года", "лет")
HALF_A_YEAR = 180
BACK = "← Назад"
KEPT = "Записал."
OTHER = "Другое время"

NAMES: dict[Choice, str] = {
    Choice.CLIMB_AFTER: "Если не увидели",
    Choice.STALE_AFTER: "Без движения",
    Choice.WEEKENDS_REST: "Выходные",
    Choice.DIGEST_AT: "Утренняя сводка",
    Choice.REVIEW_AT: "Разбор хвостов",
    Choice.KEEP_BUYERS: "Данные покупателей",
}
"""The buttons that lead to each choice."""
ABOUT: dict[Choice, str] = {
    Choice.CLIMB_AFTER: (
        "Напоминание о сроке, которое не отметили «Вижу» и по которому ничего не сделали, уходит"
        " заместителю, потом владельцу. Через сколько? Ночь не в счёт. Пока до срока больше двух"
        " дней, жду сутки."
    ),
    Choice.STALE_AFTER: (
        "Когда напоминать об обращении, которое стоит без движения? У каждой срочности свой срок,"
        " напоминание повторяется через столько же. Какую срочность изменить?"
    ),
    Choice.WEEKENDS_REST: (
        "Считать ли субботу и воскресенье, когда обращение стоит без движения? Горящее считается"
        " всегда, праздники тоже. На срок ответа покупателю это не влияет: там дни подряд."
    ),
    Choice.DIGEST_AT: (
        "Сводка приходит каждому раз в день, и когда горящего нет. Во сколько? Можно написать:"
        " «8:30». Сегодняшнюю, если она уже была, второй раз не пришлю."
    ),
    Choice.REVIEW_AT: (
        "Раз в неделю присылаю вам и в подключённую группу, что висит, что эскалировать и что"
        " закрыли. В какой день? Время спрошу следом, или напишите сразу: «пт 8:30»."
    ),
    Choice.KEEP_BUYERS: (
        "Сколько хранить данные покупателей после закрытия? Потом бот ночью удаляет их навсегда:"
        " имя, тексты, записи, артикулы и заказы, файлы. Остаются номер, вид, даты, итог и суммы."
        " Первый раз сделает это ближайшей ночью: до 03:30 можно передумать."
    ),
}


def settings(rules: Rules) -> str:
    """Show everything that the owner may set, as it is now."""
    return "\n".join([HEAD, "", *(f"{NAMES[each]}: {now(each, rules)}" for each in Choice)])


def one(choice: Choice, rules: Rules) -> str:
    """Show one choice: what it is for, and what holds now."""
    return f"{ABOUT[choice]}\n\nСейчас: {now(choice, rules)}"


def now(choice: Choice, rules: Rules) -> str:
    """Say what holds now, in words."""
    return _NOW[choice](rules)


def kept(choice: Choice, rules: Rules) -> str:
    """Say what holds from now on."""
    return f"Записал: {now(choice, rules)}."


def falls_tonight(cases: int) -> str:
    """Say for how many closed cases the time is over already."""
    if not cases:
        return "\n\nЭтой ночью удалять ещё нечего."
    return f"\n\nЭтой ночью данные удалятся у {counted(cases, CLOSED)}."


def label(choice: Choice, value: str) -> str:
    """Name a value on a button: not HTML."""
    return _LABELS[choice](value)


def of_part(choice: Choice, part: str, rules: Rules) -> str:
    """Ask for a value of a part: at which time of a day, after how many days of a priority."""
    return _OF_PART[choice](part, rules)


def part_label(choice: Choice, value: str) -> str:
    """Name a value of a part on a button: not HTML."""
    return _PART_LABELS[choice](value)


def _of_day(day: str, _: Rules) -> str:
    named = WEEKDAYS_FULL[Weekly.read(day).weekday]
    return f"Разбор хвостов, {named}. Во сколько? Можно написать: «8:30»."


def _of_priority(name: str, rules: Rules) -> str:
    priority = Priority(name)
    asked = f"Срочность «{PRIORITIES[priority]}». Через сколько дней без движения напоминать?"
    return f"{asked}\n\nСейчас: {counted(rules.stale_after[priority].days, DAYS)}"


def _stale(rules: Rules) -> str:
    return ", ".join(
        f"{PRIORITIES[each]} {counted(after.days, DAYS)}"
        for each, after in rules.stale_after.items()
    )


def _climb(rules: Rules) -> str:
    if rules.climb_after is None:
        return "ждём, дальше не уходит"
    return f"через {_hours(rules.climb_after)}"


def _hours(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours}{NBSP}ч" if not minutes else f"{hours * 60 + minutes}{NBSP}мин"


def _climb_label(value: str) -> str:
    return "Никогда" if value == NEVER else _hours(timedelta(minutes=int(value)))


def _keep(rules: Rules) -> str:
    kept = rules.keep_buyers
    return f"удаляю через {_long(kept.days)}" if kept else "храню, пока не попросите удалить"


def _keep_label(value: str) -> str:
    length = "хранить" if value == NEVER else _long(int(value))
    return f"{length[0].upper()}{length[1:]}"


def _long(days: int) -> str:
    """Write so many days as people call them: «90 дней», «полгода», «2 года»."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return counted(years, YEARS) if years > 1 else "год"
    return "полгода" if days == HALF_A_YEAR else counted(days, DAYS)


def _weekends(rules: Rules) -> str:
    return "не считаются" if rules.weekends_rest else "считаются"


def _weekends_label(value: str) -> str:
    return "Не считать" if value == YES else "Считать"


def _weekly(weekly: Weekly) -> str:
    return f"{WEEKDAYS[weekly.weekday]}{NBSP}{weekly.at:%H:%M}"


_NOW: dict[Choice, Callable[[Rules], str]] = {
    Choice.CLIMB_AFTER: _climb,
    Choice.STALE_AFTER: _stale,
    Choice.WEEKENDS_REST: _weekends,
    Choice.DIGEST_AT: lambda rules: f"каждый день в {rules.digest_at:%H:%M}",
    Choice.REVIEW_AT: lambda rules: f"каждую неделю, {_weekly(rules.review_at)}",
    Choice.KEEP_BUYERS: _keep,
}
_LABELS: dict[Choice, Callable[[str], str]] = {
    Choice.CLIMB_AFTER: _climb_label,
    Choice.STALE_AFTER: lambda value: PRIORITIES[Priority(value)].capitalize(),
    Choice.WEEKENDS_REST: _weekends_label,
    Choice.DIGEST_AT: lambda value: f"{time.fromisoformat(value):%H:%M}",
    Choice.REVIEW_AT: lambda value: WEEKDAYS_FULL[Weekly.read(value).weekday].capitalize(),
    Choice.KEEP_BUYERS: _keep_label,
}
_OF_PART: dict[Choice, Callable[[str, Rules], str]] = {
    Choice.REVIEW_AT: _of_day,
    Choice.STALE_AFTER: _of_priority,
}
_PART_LABELS: dict[Choice, Callable[[str], str]] = {
    Choice.REVIEW_AT: lambda value: f"{Weekly.read(value).at:%H:%M}",
    Choice.STALE_AFTER: lambda value: counted(int(value.rpartition(" ")[2]), DAYS),
}
