"""The check: whether a text may be sent, what is wrong in it, why, and what would be better."""

from cases.checking.findings import Advice, Audience, Fault, Finding
from texts.formats import NBSP, counted, escape, excerpt, quoted

CHECK_REPLY, CHECK_ANOTHER, COPY = "Проверить ответ", "Проверить другой", "Скопировать"
SEND_ANYWAY = "Отправлю так"
NOTED, NOTED_ALREADY = "Записал в историю.", "Уже записано."
OVERRIDDEN = "Отправлено так, замечания в истории."
AS_FOR: dict[Audience, str] = {
    Audience.WB_BUYER: "Как ответ на WB",
    Audience.OZON_BUYER: "Как ответ на Ozon",
    Audience.SUPPORT: "Как обращение",
}
CHECKED_AS: dict[Audience, str] = {
    Audience.WB_BUYER: "ответ покупателю на WB",
    Audience.OZON_BUYER: "ответ покупателю на Ozon",
    Audience.SUPPORT: "обращение в поддержку",
}
MOST = 3
"""So many fragments of one fault are quoted; the rest is counted."""
_ROOM = 3700  # characters for the remarks of one message
REMARKS = ("замечание", "замечания", "замечаний")
TEXT_BELOW, TEXT_KEPT_BACK = "Ваш текст ниже.", "Текст не повторяю: в нём ключ или пароль."
NOTHING_TO_CHECK = "В том сообщении нет ни текста, ни файла. Пришлите текст после /check."

FAULTS: dict[Fault, str] = {
    Fault.EXTERNAL_LINK: "ссылка или другой сайт",
    Fault.MESSENGER: "мессенджер или соцсеть",
    Fault.EMAIL: "электронная почта",
    Fault.PHONE: "телефон",
    Fault.OBFUSCATED_CONTACT: "контакт, написанный в обход",
    Fault.PAYMENT_DETAILS: "деньги мимо площадки",
    Fault.PERSONAL_DATA: "личные данные",
    Fault.ONE_WORD: "ответ без ответа",
    Fault.BLAME: "упрёк",
    Fault.NEGATIVE_ABOUT_PLATFORM: "плохо о площадке",
    Fault.PROMISE: "обещание того, что решаем не мы",
    Fault.TOO_LONG: "не помещается",
    Fault.BAD_FILE: "файл не пройдёт",
    Fault.VAGUENESS: "общие слова",
    Fault.SECRET: "похоже на ключ или пароль",
}
_CONTACTS = "нельзя обмениваться контактами с покупателем"
_AWAY = "нельзя звать покупателя на другие сайты, в соцсети и мессенджеры"
RULES: dict[Fault, str] = {
    Fault.EXTERNAL_LINK: _AWAY,
    Fault.MESSENGER: _AWAY,
    Fault.EMAIL: _CONTACTS,
    Fault.PHONE: _CONTACTS,
    Fault.OBFUSCATED_CONTACT: f"{_CONTACTS}, как бы они ни были записаны",
    Fault.PERSONAL_DATA: "нельзя распространять личные данные покупателя",
    Fault.ONE_WORD: "ответ должен быть полным и обоснованным",
    Fault.BLAME: "ответ должен быть деловым",
    Fault.NEGATIVE_ABOUT_PLATFORM: "с вопросами о площадке покупателя направляют в её поддержку",
}
"""What is the marketplace's own rule on WB, and good manners on Ozon."""
REASONS: dict[Fault, str] = {
    Fault.PAYMENT_DETAILS: "Деньги мимо кабинета не видны площадке: в споре их не доказать.",
    Fault.PROMISE: "Это решает не магазин. Не сбудется, и виноваты будем мы.",
    Fault.TOO_LONG: "Чат принимает до 1000 знаков.",
    Fault.BAD_FILE: "Чат принимает JPEG, PNG и PDF, до 5 МБ каждый и до 30 МБ вместе.",
    Fault.VAGUENESS: "По общим словам поддержке нечего проверить.",
    Fault.SECRET: "Ключи и пароли не отправляют никому, и поддержке тоже.",
}
_BLAME_IN_APPEAL = "Упрёк не ускорит ответ: его читает не тот, кто ошибся."
ADVICE: dict[Advice, str] = {
    Advice.STAY_IN_CHAT: "«Напишите, пожалуйста, сюда, в этот чат: ответим здесь же»",
    Advice.DROP_LINK: "убрать и написать главное словами: «Замеры и состав есть в карточке товара»",
    Advice.DROP_CONTACT: "убрать; «Мы на связи в этом чате»",
    Advice.DO_NOT_ASK_CONTACT: "«Пришлите, пожалуйста, фото или описание сюда, в этот чат»",
    Advice.MONEY_BY_PLATFORM: "«Деньги вернутся через площадку после одобрения возврата»",
    Advice.DROP_PERSONAL: "убрать; хватит номера заказа",
    Advice.DO_NOT_ASK_PERSONAL: "«Назовите, пожалуйста, номер заказа: остальное мы видим»",
    Advice.SAY_MORE: "сказать, что проверили, что решили и что дальше сделать покупателю",
    Advice.NEUTRAL: "«Сожалеем, что так вышло. Давайте разберёмся: …»",
    Advice.NEUTRAL_PLATFORM: "«По этому вопросу поможет поддержка площадки в приложении»",
    Advice.PROMISE_MONEY: "«Деньги возвращает площадка, срок виден в карточке возврата»",
    Advice.PROMISE_DELIVERY: "«Доставкой занимается площадка, срок виден в карточке заказа»",
    Advice.PROMISE_DECISION: "«Заявку рассмотрит площадка, решение появится в карточке возврата»",
    Advice.SHORTEN: "оставить ответ на вопрос и следующий шаг",
    Advice.FILE_KIND: "сохранить как JPEG, PNG или PDF",
    Advice.FILE_SIZE: "сжать до 5 МБ",
    Advice.FILES_TOTAL: "отправить частями",
    Advice.BE_CONCRETE: "что именно, где, когда и сколько раз: «поле «Состав», ошибка …, с 10:01»",
    Advice.ASK_CONCRETELY: "назвать действие: «просим проверить приёмку поставки …»",
    Advice.FACTS_NOT_BLAME: "«В ответе не учтены вложения № 1 и № 2, просим проверить ещё раз»",
    Advice.DROP_SECRET: "удалить и сменить ключ, если его кто-то видел",
}


def verdict(findings: tuple[Finding, ...], audience: Audience) -> str:
    """Say first whether to send; then every remark with its fragments, reason and wording."""
    checked = f"Проверил как {CHECKED_AS[audience]}."
    remarks = _grouped(findings)
    if not remarks:
        return f"<b>Можно отправлять</b>\n{checked}"
    head = f"<b>Лучше не отправлять: {counted(len(remarks), REMARKS)}</b>\n{checked}"
    told = [_remark(n, found, audience) for n, found in enumerate(remarks, 1)]
    shown = len(told)
    while sum(len(each) + 2 for each in told[:shown]) > _ROOM:
        shown -= 1
    more = [f"… и ещё {counted(len(told) - shown, REMARKS)}."] if shown < len(told) else []
    return "\n\n".join([head, *told[:shown], *more])


def block(text: str) -> str:
    """Show a text as a block that a tap copies."""
    return f"<pre>{escape(text)}</pre>"


def remark_names(findings: tuple[Finding, ...]) -> str:
    """Name the faults in a line, each once: for a warning beside something else."""
    return ", ".join(dict.fromkeys(FAULTS[each.fault] for each in findings))


def _grouped(findings: tuple[Finding, ...]) -> list[list[Finding]]:
    """One fault is one remark, however often it stands there."""
    groups: dict[Fault, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.fault, []).append(each)
    return list(groups.values())


def _remark(number: int, found: list[Finding], audience: Audience) -> str:
    first = found[0]
    fragments = [] if first.fault is Fault.SECRET else [_fragment(each) for each in found[:MOST]]
    more = f" и ещё {len(found) - MOST}" if len(found) > MOST else ""
    name = FAULTS[first.fault]
    quotes = f"{', '.join(dict.fromkeys(fragments))}{more}: {name}" if fragments else name
    better = [f"Лучше: {ADVICE[each]}." for each in dict.fromkeys(each.advice for each in found)]
    return "\n".join([f"{number}.{NBSP}{quotes}.", _reason(first.fault, audience), *better])


def _fragment(finding: Finding) -> str:
    return quoted(excerpt(finding.fragment, 80)) if finding.fragment else ""


def _reason(fault: Fault, audience: Audience) -> str:
    if audience is Audience.SUPPORT and fault is Fault.BLAME:
        return _BLAME_IN_APPEAL
    if fault not in RULES:
        return REASONS[fault]
    if audience is Audience.WB_BUYER:
        return f"По правилам WB {RULES[fault]}."
    return f"{RULES[fault][:1].upper()}{RULES[fault][1:]}."
