"""The words for the closed lists: kinds, statuses, moves, categories and the rest."""

from collections.abc import Mapping
from typing import Any

from cases.kinds import Kind, Marketplace, Priority
from cases.lifecycles import Status
from cases.vocabulary import REPLY_VARIABLES

KINDS: dict[Kind, str] = {
    Kind.SUPPORT_TICKET: "Обращение в поддержку",
    Kind.BUYER_CHAT: "Чат с покупателем",
    Kind.CHAT_RETURN: "Возврат через чат",
}
KINDS_SHORT: dict[Kind, str] = {
    Kind.SUPPORT_TICKET: "обращение",
    Kind.BUYER_CHAT: "чат",
    Kind.CHAT_RETURN: "возврат",
}
MARKETPLACES: dict[Marketplace, str] = {Marketplace.WB: "WB", Marketplace.OZON: "Ozon"}

STATUSES: dict[Status, str] = {
    Status.DRAFT: "Черновик",
    Status.SENT: "Ждём поддержку",
    Status.ANSWERED: "Ответили, проверить",
    Status.ESCALATED: "Эскалация",
    Status.WAITING_US: "Ждёт нашего ответа",
    Status.REOPENED: "Открыто снова",
    Status.RESOLVED: "Решено",
    Status.CLOSED: "Закрыто",
    Status.MERGED: "Объединено",
    Status.CANCELLED: "Отменено",
    Status.WAITING_BUYER: "Ответили, ждём покупателя",
    Status.AWAITING_BUYER_REQUEST: "Покупатель ещё не оформил запрос",
    Status.AWAITING_BUYER_CONFIRM: "Ожидание подтверждения возврата покупателем",
    Status.REQUESTED: "Запрос на возврат, решаем",
    Status.CHOOSING_WAY: "Согласились, выбираем способ",
    Status.CONFIRM_PICKUP: "Возврат на ПВЗ: подтвердить сумму",
    Status.CONFIRM_NO_RETURN: "Без возврата товара: подтвердить сумму",
    Status.REJECT_CONFIRM: "Отказ: подтвердить",
    Status.REJECTED: "Отказали",
    Status.DISPUTED: "Покупатель оспорил отказ",
    Status.FOR_BUYER: "Спор решён за покупателя",
    Status.FOR_SELLER: "Спор решён за нас",
    Status.APPROVED_PICKUP: "Одобрен, товар едет на склад",
    Status.AT_WAREHOUSE: "Товар на складе, проверка",
    Status.DEFECT_CONFIRMED: "Брак подтверждён, товар вернётся",
    Status.DEFECT_NOT_CONFIRMED: "Брак не подтверждён, товар в продаже",
    Status.APPROVED_NO_RETURN: "Одобрен без возврата товара",
    Status.MONEY_CHECK: "Сверяем деньги в отчёте",
    Status.MISMATCH: "Сумма не сошлась",
}

LIGHTS: dict[str, str] = {
    "category": "категория не «другое»",
    "topic": "тема",
    "summary": "суть",
    "when": "когда",
    "period": "период",
    "wanted": "что нужно",
    "who_cannot": "кто не видит",
    "rights_changed": "когда менялись права",
    "report_sum": "сумма по отчёту",
    "our_sum": "наша сумма",
    "entities": "номера",
    "exact_error": "поле и ошибка",
    "last_edit": "последняя правка",
    "endpoint": "метод или экран",
    "as_expected": "как должно быть",
    "attachments": "скриншот",
    "priority": "срочность",
}
"""What a red light lacks, by the field that a press leads to."""

PRIORITIES: dict[Priority, str] = {
    Priority.BURNING: "горит",
    Priority.HIGH: "высокая",
    Priority.NORMAL: "обычная",
    Priority.LOW: "низкая",
}

_CATEGORIES: dict[str, str] = {
    "access": "Доступ и роли",
    "finance": "Финансы",
    "logistics": "Логистика и заказы",
    "content": "Контент и карточка",
    "tech": "Техника и API",
}
CHOICES: dict[str, dict[str, str]] = {
    "kind": {kind.value: name for kind, name in KINDS.items()},
    "category": {**_CATEGORIES, "other": "Другое"},
    "their_status": {"none": "Статуса нет"},
    "nearest": {**_CATEGORIES, "other": "Оставить «Другое»"},
    "wanted": {
        "explanation": "Разъяснение",
        "correction": "Исправление",
        "recalculation": "Перерасчёт",
        "unblocking": "Разблокировка",
        "access": "Вернуть доступ",
    },
    "priority": {
        "burning": "Горит",
        "high": "Высокая",
        "normal": "Обычная",
        "low": "Низкая",
    },
    "risks": {
        "sales_stopped": "Стоп продаж",
        "blocked": "Блокировка",
        "mass_cancellations": "Массовые отмены",
        "fines": "Штрафы",
    },
    "work_model": {"warehouse": "FBW / FBO", "fbs": "FBS", "dbs": "DBS"},
    "chat_category": {
        "question": "Вопрос о товаре",
        "defect": "Брак",
        "wrong_goods": "Не тот товар",
        "delivery": "Доставка",
        "other": "Другое",
    },
    "reason": {
        "defect": "Брак",
        "wrong_goods": "Не тот товар",
        "wrong_size": "Не подошёл размер",
        "changed_mind": "Передумал",
    },
    "proof": {"yes": "Есть фото или видео", "no": "Доказательств нет"},
    "buyer_request": {"made": "Запрос оформлен", "not_yet": "Пока только пишет"},
    "goods_kind": {
        "supplements": "БАДы",
        "pet_food": "Корма",
        "food": "Продукты",
        "other": "Обычный товар",
    },
    "sum_differs": {"sure": "Да, сумма верна"},
    "outcome": {
        "solved": "Решено",
        "partly": "Частично",
        "refused": "Отказ",
        "irrelevant": "Не актуально",
        "duplicate": "Дубликат",
    },
    "chat_outcome": {
        "solved": "Решено",
        "buyer_silent": "Покупатель молчит",
        "passed_to_wb": "Передано в WB",
        "spam": "Спам",
    },
    "marketplace": {"wb": "Wildberries", "ozon": "Ozon"},
    "currency": {"RUB": "Рубли, ₽", "BYN": "Бел. рубли, BYN"},
    "missed": {
        "report_sum": "Расчёт и разница",
        "period": "Период",
        "when": "Когда это было",
        "entities": "Номера",
        "exact_error": "Поле и ошибка",
        "as_expected": "Как должно быть",
        "who_cannot": "Кто не видит",
        "rights_changed": "Права менялись",
        "last_edit": "Последняя правка",
        "endpoint": "Метод или экран",
    },
    "specialist": {
        "access": "По доступам и ролям",
        "finance": "По взаиморасчётам",
        "logistics": "По логистике",
        "content": "По карточкам",
        "tech": "Техподдержка",
        "other": "По этой теме",
    },
    "topic": {
        "cannot_log_in": "Не могу войти",
        "section_hidden": "Не вижу раздел",
        "no_rights": "Не хватает прав",
        "payouts_differ": "Не сходятся выплаты",
        "unclear_deductions": "Непонятные удержания",
        "corrections": "Корректировки",
        "document_errors": "Ошибки в документах",
        "status_stuck": "Застрял статус",
        "return_not_accepted": "Не принят возврат",
        "supply_differs": "Расхождение поставки",
        "moderation_fails": "Не проходит модерацию",
        "features_vanished": "Пропали описания",
        "error_after_upload": "Ошибка загрузки",
        "api_error": "Ошибка API",
        "screen_error": "Ошибка на экране",
    },
}
"""The words for the choices of a field, by the field's name."""

ENTITY_KINDS: dict[str, str] = {
    "article": "артикул",
    "order": "заказ",
    "posting": "отправление",
    "supply": "поставка",
    "shipment": "отгрузка",
    "report": "отчёт",
    "srid": "srid",
    "other": "номер",
}


def variable_names() -> str:
    """List the variables of ready replies as they are written: «{покупатель}, {товар}»."""
    return ", ".join(f"{{{name}}}" for name in REPLY_VARIABLES)


def choice(field: str, value: str) -> str:
    """Return the words for a chosen value; a value typed by a person stays as it is."""
    return CHOICES.get(field, {}).get(value, value)


def topic_words(answers: Mapping[str, Any]) -> str:
    """Return the topic of a ticket as it was called when it was chosen; empty without one."""
    return str(answers.get("topic_words") or choice("topic", str(answers.get("topic") or "")))
