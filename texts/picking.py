"""Picking: many cases changed at once, what is asked before and said after."""

from collections.abc import Iterable

from cases.case import Case, Person
from cases.kinds import Kind
from texts.formats import escape, fitting, small
from texts.naming import in_brief
from texts.words import STATUSES

TAKE, HAND, CLOSE = "Взять себе", "Передать", "Закрыть"
WHOLE, DROP, NO = "Вся страница", "Отмена", "Не надо"
PICKED = "✓ "
NOTHING_PICKED = "Ничего не отмечено. Нажмите на номера, потом на действие."
TO_WHOM = "Кому передать?"
OUTCOME = "С каким итогом закрыть?"
NO_COMMON_OUTCOME = "У отмеченных нет общего итога. Закройте чаты и обращения отдельно."
NOBODY = "Этого человека уже нет в команде."
YES_TAKE, YES_HAND, YES_CLOSE = "Да, взять", "Да, передать", "Да, закрыть"
DONE = {"taken": "Теперь ведёте вы", "handed_over": "Передано", "closed": "Закрыто"}


def picking(count: int) -> str:
    """Say how many cases are ticked."""
    return f"Отметьте номера. Отмечено: {count}"


def too_many(most: int) -> str:
    """Say that no more can be ticked."""
    return f"За раз можно не больше {most}. Сделайте эти, потом остальные."


def question(
    deed: str, cases: Iterable[Case], left: Iterable[tuple[Case, str]], warning: str = ""
) -> str:
    """Ask before many cases are changed: how many and which, and what will stay as it is."""
    named = [f"#{c.id} {in_brief(c)}" for c in cases]
    return fitting(
        f"{deed}: {len(named)}",
        ["", *named, *(["", warning] if warning else []), *_left(left, "Не трону")],
    )


def done(deed: str, cases: Iterable[Case], left: Iterable[tuple[Case, str]]) -> str:
    """Say what was done and what was left as it is."""
    named = [f"#{case.id}" for case in cases]
    first = f"{deed}: {len(named)}" + (f" ({', '.join(named)})" if named else "")
    return "\n".join([first, *_left(left, "Не тронул")])


def _left(left: Iterable[tuple[Case, str]], head: str) -> list[str]:
    named = [f"#{case.id}: {why}" for case, why in left]
    return ["", f"{head}:", *named] if named else []


def yes(deed: str, count: int) -> str:
    """Write the button that does it: «Да, взять 3»."""
    return f"{deed} {count}"


def hand_to(person: Person) -> str:
    """Name the deed of handing over."""
    return f"Передать, кому: {escape(person.name)}"


def close_as(outcome: str) -> str:
    """Name the deed of closing."""
    return f"Закрыть с итогом «{small(outcome)}»"


def changed_since(case: Case) -> str:
    """Say why a case is left: somebody changed it after it was ticked."""
    return f"изменилось, пока вы выбирали, сейчас «{small(STATUSES[case.status])}»"


def cannot_close(case: Case) -> str:
    """Say why a case is left: it cannot be closed from where it stands."""
    return f"сейчас не закрыть: «{small(STATUSES[case.status])}»"


def no_money(cases: Iterable[Case]) -> str:
    """Say that nothing will have come back, where a sum could have been written."""
    return NO_MONEY if any(case.kind is not Kind.BUYER_CHAT for case in cases) else ""


NO_MONEY = "Возвращённых денег у них не будет: сумму впишите по одному."
UNDECIDED = "решения по возврату ещё нет"
ALREADY = "уже у этого человека"
ALREADY_CLOSED = "уже закрыто"


def handed_to_you(cases: Iterable[Case], by: Person) -> str:
    """Tell the assignee what was handed over, in one message."""
    named = [f"#{c.id} {in_brief(c)}" for c in cases]
    return fitting(f"Вам передали: {len(named)}, от кого: {escape(by.name)}", ["", *named])
