"""How and where: the official path in steps, and the sections of the cabinet as the team knows."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.case import Cabinet
from cases.filling import Draft
from cases.kinds import Category, Marketplace
from cases.roles import Action
from cases.rules import DAY
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Rows, button, in_rows, markup
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.presses import HowPress
from handlers.screens import Screen
from handlers.speech import show
from texts import how as words
from texts.words import CHOICES

router = Router(name=__name__)


@router.message(Command("how"), F.chat.type == "private")
async def show_way(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Show the way that was named, or offer the three."""
    desk.require(Action.REGISTER)
    named = (command.args or "").strip().casefold()
    shown = await _way(words.SPOKEN.get(named, named), desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(HowPress.filter(F.what == "way"))
async def show_way_pressed(callback: CallbackQuery, callback_data: HowPress, desk: Desk) -> Words:
    """Show the way that was pressed."""
    desk.require(Action.REGISTER)
    shown = await _way(callback_data.where, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(HowPress.filter(F.what == "sections"))
async def choose_section(callback: CallbackQuery, callback_data: HowPress, desk: Desk) -> Words:
    """Ask which category's section is to be filled in."""
    desk.require(Action.LEAD_TEAM)
    where = callback_data.where
    rows = in_rows(
        button(
            CHOICES["category"][each], HowPress(what="section", where=where, category=each.value)
        )
        for each in words.FILLED_IN
    )
    rows.append([button(words.BACK, HowPress(what="way", where=where))])
    shown = await _way(where, desk)
    return [callback.answer(), show(callback, shown.text, markup(rows))]


@router.callback_query(HowPress.filter(F.what == "section"))
async def ask_for_section(
    callback: CallbackQuery, callback_data: HowPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for the name of the section."""
    desk.require(Action.LEAD_TEAM)
    marketplace = meant(Marketplace, callback_data.where)
    category = meant(Category, callback_data.category)
    about = {"marketplace": marketplace.value, "category": category.value}
    draft = Draft(id=str(desk.update_id), form="section_name", answers=about)
    shown = await pile.open_form(draft, desk, state)
    text = f"{words.section_for(marketplace, category)}\n{shown.text}"
    return [callback.answer(), show(callback, text, shown.keyboard)]


@finishes("section_name")
async def keep_section(draft: Draft, desk: Desk) -> Ending:
    """Keep the name; from now on everybody sees it."""
    desk.require(Action.LEAD_TEAM)
    marketplace = Marketplace(draft.answers["marketplace"])
    category = Category(draft.answers["category"])
    await desk.sections.keep(marketplace, category, draft.answers["section_name"])
    return Ending(await _way(marketplace, desk))


async def _way(where: str, desk: Desk) -> Screen:
    if where not in words.WHERE:
        return Screen(words.choices(), markup(_ways("")))
    if where == "chat":
        days = desk.rules.reply_limits[Marketplace.WB].within // DAY
        return Screen(words.chat(days, await _without_chats(desk)), markup(_ways(where)))
    marketplace = Marketplace(where)
    off = await _without_chats(desk) if marketplace is Marketplace.OZON else ()
    text = words.support(marketplace, await desk.sections.of(marketplace), off)
    fill = [button(words.FILL_IN, HowPress(what="sections", where=where))]
    rows = _ways(where) + ([fill] if desk.may(Action.LEAD_TEAM) else [])
    return Screen(text, markup(rows))


async def _without_chats(desk: Desk) -> tuple[Cabinet, ...]:
    return tuple(each for each in await desk.cabinets.all() if each.chats_off)


def _ways(besides: str) -> Rows:
    return in_rows(
        button(label, HowPress(what="way", where=where))
        for where, label in words.WHERE.items()
        if where != besides
    )
