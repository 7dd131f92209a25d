"""Merging: two cases about one thing become one, after a look at both and one confirmation."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases.case import Case
from cases.filling import Draft
from cases.merging import Hindrance, Merger, doubts, hindrance, taken_over
from cases.roles import Action
from handlers import pile
from handlers.desk import Desk, Words
from handlers.keyboards import Button, button, markup
from handlers.linking import LinkPress, named_other
from handlers.pile import Ending, finishes
from handlers.presses import CasePress
from handlers.screens import Screen
from handlers.speech import card_keyboard, card_text, say, show
from texts import cards
from texts import merging as words

router = Router(name=__name__)


class MergePress(CallbackData, prefix="mg"):
    """A merger to be looked at or done: both cases, as the person saw them."""

    what: str
    gone: int
    gone_version: int
    kept: int
    kept_version: int


@router.callback_query(CasePress.filter(F.what == "merge"))
async def ask_with_what(
    callback: CallbackQuery, callback_data: CasePress, desk: Desk, state: FSMContext
) -> Words:
    """Ask which case this one is to become a part of («Объединить»)."""
    case = await desk.case(callback_data.case, Action.MERGE)
    draft = Draft(id=str(desk.update_id), form="merge", case_id=case.id)
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("merge")
async def look_before(draft: Draft, desk: Desk) -> Ending:
    """Show what a merger with the named case would do; nothing is done yet."""
    assert draft.case_id is not None  # noqa: S101 - the form was opened from a card
    case = await desk.case(draft.case_id, Action.MERGE)
    other = await named_other(case, draft, desk)
    return other if isinstance(other, Ending) else Ending(_question(Merger(case, other), desk))


@router.callback_query(MergePress.filter(F.what == "look"))
async def look_again(callback: CallbackQuery, callback_data: MergePress, desk: Desk) -> Words:
    """Show what the merger would do, the other way round maybe («Наоборот»)."""
    shown = _question(await _merger(callback_data, desk), desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(MergePress.filter(F.what == "sure"))
async def merge(callback: CallbackQuery, callback_data: MergePress, desk: Desk) -> Words:
    """Merge the two as they were seen; of two people who do it at once one does."""
    merger = await _merger(callback_data, desk)
    gone, kept = merger.gone, merger.kept
    if gone.id == kept.id:  # somebody was first, whichever way round
        one = kept if gone.came_from is None else gone
        return [callback.answer(), show(callback, card_text(one, desk), card_keyboard(one, desk))]
    seen = (callback_data.gone_version, callback_data.kept_version)
    if (gone.version, kept.version) != seen or hindrance(merger):
        shown = _question(merger, desk)
        return [
            callback.answer(),
            show(callback, f"{words.CHANGED}\n\n{shown.text}", shown.keyboard),
        ]
    now_is = await desk.merging.merge(merger, desk.by)
    text = words.merged(gone, now_is, desk.rules, desk.now)
    keyboard = card_keyboard(now_is, desk)
    return [callback.answer(), show(callback, text, keyboard), *await _tell(gone, now_is, desk)]


async def _merger(pressed: MergePress, desk: Desk) -> Merger:
    gone = await desk.case(pressed.gone, Action.MERGE)
    return Merger(gone, await desk.case(pressed.kept, Action.MERGE))


def _question(merger: Merger, desk: Desk) -> Screen:
    why = hindrance(merger)
    if why is not None:
        return _refusal(merger, why, desk)
    text = words.question(merger, taken_over(merger), doubts(merger), desk.rules, desk.now)
    rows = [
        [button(words.YES, _press("sure", merger), style="danger"), *_other_way(merger)],
        [button(words.NO, CasePress(what="card", case=merger.gone.id))],
    ]
    return Screen(text, markup(rows))


def _refusal(merger: Merger, why: Hindrance, desk: Desk) -> Screen:
    case, other = merger.gone, merger.kept
    around = _other_way(merger)
    text = words.refused(merger, why, other_way=bool(around))
    linking = LinkPress(what="join", case=case.id, other=other.id)
    may_be_linked = why is not Hindrance.SAME and case.id != other.id
    rows = [
        [*around, *([button(words.LINK, linking)] if may_be_linked else [])],
        [button(cards.VIEWS["card"], CasePress(what="card", case=case.id))],
    ]
    return Screen(f"{text}\n\n{card_text(case, desk)}", markup(rows))


def _other_way(merger: Merger) -> list[Button]:
    """Offer the merger the other way round, when it is a legal one."""
    if hindrance(merger.reversed):
        return []
    return [button(words.OTHER_WAY, _press("look", merger.reversed))]


def _press(what: str, merger: Merger) -> MergePress:
    gone, kept = merger.gone, merger.kept
    return MergePress(
        what=what, gone=gone.id, gone_version=gone.version,
        kept=kept.id, kept_version=kept.version,
    )  # fmt: skip


async def _tell(gone: Case, kept: Case, desk: Desk) -> Words:
    """Tell whoever leads one of the two, and the owner, each once."""
    led = [each.assignee for each in (gone, kept)]
    heard = {p.id: p for p in (*led, await desk.people.owner()) if p and p.removed_at is None}
    heard.pop(desk.person.id, None)
    text = words.merged_by(gone, kept, desk.person, desk.rules, desk.now)
    return [say(p.telegram_id, text, card_keyboard(kept, desk, p.role)) for p in heard.values()]
