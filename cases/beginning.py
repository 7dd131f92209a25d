"""The beginning: in which status a case is registered, by what is known of it then."""

from cases.fields import Answers
from cases.kinds import Kind
from cases.lifecycles import FIRST_STATUS, Status


def first_status(kind: Kind, number: str | None, answers: Answers) -> Status:
    """Return where a case begins: a ticket without a number is not sent, a buyer may only write."""
    if kind is Kind.SUPPORT_TICKET and not number:
        return Status.DRAFT
    if kind is Kind.CHAT_RETURN and answers.get("buyer_request") == "not_yet":
        return Status.AWAITING_BUYER_REQUEST
    return FIRST_STATUS[kind]
