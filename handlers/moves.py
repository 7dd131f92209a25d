"""Moves: what a card's buttons do; of two people who press at once one wins."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from cases import forms
from cases.answers import moment_of, money_of
from cases.case import Case
from cases.filling import Draft
from cases.lifecycles import Move, Status, Turn, is_closed
from cases.promises import without_promise
from cases.readiness import gaps_noted
from cases.returns import expected, known_before, learned
from cases.roles import Action, Forbidden, Role
from cases.turns import moved_by, turn_after
from handlers import entries, pile
from handlers.anyway import AnywayPress, tell_worker, warn_of_work
from handlers.appeals import say_appeal
from handlers.desk import Desk, Words
from handlers.keyboards import with_first
from handlers.late import overtaken
from handlers.meaning import meant, moment
from handlers.options import names
from handlers.permission import ask_owner, limit_above_which_to_ask
from handlers.pile import Ending, finishes
from handlers.presses import CasePress, MovePress, SeenPress
from handlers.races import legal_move, show_after_race, who_was_first
from handlers.screens import Screen, screen
from handlers.speech import card_keyboard, card_text, more_keyboard, move_button, say, show
from handlers.taken import open_the_other
from handlers.telling import tell_of_move
from handlers.timeline import NEWEST, timeline
from handlers.undo import with_undo
from storage.journal import NumberTaken, SomebodyWasFirst
from texts import cards
from texts import forms as form_words
from texts.returns import same_sum

router = Router(name=__name__)
NOT_KEPT = frozenset({"number", "recovered", "answered"})
"""Answers that have a place of their own in the case."""


@router.callback_query(AnywayPress.filter())
@router.callback_query(MovePress.filter())
async def make_move(
    callback: CallbackQuery, callback_data: MovePress, desk: Desk, state: FSMContext
) -> Words:
    """Make a move that needs one press, or ask what it needs to know."""
    case = await desk.case(callback_data.case, Action.MOVE)
    await desk.clocks.seen(case.id, desk.person.id, desk.now)
    if case.version != callback_data.version:
        return await show_after_race(callback, case, callback_data.move, desk)
    move = find_allowed(case, callback_data.move, desk)
    if warned := warn_of_work(callback, case, callback_data, desk):
        return warned
    if limit := await limit_above_which_to_ask(case, move, desk):
        return await ask_owner(callback, case, move, limit, desk)
    told: Words = []
    if move.asks is None:
        shown = await apply_move(case, move, {}, desk)
        told = await tell_worker(case, move.name, desk)
    else:
        draft = Draft(
            id=str(desk.update_id), form=move.asks, move=move.name,
            case_id=case.id, case_version=case.version, **_known(case, move),
        )  # fmt: skip
        shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard), *told]


@finishes(
    "send", "close", "close_chat", "close_matched", "buyer_wrote", "answered_earlier",
    "confirm_money", "refuse", "money_differs",
)  # fmt: skip
async def finish_move(draft: Draft, desk: Desk) -> Ending:
    """Make the move whose questions are answered."""
    assert draft.case_id is not None  # noqa: S101 - a move's draft names its case
    assert draft.move is not None  # noqa: S101 - and its move
    case = await desk.case(draft.case_id, Action.MOVE)
    move = legal_move(case, draft.move, desk)
    if move is None or case.version != draft.case_version:
        return await overtaken(draft, case, desk)
    if move.name == "money_differs" and money_of(draft.answers["received_sum"]) == expected(case):
        return await _ask_sum_again(case, draft, desk)
    try:
        shown = await apply_move(case, move, dict(draft.answers), desk)
        return Ending(shown, tuple(await tell_of_move(case, move, desk)))
    except NumberTaken as taken:
        return open_the_other(taken.case, draft, desk)


async def _ask_sum_again(case: Case, draft: Draft, desk: Desk) -> Ending:
    """Keep the question, and offer the move that the sum speaks for."""
    again = forms.edit(draft, "received_sum")
    shown = await screen(again, desk, same_sum(case))
    matches = legal_move(case, "money_matches", desk)
    offered = [move_button(matches, case)] if matches else []
    return Ending(Screen(shown.text, with_first(offered, shown.keyboard)), keeps=again)


@router.callback_query(CasePress.filter())
async def look_at_case(callback: CallbackQuery, callback_data: CasePress, desk: Desk) -> Words:
    """Show the card, the details or the history of a case, or acknowledge its pings."""
    case = await desk.case(callback_data.case, Action.VIEW)
    await desk.clocks.seen(case.id, desk.person.id, desk.now)
    return await meant(LOOKS, callback_data.what)(callback, case, desk)


@router.callback_query(SeenPress.filter())
async def acknowledge_all(callback: CallbackQuery, callback_data: SeenPress, desk: Desk) -> Words:
    """Keep that the person has seen every ping of this message."""
    desk.require(Action.VIEW)
    pinged_at = moment(callback_data.at)
    await desk.clocks.all_seen(pinged_at, desk.person.id, desk.now)
    return [callback.answer(cards.SEEN)]


async def _show_card(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    return [callback.answer(), show(callback, card_text(case, desk), card_keyboard(case, desk))]


async def _show_more(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    return [callback.answer(), show(callback, card_text(case, desk), more_keyboard(case, desk))]


async def _open_card(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    """Show the card below, so that what the button stands under stays as it is."""
    card = say(desk.person.telegram_id, card_text(case, desk), card_keyboard(case, desk))
    return [callback.answer(), card]


async def _show_full(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    answers = as_answers(case)
    lines = form_words.case_lines(answers, desk.rules.zone, desk.now, await names(desk))
    files, written = await desk.attachments.of(case.id), await entries.lines(case, desk)
    text = cards.details(case, lines, files, desk.now, written)
    return [callback.answer(), show(callback, text, await entries.keyboard(case, desk))]


async def _show_history(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    shown = await timeline(case, NEWEST, desk)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


async def _acknowledge(callback: CallbackQuery, _: Case, __: Desk) -> Words:
    return [callback.answer(cards.SEEN)]


async def _show_appeal(callback: CallbackQuery, case: Case, desk: Desk) -> Words:
    return [callback.answer(), *await say_appeal(case, desk)]


LOOKS: dict[str, Callable[[CallbackQuery, Case, Desk], Awaitable[Words]]] = {
    "card": _show_card,
    "open": _open_card,
    "full": _show_full,
    "history": _show_history,
    "more": _show_more,
    "appeal": _show_appeal,
    "unsent": _show_appeal,
    "seen": _acknowledge,
}
"""What can be done with a case without changing it, by the word the button carries."""


def _known(case: Case, move: Move) -> dict[str, Any]:
    """Return what the form of a move need not ask."""
    known = known_before(case, move.asks)
    return {"answers": known, "preset": tuple(known)}


def find_allowed(case: Case, name: str, desk: Desk) -> Move:
    """Return the move that the person may make now. Raises Forbidden."""
    move = next((each for each in case.moves if each.name == name), None)
    if move is None:
        raise Forbidden
    if move.owner_only and desk.person.role is not Role.OWNER:
        raise Forbidden
    return move


async def apply_move(case: Case, move: Move, given: dict[str, Any], desk: Desk) -> Screen:
    """Make the move and show the card. Raises NumberTaken when the number given is another's."""
    new = changes(case, move, given, desk.now)
    try:
        comment = _comment(case, move, given)
        changed = await desk.journal.change(case, desk.by, move.name, comment, **new)
    except SomebodyWasFirst as first:
        return Screen(await who_was_first(first.case, desk), card_keyboard(first.case, desk))
    return Screen(card_text(changed, desk), with_undo(card_keyboard(changed, desk), desk))


def changes(case: Case, move: Move, given: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the new values of the case that a move brings."""
    status, at = _target(case, move), real_time(given) or now
    new: dict[str, Any] = {"status": status, "moved_at": moved_by(move.turn, case, at, now)}
    new["closed_at"] = now if is_closed(status) else None
    new["answers"] = {**case.answers, **{n: v for n, v in given.items() if n not in NOT_KEPT}}
    more = learned(case, move.name, given)
    new["answers"] |= more.pop("answers", {})
    if is_closed(status):
        new["answers"] = without_promise(new["answers"])
    if "number" in given:
        new["number"] = given["number"]
    if "recovered" in given:
        new["recovered"] = money_of(given["recovered"])
    return new | more | turn_after(move.turn, at)


def _comment(case: Case, move: Move, given: dict[str, Any]) -> str | None:
    """Return what history keeps beside the move, in codes: a real time, a sum, the gaps."""
    if move.turn is Turn.CORRECTS and (told := real_time(given)):
        return told.isoformat()
    if confirmed := money_of(given.get("confirmed_sum")):
        return f"{confirmed.minor} {confirmed.currency}"
    if move.target is Status.SENT and "number" in given:
        return gaps_noted(case.kind, case.answers, case.attachments)
    return None


def real_time(given: dict[str, Any]) -> datetime | None:
    """Return when that which is told really happened; None when nothing was said of it."""
    told = given.get("appeared") or given.get("answered")
    return moment_of(told).at if told else None


def _target(case: Case, move: Move) -> Status:
    """Where the move leads; a ticket without a number was never sent and is a draft again."""
    if move.target is Status.REOPENED and case.number is None:
        return Status.DRAFT
    return move.leads(case.status)


def as_answers(case: Case) -> dict[str, Any]:
    """Return all that is known of a case as answers, for reading them back."""
    cabinet = {"cabinet": str(case.cabinet.id), "number": case.number}
    assignee = {"assignee": str(case.assignee.id)} if case.assignee else {}
    return {**case.answers, **cabinet, **assignee}
