"""The three lifecycles written down once more by hand, from what they should be, not from the code.

A line is a step: from, by which button, to, and what it does to the buyer's turn: + begins it,
- ends it. A `?` after the button means while the buyer waits, a `!` while nobody does, a `$` once
money has been confirmed, a `0` while it has not.
"""

from dataclasses import dataclass, replace
from datetime import datetime

TICKET = """
draft        send                    sent
draft        close                   closed
draft        cancel_draft            cancelled
sent         answered                answered
sent         support_asks            waiting_us
sent         escalate                escalated
sent         close                   closed
escalated    answered                answered
escalated    support_asks            waiting_us
escalated    escalate                escalated
escalated    close                   closed
reopened     answered                answered
reopened     support_asks            waiting_us
reopened     escalate                escalated
reopened     close                   closed
answered     support_asks            waiting_us
answered     resolve                 resolved
answered     escalate                escalated
answered     close                   closed
waiting_us   we_replied              sent
waiting_us   close                   closed
resolved     close                   closed
resolved     reopen                  reopened
closed       reopen                  reopened
cancelled    reopen                  draft
"""
CHAT = """
waiting_us    we_answered            waiting_buyer           -
waiting_us    close_chat             closed                  -
waiting_buyer buyer_wrote            waiting_us              +
waiting_buyer answered_earlier       waiting_buyer
waiting_buyer close_chat             closed                  -
closed        buyer_wrote            waiting_us              +
"""
RETURN = """
awaiting_buyer_request  initiate             awaiting_buyer_confirm  -
awaiting_buyer_request  buyer_requested      requested               +
awaiting_buyer_confirm  buyer_requested      requested               +
requested               not_requested        awaiting_buyer_request
requested               agree                choosing_way
choosing_way            to_pickup            confirm_pickup
choosing_way            no_return            confirm_no_return
confirm_pickup          confirm_pickup       approved_pickup         -
confirm_no_return       confirm_no_return    approved_no_return      -
confirm_pickup          back_to_way          choosing_way
confirm_no_return       back_to_way          choosing_way
reject_confirm          confirm_refusal      rejected                -
reject_confirm          take_back_refusal    requested
rejected                buyer_disputed       disputed
rejected                revisit_refusal      requested               +
disputed                decided_for_buyer    for_buyer
disputed                decided_for_seller   for_seller
approved_pickup         goods_arrived        at_warehouse
at_warehouse            defect_confirmed     defect_confirmed
at_warehouse            defect_not_confirmed defect_not_confirmed
mismatch                money_matches        closed                  -
closed                  reopen_return0       requested               +
closed                  reopen_paid$         money_check
"""
UNDECIDED = (
    "awaiting_buyer_request", "requested", "choosing_way", "confirm_pickup", "confirm_no_return",
    "reject_confirm",
)  # fmt: skip
PAID = ("approved_no_return", "defect_confirmed", "defect_not_confirmed", "for_buyer")
MAY_END = (
    "awaiting_buyer_request", "awaiting_buyer_confirm", "requested", "approved_pickup",
    "approved_no_return", "at_warehouse", "disputed", "rejected", "for_buyer", "for_seller",
    "money_check", "mismatch", "defect_confirmed", "defect_not_confirmed",
)  # fmt: skip
MORE = (
    *((s, "refuse", "reject_confirm", "") for s in UNDECIDED[1:5]),
    *((s, "we_answered?", s, "-") for s in UNDECIDED),
    *((s, "buyer_wrote!", s, "+") for s in UNDECIDED),
    *((s, "answered_earlier!", s, "") for s in UNDECIDED),
    *((s, "check_money", "money_check", "") for s in PAID),
    *((s, "no_row_yet", s, "") for s in (*PAID, "money_check")),
    *((s, "money_matches", "closed", "-") for s in (*PAID, "money_check")),
    *((s, "money_differs", "mismatch", "") for s in (*PAID, "money_check")),
    *((s, "close_return", "closed", "-") for s in MAY_END),
)
OURS = {
    "support_ticket": {"draft", "answered", "waiting_us", "resolved"},
    "buyer_chat": {"waiting_us"},
    "chat_return": {
        *UNDECIDED, "for_buyer", "for_seller", "defect_confirmed", "defect_not_confirmed",
        "money_check", "mismatch",
    },
}  # fmt: skip
"""The statuses in which the next step is ours."""
ENDED = {"closed", "cancelled"}
OWNERS = {"revisit_refusal"}
"""What only the owner may do."""
PAYS = {
    "confirm_pickup", "confirm_no_return", "money_matches", "money_differs", "decided_for_buyer",
}  # fmt: skip
"""After these steps it is known what was paid."""
BEGINNINGS = {
    "support_ticket": ("sent", "draft"),
    "buyer_chat": ("waiting_us",),
    "chat_return": ("requested", "awaiting_buyer_request"),
}


@dataclass(frozen=True)
class Step:
    """One line of a lifecycle. `waiting` and `paid` are None where they do not matter."""

    source: str
    button: str
    target: str
    turn: str = ""
    waiting: bool | None = None
    paid: bool | None = None


def _steps(lines: str, *more: tuple[str, ...]) -> tuple[Step, ...]:
    rows = [(*line.split(), "")[:4] for line in lines.strip().splitlines()]
    return tuple(
        Step(
            source,
            button.rstrip("?!$0"),
            target,
            turn,
            {"?": True, "!": False}.get(button[-1]),
            {"$": True, "0": False}.get(button[-1]),
        )
        for source, button, target, turn in (*rows, *more)
    )


STEPS: dict[str, tuple[Step, ...]] = {
    "support_ticket": _steps(TICKET),
    "buyer_chat": _steps(CHAT),
    "chat_return": _steps(RETURN, *MORE),
}


@dataclass(frozen=True)
class Model:
    """What a case should be now. `since` is when the buyer who waits began to, None if none does.

    `lines` is how long its history should be. A ticket that was never `sent` is opened again as the
    draft that it was.
    """

    kind: str
    status: str
    since: datetime | None = None
    lines: int = 1
    sent: bool = True
    paid: bool = False

    @property
    def legal(self) -> dict[str, Step]:
        """The steps that may be made now, by their buttons."""
        waits = self.since is not None
        return {
            step.button: step
            for step in STEPS[self.kind]
            if step.source == self.status
            and step.waiting in {None, waits}
            and step.paid in {None, self.paid}
        }

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected."""
        return self.status in ENDED

    def after(self, step: Step, now: datetime) -> "Model":
        """Return what it should be after a step at this instant."""
        since = {"+": now, "-": None}.get(step.turn, self.since)
        sent, paid = self.sent or step.button == "send", self.paid or step.button in PAYS
        status = "draft" if step.target == "reopened" and not sent else step.target
        return replace(self, status=status, since=since, lines=self.lines + 1, sent=sent, paid=paid)


def reached(kind: str) -> set[str]:
    """Return every status that the steps lead to from where a case may begin."""
    seen, waiting = set[str](), set(BEGINNINGS[kind])
    while waiting:
        status = waiting.pop()
        seen.add(status)
        waiting |= {step.target for step in STEPS[kind] if step.source == status} - seen
    return seen
