"""The tags: how they are shown, asked for, and why a text makes none."""

from collections.abc import Iterable
from datetime import datetime

from cases.case import Case
from cases.tags import LONGEST, MOST, NoTag, Wrong
from texts.formats import escape, excerpt, quoted
from texts.naming import heading

OTHER = "Своя метка"
TOO_MANY = f"Меток уже {MOST}, больше на карточке не поместится. Снимите лишнюю."
GONE = "Этой метки уже нет."


def hashtag(name: str) -> str:
    """Write a tag on a button; not HTML."""
    return f"#{name}"


def line(names: Iterable[str]) -> str:
    """Write tags in a line: «#брак #срочно»."""
    return " ".join(f"#{escape(name)}" for name in names)


def screen(case: Case, now: datetime) -> str:
    """Show the tags of a case, and what the buttons do."""
    told = f"Метки: {line(case.tags)}" if case.tags else "Меток пока нет."
    return f"<b>{heading(case, now)}</b>\n\n{told}\nНажмите, чтобы поставить или снять."


def refused(error: NoTag) -> str:
    """Say why a text makes no tag, and what would."""
    asked = quoted(excerpt(error.text, 40))
    return _WHY[error.wrong].format(asked=asked)


_WHY: dict[Wrong, str] = {
    Wrong.EMPTY: "В {asked} нет букв, метку не прочесть. Например, «#брак».",
    Wrong.TOO_LONG: f"{{asked}} длиннее {LONGEST} знаков. Метка короткая: «#брак», «#срочно».",
    Wrong.NUMBER: "{asked} похоже на номер. Номерам место в данных обращения, по ним и найдётся.",
    Wrong.CONTACT: "{asked} похоже на адрес или контакт. Меткой их не ставлю: её видят все.",
    Wrong.BUYER: "{asked} имя покупателя. Меткой его не ставлю, искать можно и так: /find.",
}
