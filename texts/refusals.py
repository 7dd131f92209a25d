"""The answers that cannot be taken: what was wrong and what would be right."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases import answers, entities, hours, moments, money, numbers, replies, turns
from cases.answers import Heard
from cases.fields import Ask, Bound, Field
from cases.refusals import Refusal
from texts.formats import CURRENCIES, MONTHS_OF, day, escape, excerpt, moment, quoted, sum_of
from texts.words import variable_names

HEARD: dict[Heard, str] = {
    Heard.STICKER: "пришёл стикер",
    Heard.PHOTO: "пришло фото",
    Heard.DOCUMENT: "пришёл файл",
    Heard.VIDEO: "пришло видео",
    Heard.VOICE: "пришло голосовое",
    Heard.AUDIO: "пришла аудиозапись",
    Heard.VIDEO_NOTE: "пришло видеосообщение",
    Heard.ANIMATION: "пришла анимация",
    Heard.CONTACT: "пришёл контакт",
    Heard.LOCATION: "пришло место на карте",
    Heard.POLL: "пришёл опрос",
    Heard.OTHER: "пришло что-то другое",
    Heard.TEXT: "пришёл текст",
    Heard.CHOICE: "нажата кнопка",
}

EXPECTED: dict[Ask, str] = {
    Ask.CHOICE: "выберите один из вариантов кнопкой",
    Ask.CHOICES: "отметьте варианты кнопками",
    Ask.CHOICE_OR_TEXT: "выберите вариант или напишите словами",
    Ask.TEXT: "напишите словами",
    Ask.REPLY: "напишите текст ответа",
    Ask.NUMBER: "пришлите номер, он виден в списке диалогов кабинета",
    Ask.PAST: "напишите дату и время, например, «вчера 18:20»",
    Ask.PAST_OR_PERIOD: "напишите дату или период, например, «01.03–15.03»",
    Ask.PERIOD: "напишите период, например, «01.03–15.03»",
    Ask.FUTURE: "напишите срок, например, «пятница» или «20.03 18:00»",
    Ask.HOUR: "напишите время, например, «9:30»",
    Ask.HOURS: "напишите часы, например, «22:00–08:00» или «с 22 до 8»",
    Ask.SUM: "напишите сумму, например, «12 500»",
    Ask.ENTITIES: "пришлите номер, например, «артикул 140158860»",
    Ask.ATTACHMENTS: "пришлите фото, видео, голосовое или документ",
}


def refusal(error: Refusal, field: Field, zone: ZoneInfo, now: datetime) -> str:
    """Say why the answer cannot be taken and what would be right."""
    return _WORDS[type(error)](error, field, zone, now)


def _wrong_kind(error: Any, field: Field, _: ZoneInfo, __: datetime) -> str:
    return f"Здесь нужен другой ответ, а {HEARD[error.heard]}: {EXPECTED[field.ask]}."


def _expected(prefix: str) -> Callable[[Any, Field, ZoneInfo, datetime], str]:
    def words(_: Any, field: Field, __: ZoneInfo, ___: datetime) -> str:
        return f"{prefix}: {EXPECTED[field.ask]}."

    return words


def _unreadable(what: str) -> Callable[[Any, Field, ZoneInfo, datetime], str]:
    def words(error: Any, field: Field, _: ZoneInfo, __: datetime) -> str:
        return f"Не разобрал {what} {quoted(excerpt(error.text, 60))}: {EXPECTED[field.ask]}."

    return words


def _too_long(error: Any, _: Field, __: ZoneInfo, ___: datetime) -> str:
    return (
        f"Длина ответа: {error.length}, а помещается знаков: {error.limit}. Сократите до главного."
    )


def _no_such_date(error: Any, field: Field, __: ZoneInfo, ___: datetime) -> str:
    other = "пятница" if field.ask is Ask.FUTURE else "вчера 18:20"
    return (
        f"Не разобрал дату {quoted(excerpt(error.text, 60))}: в {_IN_MONTH[error.month - 1]} нет"
        f" {error.day}-го числа. Напишите, например, «28.02» или «{other}»."
    )


def _in_future(error: Any, _: Field, zone: ZoneInfo, now: datetime) -> str:
    when = _moment(error.moment, zone, now)
    return f"{when} ещё не наступило. Когда это было на самом деле?"


def _in_past(error: Any, _: Field, zone: ZoneInfo, now: datetime) -> str:
    return f"{_moment(error.moment, zone, now)} уже прошло. К какому сроку нужно?"


def _too_old(error: Any, _: Field, zone: ZoneInfo, now: datetime) -> str:
    return f"{_moment(error.moment, zone, now)}: больше трёх лет назад. Проверьте год."


def _too_early(error: Any, _: Field, zone: ZoneInfo, now: datetime) -> str:
    said, since = _moment(error.moment, zone, now), moment(error.since, zone, now)
    return _FOLLOWS[error.bound].format(said=said, since=since)


def _reversed(error: Any, _: Field, zone: ZoneInfo, now: datetime) -> str:
    first, last = day(error.first, zone, now), day(error.last, zone, now)
    return f"Период кончается ({last}) раньше, чем начинается ({first}). Поменяйте даты местами."


def _several_sums(error: Any, _: Field, __: ZoneInfo, ___: datetime) -> str:
    found = " и ".join(sum_of(each) for each in error.sums[:5])
    return f"Нашёл несколько сумм: {found}. Которая нужна?"


def _other_currency(error: Any, _: Field, __: ZoneInfo, ___: datetime) -> str:
    typed, ours = error.sums
    return (
        f"В кабинете {CURRENCIES[ours.currency]}, а вы написали {sum_of(typed)}."
        " Какая сумма верна? Пересчитывать по курсу я не буду."
    )


def _secret(_: Any, __: Field, ___: ZoneInfo, ____: datetime) -> str:
    return "Похоже на ключ или пароль. Журнал их не хранит: удалите сообщение и напишите без него."


def _unknown_variable(error: Any, _: Field, __: ZoneInfo, ___: datetime) -> str:
    name = escape(excerpt(error.text, 40))
    return f"Не знаю переменной {{{name}}}. Есть такие: {variable_names()}."


def _brace_alone(error: Any, _: Field, __: ZoneInfo, ___: datetime) -> str:
    around = quoted(excerpt(error.text, 40))
    return f"Скобка без пары: {around}. Переменная пишется так: {{покупатель}}."


def _moment(known: moments.Moment, zone: ZoneInfo, now: datetime) -> str:
    written = moment(known.at, zone, now) if known.has_time else day(known.at, zone, now)
    return written[0].upper() + written[1:]


_IN_MONTH = tuple(
    {"марта": "марте", "августа": "августе", "мая": "мае"}.get(month, month[:-1] + "е")
    for month in MONTHS_OF
)

_FOLLOWS: dict[Bound, str] = {
    Bound.OUR_ANSWER: "{said}: это раньше нашего ответа ({since}), на то сообщение уже ответили."
    " Когда покупатель написал после него? Если ответили раньше, чем отмечено, нажмите «Отмена»"
    " и на карточке «Ответили раньше».",
    Bound.TURN_START: "{said}: это раньше, чем покупатель написал ({since})."
    " Когда ответили после этого?",
}
"""What a moment that comes too early is held against."""

_WORDS: dict[type[Refusal], Callable[[Any, Field, ZoneInfo, datetime], str]] = {
    answers.WrongKind: _wrong_kind,
    answers.TextEmpty: _expected("Пустой ответ не записать"),
    answers.TextTooLong: _too_long,
    answers.NotAChoice: _expected("Такого варианта нет"),
    answers.SumNeeded: _expected("Здесь без суммы нельзя"),
    turns.TooEarly: _too_early,
    answers.SecretSeen: _secret,
    hours.HourUnreadable: _unreadable("время"),
    hours.HoursUnreadable: _unreadable("часы"),
    hours.HoursTooLong: _expected("Тихими могут быть не больше 18 часов"),
    numbers.NumberEmpty: _expected("Не вижу номера"),
    numbers.NumberTooLong: _expected("Слишком длинно для номера"),
    money.SumUnreadable: _unreadable("сумму"),
    money.SumNegative: _expected("Сумма не бывает меньше нуля"),
    money.SumTooLarge: _expected("Сумма слишком большая, проверьте нули"),
    money.SeveralSums: _several_sums,
    money.OtherCurrency: _other_currency,
    moments.DateUnreadable: _unreadable("дату"),
    moments.NoSuchTime: _unreadable("время"),
    moments.NoSuchDate: _no_such_date,
    moments.DateInFuture: _in_future,
    moments.DateInPast: _in_past,
    moments.DateTooOld: _too_old,
    moments.PeriodReversed: _reversed,
    entities.EntitiesUnreadable: _unreadable("номер"),
    replies.UnknownVariable: _unknown_variable,
    replies.BraceAlone: _brace_alone,
}
"""The words for every named error. A test holds this table against the error classes."""
