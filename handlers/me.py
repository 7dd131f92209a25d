"""What a person sets for themselves: their quiet hours and who their deputy is (/me)."""

from dataclasses import replace
from datetime import time

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.case import Person
from cases.filling import Draft
from cases.hours import (
    NO_QUIET,
    SOME_HOURS,
    HoursTooLong,
    HoursUnreadable,
    hours_of,
    parse_hours,
)
from cases.move_fields import QUIET as QUIET_FORM
from cases.roles import Action
from cases.rules import QuietHours
from cases.standing_in import lasts
from handlers import pile
from handlers.absence import AwayPress, roster_of
from handlers.desk import Desk, Words
from handlers.keyboards import button, in_rows, markup
from handlers.meaning import ButtonIsPast, meant
from handlers.pile import Ending, finishes
from handlers.screens import Screen
from handlers.speech import say, show
from handlers.typed_hours import QUIET, look_at, looking_at
from texts import me as words
from texts.absences import team_line
from texts.refusals import refusal

router = Router(name=__name__)
hours = Router(name=f"{__name__}.hours")
"""Hours that are typed under those to choose from: listens before a number is looked for."""
READY: dict[str, QuietHours] = {
    "21": QuietHours(time(21), time(9)),
    "22": QuietHours(time(22), time(8)),
    "23": QuietHours(time(23), time(7)),
}
"""Quiet hours to choose from, by the code that the button carries."""


class MePress(CallbackData, prefix="me"):
    """Something a person does about themselves; `id` is another person."""

    what: str
    id: int = 0
    hours: str = ""


@router.message(Command("me"), F.chat.type == "private")
async def show_me(message: Message, desk: Desk) -> Words:
    """Show what the person has set."""
    shown = await _me(desk.person, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "me"))
async def show_me_again(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    """Go back to what the person has set."""
    desk.require(Action.VIEW)
    await look_at("", "", state, desk.now)
    shown = await _me(desk.person, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "hours"))
async def choose_quiet(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    """Offer quiet hours to choose from."""
    desk.require(Action.VIEW)
    await look_at(QUIET, "", state, desk.now)
    ready = [
        button(words.hours_label(each), MePress(what="quiet", hours=code))
        for code, each in READY.items()
    ]
    more = [
        button(words.AS_TEAM, MePress(what="quiet", hours="team")),
        button(words.NONE, MePress(what="quiet", hours="none")),
        button(words.OWN, MePress(what="own")),
    ]
    keyboard = markup([ready, more[:2], more[2:], [button(words.BACK, MePress(what="me"))]])
    return [callback.answer(), show(callback, words.WHICH_HOURS, keyboard)]


@hours.message(
    F.text.regexp(SOME_HOURS), StateFilter(None), F.chat.type == "private", looking_at(QUIET)
)
async def take_quiet(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Keep the quiet hours that are typed under those to choose from."""
    desk.require(Action.VIEW)
    try:
        typed = parse_hours(message.text or "")
    except (HoursUnreadable, HoursTooLong) as error:
        return [message.answer(refusal(error, QUIET_FORM[0], desk.rules.zone, desk.now))]
    await look_at("", "", state, desk.now)
    shown = await _keep_quiet(typed, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "quiet"))
async def set_quiet(
    callback: CallbackQuery, callback_data: MePress, desk: Desk, state: FSMContext
) -> Words:
    """Keep the quiet hours that were chosen."""
    desk.require(Action.VIEW)
    await look_at("", "", state, desk.now)
    choices: dict[str, QuietHours | None] = {**READY, "team": None, "none": NO_QUIET}
    shown = await _keep_quiet(meant(choices, callback_data.hours), desk)
    return [callback.answer(words.KEPT), show(callback, shown.text, shown.keyboard)]


@router.callback_query(MePress.filter(F.what == "own"))
async def ask_quiet(callback: CallbackQuery, desk: Desk, state: FSMContext) -> Words:
    """Ask for hours that are not among the buttons."""
    desk.require(Action.VIEW)
    draft = Draft(id=str(desk.update_id), form="quiet")
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("quiet")
async def keep_quiet(draft: Draft, desk: Desk) -> Ending:
    """Keep the quiet hours that were typed."""
    desk.require(Action.VIEW)
    return Ending(await _keep_quiet(hours_of(draft.answers["quiet_hours"]), desk))


async def _keep_quiet(quiet: QuietHours | None, desk: Desk) -> Screen:
    await desk.people.set_quiet(desk.person, quiet)
    await desk.clocks.look_at_near(desk.person, desk.now)
    return await _me(replace(desk.person, quiet=quiet), desk)


@router.callback_query(MePress.filter(F.what == "deputies"))
async def choose_deputy(callback: CallbackQuery, desk: Desk) -> Words:
    """Offer who may be the deputy."""
    desk.require(Action.VIEW)
    others = [each for each in await desk.people.team() if each.id != desk.person.id]
    buttons = [button(each.name[:40], MePress(what="deputy", id=each.id)) for each in others]
    buttons.append(button(words.NOBODY, MePress(what="deputy")))
    rows = [*in_rows(buttons), [button(words.BACK, MePress(what="me"))]]
    return [callback.answer(), show(callback, words.WHO_IS_DEPUTY, markup(rows))]


@router.callback_query(MePress.filter(F.what == "deputy"))
async def set_deputy(callback: CallbackQuery, callback_data: MePress, desk: Desk) -> Words:
    """Keep who is the deputy, and tell them."""
    desk.require(Action.VIEW)
    deputy = await desk.people.get(callback_data.id) if callback_data.id else None
    if deputy is None and callback_data.id:
        raise ButtonIsPast
    await desk.people.set_deputy(desk.person, deputy.id if deputy else None)
    person = await desk.people.get(desk.person.id)
    shown = await _me(person or desk.person, desk)
    told = [say(deputy.telegram_id, words.you_are_deputy(desk.person))] if deputy else []
    return [callback.answer(words.KEPT), show(callback, shown.text, shown.keyboard), *told]


async def _me(person: Person, desk: Desk) -> Screen:
    roster = await roster_of(desk)
    presence = team_line(person, roster)
    text = words.me(person, roster.find(person.deputy_id), presence, desk.rules)
    away = lasts(person, desk.now)
    gone = AwayPress(what="back" if away else "away", id=person.id)
    rows = [
        [
            button(words.QUIET, MePress(what="hours")),
            button(words.DEPUTY, MePress(what="deputies")),
        ],
        [button(words.BACK_AGAIN if away else words.AWAY, gone)],
    ]
    return Screen(text, markup(rows))
