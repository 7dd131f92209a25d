"""The doubles: what is said when a case seems to be in the journal already."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case, Person
from cases.duplicates import Reason
from cases.kinds import Kind
from cases.rules import Rules
from texts import cards
from texts.formats import escape, excerpt, quoted
from texts.naming import heading, led_by, subject, who_and_what

ADD_TO, APART = "Дописать в", "Это другое"
MOST_WORDS = 150
"""Characters of a summary in a short card."""
REASONS: dict[Reason, str] = {
    Reason.SHARED_IDENTIFIER: "совпадает номер в данных",
    Reason.SAME_TOPIC: "та же тема и то же время",
    Reason.ALIKE_TEXT: "похожий текст и то же время",
}
_IS_KEPT = "Ваш текст сохранён, его можно дописать туда."


def same_number(case: Case, rules: Rules, now: datetime) -> str:
    """Say that the number is in the journal, and what can be done with what was typed."""
    closed = "Оно закрыто: если вопрос живой, потом откройте его снова." if case.closed else ""
    text = "\n".join(filter(None, (cards.same_number(case, now), _IS_KEPT, closed)))
    return f"{text}\n\n{short(case, rules, now)}"


def similar(
    found: Sequence[tuple[Case, Reason]], closed: Sequence[Case], rules: Rules, now: datetime
) -> str:
    """Show the open cases that may be this one, and why; closed ones are only mentioned."""
    one = len(found) == 1
    head = "Похоже, это уже ведём." if one else "Похоже, это уже ведём, выберите, что именно."
    shown = [f"{short(case, rules, now)}\n{_why(reason)}" for case, reason in found]
    tail = _IS_KEPT if one else "Ваш текст сохранён, его можно дописать в любое из них."
    return "\n\n".join([head, *shown, *([closed_before(closed)] if closed else []), tail])


def closed_before(closed: Sequence[Case]) -> str:
    """Mention closed cases that were about the same."""
    return f"Похожее было и закрыто: {', '.join(f'#{case.id}' for case in closed)}."


def changed_meanwhile(case: Case) -> str:
    """Say that the case is not what the button was shown under; nothing was written."""
    if case.closed:
        return f"#{case.id} тем временем закрыли. Ничего не дописал, форма на месте."
    return f"#{case.id} тем временем изменилось, вот как сейчас. Ничего не дописал."


def added(case: Case, rules: Rules, now: datetime) -> str:
    """Say that what was typed stands in the case now."""
    text = f"Дописал в #{case.id}: всё на «Подробно», вложения под следующими номерами."
    if case.kind is Kind.BUYER_CHAT and case.waiting_since is None:
        text += (
            "\nСрок ответа здесь не идёт. Если покупатель написал снова,"
            " нажмите «Покупатель написал»."
        )
    return f"{text}\n\n{cards.card(case, rules, now)}"


def added_to_yours(case: Case, by: Person, text: str, rules: Rules, now: datetime) -> str:
    """Tell the assignee what somebody else has written into their case."""
    said = f"{escape(by.name)} дописывает в #{case.id}: {quoted(excerpt(text, MOST_WORDS))}"
    return f"{said}\n\n{cards.card(case, rules, now)}"


def told_apart(case: Case, others: Sequence[int], by: Person, reason: str) -> str:
    """Tell the owner that somebody has registered a case beside similar ones, and why."""
    listed = ", ".join(f"#{other}" for other in others)
    return (
        f"#{case.id} записано отдельно, хотя похоже на {listed}. Кто: {escape(by.name)}."
        f" Причина: {quoted(reason)}"
    )


def short(case: Case, rules: Rules, now: datetime) -> str:
    """Show a case in a few lines."""
    lines = [f"<b>{heading(case, now)}</b>", who_and_what(case, most=3), subject(case)]
    lines += [quoted(excerpt(str(case.answers.get("summary") or ""), MOST_WORDS))]
    lines += [f"{cards.state_line(case, rules, now)} · {led_by(case)}"]
    return "\n".join(line for line in lines if line)


def _why(reason: Reason) -> str:
    return f"Почему похоже: {REASONS[reason]}."
