"""The lists: their names, their pages, what a search by number found, the daily digest."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

from cases.case import Case
from cases.digests import Digest
from cases.lifecycles import Side
from cases.lists import CaseList, View
from cases.rules import Rules
from texts.formats import (
    clock_time,
    day,
    escape,
    excerpt,
    interval,
    long_day,
    moment,
    quoted,
    small,
    sums_of,
)
from texts.naming import is_hard, kind_and_subject, late, leader, light, short_subject
from texts.words import KINDS_SHORT, PRIORITIES, STATUSES, choice
from texts.working import working_short

EARLIER, LATER = "← Раньше", "Дальше →"
MENU, NARROW, PICK, BACK = "Все списки", "Отбор", "Выбрать", "← К списку"
WHICH_LIST = "Какой список?"
NARROW_BY = "Что оставить в списке?"
EVERYTHING, WITHOUT_NARROWING = "Всё", "Без отбора"
NARROWED_TO_NOTHING = "С таким отбором пусто."
DIGEST_LINES = 5
LISTS: dict[CaseList, str] = {
    CaseList.OPEN: "Открытые",
    CaseList.MINE: "Мои",
    CaseList.NOBODYS: "Ничьи",
    CaseList.OURS: "Ждут нас",
    CaseList.THEIRS: "Ждём их",
    CaseList.OVERDUE: "Просрочены",
    CaseList.STALE: "Без движения",
    CaseList.CLOSED: "Закрытые",
}
NOTHING: dict[CaseList, str] = {
    CaseList.OPEN: "Открытых нет. Записать новое: /new",
    CaseList.MINE: "На вас ничего не записано.",
    CaseList.NOBODYS: "Ничьих нет: у каждого обращения есть ответственный.",
    CaseList.OURS: "Нашего хода ничто не ждёт.",
    CaseList.THEIRS: "Ответа от других сейчас не ждём.",
    CaseList.OVERDUE: "Просроченных нет.",
    CaseList.STALE: "Без движения ничего не стоит.",
    CaseList.CLOSED: "Закрытых пока нет.",
}
NARROWINGS: dict[str, str] = {
    "cabinet": "Кабинет",
    "kind": "Вид",
    "category": "Категория",
    "priority": "Срочность",
    "tag": "Метка",
}


def list_label(of: CaseList, count: int, *, whole: bool) -> str:
    """Write a list with its length on a button: «Мои 5», «Мои 5+» when there may be more."""
    if whole:
        return f"{LISTS[of]} {count}"
    return f"{LISTS[of]} {count}+" if count else LISTS[of]


def amount(count: int, most: int) -> str:
    """Write a number that was counted up to `most`: «1000+»."""
    return f"{most}+" if count > most else str(count)


def narrowing(view: View, label: str) -> str:
    """Name what a list is narrowed by: «WB · ИП Иванов, финансы».

    `label` is that of its cabinet and its tag, whichever it has.
    """
    named = (
        escape(label) if view.cabinet or view.tag else "",
        KINDS_SHORT[view.kind] if view.kind else "",
        small(choice("category", view.category)) if view.category else "",
        f"срочность {PRIORITIES[view.priority]}" if view.priority else "",
    )
    return ", ".join(filter(None, named))


def head(view: View, label: str) -> str:
    """Name the list of a page, and what it is narrowed by."""
    title = "Открыто" if view.of is CaseList.OPEN else LISTS[view.of]
    return f"{title} ({narrowing(view, label)}):" if view.narrowed else title


def nothing(view: View, label: str) -> str:
    """Say that a list is empty."""
    if view.narrowed:
        return f"{LISTS[view.of]} ({narrowing(view, label)}). {NARROWED_TO_NOTHING}"
    return NOTHING[view.of]


def page(
    cases: tuple[Case, ...], offset: int, total: int, rules: Rules, now: datetime,
    title: str = "Открыто", most: int = 1000,
) -> str:  # fmt: skip
    """Show one page of a list, with whose move it is on each line. `total` up to `most` + 1."""
    last = offset + len(cases)
    first_line = f"{title} {amount(total, most)}"
    if last - offset != total:
        first_line += f", показаны {offset + 1}–{last}"
    return "\n".join([first_line, "", *(line(case, rules, now) for case in cases)])


def line(case: Case, rules: Rules, now: datetime) -> str:
    """Write a case on one line: whose move it is, what it is, until when, who leads it."""
    sign = "↩️" if case.side is Side.OURS else "⏳"
    led = leader(case)
    if case.closed_at is not None:
        until = f"{small(STATUSES[case.status])} {day(case.closed_at, rules.zone, now)}"
    elif case.due_at is None:
        until = f"{small(STATUSES[case.status])} {interval(now - case.moved_at)}"
    elif case.due_at <= now:
        until = f"{late(case, rules)} {interval(now - case.due_at)}"
    else:
        until = f"до {moment(case.due_at, rules.zone, now)}"
    mark = light(case, now)
    signs = mark if case.closed or mark == sign else f"{mark}{sign}"
    work = case.worked_on(now)
    busy = f", {working_short(work)}" if work else ""
    return f"{signs} #{case.id} {kind_and_subject(case)}: {until}, {led}{busy}"


def choose(asked: str) -> str:
    """Offer the cases that a tail of a number fits."""
    return f"По {quoted(asked)} подходит несколько. Какое?"


def choice_label(case: Case) -> str:
    """Write a case on a button: not HTML, no personal data."""
    return f"#{case.id} {KINDS_SHORT[case.kind]}" + (
        f" {case.number}" if case.number and case.number.isascii() else ""
    )


def line_label(case: Case) -> str:
    """Write a case on a button with what it is about: not HTML, for the private chat."""
    about = unescape(short_subject(case))
    kind = KINDS_SHORT[case.kind]
    return excerpt(f"#{case.id} {kind}" + ("" if about == kind else f", {about}"), 48)


def nothing_found(asked: str, near: bool) -> str:
    """Say that there is no such number; the ones that look like it stand on the buttons."""
    text = f"В журнале нет {quoted(excerpt(asked, 60))}."
    return f"{text} Похожие:" if near else text


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
    if not written:
        return f"{head}\n\n{_calm(content, rules, now)}"
    return "\n\n".join([head, *written, _totals(content)])


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
    if case.due_at is None:
        return ""
    beyond = "на" if is_hard(case, rules) else "дольше нашего порога на"
    return f"{beyond} {interval(now - case.due_at)}"


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
