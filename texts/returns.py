"""The returns: what WB's manual says of each step, the hints, the sums, the words for a buyer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.answers import moment_of, money_of
from cases.case import Case
from cases.kinds import Kind, Marketplace
from cases.lifecycles import Status
from cases.money import Money
from cases.returns import Hint, Sums, expected, hints
from cases.rules import Rules
from texts.formats import difference_of, interval, moment, sum_of

RULES: dict[Status, str] = {
    Status.AWAITING_BUYER_REQUEST: "запрос оформляет покупатель кнопкой «Вернуть товар» в чате."
    " Если у вас есть «Инициировать возврат», ему останется подтвердить.",
    Status.AWAITING_BUYER_CONFIRM: "после «Инициировать возврат» слово за покупателем:"
    " он подтверждает возврат сам.",
    Status.REQUESTED: "отказать можно в любой момент, пока не нажато «Подтвердить».",
    Status.CHOOSING_WAY: "способов два: «Возврат на ПВЗ», товар проверят на складе,"
    " или «Возврат товара не нужен», он останется у покупателя.",
    Status.CONFIRM_PICKUP: "после «Подтвердить» отказать уже нельзя,"
    " «Отменить» вернёт к выбору способа.",
    Status.CONFIRM_NO_RETURN: "после «Подтвердить» покупателю вернут деньги, отказать уже нельзя."
    " «Отменить» вернёт к выбору способа.",
    Status.REJECT_CONFIRM: "после «Отклонить» покупатель не сможет подать запрос ещё раз,"
    " но может оспорить отказ.",
    Status.REJECTED: "покупатель может оспорить отказ, тогда решит менеджер WB.",
    Status.DISPUTED: "спор решает менеджер WB, вам остаётся следить за его ответом.",
    Status.FOR_BUYER: "вернувшиеся покупателю деньги видны строкой «Возврат» в отчёте о продажах.",
    Status.FOR_SELLER: "запрос на возврат подают один раз, нового по этому товару не будет.",
    Status.APPROVED_PICKUP: "покупатель сдаёт товар в ПВЗ, оттуда он едет на склад на проверку.",
    Status.AT_WAREHOUSE: "товар с подтверждённым браком вернут вам, без брака он пойдёт в продажу.",
    Status.DEFECT_CONFIRMED: "товар с подтверждённым браком возвращают продавцу.",
    Status.DEFECT_NOT_CONFIRMED: "товар без брака снова идёт в продажу.",
    Status.APPROVED_NO_RETURN: "деньги вернутся покупателю за несколько дней,"
    " товар останется у него.",
    Status.MONEY_CHECK: "сумму возврата показывает строка «Возврат» в отчёте о продажах.",
    Status.MISMATCH: "сумму возврата показывает строка «Возврат» в отчёте о продажах:"
    " приложите её к обращению.",
}
"""The one rule of WB's manual for each step, in our words. Told with its source, for WB only."""

HINTS: dict[Hint, str] = {
    Hint.CHECK_FIRST: "С получения прошло {passed}. По инструкции WB запрос через чат возможен"
    " через 14 дней после покупки, до этого путь покупателя «Проверка товара»."
    " Это подсказка, решать можно и сейчас.",
    Hint.NO_RETURN_FIRST: "По инструкции WB такой товар обратно не принимают, а доказательства"
    " есть: сначала подумайте об одобрении без возврата, «Возврат товара не нужен».",
    Hint.ASK_FOR_PROOF: "По инструкции WB такой товар обратно не принимают. Попросите в чате"
    " фото или видео: с ними его можно одобрить без возврата.",
}
GUIDE, CLAIM = "Текст покупателю", "Завести обращение"
RETURN = "Завести возврат"
GUIDE_HEAD = (
    "Текст покупателю, если кнопок возврата в кабинете нет. Нажмите на него, чтобы скопировать:"
)
COPY = "Скопировать"
INSTRUCTION = (
    "Здравствуйте. Чтобы оформить возврат, нажмите в этом чате «Вернуть товар», выберите причину"
    " и приложите фото или видео. Когда запрос придёт, мы его рассмотрим и ответим здесь."
)
"""It fits Telegram's copy button, and the checker of replies has nothing against it."""
NO_INSTRUCTION = "Покупатель уже оформил запрос: текст больше не нужен."
NOTHING_TO_CLAIM = "Суммы сейчас не расходятся, обращение не нужно."
CLAIMED_ALREADY = "Обращение по этому возврату уже заведено:"
RETURNED_ALREADY = "Возврат по этому чату уже заведён:"


def asked_line(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Tell everybody that a refusal waits for the owner, and since when."""
    if case.asked_at is None or case.closed:
        return []
    return [f"Отказ ждёт «Да» владельца с {moment(case.asked_at, rules.zone, now)}"]


def advice(case: Case, now: datetime) -> list[str]:
    """Return what WB's manual says of this step and what else is worth knowing, a thought a line.

    Nothing of it is told to those who sell elsewhere.
    """
    if case.kind is not Kind.CHAT_RETURN or case.cabinet.marketplace is not Marketplace.WB:
        return []
    rule = RULES.get(case.status)
    told = [f"По инструкции WB {rule}"] if rule else []
    return [*told, *(_hint(each, case, now) for each in hints(case, now))]


def _hint(hint: Hint, case: Case, now: datetime) -> str:
    received = case.answers.get("received")
    passed = interval(now - moment_of(received).at) if received else ""
    return HINTS[hint].format(passed=passed)


def sums_line(sums: Sums) -> str:
    """Write the three numbers of a return whose money differs."""
    return (
        f"Подтвердили {sum_of(sums.confirmed)}, в отчёте {sum_of(sums.received)},"
        f" разница {sum_of(sums.difference)}"
    )


def money_lines(case: Case, sums: Sums | None) -> list[str]:
    """Tell on the card which sum was confirmed, or how the sums differ."""
    if sums:
        return [sums_line(sums)]
    confirmed = money_of(case.answers.get("confirmed_sum"))
    return [f"Подтвердили {sum_of(confirmed)}"] if confirmed else []


def not_the_price(answers: Mapping[str, Any]) -> str:
    """Say by how much the sum to be confirmed is not the price."""
    price, confirmed = money_of(answers.get("price")), money_of(answers.get("confirmed_sum"))
    if price is None or confirmed is None:
        return ""
    told = f"Цена {sum_of(price)}, а подтверждаем {sum_of(confirmed)}"
    by = difference_of(price, confirmed)
    if by is None:
        return f"{told}: валюты разные."
    return f"{told}: на {sum_of(by)} {'больше' if confirmed.minor > price.minor else 'меньше'}."


def same_sum(case: Case) -> str:
    """Say that the sum in the report is the one that was confirmed: nothing differs."""
    known = expected(case)
    told = sum_of(known) if known else ""
    return f"{told} и подтвердили: сумма сошлась. Если в отчёте другая, напишите её."


def claim_summary(case: Case, sums: Sums) -> str:
    """Tell the support what does not agree, to which the appeal adds the difference; not HTML."""
    number = f" по заявке {case.number}" if case.number else ""
    return (
        f"Не сходится сумма возврата{number}: подтвердили {_plain(sums.confirmed)}, в отчёте"
        f" о продажах строка «Возврат» на {_plain(sums.received)}."
    )


def claim_from(case: Case, sums: Sums) -> str:
    """Say what the form of the ticket was filled in from."""
    return f"Заполнил по возврату #{case.id}: {_small(sums_line(sums))}. Осталось немного."


def return_from(case: Case) -> str:
    """Say what the form of a return was filled in from."""
    return f"Заполнил по чату #{case.id}, они будут связаны. Осталось немного."


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _plain(money: Money) -> str:
    return sum_of(money).replace("\N{NO-BREAK SPACE}", " ")
