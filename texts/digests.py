"""The digests: the morning's message, with what is late, what is due and what stands still."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from cases.case import Case
from cases.digests import Digest, Lateness
from cases.rules import Rules
from texts.formats import clock_time, day, interval, long_day, sums_of
from texts.naming import is_hard, kind_and_subject, leader

DIGEST_LINES = 5
DIGEST_TITLE = "утренняя сводка"


def digest(
    content: Digest, rules: Rules, now: datetime,
    pings: tuple[str, ...] = (), told: frozenset[int] = frozenset(),
) -> str:  # fmt: skip
    """Write the morning's message; also when there is nothing to tell.

    `pings` are the lines of reminders that waited for the morning, about the cases `told`: these
    are not written once more below.
    """
    head = f"Доброе утро. {long_day(now, rules.zone)}"
    waited = "\n".join([f"Напоминания, которые ждали утра: {len(pings)}", *pings])
    sections = [
        waited if pings else "",
        _section("🔴 Просрочено", content.overdue, lambda c: _late(c, rules, now), told),
        _section("🟠 Сегодня и завтра", content.soon, lambda c: _due(c, rules, now), told),
        _section("⏳ Без движения", content.stale, lambda c: interval(now - c.moved_at), told),
    ]
    written = [section for section in sections if section]
    yesterday = _yesterday(content.yesterday, rules)
    if not written:
        return "\n\n".join(filter(None, [head, yesterday, _calm(content, rules, now)]))
    return "\n\n".join(filter(None, [head, *written, yesterday, _totals(content)]))


def _yesterday(late: Lateness, rules: Rules) -> str:
    """Write what came too late yesterday; nothing when nothing did."""
    passed = [f"#{case.id}" for case in late.passed]
    answered = [f"#{case.id} {_by(case, by, rules)}" for case, by in late.answered]
    lines = [f"Вчера прошёл срок, ответа ещё нет: {_few(passed)}"] if passed else []
    lines += [f"Вчера ответили позже срока: {_few(answered)}"] if answered else []
    return "\n".join(lines)


def _few(named: list[str]) -> str:
    more = len(named) - DIGEST_LINES
    return ", ".join(named[:DIGEST_LINES]) + (f" и ещё {more}" if more > 0 else "")


def _by(case: Case, length: timedelta, rules: Rules) -> str:
    beyond = "на" if is_hard(case, rules) else "дольше нашего порога на"
    return f"{beyond} {interval(length)}"


def _section(
    title: str, cases: tuple[Case, ...], when: Callable[[Case], str], told: frozenset[int]
) -> str:
    untold = [case for case in cases if case.id not in told]
    if not untold:
        return ""
    shown = [
        f"#{case.id} {kind_and_subject(case)} — {when(case)}, {leader(case)}"
        for case in untold[:DIGEST_LINES]
    ]
    more, above = len(untold) - DIGEST_LINES, len(cases) - len(untold)
    shown += [f"ещё {more}: /list"] if more > 0 else []
    shown += [f"уже названо выше: {above}"] if above else []
    risk = sums_of(_sums(cases))
    return "\n".join([f"{title}: {len(cases)}" + (f" · {risk}" if risk else ""), *shown])


def _late(case: Case, rules: Rules, now: datetime) -> str:
    return _by(case, now - case.due_at, rules) if case.due_at else ""


def _due(case: Case, rules: Rules, now: datetime) -> str:
    if case.due_at is None:
        return ""
    today = now.astimezone(rules.zone).date()
    due = case.due_at.astimezone(rules.zone).date()
    at = clock_time(case.due_at, rules.zone)
    return (
        f"до {at}"
        if due == today
        else "до полуночи"
        if due == today + timedelta(1) and at == "00:00"
        else f"завтра {at}"
        if due == today + timedelta(1)
        else f"{day(due, rules.zone, now)} {at}"
    )


def _calm(content: Digest, rules: Rules, now: datetime) -> str:
    if not content.open:
        return "Открытых обращений нет."
    if content.next_due is None or content.next_due.due_at is None:
        return (
            f"Горящего нет: открыто {len(content.open)}, ближайших сроков нет.{_at_risk(content)}"
        )
    when = day(content.next_due.due_at, rules.zone, now)
    until = f"ближайший срок в {when} (#{content.next_due.id})."
    return f"Горящего нет: открыто {len(content.open)}, {until}{_at_risk(content)}"


def _at_risk(content: Digest) -> str:
    risk = sums_of(_sums(content.open))
    return f" Под риском {risk}." if risk else ""


def _totals(content: Digest) -> str:
    risk = sums_of(_sums(content.open))
    return f"Всего открыто {len(content.open)}" + (f", под риском {risk}" if risk else "")


def _sums(cases: tuple[Case, ...]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for case in cases:
        if case.risk:
            sums[case.risk.currency] += case.risk.minor
    return dict(sums)
