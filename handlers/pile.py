"""The pile: the half-filled forms of one person, the current one on top, drafts put aside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import TelegramMethod

from cases import forms
from cases.answers import Said
from cases.drafts import DRAFTED, MOST, TooManyDrafts, next_look, set_aside, touched
from cases.fields import REGISTRATION
from cases.filling import Draft
from handlers.desk import Desk
from handlers.options import options
from handlers.screens import Screen, screen
from handlers.speech import say
from texts import drafts as drafts_words
from texts import forms as words


class Filling(StatesGroup):
    """The one state of every conversation: a form is being filled in."""

    form = State()


@dataclass(frozen=True)
class Ending:
    """What a step of a form says: the screen in place of the form, and what else.

    `keeps` is the form that could not be saved as it is and stays open, at what is to be corrected.
    `opens` is another form that goes on in its place.
    """

    screen: Screen
    more: tuple[TelegramMethod[Any], ...] = ()
    keeps: Draft | None = None
    opens: Draft | None = None


Finisher = Callable[[Draft, Desk], Awaitable[Ending]]
FINISHERS: dict[str, Finisher] = {}
"""What happens when a form is complete, by its name; filled by `finishes`."""


def finishes(*names: str) -> Callable[[Finisher], Finisher]:
    """Name the forms that a function brings to their end."""

    def register(finisher: Finisher) -> Finisher:
        FINISHERS.update(dict.fromkeys(names, finisher))
        return finisher

    return register


Hearing = Callable[[Draft, Said, Desk], Awaitable[tuple[Draft, str]]]
HEARD: dict[str, Hearing] = {}
"""What becomes of words typed at a question that waits for a press, by the field's name; filled by
`hears`. It returns the draft with them and what is said of it, or raises a Refusal."""


def hears(name: str) -> Callable[[Hearing], Hearing]:
    """Name the field at which a function takes what is typed."""

    def register(hearing: Hearing) -> Hearing:
        HEARD[name] = hearing
        return hearing

    return register


async def everything(state: FSMContext) -> list[Draft]:
    """Return all half-filled forms of this person: drafts put aside first, the current one last."""
    kept = await state.get_data()
    return [Draft.of_json(each) for each in kept.get("drafts", [])]


async def drafts(state: FSMContext) -> list[Draft]:
    """Return the forms at hand of this person, the current one last."""
    return [each for each in await everything(state) if not each.aside]


async def keep(state: FSMContext, at_hand: list[Draft]) -> None:
    """Keep the forms at hand and the drafts put aside; without a form at hand the talk is over."""
    aside = [each for each in await everything(state) if each.aside]
    await _write(state, [*aside, *at_hand])


async def _write(state: FSMContext, kept: list[Draft]) -> None:
    look = next_look(kept)
    wakes_at = int(look.timestamp()) if look else None
    await state.set_data({"drafts": [each.as_json() for each in kept], "wakes_at": wakes_at})
    await state.set_state(None if all(each.aside for each in kept) else Filling.form)


async def open_form(draft: Draft, desk: Desk, state: FSMContext) -> Screen:
    """Begin a form; one that is under way waits below it, a registration among the drafts.

    Raises TooManyDrafts when there is no room for one more.
    """
    first = touched(await _with_obvious(draft, desk), desk.now)
    others = [each for each in await everything(state) if not _same_business(each, first)]
    if first.form in DRAFTED:
        others = set_aside(others)
        if sum(each.aside for each in others) >= MOST:
            raise TooManyDrafts
    await _write(state, [*others, first])
    return await screen(first, desk)


async def bring_up(draft_id: str, state: FSMContext) -> Draft | None:
    """Put a form that waits on top, a draft put aside too; None when there is no such form."""
    kept = await everything(state)
    wanted = next((each for each in kept if each.id == draft_id), None)
    if wanted is None or (wanted is kept[-1] and not wanted.aside):
        return wanted
    others = [each for each in kept if each is not wanted]
    if wanted.aside:
        others = set_aside(others)
    wanted = replace(wanted, aside=False)
    await _write(state, [*others, wanted])
    return wanted


async def exchange(draft: Draft, state: FSMContext) -> None:
    """Keep a changed form in the place where it lies."""
    kept = await everything(state)
    await _write(state, [draft if each.id == draft.id else each for each in kept])


async def throw_away(draft_id: str, state: FSMContext) -> Draft | None:
    """Delete a half-filled form, wherever it lies; None when there is no such form."""
    kept = await everything(state)
    await _write(state, [each for each in kept if each.id != draft_id])
    return next((each for each in kept if each.id == draft_id), None)


def _same_business(one: Draft, other: Draft) -> bool:
    """Whether two forms ask for the same thing: a button that was pressed twice."""
    if one.form in DRAFTED:
        return one.form == other.form and one.answers == other.answers
    return (one.form, one.move, one.case_id, one.subject_id) == (
        other.form, other.move, other.case_id, other.subject_id,
    )  # fmt: skip


async def stay(draft: Draft, desk: Desk, state: FSMContext, note: str = "") -> Ending:
    """Keep the changed form on top and show where it stands, below a note if there is one."""
    await keep(state, [*(await drafts(state))[:-1], touched(draft, desk.now)])
    return Ending(await screen(draft, desk, note))


async def go_on(draft: Draft, desk: Desk, state: FSMContext) -> Ending:
    """Ask the next question, or end a form that needs no summary."""
    if forms.current(draft) is None and draft.form not in REGISTRATION:
        return await finish(draft, desk, state)
    return await stay(draft, desk, state)


async def finish(draft: Draft, desk: Desk, state: FSMContext) -> Ending:
    """Do what a complete form is for, and take it off the pile."""
    ending = await FINISHERS[draft.form](draft, desk)
    if ending.opens:
        return await stay(await _with_obvious(ending.opens, desk), desk, state)
    if ending.keeps:
        await keep(state, [*(await drafts(state))[:-1], ending.keeps])
        return ending
    return await take_off(draft, ending, desk, state)


async def cancel(desk: Desk, state: FSMContext) -> Ending:
    """Drop the current form; the one below it goes on."""
    kept = await drafts(state)
    if not kept:
        waiting = bool(await everything(state))
        return Ending(Screen(drafts_words.NOTHING_AT_HAND if waiting else words.NOTHING_TO_CANCEL))
    return await take_off(kept[-1], Ending(Screen(words.cancelled(kept[-1].form))), desk, state)


async def put_aside(state: FSMContext) -> None:
    """Leave the registration at hand among the drafts: the person begins a new one."""
    await _write(state, set_aside(await everything(state)))


async def take_off(draft: Draft, ending: Ending, desk: Desk, state: FSMContext) -> Ending:
    """Take the form off the pile and show the one below it again, if any."""
    below = [each for each in await drafts(state) if each.id != draft.id]
    await keep(state, below)
    if not below:
        return ending
    shown = await screen(below[-1], desk, words.back_to(below[-1].form))
    again = say(desk.person.telegram_id, shown.text, shown.keyboard)
    return Ending(ending.screen, (*ending.more, again))


async def _with_obvious(draft: Draft, desk: Desk) -> Draft:
    """Answer the cabinet by itself when the team has only one and nothing speaks against it."""
    field = forms.current(draft)
    if field is None or field.name != "cabinet" or draft.at:
        return draft
    found = await options(field, draft, desk)
    return forms.preset(draft, found[0].value) if len(found) == 1 else draft
