"""The ready replies: how they are listed, shown, filled from a case and changed."""

import re

from cases.answers import entities_of, money_of
from cases.case import Case
from cases.checking.findings import Finding
from cases.entities import Entity, EntityKind
from cases.replies import ReadyReply
from cases.vocabulary import GOODS_NAME
from texts.checking import block, remark_names
from texts.formats import counted, escape, quoted, sum_of
from texts.words import MARKETPLACES, variable_names

READY_REPLY = "Готовый ответ"
ADD_MINE, ADD_TEAM = "Добавить себе", "Добавить команде"
FOR_CASE, ANOTHER, OPEN_CASE = "Для обращения", "Другой ответ", "Открыть карточку"
REWRITE, RENAME, REMOVE, TAKE = "Изменить текст", "Назвать иначе", "Удалить", "Взять себе"
YES_REMOVE, NO = "Да, удалить", "Нет"
EARLIER, LATER, ALL = "← Раньше", "Ещё →", "Все ответы"
GONE = "Этого ответа уже нет."
REMOVED = "Удалил ответ."
_REPLIES = ("ответ", "ответа", "ответов")


def label(reply: ReadyReply) -> str:
    """Write a reply on a button: not HTML."""
    return f"{reply.title} · {whose(reply)}"


def whose(reply: ReadyReply) -> str:
    """Say whose a reply is."""
    if reply.built_in:
        return "готовый"
    return "общий" if reply.person_id is None else "личный"


def listing(count: int, case: Case | None) -> str:
    """Head the list of ready replies."""
    if case:
        return f"Какой ответ подставить в #{case.id}? Имя и артикул впишу сам."
    return f"Готовые ответы: {counted(count, _REPLIES)}. Выберите, чтобы посмотреть и скопировать."


def shown(reply: ReadyReply) -> str:
    """Show a reply with its variables."""
    head = f"<b>{escape(reply.title)}</b> · {whose(reply)}"
    more = f"\nПодставлю из обращения: {variable_names()}." if "{" in reply.text else ""
    return f"{head}\n{block(reply.text)}{more}"


def filled(reply: ReadyReply, text: str, case: Case, findings: tuple[Finding, ...]) -> str:
    """Show a reply filled from a case, ready to be copied."""
    head = f"<b>{escape(reply.title)}</b> для #{case.id}, нажмите, чтобы скопировать:"
    return f"{head}\n{block(text)}{warning(findings)}"


def missing(reply: ReadyReply, names: tuple[str, ...], case: Case) -> str:
    """Say which values the case lacks; the reply is not shown with blanks."""
    listed = ", ".join(f"{{{name}}}" for name in names)
    return (
        f"В #{case.id} нет данных для {listed}, поэтому {quoted(reply.title)} не подставить.\n"
        "Возьмите другой ответ или скопируйте этот и впишите сами:\n"
        f"{block(reply.text)}"
    )


def saved(reply: ReadyReply, findings: tuple[Finding, ...]) -> str:
    """Say that a reply is kept, and warn of what is wrong in it: the person decides."""
    return f"Сохранил.{warning(findings)}\n\n{shown(reply)}"


def warning(findings: tuple[Finding, ...]) -> str:
    """Name what is wrong in a line, with the fragments; nothing when all is well."""
    if not findings:
        return ""
    fragments = ", ".join(dict.fromkeys(quoted(each.fragment[:60]) for each in findings[:4]))
    return f"\nЛучше поправить: {remark_names(findings)}. Это {fragments}."


def sure_to_remove(reply: ReadyReply) -> str:
    """Ask before a reply is deleted."""
    return f"Удалить {whose(reply)} ответ {quoted(reply.title)}?"


def which_case(reply: ReadyReply) -> str:
    """Ask which of several cases is meant."""
    return f"Нашлось несколько. Для какого подставить {quoted(reply.title)}?"


def values(case: Case) -> dict[str, str]:
    """Return what a case knows for the variables, by their codes; "" for what it does not."""
    found = (
        *entities_of(case.answers.get("goods")), *entities_of(case.answers.get("entities")),
    )  # fmt: skip
    price = money_of(case.answers.get("confirmed_sum") or case.answers.get("price")) or case.risk
    return {
        "buyer": str(case.answers.get("buyer") or "").strip(),
        "article": _first(found, EntityKind.ARTICLE),
        "order": _first(found, EntityKind.ORDER, EntityKind.POSTING),
        "number": case.number or "",
        "goods": _goods(case),
        "sum": sum_of(price) if price else "",
        "marketplace": MARKETPLACES[case.cabinet.marketplace],
    }


def _first(found: tuple[Entity, ...], *kinds: EntityKind) -> str:
    return next((each.value for each in found if each.kind in kinds), "")


def _goods(case: Case) -> str:
    """The name of the goods, as the cabinet's standard phrase has it in the summary."""
    match = re.search(GOODS_NAME, str(case.answers.get("summary") or ""), re.IGNORECASE)
    return match["name"].strip() if match else ""
