"""The entering: what is asked and said when something is written into the record of a case."""

from collections.abc import Callable
from datetime import datetime

from cases.answers import moment_of
from cases.case import Case, Person
from cases.entering import Effect, Unchanged
from cases.kinds import Kind
from cases.moments import Moment
from cases.record import NewEntry
from cases.rules import Rules
from texts.cards import card
from texts.formats import counted, day, escape, excerpt, moment, quoted, small
from texts.naming import done
from texts.record import CHARACTERS, kind_words, numbers_of
from texts.words import STATUSES

WHAT_IS_IT = "Если это из переписки, отметьте, что это:"
WRITTEN_ALREADY = "Это уже записано."
TIME_TAKEN = "Время записал."
WHICH_CASE = (
    "В этом сообщении несколько обращений. Откройте нужное и ответьте на его карточку: так я пойму,"
    " куда записать."
)
STATUS_SAME = "Статус площадки и был таким, ничего не менял."
NO_STATUS = "none"
AWAKE_AGAIN = "\nНапоминания больше не отложены: покупатель написал."
MOST_WORDS = 150
"""Characters of an entry in a word to somebody else."""


def more_taken(length: int) -> str:
    """Say that what was typed is a part of the text now."""
    return f"Дописал к тексту, всего {counted(length, CHARACTERS)}."


def edited(case_id: int) -> str:
    """Say that the text of an entry that is still to be made follows the message."""
    return f"Исправил текст записи в #{case_id}."


def stays(case_id: int) -> str:
    """Say that an entry does not follow its message any more."""
    return (
        f"Запись в #{case_id} осталась как была: записанное не правят. Если исправление важно,"
        " ответьте на карточку новым текстом."
    )


def written(case: Case, entry: NewEntry, effect: Effect, rules: Rules, now: datetime) -> str:
    """Say what was written into the case, and why it has not changed if one might expect that."""
    kind = small(kind_words(entry.kind, case.kind))
    told = moment if entry.at.has_time else day
    at = told(entry.at.at, rules.zone, now)
    files = f", {numbers_of(entry.files)}" if entry.files else ""
    head = f"Записал в #{case.id}: {kind}, {at}{files}."
    if effect.begins:
        return f"{head}\nЭто раньше, чем я знал: срок ответа теперь идёт с этого времени."
    if effect.unchanged is None:
        return head
    since = moment(effect.since, rules.zone, now) if effect.since else ""
    return f"{head}\n{UNCHANGED[effect.unchanged](case, since)}"


def told_to_leader(
    case: Case, entry: NewEntry, by: Person, rules: Rules, now: datetime
) -> str:  # fmt: skip
    """Tell whoever leads the case what somebody else has written into it."""
    kind = small(kind_words(entry.kind, case.kind))
    words = quoted(excerpt(entry.text, MOST_WORDS)) if entry.text else numbers_of(entry.files)
    head = f"{escape(by.name)} записывает в #{case.id}, {kind}: {words}"
    return f"{head}\n\n{card(case, rules, now)}"


def buyer_wrote(case: Case, what: str, by: Person, rules: Rules, now: datetime) -> str:
    """Tell whoever leads the case that somebody else has noted a message of the buyer."""
    at = moment_of(case.answers["appeared"])
    told = moment if at.has_time else day
    head = f"{escape(by.name)} отмечает в #{case.id}: {done(what)}"
    return f"{head}, {told(at.at, rules.zone, now)}.\n\n{card(case, rules, now)}"


def noted(at: Moment, rules: Rules, now: datetime) -> str | None:
    """Return how history keeps the real time of an entry; None when it was written at once."""
    if not at.has_time:
        return at.at.astimezone(rules.zone).date().isoformat()
    return at.at.isoformat() if (now - at.at).total_seconds() >= 60 else None  # noqa: PLR2004 - people do not write seconds


def _closed(case: Case, _: str) -> str:
    again = "«Открыть снова»" if case.kind is not Kind.BUYER_CHAT else "«Покупатель написал»"
    return f"Обращение закрыто, и запись его не открывает. Если вопрос живой, нажмите {again}."


def _draft(_: Case, __: str) -> str:
    return (
        "Это ещё черновик, поэтому статус прежний. Если обращение уже в поддержке, нажмите"
        " «Отправлено» и впишите номер, потом отметьте ответ."
    )


def _older(case: Case, since: str) -> str:
    status = small(STATUSES[case.status])
    return (
        f"Это раньше последнего движения ({since}), поэтому статус прежний: {status}."
        " Если это всё-таки новее, отметьте кнопкой на карточке."
    )


def _answered(_: Case, __: str) -> str:
    return (
        "Статус и так «Ответили, проверить», движение отметил. Если поддержка ждёт чего-то от нас,"
        " нажмите «Ждут от нас»."
    )


def _waits_for_us(_: Case, __: str) -> str:
    return "Поддержка по-прежнему ждёт от нас. Когда ответите ей, нажмите «Мы ответили»."


def _to_check(_: Case, __: str) -> str:
    return (
        "Движение отметил, статус прежний: «Ответили, проверить». Если ответ не решает вопрос,"
        " нажмите «Эскалация»."
    )


def _before_message(_: Case, since: str) -> str:
    return (
        f"Это раньше, чем покупатель написал ({since}), поэтому срок ответа идёт дальше."
        " Когда ответите, нажмите «Мы ответили»."
    )


def _nobody_waits(_: Case, since: str) -> str:
    known = f"Покупателю уже ответили {since}" if since else "Покупатель нашего ответа не ждёт"
    return f"{known}, сроки не изменились."


def _before_answer(_: Case, since: str) -> str:
    return (
        f"Это раньше нашего ответа ({since}), поэтому новый срок не пошёл. Если покупатель написал"
        " после него, нажмите «Покупатель написал» и укажите время."
    )


def _same_turn(_: Case, since: str) -> str:
    return f"Покупатель и так ждёт с {since}: срок ответа прежний."


def _no_turn(case: Case, _: str) -> str:
    return (
        f"На шаге «{STATUSES[case.status]}» срок ответа не идёт. Если это новый шаг возврата,"
        " отметьте его кнопкой; если новый вопрос, заведите чат: /new"
    )


def _disputed(_: Case, __: str) -> str:
    return "Если это решение по спору, отметьте его: «За покупателя» или «За нас»."


UNCHANGED: dict[Unchanged, Callable[[Case, str], str]] = {
    Unchanged.CLOSED: _closed,
    Unchanged.DRAFT: _draft,
    Unchanged.OLDER: _older,
    Unchanged.ANSWERED: _answered,
    Unchanged.WAITS_FOR_US: _waits_for_us,
    Unchanged.TO_CHECK: _to_check,
    Unchanged.BEFORE_MESSAGE: _before_message,
    Unchanged.NOBODY_WAITS: _nobody_waits,
    Unchanged.BEFORE_ANSWER: _before_answer,
    Unchanged.SAME_TURN: _same_turn,
    Unchanged.NO_TURN: _no_turn,
    Unchanged.DISPUTED: _disputed,
}
"""Why nothing changed, and what the person can do; the second word is when that was."""
