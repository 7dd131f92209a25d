"""The hints: what would be a good answer to a field, where forms differ in it."""

from texts.questions import QUESTIONS

HINTS_OF_FORM: dict[tuple[str, str], str] = {
    ("send", "number"): "Он виден в списке диалогов.",
    ("buyer_chat", "number"): "Он виден в списке чатов. Если не нашли, пропустите.",
    ("chat_return", "number"): "Он виден в списке чатов. Если не нашли, пропустите.",
    ("merge", "other_case"): "Оно останется, а это войдёт в него. Сначала покажу, что будет.",
    ("buyer_chat", "summary"): "О чём пишет покупатель и чего хочет.",
    ("chat_return", "summary"): "Что не так с товаром и чего хочет покупатель.",
}
"""The hints of a form where they differ, by the form and the field."""


def hint_of(form: str, field: str) -> str:
    """Return what would be a good answer to a field, as this form asks it."""
    return HINTS_OF_FORM.get((form, field), QUESTIONS[field].hint)
