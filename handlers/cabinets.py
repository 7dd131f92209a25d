"""The cabinets: the owner adds them and gives them names."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.filling import Draft
from cases.kinds import Currency, Marketplace
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.pile import Ending, finishes
from handlers.presses import TeamPress
from handlers.screens import Screen
from handlers.speech import show
from texts import team

router = Router(name=__name__)


@router.message(Command("cabinets"), F.chat.type == "private")
async def show_cabinets(message: Message, desk: Desk) -> Words:
    """List the cabinets."""
    desk.require(Action.LEAD_TEAM)
    shown = await _cabinets(desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(TeamPress.filter(F.what == "add_cabinet"))
async def add_cabinet(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    """Ask for a new cabinet."""
    desk.require(Action.LEAD_TEAM)
    draft = Draft(id=str(desk.update_id), form="cabinet_setup")
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TeamPress.filter(F.what == "rename_cabinet"))
async def rename_cabinet(
    callback: CallbackQuery, callback_data: TeamPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for another name."""
    desk.require(Action.LEAD_TEAM)
    draft = Draft(id=str(desk.update_id), form="cabinet_rename", subject_id=callback_data.id)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(TeamPress.filter(F.what == "switch_chats"))
async def switch_chats(callback: CallbackQuery, callback_data: TeamPress, desk: Desk) -> Words:
    """Keep whether the marketplace has switched the chats of a cabinet off."""
    desk.require(Action.LEAD_TEAM)
    await desk.cabinets.switch_chats(callback_data.id)
    shown = await _cabinets(desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("cabinet_setup")
async def keep_cabinet(draft: Draft, desk: Desk) -> Ending:
    """Keep a new cabinet; after the first one say what comes next."""
    desk.require(Action.LEAD_TEAM)
    first = not await desk.cabinets.all()
    cabinet = await desk.cabinets.add(
        Marketplace(draft.answers["marketplace"]),
        draft.answers["cabinet_name"],
        Currency(draft.answers["currency"]),
    )
    if first:
        rows = [[button(team.INVITE, TeamPress(what="invite"))]]
        return Ending(Screen(team.setup_next(cabinet), markup(rows)))
    return Ending(Screen(f"{team.cabinet_added(cabinet)}"))


@finishes("cabinet_rename")
async def keep_name(draft: Draft, desk: Desk) -> Ending:
    """Give a cabinet another name."""
    desk.require(Action.LEAD_TEAM)
    assert draft.subject_id is not None  # noqa: S101 - the draft names its cabinet
    await desk.cabinets.rename(draft.subject_id, draft.answers["cabinet_name"])
    cabinet = await desk.cabinets.get(draft.subject_id)
    return Ending(Screen(team.cabinet_renamed(cabinet)) if cabinet else await _cabinets(desk))


async def _cabinets(desk: Desk) -> Screen:
    found = await desk.cabinets.all()
    rows = [
        [button(f"{team.RENAME}: {c.name}"[:64], TeamPress(what="rename_cabinet", id=c.id))]
        for c in found
    ]
    rows += [
        [button(team.chats_button(c)[:64], TeamPress(what="switch_chats", id=c.id))]
        for c in found
        if c.marketplace is Marketplace.OZON
    ]
    rows.append([button(team.ADD_CABINET, TeamPress(what="add_cabinet"))])
    return Screen(team.cabinets(found), markup(rows))
