"""Forgetting: the owner has a buyer's data wiped, or the name of who has left (/forget)."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from cases.case import Case, Person
from cases.finding import question_of
from cases.roles import Action
from cases.wiping import FORGOTTEN
from handlers.desk import Desk, Words
from handlers.keyboards import Keyboard, button, in_rows, markup
from handlers.meaning import ButtonIsPast
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import show
from texts import forgetting as words

router = Router(name=__name__)
MOST = 20
"""So many cases are forgotten at once; more of them are not one buyer's."""

Copies = Callable[[datetime], datetime | None]
"""Until when, at the latest, a backup holds what is in the journal now; None without backups."""


class ForgetPress(CallbackData, prefix="fg"):
    """Something the owner does with what `/forget` has found.

    `id` is a case with its `mark`, a person, or what was asked for, kept as a search; `mark` tells
    whether it is still what was shown.
    """

    what: str
    id: int = 0
    mark: int = 0


@dataclass(frozen=True)
class Found:
    """What may be meant."""

    cases: tuple[Case, ...]
    people: tuple[Person, ...]


@router.message(Command("forget"), F.chat.type == "private")
async def ask_to_forget(
    message: Message, command: CommandObject, desk: Desk, copies: Copies
) -> Words:
    """Show what is found by a number, a name or anything else, and what would be wiped."""
    desk.require(Action.LEAD_TEAM)
    asked = (command.args or "").strip()
    shown = await _found(asked, desk, copies) if asked else Screen(words.USAGE)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(ForgetPress.filter(F.what.in_({"case", "all", "person"})))
async def ask_once_more(
    callback: CallbackQuery, callback_data: ForgetPress, desk: Desk, copies: Copies
) -> Words:
    """Show what would be wiped of one of those that were found, or of all."""
    desk.require(Action.LEAD_TEAM)
    shown = await _asked(callback_data, desk, copies)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(ForgetPress.filter(F.what == "no"))
async def leave(callback: CallbackQuery, desk: Desk) -> Words:
    """Leave everything as it is."""
    desk.require(Action.LEAD_TEAM)
    return [callback.answer(), show(callback, words.LEFT)]


@router.callback_query(ForgetPress.filter(F.what.in_({"case!", "all!"})))
async def forget(
    callback: CallbackQuery, callback_data: ForgetPress, desk: Desk, copies: Copies
) -> Words:
    """Wipe for ever what was shown; what has changed since is shown once more."""
    desk.require(Action.LEAD_TEAM)
    cases = await _meant(callback_data, desk)
    if _mark(cases) != callback_data.mark or not _may_go(cases):
        shown = _sure(cases, callback_data, desk, copies)
        return [callback.answer(words.CHANGED), show(callback, shown.text, shown.keyboard)]
    for case in cases:
        await desk.wiping.wipe(case, desk.by, FORGOTTEN)
    await desk.wiping.forget_passing(desk.now + timedelta(seconds=1))
    return [callback.answer(), show(callback, words.done(cases))]


@router.callback_query(ForgetPress.filter(F.what == "person!"))
async def forget_person(
    callback: CallbackQuery, callback_data: ForgetPress, desk: Desk
) -> Words:  # fmt: skip
    """Forget the name of somebody who is off the team."""
    desk.require(Action.LEAD_TEAM)
    person = await desk.leavers.get(callback_data.id)
    if person is None:
        raise ButtonIsPast
    await desk.leavers.forget(person, words.called(person))
    await desk.wiping.leave_traces()
    return [callback.answer(), show(callback, words.done_person(person))]


async def _found(asked: str, desk: Desk, copies: Copies) -> Screen:
    found = Found(await _cases(asked, desk), await _people(asked, desk))
    if len(found.cases) > MOST:
        return Screen(words.TOO_MANY)
    if len(found.cases) == 1 and not found.people:
        return _sure(found.cases, ForgetPress(what="case", id=found.cases[0].id), desk, copies)
    if len(found.people) == 1 and not found.cases:
        return _sure_of_person(found.people[0], desk, copies)
    if not (found.cases or found.people):
        return Screen(await _nobody(asked, desk))
    return await _choices(asked, found, desk)


async def _nobody(asked: str, desk: Desk) -> str:
    there = next((p for p in await desk.people.team() if _is_called(p, asked)), None)
    return words.refused(there.name) if there else words.nothing(asked)


async def _choices(asked: str, found: Found, desk: Desk) -> Screen:
    buttons = [
        button(words.person_button(each), ForgetPress(what="person", id=each.id))
        for each in found.people
    ]
    buttons += [
        button(words.found_line(each), ForgetPress(what="case", id=each.id)) for each in found.cases
    ]
    rows = in_rows(buttons)
    if len(found.cases) > 1:
        kept = await desk.finding.remember(desk.person.id, asked, desk.now)
        press = ForgetPress(what="all", id=kept)
        rows.append([button(words.all_button(len(found.cases)), press)])
    return Screen(words.choose(asked, len(found.cases), len(found.people)), markup(rows))


async def _cases(asked: str, desk: Desk) -> tuple[Case, ...]:
    """Return what a number names, otherwise what the words are found in; one too many at most."""
    if found := await desk.cases_by_number(asked):
        return found
    return tuple(hit.case for hit in (await desk.finding.hits(question_of(asked), MOST + 1)).hits)


async def _people(asked: str, desk: Desk) -> tuple[Person, ...]:
    return tuple(each for each in await desk.leavers.all() if _is_called(each, asked))


def _is_called(person: Person, asked: str) -> bool:
    names = {person.name.casefold(), f"@{(person.username or '').casefold()}"}
    return asked.casefold() in names - {"@"}


async def _asked(press: ForgetPress, desk: Desk, copies: Copies) -> Screen:
    if press.what == "person":
        person = await desk.leavers.get(press.id)
        if person is None:
            raise ButtonIsPast
        return _sure_of_person(person, desk, copies)
    return _sure(await _meant(press, desk), press, desk, copies)


async def _meant(press: ForgetPress, desk: Desk) -> tuple[Case, ...]:
    if press.what.startswith("case"):
        return (await desk.case(press.id, Action.LEAD_TEAM),)
    asked = await desk.finding.recall(press.id, desk.person.id)
    if asked is None:
        raise ButtonIsPast
    return (await _cases(asked, desk))[:MOST]


def _sure(cases: tuple[Case, ...], press: ForgetPress, desk: Desk, copies: Copies) -> Screen:
    """Ask once more, or say why these cases are not to be forgotten."""
    still_open = [case for case in cases if not case.closed]
    if still_open:
        opening = (button(f"#{c.id}", CasePress(what="open", case=c.id)) for c in still_open)
        return Screen(words.still_open(still_open), markup(in_rows(opening)))
    if not _may_go(cases):
        text = "\n".join(words.forgotten_already(case, desk.rules, desk.now) for case in cases)
        return Screen(text or words.GONE)
    by, what = copies(desk.now), press.what.rstrip("!")
    ask = words.ask(cases[0], by, desk.rules, desk.now)
    if what == "all":
        ask = words.ask_all(cases, by, desk.rules, desk.now)
    yes = ForgetPress(what=f"{what}!", id=press.id, mark=_mark(cases))
    return Screen(ask, _yes_or_no(yes))


def _sure_of_person(person: Person, desk: Desk, copies: Copies) -> Screen:
    text = words.ask_person(person, copies(desk.now), desk.rules, desk.now)
    return Screen(text, _yes_or_no(ForgetPress(what="person!", id=person.id)))


def _yes_or_no(yes: ForgetPress) -> Keyboard | None:
    no = button(words.NO, ForgetPress(what="no"))
    return markup([[button(words.YES, yes, style="danger"), no]])


def _may_go(cases: tuple[Case, ...]) -> bool:
    """Whether all are closed, and any of them holds anything since it was last wiped."""
    holds = any(c.closed_at and (not c.wiped_at or c.wiped_at < c.closed_at) for c in cases)
    return holds and all(case.closed for case in cases)


def _mark(cases: tuple[Case, ...]) -> int:
    """Return a figure that is another one when any of the cases has changed."""
    return zlib.crc32(repr([(case.id, case.version) for case in cases]).encode())
