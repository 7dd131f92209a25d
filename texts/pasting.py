"""Pasting: what was understood of a pasted text, and from which words."""

from cases.kinds import Marketplace
from cases.pasting.recognition import Understood
from texts.formats import escape, excerpt, quoted
from texts.questions import QUESTIONS
from texts.words import KINDS, MARKETPLACES

UNDERSTOOD = "Понял."
SECRET = "В тексте был ключ или пароль: его не записываю. Удалите сообщение."  # noqa: S105 - words
MOST = 12


def no_cabinet(marketplace: Marketplace) -> str:
    """Say that the marketplace which the text names has no cabinet here."""
    return f"Кабинета {MARKETPLACES[marketplace]} в журнале нет: выберите, чьё это, или отмените."


def understood(found: Understood) -> str:
    """Say what was understood and from which words; only the rest is asked."""
    lines = []
    if found.kind:
        lines.append(f"{KINDS[found.kind]} — из {quoted(excerpt(found.kind_words, 60))}")
    if found.marketplace:
        words = quoted(excerpt(found.marketplace_words, 40))
        lines.append(f"{MARKETPLACES[found.marketplace]} — из {words}")
    lines += [
        f"{QUESTIONS[each.field].label}: {escape(excerpt(each.words, 80))}"
        for each in found.findings[:MOST]
        if each.field in QUESTIONS
    ]
    head = ["Понял из текста, остальное спрошу:"] if lines else ["Из текста ничего не понял."]
    return "\n".join([*head, *lines, *([SECRET] if found.secret else [])])
