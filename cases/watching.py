"""The watching: which steps of a return wait for somebody else, and when they are asked about."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cases.lifecycles import Status


class Asked(StrEnum):
    """What is asked; a clock of the same name runs until it is answered."""

    CONFIRMED = "confirmed"
    DISPUTE = "dispute"
    GOODS = "goods"
    MONEY = "money"


@dataclass(frozen=True)
class Watch:
    """What is asked so long after the step was reached, and again after each `every`."""

    asked: Asked
    after: timedelta
    every: timedelta


_WEEK = timedelta(days=7)
_THREE_DAYS = timedelta(days=3)
_MONEY = Watch(Asked.MONEY, _WEEK, _WEEK)

WATCHES: dict[Status, Watch] = {
    Status.AWAITING_BUYER_CONFIRM: Watch(Asked.CONFIRMED, _THREE_DAYS, _WEEK),
    Status.DISPUTED: Watch(Asked.DISPUTE, _WEEK, _WEEK),
    Status.APPROVED_PICKUP: Watch(Asked.GOODS, 2 * _WEEK, _WEEK),
    Status.AT_WAREHOUSE: Watch(Asked.GOODS, _WEEK, _WEEK),
    Status.APPROVED_NO_RETURN: _MONEY,
    Status.DEFECT_CONFIRMED: _MONEY,
    Status.DEFECT_NOT_CONFIRMED: _MONEY,
    Status.FOR_BUYER: _MONEY,
    Status.MONEY_CHECK: _MONEY,
    Status.MISMATCH: Watch(Asked.MONEY, _THREE_DAYS, _WEEK),
}
"""Our defaults: the marketplaces name no terms for these steps, so none is told to anybody."""
