"""Checking: «Можно ли это отправлять?», asked of a reply or an appeal before it is sent."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.answers import Attachment
from cases.case import Case
from cases.checking.checker import check
from cases.checking.findings import BUYERS, Audience, Fault, Finding
from cases.filling import Draft
from cases.kinds import Kind, Marketplace
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.hearing import heard
from handlers.keyboards import Button, Keyboard, Rows, button, copying, in_rows, markup
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.presses import CasePress, CheckPress
from handlers.screens import Screen
from handlers.speech import say, show
from texts import cards
from texts import checking as words
from texts.formats import LONGEST_MESSAGE

router = Router(name=__name__)
_FAULTS = tuple(Fault)


@router.message(Command("check"), F.chat.type == "private")
async def check_text(
    message: Message, command: CommandObject, desk: Desk, state: FSMContext
) -> Words:
    """Check what stands after the command or in the message it replies to, or ask for a text."""
    desk.require(Action.VIEW)
    answered = message.reply_to_message
    text, files = (command.args or "").strip(), _files(message)
    if not text and answered is not None:
        text, files = kept_text(answered), (*files, *_files(answered))
    if not text and not files and answered is not None:
        return [message.answer(words.NOTHING_TO_CHECK)]
    if not text and not files:
        shown = await pile.open_form(Draft(id=str(desk.update_id), form="check"), desk, state)
        return [message.answer(shown.text, reply_markup=shown.keyboard)]
    said = _verdict(text, files, await _audience(None, desk), None, desk)
    return [message.answer(each.text, reply_markup=each.keyboard) for each in said]


@router.callback_query(CheckPress.filter(F.what == "ask"))
async def ask_for_text(
    callback: CallbackQuery, callback_data: CheckPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for a text to check, maybe the answer in one case."""
    desk.require(Action.VIEW)
    case = await _case(callback_data.case, Action.VIEW, desk)
    draft = Draft(id=str(desk.update_id), form="check", case_id=case.id if case else None)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), say(desk.person.telegram_id, shown.text, shown.keyboard)]


@router.callback_query(CheckPress.filter(F.what == "as"))
async def check_otherwise(callback: CallbackQuery, callback_data: CheckPress, desk: Desk) -> Words:
    """Check the same text for somebody else; the message under the button keeps it."""
    desk.require(Action.VIEW)
    if not isinstance(callback.message, Message):
        return [callback.answer(words.NOTHING_TO_CHECK, show_alert=True)]
    case = await _case(callback_data.case, Action.VIEW, desk)
    text = kept_text(callback.message)
    said = _verdict(text, (), meant(Audience, callback_data.audience), case, desk)
    first = show(callback, said[0].text, said[0].keyboard)
    more = [say(desk.person.telegram_id, each.text, each.keyboard) for each in said[1:]]
    return [callback.answer(), first, *more]


@router.callback_query(CheckPress.filter(F.what == "send"))
async def send_anyway(callback: CallbackQuery, callback_data: CheckPress, desk: Desk) -> Words:
    """Record in the case's history that the text is sent in spite of the remarks; once a check."""
    case = await desk.case(callback_data.case, Action.MOVE)
    comment = f"{callback_data.check}:{','.join(_from_bits(callback_data.faults))}"
    if any(line.comment == comment for line in await desk.history.of(case.id)):
        return [callback.answer(words.NOTED_ALREADY)]
    await desk.history.note(case.id, desk.by, "sent_despite", comment=comment)
    card = say(desk.person.telegram_id, words.OVERRIDDEN, markup([_card(case)]))
    return [callback.answer(words.NOTED), card]


@finishes("check")
async def tell_verdict(draft: Draft, desk: Desk) -> Ending:
    """Say whether the text that was asked for may be sent."""
    case = await _case(draft.case_id or 0, Action.VIEW, desk)
    said = _verdict(draft.answers["reply"], (), await _audience(case, desk), case, desk)
    more = (say(desk.person.telegram_id, each.text, each.keyboard) for each in said[1:])
    return Ending(said[0], tuple(more))


def kept_text(message: Message) -> str:
    """Return the text of a message; of one of ours only the block that is there to be copied."""
    for entity in message.entities or ():
        if entity.type == "pre":
            return entity.extract_from(message.text or "")
    return (message.text or message.caption or "").strip()


async def _audience(case: Case | None, desk: Desk) -> Audience:
    """For whom a text is, when nobody has said so: the stricter rules are WB's."""
    if case is not None and case.kind is Kind.SUPPORT_TICKET:
        return Audience.SUPPORT
    if case is not None:
        return BUYERS[case.cabinet.marketplace]
    known = {cabinet.marketplace for cabinet in await desk.cabinets.all()}
    return BUYERS[Marketplace.OZON if known == {Marketplace.OZON} else Marketplace.WB]


def _verdict(
    text: str, files: tuple[Attachment, ...], audience: Audience, case: Case | None, desk: Desk
) -> list[Screen]:
    """Say the verdict and keep the text, in a message of its own where both do not fit in one."""
    findings = check(text, audience, files)
    said, keyboard = (
        words.verdict(findings, audience),
        _buttons(text, findings, audience, case, desk),
    )
    if any(each.fault is Fault.SECRET for each in findings):
        rows = markup([[button(words.CHECK_ANOTHER, _ask(case))]])
        return [Screen(f"{said}\n\n{words.TEXT_KEPT_BACK}", rows)]
    if not text:
        return [Screen(said, markup([[button(words.CHECK_ANOTHER, _ask(case))]]))]
    if len(said) + len(text) <= LONGEST_MESSAGE:
        return [Screen(f"{said}\n\n{words.block(text)}", keyboard)]
    return [Screen(f"{said}\n\n{words.TEXT_BELOW}"), Screen(words.block(text), keyboard)]


def _buttons(
    text: str, findings: tuple[Finding, ...], audience: Audience, case: Case | None, desk: Desk
) -> Keyboard | None:
    number = case.id if case else 0
    others = [each for each in Audience if each is not audience] if case is None else []
    rows: Rows = [
        copying(words.COPY, text),
        [button(words.CHECK_ANOTHER, _ask(case))],
        *in_rows(
            button(words.AS_FOR[each], CheckPress(what="as", case=number, audience=each))
            for each in others
        ),
    ]
    if case is not None and findings:
        send = CheckPress(
            what="send", case=number, faults=_to_bits(findings), check=desk.update_id
        )  # fmt: skip
        rows.insert(1, [button(words.SEND_ANYWAY, send)])
    if case is not None:
        rows.append(_card(case))
    return markup(rows)


def _ask(case: Case | None) -> CheckPress:
    return CheckPress(what="ask", case=case.id if case else 0)


def _card(case: Case) -> list[Button]:
    return [button(f"{cards.OPEN} #{case.id}", CasePress(what="open", case=case.id))]


async def _case(case_id: int, action: Action, desk: Desk) -> Case | None:
    return await desk.case(case_id, action) if case_id else None


def _files(message: Message) -> tuple[Attachment, ...]:
    attachment = heard(message).attachment
    return (attachment,) if attachment else ()


def _to_bits(findings: tuple[Finding, ...]) -> int:
    return sum(1 << _FAULTS.index(fault) for fault in {each.fault for each in findings})


def _from_bits(bits: int) -> list[str]:
    return [fault.value for at, fault in enumerate(_FAULTS) if bits >> at & 1]
