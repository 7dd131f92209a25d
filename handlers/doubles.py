"""The doubles: before a case is saved, what is in the journal already is looked for and shown."""

from collections.abc import Sequence
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod

from cases import forms
from cases.case import Case
from cases.duplicates import Reason, Sketch, compare, of_two_buyers, sketch_of
from cases.fields import FORMS, REGISTRATION
from cases.filling import Draft
from cases.kinds import Kind
from cases.record import addition_of
from cases.roles import Action, Role
from handlers import parting
from handlers.circumstances import cabinet_of
from handlers.desk import Desk
from handlers.keyboards import Button, Rows, button, markup
from handlers.pile import Ending, drafts, finish, keep, stay, take_off
from handlers.presses import CasePress
from handlers.screens import Screen, press, screen
from handlers.speech import card_keyboard, say
from handlers.taken import show_the_other
from handlers.telling import tell_leader, wake_everybody
from storage.columns import NewCase
from storage.journal import NumberTaken
from texts import cards, doubles
from texts import forms as form_words

CHOICES = 3
"""So many similar cases are offered, the surest first."""
LIKELY = 12
"""So many are looked at closely, since some will turn out to be other buyers'."""
_SUREST = list(Reason)
Found = list[tuple[Case, Reason]]


async def find(draft: Draft, new: NewCase, desk: Desk) -> Ending | None:
    """Show the case that has the number, or those that are similar; None when there is none."""
    taken = await desk.search.find_in_cabinet(new.cabinet_id, new.number)
    if taken:
        return _same_number(taken, draft, desk)
    sketch = _sketch(new, desk)
    alike = await _alike(sketch, draft, desk)
    if not alike:
        return None
    closed = (await desk.similar.closed(sketch))[:CHOICES]
    text = doubles.similar(alike, closed, desk.rules, desk.now)
    shown = Screen(text, markup(_choices([case for case, _ in alike], draft)))
    return Ending(shown, keeps=draft)


async def mention_closed(new: NewCase, desk: Desk) -> str:
    """Mention closed cases that were about the same; nothing when there is none."""
    closed = (await desk.similar.closed(_sketch(new, desk)))[:CHOICES]
    return doubles.closed_before(closed) if closed else ""


async def where_it_stands(draft: Draft, desk: Desk) -> Screen:
    """Show where a draft stands; while its number is another case's, that case once more.

    A «Сохранить» that comes twice must not put a bare question over the answer to the first.
    """
    field, number = forms.current(draft), draft.answers.get("number")
    if field is None or field.name != "number" or not number:
        return await screen(draft, desk)
    cabinet = await cabinet_of(draft, desk)
    other = await desk.search.find_in_cabinet(cabinet.id, number) if cabinet else None
    if other is None or other.id == draft.case_id:
        return await screen(draft, desk)
    return (_other if draft.form in REGISTRATION else show_the_other)(other, draft, desk)


async def add(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    """Write what was typed into the case that the button was shown under («Дописать в #41»)."""
    asked = _numbers(value)
    if len(asked) != 2 or not _is_filled(draft):  # noqa: PLR2004 - the case and its version
        return Ending(await screen(draft, desk))
    case = await desk.case(asked[0], Action.MOVE)
    if case.version != asked[1]:
        return await _show_as_it_is(case, draft, desk)
    addition = addition_of(FORMS[draft.form], forms.complete(draft), case)
    try:
        changed = await desk.journal.add(case, desk.by, addition)
    except NumberTaken as taken:
        return _same_number(taken.case, draft, desk)
    if case.kind is not Kind.SUPPORT_TICKET:  # it is what the buyer has written
        changed = await wake_everybody(changed, desk)
    now_is = await parting.link(draft, changed, desk)
    text = doubles.added(now_is, desk.rules, desk.now)
    heard = doubles.added_to_yours(now_is, desk.person, addition.text, desk.rules, desk.now)
    shown = Screen(text, card_keyboard(now_is, desk))
    ending = Ending(shown, tuple(tell_leader(now_is, heard, desk)))
    return await take_off(draft, ending, desk, state)


async def tell_apart(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    """Ask in what way this is another case («Это другое»); the answer saves it."""
    seen = [each for each in _numbers(value) if await desk.search.find(each)]
    if not seen or forms.current(draft) is not None:
        return Ending(await screen(draft, desk))
    told = forms.tell_apart(draft, tuple(seen))
    if told.at:
        return await stay(told, desk, state)
    await keep(state, [*(await drafts(state))[:-1], told])
    return await finish(told, desk, state)


async def tell_owner(draft: Draft, case: Case, desk: Desk) -> tuple[TelegramMethod[Any], ...]:
    """Write into both histories that the case was told from others, and tell the owner why."""
    reason = case.answers.get("difference")
    if not reason or not draft.apart_from:
        return ()
    for other in draft.apart_from:
        await desk.history.note(
            case.id, desk.by, "told_apart", comment=reason, other_id=other
        )  # fmt: skip
        await desk.history.note(other, desk.by, "has_alike", other_id=case.id)
    owner = await desk.people.owner()
    if owner is None or desk.person.role is Role.OWNER:
        return ()
    text = doubles.told_apart(case, draft.apart_from, desk.person, reason)
    shown = [_open(each) for each in (case.id, *draft.apart_from[:CHOICES])]
    return (say(owner.telegram_id, text, markup([[each] for each in shown])),)


async def _alike(sketch: Sketch, draft: Draft, desk: Desk) -> Found:
    """Return the open cases that this one is similar to, besides those it was told from."""
    told = set(draft.apart_from) if draft.answers.get("difference") else set()
    told |= {draft.linked_to} if draft.linked_to is not None else set()  # it springs from that one
    likely = [
        (each.case_id, reason)
        for each in await desk.similar.candidates(sketch)
        if each.case_id not in told and (reason := compare(sketch, each.sketch).reason)
    ]
    likely.sort(key=lambda each: (_SUREST.index(each[1]), -each[0]))
    found = [(await desk.search.get(case_id), reason) for case_id, reason in likely[:LIKELY]]
    apart = [each for each in found if not of_two_buyers(draft.answers, each[0].answers)]
    return apart[:CHOICES]


async def _show_as_it_is(case: Case, draft: Draft, desk: Desk) -> Ending:
    """Nothing is written into a case that the person has not seen as it is now."""
    note = doubles.changed_meanwhile(case)
    if case.closed:
        return Ending(await screen(draft, desk, note))
    text = f"{note}\n\n{cards.card(case, desk.rules, desk.now)}"
    return Ending(Screen(text, markup(_choices([case], draft))))


def _is_filled(draft: Draft) -> bool:
    """Whether every question is answered, though the number may be asked once more."""
    return forms.current(draft) is None or forms.is_correction(draft)


def _same_number(other: Case, draft: Draft, desk: Desk) -> Ending:
    """Show the case that has the number; another number may be typed or pressed."""
    waits = forms.edit(draft, "number")
    return Ending(_other(other, waits, desk), keeps=waits)


def _other(other: Case, waits: Draft, desk: Desk) -> Screen:
    number, cancel = press(waits, "correct", "number"), press(waits, "cancel")
    rows = [
        [_add(other, waits), _open(other.id)],
        [button(form_words.CORRECT_NUMBER, number), button(form_words.CANCEL, cancel)],
    ]
    return Screen(doubles.same_number(other, desk.rules, desk.now), markup(rows))


def _choices(found: Sequence[Case], draft: Draft) -> Rows:
    ids = ".".join(str(case.id) for case in found)
    return [
        *([_add(case, draft), _open(case.id)] for case in found),
        [button(doubles.APART, press(draft, "apart", ids))],
        [
            button(form_words.CORRECT, press(draft, "correct")),
            button(form_words.CANCEL, press(draft, "cancel")),
        ],
    ]


def _add(case: Case, draft: Draft) -> Button:
    told = press(draft, "add", f"{case.id}.{case.version}")
    return button(f"{doubles.ADD_TO} #{case.id}", told)


def _open(case_id: int) -> Button:
    return button(f"{cards.OPEN} #{case_id}", CasePress(what="open", case=case_id))


def _sketch(new: NewCase, desk: Desk) -> Sketch:
    return sketch_of(new.kind, new.cabinet_id, new.answers, new.number, desk.rules.zone)


def _numbers(value: str) -> tuple[int, ...]:
    """Read the numbers that a button carries; none when it is not one of ours."""
    parts = value.split(".")
    return tuple(map(int, parts)) if all(p.isascii() and p.isdecimal() for p in parts) else ()
