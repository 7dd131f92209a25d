"""Registering: a new case from the first question to «Сохранить»."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, or_f
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import Attachment, moment_of, money_of
from cases.beginning import first_status
from cases.case import Case
from cases.drafts import DRAFTED
from cases.filling import Draft
from cases.kinds import Category, Kind
from cases.lifecycles import Status
from cases.roles import Action
from handlers import doubles, parting, pile
from handlers.appeals import say_appeal
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.presses import DraftPress, NewPress
from handlers.screens import Screen, offer_to_continue
from handlers.speech import card_keyboard, card_text, say, show
from handlers.topics import words_of_topic
from storage.columns import NewCase
from texts import cards, team, words
from texts import drafts as draft_words
from texts import forms as form_words

router = Router(name=__name__)


@router.message(or_f(Command("new"), F.text == team.MENU_NEW), F.chat.type == "private")
async def choose_kind(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Offer the three kinds, and the half-filled form if there is one."""
    desk.require(Action.REGISTER)
    if not await desk.cabinets.all():
        return [message.answer(team.NO_CABINETS)]
    kept = [each for each in await pile.everything(state) if each.form in DRAFTED]
    shown = _choose(len(kept))
    if kept and not kept[-1].aside:
        shown = offer_to_continue(kept[-1], desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(NewPress.filter())
async def begin(
    callback: CallbackQuery, callback_data: NewPress, desk: Desk, state: FSMContext
) -> Words:
    """Begin the form of a kind, or show the kinds again («Начать новое»)."""
    desk.require(Action.REGISTER)
    if callback_data.kind == "over":
        await pile.put_aside(state)
        shown = _choose(len(await pile.everything(state)))
    else:
        draft = Draft(id=str(desk.update_id), form=meant(Kind, callback_data.kind).value)
        shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes(*Kind)
async def save(draft: Draft, desk: Desk) -> Ending:
    """Keep the case, unless it seems to be in the journal already: then the person decides."""
    desk.require(Action.REGISTER)
    new = await _new_case(draft, desk)
    double = await doubles.find(draft, new, desk)
    if double:
        return double
    mentioned = await doubles.mention_closed(new, desk)
    registered = await desk.journal.register(new, desk.by)
    await desk.spoken.belong(draft.id, registered.id)
    told = await doubles.tell_owner(draft, registered, desk)
    case = await parting.link(draft, registered, desk)
    said = cards.saved(case, desk.rules, desk.now)
    text = "\n\n".join(filter(None, (said, mentioned, card_text(case, desk))))
    appeal = await say_appeal(case, desk) if case.status is Status.DRAFT else []
    more = (*_tell_assignee(case, desk), *told, *appeal)
    return Ending(Screen(text, card_keyboard(case, desk)), more)


async def _new_case(draft: Draft, desk: Desk) -> NewCase:
    kind = Kind(draft.form)
    answers = dict(forms.complete(draft))
    cabinet_id = int(answers.pop("cabinet"))
    number = answers.pop("number", None)
    files = tuple(Attachment(**each) for each in answers.pop("attachments", None) or ())
    answers |= await words_of_topic(answers, desk)
    answers |= {"follows": draft.follows} if draft.follows is not None else {}
    appeared = answers.get("appeared")
    return NewCase(
        kind=kind,
        status=first_status(kind, number, answers),
        cabinet_id=cabinet_id,
        answers=answers,
        number=number,
        assignee_id=await _assignee(answers.pop("assignee", None), cabinet_id, answers, desk),
        risk=money_of(answers.get("risk_sum") or answers.get("price")),
        waiting_since=moment_of(appeared).at if appeared else None,
        attachments=files,
    )


async def _assignee(
    chosen: str | None, cabinet_id: int, answers: dict[str, object], desk: Desk
) -> int:
    """Whoever was chosen and is still here, else the cabinet's default, else the author."""
    if chosen is not None and await desk.people.get(int(chosen)):
        return int(chosen)
    cabinet = await desk.cabinets.get(cabinet_id)
    financial = answers.get("category") == Category.FINANCE
    default = (cabinet.financial_id if financial else cabinet.operational_id) if cabinet else None
    return default or desk.person.id


def _tell_assignee(case: Case, desk: Desk) -> tuple[TelegramMethod[Any], ...]:
    if case.assignee is None or case.assignee.id == desk.person.id:
        return ()
    text = cards.handed_to_you(case, desk.person, desk.rules, desk.now)
    return (say(case.assignee.telegram_id, text, card_keyboard(case, desk)),)


def _choose(waiting: int) -> Screen:
    """Offer the kinds, and the way to the drafts when some are waiting."""
    rows = [[button(words.KINDS[kind], NewPress(kind=kind))] for kind in Kind]
    if waiting:
        rows.append([button(draft_words.drafts_button(waiting), DraftPress(what="list"))])
    return Screen(form_words.WHICH_KIND, markup(rows))
