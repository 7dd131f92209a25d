"""The health: how the bot tells how it is, to the owner and to the operator."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.health import Trouble, Vitals
from texts.formats import KB, counted, interval, moment_msk, size_of

WELL = "Всё в порядке."
WHAT_TO_DO = "Что делать, написано в docs/operations.md."
UNWRITABLE = (
    "⚠️ <b>Диск не принимает записи</b>: кончилось место или он неисправен.\n\n"
    "Записанное цело. Новые сообщения ждут в Telegram, не дольше суток, напоминания не уходят. "
    "Освободите место, остальное бот сделает сам."
)
"""Said from memory, while nothing can be kept."""
WRITABLE = "Журнал снова записывается. Что ждало, разбираю."
MINUTE = timedelta(minutes=1)
UPDATES = ("сообщение", "сообщения", "сообщений")


TROUBLES = {
    Trouble.CLOCK: "Часы бота стоят{ticked}: напоминания не уходят.",
    Trouble.TELEGRAM: "Telegram не отвечает{polled}: проверьте сеть и прокси.",
    Trouble.SPACE: "На диске осталось {free}: освободите место.",
    Trouble.UNHANDLED: "Принятое ждёт разбора{unhandled}.",
    Trouble.UNSAID: "Сообщения ждут отправки{unsaid}.",
    Trouble.BACKUP: "Свежей копии журнала нет{backed_up}: проверьте папку backups.",
    Trouble.DEAD: "За неделю не разобрано {dead}: лежит отдельно.",
}


def trouble(found: Trouble, vitals: Vitals, now: datetime) -> str:
    """Name one trouble, with the figure that makes it one."""
    return TROUBLES[found].format(
        ticked=_since(vitals.ticked_at, now),
        polled=_since(vitals.polled_at, now),
        unhandled=_since(vitals.unhandled_since, now),
        unsaid=_since(vitals.unsaid_since, now),
        backed_up=_since(vitals.backed_up_at, now),
        free=_free(vitals),
        dead=counted(vitals.dead, UPDATES),
    )


def report(found: tuple[Trouble, ...], vitals: Vitals, zone: ZoneInfo, now: datetime) -> str:
    """Tell the owner how the bot is (/health)."""
    head = [f"⚠️ {trouble(each, vitals, now)}" for each in found] or [WELL]
    facts = [
        f"Telegram отвечал: {_at(vitals.polled_at, zone, now)}",
        f"Часы шли: {_at(vitals.ticked_at, zone, now)}",
        f"Ждёт отправки: {_waits(vitals.unsaid_since, now)}",
        f"Ждёт разбора: {_waits(vitals.unhandled_since, now)}",
        f"Не удалось разобрать за неделю: {counted(vitals.dead, UPDATES)}",
        f"Свободно на диске: {_free(vitals)}",
        f"Последняя копия: {_at(vitals.backed_up_at, zone, now)}",
    ]
    return "\n".join([*head, "", *facts, *(["", WHAT_TO_DO] if found else [])])


def warning(found: Trouble, vitals: Vitals, now: datetime) -> str:
    """Tell the owner of a trouble without being asked."""
    return f"⚠️ {trouble(found, vitals, now)} Подробнее: /health"


def _free(vitals: Vitals) -> str:
    return size_of(max(vitals.free, KB))


def _since(at: datetime | None, now: datetime) -> str:
    return f" {interval(now - at)}" if at else ""


def _at(at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    return moment_msk(at, zone, now) if at else "ещё нет"


def _waits(since: datetime | None, now: datetime) -> str:
    """Say how long the oldest waits. What is under way this very minute does not wait."""
    if since is None or now - since < MINUTE:
        return "ничего"
    return f"старейшее {interval(now - since)}"
