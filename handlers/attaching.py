"""Attaching: files go into the open form, or to a case that is in the journal already."""

import re
from dataclasses import asdict, replace

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import Attachment
from cases.case import Case
from cases.fields import Ask, Field
from cases.files import is_too_big
from cases.filling import Draft
from cases.pasting.confidential import holds_secret
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, NoSuchCase, Words
from handlers.filing import filing
from handlers.hearing import heard
from handlers.keyboards import Keyboard, button, markup
from handlers.pile import Ending, finishes
from handlers.presses import CasePress, FilesPress
from handlers.recording import attach_all
from handlers.replied import case_shown
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, show
from texts import attachments as words
from texts import cards, entering
from texts.pasting import SECRET

router = Router(name=__name__)
"""Files for a case that they name: listens before the open form does."""
loose = Router(name=f"{__name__}.loose")
"""Files that name no case, with no form open: listens after the pasted texts."""

_LEADING = re.compile(r"\s*#(\d{1,15})\b[\s.,:;—-]*")


def _holds_file(message: Message) -> bool:
    return heard(message).attachment is not None


@router.message(F.chat.type == "private", _holds_file)
async def add_to_named_case(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Add a file to the case that it names; any other file is for others.

    It names a case by answering its card, by a caption that begins with its number, or by being of
    an album whose beginning is there.
    """
    file = _file(message)
    known = await desk.attachments.case_of_album(file.album)
    number = known or await _named(message, state)
    if number is None:
        raise SkipHandler
    if holds_secret(file.caption):
        return [message.answer(SECRET)]
    try:
        case = await desk.case(number, Action.MOVE)
    except NoSuchCase:
        raise SkipHandler from None  # it is asked about: a mistyped number loses no file
    taken = replace(file, caption=_LEADING.sub("", file.caption, count=1))
    given = await desk.attachments.add(case.id, taken, desk.by)
    if known is not None:
        return [message.answer(words.too_big(file))] if is_too_big(file) else []
    await desk.history.note(case.id, desk.by, "files_added", comment=str(given))
    text = f"{words.added(case.id, given, taken)}\n{entering.WHAT_IS_IT}"
    return [message.answer(text, reply_markup=_afterwards(case, given))]


@loose.message(StateFilter(None), F.chat.type == "private", _holds_file)
async def ask_which_case(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Ask to which case a file belongs; it waits in a form until this is known."""
    desk.require(Action.REGISTER)
    file = _file(message)
    if holds_secret(file.caption):
        return [message.answer(SECRET)]
    draft = Draft(
        id=str(desk.update_id), form="loose_files",
        answers={"attachments": [asdict(file)]}, album=file.album or None,
    )  # fmt: skip
    shown = await pile.open_form(draft, desk, state)
    text = f"{words.too_big(file)}\n\n{shown.text}".strip()
    return [message.answer(text, reply_markup=shown.keyboard)]


@router.callback_query(FilesPress.filter(F.what == "add"))
async def ask_for_files(
    callback: CallbackQuery, callback_data: FilesPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for the files of a case; several may come before «Готово»."""
    case = await desk.case(callback_data.case, Action.MOVE)
    draft = Draft(id=str(desk.update_id), form="add_files", case_id=case.id)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("add_files")
async def add_files(draft: Draft, desk: Desk) -> Ending:
    """Give the collected files their numbers in the case."""
    assert draft.case_id is not None  # noqa: S101 - the draft names its case
    return await _add(await desk.case(draft.case_id, Action.MOVE), draft, desk)


@finishes("loose_files")
async def bring_home(draft: Draft, desk: Desk) -> Ending:
    """Give files to the case that was named, or begin a new one with them."""
    wanted, files = draft.answers["which_case"], draft.answers["attachments"]
    if wanted == words.NEW:
        pasted = {"pasted": files[0]["caption"], "attachments": files}
        return Ending(Screen(""), opens=replace(draft, form="paste", answers=pasted))
    found = await desk.cases_by_number(wanted)
    if len(found) == 1:
        return await _add(await desk.case(found[0].id, Action.MOVE), draft, desk)
    asked = replace(draft, answers={"attachments": files}, step=draft.step - 1)
    return Ending(await screen(asked, desk, words.not_found(wanted)), keeps=asked)


def field_of_files(draft: Draft) -> Field | None:
    """Return the field of a form that keeps files; None when it keeps none."""
    return next((f for f in forms.applicable(draft) if f.ask is Ask.ATTACHMENTS), None)


async def take_into_form(
    message: Message, draft: Draft, field: Field, desk: Desk, state: FSMContext
) -> Words:
    """Take a file into the open form, whatever it asks; an album is answered once."""
    file = _file(message)
    if holds_secret(file.caption):
        shown = await screen(draft, desk, SECRET)
        return [message.answer(shown.text, reply_markup=shown.keyboard)]
    now = forms.current(draft)
    files = [*(draft.answers.get(field.name) or []), asdict(file)]
    taken = forms.attach(draft, field.name, files, file.album or None)
    await pile.keep(state, [*(await pile.drafts(state))[:-1], taken])
    if file.album and file.album == draft.album:  # its first file was answered for all of it
        return [message.answer(words.too_big(file))] if is_too_big(file) else []
    asked_for = now is not None and now.name == field.name
    note = words.kept(file, len(files)) if asked_for else words.kept_aside(file)
    shown = await screen(taken, desk, note)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


async def _add(case: Case, draft: Draft, desk: Desk) -> Ending:
    files = [Attachment(**each) for each in draft.answers["attachments"]]
    numbers = list(await attach_all(case, files, desk))
    case = await desk.case(case.id, Action.VIEW)
    text = f"{words.added_many(case.id, numbers)}\n\n{card_text(case, desk)}"
    return Ending(Screen(text, card_keyboard(case, desk)))


def _file(message: Message) -> Attachment:
    file = heard(message).attachment
    assert file is not None  # noqa: S101 - the filter has looked
    return file


async def _named(message: Message, state: FSMContext) -> int | None:
    """Return the number of the case that a file is meant for; None when it names none."""
    leading = _LEADING.match(message.caption or "")
    if leading:
        return int(leading[1])
    return case_shown(message, form_is_open=bool(await pile.drafts(state)))


def _afterwards(case: Case, given: int) -> Keyboard | None:
    look, card = FilesPress(what="show", case=case.id), CasePress(what="open", case=case.id)
    looks = [button(words.BUTTONS["show"], look), button(cards.VIEWS["open"], card)]
    return markup([*filing(case, given), looks])
