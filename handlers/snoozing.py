"""Snoozing: a reminder is put off by its own button, never past the deadline, and brought back."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import moment_of
from cases.case import Case, Snooze
from cases.clocks import running_clocks
from cases.filling import Draft
from cases.ladders import Clock, ClockKind
from cases.roles import Action
from cases.snoozes import Nap, TooLong, allowed_until, date_until, latest_for, nap_until
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Button, Keyboard, Rows, button, markup, with_first
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.pings import Ping, ping_buttons
from handlers.presses import CasePress
from handlers.screens import Screen, screen
from handlers.sleep import SnoozePress
from handlers.speech import card_keyboard, card_text, more_keyboard, show
from texts import cards
from texts import snoozes as words

router = Router(name=__name__)


@router.callback_query(SnoozePress.filter(F.what == "ask"))
async def ask_how_long(callback: CallbackQuery, callback_data: SnoozePress, desk: Desk) -> Words:
    """Offer how long a reminder may wait, under the reminder itself."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if merged := _where_it_went(callback, case, desk):
        return merged
    clock = _clock(case, callback_data.kind, desk)
    if clock is None:
        return [callback.answer(words.NOTHING_RUNS)]
    latest, wall = latest_for(case, desk.person.role, desk.own_rules, desk.now)
    if latest is None:
        text = words.too_long(case, latest, wall, desk.rules, desk.now)
        return [callback.answer(text, show_alert=True)]
    return [callback.answer(), _under(callback, markup(_naps(callback_data)))]


@router.callback_query(SnoozePress.filter(F.what == "back"))
async def show_buttons(callback: CallbackQuery, callback_data: SnoozePress, desk: Desk) -> Words:
    """Put the buttons of the reminder, or of the card, back in their place."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if merged := _where_it_went(callback, case, desk):
        return merged
    return [callback.answer(), _under(callback, _own_buttons(case, callback_data, desk))]


@router.callback_query(SnoozePress.filter(F.what == "date"))
async def ask_date(
    callback: CallbackQuery, callback_data: SnoozePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for the date in a form."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if merged := _where_it_went(callback, case, desk):
        return merged
    about = {"snoozed_clock": callback_data.kind}
    draft = Draft(id=str(desk.update_id), form="snooze", case_id=case.id, answers=about)
    shown = await pile.open_form(draft, desk, state)
    asked = SendMessage(
        chat_id=desk.person.telegram_id, text=shown.text, reply_markup=shown.keyboard
    )
    buttons = _under(callback, _own_buttons(case, callback_data, desk))
    return [callback.answer(), buttons, asked]


@router.callback_query(SnoozePress.filter(F.what == "wake"))
async def wake(callback: CallbackQuery, callback_data: SnoozePress, desk: Desk) -> Words:
    """Let the reminders come in time again («Вернуть к сроку»)."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if merged := _where_it_went(callback, case, desk):
        return merged
    if _clock(case, callback_data.kind, desk) is None:
        shown = show(callback, card_text(case, desk), card_keyboard(case, desk))
        return [callback.answer(words.NOTHING_WAITS), shown]
    if desk.person.id not in case.snoozes:
        told = callback.answer(words.NOT_ASLEEP)
    else:
        await desk.snoozes.wake(case, desk.person.id, desk.now)
        await desk.history.note(case.id, desk.by, "unsnoozed")
        told = callback.answer(words.AWAKE)
    case = await desk.case(case.id, Action.VIEW)
    return [told, _after(callback, case, callback_data, desk)]


@router.callback_query(SnoozePress.filter())
async def snooze(
    callback: CallbackQuery, callback_data: SnoozePress, desk: Desk, state: FSMContext
) -> Words:
    """Put a reminder off by a nap, or by the longest that the deadline allows."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if merged := _where_it_went(callback, case, desk):
        return merged
    clock = _clock(case, callback_data.kind, desk)
    if clock is None:
        return [callback.answer(words.NOTHING_RUNS)]
    try:
        until = await _fall_asleep(case, clock, _wanted(case, callback_data, desk), desk)
    except TooLong as error:
        text = words.too_long(case, error.latest, error.wall, desk.rules, desk.now)
        offered = markup([*_latest(callback_data, error.latest, desk), *_naps(callback_data)])
        return [callback.answer(text, show_alert=True), _under(callback, offered)]
    await _asks_no_more(case, state)
    case = await desk.case(case.id, Action.VIEW)
    told = callback.answer(words.asleep(until, desk.rules, desk.now))
    return [told, _after(callback, case, callback_data, desk)]


@finishes("snooze")
async def keep_date(draft: Draft, desk: Desk) -> Ending:
    """Put a reminder off until the date that was typed, or offer the latest possible one."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened for a case
    case = await desk.case(draft.case_id, Action.VIEW)
    clock = _clock(case, str(draft.answers["snoozed_clock"]), desk)
    if clock is None:
        return Ending(Screen(words.NOTHING_RUNS, markup([[_opened(case)]])))
    wanted = date_until(moment_of(draft.answers["snooze_until"]), desk.now, desk.rules)
    press = SnoozePress(what="", case=case.id, kind=clock.kind, card=True)
    try:
        await _fall_asleep(case, clock, wanted, desk)
    except TooLong as error:
        text = words.too_long(case, error.latest, error.wall, desk.rules, desk.now)
        if error.latest is None:
            return Ending(Screen(text, markup([[_opened(case)]])))
        kept = {name: told for name, told in draft.answers.items() if name != "snooze_until"}
        again = forms.edit(replace(draft, answers=kept), "snooze_until")
        asked = await screen(again, desk, text)
        offered = [_latest_button(press, error.latest, desk), _opened(case)]
        return Ending(Screen(asked.text, with_first(offered, asked.keyboard)), keeps=again)
    case = await desk.case(case.id, Action.VIEW)
    return Ending(Screen(card_text(case, desk), card_keyboard(case, desk)))


async def _asks_no_more(case: Case, state: FSMContext) -> None:
    """Drop the question for a date once a button has answered it: it would take what comes next."""
    for each in await pile.drafts(state):
        if each.form == "snooze" and each.case_id == case.id:
            await pile.throw_away(each.id, state)


def _where_it_went(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    """Show the case that a merged one is in now: what its button stands under is of the old one."""
    if case.came_from is None:
        return []
    return [callback.answer(), show(callback, card_text(case, desk), card_keyboard(case, desk))]


def _clock(case: Case, kind: str, desk: Desk) -> Clock | None:
    """Return the clock that is put off: the one that reminded, else the one that ends first."""
    running = running_clocks(case, desk.rules)
    named = next((clock for clock in running if clock.kind == kind), None)
    return named or min(running, key=lambda clock: clock.due_at, default=None)


def _wanted(case: Case, press: SnoozePress, desk: Desk) -> datetime:
    if press.what == "latest":
        latest, wall = latest_for(case, desk.person.role, desk.own_rules, desk.now)
        if latest is None:
            raise TooLong(latest, wall)
        return latest
    return nap_until(meant(Nap, press.what), desk.now, desk.rules)


async def _fall_asleep(case: Case, clock: Clock, wanted: datetime, desk: Desk) -> datetime:
    until = allowed_until(wanted, case, desk.person.role, desk.own_rules, desk.now)
    snooze = Snooze(until, clock.kind, desk.person.name)
    await desk.snoozes.begin(case, desk.person.id, snooze)
    await desk.clocks.seen(case.id, desk.person.id, desk.now)
    await desk.history.note(case.id, desk.by, "snoozed", comment=until.isoformat())
    return until


def _after(
    callback: CallbackQuery, case: Case, press: SnoozePress, desk: Desk
) -> TelegramMethod[Any]:  # fmt: skip
    """Show the card as it is now, or the reminder with a line that says until when it waits."""
    shown = callback.message
    if press.card or not isinstance(shown, Message):
        return show(callback, card_text(case, desk), card_keyboard(case, desk))
    told = shown.html_text.partition(f"\n\n{words.SIGN}")[0]
    asleep = case.snoozes.get(desk.person.id)
    if asleep is None:
        return show(callback, told, _own_buttons(case, press, desk))
    wake = SnoozePress(what="wake", case=case.id, kind=press.kind)
    text = f"{told}\n\n{words.slept(asleep.until, desk.rules, desk.now)}"
    return show(callback, text, markup([[button(words.WAKE, wake), _opened(case)]]))


def _own_buttons(case: Case, press: SnoozePress, desk: Desk) -> Keyboard | None:
    """Return what stood under the message before."""
    clock = _clock(case, press.kind, desk)
    if press.card or clock is None or clock.kind is ClockKind.NUMBER:
        return more_keyboard(case, desk)
    return markup(ping_buttons(Ping("", case, clock, desk.person, desk.person.role)))


def _under(
    callback: CallbackQuery, keyboard: Keyboard | None
) -> TelegramMethod[Any]:  # fmt: skip
    """Change the buttons and leave the words; a message that is out of reach is said anew."""
    if isinstance(callback.message, Message):
        return callback.message.edit_reply_markup(reply_markup=keyboard)
    return SendMessage(chat_id=callback.from_user.id, text=words.SNOOZE, reply_markup=keyboard)


def _naps(press: SnoozePress) -> Rows:
    def choice(what: str) -> SnoozePress:
        return press.model_copy(update={"what": what})

    naps = [button(words.NAPS[nap], choice(nap)) for nap in Nap]
    date, back = button(words.DATE, choice("date")), button(words.BACK, choice("back"))
    return [naps[:3], [*naps[3:], date], [back]]


def _latest(press: SnoozePress, latest: datetime | None, desk: Desk) -> Rows:
    return [] if latest is None else [[_latest_button(press, latest, desk)]]


def _latest_button(press: SnoozePress, latest: datetime, desk: Desk) -> Button:
    at = press.model_copy(update={"what": "latest"})
    return button(words.latest_button(latest, desk.rules, desk.now), at, style="success")


def _opened(case: Case) -> Button:
    return button(cards.VIEWS["card"], CasePress(what="open", case=case.id))
