"""The links: what is said of cases that belong together, and of those that do no more."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case
from cases.rules import Rules
from texts.formats import excerpt, quoted
from texts.lists import line
from texts.naming import heading

UNLINK, LINK_MORE = "Разъединить", "Связать ещё"
NOT_LINKED = "Они уже не связаны."
SAME = "Это то же самое обращение. Нужно другое."


def links_button(count: int) -> str:
    """Write the button that leads to all linked cases; not HTML."""
    return f"Связи: {count}"


def linked(case: Case, other: Case) -> str:
    """Say that two cases are linked."""
    return f"Связал #{case.id} и #{other.id}: каждое видно на карточке другого."


def linked_already(case: Case, other: Case) -> str:
    """Say that there was nothing to link."""
    return f"#{case.id} и #{other.id} уже связаны."


def too_many(case: Case, most: int) -> str:
    """Say that a case has as many links as can be shown."""
    return f"У #{case.id} уже {most} связей, больше не поместится. Уберите лишнюю: «Связи»."


def parted(case: Case, other_id: int) -> str:
    """Say that a link is gone."""
    return f"#{case.id} и #{other_id} больше не связаны."


def listed(case: Case, others: Sequence[Case], rules: Rules, now: datetime) -> str:
    """List the cases that one is linked with."""
    if not others:
        return f"<b>{heading(case, now)}</b>\n\nНи с чем не связано."
    told = [line(other, rules, now) for other in others]
    return "\n".join([f"<b>{heading(case, now)}</b>", "", "Связано с ним:", *told])


def not_one(asked: str, found: Sequence[Case]) -> str:
    """Say that what was typed names no case, or more than one."""
    if not found:
        return (
            f"В журнале нет {quoted(excerpt(asked, 60))}. Выберите кнопкой или напишите номер,"
            " например, «#57»."
        )
    listed_ids = ", ".join(f"#{case.id}" for case in found)
    return f"По {quoted(excerpt(asked, 60))} подходит несколько: {listed_ids}. Напишите одно."
