"""Ready replies: people list them, fill them from a case, copy them, and write their own."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from cases.case import Case
from cases.filling import Draft
from cases.roles import Action
from handlers import pile, shelf
from handlers.desk import Desk, Words
from handlers.keyboards import button, markup
from handlers.meaning import meant
from handlers.pile import Ending, finishes
from handlers.presses import ReplyPress
from handlers.screens import Screen
from handlers.speech import say, show
from texts import lists
from texts import replies as words

router = Router(name=__name__)
CHOICES = 6
LOOKS_UP = {"rename": shelf.changeable, "rewrite": shelf.changeable, "for": shelf.find}
"""What is asked about a reply that must be there, and how it is looked up."""


@router.message(Command("tpl"), F.chat.type == "private")
async def show_replies(message: Message, command: CommandObject, desk: Desk) -> Words:
    """List the ready replies; with a number after the command, for that case."""
    desk.require(Action.VIEW)
    asked = (command.args or "").strip()
    found = await desk.cases_by_number(asked) if asked else ()
    if asked and len(found) != 1:
        rows = [[button(lists.choice_label(c), ReplyPress(what="list", case=c.id))] for c in found]
        said = lists.choose(asked) if found else lists.nothing_found(asked, near=False)
        return [message.answer(said, reply_markup=markup(rows[:CHOICES]))]
    shown = await shelf.page_of_replies(0, found[0] if found else None, desk)
    return [message.answer(shown.text, reply_markup=shown.keyboard)]


@router.callback_query(ReplyPress.filter(F.what.in_({"mine", "team", "rename", "rewrite", "for"})))
async def ask_about_reply(
    callback: CallbackQuery, callback_data: ReplyPress, desk: Desk, state: FSMContext
) -> Words:
    """Ask for a new reply, another title or text, or the case that a reply is for."""
    desk.require(Action.VIEW)
    if callback_data.what == "team":
        desk.require(Action.LEAD_TEAM)
    looks = LOOKS_UP.get(callback_data.what)
    if looks and not await looks(callback_data.id, desk):
        return [callback.answer(words.GONE, show_alert=True)]
    draft = Draft(
        id=str(desk.update_id), form=f"reply_{callback_data.what}", subject_id=callback_data.id
    )  # fmt: skip
    shown = await pile.open_form(draft, desk, state)
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@router.callback_query(ReplyPress.filter())
async def use_reply(callback: CallbackQuery, callback_data: ReplyPress, desk: Desk) -> Words:
    """Show the list or a reply, fill it from a case, copy a built-in one, delete one's own."""
    desk.require(Action.VIEW)
    case = await desk.case(callback_data.case, Action.VIEW) if callback_data.case else None
    try:
        shown = await meant(PRESSES, callback_data.what)(callback_data, case, desk)
    except shelf.ReplyGone:
        return [callback.answer(words.GONE, show_alert=True)]
    if case is not None and callback_data.what == "list":
        return [callback.answer(), say(desk.person.telegram_id, shown.text, shown.keyboard)]
    return [callback.answer(), show(callback, shown.text, shown.keyboard)]


@finishes("reply_mine", "reply_team")
async def keep_reply(draft: Draft, desk: Desk) -> Ending:
    """Keep a new reply; the team's only the owner may add."""
    for_team = draft.form == "reply_team"
    desk.require(Action.LEAD_TEAM if for_team else Action.VIEW)
    title, text = draft.answers["reply_title"], draft.answers["reply_text"]
    reply = await desk.replies.add(title, text, desk.by, for_team=for_team)
    return Ending(await shelf.saved(reply, desk))


@finishes("reply_rename", "reply_rewrite")
async def change_reply(draft: Draft, desk: Desk) -> Ending:
    """Give a reply another title or text."""
    reply = await shelf.changeable(draft.subject_id or 0, desk)
    if reply is None:
        return Ending(Screen(words.GONE))
    title = draft.answers.get("reply_title", reply.title)
    text = draft.answers.get("reply_text", reply.text)
    changed = await desk.replies.change(reply.id, title, text, desk.by)
    return Ending(await shelf.saved(changed or reply, desk))


@finishes("reply_for")
async def fill_for_case(draft: Draft, desk: Desk) -> Ending:
    """Fill a reply from the case whose number was given."""
    reply = await shelf.find(draft.subject_id or 0, desk)
    asked = draft.answers["reply_for"]
    found = await desk.cases_by_number(asked)
    if reply is None:
        return Ending(Screen(words.GONE))
    if not found:
        again = [[button(words.FOR_CASE, ReplyPress(what="for", id=reply.id))]]
        return Ending(Screen(lists.nothing_found(asked, near=False), markup(again)))
    if len(found) == 1:
        return Ending(shelf.filled(reply, found[0]))
    rows = [
        [button(lists.choice_label(c), ReplyPress(what="show", id=reply.id, case=c.id))]
        for c in found[:CHOICES]
    ]
    return Ending(Screen(words.which_case(reply), markup(rows)))


async def _page(press: ReplyPress, case: Case | None, desk: Desk) -> Screen:
    return await shelf.page_of_replies(press.offset, case, desk)


async def _show(press: ReplyPress, case: Case | None, desk: Desk) -> Screen:
    reply = await shelf.visible(press.id, desk)
    return shelf.filled(reply, case) if case else shelf.shown(reply, words.shown(reply), desk)


async def _take(press: ReplyPress, _: Case | None, desk: Desk) -> Screen:
    """Copy a built-in reply, or one of the team's, among one's own."""
    taken = await shelf.visible(press.id, desk)
    own = await desk.replies.add(taken.title, taken.text, desk.by, for_team=False)
    return await shelf.saved(own, desk)


async def _ask_to_remove(press: ReplyPress, _: Case | None, desk: Desk) -> Screen:
    reply = await shelf.own(press.id, desk)
    yes = button(words.YES_REMOVE, ReplyPress(what="remove", id=reply.id), style="danger")
    no = button(words.NO, ReplyPress(what="show", id=reply.id))
    return Screen(words.sure_to_remove(reply), markup([[yes, no]]))


async def _remove(press: ReplyPress, _: Case | None, desk: Desk) -> Screen:
    reply = await shelf.own(press.id, desk)
    await desk.replies.remove(reply.id)
    return Screen(words.REMOVED, markup([[button(words.ALL, ReplyPress(what="page"))]]))


PRESSES: dict[str, Callable[[ReplyPress, Case | None, Desk], Awaitable[Screen]]] = {
    "list": _page,
    "page": _page,
    "show": _show,
    "take": _take,
    "ask_remove": _ask_to_remove,
    "remove": _remove,
}
"""What a press does with ready replies, by the word it carries."""
