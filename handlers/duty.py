"""The duty: who hears of nobody's cases, today or this week (/duty)."""

from datetime import datetime, time, timedelta

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.answers import moment_of
from cases.case import Duty, Person
from cases.filling import Draft
from cases.orders import UnknownName, named, read_span, understood
from cases.refusals import Refusal
from cases.roles import Action
from cases.roster import Roster
from handlers import pile
from handlers.absence import UNTIL, roster_of
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, Rows, button, in_rows, markup
from handlers.meaning import ButtonIsPast, meant, moment
from handlers.pile import Ending, finishes
from handlers.screens import Screen
from handlers.speech import say, show
from texts import absences as words
from texts.refusals import refusal

router = Router(name=__name__)
SUNDAY = 6
UNTIL_AT = "at"
"""How the word of a button begins that carries the end of a duty, in seconds since the epoch."""


class DutyPress(CallbackData, prefix="du"):
    """Something about the duty: who, until when, or nobody any more.

    «today» and «week» stand under messages of older versions.
    """

    what: str
    id: int = 0


@router.message(Command("duty"), F.chat.type == "private")
async def show_or_set_duty(message: Message, command: CommandObject, desk: Desk) -> Words:
    """Keep who is on duty when they are named, else show it and offer whom to choose."""
    desk.require(Action.VIEW)
    roster, zone = await roster_of(desk), desk.rules.zone
    order = understood(command.args or "", roster.people, desk.now, zone)
    if not (order.before or order.after or order.dates):
        return [message.answer(words.duty(roster), reply_markup=_offer(roster, desk))]
    try:
        people = [named(roster.people, each) for each in (*order.before, *order.after)]
        since, until = read_span(order.dates, desk.now, zone) if order.dates else (
            desk.now, _end_of_day(desk, 0),
        )  # fmt: skip
    except UnknownName as error:
        return [message.answer(words.unknown_name(error.name, roster.people))]
    except Refusal as error:
        why = refusal(error, UNTIL, zone, desk.now)
        return [message.answer(f"{why}\n{words.HOW_DUTY}")]
    if since > desk.now:
        return [message.answer(words.DUTY_BEGINS_NOW)]
    shown, told = await _named(people, until, roster, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard), *told]


@router.callback_query(DutyPress.filter())
async def choose_duty(
    callback: CallbackQuery, callback_data: DutyPress, desk: Desk, state: FSMContext
) -> Words:
    """Choose who is on duty and until when, or end the duty."""
    person = await _whose(callback_data.id, desk)
    told: Words = []
    if callback_data.what == "who":
        draft = Draft(id=str(desk.update_id), form="duty", subject_id=person.id)
        asked = await pile.open_form(draft, desk, state)
        shown = Screen(f"{words.for_whom(person)}\n{asked.text}", asked.keyboard)
    elif callback_data.what == "none":
        shown = await _end(desk)
    else:
        shown, told = await _set(person, _until(callback_data.what, desk), desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *told]


async def _named(
    people: list[Person], until: datetime, roster: Roster, desk: Desk
) -> tuple[Screen, Words]:
    """Keep the first who is named; of nobody the owner is asked who, anybody else means oneself."""
    if not people and desk.may(Action.LEAD_TEAM):
        asked = words.who_until(until, desk.rules, desk.now)
        what = f"{UNTIL_AT}{int(until.timestamp())}"
        return Screen(asked, markup(_people(roster, what))), []
    person, *others = people or [desk.person]
    if person.id != desk.person.id and not desk.may(Action.LEAD_TEAM):
        return Screen(words.DUTY_OF_OTHERS), []
    shown, told = await _set(person, until, desk)
    text = "\n".join([shown.text, *words.one_on_duty(person, others)])
    return Screen(text, shown.keyboard), told


@finishes("duty")
async def keep_duty(draft: Draft, desk: Desk) -> Ending:
    """Keep until when somebody is on duty, as it was asked."""
    person = await _whose(draft.subject_id or 0, desk)
    shown, told = await _set(person, moment_of(draft.answers["duty_until"]).at, desk)
    return Ending(shown, tuple(told))


async def _whose(person_id: int, desk: Desk) -> Person:
    """Return whose duty it is: the owner may set anybody's, the others their own."""
    desk.require(Action.VIEW)
    person = await desk.people.get(person_id or desk.person.id)
    if person is None:
        raise ButtonIsPast
    if person.id != desk.person.id:
        desk.require(Action.LEAD_TEAM)
    return person


def _until(what: str, desk: Desk) -> datetime:
    """Return when a duty ends, as its button says. Raises ButtonIsPast when that is over."""
    if what.startswith(UNTIL_AT):
        ends = moment(meant(int, what.removeprefix(UNTIL_AT)))
        if ends <= desk.now:
            raise ButtonIsPast
        return ends
    days = SUNDAY - desk.now.astimezone(desk.rules.zone).weekday()
    return _end_of_day(desk, days if what == "week" else 0)


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
        people = _people(roster, "who")
    else:
        people = [[button(words.TAKE_DUTY, DutyPress(what="who", id=desk.person.id))]]
    on_duty = roster.on_duty
    mine = on_duty is not None and (on_duty.id == desk.person.id or desk.may(Action.LEAD_TEAM))
    ends = [button(words.NO_DUTY, DutyPress(what="none"))] if mine else []
    return markup([*people, ends])


def _people(roster: Roster, what: str) -> Rows:
    return in_rows(button(p.name[:40], DutyPress(what=what, id=p.id)) for p in roster.people)


def _end_of_day(desk: Desk, days: int) -> datetime:
    zone = desk.rules.zone
    day = desk.now.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59), zone).astimezone(desk.now.tzinfo)
