"""The reviews: the weekly message of what hangs, for the owner and for the team's group."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cases.case import Case
from cases.money import Money
from cases.reviews import Review
from cases.rules import Rules
from texts.formats import interval, lateness, long_day, moment, small, sum_of, sums_of
from texts.forms import identifiers
from texts.naming import goods, in_brief, is_hard, leader, public_number
from texts.words import KINDS_SHORT, STATUSES, choice

LINES = 5
"""So many cases of a group are named; the lists have them all."""
TITLE = "Разбор хвостов"

About = Callable[[Case], str]


@dataclass(frozen=True)
class _Group:
    title: str
    of: Callable[[Review], tuple[Case, ...]]
    where: str


_GROUPS = (
    _Group("🔴 Просрочено", lambda content: content.overdue, "Просрочены"),
    _Group("⏳ Пора эскалировать", lambda content: content.escalate, "Без движения"),
    _Group("⏳ Без движения", lambda content: content.stale, "Без движения"),
    _Group("Никто не ведёт", lambda content: content.nobodys, "Ничьи"),
)


def review(content: Review, rules: Rules, now: datetime) -> str:
    """Write the week's message for the owner; also when nothing hangs."""
    return _written(content, rules, now, _in_private)


def group_review(content: Review, rules: Rules, now: datetime, bot_username: str) -> str:
    """Write it for a group: no buyer's personal data, no free text (DOMAIN.md, Privacy)."""
    return _written(content, rules, now, partial(_in_group, bot_username))


def named(content: Review) -> tuple[Case, ...]:
    """Return the cases that the message names, in its order, each once."""
    shown = [case for group in _GROUPS for case in group.of(content)[:LINES]]
    shown += [content.silent] if content.silent else []
    shown += content.closed[:LINES]
    return tuple({case.id: case for case in shown}.values())


def _written(content: Review, rules: Rules, now: datetime, about: About) -> str:
    sections = [_section(group, content, rules, now, about) for group in _GROUPS]
    if content.nobodys_above:
        whose = "Среди остальных тоже никто" if content.nobodys else "Из них никто"
        sections.append(f"{whose} не ведёт: {content.nobodys_above}")
    sections += [_silent(content.silent, now, about)] if content.silent else []
    parts = [
        _head(content, rules, now),
        *filter(None, sections),
        _closed(content, rules, now, about),
    ]
    return "\n\n".join(parts)


def _head(content: Review, rules: Rules, now: datetime) -> str:
    tails = content.tails
    hangs = f"Висит {len(tails)}{_risk(tails)}." if tails else "Хвостов нет."
    everything = f"Всего открыто {len(content.open)}{_risk(content.open)}."
    return f"{TITLE}. {long_day(now, rules.zone)}\n{hangs} {everything}"


def _section(group: _Group, content: Review, rules: Rules, now: datetime, about: About) -> str:
    cases = group.of(content)
    if not cases:
        return ""
    risk = _sums(case.risk for case in cases)
    head = f"{group.title}: {len(cases)}" + (f" · {risk}" if risk else "")
    lines = [f"{about(case)} — {_age(case, rules, now)}, {leader(case)}" for case in cases[:LINES]]
    more = len(cases) - LINES
    lines += [f"ещё {more}: /list, «{group.where}»"] if more > 0 else []
    return "\n".join([head, *lines])


def _age(case: Case, rules: Rules, now: datetime) -> str:
    if case.due_at is not None and case.due_at <= now:
        beyond = "на" if is_hard(case, rules) else "дольше нашего порога на"
        return f"{beyond} {lateness(now - case.due_at)}{_money(case)}"
    return f"{interval(now - case.moved_at)}{_money(case)}"


def _money(case: Case) -> str:
    return f", {sum_of(case.risk)}" if case.risk else ""


def _silent(case: Case, now: datetime, about: About) -> str:
    return f"Дольше всех молчит поддержка: {about(case)}, {interval(now - case.moved_at)}"


def _closed(content: Review, rules: Rules, now: datetime, about: About) -> str:
    since = moment(content.since, rules.zone, now)
    if not content.closed:
        return f"✅ С {since} ничего не закрыли."
    back = _sums(case.recovered for case in content.closed)
    head = f"✅ Закрыто с {since}: {len(content.closed)}" + (f", вернули {back}" if back else "")
    lines = [f"{about(case)} — {_how_it_ended(case)}" for case in content.closed[:LINES]]
    more = len(content.closed) - LINES
    lines += [f"ещё {more}: /list, «Закрытые»"] if more > 0 else []
    return "\n".join([head, *lines])


def _how_it_ended(case: Case) -> str:
    length = (case.closed_at or case.created_at) - case.created_at
    back = f", вернули {sum_of(case.recovered)}" if case.recovered and case.recovered.minor else ""
    outcome = case.answers.get("outcome") or case.answers.get("chat_outcome")
    name = "outcome" if case.answers.get("outcome") else "chat_outcome"
    ended = choice(name, str(outcome)) if outcome else STATUSES[case.status]
    return f"{small(ended)} за {interval(length)}{back}"


def _in_private(case: Case) -> str:
    return f"#{case.id} {in_brief(case)}"


def _in_group(bot_username: str, case: Case) -> str:
    number = f"#{case.id}"
    if bot_username:
        number = f'<a href="https://t.me/{bot_username}?start=case_{case.id}">{number}</a>'
    known = identifiers(goods(case), most=1) or public_number(case)
    return f"{number} {KINDS_SHORT[case.kind]}" + (f", {known}" if known else "")


def _risk(cases: tuple[Case, ...]) -> str:
    risk = _sums(case.risk for case in cases)
    return f", под риском {risk}" if risk else ""


def _sums(money: Iterable[Money | None]) -> str:
    sums: dict[str, int] = defaultdict(int)
    for each in money:
        if each and each.minor:
            sums[each.currency] += each.minor
    return sums_of(sums)
