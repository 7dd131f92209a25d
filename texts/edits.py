"""The edits: a message that was taken as an answer has been changed in Telegram."""

from cases.case import Case
from texts.formats import excerpt, quoted
from texts.questions import QUESTIONS

UPDATE, LEAVE = "Обновить", "Оставить"
LEFT = "Оставил как было."
PAST = "Этот ответ с тех пор изменился. Оставил как есть."


def offer(field: str, newer: str, case_id: int | None) -> str:
    """Offer to take the changed text for the answer."""
    where = f" в #{case_id}" if case_id else ""
    return (
        f"Вы изменили сообщение. Обновить «{QUESTIONS[field].label}»{where}?\n"
        f"Станет: {quoted(excerpt(newer, 300))}"
    )


def refused(reason: str, field: str) -> str:
    """Say why the changed text cannot be taken; what was taken stays."""
    return f"Вы изменили сообщение. {reason}\n«{QUESTIONS[field].label}» пока как было."


def closed(case: Case, field: str) -> str:
    """Say that a closed case is not changed."""
    label = QUESTIONS[field].label
    return f"#{case.id} закрыто, поэтому «{label}» не меняю. Откройте снова, если нужно исправить."


def updated(field: str) -> str:
    """Say that the answer is the new one."""
    return f"Обновил «{QUESTIONS[field].label}»."
