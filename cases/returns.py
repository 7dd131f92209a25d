"""The returns: the sums that must agree, the hints that never block, what is advised first."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cases.answers import moment_of, money_of
from cases.case import DECIDED, Case
from cases.kinds import GoodsKind, Kind, Marketplace, Proof
from cases.lifecycles import Move, Status
from cases.money import Money

CHECKED_BEFORE = timedelta(days=14)
"""By WB's manual a buyer asks for a return after so long; before that the goods are checked."""
_OPEN_QUESTION = frozenset({Status.AWAITING_BUYER_REQUEST, Status.REQUESTED})
_ADVISED = _OPEN_QUESTION | {Status.CHOOSING_WAY}


class Hint(StrEnum):
    """What is worth knowing before a decision; nothing is ever forbidden by it."""

    CHECK_FIRST = "check_first"
    NO_RETURN_FIRST = "no_return_first"
    ASK_FOR_PROOF = "ask_for_proof"


@dataclass(frozen=True)
class Sums:
    """The three numbers of a return whose money does not agree, in one currency."""

    confirmed: Money
    received: Money

    @property
    def difference(self) -> Money:
        """By how much they differ, never below zero."""
        return Money(abs(self.confirmed.minor - self.received.minor), self.confirmed.currency)


def price_of(case: Case) -> Money | None:
    """Return what the goods cost; None when nobody has said."""
    return money_of(case.answers.get("price"))


def expected(case: Case) -> Money | None:
    """Return the sum that the report must show: the confirmed one, else the price."""
    return money_of(case.answers.get("confirmed_sum")) or price_of(case)


def differing(case: Case) -> Sums | None:
    """Return the numbers of a return whose money differs; None when they are not both known."""
    confirmed, received = expected(case), money_of(case.answers.get("received_sum"))
    if confirmed is None or received is None or confirmed.currency != received.currency:
        return None
    return None if confirmed == received else Sums(confirmed, received)


def is_non_returnable(case: Case) -> bool:
    """Whether the goods are of a kind that is not taken back."""
    kind = case.answers.get("goods_kind")
    return bool(kind) and kind != GoodsKind.OTHER


def hints(case: Case, now: datetime) -> tuple[Hint, ...]:
    """Return what WB's manual makes worth knowing at this step of the return."""
    wb_return = case.kind is Kind.CHAT_RETURN and case.cabinet.marketplace is Marketplace.WB
    if not wb_return or case.status not in _ADVISED:
        return ()
    if is_non_returnable(case):
        proven = case.answers.get("proof") == Proof.YES
        return (Hint.NO_RETURN_FIRST if proven else Hint.ASK_FOR_PROOF,)
    received = case.answers.get("received")
    early = received and now - moment_of(received).at < CHECKED_BEFORE
    return (Hint.CHECK_FIRST,) if early and case.status in _OPEN_QUESTION else ()


def advised_first(case: Case, moves: tuple[Move, ...], now: datetime) -> tuple[Move, ...]:
    """Return the moves with what the hints advise in front."""
    if Hint.NO_RETURN_FIRST not in hints(case, now):
        return moves
    return tuple(sorted(moves, key=lambda move: move.name != "no_return"))


def known_before(case: Case, form: str | None) -> dict[str, Any]:
    """Return what a form about the money of a return need not ask: the price, when it is known.

    The money that agrees has gone to the buyer: nothing has come back to us.
    """
    if form == "close_matched":
        return {"recovered": asdict(Money(0, case.cabinet.currency))}
    price = case.answers.get("price")
    return {"price": price} if price and form in {"confirm_money", "refuse"} else {}


def learned(case: Case, move: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what else a move makes known: the risk with the price, that the money agrees."""
    new: dict[str, Any] = {}
    if given.get("price") and case.risk is None:
        new["risk"] = money_of(given["price"])
    if given.get("confirmed_sum"):
        new["risk"] = money_of(given["confirmed_sum"])
    if move == "decided_for_buyer":
        new["answers"] = {DECIDED: True}
    if move == "money_matches" and (known := expected(case)):
        new["answers"] = {"received_sum": asdict(known)}
    return new
