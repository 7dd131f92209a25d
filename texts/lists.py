"""The lists: their names, their pages, what a search by number found."""

from datetime import datetime

from cases.case import Case
from cases.lifecycles import Side
from cases.lists import CaseList, View
from cases.rules import Rules
from texts.formats import (
    day,
    escape,
    excerpt,
    interval,
    lateness,
    quoted,
    small,
    until,
)
from texts.naming import in_brief, late, leader, light
from texts.words import KINDS_SHORT, PRIORITIES, STATUSES, choice
from texts.working import working_short

EARLIER, LATER = "← Раньше", "Дальше →"
MENU, NARROW, PICK, BACK = "Все списки", "Отбор", "Выбрать", "← К списку"
WHICH_LIST = "Какой список?"
NARROW_BY = "Что оставить в списке?"
EVERYTHING, WITHOUT_NARROWING = "Всё", "Без отбора"
NARROWED_TO_NOTHING = "С таким отбором пусто."
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
        ends = f"{small(STATUSES[case.status])} {day(case.closed_at, rules.zone, now)}"
    elif case.due_at is None:
        ends = f"{small(STATUSES[case.status])} {interval(now - case.since)}"
    elif case.due_at <= now:
        ends = f"{late(case, rules)} {lateness(now - case.due_at)}"
    else:
        ends = until(case.due_at, rules.zone, now)
    mark = light(case, now)
    signs = mark if case.closed or mark == sign else f"{mark}{sign}"
    work = case.worked_on(now)
    busy = f", {working_short(work)}" if work else ""
    return f"{signs} #{case.id} {in_brief(case)}: {ends}, {led}{busy}"


def choose(asked: str) -> str:
    """Offer the cases that a tail of a number fits."""
    return f"По {quoted(asked)} подходит несколько. Какое?"


def choice_label(case: Case) -> str:
    """Write a case on a button: not HTML, no personal data."""
    return f"#{case.id} {KINDS_SHORT[case.kind]}" + (
        f" {case.number}" if case.number and case.number.isascii() else ""
    )


def nothing_found(asked: str, near: bool) -> str:
    """Say that there is no such number; the ones that look like it stand on the buttons."""
    text = f"В журнале нет {quoted(excerpt(asked, 60))}."
    return f"{text} Похожие:" if near else text
