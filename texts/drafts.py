"""The drafts: how half-filled registrations are listed, offered again and announced to go."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cases import forms
from cases.drafts import DRAFTED, MOST, goes_at
from cases.filling import Draft
from texts.formats import NBSP, clock_time, excerpt, moment, quoted
from texts.forms import FORM_TITLES
from texts.words import choice

TO_DRAFTS, DELETE, LEAVE = "Черновики", "Удалить", "Оставить"
NONE = "Черновиков нет. Записать: /new"
GONE = "Этого черновика уже нет."
NOTHING_AT_HAND = "Отменять нечего. Отложенное лежит в черновиках: /drafts"
TOO_MANY = f"Черновиков уже {MOST}. Закончите или удалите один: /drafts, потом начните новое."


def described(draft: Draft, zone: ZoneInfo, now: datetime) -> str:
    """Write «чат с покупателем, шаг 3 из 6, «Разошёлся шов…», вчера 18:20»."""
    parts = [FORM_TITLES[draft.form].lower(), _how_far(draft), _about(draft)]
    at = datetime.fromtimestamp(draft.touched, UTC) if draft.touched else None
    parts += [recently(at, zone, now)] if at else []
    return ", ".join(filter(None, parts))


def listed(kept: list[Draft], zone: ZoneInfo, now: datetime) -> str:
    """List the drafts by number, the newest first."""
    lines = [f"{n}. {described(each, zone, now)}" for n, each in enumerate(kept, 1)]
    head = "Черновики. Храню 7 дней после последней правки, за день предупрежу."
    return "\n".join([head, "", *lines])


def go_on(number: int) -> str:
    """Name the button of one draft."""
    return f"Продолжить{NBSP}{number}"


def delete(number: int) -> str:
    """Name the button that deletes one draft."""
    return f"Удалить{NBSP}{number}"


def sure_to_delete(draft: Draft, zone: ZoneInfo, now: datetime) -> str:
    """Ask before a draft is deleted."""
    return f"Удалить черновик: {described(draft, zone, now)}?"


def deleted(draft: Draft) -> str:
    """Say that a draft is gone."""
    about = _about(draft)
    return f"Удалил: {FORM_TITLES[draft.form].lower()}{f', {about}' if about else ''}."


def drafts_button(waiting: int) -> str:
    """Name the way to the drafts."""
    return f"{TO_DRAFTS}: {waiting}"


def unfinished(told: str, form: str) -> str:
    """Offer to go on with a half-filled form, or to begin another one beside it."""
    text = f"Есть незаконченное: {told}. Продолжить или начать новое?"
    stays = "\nНачнёте новое, это останется в черновиках: /drafts"
    return text + (stays if form in DRAFTED else "")


def updated_aside(note: str, told: str) -> str:
    """Say what was changed in a draft that lies aside."""
    return f"{note} Черновик: {told}."


def goes_tomorrow(draft: Draft, zone: ZoneInfo, now: datetime) -> str:
    """Announce that a draft goes, a day before."""
    end = goes_at(draft)
    until = moment(end, zone, now) if end else ""
    return f"Черновик лежит без правок, удалю его {until}: {described(draft, zone, now)}."


def recently(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write «сегодня 10:20», «вчера 18:20», «ср 04.03, 10:01»."""
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    near = {0: "сегодня", 1: "вчера"}.get(days)
    return f"{near} {clock_time(at, zone)}" if near else moment(at, zone, now)


def _how_far(draft: Draft) -> str:
    if forms.current(draft) is None:
        return "осталось сохранить"
    step = forms.progress(draft)
    return f"шаг {step.step} из {step.total}"


def _about(draft: Draft) -> str:
    """Quote what the draft is about: the first of its telling answers."""
    answers = draft.answers
    told = answers.get("summary") or answers.get("pasted")
    if told:
        return quoted(excerpt(str(told), 40))
    if answers.get("topic"):
        return quoted(choice("topic", str(answers["topic"])))
    known = answers.get("goods") or answers.get("entities") or []
    return quoted(str(known[0]["value"])) if known else ""
