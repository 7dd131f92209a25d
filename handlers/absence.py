"""The absence: who is away until when, and to whom their reminders go (/away, /back)."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.answers import moment_of
from cases.case import Absence, Person
from cases.fields import Ask, Field
from cases.filling import Draft
from cases.orders import UnknownName, leave_of, read_span, understood
from cases.refusals import Refusal
from cases.roles import Action, Forbidden
from cases.roster import Roster
from cases.standing_in import lasts
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, in_rows, markup, with_last
from handlers.meaning import ButtonIsPast
from handlers.options import NOBODY
from handlers.pile import Ending, finishes
from handlers.returning import end_absence
from handlers.screens import Screen
from handlers.speech import show
from handlers.standing_in import roster_at, tell
from texts import absences as words
from texts import standing_in
from texts.formats import escape
from texts.refusals import refusal

router = Router(name=__name__)
UNTIL = Field("away_until", Ask.FUTURE)


class AwayPress(CallbackData, prefix="aw"):
    """Something about an absence: to begin it for a person, or to end it."""

    what: str
    id: int = 0


@router.message(Command("away"), F.chat.type == "private")
async def go_away(
    message: Message, command: CommandObject, desk: Desk, state: FSMContext
) -> Words:  # fmt: skip
    """Keep an absence that is told in one line, or ask for what it leaves open."""
    desk.require(Action.VIEW)
    roster = await roster_of(desk)
    order = understood(command.args or "", roster.people, desk.now, desk.rules.zone)
    try:
        leave = leave_of(order, roster.people, desk.person)
        span = read_span(order.dates, desk.now, desk.rules.zone) if order.dates else None
    except UnknownName as error:
        return [message.answer(words.unknown_name(error.name, roster.people))]
    except Refusal as error:
        why = refusal(error, UNTIL, desk.rules.zone, desk.now)
        return [message.answer(f"{why}\n{words.HOW_AWAY}")]
    stand_in = leave.stand_in.id if leave.stand_in else None
    if stand_in == leave.person.id:
        return [message.answer(words.SELF)]
    if span is None:
        shown, more = await _form(leave.person, desk, state, stand_in), []
    else:
        ending = await _leave(leave.person, Absence(*span, stand_in), desk)
        shown, more = ending.screen, [*ending.more]
        if shown.keyboard is None:
            return [message.answer(shown.text)]
        await _asks_no_more(leave.person, state)
    text = "\n".join([shown.text, *standing_in.one_too_many(leave, order.dates, desk.person)])
    return [message.answer(text, reply_markup=shown.keyboard), *more]


@router.message(Command("back"), F.chat.type == "private")
async def come_back(message: Message, desk: Desk, state: FSMContext) -> Words:
    """End one's own absence before its time."""
    desk.require(Action.VIEW)
    if not lasts(desk.person, desk.now):
        return [message.answer(words.NOT_AWAY)]
    await _asks_no_more(desk.person, state)
    return [*await end_absence(desk.person, desk, desk.now)]


@router.callback_query(AwayPress.filter(F.what == "back"))
async def bring_back(
    callback: CallbackQuery, callback_data: AwayPress, desk: Desk, state: FSMContext
) -> Words:
    """End an absence by its button: one's own, or anybody's for the owner."""
    person = await _whose(callback_data.id, desk)
    if not lasts(person, desk.now):
        told = words.not_away(person, desk.person)
        return [callback.answer(told), show(callback, escape(told))]
    await _asks_no_more(person, state)
    shown = show(callback, words.over(person, desk.person))
    return [callback.answer(words.IS_BACK), shown, *await end_absence(person, desk, desk.now)]


@router.callback_query(AwayPress.filter(F.what == "who"))
async def ask_who(callback: CallbackQuery, desk: Desk) -> Words:
    """Let the owner choose who is away."""
    desk.require(Action.LEAD_TEAM)
    people = await desk.people.team()
    rows = in_rows(button(p.name[:40], AwayPress(what="away", id=p.id)) for p in people)
    return [callback.answer(), show(callback, words.WHO_IS_AWAY, markup(rows))]


@router.callback_query(AwayPress.filter(F.what == "away"))
async def ask_until(
    callback: CallbackQuery, callback_data: AwayPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask until when somebody is away, and who stands in."""
    person = await _whose(callback_data.id, desk)
    if person.id != desk.person.id:
        await _asks_no_more(desk.person, state, instead=person)
    shown = await _form(person, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("away")
async def keep_absence(draft: Draft, desk: Desk) -> Ending:
    """Keep the absence that was asked for."""
    person = await _whose(draft.subject_id or 0, desk)
    chosen = draft.answers["stand_in"]
    until = moment_of(draft.answers["away_until"]).at
    stand_in = None if chosen == NOBODY else int(chosen)
    return await _leave(person, Absence(desk.now, until, stand_in), desk)


async def _asks_no_more(
    person: Person, state: FSMContext, instead: Person | None = None
) -> None:  # fmt: skip
    """Drop the questions about an absence that has been told in one line, is over or was not meant.

    What was not meant names the person who is away `instead` as the one who stands in.
    """
    for each in await pile.drafts(state):
        meant = instead is None or each.answers.get("stand_in") == str(instead.id)
        if meant and each.form == "away" and each.subject_id == person.id:
            await pile.throw_away(each.id, state)


async def _form(
    person: Person, desk: Desk, state: FSMContext, stand_in: int | None = None
) -> Screen:  # fmt: skip
    """Ask until when somebody is away, and who stands in unless that is known.

    Whoever is away already can be back instead.
    """
    known = {} if stand_in is None else {"stand_in": str(stand_in)}
    draft = Draft(
        id=str(desk.update_id), form="away", subject_id=person.id, answers=known,
        preset=tuple(known),
    )  # fmt: skip
    shown = await pile.open_form(draft, desk, state)
    if stand_in and person.id == desk.person.id and desk.may(Action.LEAD_TEAM):
        meant = await _whose(stand_in, desk)
        other = button(words.is_away_instead(meant), AwayPress(what="away", id=meant.id))
        shown = Screen(shown.text, with_last(shown.keyboard, [other]))
    if not lasts(person, desk.now):
        return shown
    keyboard = with_last(shown.keyboard, [back_button(person, desk.person)])
    return Screen(shown.text, keyboard)


async def _whose(person_id: int, desk: Desk) -> Person:
    """Return whose absence it is: the owner may set anybody's, the others their own."""
    if person_id not in {0, desk.person.id}:
        desk.require(Action.LEAD_TEAM)
    desk.require(Action.VIEW)
    person = await desk.people.get(person_id or desk.person.id)
    if person is None:
        raise ButtonIsPast
    return person


async def _leave(person: Person, absence: Absence, desk: Desk) -> Ending:
    if person.id != desk.person.id and not desk.may(Action.LEAD_TEAM):
        return Ending(Screen(words.ONLY_YOURSELF))
    if absence.stand_in_id == person.id:
        return Ending(Screen(words.SELF))
    if absence.until <= absence.since:
        return Ending(Screen(words.OVER_BEFORE))
    before = await roster_of(desk)
    if person.away and before.is_away(person) and absence.since <= desk.now:
        absence = replace(absence, since=person.away.since)  # it goes on
    await desk.presence.leave(person, absence)
    roster = await roster_of(desk)
    known = roster.find(person.id)
    if known is None:
        raise Forbidden
    more = await tell(known, before, roster, desk)
    replaced = standing_in.replaced(before.find(person.id), known, roster, desk.person)
    keyboard = markup([[back_button(known, desk.person)]])
    text = "\n".join([words.away(known, roster), *replaced])
    return Ending(Screen(text, keyboard), (*more,))


def back_button(person: Person, viewer: Person) -> Button:
    """Offer to end an absence."""
    label = words.AM_BACK if person.id == viewer.id else words.IS_BACK
    return button(label, AwayPress(what="back", id=person.id))


def away_of_others() -> Button:
    """Offer the owner to say who is away."""
    return button(words.GO_AWAY, AwayPress(what="who"))


async def roster_of(desk: Desk) -> Roster:
    """Return who is there, as it stands in this update."""
    return await roster_at(desk, desk.now)
