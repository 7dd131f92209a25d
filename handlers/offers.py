"""The offers: what a card offers besides its moves: a promise, a text for the buyer, a ticket."""

from cases.case import Case
from cases.kinds import Kind, Marketplace
from cases.lifecycles import Status
from cases.promises import may_promise, promise_of
from cases.returns import differing
from handlers.desk import Desk
from handlers.keyboards import Button, button
from handlers.presses import CasePress, CheckPress
from texts import cards, checking, links, promises, returns, working


def offers(case: Case) -> list[Button]:
    """Return the buttons that belong to the case as it stands."""
    kept = promise_button(case) if promise_of(case) else []
    return [*claim_button(case), *_guide(case), *kept, *link_button(case), *_record(case)]


def rare_offers(case: Case) -> list[Button]:
    """Return the buttons that are wanted of a case now and then."""
    promise = [] if promise_of(case) else promise_button(case)
    return [*_check(case), *promise, *_return(case)]


def working_button(case: Case, desk: Desk) -> list[Button]:
    """Offer to take the case up, or to let it go; nothing while somebody else is busy with it."""
    work = case.worked_on(desk.now)
    if case.closed or (work and work.person_id != desk.person.id):
        return []
    word, what = (working.LET_GO, "let_go") if work else (working.TAKE_UP, "work")
    return [button(word, CasePress(what=what, case=case.id))]


def claim_button(case: Case) -> list[Button]:
    """Offer to make the ticket about money that does not agree."""
    if case.status is not Status.MISMATCH or differing(case) is None:
        return []
    press = CasePress(what="claim", case=case.id)
    return [button(returns.CLAIM, press, style="success")]


def may_be_guided(case: Case) -> bool:
    """Whether the buyer has still to make the request, in a way that is known to us."""
    waits = case.status is Status.AWAITING_BUYER_REQUEST and case.kind is Kind.CHAT_RETURN
    return waits and case.cabinet.marketplace is Marketplace.WB


def _record(case: Case) -> list[Button]:
    """Offer to write into the record of the case, and to read it."""
    views = ["write", *(["entries"] if case.entries else [])]
    return [button(cards.VIEWS[view], CasePress(what=view, case=case.id)) for view in views]


def _guide(case: Case) -> list[Button]:
    if not may_be_guided(case):
        return []
    return [button(returns.GUIDE, CasePress(what="guide", case=case.id))]


def _check(case: Case) -> list[Button]:
    if case.kind is not Kind.BUYER_CHAT or case.closed:
        return []
    return [button(checking.CHECK_REPLY, CheckPress(what="ask", case=case.id))]


def _return(case: Case) -> list[Button]:
    if case.kind is not Kind.BUYER_CHAT or case.closed:
        return []
    return [button(returns.RETURN, CasePress(what="to_return", case=case.id))]


def link_button(case: Case) -> list[Button]:
    """Offer the case that this one is linked with, or the list of them."""
    if case.linked_id is None:
        return []
    if case.links > 1:
        return [button(links.links_button(case.links), CasePress(what="links", case=case.id))]
    return [button(f"{cards.OPEN} #{case.linked_id}", CasePress(what="open", case=case.linked_id))]


def promise_button(case: Case) -> list[Button]:
    """Offer to write a promise down, or to say that it is kept."""
    if not may_promise(case):
        return []
    if promise_of(case):
        return [button(promises.KEPT, CasePress(what="kept", case=case.id))]
    return [button(promises.PROMISE, CasePress(what="promise", case=case.id))]
