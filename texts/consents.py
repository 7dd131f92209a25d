"""The consents: what the manager and the owner read of a move that the owner must allow."""

from datetime import datetime

from cases.case import Case, Person
from cases.consents import at_stake
from cases.money import Money
from cases.rules import Rules
from texts.cards import card
from texts.formats import CURRENCIES, clock_time, escape, quoted, sum_of

YES, NO = "Да, отказать", "Нет"
LIMIT_OFF, OTHER_SUM, BACK = "Без порога", "Другая сумма", "← Назад"
TOO_LATE = "Этот запрос уже решён."
NOBODY_TO_ASK = "Владелец ещё не нажал Start, спросить некого. Попросите его открыть бота."


def sent(limit: Money) -> str:
    """Tell the manager that the owner was asked."""
    return f"Отказывать в возврате дороже {sum_of(limit)} может владелец. Отправил ему запрос."


def sent_before(at: datetime, rules: Rules) -> str:
    """Tell the manager that the owner was asked already."""
    return f"Запрос владельцу отправлен в {clock_time(at, rules.zone)}, ждём ответа."


def question(case: Case, by: Person, rules: Rules, now: datetime) -> str:
    """Ask the owner: who wants what, for how much and why."""
    stake = at_stake(case)
    sum_told = f" на {sum_of(stake)}" if stake else ""
    reason = str(case.answers.get("refusal") or "")
    why = f"\nПричина: {quoted(reason)}" if reason else ""
    return (
        f"{escape(by.name)} хочет отказать в возврате #{case.id}{sum_told}. Разрешаете?{why}"
        f"\n\n{card(case, rules, now)}"
    )


def allowed(case: Case, by: Person) -> str:
    """Tell the manager that the owner has allowed it and it is done."""
    return (
        f"{escape(by.name)} разрешает: в возврате #{case.id} отказано. Нажмите «Отклонить» на WB."
    )


def declined(case: Case, by: Person) -> str:
    """Tell the manager that the owner has not allowed it."""
    return f"{escape(by.name)} не разрешает отказать по #{case.id}. Возврат снова ждёт решения."


def changed_since(case: Case) -> str:
    """Tell the owner that the case is not what they were asked about."""
    return f"#{case.id} изменилось после запроса, он снят. Решите по карточке. Как сейчас:"


def limits(known: dict[str, int | None]) -> str:
    """Show from which sums on the owner is asked."""
    lines = [f"{CURRENCIES[each].capitalize()}: {_limit(each, known[each])}" for each in known]
    head = "Отказ в возврате дороже этой суммы ждёт вашего «Да»:"
    return "\n".join([head, *lines, "", "Какой порог изменить?"])


def one_limit(currency: str, minor: int | None) -> str:
    """Ask for another limit of one currency."""
    told = CURRENCIES[currency].capitalize()
    return f"{told}: сейчас {_limit(currency, minor)}. Дороже какой суммы спрашивать вас?"


def limit_button(currency: str, minor: int | None) -> str:
    """Write a limit on a button."""
    return sum_of(Money(minor, currency)) if minor is not None else LIMIT_OFF


def _limit(currency: str, minor: int | None) -> str:
    return f"дороже {sum_of(Money(minor, currency))}" if minor is not None else "без порога"
