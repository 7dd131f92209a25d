"""Entering: a text that answers a card, or is asked for, becomes an entry of the case."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases import forms
from cases.answers import (
    Attachment,
    Said,
    SecretSeen,
    TextTooLong,
    moment_json,
    moment_of,
    read,
)
from cases.case import Case
from cases.dates import DateUnreadable, parse_past
from cases.filling import Draft
from cases.kinds import EntryKind
from cases.moments import Moment
from cases.pasting.confidential import holds_secret
from cases.pasting.inside import moment_inside
from cases.record import NewEntry
from cases.refusals import Refusal
from cases.roles import Action
from handlers import pile
from handlers.circumstances import circumstances
from handlers.desk import Desk, NoSuchCase, Words
from handlers.filing import AT, OF_FILES, TEXT, files_with
from handlers.pile import Ending, finishes, hears
from handlers.presses import CasePress
from handlers.recording import attach_all, enter
from handlers.replied import case_shown, names_several
from handlers.screens import screen
from handlers.speech import show
from storage.spoken import SpokenAnswer
from texts import entering as words
from texts.pasting import SECRET

router = Router(name=__name__)
INSIDE = "entry_inside"
LONGEST = 16_000
"""Characters of one entry: four messages of Telegram's longest."""
CUT, AT_ONCE = 3000, timedelta(seconds=10)
"""A text of so many characters that goes on so soon is one text, which Telegram has cut."""


@router.message(F.chat.type == "private", F.text.regexp(r"^[^/]"), F.reply_to_message)
async def take_reply(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Take a text that answers the card of a case, and ask what it is."""
    at_hand = await pile.drafts(state)
    number = case_shown(message, form_is_open=bool(at_hand))
    if number is None and not at_hand and names_several(message):
        return [message.answer(words.WHICH_CASE)]
    if number is None:
        raise SkipHandler
    try:
        case = await desk.case(number, Action.MOVE)
    except NoSuchCase:
        raise SkipHandler from None
    text = (message.text or "").strip()
    if holds_secret(text):
        return [message.answer(SECRET)]
    draft = _going_on(at_hand, case, message, text) or _draft(case, message, text, desk)
    draft = _naming_its_time(draft, min(message.date, desk.now), desk)
    await _remember(message.message_id, draft, text, desk)
    if any(each.id == draft.id for each in at_hand):
        shown = (await pile.stay(draft, desk, state)).screen
    else:
        shown = await pile.open_form(draft, desk, state)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(CasePress.filter(F.what == "write"))
async def ask_for_entry(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for what is to be written into a case («Добавить запись»)."""
    case = await desk.case(callback_data.case, Action.MOVE)
    draft = Draft(id=str(desk.update_id), form="entry", case_id=case.id, case_version=case.version)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@hears(TEXT)
async def hear_text(draft: Draft, said: Said, desk: Desk) -> tuple[Draft, str]:
    """Take the text that was asked for, and offer the time that it names in passing."""
    field = forms.find_field(draft, TEXT)
    text = read(field, said, await circumstances(draft, field, desk))
    if said.message_id is not None:
        await _remember(said.message_id, draft, said.text, desk)
    return _naming_its_time(forms.answer(draft, text), desk.now, desk), ""


@hears("entry_kind")
async def hear_more(draft: Draft, said: Said, desk: Desk) -> tuple[Draft, str]:
    """Take what is typed instead of a press: the time when it was, else more of the text."""
    if holds_secret(said.text):
        raise SecretSeen
    field = forms.find_field(draft, AT)
    try:
        at = read(field, said, await circumstances(draft, field, desk))
    except DateUnreadable:
        grown = _grown(draft, said.text.strip())
        if said.message_id is not None:
            await _remember(said.message_id, grown, said.text.strip(), desk)
        return grown, words.more_taken(len(grown.answers[TEXT]))
    return forms.exchange(draft, AT, at), words.TIME_TAKEN


@router.edited_message(F.chat.type == "private", F.text)
async def follow_edit(message: Message, desk: Desk, state: FSMContext) -> Words:
    """Let an entry that is still to be made follow its message; one that is made stays."""
    said = await desk.spoken.of(message.chat.id, message.message_id)
    text = (message.text or "").strip()
    if said is None or said.field != TEXT or said.case_id is None or said.text == text:
        raise SkipHandler
    if holds_secret(text):
        return [message.answer(SECRET)]
    for draft in await pile.everything(state):
        before = str(draft.answers.get(TEXT) or "")
        if draft.id == said.draft_id and said.text in before:
            changed = forms.exchange(draft, TEXT, before.replace(said.text, text, 1))
            await pile.exchange(changed, state)
            await desk.spoken.accept(said, text, text)
            shown = await screen(changed, desk, words.edited(said.case_id))
            return [message.answer(shown.text, reply_markup=shown.keyboard)]
    made = await desk.entries.of(said.case_id)
    if any(said.text in each.text for each in made):
        return [message.answer(words.stays(said.case_id))]
    return []


@finishes("entry")
async def write_entry(draft: Draft, desk: Desk) -> Ending:
    """Write the entry into the case as it is now: whatever has changed, it was said."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await desk.case(draft.case_id, Action.MOVE)
    given = draft.answers
    sent = [Attachment(**each) for each in given.get("entry_files") or ()]
    files = await _numbers(draft, case, desk) + await attach_all(case, sent, desk)
    captions = "\n".join(filter(None, (each.caption for each in sent)))
    text = str(given.get(TEXT) or captions)
    at = moment_of(given[AT]) if given.get(AT) else Moment(desk.now, has_time=True)
    entry = NewEntry(EntryKind(given["entry_kind"]), text, at, files)
    return await enter(case, entry, desk, seen=draft.case_version)


async def _numbers(draft: Draft, case: Case, desk: Desk) -> tuple[int, ...]:
    """Return the files that the case has already and the entry is about, by their numbers."""
    if draft.move != OF_FILES or draft.subject_id is None:
        return ()
    return tuple(each.number for each in await files_with(case.id, draft.subject_id, desk))


def _draft(case: Case, message: Message, text: str, desk: Desk) -> Draft:
    at = _said_at(message, text, desk)
    return Draft(
        id=str(desk.update_id), form="entry", case_id=case.id, case_version=case.version,
        subject_id=message.message_id, answers={TEXT: text, AT: moment_json(at)}, preset=(TEXT,),
    )  # fmt: skip


def _naming_its_time(draft: Draft, at: datetime, desk: Desk) -> Draft:
    """Offer the time that the text names, as it was meant when it was written; never take it."""
    found = moment_inside(str(draft.answers.get(TEXT) or ""), at, desk.rules.zone)
    inside = {INSIDE: moment_json(found)} if found else {}
    return replace(draft, answers={**draft.answers, **inside})


def _said_at(message: Message, text: str, desk: Desk) -> Moment:
    """Return when it was: as the text says, if it says nothing else, or when it was written."""
    try:
        return parse_past(text, desk.now, desk.rules.zone)
    except Refusal:
        return Moment(min(message.date, desk.now), has_time=True)


def _going_on(at_hand: list[Draft], case: Case, message: Message, text: str) -> Draft | None:
    """Return the open form that the text belongs to: one that waits for it, or was cut in two."""
    last = at_hand[-1] if at_hand else None
    if last is None or (last.form, last.case_id) != ("entry", case.id):
        return None
    if forms.current(last) is not None and TEXT not in last.answers:
        return replace(last, answers={**last.answers, TEXT: text}, step=last.step + 1)
    said = last.answers.get(AT)
    length = len(str(last.answers.get(TEXT) or ""))
    if not said or not CUT <= length <= LONGEST - len(text) - 1:
        return None
    return _grown(last, text) if message.date - moment_of(said).at <= AT_ONCE else None


def _grown(draft: Draft, more: str) -> Draft:
    text = "\n".join(filter(None, (draft.answers.get(TEXT), more)))
    if len(text) > LONGEST:
        raise TextTooLong(LONGEST, len(text))
    answers: dict[str, Any] = {**draft.answers, TEXT: text}
    return replace(draft, answers=answers, step=draft.step + 1)


async def _remember(message_id: int, draft: Draft, text: str, desk: Desk) -> None:
    chat = desk.person.telegram_id
    await desk.spoken.remember(
        SpokenAnswer(chat, message_id, draft.id, draft.case_id, TEXT, text, text, desk.now)
    )
