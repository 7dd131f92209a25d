"""The promises: how they are shown on a card, reminded of and marked as kept."""

from datetime import datetime

from cases.case import Case
from cases.clocks import running_clocks
from cases.ladders import Clock, ClockKind
from cases.promises import Promise, promise_of
from cases.rules import Rules
from texts.formats import interval, lateness, moment_msk, quoted
from texts.naming import answer_by, light_until, time_left

PROMISE, KEPT = "Обещали", "Выполнили"
NOTHING_PROMISED = "Обещание уже отмечено."


def promise_lines(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Tell on the card what was promised and until when; nothing without a promise."""
    promise = promise_of(case)
    if promise is None or case.closed:
        return []
    if is_promised_until(case):  # the deadline stands above
        return [f"Обещали: {quoted(promise.words)}", *_answer_after_it(case, rules, now)]
    return [f"Обещали до {moment_msk(promise.until.at, rules.zone, now)}: {quoted(promise.words)}"]


def _answer_after_it(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Tell until when the buyer must be answered: a nearer promise must not hide the ten days."""
    return [
        f"{answer_by(case, each.due_at, rules, now)}, {time_left(case, each.due_at, rules, now)}"
        for each in running_clocks(case, rules)
        if each.kind is ClockKind.REPLY
    ]


def is_promised_until(case: Case) -> bool:
    """Whether the deadline of the case is that of its promise."""
    promise = promise_of(case)
    return promise is not None and promise.until.at == case.due_at


def ping(case: Case, clock: Clock, led: str, rules: Rules, now: datetime) -> str:
    """Remind of a promise before its time is up, and after; `led` says who leads the case."""
    if clock.due_at <= now:
        late = lateness(now - clock.due_at)
        return f"🔴 Обещание по #{case.id} просрочено на {late}: {_words(case)}{led}."
    until = moment_msk(clock.due_at, rules.zone, now)
    left = interval(clock.due_at - now)
    sign = light_until(clock.due_at, now)
    return (
        f"{sign} По #{case.id} обещали покупателю до {until}, осталось {left}: {_words(case)}{led}."
    )


def _words(case: Case) -> str:
    promise: Promise | None = promise_of(case)
    return quoted(promise.words) if promise else "слова не записаны"
