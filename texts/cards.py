"""The cards: a case in full for the team, and short for the group."""

from collections.abc import Sequence
from datetime import datetime

from cases.answers import Attachment, moment_of
from cases.case import Case, Person
from cases.kinds import Kind
from cases.lifecycles import Side, Status
from cases.readiness import readiness_of
from cases.record import HistoryLine
from cases.returns import differing
from cases.rules import DAY, Rules
from texts import absences, coaching, snoozes
from texts.appeals import lights
from texts.formats import (
    NBSP,
    clock_time,
    day,
    escape,
    excerpt,
    fitting,
    initial,
    interval,
    moment,
    moment_msk,
    quoted,
    small,
    sum_of,
)
from texts.forms import identifiers
from texts.naming import (
    answer_by,
    done,
    goods,
    heading,
    is_hard,
    led_by,
    public_number,
    subject,
    time_left,
    who_and_what,
)
from texts.promises import is_promised_until, promise_lines
from texts.record import newest_line
from texts.returns import advice, asked_line, money_lines
from texts.tags import line as tag_line
from texts.words import (
    KINDS,
    PRIORITIES,
    STATUSES,
    choice,
)
from texts.working import working_line

COMPLETE = "Дополнить"
OPEN_IN_PRIVATE, NOTE_SEEN, OPEN = "Открыть в личке", "Вижу", "Открыть"
VIEWS = {
    "card": "Карточка",
    "full": "Подробно",
    "history": "История",
    "more": "Ещё",
    "appeal": "Текст обращения",
    "again": "Похожее обращение",
    "escalation": "Текст эскалации",
    "anew": "Новый диалог",
    "hand": "Передать",
    "link": "Связать",
    "links": "Связи",
    "merge": "Объединить",
    "entries": "Записи",
    "write": "Добавить запись",
    "their_status": "Статус площадки",
    "tags": "Метки",
    "open": "Карточка",
}
"""The views of a case, by the word that their buttons carry."""
SEEN = "Отметил, что вы видели."


def card(case: Case, rules: Rules, now: datetime) -> str:
    """Show a case to a member of the team, in private."""
    about = [who_and_what(case)] if who_and_what(case) else []
    lines = [f"<b>{heading(case, now)}</b>", *about]
    lines += [subject(case)] if subject(case) else []
    told = str(case.answers.get("summary") or "")
    lines += [quoted(excerpt(told, 300)), ""] if told or not case.wiped_at else [""]
    lines += [state_line(case, rules, now), *_their_status(case)]
    lines += [*deadline_lines(case, rules, now), *snoozes.card_lines(case, rules, now)]
    lines += [*absences.card_line(case, rules, now), *asked_line(case, rules, now)]
    lines += [*promise_lines(case, rules, now), *money_lines(case, differing(case))]
    lines += [*coaching.card_lines(case, rules.zone, now), *advice(case, now)]
    lines += [*newest_line(case, rules, now), *working_line(case, rules, now)]
    lines += [*_wiped(case, rules, now), _footer(case)]
    ready = readiness_of(case)
    lines += [lights(ready)] if ready else []
    lines += [tag_line(case.tags)] if case.tags else []
    return "\n".join(lines)


def group_card(case: Case, rules: Rules, now: datetime) -> str:
    """Show a case in the group: no buyer's personal data, no free text (DOMAIN.md, Privacy)."""
    lines = [heading(case, now, with_cabinet=False)]
    about = ", ".join(filter(None, (_buyer_initial(case), identifiers(goods(case)))))
    lines.append(" · ".join(filter(None, (about, public_number(case), led_by(case)))))
    lines.append(STATUSES[case.status])
    lines += [*deadline_lines(case, rules, now), *working_line(case, rules, now)]
    return "\n".join(line for line in lines if line)


def saved(case: Case, rules: Rules, now: datetime) -> str:
    """Say that a case is in the journal now, and what the bot will do about it."""
    text = f"Записал: #{case.id}."
    if case.due_at is not None and case.due_at > now:
        text += f" {_until(case, rules, now)}. {_will_remind(case, now)}"
    elif case.due_at is not None:
        passed = "Срок уже прошёл" if is_hard(case, rules) else "Наш порог уже позади"
        text += f" {passed}: {interval(now - case.due_at)} назад."
    elif case.status is Status.DRAFT:
        text += " Это черновик: отправьте обращение и впишите номер."
    return text


def state_line(case: Case, rules: Rules, now: datetime) -> str:
    """Say whose move it is and since when."""
    sign = {Side.OURS: "↩️", Side.THEIRS: "⏳", Side.NOBODY: "✅"}[case.side]
    since = case.waiting_since if case.waiting_since and case.side is Side.OURS else case.since
    if case.closed and case.closed_at:
        ended = moment(case.closed_at, rules.zone, now)
        return f"{sign} {STATUSES[case.status]} {ended}{_outcome(case)}"
    told = f"{sign} {STATUSES[case.status]}, с {_since(case, since, rules, now)}"
    if case.answered_at and case.side is Side.OURS and case.waiting_since is None:
        told += f"\nПокупателю ответили {moment(case.answered_at, rules.zone, now)}"
    return told


def deadline_lines(case: Case, rules: Rules, now: datetime) -> list[str]:
    """Say until when, and how much is left; nothing for a case without a deadline."""
    if case.due_at is None or case.closed:
        return []
    return [f"{_until(case, rules, now)}, {time_left(case, case.due_at, rules, now)}"]


def details(
    case: Case, lines: list[str], files: tuple[tuple[int, Attachment], ...], now: datetime,
    entries: Sequence[str] = (),
) -> str:  # fmt: skip
    """Show every answer of the form, the list of files and what was written in afterwards."""
    listed = [
        f"📎 №{NBSP}{number} {quoted(excerpt(file.name, 60))}"
        + (f": {escape(excerpt(file.caption))}" if file.caption else "")
        for number, file in files
    ]
    return fitting("\n".join([f"<b>{heading(case, now)}</b>", *lines]), [*listed, *entries])


def handed_to_you(case: Case, by: Person, rules: Rules, now: datetime) -> str:
    """Tell the assignee about a case that somebody else has registered."""
    return f"На вас записано #{case.id}, от кого: {escape(by.name)}.\n\n{card(case, rules, now)}"


def who_was_first(case: Case, change: str) -> str:
    """Tell the second of two people that somebody was first; `change` says who and what."""
    return f"#{case.id} уже изменилось: {change}. Как сейчас:"


def last_change(line: HistoryLine, rules: Rules) -> str:
    """Name a change: what was done, who has done it, at what time."""
    who = escape(line.person) if line.person else "бот"
    gone = f" #{line.comment.split()[0]}" if line.what == "merged_here" and line.comment else ""
    return f"{done(line.what)}{gone}, {who}, {clock_time(line.at, rules.zone)}"


def same_number(case: Case, now: datetime) -> str:
    """Say that the number is in the journal already."""
    since = interval(now - case.moved_at)
    return (
        f"Этот номер уже в журнале: #{case.id}, {KINDS[case.kind].lower()},"
        f" {small(STATUSES[case.status])} {since}, {led_by(case)}."
    )


def _their_status(case: Case) -> list[str]:
    told = case.answers.get("their_status")
    return [f"Статус площадки: {quoted(str(told))}"] if told else []


def _wiped(case: Case, rules: Rules, now: datetime) -> list[str]:
    at = case.wiped_at
    return [f"Данные покупателя удалены {day(at, rules.zone, now)}"] if at else []


def _buyer_initial(case: Case) -> str:
    return initial(str(case.answers.get("buyer") or ""))


def _since(case: Case, since: datetime, rules: Rules, now: datetime) -> str:
    appeared = case.answers.get("appeared")
    if appeared and since == moment_of(appeared).at and not moment_of(appeared).has_time:
        from_midnight = clock_time(since, rules.zone) == "00:00"
        counted = "с начала дня" if from_midnight else "с нашего ответа"
        return f"{moment(since, rules.zone, now)} (время неизвестно, считаю {counted})"
    return moment(since, rules.zone, now)


def _until(case: Case, rules: Rules, now: datetime) -> str:
    assert case.due_at is not None  # noqa: S101 - callers have looked
    if is_promised_until(case):
        return f"Обещали до {moment_msk(case.due_at, rules.zone, now)}"
    if case.kind is Kind.SUPPORT_TICKET:
        return f"Свой срок {moment_msk(case.due_at, rules.zone, now)}"
    return answer_by(case, case.due_at, rules, now)


def _will_remind(case: Case, now: datetime) -> str:
    assert case.due_at is not None  # noqa: S101 - callers have looked
    days = [d for d in (5, 3, 2, 1) if case.due_at - d * DAY > now]
    if not days:
        return "Напомню ещё раз до срока."
    listed = ", ".join(str(d) for d in days[:-1])
    written = f"{listed} и {days[-1]}" if listed else str(days[-1])
    return f"Напомню за {written} {'день' if days[-1] == 1 else 'дня'}."


def _outcome(case: Case) -> str:
    outcome = case.answers.get("outcome") or case.answers.get("chat_outcome")
    name = "outcome" if case.answers.get("outcome") else "chat_outcome"
    said = f", итог: {small(choice(name, str(outcome)))}" if outcome else ""
    return said + (f", нам вернули {sum_of(case.recovered)}" if case.recovered else "")


def _linked(case: Case) -> str:
    more = f" и ещё {case.links - 1}" if case.links > 1 else ""
    return f"связано с #{case.linked_id}{more}"


def _footer(case: Case) -> str:
    parts = [f"💰 {sum_of(case.risk)}"] if case.risk else []
    parts += [f"📎 {case.attachments}"] if case.attachments else []
    parts += [f"записей {case.entries}"] if case.entries else []
    parts += [_linked(case)] if case.linked_id else []
    parts += [led_by(case)]
    if case.kind is Kind.SUPPORT_TICKET:
        parts.append(f"срочность {PRIORITIES[case.priority]}")
    return " · ".join(parts)
