"""The suggestions: ready answers that a question offers as buttons, and what they stand for."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.fields import Ask
from cases.moments import Moment
from texts.formats import clock_time, day

SUGGESTIONS: dict[Ask, dict[str, tuple[str, str]]] = {
    Ask.PAST: {
        "now": ("Только что", "только что"),
        "morning": ("Сегодня утром", "сегодня 09:00"),
        "yesterday": ("Вчера", "вчера"),
    },
    Ask.PAST_OR_PERIOD: {
        "today": ("Сегодня", "сегодня"),
        "yesterday": ("Вчера", "вчера"),
    },
    Ask.PERIOD: {
        "last_week": ("Прошлая неделя", "за прошлую неделю"),
        "last_month": ("Прошлый месяц", "прошлый месяц"),
    },
    Ask.FUTURE: {
        "tomorrow": ("Завтра", "завтра"),
        "in3days": ("Через 3 дня", "через 3 дня"),
        "in_week": ("Через неделю", "через неделю"),
    },
}
"""Ready answers: the code in the button → its label and the words that the reader takes."""

SUGGESTIONS_FOR: dict[str, dict[str, tuple[str, str]]] = {
    "next_look": {
        "tomorrow": ("Завтра в 10:00", "завтра 10:00"),
        "in3days": ("Через 3 дня", "через 3 дня"),
        "in_week": ("Через неделю", "через неделю"),
    },
    "snooze_until": {
        "in3days": ("Через 3 дня", "через 3 дня"),
        "friday": ("Пятница", "пятница"),
        "in_week": ("Через неделю", "через неделю"),
    },
    "duty_until": {
        "today": ("Сегодня", "сегодня"),
        "week": ("До воскресенья", "воскресенье"),
    },
    "entry_at": {
        "hour": ("Час назад", "час назад"),
        "morning": ("Сегодня утром", "сегодня 09:00"),
        "yesterday": ("Вчера", "вчера"),
    },
    "answered": {
        "hour": ("Час назад", "час назад"),
        "morning": ("Сегодня утром", "сегодня 09:00"),
        "yesterday": ("Вчера", "вчера"),
    },
}
"""Ready answers of one field, by its name, in place of those of its kind."""

NOTHING_RECOVERED = ("Нисколько", "0")
UNKNOWN_SUM = ("Не знаю", "не знаю")


def time_label(told: Moment, zone: ZoneInfo, now: datetime) -> str:
    """Name a moment on a button: «Вчера, 18:20», «пн 02.03»; not HTML."""
    ago = (now.astimezone(zone).date() - told.at.astimezone(zone).date()).days
    date = {0: "Сегодня", 1: "Вчера"}.get(ago) or day(told.at, zone, now)
    return f"{date}, {clock_time(told.at, zone)}" if told.has_time else date
