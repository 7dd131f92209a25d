"""The watching: what is asked about a return that waits for somebody else."""

from datetime import datetime

from cases.case import Case
from cases.ladders import Clock
from cases.lifecycles import Status
from cases.returns import differing
from texts.formats import interval
from texts.naming import brief_subject, marketplace, short_subject
from texts.returns import sums_line

QUESTIONS: dict[Status, tuple[str, str]] = {
    Status.AWAITING_BUYER_CONFIRM: (
        "Покупатель подтвердил возврат?",
        "ждём подтверждения покупателя",
    ),
    Status.DISPUTED: ("Чем кончился спор?", "спор"),
    Status.APPROVED_PICKUP: ("Товар дошёл до склада?", "товар едет на склад"),
    Status.AT_WAREHOUSE: ("Чем кончилась проверка на складе?", "товар на складе"),
    Status.APPROVED_NO_RETURN: (
        "Нашлась ли строка «Возврат» в отчёте и на какую сумму?",
        "сверить деньги",
    ),
    Status.MISMATCH: ("Что с разницей?", "сумма не сошлась"),
}
"""The question of each step that is watched, and the few words of it in a list."""
_LIKE_MONEY = QUESTIONS[Status.APPROVED_NO_RETURN]


def ping(case: Case, clock: Clock, now: datetime) -> str:
    """Ask how a return that waits for somebody else has gone on."""
    asked, _ = _question(case)
    told = f"⏳ #{case.id} {short_subject(case)}, {marketplace(case)}. {asked}"
    sums = differing(case) if case.status is Status.MISMATCH else None
    known = f" {sums_line(sums)}." if sums else ""
    return f"{told}{known} Прошло {interval(now - clock.started_at)}."


def line(case: Case, clock: Clock, now: datetime) -> str:
    """Write it as a line of a list of reminders."""
    _, about = _question(case)
    passed = interval(now - clock.started_at)
    return f"⏳ #{case.id} {brief_subject(case)}: {about}, {passed}"


def _question(case: Case) -> tuple[str, str]:
    return QUESTIONS.get(case.status, _LIKE_MONEY)
