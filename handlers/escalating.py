"""Escalating: the five moves are asked one by one, and the text for the dialog comes out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.answers import Attachment
from cases.case import Case
from cases.checking.checker import check
from cases.checking.findings import Audience
from cases.escalation import escalated, may_begin_anew, places, steps_of
from cases.filling import Draft
from cases.kinds import EntryKind
from cases.roles import Action
from handlers import pile
from handlers.anyway import AnywayPress, warn_of_work
from handlers.desk import Desk, NoSuchCase, Words
from handlers.keyboards import Rows, button, markup
from handlers.late import overtaken
from handlers.moves import changes, find_allowed
from handlers.options import phrase_of
from handlers.pile import Ending, finishes
from handlers.presses import CasePress, MovePress
from handlers.races import show_after_race, who_was_first
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, say, show
from handlers.undo import with_undo
from texts import cards, coaching, copying, escalations
from texts.appeals import Appeal

router = Router(name=__name__)
MOVE = "escalate"


@router.callback_query(AnywayPress.filter(F.move == MOVE))
@router.callback_query(MovePress.filter(F.move == MOVE))
async def begin_escalation(
    callback: CallbackQuery, callback_data: MovePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for the five moves, from a phrase that is ready; what was begun already goes on."""
    case = await desk.case(callback_data.case, Action.MOVE)
    if case.version != callback_data.version:
        return await show_after_race(callback, case, MOVE, desk)
    find_allowed(case, MOVE, desk)
    if warned := warn_of_work(callback, case, callback_data, desk):
        return warned
    if case.number is None:
        return [callback.answer(coaching.no_number(case), show_alert=True)]
    shown = await _begun(case, desk, state) or await pile.open_form(_draft(case, desk), desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(CasePress.filter(F.what == "escalation"))
async def show_escalation(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the text of the last escalation again."""
    case = await desk.case(callback_data.case, Action.VIEW)
    if case.number is None or not case.answers.get("restated"):
        raise NoSuchCase
    return [callback.answer(), *await _say(case, case.number, desk)]


@finishes(MOVE)
async def escalate(draft: Draft, desk: Desk) -> Ending:
    """Keep the step, its text, its files and the next look, and show the text.

    When somebody has changed the case meanwhile, all that was answered stays in the form; of one
    that was closed it may be left as an entry.
    """
    assert draft.case_id is not None  # noqa: S101 - a move's draft names its case
    case = await desk.case(draft.case_id, Action.MOVE)
    if case.closed:
        return await overtaken(draft, case, desk)
    move = next((each for each in case.moves if each.name == MOVE), None)
    if move is None or case.number is None or case.version != draft.case_version:
        kept = replace(draft, case_version=case.version, step=draft.step + 1)
        return Ending(await screen(kept, desk, await who_was_first(case, desk)), keeps=kept)
    attached = await _attach(case, draft, desk)
    case = await desk.case(case.id, Action.MOVE)
    given = escalated(draft.answers, case, attached, desk.now, desk.rules.zone)
    text = await _text({**case.answers, **given}, case.id, str(case.number), desk)
    await desk.entries.write(case.id, EntryKind.ESCALATION, text, {}, desk.now, desk.by)
    comment = places(steps_of(draft.answers, case))
    new = changes(case, move, given, desk.now)
    changed = await desk.journal.change(case, desk.by, MOVE, comment, **new)
    changed = await desk.case(changed.id, Action.MOVE)
    more = tuple(await _say(changed, str(case.number), desk))
    keyboard = with_undo(card_keyboard(changed, desk), desk)
    return Ending(Screen(card_text(changed, desk), keyboard), more)


async def _begun(case: Case, desk: Desk, state: FSMContext) -> Screen | None:
    for draft in await pile.drafts(state):
        if draft.form == MOVE and draft.case_id == case.id:
            await pile.bring_up(draft.id, state)
            current = replace(draft, case_version=case.version)
            await pile.exchange(current, state)
            return await screen(current, desk)
    return None


def _draft(case: Case, desk: Desk) -> Draft:
    """Begin at the phrase, which is filled in: that of the last time, or a composed one."""
    phrase = phrase_of(case, desk.rules.zone)
    return Draft(
        id=str(desk.update_id), form=MOVE, move=MOVE, case_id=case.id, case_version=case.version,
        answers={"restated": phrase} if phrase else {}, at="restated" if phrase else None,
    )  # fmt: skip


async def _attach(case: Case, draft: Draft, desk: Desk) -> list[int]:
    files = [Attachment(**each) for each in draft.answers.get("to_attach") or ()]
    numbers = [await desk.attachments.add(case.id, each, desk.by) for each in files]
    if numbers:
        ends = "-".join(str(each) for each in dict.fromkeys((numbers[0], numbers[-1])))
        await desk.history.note(case.id, desk.by, "files_added", comment=ends)
    return numbers


async def _say(case: Case, number: str, desk: Desk) -> Words:
    """Show the text to be copied, with what is left of the five moves under it."""
    text = await _text(case.answers, case.id, number, desk)
    appeal = Appeal(text, ())
    *before, last = copying.shown(appeal, name=escalations.NAME)
    doubtful = [each.fragment for each in check(text, Audience.SUPPORT)]
    told = [last, *([coaching.reread(doubtful)] if doubtful else []), coaching.after(case)]
    to, keyboard = desk.person.telegram_id, markup(_buttons(case, appeal, desk))
    return [*(say(to, each) for each in before), say(to, "\n".join(told), keyboard)]


def _buttons(case: Case, appeal: Appeal, desk: Desk) -> Rows:
    copied = copying.copied(appeal)
    views = ["open", *(["anew"] if may_begin_anew(case, desk.person.role) else [])]
    looks = [button(cards.VIEWS[each], CasePress(what=each, case=case.id)) for each in views]
    return [[button(copying.COPY, copies=copied)] if copied else [], looks]


async def _text(answers: Mapping[str, Any], case_id: int, number: str, desk: Desk) -> str:
    files = await desk.attachments.of(case_id)
    return escalations.compose(answers, number, files, desk.rules.zone)
