"""The lifecycles: which statuses each kind of case has and which moves are legal between them."""

from dataclasses import dataclass

from cases.kinds import Kind
from cases.statuses import Side, Status, Turn

__all__ = ["Side", "Status", "Turn"]


@dataclass(frozen=True)
class Move:
    """One legal step. `asks` names the form that must be answered first, None for one press.

    A `target` of None leaves the status as it is. `waiting` restricts the move: True to cases where
    the buyer waits for us, False to those where nobody does; None for both. `paid` restricts it the
    same way: True to returns whose money has been confirmed, False to those of which it has not.
    `consent`: of a dear return the owner must allow it (`cases/consents.py`).
    """

    name: str
    kind: Kind
    sources: frozenset[Status]
    target: Status | None
    asks: str | None = None
    turn: Turn = Turn.KEEPS
    waiting: bool | None = None
    paid: bool | None = None
    danger: bool = False
    owner_only: bool = False
    consent: bool = False

    def leads(self, status: Status) -> Status:
        """Where the move leads from this status."""
        return self.target or status


class IllegalMove(ValueError):
    """The case's status does not allow this move."""


CLOSED_STATUSES = frozenset({Status.CLOSED, Status.MERGED, Status.CANCELLED})

_S = Status
_TICKET, _CHAT, _RETURN = Kind.SUPPORT_TICKET, Kind.BUYER_CHAT, Kind.CHAT_RETURN
_WITH_SUPPORT = frozenset({_S.SENT, _S.ESCALATED, _S.REOPENED})
_TICKET_OPEN = _WITH_SUPPORT | {_S.DRAFT, _S.ANSWERED, _S.WAITING_US, _S.RESOLVED}
_DECIDING = frozenset({_S.REQUESTED, _S.CHOOSING_WAY, _S.CONFIRM_PICKUP, _S.CONFIRM_NO_RETURN})
UNDECIDED = _DECIDING | {_S.AWAITING_BUYER_REQUEST, _S.REJECT_CONFIRM}
"""Where a return waits for our decision."""
_RETURN_LEFT = frozenset({
    _S.AWAITING_BUYER_REQUEST, _S.AWAITING_BUYER_CONFIRM, _S.REQUESTED, _S.APPROVED_PICKUP,
    _S.APPROVED_NO_RETURN, _S.AT_WAREHOUSE, _S.DISPUTED,
})  # fmt: skip
"""Where a return may end by itself: the buyer has changed their mind, the goods never came."""
_RETURN_OVER = frozenset({
    _S.REJECTED, _S.FOR_BUYER, _S.FOR_SELLER, _S.MONEY_CHECK, _S.MISMATCH,
    _S.DEFECT_CONFIRMED, _S.DEFECT_NOT_CONFIRMED,
})  # fmt: skip

_PAID = frozenset({
    _S.APPROVED_NO_RETURN, _S.DEFECT_CONFIRMED, _S.DEFECT_NOT_CONFIRMED, _S.FOR_BUYER,
})  # fmt: skip
_MONEY = _PAID | {_S.MONEY_CHECK}
"""Where the row in the report is looked for."""


def _at(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


MOVES: tuple[Move, ...] = (
    # A ticket with the marketplace's support.
    Move("send", _TICKET, _at(_S.DRAFT), _S.SENT, asks="send"),
    Move("answered", _TICKET, _WITH_SUPPORT, _S.ANSWERED),
    Move("support_asks", _TICKET, _WITH_SUPPORT | {_S.ANSWERED}, _S.WAITING_US),
    Move("we_replied", _TICKET, _at(_S.WAITING_US), _S.SENT),
    Move("resolve", _TICKET, _at(_S.ANSWERED), _S.RESOLVED),
    Move("escalate", _TICKET, _WITH_SUPPORT | {_S.ANSWERED}, _S.ESCALATED, asks="escalate"),
    Move("close", _TICKET, _TICKET_OPEN, _S.CLOSED, asks="close"),
    Move("cancel_draft", _TICKET, _at(_S.DRAFT), _S.CANCELLED, danger=True),
    Move("reopen", _TICKET, CLOSED_STATUSES - {_S.MERGED} | {_S.RESOLVED}, _S.REOPENED),
    # A buyer's chat.
    Move("we_answered", _CHAT, _at(_S.WAITING_US), _S.WAITING_BUYER, turn=Turn.ENDS),
    Move("buyer_wrote", _CHAT, _at(_S.WAITING_BUYER, _S.CLOSED), _S.WAITING_US,
         asks="buyer_wrote", turn=Turn.STARTS),
    Move("close_chat", _CHAT, _at(_S.WAITING_US, _S.WAITING_BUYER), _S.CLOSED,
         asks="close_chat", turn=Turn.CLOSES),
    Move("answered_earlier", _CHAT, _at(_S.WAITING_BUYER), None, asks="answered_earlier",
         turn=Turn.CORRECTS),
    # A return through the chat: the moves are the buttons of the marketplace's own cabinet.
    Move("initiate", _RETURN, _at(_S.AWAITING_BUYER_REQUEST), _S.AWAITING_BUYER_CONFIRM,
         turn=Turn.ENDS),
    Move("buyer_requested", _RETURN, _at(_S.AWAITING_BUYER_REQUEST, _S.AWAITING_BUYER_CONFIRM),
         _S.REQUESTED, asks="buyer_wrote", turn=Turn.STARTS),
    Move("agree", _RETURN, _at(_S.REQUESTED), _S.CHOOSING_WAY),
    Move("to_pickup", _RETURN, _at(_S.CHOOSING_WAY), _S.CONFIRM_PICKUP),
    Move("no_return", _RETURN, _at(_S.CHOOSING_WAY), _S.CONFIRM_NO_RETURN),
    Move("confirm_pickup", _RETURN, _at(_S.CONFIRM_PICKUP), _S.APPROVED_PICKUP,
         asks="confirm_money", turn=Turn.ENDS),
    Move("confirm_no_return", _RETURN, _at(_S.CONFIRM_NO_RETURN), _S.APPROVED_NO_RETURN,
         asks="confirm_money", turn=Turn.ENDS),
    Move("back_to_way", _RETURN, _at(_S.CONFIRM_PICKUP, _S.CONFIRM_NO_RETURN), _S.CHOOSING_WAY),
    Move("refuse", _RETURN, _DECIDING, _S.REJECT_CONFIRM, asks="refuse", danger=True),
    Move("confirm_refusal", _RETURN, _at(_S.REJECT_CONFIRM), _S.REJECTED, turn=Turn.ENDS,
         danger=True, consent=True),
    Move("take_back_refusal", _RETURN, _at(_S.REJECT_CONFIRM), _S.REQUESTED),
    # The buyer hears from us in the chat while the decision is still to come.
    Move("we_answered", _RETURN, UNDECIDED, None, turn=Turn.ENDS, waiting=True),
    Move("buyer_wrote", _RETURN, UNDECIDED, None, asks="buyer_wrote", turn=Turn.STARTS,
         waiting=False),
    Move("answered_earlier", _RETURN, UNDECIDED, None, asks="answered_earlier",
         turn=Turn.CORRECTS, waiting=False),
    Move("not_requested", _RETURN, _at(_S.REQUESTED), _S.AWAITING_BUYER_REQUEST),
    Move("buyer_disputed", _RETURN, _at(_S.REJECTED), _S.DISPUTED),
    Move("revisit_refusal", _RETURN, _at(_S.REJECTED), _S.REQUESTED, turn=Turn.STARTS,
         owner_only=True),
    Move("decided_for_buyer", _RETURN, _at(_S.DISPUTED), _S.FOR_BUYER),
    Move("decided_for_seller", _RETURN, _at(_S.DISPUTED), _S.FOR_SELLER),
    Move("goods_arrived", _RETURN, _at(_S.APPROVED_PICKUP), _S.AT_WAREHOUSE),
    Move("defect_confirmed", _RETURN, _at(_S.AT_WAREHOUSE), _S.DEFECT_CONFIRMED),
    Move("defect_not_confirmed", _RETURN, _at(_S.AT_WAREHOUSE), _S.DEFECT_NOT_CONFIRMED),
    Move("check_money", _RETURN, _PAID, _S.MONEY_CHECK),
    Move("money_matches", _RETURN, _MONEY | {_S.MISMATCH}, _S.CLOSED, asks="close_matched",
         turn=Turn.CLOSES),
    Move("money_differs", _RETURN, _MONEY, _S.MISMATCH, asks="money_differs"),
    Move("no_row_yet", _RETURN, _MONEY, None),
    Move("close_return", _RETURN, _RETURN_OVER | _RETURN_LEFT, _S.CLOSED, asks="close",
         turn=Turn.CLOSES),
    Move("reopen_return", _RETURN, _at(_S.CLOSED), _S.REQUESTED, asks="buyer_wrote",
         turn=Turn.STARTS, paid=False),
    Move("reopen_paid", _RETURN, _at(_S.CLOSED), _S.MONEY_CHECK, paid=True),
)  # fmt: skip
"""Every legal move, in the order in which the card offers them (DOMAIN.md, Lifecycles)."""

LIKELY: dict[Kind, tuple[str, ...]] = {
    _TICKET: ("send", "we_replied", "answered", "escalate"),
    _CHAT: ("we_answered",),
    _RETURN: (
        "we_answered", "initiate", "agree", "to_pickup", "no_return", "confirm_pickup",
        "confirm_no_return", "refuse", "buyer_requested", "decided_for_buyer",
        "decided_for_seller", "goods_arrived", "defect_confirmed", "defect_not_confirmed",
        "money_matches", "money_differs", "no_row_yet",
    ),
}  # fmt: skip
"""What is most likely done next, the likeliest first: a reminder offers what of it is legal."""

_OURS: dict[Kind, frozenset[Status]] = {
    _TICKET: _at(_S.DRAFT, _S.ANSWERED, _S.WAITING_US, _S.RESOLVED),
    _CHAT: _at(_S.WAITING_US),
    _RETURN: _DECIDING | {
        _S.AWAITING_BUYER_REQUEST, _S.REJECT_CONFIRM, _S.FOR_BUYER, _S.FOR_SELLER,
        _S.DEFECT_CONFIRMED, _S.DEFECT_NOT_CONFIRMED, _S.MONEY_CHECK, _S.MISMATCH,
    },
}  # fmt: skip

FIRST_STATUS: dict[Kind, Status] = {
    _TICKET: Status.SENT,
    _CHAT: Status.WAITING_US,
    _RETURN: Status.REQUESTED,
}
"""The status of a case that was just registered, when nothing tells otherwise."""


def is_closed(status: Status) -> bool:
    """Whether a case in this status has ended."""
    return status in CLOSED_STATUSES


def side_to_move(kind: Kind, status: Status) -> Side:
    """Whose move it is in this status."""
    if is_closed(status):
        return Side.NOBODY
    return Side.OURS if status in _OURS[kind] else Side.THEIRS


def legal_moves(
    kind: Kind, status: Status, *, waiting: bool | None = None, paid: bool | None = None
) -> tuple[Move, ...]:
    """The moves that the card offers.

    `waiting` says whether the buyer waits for us, `paid` whether the money of a return has been
    confirmed; None is for every move that may ever be offered.
    """
    return tuple(
        move
        for move in MOVES
        if move.kind is kind
        and status in move.sources
        and (waiting is None or move.waiting in {None, waiting})
        and (paid is None or move.paid in {None, paid})
    )


def find_move(kind: Kind, status: Status, name: str, *, waiting: bool | None = None) -> Move:
    """Return the move of this name, or raise IllegalMove if it is not legal here."""
    for move in legal_moves(kind, status, waiting=waiting):
        if move.name == name:
            return move
    raise IllegalMove(name)
