"""How things are written: dates in the team's zone, intervals, sums, plural forms, escaping."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.moments import Period
from cases.money import Money

NBSP = "\u00a0"
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
WEEKDAYS_FULL = (
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
)  # fmt: skip
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
SIGNS = {"RUB": "₽", "BYN": "BYN"}
CURRENCIES = {"RUB": "российские рубли", "BYN": "белорусские рубли"}

LONGEST_MESSAGE = 4000  # characters; Telegram takes 4096
HEAD = 200  # characters that are left for what stands above a list

DAYS = ("день", "дня", "дней")


KB, MB, GB = 1024, 1024**2, 1024**3


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of writing, and with it what stands after them."""


def escape(text: str) -> str:
    """Make what people typed harmless in HTML; done once, where a text is made."""
    return html.escape(_TURNS.sub("", text), quote=False)


def quoted(text: str) -> str:
    """Put the user's own words in quotes, on one line."""
    return f"«{escape(' '.join(text.split()))}»"


def excerpt(text: str, limit: int = 120) -> str:
    """Return the beginning of a long text, with a sign that there is more."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def fitting(head: str, lines: list[str]) -> str:
    """Put a list under its head; of one that is too long for a message the end is shown."""
    room, shown = LONGEST_MESSAGE - len(head), len(lines)
    while shown and sum(len(line) + 1 for line in lines[-shown:]) > room:
        shown -= 1
    hidden = len(lines) - shown
    return "\n".join([head, *([f"… и ещё {hidden}"] if hidden else []), *lines[hidden:]])


def portions(lines: list[str], most: int) -> Iterator[tuple[int, int]]:
    """Share lines out among messages that fit: from which line to which, at most `most` each."""
    begin = 0
    while begin < len(lines):
        end = begin + 1
        while (
            end < len(lines)
            and end - begin < most
            and sum(len(line) + 1 for line in lines[begin : end + 1]) < LONGEST_MESSAGE - HEAD
        ):
            end += 1
        yield begin, end
        begin = end


def plural(number: int, forms: tuple[str, str, str]) -> str:
    """Return the form that goes with the number: 1 день, 2 дня, 5 дней."""
    if number % 100 in range(11, 15):
        return forms[2]
    return forms[{1: 0, 2: 1, 3: 1, 4: 1}.get(number % 10, 2)]


def counted(number: int, forms: tuple[str, str, str]) -> str:
    """Write «3 дня»."""
    return f"{number}{NBSP}{plural(number, forms)}"


def interval(length: timedelta) -> str:
    """Write a length of time by its two largest units: «2 дня 3 ч», «5 ч», «20 мин»."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return counted(days, DAYS) + (f" {hours}{NBSP}ч" if hours else "")
    if hours:
        rest = minutes % 60
        return f"{hours}{NBSP}ч" + (f" {rest}{NBSP}мин" if rest and hours < 3 else "")  # noqa: PLR2004 - minutes matter only when few hours are left
    return f"{minutes}{NBSP}мин" if minutes else "меньше минуты"


def lateness(length: timedelta) -> str:
    """Write by how much a deadline has passed, to stand after «на»: «1 мин» at the least."""
    return interval(max(length, timedelta(minutes=1)))


def day(at: datetime | date, zone: ZoneInfo, now: datetime) -> str:
    """Write «сб 14.03», with the year when it is not this one."""
    local = at.astimezone(zone).date() if isinstance(at, datetime) else at
    year = "" if local.year == now.astimezone(zone).year else f".{local.year}"
    return f"{WEEKDAYS[local.weekday()]}{NBSP}{local:%d.%m}{year}"


def days_of(period: Period, zone: ZoneInfo, now: datetime) -> str:
    """Write a period by its days: «пн 02.03 – пт 06.03», one day by itself."""
    first, last = (day(each, zone, now) for each in (period.first, period.last))
    return first if first == last else f"{first} – {last}"


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Write «10:01» in the team's zone."""
    return f"{at.astimezone(zone):%H:%M}"


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write «сб 14.03, 10:01»."""
    return f"{day(at, zone, now)}, {clock_time(at, zone)}"


def until(due: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write «до сб 14.03, 10:01»; a midnight belongs to the day that ends with it."""
    if clock_time(due, zone) != "00:00":
        return f"до {moment(due, zone, now)}"
    return f"до {day(due - timedelta(minutes=1), zone, now)} включительно"


def moment_msk(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write «сб 14.03, 10:01 МСК»; another zone is named by its own short name."""
    return f"{moment(at, zone, now)}{NBSP}{zone_name(at, zone)}"


def zone_name(at: datetime, zone: ZoneInfo) -> str:
    """Name the zone as people do."""
    return "МСК" if zone.key == "Europe/Moscow" else at.astimezone(zone).tzname() or zone.key


def long_day(at: datetime, zone: ZoneInfo) -> str:
    """Write «Пятница, 13 марта»."""
    local = at.astimezone(zone)
    weekday = WEEKDAYS_FULL[local.weekday()].capitalize()
    return f"{weekday}, {local.day}{NBSP}{MONTHS_OF[local.month - 1]}"


def sum_of(money: Money) -> str:
    """Write «12 500 ₽», «27,53 BYN»."""
    whole, cents = divmod(abs(money.minor), 100)
    sign = "−" if money.minor < 0 else ""
    grouped = f"{whole:,}".replace(",", NBSP)
    fraction = f",{cents:02d}" if cents else ""
    return f"{sign}{grouped}{fraction}{NBSP}{SIGNS.get(money.currency, money.currency)}"


def difference_of(one: Money | None, other: Money | None) -> Money | None:
    """Return how far two sums are apart; None unless both are known and in one currency."""
    if one is None or other is None or one.currency != other.currency:
        return None
    return Money(abs(one.minor - other.minor), one.currency)


def sums_of(sums: dict[str, int]) -> str:
    """Write totals per currency: «96 300 ₽ и 27,53 BYN»; amounts are never added across."""
    order = sorted(sums, key=lambda currency: (currency != "RUB", currency))
    return " и ".join(sum_of(Money(sums[currency], currency)) for currency in order)


def small(words: str) -> str:
    """Begin with a small letter; names and abbreviations inside stay as they are."""
    return words[:1].lower() + words[1:]


def initial(name: str) -> str:
    """Write a buyer's name as a group may see it: «Т.»."""
    stripped = name.strip()
    return f"{escape(stripped[0].upper())}." if stripped else ""


def size_of(size: int) -> str:
    """Write bytes: «340 КБ», «1,2 МБ», «12,3 ГБ»; nothing for a size that is not known."""
    if size <= 0:
        return ""
    if size < MB:
        return f"{max(size // KB, 1)}{NBSP}КБ"
    unit, name = (MB, "МБ") if size < GB else (GB, "ГБ")
    return f"{size / unit:.1f}{NBSP}{name}".replace(".", ",")
