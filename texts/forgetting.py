"""The forgetting: what will be wiped when the owner asks, what stays, that there is no way back."""

from collections.abc import Sequence
from datetime import datetime

from cases.case import Case, Person
from cases.rules import Rules
from texts.attachments import FILES
from texts.formats import NBSP, counted, day, escape, excerpt, quoted
from texts.naming import heading
from texts.team import who

USAGE = (
    "Чьи данные забыть? Напишите номер обращения: /forget 18123456 или /forget #57."
    " Подойдёт и то, по чему покупателя можно найти: имя, телефон, номер заказа."
    " Бывший сотрудник: /forget @имя."
)
YES, NO, ALL = "Да, забыть", "Нет", "Забыть все"
GONE = "Этих обращений больше не нашёл. Попробуйте /forget ещё раз."
LEFT = "Оставил как есть."
CHANGED = "Пока вы смотрели, кое-что изменилось. Вот как сейчас."
TOO_MANY = "Нашёл слишком много. Напишите точнее: номер обращения, имя целиком, телефон."
ENTRIES = ("запись", "записи", "записей")
CASES = ("обращение", "обращения", "обращений")
_NO_WAY_BACK = "Вернуть будет нельзя."
_STAYS = "Останутся номер, вид, даты, статус, итог, суммы и кто что делал."


def nothing(asked: str) -> str:
    """Say that nobody and nothing is found by this."""
    return (
        f"Ни обращений, ни бывших сотрудников по {quoted(excerpt(asked, 60))} не нашёл."
        " Напишите номер обращения, имя покупателя, телефон или номер заказа."
    )


def choose(asked: str, cases: int, people: int) -> str:
    """Ask which of those that were found is meant."""
    found = [counted(cases, CASES)] if cases else []
    found += ["бывших сотрудников: " + str(people)] if people else []
    return f"По {quoted(excerpt(asked, 60))} нашёл: {', '.join(found)}. Что забыть?"


def all_button(cases: int) -> str:
    """Offer to forget all of them."""
    return f"{ALL} {cases}"


def person_button(person: Person) -> str:
    """Name a former colleague on a button: not HTML."""
    return f"Бывший сотрудник {person.name}"


def still_open(cases: Sequence[Case]) -> str:
    """Say that an open case cannot do without its buyer."""
    listed = ", ".join(f"#{case.id}" for case in cases)
    many = len(cases) > 1
    return (
        f"{listed} ещё {'открыты' if many else 'открыто'}: без данных покупателя"
        f" {'с ними' if many else 'с ним'} нельзя работать. Закройте, потом забудьте."
    )


def forgotten_already(case: Case, rules: Rules, now: datetime) -> str:
    """Say that there is nothing to forget any more."""
    at = case.wiped_at or now
    return f"В #{case.id} данные покупателя уже удалены {day(at, rules.zone, now)}."


def ask(case: Case, gone_by: datetime | None, rules: Rules, now: datetime) -> str:
    """Show what of a case will be wiped, and ask once more."""
    goes = ["имя", "все тексты", "артикулы и заказы"]
    goes += [counted(case.entries, ENTRIES)] if case.entries else []
    goes += [counted(case.attachments, FILES)] if case.attachments else []
    return "\n".join([
        f"Забыть покупателя в #{case.id}?", heading(case, now), "",
        f"Удалятся навсегда: {', '.join(goes)}. {_STAYS}",
        *_elsewhere(gone_by, rules, now), _NO_WAY_BACK,
    ])  # fmt: skip


def ask_all(
    cases: Sequence[Case], gone_by: datetime | None, rules: Rules, now: datetime
) -> str:  # fmt: skip
    """Show which cases will be wiped, and ask once more."""
    return "\n".join([
        f"Забыть покупателя в {counted(len(cases), ('обращении', 'обращениях', 'обращениях'))}?",
        *(heading(case, now) for case in cases), "",
        f"Удалятся навсегда имена, тексты, артикулы и заказы, записи и файлы. {_STAYS}",
        *_elsewhere(gone_by, rules, now), _NO_WAY_BACK,
    ])  # fmt: skip


def ask_person(person: Person, gone_by: datetime | None, rules: Rules, now: datetime) -> str:
    """Show what of a former colleague will be wiped, and ask once more."""
    return "\n".join([
        f"Забыть бывшего сотрудника {who(person)}?", "",
        f"Имя исчезнет отовсюду, вместо него будет «{called(person)}». {_OF_A_PERSON}",
        *_elsewhere(gone_by, rules, now), _NO_WAY_BACK,
    ])  # fmt: skip


_OF_A_PERSON = (
    "Черновики и личные готовые ответы удалятся. Обращения и история останутся. В текстах, где его"
    " назвали другие, имя останется тоже."
)


def called(person: Person) -> str:
    """Name somebody who is forgotten."""
    return f"Бывший сотрудник {person.id}"


def done(cases: Sequence[Case]) -> str:
    """Say that cases were forgotten."""
    listed = ", ".join(f"#{case.id}" for case in cases)
    return f"Забыл покупателя: {listed}. {_ON_DISK}"


def done_person(person: Person) -> str:
    """Say that a former colleague was forgotten."""
    return f"Забыл. Теперь это «{called(person)}». {_ON_DISK}"


_ON_DISK = "С диска следы уйдут за минуту, из очень большого журнала ближайшей ночью."


def _elsewhere(gone_by: datetime | None, rules: Rules, now: datetime) -> list[str]:
    """Tell where it stays for a while."""
    told = "Сообщения в чатах с ботом удалите в Telegram сами."
    if gone_by is None:
        return [told]
    last = day(gone_by, rules.zone, now)
    return [f"В прежних копиях журнала данные останутся, самое позднее до {last}. {told}"]


def found_line(case: Case) -> str:
    """Name a found case on a button: not HTML."""
    return f"#{case.id}{f' №{NBSP}{case.number}' if case.number else ''}"


def refused(asked: str) -> str:
    """Say whom one can not forget."""
    return f"{escape(asked)} ещё в команде. Сначала уберите: /team, потом забудьте."
