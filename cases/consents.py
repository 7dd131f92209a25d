"""The consents: which moves of a dear case need the owner's «Да» first."""

from cases.case import Case
from cases.lifecycles import Move
from cases.money import Money
from cases.roles import Role

LIMITS: dict[str, int | None] = {"RUB": 500_000, "BYN": None}
"""Above how much, in kopecks and by currency, until the owner says otherwise; None for never."""


def needs_consent(case: Case, move: Move, role: Role, limit: int | None) -> bool:
    """Whether somebody of this role must ask the owner before this move.

    `limit` is that of the currency of the case, None for no limit. What has no known price is
    below it: the form of a refusal asks the price first.
    """
    if not move.consent or role is Role.OWNER or limit is None:
        return False
    return (dear := at_stake(case)) is not None and dear.minor > limit


def at_stake(case: Case) -> Money | None:
    """Return what the case is about in money; None when nobody knows."""
    return case.risk
