"""Appeals: the composed text to copy, and the question for the number that follows it."""

from cases.case import Case
from cases.lifecycles import Status
from handlers.desk import Desk, Words
from handlers.keyboards import Rows, button, markup
from handlers.presses import CasePress, MovePress
from handlers.speech import say
from texts import appeals, cards, copying
from texts.appeals import Appeal


async def say_appeal(case: Case, desk: Desk) -> Words:
    """Show the text; for a draft the half hour to the question for its number begins now.

    A copy button tells the bot nothing, so showing stands for copying (`cases/clocks.py`).
    """
    if case.status is Status.DRAFT:
        await desk.journal.show_appeal(case.id, desk.now)
    files = await desk.attachments.of(case.id)
    marketplace = case.cabinet.marketplace
    appeal = appeals.compose(case.answers, files, desk.rules.zone, marketplace)
    *before, last = copying.shown(appeal, unsent=case.status is Status.DRAFT)
    to = desk.person.telegram_id
    return [*(say(to, text) for text in before), say(to, last, markup(_buttons(case, appeal)))]


def number_buttons(case: Case) -> Rows:
    """Offer to enter the number of a draft, or to have its text again."""
    enter = MovePress(move="send", case=case.id, version=case.version)
    return [
        [button(copying.ENTER_NUMBER, enter, style="success")],
        [button(copying.NOT_SENT, CasePress(what="unsent", case=case.id))],
    ]


def _buttons(case: Case, appeal: Appeal) -> Rows:
    text = copying.copied(appeal)
    copy = [button(copying.COPY, copies=text)] if text else []
    number = number_buttons(case)[0] if case.status is Status.DRAFT else []
    return [copy, number, [button(cards.VIEWS["open"], CasePress(what="open", case=case.id))]]
