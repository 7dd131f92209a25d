# ruff: noqa: E501 - an appeal is read as it is sent, line by line
"""The appeal of each category, whole, as an experienced colleague would write it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.answers import Attachment
from cases.kinds import Category, Marketplace
from texts.appeals import compose

MSK = ZoneInfo("Europe/Moscow")


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> dict[str, Any]:
    local = datetime(2026, month, day, hour, minute, tzinfo=MSK)
    return {"at": int(local.timestamp()), "has_time": bool(hour)}


def rub(roubles: int) -> dict[str, Any]:
    return {"minor": roubles * 100, "currency": "RUB"}


def named(kind: str, *values: str) -> list[dict[str, Any]]:
    return [{"kind": kind, "value": value} for value in values]


def files(*captions: str) -> tuple[tuple[int, Attachment], ...]:
    return tuple(
        (n, Attachment("f", "u", "photo", "a.jpg", 1, each)) for n, each in enumerate(captions, 1)
    )


GOLDEN: dict[Category, tuple[Marketplace, dict[str, Any], Any, str]] = {
    Category.ACCESS: (
        Marketplace.WB,
        {
            "topic": "section_hidden",
            "summary": "После смены ролей бухгалтер не видит раздел, хотя роль это разрешает",
            "when": on(3, 3, 18, 20),
            "wanted": "access",
            "who_cannot": "Мария П., роль «Бухгалтер», вход по телефону на 45-67",
            "rights_changed": "02.03, владелец добавил ей роль",
            "section": "Финансы",
            "priority": "high",
        },
        files("меню Марии без раздела", "роли в настройках"),
        """\
Тема: Не вижу раздел
Суть: После смены ролей бухгалтер не видит раздел, хотя роль это разрешает. Кого касается: Мария П., роль «Бухгалтер», вход по телефону на 45-67. Права менялись: 02.03, владелец добавил ей роль.
Когда: 03.03.2026 в 18:20 МСК
Где: раздел «Финансы»
Доказательства: №1 меню Марии без раздела, №2 роли в настройках
Что нужно: верните, пожалуйста, доступ и подтвердите здесь, что он работает
Срочность: высокая""",
    ),
    Category.FINANCE: (
        Marketplace.WB,
        {
            "topic": "payouts_differ",
            "summary": "Выплата за неделю меньше, чем выходит по нашему расчёту",
            "period": {"first": "2026-02-23", "last": "2026-03-01"},
            "wanted": "explanation",
            "report_sum": rub(48200),
            "our_sum": rub(60700),
            "entities": named("report", "51223344"),
            "risk_sum": rub(12500),
            "priority": "high",
        },
        files("отчёт реализации", "наш расчёт по строкам"),
        """\
Тема: Не сходятся выплаты
Суть: Выплата за неделю меньше, чем выходит по нашему расчёту. По отчёту 48 200 ₽, по нашим данным 60 700 ₽, разница 12 500 ₽.
Когда: с 23.02.2026 по 01.03.2026
Данные: отчёт 51223344
Доказательства: №1 отчёт реализации, №2 наш расчёт по строкам
Что нужно: объясните, пожалуйста, из чего сложилась разница 12 500 ₽, со ссылкой на строки отчёта
Срочность: высокая, под риском 12 500 ₽""",
    ),
    Category.LOGISTICS: (
        Marketplace.WB,
        {
            "topic": "supply_differs",
            "summary": "На приёмке не досчитали 14 единиц из двух коробов",
            "when": on(3, 2),
            "wanted": "correction",
            "entities": named("supply", "WB-GI-92937123") + named("order", "5632423", "5632424"),
            "as_expected": "должны были принять 120 единиц, приняли 106, акта расхождений нет",
            "work_model": "fbs",
        },
        files("фото маркировки коробов", "упаковочный лист"),
        """\
Тема: Расхождение поставки
Суть: На приёмке не досчитали 14 единиц из двух коробов. Должны были принять 120 единиц, приняли 106, акта расхождений нет.
Когда: 02.03.2026
Где: работаем по FBS
Данные: поставка WB-GI-92937123; заказы 5632423, 5632424
Доказательства: №1 фото маркировки коробов, №2 упаковочный лист
Что нужно: проверьте, пожалуйста, по указанным номерам, исправьте и напишите, что показала проверка""",
    ),
    Category.CONTENT: (
        Marketplace.WB,
        {
            "topic": "moderation_fails",
            "summary": "Карточка второй раз не проходит модерацию после правки состава",
            "when": {"first": "2026-03-01", "last": "2026-03-03"},
            "wanted": "explanation",
            "exact_error": "поле «Состав», «Недопустимое значение»",
            "last_edit": "03.03 поменяли состав на «вискоза 95 %, эластан 5 %»",
            "entities": named("article", "140158860"),
            "priority": "burning",
            "risks": ["sales_stopped"],
        },
        files("поля карточки с ошибкой"),
        """\
Тема: Не проходит модерацию
Суть: Карточка второй раз не проходит модерацию после правки состава. Ошибка: поле «Состав», «Недопустимое значение». Последняя правка: 03.03 поменяли состав на «вискоза 95 %, эластан 5 %».
Когда: с 01.03.2026 по 03.03.2026
Данные: артикул 140158860
Доказательства: №1 поля карточки с ошибкой
Что нужно: напишите, пожалуйста, что именно не проходит и какое значение нужно указать
Срочность: горит, продажи стоят""",
    ),
    Category.TECH: (
        Marketplace.OZON,
        {
            "topic": "api_error",
            "summary": "С утра метод остатков отвечает 500, остатки не обновляются",
            "when": on(3, 4, 9, 15),
            "wanted": "correction",
            "endpoint": "POST /v2/products/stocks",
            "as_expected": "ожидали 200, получаем 500 на каждый второй запрос",
            "work_model": "warehouse",
            "priority": "burning",
            "risks": ["mass_cancellations", "fines"],
            "risk_sum": rub(96300),
        },
        files("ответ сервера"),
        """\
Тема: Ошибка API
Суть: С утра метод остатков отвечает 500, остатки не обновляются. Ожидали 200, получаем 500 на каждый второй запрос.
Когда: 04.03.2026 в 09:15 МСК
Где: POST /v2/products/stocks, работаем по FBO
Доказательства: №1 ответ сервера
Что нужно: исправьте, пожалуйста, и напишите здесь, когда можно проверять
Срочность: горит, идут массовые отмены, начисляются штрафы, под риском 96 300 ₽""",
    ),
}


@pytest.mark.parametrize("category", GOLDEN)
def test_an_appeal_reads_as_a_colleague_would_write_it(category: Category) -> None:
    marketplace, answers, attached, text = GOLDEN[category]
    appeal = compose({"category": category.value, **answers}, attached, MSK, marketplace)
    assert appeal.text.replace("\u00a0", " ") == text


def test_every_category_that_has_topics_has_its_golden_text() -> None:
    assert set(GOLDEN) == set(Category) - {Category.OTHER}


def test_a_period_of_one_day_is_written_as_that_day() -> None:
    answers = {"category": "finance", "period": {"first": "2026-03-03", "last": "2026-03-03"}}
    assert "Когда: 03.03.2026" in compose(answers, (), MSK).text.splitlines()
