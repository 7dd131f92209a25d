"""Pasting: what was understood of a pasted text, and from which words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from cases.fields import FORMS, Ask
from cases.kinds import Kind, Marketplace
from cases.pasting.recognition import Finding, Understood
from texts.formats import escape, excerpt, quoted
from texts.forms import answer_words, noun_of
from texts.questions import QUESTIONS
from texts.words import KINDS, MARKETPLACES

UNDERSTOOD = "Понял."
SECRET = "В тексте был ключ или пароль: его не записываю. Удалите сообщение."  # noqa: S105 - words
MOST = 12
NEW, ANSWER, BACK = "Завести новое", "Это ответ", "Вернуться"
AT_OFFER = {NEW.casefold(): "new", ANSWER.casefold(): "answer", BACK.casefold(): "answer"}
"""What the buttons of that question do, by their words in small letters: they may be typed."""
DECIDE_FIRST = "Сначала решите, что делать с прежним текстом; этот пришлите потом ещё раз."
PUT_ASIDE = "Начатое осталось в черновиках: /drafts"
WAITS = "К начатому вернёмся после."
_FIELDS = {field.name: field for kind in reversed(list(Kind)) for field in FORMS[kind.value]}
_PLAIN = frozenset({Ask.ENTITIES, Ask.NUMBER, Ask.SUM})
"""What is read back as it was said."""


def no_cabinet(marketplace: Marketplace) -> str:
    """Say that the marketplace which the text names has no cabinet here."""
    return f"Кабинета {MARKETPLACES[marketplace]} в журнале нет: выберите, чьё это, или отмените."


def is_it_new(text: str, form: str, asked: str) -> str:
    """Ask whether a text that was typed in the middle of a form is a case of its own."""
    head = f"Это новое обращение?\n{quoted(excerpt(text, 200))}"
    if not asked:
        return f"{head}\nНачатое ({noun_of(form)}) подождёт."
    return f"{head}\nИли это ответ на вопрос «{asked}» ({noun_of(form)})?"


def understood(found: Understood, zone: ZoneInfo, now: datetime, *, left: bool) -> str:
    """Say what was understood and from which words; `left` tells that something is still asked."""
    lines = []
    if found.kind:
        lines.append(_from(KINDS[found.kind], found.kind_words))
    if found.marketplace:
        lines.append(_from(MARKETPLACES[found.marketplace], found.marketplace_words))
    lines += [
        f"{QUESTIONS[each.field].label}: {_meaning(each, zone, now)}"
        for each in found.findings[:MOST]
        if each.field in _FIELDS
    ]
    rest = ", остальное спрошу" if left else ""
    head = [f"Понял из текста{rest}:"] if lines else ["Из текста ничего не понял."]
    return "\n".join([*head, *lines, *([SECRET] if found.secret else [])])


def _meaning(found: Finding, zone: ZoneInfo, now: datetime) -> str:
    """Read a finding back; where its words are not what it means, they stand beside it."""
    field = _FIELDS[found.field]
    if field.ask is Ask.TEXT:
        return escape(excerpt(str(found.value), 80))
    meant = answer_words(field, found.value, zone, now, {})
    return meant if field.ask in _PLAIN else _from(meant, found.words)


def _from(meant: str, said: str) -> str:
    """«Причина: брак — из «разошёлся»»; the words are left out where they say the same."""
    if not said or said.casefold() == meant.casefold():
        return meant
    return f"{meant} — из {quoted(excerpt(said, 60))}"
