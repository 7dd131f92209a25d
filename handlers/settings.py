"""The settings: what the owner changes in chat for the whole team (/settings)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.choices import NEVER, NO, YES, Choice
from cases.roles import Action
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.meaning import ButtonIsPast, meant
from handlers.screens import Screen
from handlers.speech import show
from texts import choices as words

router = Router(name=__name__)
OFFERED: dict[Choice, tuple[str, ...]] = {
    Choice.CLIMB_AFTER: ("60", "120", "240", "480", NEVER),
    Choice.WEEKENDS_REST: (YES, NO),
}
"""What may be chosen by a button."""


class ChoicePress(CallbackData, prefix="st"):
    """Something the owner does with a setting: all of them, one of them, a value of it."""

    what: str
    choice: str = ""
    value: str = ""


@router.message(Command("settings"), F.chat.type == "private")
async def show_settings(message: Message, desk: Desk) -> Words:
    """Show what holds for the team."""
    desk.require(Action.LEAD_TEAM)
    shown = everything(desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(ChoicePress.filter())
async def look_at_setting(callback: CallbackQuery, callback_data: ChoicePress, desk: Desk) -> Words:
    """Show all settings, or one with what may be chosen, or keep what was chosen."""
    desk.require(Action.LEAD_TEAM)
    if callback_data.what == "all":
        shown = everything(desk)
        return [callback.answer(), show(callback, shown.text, shown.keyboard)]
    choice = meant(Choice, callback_data.choice)
    told = callback.answer()
    if callback_data.what == "set":
        if callback_data.value not in OFFERED[choice]:
            raise ButtonIsPast
        await keep(choice, callback_data.value, desk)
        told = callback.answer(words.KEPT)
    shown = _one(choice, desk)
    return [told, show(callback, shown.text, shown.keyboard)]


async def keep(choice: Choice, value: str, desk: Desk) -> None:
    """Keep what was chosen, and let what was wound by it follow."""
    await desk.team_rules.choose(choice, value)
    if choice is Choice.WEEKENDS_REST:
        await desk.journal.wind_all_clocks()


def everything(desk: Desk) -> Screen:
    """Show all settings of the team as they are now."""
    rows = in_rows(
        button(words.NAMES[each], ChoicePress(what="one", choice=each)) for each in Choice
    )
    return Screen(words.settings(desk.team_rules.rules), markup(rows))


def _one(choice: Choice, desk: Desk) -> Screen:
    offered = in_rows(
        button(words.label(choice, value), ChoicePress(what="set", choice=choice, value=value))
        for value in OFFERED[choice]
    )
    back = [button(words.BACK, ChoicePress(what="all"))]
    return Screen(words.one(choice, desk.team_rules.rules), markup([*offered, back]))
