"""The conversation: one engine that asks any form, question by question, and takes the answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from cases import forms
from cases.answers import Circumstances, Heard, Said, read
from cases.fields import REGISTRATION, Ask, Field
from cases.forms import Draft
from cases.kinds import Currency
from cases.refusals import Refusal
from handlers.desk import Desk, Words
from handlers.hearing import heard
from handlers.keyboards import FormPress, NewPress, Rows, button, in_rows, markup
from handlers.options import Option, names, options
from handlers.speech import say, show
from texts import forms as words
from texts.refusals import refusal

router = Router(name=__name__)

Finisher = Callable[[Draft, Desk], Awaitable["Ending"]]
FINISHERS: dict[str, Finisher] = {}
"""What happens when a form is complete, by its name; filled by `finishes`."""


class Filling(StatesGroup):
    """The one state of every conversation: a form is being filled in."""

    form = State()


@dataclass(frozen=True)
class Screen:
    """What a step of a form shows."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Ending:
    """What a finished form says: the screen in place of the form, and what else.

    `keeps_form` when the form could not be saved as it is and stays open for a correction.
    """

    screen: Screen
    more: tuple[TelegramMethod[Any], ...] = ()
    keeps_form: bool = False


def finishes(*names: str) -> Callable[[Finisher], Finisher]:
    """Name the forms that a function brings to their end."""

    def register(finisher: Finisher) -> Finisher:
        FINISHERS.update(dict.fromkeys(names, finisher))
        return finisher

    return register


async def drafts(state: FSMContext) -> list[Draft]:
    """Return the half-filled forms of this person, the current one last."""
    kept = await state.get_data()
    return [Draft.of_json(each) for each in kept.get("drafts", [])]


async def open_form(draft: Draft, desk: Desk, state: FSMContext) -> Screen:
    """Begin a form; one that is under way waits below it."""
    kept = await drafts(state)
    first = await _with_obvious(draft, desk)
    await _keep(state, [*kept, first])
    return await screen(first, desk)


async def drop_registrations(state: FSMContext) -> None:
    """Forget the half-filled registrations: the person begins a new one."""
    await _keep(state, [d for d in await drafts(state) if d.form not in REGISTRATION])


async def screen(draft: Draft, desk: Desk, note: str = "") -> Screen:
    """Show where a draft stands: its current question, or the summary."""
    field = forms.current(draft)
    shown = await _question(draft, field, desk) if field else await _summary(draft, desk)
    return Screen(f"{note}\n\n{shown.text}", shown.keyboard) if note else shown


@router.message(StateFilter(Filling.form), F.chat.type == "private")
async def take_answer(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Take a typed answer or a file to the current question."""
    kept = await drafts(state)
    field = forms.current(kept[-1])
    if field is None:
        shown = await screen(kept[-1], desk)
        return [message.answer(shown.text, reply_markup=shown.keyboard)]
    said = heard(message)
    pressed = _typed_press(said, kept[-1], field)
    if pressed:
        return _sent(message, await PRESSES[pressed](kept[-1], "", desk, state))
    if field.ask is Ask.ATTACHMENTS and said.attachment:
        return await _take_file(message, said, kept, desk, state)
    try:
        value = read(
            field,
            await _as_choice(field, said, kept[-1], desk),
            await _circumstances(kept[-1], field, desk),
        )
    except Refusal as error:
        note = refusal(error, field, desk.rules.zone, desk.now)
        shown = await screen(kept[-1], desk, note)
        return [message.answer(shown.text, reply_markup=shown.keyboard)]
    return _sent(message, await _go_on(forms.answer(kept[-1], value), desk, state))


@router.callback_query(FormPress.filter())
async def take_press(
    callback: CallbackQuery, callback_data: FormPress, desk: Desk, state: FSMContext
) -> Words:
    """Take a press on a button of a form; a button of an earlier step changes nothing."""
    kept = await drafts(state)
    if not kept or kept[-1].id != callback_data.draft:
        return [callback.answer(words.FORM_IS_PAST)]
    if kept[-1].step != callback_data.step:
        shown = await screen(kept[-1], desk)
        return [callback.answer(words.QUESTION_IS_PAST), show(callback, shown.text, shown.keyboard)]
    ending = await PRESSES[callback_data.what](kept[-1], callback_data.value, desk, state)
    return [
        callback.answer(),
        show(callback, ending.screen.text, ending.screen.keyboard),
        *ending.more,
    ]


async def cancel(desk: Desk, state: FSMContext) -> Ending:
    """Drop the current form; the one below it goes on."""
    kept = await drafts(state)
    if not kept:
        return Ending(Screen(words.NOTHING_TO_CANCEL))
    return await _close(kept[-1], Ending(Screen(words.cancelled(kept[-1].form))), desk, state)


def offer_to_continue(draft: Draft) -> Screen:
    """Offer a half-filled form again («Продолжить»)."""
    rows = [
        [button(words.CONTINUE, _press(draft, "summary"))],
        [button(words.START_OVER, NewPress(kind="over"))],
        [button(words.CANCEL, _press(draft, "cancel"))],
    ]
    return Screen(words.unfinished(draft.form, forms.progress(draft)), markup(rows))


async def _choose(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    field = forms.current(draft)
    if field is None:
        return Ending(await screen(draft, desk))
    if field.ask is Ask.CHOICES:
        return await _toggle(draft, value, desk, state)
    chosen = next((o for o in await options(field, draft, desk) if o.value == value), None)
    if chosen is None:
        return Ending(await screen(draft, desk, words.QUESTION_IS_PAST))
    said = Said(Heard.CHOICE, chosen.spoken)
    taken = read(field, said, await _circumstances(draft, field, desk))
    return await _go_on(forms.answer(draft, taken), desk, state)


async def _toggle(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    field = forms.current(draft)
    assert field is not None  # noqa: S101 - the caller has looked
    chosen = list(draft.answers.get(field.name) or [])
    chosen.remove(value) if value in chosen else chosen.append(value)
    return await _stay(forms.keep(draft, chosen), desk, state)


async def _done(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    field = forms.current(draft)
    if field is None:
        return Ending(await screen(draft, desk))
    value = draft.answers.get(field.name)
    return await _go_on(
        forms.answer(draft, value if value is not None else field.default), desk, state
    )


async def _skip(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    field = forms.current(draft)
    if field is None or field.is_required(draft.answers):
        return Ending(await screen(draft, desk))
    return await _go_on(forms.answer(draft, field.default), desk, state)


async def _back(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    return await _stay(forms.back(draft), desk, state)


async def _finish(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    if not forms.can_finish(draft):
        return Ending(await screen(draft, desk))
    return await _go_on(forms.finish(draft), desk, state)


async def _correct(draft: Draft, value: str, desk: Desk, state: FSMContext) -> Ending:
    if value:
        return await _stay(forms.edit(draft, value), desk, state)
    rows = in_rows(
        button(words.QUESTIONS[f.name].label, _press(draft, "correct", f.name))
        for f in forms.applicable(draft)
    )
    rows.append([button(words.BACK, _press(draft, "summary"))])
    shown = await _summary(draft, desk)
    return Ending(Screen(f"{shown.text}\n\n{words.which_field()}", markup(rows)))


async def _again(draft: Draft, _: str, desk: Desk, __: FSMContext) -> Ending:
    return Ending(await screen(draft, desk))


async def _save(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    if forms.current(draft) is not None:
        return Ending(await screen(draft, desk))
    return await _close(draft, await FINISHERS[draft.form](draft, desk), desk, state)


async def _cancel(_: Draft, __: str, desk: Desk, state: FSMContext) -> Ending:
    return await cancel(desk, state)


PRESSES: dict[str, Callable[[Draft, str, Desk, FSMContext], Awaitable[Ending]]] = {
    "choose": _choose,
    "done": _done,
    "skip": _skip,
    "back": _back,
    "finish": _finish,
    "correct": _correct,
    "summary": _again,
    "save": _save,
    "cancel": _cancel,
}
"""What a press of a form's button does, by the word it carries."""


async def _go_on(draft: Draft, desk: Desk, state: FSMContext) -> Ending:
    """Ask the next question, or end a form that needs no summary."""
    if forms.current(draft) is None and draft.form not in REGISTRATION:
        return await _close(draft, await FINISHERS[draft.form](draft, desk), desk, state)
    return await _stay(draft, desk, state)


async def _stay(draft: Draft, desk: Desk, state: FSMContext) -> Ending:
    await _keep(state, [*(await drafts(state))[:-1], draft])
    return Ending(await screen(draft, desk))


async def _close(draft: Draft, ending: Ending, desk: Desk, state: FSMContext) -> Ending:
    """Take the form off the pile and show the one below it again, if any."""
    if ending.keeps_form:
        return ending
    below = [each for each in await drafts(state) if each.id != draft.id]
    await _keep(state, below)
    if not below:
        return ending
    shown = await screen(below[-1], desk, words.back_to(below[-1].form))
    again = say(desk.person.telegram_id, shown.text, shown.keyboard)
    return Ending(ending.screen, (*ending.more, again))


async def _keep(state: FSMContext, kept: list[Draft]) -> None:
    await state.set_data({"drafts": [each.as_json() for each in kept]})
    await state.set_state(Filling.form if kept else None)


async def _with_obvious(draft: Draft, desk: Desk) -> Draft:
    """Answer the cabinet by itself when the team has only one."""
    field = forms.current(draft)
    if field is None or field.name != "cabinet":
        return draft
    found = await options(field, draft, desk)
    return forms.preset(draft, found[0].value) if len(found) == 1 else draft


async def _take_file(
    message: Message, said: Said, kept: list[Draft], desk: Desk, state: FSMContext
) -> Words:
    draft = kept[-1]
    field = forms.current(draft)
    assert field is not None  # noqa: S101 - the caller has looked
    files = [
        *(draft.answers.get(field.name) or []),
        read(field, said, await _circumstances(draft, field, desk)),
    ]
    taken = forms.collect(draft, files, message.media_group_id)
    await _keep(state, [*kept[:-1], taken])
    if message.media_group_id and message.media_group_id == draft.album:
        return []
    shown = await screen(taken, desk, words.file_kept(len(files)))
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


async def _as_choice(field: Field, said: Said, draft: Draft, desk: Desk) -> Said:
    """Take a typed label for a press on its button."""
    if said.heard is not Heard.TEXT:
        return said
    typed = said.text.strip().casefold()
    for option in await options(field, draft, desk):
        if option.label.casefold() == typed:
            return Said(Heard.CHOICE, option.spoken)
    return said


async def _circumstances(draft: Draft, field: Field, desk: Desk) -> Circumstances:
    currency = Currency.RUB
    cabinet_id = draft.answers.get("cabinet")
    if draft.case_id is not None:
        case = await desk.journal.find(draft.case_id)
        currency = case.cabinet.currency if case else currency
    elif cabinet_id is not None:
        cabinet = await desk.cabinets.get(int(cabinet_id))
        currency = cabinet.currency if cabinet else currency
    known = tuple(option.spoken for option in await options(field, draft, desk))
    return Circumstances(desk.now, desk.rules.zone, currency, known)


async def _question(draft: Draft, field: Field, desk: Desk) -> Screen:
    value = draft.answers.get(field.name)
    current = words.answer_words(field, value, desk.rules.zone, desk.now, await names(desk))
    text = words.question(draft, field, forms.progress(draft), current)
    rows = in_rows(_option_button(o, draft, field) for o in await options(field, draft, desk))
    return Screen(text, markup([*rows, *_navigation(draft, field)]))


def _option_button(option: Option, draft: Draft, field: Field) -> InlineKeyboardButton:
    chosen = field.ask is Ask.CHOICES and option.value in (draft.answers.get(field.name) or [])
    label = f"{words.CHOSEN}{option.label}" if chosen else option.label
    return button(label, _press(draft, "choose", option.value))


def _navigation(draft: Draft, field: Field) -> Rows:
    first: Rows = []
    if field.ask in {Ask.CHOICES, Ask.ATTACHMENTS} and draft.answers.get(field.name):
        first = [[button(words.DONE, _press(draft, "done"))]]
    elif not field.is_required(draft.answers):
        first = [[button(words.SKIP, _press(draft, "skip"))]]
    if first and draft.form in REGISTRATION and forms.can_finish(draft):
        first[0].append(button(words.TO_SUMMARY, _press(draft, "finish")))
    begun = forms.progress(draft).step > 1
    last = [button(words.BACK, _press(draft, "back"))] if begun else []
    return [*first, [*last, button(words.CANCEL, _press(draft, "cancel"))]]


async def _summary(draft: Draft, desk: Desk) -> Screen:
    lines = words.answer_lines(draft, desk.rules.zone, desk.now, await names(desk))
    rows = [
        [button(words.SAVE, _press(draft, "save"), style="success")],
        [
            button(words.CORRECT, _press(draft, "correct")),
            button(words.CANCEL, _press(draft, "cancel")),
        ],
    ]
    return Screen(words.summary(draft, lines), markup(rows))


def _typed_press(said: Said, draft: Draft, field: Field) -> str | None:
    """Take a typed «назад» or «отмена» for a press, when that button is on the screen."""
    typed = said.text.strip().casefold()
    for row in _navigation(draft, field):
        for each in row:
            if typed and typed == each.text.strip("← ").casefold():
                return FormPress.unpack(each.callback_data or "").what
    return None


def _press(draft: Draft, what: str, value: str = "") -> FormPress:
    return FormPress(draft=draft.id, step=draft.step, what=what, value=value)


def _sent(message: Message, ending: Ending) -> Words:
    shown = ending.screen
    return [message.answer(shown.text, reply_markup=shown.keyboard), *ending.more]
