"""The talk: a number named in a group that has asked for it brings the short card of its case."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.case import Case, Group
from cases.roles import Action, Place
from cases.talk import MOST_CASES, named
from handlers.desk import Desk, Words
from handlers.keyboards import Button, Rows, button, markup
from handlers.screens import Screen
from handlers.speech import show
from handlers.status import link_to, open_in_private
from texts import talk as words
from texts import team

router = Router(name=__name__)


class TalkPress(CallbackData, prefix="gt"):
    """The owner lets numbers be heard in the talk of a group, or no longer."""

    chat: int
    on: bool


def in_talk(message: Message, desk: Desk | None = None) -> bool:
    """Whether numbers are heard here: what does not look at the journal is asked first."""
    if desk is None or desk.place is not Place.GROUP or not desk.talks:
        return False
    text = message.text or message.caption or ""
    return not text.startswith("/") and bool(named(text))


@router.message(in_talk)
async def show_mentioned(message: Message, desk: Desk) -> Words:
    """Show the cases that were named, each at most once an hour, without a sound."""
    cases = await _named(message, desk)
    if not cases:
        return []
    text = words.mentioned(cases, desk.rules, desk.now)
    keyboard = open_in_private(cases[0], desk) if len(cases) == 1 else markup(_links(cases, desk))
    return [message.reply(text, reply_markup=keyboard, disable_notification=True)]


@router.callback_query(TalkPress.filter())
async def switch_talk(callback: CallbackQuery, callback_data: TalkPress, desk: Desk) -> Words:
    """Let numbers be heard in a group, or no longer; say what it takes."""
    desk.require(Action.LEAD_TEAM)
    group = await desk.groups.let_talk(callback_data.chat, on=callback_data.on)
    if group is None:
        return [callback.answer(team.BUTTON_IS_PAST)]
    shown = await groups_screen(desk)
    text = f"{words.switched(group)}\n\n{shown.text}"
    return [callback.answer(), show(callback, text, shown.keyboard)]


async def groups_screen(desk: Desk) -> Screen:
    """Show the team's groups with their switches."""
    found = await desk.groups.bound()
    rows = [[_switch(each, several=len(found) > 1)] for each in found]
    return Screen(words.groups(found), markup(rows))


def _switch(group: Group, *, several: bool) -> Button:
    press = TalkPress(chat=group.chat_id, on=not group.talks)
    return button(words.switch(group, several=several), press)


async def _named(message: Message, desk: Desk) -> list[Case]:
    found: dict[int, Case] = {}
    for number in named(message.text or message.caption or ""):
        found |= {case.id: case for case in await desk.cases_named(number)}
    shown: list[Case] = []
    for case in found.values():
        if len(shown) < MOST_CASES and await desk.talk.may_show(message.chat.id, case.id, desk.now):
            shown.append(case)
    return shown


def _links(cases: list[Case], desk: Desk) -> Rows:
    return [[button(f"#{case.id}", url=link_to(case, desk)) for case in cases]]
