"""The duty: who hears of nobody's cases, today or this week (/duty)."""

from datetime import datetime, time, timedelta

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.case import Duty, Person
from cases.orders import UnknownName, named, read_order, read_span
from cases.refusals import Refusal
from cases.roles import Action
from cases.roster import Roster
from handlers.absence import UNTIL, roster_of
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, button, in_rows, markup
from handlers.meaning import ButtonIsPast
from handlers.screens import Screen
from handlers.speech import say, show
from texts import absences as words
from texts.refusals import refusal

router = Router(name=__name__)
SUNDAY = 6


class DutyPress(CallbackData, prefix="du"):
    """Something about the duty: who, until today's end or Sunday's, or nobody any more."""

    what: str
    id: int = 0


@router.message(Command("duty"), F.chat.type == "private")
async def show_or_set_duty(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Keep who is on duty when they are named, else show it and offer whom to choose."""
    desk.require(Action.VIEW)
    roster = await roster_of(desk)
    order = read_order(command.args or "")
    if not (order.before or order.after):
        return [message.answer(words.duty(roster), reply_markup=_offer(roster, desk))]
    try:
        person = named(roster.people, (*order.before, *order.after)[0])
        _, until = read_span(order.dates, desk.now, desk.rules.zone) if order.dates else (
            desk.now, _end_of_day(desk, 0),
        )  # fmt: skip
    except UnknownName as error:
        return [message.answer(words.unknown_name(error.name, roster.people))]
    except Refusal as error:
        why = refusal(error, UNTIL, desk.rules.zone, desk.now)
        return [message.answer(f"{why}\n{words.HOW_DUTY}")]
    if person.id != desk.person.id and not desk.may(Action.LEAD_TEAM):
        return [message.answer(words.DUTY_OF_OTHERS)]
    shown, told = await _set(person, until, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard), *told]


@router.callback_query(DutyPress.filter())
async def choose_duty(callback: CallbackQuery, callback_data: DutyPress, desk: Desk) -> Words:
    """Choose who is on duty and until when, or end the duty."""
    desk.require(Action.VIEW)
    person = await desk.people.get(callback_data.id or desk.person.id)
    if person is None:
        raise ButtonIsPast
    if person.id != desk.person.id:
        desk.require(Action.LEAD_TEAM)
    told: Words = []
    if callback_data.what == "who":
        shown = _until(person)
    elif callback_data.what == "none":
        shown = await _end(desk)
    else:
        days = SUNDAY - desk.now.astimezone(desk.rules.zone).weekday()
        ends = _end_of_day(desk, days if callback_data.what == "week" else 0)
        shown, told = await _set(person, ends, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *told]


async def _set(person: Person, until: datetime, desk: Desk) -> tuple[Screen, Words]:
    await desk.presence.set_duty(Duty(person.id, desk.now, until))
    await desk.clocks.look_at_near(person, desk.now)
    roster = await roster_of(desk)
    told: Words = []
    if person.id != desk.person.id:
        text = words.you_are_on_duty(until, desk.rules, desk.now)
        told = [say(person.telegram_id, text)]
    return Screen(words.duty(roster), _offer(roster, desk)), told


async def _end(desk: Desk) -> Screen:
    roster = await roster_of(desk)
    on_duty = roster.on_duty
    if on_duty is not None:
        if on_duty.id != desk.person.id:
            desk.require(Action.LEAD_TEAM)
        await desk.presence.set_duty(Duty(on_duty.id, desk.now, desk.now))
    roster = await roster_of(desk)
    return Screen(words.duty(roster), _offer(roster, desk))


def _offer(roster: Roster, desk: Desk) -> Keyboard | None:
    """Offer everybody to the owner, themselves to the others."""
    if desk.may(Action.LEAD_TEAM):
        people = [button(p.name[:40], DutyPress(what="who", id=p.id)) for p in roster.people]
    else:
        people = [button(words.TAKE_DUTY, DutyPress(what="who", id=desk.person.id))]
    on_duty = roster.on_duty
    mine = on_duty is not None and (on_duty.id == desk.person.id or desk.may(Action.LEAD_TEAM))
    ends = [button(words.NO_DUTY, DutyPress(what="none"))] if mine else []
    return markup([*in_rows(people), ends])


def _until(person: Person) -> Screen:
    today = button(words.TODAY, DutyPress(what="today", id=person.id))
    week = button(words.THIS_WEEK, DutyPress(what="week", id=person.id))
    return Screen(words.how_long(person), markup([[today, week]]))


def _end_of_day(desk: Desk, days: int) -> datetime:
    zone = desk.rules.zone
    day = desk.now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), zone).astimezone(desk.now.tzinfo)
