"""The coaching: how far an escalation is, when to look next, what may follow the fifth move."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.answers import moment_of
from cases.case import Case
from cases.escalation import Step, is_exhausted, proofs_lacking, steps_left, steps_made
from cases.fields import Answers
from cases.lifecycles import Status
from texts.formats import escape, moment, moment_msk, quoted
from texts.words import LIGHTS

LONGEST_SUMMARY = 1500
NOT_YET = (
    "Новое обращение можно начать, когда сделаны все 5 шагов эскалации."
    " Раньше это может только владелец."
)
STEPS: dict[Step, str] = {
    Step.SAME_DIALOG: "ответить в том же диалоге",
    Step.RESTATED: "повторить просьбу одной фразой",
    Step.MISSED: "назвать, что не учли",
    Step.ATTACHED: "приложить недостающее",
    Step.SPECIALIST: "попросить специалиста по теме",
}


def card_lines(case: Case, zone: ZoneInfo, now: datetime) -> list[str]:
    """Say how far an escalation has come and when to look next; nothing before the first one."""
    if not steps_made(case.answers) or case.closed:
        return []
    return [progress(case.answers), *_next_look(case, zone, now)]


def progress(answers: Answers) -> str:
    """Write «Эскалация: сделано 3 из 5, осталось …», or that the dialog is exhausted."""
    if is_exhausted(answers):
        return (
            "Эскалация: сделаны все 5 шагов, диалог исчерпан. Если ответа по сути не"
            " будет, начните новое обращение."
        )
    left = ", ".join(STEPS[step] for step in steps_left(answers))
    return f"Эскалация: сделано {len(steps_made(answers))} из {len(Step)}, осталось {left}."


def after(case: Case) -> str:
    """Say below the text what to do with it, how far it has come and which proofs would help."""
    told = [f"Отправьте в диалог №{escape(case.number or '')}.", progress(case.answers)]
    lacking = proofs_lacking(case.answers, case.attachments)
    if Step.ATTACHED in steps_left(case.answers) and lacking:
        told.append(f"Что усилит: {', '.join(LIGHTS[field] for field in lacking)}.")
    return "\n".join(told)


def reread(fragments: Iterable[str]) -> str:
    """Ask to reread what sounds like blame or says nothing."""
    listed = ", ".join(dict.fromkeys(quoted(each) for each in fragments))
    return f"Перечитайте: {listed}. Спокойная фраза с фактом ведёт к ответу быстрее."


def ping(case: Case, subject: str, due: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Remind to look whether the dialog was answered. `subject` is HTML."""
    left = ", ".join(STEPS[step] for step in steps_left(case.answers))
    told = f"Если ответа по сути нет, осталось: {left}." if left else _EXHAUSTED
    return (
        f"⏳ Пора заглянуть в диалог №{escape(case.number or '')} по #{case.id} «{subject}»:"
        f" договорились на {moment(due, zone, now)}. {told}"
    )


def no_number(case: Case) -> str:
    """Say what is missing when the dialog has no number."""
    return (
        f"В #{case.id} нет номера диалога, а текст эскалации начинается с него."
        " Впишите номер и нажмите «Эскалация» снова."
    )


def apart(case: Case) -> str:
    """Give the reason why the new appeal is not the old one once more."""
    if is_exhausted(case.answers):
        return f"Диалог №{case.number} исчерпан: сделаны все 5 шагов эскалации (#{case.id})."
    return f"Новое обращение после диалога №{case.number} (#{case.id}), решение владельца."


def continued(summary: str, number: str) -> str:
    """Mention the former dialog in the new appeal, if there is room for it."""
    longer = f"{_ended(summary)} Раньше писали в диалоге №{number}, вопрос остаётся открытым."
    return longer if len(longer) <= LONGEST_SUMMARY else summary


def begun_anew(case: Case) -> str:
    """Say what the new appeal has taken over, and that it will be linked."""
    head = "Диалог исчерпан. " if is_exhausted(case.answers) else ""
    return (
        f"{head}Взял из #{case.id} всё, кроме номера: он будет новый."
        f" Сохраните, свяжу с #{case.id}."
    )


def begun_before(case: Case, made: Case) -> str:
    """Say which appeal goes on after the exhausted dialog: a second one is not begun."""
    return f"Уже заведён #{made.id}: он продолжает #{case.id}."


def _ended(text: str) -> str:
    return text if text[-1:] in ".!?…" else f"{text}."


def _next_look(case: Case, zone: ZoneInfo, now: datetime) -> list[str]:
    planned = case.answers.get("next_look")
    if case.status is not Status.ESCALATED or not planned:
        return []
    due = moment_of(planned).at
    if due <= now:
        return [f"Пора заглянуть в диалог: договорились на {moment(due, zone, now)}"]
    return [f"Заглянуть в диалог {moment_msk(due, zone, now)}"]


_EXHAUSTED = (
    "Все 5 шагов сделаны, диалог исчерпан. Если ответа по сути нет, нажмите на карточке «Ещё»,"
    " «Новый диалог»."
)
