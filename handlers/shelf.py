"""The shelf: the ready replies that a person may see, and how each of them is shown."""

from cases.case import Case
from cases.checking.checker import check
from cases.checking.findings import BUYERS
from cases.kinds import Marketplace
from cases.replies import ReadyReply, ValueMissing, fill, may_change, may_see
from cases.roles import Action, Forbidden
from handlers.desk import Desk
from handlers.keyboards import button, copying, in_rows, markup
from handlers.presses import CasePress, ReplyPress
from handlers.screens import Screen
from texts import replies as words
from texts.checking import COPY
from texts.starters import STARTERS

PAGE = 8


class ReplyGone(Exception):
    """There is no such reply, or it is somebody else's: both read the same."""


async def page_of_replies(offset: int, case: Case | None, desk: Desk) -> Screen:
    """Show a page of one's own replies, the team's and the built-in ones, maybe for a case."""
    known = (*await desk.replies.of(desk.person.id), *STARTERS)
    offset = min(max(offset, 0), (len(known) - 1) // PAGE * PAGE)
    number = case.id if case else 0
    rows = [
        [button(words.label(r), ReplyPress(what="show", id=r.id, case=number))]
        for r in known[offset : offset + PAGE]
    ]
    turns = [(words.EARLIER, offset - PAGE)] if offset else []
    turns += [(words.LATER, offset + PAGE)] if offset + PAGE < len(known) else []
    rows.append([
        button(name, ReplyPress(what="page", case=number, offset=at)) for name, at in turns
    ])  # fmt: skip
    if case is None:
        add = [button(words.ADD_MINE, ReplyPress(what="mine"))]
        leads = desk.may(Action.LEAD_TEAM)
        add += [button(words.ADD_TEAM, ReplyPress(what="team"))] if leads else []
        rows.append(add)
    return Screen(words.listing(len(known), case), markup(rows))


def filled(reply: ReadyReply, case: Case) -> Screen:
    """Show a reply filled from a case and checked, or say what the case lacks."""
    another = button(words.ANOTHER, ReplyPress(what="page", case=case.id))
    card = button(words.OPEN_CASE, CasePress(what="open", case=case.id))
    try:
        text = fill(reply.text, words.values(case))
    except ValueMissing as missing:
        said = words.missing(reply, missing.names, case)
        return Screen(said, markup([[another, card]]))
    findings = check(text, BUYERS[case.cabinet.marketplace])
    said = words.filled(reply, text, case, findings)
    return Screen(said, markup([copying(COPY, text), [another, card]]))


def shown(reply: ReadyReply, said: str, desk: Desk) -> Screen:
    """Show a reply with what the person may do with it."""
    changes = [(words.REWRITE, "rewrite"), (words.RENAME, "rename"), (words.REMOVE, "ask_remove")]
    offered = changes if may_change(reply, desk.person) else [(words.TAKE, "take")]
    rows = in_rows(button(name, ReplyPress(what=what, id=reply.id)) for name, what in offered)
    plain = copying(COPY, reply.text) if "{" not in reply.text else []
    forward = [button(words.FOR_CASE, ReplyPress(what="for", id=reply.id))]
    back = [button(words.ALL, ReplyPress(what="page"))]
    return Screen(said, markup([plain, forward, *rows, back]))


async def saved(reply: ReadyReply, desk: Desk) -> Screen:
    """Show a reply that was saved, with a warning of what is wrong in it."""
    known = {cabinet.marketplace for cabinet in await desk.cabinets.all()}
    strict = Marketplace.OZON if known == {Marketplace.OZON} else Marketplace.WB
    return shown(reply, words.saved(reply, check(reply.text, BUYERS[strict])), desk)


async def find(reply_id: int, desk: Desk) -> ReadyReply | None:
    """Return a reply that the person may see."""
    starter = next((each for each in STARTERS if each.id == reply_id), None)
    reply = starter or await desk.replies.get(reply_id)
    return reply if reply and may_see(reply, desk.person) else None


async def visible(reply_id: int, desk: Desk) -> ReadyReply:
    """Return a reply that the person may see. Raises ReplyGone."""
    reply = await find(reply_id, desk)
    if reply is None:
        raise ReplyGone
    return reply


async def changeable(reply_id: int, desk: Desk) -> ReadyReply | None:
    """Return a reply that the person may change, None when it is gone. Raises Forbidden."""
    reply = await find(reply_id, desk)
    if reply and not may_change(reply, desk.person):
        raise Forbidden
    return reply


async def own(reply_id: int, desk: Desk) -> ReadyReply:
    """Return a reply that the person may change. Raises ReplyGone, Forbidden."""
    reply = await changeable(reply_id, desk)
    if reply is None:
        raise ReplyGone
    return reply
