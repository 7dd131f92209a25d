"""The statuses: where a case may stand, whose move it is there, what a move does to a turn."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands. One name may serve several kinds."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    WAITING_US = "waiting_us"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"
    CANCELLED = "cancelled"
    WAITING_BUYER = "waiting_buyer"
    AWAITING_BUYER_REQUEST = "awaiting_buyer_request"
    AWAITING_BUYER_CONFIRM = "awaiting_buyer_confirm"
    REQUESTED = "requested"
    CHOOSING_WAY = "choosing_way"
    CONFIRM_PICKUP = "confirm_pickup"
    CONFIRM_NO_RETURN = "confirm_no_return"
    REJECT_CONFIRM = "reject_confirm"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    FOR_BUYER = "for_buyer"
    FOR_SELLER = "for_seller"
    APPROVED_PICKUP = "approved_pickup"
    AT_WAREHOUSE = "at_warehouse"
    DEFECT_CONFIRMED = "defect_confirmed"
    DEFECT_NOT_CONFIRMED = "defect_not_confirmed"
    APPROVED_NO_RETURN = "approved_no_return"
    MONEY_CHECK = "money_check"
    MISMATCH = "mismatch"


class Side(StrEnum):
    """Whose move it is."""

    OURS = "ours"
    THEIRS = "theirs"
    NOBODY = "nobody"


class Turn(StrEnum):
    """What a move does to the buyer's turn, which the reply clock follows."""

    KEEPS = "keeps"
    STARTS = "starts"
    ENDS = "ends"
    CORRECTS = "corrects"  # it was over already: only the real time of our answer is told
    CLOSES = "closes"  # it is over, though nobody has answered
