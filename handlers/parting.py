"""The parting: a text that mixes two appeals is offered to become two linked drafts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aiogram.fsm.context import FSMContext

from cases import parting
from cases.case import Case
from cases.fields import FORMS, SUMMARY
from cases.filling import Draft
from cases.kinds import Kind
from cases.pasting.recognition import recognise
from handlers.desk import Desk
from handlers.pile import Ending, cancel, drafts, go_on, keep
from handlers.screens import screen
from texts import forms as form_words
from texts import parting as words


def noticed(before: Draft, answered: Draft, desk: Desk) -> Draft:
    """Keep in the draft that the summary just written mixes two appeals."""
    text = answered.answers.get("summary")
    if not text or before.answers.get("summary") == text:
        return answered
    return _mixing(str(text), answered, desk)


def noticed_in(pasted: str, draft: Draft, desk: Desk) -> Draft:
    """Keep in the draft that the pasted text, of which nothing may be lost, mixes two appeals."""
    summary = str(draft.answers.get("summary") or "")
    return _mixing(summary if summary and len(pasted) <= SUMMARY.limit else pasted, draft, desk)


async def decide(draft: Draft, typed: str, desk: Desk, state: FSMContext) -> Ending:
    """Take a typed «разделить», «это одно» or «отмена»; anything else is not an answer."""
    word = typed.strip().casefold()
    if word == words.SPLIT.casefold():
        return await split(draft, "", desk, state)
    if word == words.WHOLE.casefold():
        return await leave_whole(draft, "", desk, state)
    if word == form_words.CANCEL.casefold():
        return await cancel(desk, state)
    return Ending(await screen(draft, desk, words.DECIDE_FIRST))


async def split(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    """Make a draft of each appeal, the first one on top of the pile («Разделить»)."""
    if not draft.themes:
        return Ending(await screen(draft, desk))

    def says(text: str) -> Mapping[str, Any]:
        return _answers_in(text, draft, desk)

    whole = f"{desk.person.id}:{int(desk.now.timestamp())}:{desk.update_id}"
    first, *others = parting.parts(draft, whole, says)
    below = [each for each in await drafts(state) if each.id != draft.id]
    await keep(state, [*below, *reversed(others), first])
    return Ending(await screen(first, desk, words.parted(1 + len(others))))


async def leave_whole(draft: Draft, _: str, desk: Desk, state: FSMContext) -> Ending:
    """Go on with the text as it is («Это одно»)."""
    return await go_on(replace(draft, themes=(), step=draft.step + 1), desk, state)


async def link(draft: Draft, case: Case, desk: Desk) -> Case:
    """Link what a draft became with what it sprang from or follows, and with its other parts."""
    sources = [each for each in (draft.follows, draft.linked_to) if each is not None]
    if draft.part_of is None and not sources:
        return case
    for source in sources:
        await desk.links.join(case.id, source, desk.by)
    if draft.part_of is not None:
        await desk.links.join_part(draft.part_of, case.id, desk.by)
    return await desk.search.get(case.id)


def _mixing(text: str, draft: Draft, desk: Desk) -> Draft:
    if draft.form != Kind.SUPPORT_TICKET:
        return draft
    return replace(draft, themes=parting.themes_of(text, desk.now, desk.rules.zone))


def _answers_in(text: str, draft: Draft, desk: Desk) -> Mapping[str, Any]:
    found = recognise(text, desk.now, desk.rules.zone).findings
    names = {field.name for field in FORMS[draft.form]}
    return {each.field: each.value for each in found if each.field in names}
