"""The forms: their titles and buttons, ready answers, and how answers are read back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.answers import entities_of, moment_of, money_of, period_of
from cases.fields import FORMS, Answers, Ask, Field
from cases.filling import Draft
from cases.forms import Progress, applicable
from cases.kinds import Marketplace
from cases.money import Money
from texts.formats import (
    CURRENCIES,
    NBSP,
    day,
    days_of,
    escape,
    excerpt,
    moment_msk,
    quoted,
    small,
    sum_of,
)
from texts.hints import hint_of
from texts.questions import QUESTIONS
from texts.returns import not_the_price
from texts.words import ENTITY_KINDS, choice

FORM_TITLES: dict[str, str] = {
    "support_ticket": "Обращение в поддержку",
    "buyer_chat": "Чат с покупателем",
    "chat_return": "Возврат через чат",
    "complete": "Дополняем обращение",
    "close": "Закрываем",
    "close_matched": "Сумма сошлась",
    "close_chat": "Закрываем чат",
    "send": "Отправлено в поддержку",
    "buyer_wrote": "Покупатель написал",
    "answered_earlier": "Ответили раньше",
    "confirm_money": "Подтверждаем возврат",
    "refuse": "Отказ в возврате",
    "money_differs": "Сумма не сошлась",
    "escalate": "Эскалация",
    "promise": "Обещание покупателю",
    "link": "Связываем",
    "merge": "Объединяем",
    "entry": "Запись",
    "their_status": "Статус площадки",
    "tag": "Метка",
    "limit": "Порог отказа",
    "snooze": "Отложить напоминание",
    "away": "Отсутствие",
    "duty": "Дежурство",
    "quiet": "Тихие часы",
    "digest_at": "Время сводки",
    "paste": "Текст из кабинета",
    "add_files": "Добавляем файлы",
    "loose_files": "Файлы без обращения",
    "cabinet_setup": "Новый кабинет",
    "cabinet_rename": "Другое название",
    "topic_add": "Новая тема",
    "topic_rename": "Другое название темы",
    "section_name": "Раздел кабинета",
    "check": "Проверка ответа",
    "reply_mine": "Новый ответ, личный",
    "reply_team": "Новый ответ, общий",
    "reply_rename": "Другое название ответа",
    "reply_rewrite": "Другой текст ответа",
    "reply_for": "Ответ для обращения",
}

BACK, SKIP, CANCEL = "← Назад", "Пропустить", "Отмена"
DONE, TO_SUMMARY = "Готово", "К итогу"
CORRECT_NUMBER = "Исправить номер"
SAVE, CORRECT, CONTINUE, START_OVER = "Сохранить", "Исправить", "Продолжить", "Начать новое"
CHOSEN = "✓ "
BESIDE = {"entry_at": "Другое время", "recovered": "Другая сумма"}
"""The buttons that lead from a question to another field."""


def question(
    draft: Draft, field: Field, step: Progress, current: str,
    marketplace: Marketplace | None = None, shown: Sequence[str] = (),
) -> str:  # fmt: skip
    """Ask one field: the form and the step, the question, the hints, what is there already."""
    asked = QUESTIONS[field.name]
    head = FORM_TITLES[draft.form] + (f" #{draft.case_id}" if draft.case_id else "")
    if step.total > 1 and field.asked:
        head += f" · шаг {step.step} из {step.total}"
    lines = [head, f"<b>{asked.text}</b>"]
    told = asked.of_marketplace.get(marketplace, "") if marketplace else ""
    differs = not_the_price(draft.answers) if field.name == "sum_differs" else ""
    lines += [hint for hint in (differs, hint_of(draft.form, field.name), told) if hint]
    lines += [f"Сейчас: {current}"] if current else []
    return "\n".join([*lines, *shown])


def summary(draft: Draft, lines: list[str]) -> str:
    """Show everything before it is saved."""
    return "\n".join([f"{FORM_TITLES[draft.form]} · проверьте", "", *lines])


def foreign_sums(labels: list[str], currency: str) -> str:
    """Point at the sums that are not in the cabinet's currency."""
    return f"Проверьте валюту: в кабинете {CURRENCIES[currency]}. {', '.join(labels)}."


def answer_lines(draft: Draft, zone: ZoneInfo, now: datetime, names: dict[str, str]) -> list[str]:
    """Read a draft's answers back, one a line. `names` has the words for cabinets and people."""
    answers = {f.name: draft.answers.get(f.name, f.default) for f in applicable(draft)}
    return case_lines(answers, zone, now, names)


def case_lines(answers: Answers, zone: ZoneInfo, now: datetime, names: dict[str, str]) -> list[str]:
    """Read back all that was ever answered about a case, by whatever form, one a line."""
    known = {field.name: field for form in FORMS.values() for field in form}
    told = [(f, answer_words(f, answers.get(name), zone, now, names)) for name, f in known.items()]
    return [f"{QUESTIONS[field.name].label}: {words}" for field, words in told if words]


def answer_words(
    field: Field, value: Any, zone: ZoneInfo, now: datetime, names: dict[str, str]
) -> str:
    """Read one answer back; an empty string for an answer that was not given."""
    if value is None or value in ([], ""):
        return ""
    return _READ_BACK[field.ask](field, value, zone, now, names)


def noun_of(form: str) -> str:
    """Name a form inside a sentence."""
    return _NOUNS.get(form) or small(FORM_TITLES[form])


def cancelled(form: str) -> str:
    """Say that the form is gone."""
    return f"Отменил: {noun_of(form)}. Ничего не записано."


_NOUNS: dict[str, str] = {
    "complete": "дополнение обращения",
    "close": "закрытие",
    "close_matched": "закрытие возврата",
    "close_chat": "закрытие чата",
    "send": "отправка в поддержку",
    "buyer_wrote": "новое сообщение покупателя",
    "answered_earlier": "время нашего ответа",
    "confirm_money": "подтверждение возврата",
    "money_differs": "сумма из отчёта",
    "add_files": "добавление файлов",
    "link": "связь обращений",
    "merge": "объединение",
    "snooze": "напоминание на потом",
}
"""What stands in a sentence for the forms whose titles are no nouns."""
WHICH_FIELD = "Что исправить?"
WHICH_KIND = "Что записываем?"
NOTHING_TO_CANCEL = "Отменять нечего."
QUESTION_IS_PAST = "Этот вопрос уже позади. Текущий ниже."
NOTHING_ASKED = (
    f"Это не записал: вопросов больше нет. Чтобы изменить ответ, нажмите «{CORRECT}»,"
    f" чтобы записать, «{SAVE}»."
)
AT_SUMMARY = {SAVE.casefold(): "save", CORRECT.casefold(): "correct", CANCEL.casefold(): "cancel"}
"""What the buttons under a summary do, by their words in small letters: they may be typed."""
FORM_IS_PAST = "Эта форма уже закрыта."


def sum_not_kept(readings: tuple[Money, ...]) -> str:
    """Say that a sum was not written down: it was left open which one was meant."""
    return f"Сумму не записал: непонятно, {' или '.join(map(sum_of, readings))}."


def copied_from(case_id: int) -> str:
    """Say what a new form is a copy of, and what is not in it."""
    return f"Взял из #{case_id} всё, кроме номера, дат, сумм и вложений."


def back_to(form: str) -> str:
    """Say that an earlier form goes on."""
    return f"Возвращаемся: {noun_of(form)}."


def _words(_: Field, value: Any, __: ZoneInfo, ___: datetime, ____: dict[str, str]) -> str:
    return escape(excerpt(str(value), 600))


def _chosen(field: Field, value: Any, _: ZoneInfo, __: datetime, names: dict[str, str]) -> str:
    named = names.get(f"{field.name}:{value}")
    return escape(named or choice(field.name, str(value)))


def _chosen_many(field: Field, value: Any, _: ZoneInfo, __: datetime, ___: dict[str, str]) -> str:
    return ", ".join(small(choice(field.name, each)) for each in value)


def _when(_: Field, value: Any, zone: ZoneInfo, now: datetime, __: dict[str, str]) -> str:
    if "first" in value:
        return days_of(period_of(value), zone, now)
    known = moment_of(value)
    written = moment_msk(known.at, zone, now)
    return written if known.has_time else f"{day(known.at, zone, now)} (время не указано)"


def _sum(_: Field, value: Any, __: ZoneInfo, ___: datetime, ____: dict[str, str]) -> str:
    money = money_of(value)
    return sum_of(money) if money else ""


def _identifiers(_: Field, value: Any, __: ZoneInfo, ___: datetime, ____: dict[str, str]) -> str:
    return identifiers(value)


def _files(field: Field, value: Any, _: ZoneInfo, __: datetime, ___: dict[str, str]) -> str:
    if field.name in {"to_attach", "entry_files"}:  # they go on from the numbers that the case has
        return excerpt(", ".join(quoted(each["name"]) for each in value), 600)
    names = ", ".join(f"№{NBSP}{n} {quoted(each['name'])}" for n, each in enumerate(value, 1))
    return excerpt(names, 600)


def identifiers(value: list[dict[str, Any]] | None, most: int = 10) -> str:
    """Write identifiers: «артикул 140158860, заказ 5632423»; of many only the first."""
    found = entities_of(value)
    shown = [f"{ENTITY_KINDS[each.kind]} {escape(each.value)}" for each in found[:most]]
    more = len(found) - len(shown)
    return ", ".join(shown) + (f" и ещё {more}" if more else "")


_READ_BACK = {
    Ask.CHOICE: _chosen,
    Ask.CHOICE_OR_TEXT: _chosen,
    Ask.CHOICES: _chosen_many,
    Ask.TEXT: _words,
    Ask.REPLY: _words,
    Ask.NUMBER: _words,
    Ask.PAST: _when,
    Ask.PAST_OR_PERIOD: _when,
    Ask.PERIOD: _when,
    Ask.FUTURE: _when,
    Ask.HOUR: _words,
    Ask.HOURS: _words,
    Ask.SUM: _sum,
    Ask.ENTITIES: _identifiers,
    Ask.ATTACHMENTS: _files,
}
