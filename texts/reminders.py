"""The reminders: pings before a deadline, stale tickets, lists."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from cases.case import Case, Person
from cases.kinds import Kind
from cases.ladders import WALLS, Clock, ClockKind
from cases.lifecycles import Status
from cases.listening import Unseen
from cases.rules import DAY, Rules
from texts import coaching, promises, watching
from texts.formats import (
    clock_time,
    day,
    escape,
    excerpt,
    interval,
    lateness,
    moment,
    quoted,
    sum_of,
    until,
)
from texts.naming import (
    brief_subject,
    is_hard,
    late,
    leader,
    led_by,
    light_until,
    marketplace,
    short_subject,
)
from texts.words import KINDS, KINDS_SHORT

DAYBREAK = "06:00"
"""Before it, it is still the night of the day before, to who reads of it in the evening."""


def ping(
    case: Case, clock: Clock, to: Person, rules: Rules, now: datetime, unseen: Unseen | None = None
) -> str:
    """Remind of one clock: the deadline first, then what it is, then who leads it, if not `to`.

    What somebody else has not seen begins with that.
    """
    told = _ping(case, clock, to, rules, now)
    return f"{_not_seen(unseen, rules, now)}.\n{told}" if unseen else told


def _not_seen(unseen: Unseen, rules: Rules, now: datetime) -> str:
    since = moment(unseen.since, rules.zone, now)
    return f"{escape(unseen.person.name)}: напоминание не отмечено с {since}"


def _ping(case: Case, clock: Clock, to: Person, rules: Rules, now: datetime) -> str:
    if clock.kind in _PINGS:
        return _PINGS[clock.kind](case, clock, to, rules, now)
    if clock.kind not in WALLS:
        return watching.ping(case, clock, now)
    if clock.due_at <= now:
        return _overdue(case, clock, to, rules, now)
    return _before(case, clock, to, rules, now)


def ping_line(
    case: Case, clock: Clock, to: Person, rules: Rules, now: datetime, unseen: Unseen | None = None
) -> str:
    """Write one line of a list of reminders; who leads the case stands in it, if not `to`."""
    led = "" if case.assignee and case.assignee.id == to.id else f", {leader(case)}"
    told = f"{_line(case, clock, rules, now)}{led}"
    return f"{told} ({_not_seen(unseen, rules, now)})" if unseen else told


def _line(case: Case, clock: Clock, rules: Rules, now: datetime) -> str:
    about = brief_subject(case)
    if clock.kind is ClockKind.STALE:
        return f"⏳ #{case.id} {about}: без движения {interval(now - clock.started_at)}"
    if clock.kind is ClockKind.NUMBER:
        return f"↩️ #{case.id} {about}: вписать номер диалога"
    if clock.kind is ClockKind.NEXT_LOOK:
        return f"⏳ #{case.id} {about}: пора заглянуть в диалог"
    if clock.kind not in WALLS:
        return watching.line(case, clock, now)
    about += ", обещание" if clock.kind is ClockKind.PROMISE else ""
    if clock.due_at <= now:
        promised = clock.kind is ClockKind.PROMISE
        beyond = "просрочено на" if promised else late(case, rules)
        return f"🔴 #{case.id} {about}: {beyond} {lateness(now - clock.due_at)}"
    sign, ends = light_until(clock.due_at, now), until(clock.due_at, rules.zone, now)
    return f"{sign} #{case.id} {about}: {ends}"


def nobody_saw(unseen: Collection[Unseen | None], rules: Rules, now: datetime) -> str:
    """Say it once when one person has not seen what came at one time; "" when they differ."""
    told = {_not_seen(each, rules, now) if each else "" for each in unseen}
    once = told.pop() if len(told) == 1 and len(unseen) > 1 else ""
    return once and f"{once}."


def several(lines: list[str], before: int = 0, total: int | None = None, unseen: str = "") -> str:
    """Put many reminders into one message; of a list of several messages say which part it is.

    `before` is how many stand in the messages before this one, `unseen` what holds for all.
    """
    total = total or len(lines)
    head = f"Подошли сроки, всего {total}"
    if total > len(lines):
        last = before + len(lines)
        head += f", здесь {before + 1}–{last}" + (", дальше ещё" if last < total else "")
    return "\n".join([f"{head}:", *filter(None, [unseen]), "", *lines])


def _before(case: Case, clock: Clock, to: Person, rules: Rules, now: datetime) -> str:
    head = f"{light_until(clock.due_at, now)} {_when(clock.due_at, rules, now)}"
    tail = f"{_led(case, to)}{_risk(case)}."
    if clock.kind is ClockKind.OWN_DEADLINE:
        about = f"{short_subject(case)}, {marketplace(case)}"
        return f"{head} свой срок по #{case.id}: {about}{tail}"
    wall = "истекает срок ответа" if is_hard(case, rules) else "подойдёт наш порог ответа"
    return f"{head} {wall} по #{case.id}{tail}{_buyer(case, rules, now)}"


def _overdue(case: Case, clock: Clock, to: Person, rules: Rules, now: datetime) -> str:
    late_by, tail = lateness(now - clock.due_at), f"{_led(case, to)}{_risk(case)}."
    if clock.kind is ClockKind.OWN_DEADLINE:
        about = f"{short_subject(case)}, {marketplace(case)}"
        return f"🔴 Свой срок по #{case.id} просрочен на {late_by}: {about}{tail}"
    overdue = "просрочен на" if is_hard(case, rules) else "ждёт дольше нашего порога на"
    about = KINDS[case.kind].lower()
    return f"🔴 #{case.id} {overdue} {late_by}: {about}{tail}{_buyer(case, rules, now)}"


def _stale(case: Case, clock: Clock, to: Person, now: datetime) -> str:
    risk = (f", {sum_of(case.risk)}" if case.risk else "") + _led(case, to)
    if case.status is Status.DRAFT:
        return (
            f"⏳ #{case.id} черновик уже {interval(now - clock.started_at)}:"
            f" «{short_subject(case)}», {marketplace(case)}{risk}. Отправьте и впишите номер."
        )
    about = short_subject(case)
    about = f"«{about}»" if case.kind is Kind.SUPPORT_TICKET else about
    return (
        f"⏳ #{case.id} без движения {interval(now - clock.started_at)}:"
        f" {about}, {marketplace(case)}{risk}. {_STALE_IN.get(case.status, _STALE[case.kind])}"
    )


_STALE: dict[Kind, str] = {
    Kind.SUPPORT_TICKET: "Пора уточнить в том же диалоге.",
    Kind.BUYER_CHAT: "Пора вернуться к чату.",
    Kind.CHAT_RETURN: "Покупателю ответили, решения по возврату ещё нет.",
}
"""What to do about a case that does not move."""
_STALE_IN: dict[Status, str] = {
    Status.WAITING_US: "Поддержка ждёт от нас.",
    Status.ANSWERED: "Поддержка ответила, ответ ещё не проверили.",
    Status.RESOLVED: "Решено, осталось закрыть.",
    Status.AWAITING_BUYER_REQUEST: "Покупатель ещё не оформил запрос на возврат.",
    Status.CHOOSING_WAY: "Согласились, осталось выбрать способ возврата.",
    Status.CONFIRM_PICKUP: "Согласились, осталось подтвердить сумму.",
    Status.CONFIRM_NO_RETURN: "Согласились, осталось подтвердить сумму.",
    Status.REJECT_CONFIRM: "Отказ ещё не подтверждён.",
}
"""The same, where it is known what it waits for."""


def _number(case: Case) -> str:
    return (
        f"↩️ Отправили #{case.id} «{short_subject(case)}», {marketplace(case)}?"
        " Впишите номер диалога."
    )


def _when(due: datetime, rules: Rules, now: datetime) -> str:
    if clock_time(due, rules.zone) == "00:00":
        return _at_midnight(due, rules, now)
    days = (due.astimezone(rules.zone).date() - now.astimezone(rules.zone).date()).days
    at = clock_time(due, rules.zone)
    if days == 1 and at < DAYBREAK and due - now <= DAY / 2:
        return f"Этой ночью, в {at},"
    named = {0: f"Сегодня в {at}", 1: f"Завтра в {at}"}
    return named.get(days) or f"В {day(due, rules.zone, now)} в {at}, через {interval(due - now)},"


def _at_midnight(due: datetime, rules: Rules, now: datetime) -> str:
    """Name a midnight by the day that ends with it: that of the 14th at 00:00 is the 13th's."""
    ending = due.astimezone(rules.zone).date() - timedelta(1)
    named = {0: "Сегодня в полночь", 1: "Завтра в полночь"}
    days = (ending - now.astimezone(rules.zone).date()).days
    return named.get(days) or (
        f"В полночь после {day(ending, rules.zone, now)}, через {interval(due - now)},"
    )


def _led(case: Case, to: Person) -> str:
    """Say who leads the case, but not to themselves."""
    return "" if case.assignee and case.assignee.id == to.id else f", {led_by(case)}"


def _risk(case: Case) -> str:
    return f", под риском {sum_of(case.risk)}" if case.risk else ""


def _buyer(case: Case, rules: Rules, now: datetime) -> str:
    name = escape(str(case.answers.get("buyer") or "")) or "Покупатель"
    since = case.waiting_since
    waits = f" {name} ждёт с {day(since, rules.zone, now)}" if since else f" {name} ждёт"
    said = excerpt(str(case.answers.get("summary") or ""), 80)
    kind = "" if case.kind is Kind.BUYER_CHAT else f" ({KINDS_SHORT[case.kind]})"
    return f"{waits}{kind}: {quoted(said)}"


_PINGS: dict[ClockKind, Callable[[Case, Clock, Person, Rules, datetime], str]] = {
    ClockKind.STALE: lambda case, clock, to, _, now: _stale(case, clock, to, now),
    ClockKind.NUMBER: lambda case, *_: _number(case),
    ClockKind.NEXT_LOOK: lambda case, clock, _, rules, now: coaching.ping(
        case, short_subject(case), clock.due_at, rules.zone, now
    ),
    ClockKind.PROMISE: lambda case, clock, to, rules, now: promises.ping(
        case, clock, _led(case, to), rules, now
    ),
}
"""The words of the clocks that are neither a wall nor a watch over a return."""
