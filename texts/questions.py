"""The questions: how each field is asked, by the field's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.kinds import Marketplace


@dataclass(frozen=True)
class Question:
    """How one field is asked, what would be a good answer, and its short name in a summary.

    `of_marketplace` is what one marketplace's own manual says of it.
    """

    label: str
    text: str
    hint: str = ""
    of_marketplace: Mapping[Marketplace, str] = field(default_factory=dict)


_PAST_HINT = "Можно так: «сегодня 14:30», «вчера», «04.03 10:01», «3 дня назад»."
_SUM_HINT = "Например, «12 500» или «27,53 BYN»."

QUESTIONS: dict[str, Question] = {
    "cabinet": Question("Кабинет", "Какой кабинет?"),
    "kind": Question("Вид", "Что это?"),
    "pasted": Question("Текст", "Какой текст?"),
    "category": Question("Категория", "О чём обращение?"),
    "topic": Question("Тема", "Какая тема? Выберите или напишите своими словами."),
    "nearest": Question(
        "Уточнение",
        "К чему это ближе всего? С точной категорией обращение сильнее.",
        "Если ничего не подходит, так и оставьте или уточните словами.",
    ),
    "summary": Question(
        "Суть", "Что случилось? Одним-двумя предложениями.", "В каком разделе, сколько случаев."
    ),
    "period": Question(
        "Период", "За какой период не сходится?", "Можно так: «01.03–15.03», «прошлая неделя»."
    ),
    "when": Question("Когда", "Когда это случилось?", _PAST_HINT + " Период: «01.03–15.03»."),
    "wanted": Question("Что нужно", "Что нужно от поддержки?"),
    "priority": Question("Срочность", "Насколько срочно?"),
    "risks": Question("Риски", "Чем это грозит? Отметьте всё подходящее."),
    "entities": Question(
        "Данные",
        "Какие номера поддержка должна увидеть?",
        "Артикул, заказ, поставка, отчёт: «заказ 5632423, артикул 140158860».",
    ),
    "number": Question(
        "Номер",
        "Какой номер у диалога в кабинете?",
        "Он виден в списке диалогов. Если ещё не отправили, пропустите.",
    ),
    "who_cannot": Question(
        "Кто не видит", "Кто именно не видит или не может?", "Роль, логин, контакт и что именно."
    ),
    "rights_changed": Question(
        "Права менялись",
        "Когда менялись права и кто их менял?",
        "Если не менялись, так и напишите.",
    ),
    "report_sum": Question("По отчёту", "Сколько выходит по отчёту?", _SUM_HINT),
    "our_sum": Question(
        "По нашим данным", "Сколько выходит по вашим данным? Разницу посчитаю сам.", _SUM_HINT
    ),
    "exact_error": Question(
        "Поле и ошибка",
        "Какое поле и какая ошибка?",
        "Точный текст ошибки сильнее «всё сломалось».",
    ),
    "last_edit": Question("Последняя правка", "Что и когда меняли в карточке последним?"),
    "endpoint": Question("Метод или экран", "Какой метод API или экран, в какое время?"),
    "as_expected": Question(
        "Как должно быть", "Как должно было пройти и как прошло на самом деле?"
    ),
    "risk_sum": Question("Под риском", "Какая сумма под риском?", _SUM_HINT),
    "section": Question("Раздел", "В каком разделе кабинета?"),
    "work_model": Question("Модель", "По какой модели работает товар?"),
    "own_deadline": Question(
        "Свой срок", "К какому сроку нужно решить?", "«пятница», «20.03 18:00», «через 3 дня»."
    ),
    "attachments": Question("Вложения", "Пришлите скриншоты и файлы, можно несколько."),
    "assignee": Question("Ответственный", "Кто ведёт?"),
    "appeared": Question(
        "Появилось",
        "Когда сообщение появилось в кабинете? С этого момента идёт срок ответа.",
        _PAST_HINT,
    ),
    "answered": Question(
        "Ответили",
        "Когда ответили покупателю на самом деле?",
        "Можно так: «час назад», «вчера 18:20».",
    ),
    "buyer": Question("Покупатель", "Как зовут покупателя? Как подписан в чате."),
    "goods": Question("Товар", "Какой товар: артикул или заказ?", "Например, «140158860»."),
    "chat_category": Question("О чём", "О чём пишет покупатель?"),
    "reason": Question("Причина", "Почему покупатель возвращает?"),
    "price": Question("Цена", "Сколько стоит товар? Без суммы возврат не подтвердить.", _SUM_HINT),
    "proof": Question("Доказательства", "Покупатель приложил фото или видео?"),
    "outcome": Question("Итог", "Чем закончилось?"),
    "recovered": Question(
        "Вернули", "Сколько денег вернули? Если нисколько, напишите 0.", _SUM_HINT
    ),
    "comment": Question("Заметка", "Что запомнить на будущее?"),
    "chat_outcome": Question("Итог", "Чем закончился чат?"),
    "confirmed_sum": Question(
        "Сумма", "Какую сумму возвращаем? Сверьте с кабинетом до копейки.", _SUM_HINT
    ),
    "refusal": Question(
        "Причина отказа",
        "Почему отказываем? Причину увидит покупатель.",
        of_marketplace={
            Marketplace.WB: "По инструкции WB покупатель не сможет подать запрос ещё раз,"
            " но может оспорить отказ.",
        },
    ),
    "received_sum": Question("В отчёте", "Какая сумма стоит в отчёте?", _SUM_HINT),
    "marketplace": Question("Площадка", "На какой площадке кабинет?"),
    "cabinet_name": Question("Название", "Как его называть в журнале?", "Например, «ИП Иванов»."),
    "topic_key": Question("Тема", "Какая тема?"),
    "topic_name": Question("Название", "Как назвать тему?", "До 40 знаков: она стоит на кнопке."),
    "section_name": Question(
        "Раздел",
        "Какой это раздел кабинета? Подпишите, как он назван на площадке.",
        "Увидит вся команда: /how.",
    ),
    "currency": Question("Валюта", "В какой валюте считает кабинет?"),
}
"""How each field is asked, by the field's name. A test holds this table against the forms."""
