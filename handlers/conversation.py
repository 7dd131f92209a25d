"""The conversation: one engine that takes the answers to any form, typed or pressed."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import Heard, Said, money_of, read
from cases.fields import Ask, Field
from cases.filling import Draft
from cases.money import SumInDoubt
from cases.refusals import Refusal
from handlers import beside, doubles, late, parting, whole
from handlers.attaching import field_of_files, take_into_form
from handlers.circumstances import circumstances
from handlers.desk import Desk, Words
from handlers.hearing import heard
from handlers.meaning import meant
from handlers.options import options
from handlers.pile import (
    HEARD,
    Ending,
    Filling,
    bring_up,
    cancel,
    drafts,
    finish,
    go_on,
    keep,
    stay,
)
from handlers.presses import FormPress
from handlers.screens import SAVED_AT_ONCE, Screen, screen, typed_press, which_field
from handlers.speech import show
from storage.spoken import SpokenAnswer
from texts import forms as words
from texts import pasting, team
from texts.refusals import refusal

router = Router(name=__name__)
MOST_READINGS = 6


@router.message(StateFilter(Filling.form), F.chat.type == "private")
async def take_answer(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Take a typed answer or a file to the current question."""
    draft = (await drafts(state))[-1]
    said = heard(message)
    files = field_of_files(draft)
    if said.attachment and files:
        return await take_into_form(message, draft, files, desk, state)
    ending = await _answer(draft, said, desk, state)
    shown = ending.screen
    return [message.answer(shown.text, reply_markup=shown.keyboard), *ending.more]


@router.callback_query(FormPress.filter())
async def take_press(
    callback: CallbackQuery, callback_data: FormPress, desk: Desk, state: FSMContext
) -> Words:
    """Take a press on a button of a form; a button of an earlier step changes nothing."""
    draft = await bring_up(callback_data.draft, state)
    if draft is None:
        return [callback.answer(words.FORM_IS_PAST)]
    if draft.step != callback_data.step:
        shown = await doubles.where_it_stands(draft, desk)
        return [callback.answer(words.QUESTION_IS_PAST), show(callback, shown.text, shown.keyboard)]
    ending = await meant(PRESSES, callback_data.what)(draft, callback_data.value, desk, state)
    shown = ending.screen
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *ending.more]


async def _answer(draft: Draft, said: Said, desk: Desk, state: FSMContext) -> Ending:
    if aside := await _of_a_text(draft, said, desk, state):
        return aside
    field = forms.current(draft)
    if field is None:
        return await _at_summary(draft, said.text.strip(), desk, state)
    if said.text.startswith("/"):
        return Ending(await screen(draft, desk, team.UNKNOWN_COMMAND))
    pressed = typed_press(said.text, draft, field)
    if pressed:
        return await PRESSES[pressed](draft, "", desk, state)
    for option in await options(field, draft, desk):
        if option.label.casefold() == said.text.strip().casefold():
            return await _choose(draft, option.value, desk, state)
    return await _take(draft, field, said, desk, state)


async def _of_a_text(draft: Draft, said: Said, desk: Desk, state: FSMContext) -> Ending | None:
    """Take what is said of a text that waits to be split or told from an answer, or ask of one."""
    if draft.themes:
        return await parting.decide(draft, said.text, desk, state)
    if draft.told is None:
        return await whole.ask_if_new(draft, said, desk, state)
    pressed = pasting.AT_OFFER.get(said.text.strip().casefold())
    return await (PRESSES[pressed] if pressed else whole.ask_again)(draft, "", desk, state)


async def _at_summary(draft: Draft, typed: str, desk: Desk, state: FSMContext) -> Ending:
    """Take a typed «сохранить» for a press; for anything else say that no question is open."""
    pressed = words.AT_SUMMARY.get(typed.casefold())
    if pressed:
        return await PRESSES[pressed](draft, "", desk, state)
    note = team.UNKNOWN_COMMAND if typed.startswith("/") else words.NOTHING_ASKED
    return Ending(await screen(draft, desk, note))


async def _take(draft: Draft, field: Field, said: Said, desk: Desk, state: FSMContext) -> Ending:
    """Read the answer and go on, or say why it cannot be taken; the question stays."""
    try:
        if field.name in HEARD and said.heard is Heard.TEXT:
            grown, note = await HEARD[field.name](draft, said, desk)
            return await stay(grown, desk, state, note)
        value = read(field, said, await circumstances(draft, field, desk))
    except Refusal as error:
        note = refusal(error, field, desk.rules.zone, desk.now)
        if isinstance(error, SumInDoubt):
            draft = await _doubt(draft, error, state)
        return Ending(await screen(draft, desk, note))
    await _remember(draft, field, said, value, desk)
    taken = parting.noticed(draft, forms.answer(draft, value), desk)
    if field.ends:
        await keep(state, [*(await drafts(state))[:-1], taken])
        return await finish(taken, desk, state)
    return await go_on(taken, desk, state)


async def _remember(draft: Draft, field: Field, said: Said, value: Any, desk: Desk) -> None:
    """Remember which message gave the answer: it may be edited in Telegram."""
    if said.message_id is not None:
        await desk.spoken.remember(
            SpokenAnswer(
                desk.person.telegram_id, said.message_id, draft.id, draft.case_id, field.name,
                said.text, value, desk.now,
            )
        )  # fmt: skip


async def _doubt(draft: Draft, error: SumInDoubt, state: FSMContext) -> Draft:
    """Offer the sums that may be meant as buttons of the same question."""
    doubtful = forms.doubt(draft, tuple(asdict(each) for each in error.sums[:MOST_READINGS]))
    await keep(state, [*(await drafts(state))[:-1], doubtful])
    return doubtful


async def _choose(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    field = forms.current(draft)
    if field is None:
        return Ending(await screen(draft, desk))
    chosen = next((o for o in await options(field, draft, desk) if o.value == value), None)
    if chosen is None:
        return Ending(await screen(draft, desk, words.QUESTION_IS_PAST))
    if field.ask is Ask.CHOICES:
        return await stay(forms.toggle(draft, value), desk, state)
    return await _take(draft, field, Said(Heard.CHOICE, chosen.spoken), desk, state)


async def _done(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    return await go_on(forms.settle(draft), desk, state)


async def _skip(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    return _without_sum(draft, await go_on(forms.skip(draft), desk, state))


async def _back(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    return await stay(forms.back(draft), desk, state)


async def _to_summary(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    return _without_sum(draft, await stay(forms.finish(draft), desk, state))


def _without_sum(draft: Draft, ending: Ending) -> Ending:
    """Say that a sum which could be read in several ways was left and is not kept."""
    sums = tuple(filter(None, map(money_of, draft.doubts)))
    if not sums:
        return ending
    told = Screen(f"{words.sum_not_kept(sums)}\n\n{ending.screen.text}", ending.screen.keyboard)
    return replace(ending, screen=told)


async def _correct(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    if value:
        return await stay(forms.edit(draft, value), desk, state)
    return Ending(await which_field(draft, desk))


async def _take_told(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    """Take the text that might have been a new case for the answer («Это ответ»)."""
    field, told = forms.current(draft), draft.told
    draft = replace(draft, told=None, step=draft.step + 1)
    if field is None or told is None:
        return await stay(draft, desk, state)
    await keep(state, [*(await drafts(state))[:-1], draft])
    said = Said(Heard.TEXT, str(told["text"]), message_id=told["message_id"])
    return await _take(draft, field, said, desk, state)


async def _show_again(draft: Draft, _: str, desk: Desk, __: FSMContext) -> Ending:
    return Ending(await screen(draft, desk))


async def _save(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    doubtful = draft
    if forms.current(draft) is not None and draft.form in SAVED_AT_ONCE:
        draft = forms.finish(draft)
        await keep(state, [*(await drafts(state))[:-1], draft])
    if forms.current(draft) is not None:
        return Ending(await screen(draft, desk))
    return _without_sum(doubtful, await finish(draft, desk, state))


async def _cancel(_: Draft, __: str, desk: Desk, state: FSMContext) -> Ending:
    return await cancel(desk, state)


PRESSES: dict[str, Callable[[Draft, str, Desk, FSMContext], Awaitable[Ending]]] = {
    "choose": _choose,
    "done": _done,
    "skip": _skip,
    "back": _back,
    "finish": _to_summary,
    "correct": _correct,
    "take": beside.take_offered,
    "answer": _take_told,
    "new": whole.begin_new,
    "summary": _show_again,
    "save": _save,
    "cancel": _cancel,
    "add": doubles.add,
    "apart": doubles.tell_apart,
    "split": parting.split,
    "whole": parting.leave_whole,
    "note": late.leave_as_note,
}
"""What a press of a form's button does, by the word it carries."""
