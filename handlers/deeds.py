"""The deeds: what is done to many ticked cases, each with the cases that it leaves alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cases.case import Case, Person
from cases.kinds import ChatOutcome, Kind, Outcome
from cases.lifecycles import UNDECIDED, Move, is_closed, legal_moves
from handlers.desk import Desk
from handlers.moves import changes
from storage.picks import Pick
from texts import picking as texts
from texts import words

OUTCOMES: tuple[str, ...] = tuple(dict.fromkeys([*Outcome, *ChatOutcome]))
_OF_KIND = {Kind.BUYER_CHAT: frozenset(map(str, ChatOutcome))}
_ASKS_OUTCOME = {"close": "outcome", "close_chat": "chat_outcome"}
"""The forms that close a case, and the answer in which each keeps the outcome."""
_DECIDES = frozenset({Outcome.SOLVED, Outcome.PARTLY, Outcome.REFUSED})
"""The outcomes that a return has only after a decision."""
Left = list[tuple[Case, str]]


@dataclass(frozen=True)
class Deed:
    """One change of many cases: its words, why it leaves a case alone ("" if it does not).

    `warns` says what else is to be known before the cases are changed. `leads` is who leads them
    after it.
    """

    name: str
    yes: str
    done: str
    refuses: Callable[[Case], str]
    apply: Callable[[Case, Desk], Awaitable[Case]]
    told: Person | None = None
    warns: Callable[[list[Case]], str] = lambda _: ""
    leads: Person | None = None


def sorted_out(picks: tuple[Pick, ...], deed: Deed) -> tuple[list[Case], Left]:
    """Part the cases that will be changed from those that will not, with the reason."""
    willing: list[Case] = []
    left: Left = []
    for each in picks:
        why = texts.changed_since(each.case) if each.changed else deed.refuses(each.case)
        if why:
            left.append((each.case, why))
        else:
            willing.append(each.case)
    return willing, left


def taking(person: Person) -> Deed:
    """Take the cases upon oneself."""
    return _leading(person, texts.TAKE, texts.YES_TAKE, "taken", None)


def handing(person: Person) -> Deed:
    """Hand the cases over; the person is told once."""
    return _leading(person, texts.hand_to(person), texts.YES_HAND, "handed_over", person)


def _leading(person: Person, name: str, yes: str, what: str, told: Person | None) -> Deed:
    def refuses(case: Case) -> str:
        if case.closed:
            return texts.ALREADY_CLOSED
        led = case.assignee is not None and case.assignee.id == person.id
        return texts.ALREADY if led else ""

    async def apply(case: Case, desk: Desk) -> Case:
        return await desk.journal.change(
            case, desk.by, what, comment=str(person.id), assignee_id=person.id
        )

    return Deed(name, yes, texts.DONE[what], refuses, apply, told, leads=person)


def closing(outcome: str) -> Deed:
    """Close the cases with one outcome and no money recovered."""

    def refuses(case: Case) -> str:
        if case.closed:
            return texts.ALREADY_CLOSED
        if case.status in UNDECIDED and outcome in _DECIDES:
            return texts.UNDECIDED
        fits = _closing_move(case) is not None and outcome in _outcomes_of(case.kind)
        return "" if fits else texts.cannot_close(case)

    async def apply(case: Case, desk: Desk) -> Case:
        move = _closing_move(case)
        assert move is not None  # noqa: S101 - `refuses` has looked
        assert move.asks is not None  # noqa: S101 - the same
        given = {_ASKS_OUTCOME[move.asks]: outcome}
        nothing = {"minor": 0, "currency": case.cabinet.currency.value}
        more = {"recovered": nothing} if move.asks == "close" else {}
        new = changes(case, move, {**given, **more}, desk.now)
        return await desk.journal.change(case, desk.by, move.name, **new)

    name = texts.close_as(_outcome_words(outcome))
    return Deed(name, texts.YES_CLOSE, texts.DONE["closed"], refuses, apply, warns=texts.no_money)


def _closing_move(case: Case) -> Move | None:
    """Return the move by which a case of this status is closed with an outcome.

    One that says more than that, as that the money agrees, stands before it in the table.
    """
    moves = (m for m in legal_moves(case.kind, case.status) if m.asks in _ASKS_OUTCOME)
    closing_it = [m for m in moves if is_closed(m.leads(case.status)) and not m.owner_only]
    return closing_it[-1] if closing_it else None


def _outcomes_of(kind: Kind) -> frozenset[str]:
    return _OF_KIND.get(kind, frozenset(map(str, Outcome)))


def outcomes(picks: tuple[Pick, ...]) -> list[tuple[int, str]]:
    """Return the outcomes that all the ticked cases can have."""
    common = frozenset.intersection(*(_outcomes_of(each.case.kind) for each in picks))
    return [(n, _outcome_words(each)) for n, each in enumerate(OUTCOMES) if each in common]


def _outcome_words(outcome: str) -> str:
    field = "outcome" if outcome in set(Outcome) else "chat_outcome"
    return words.choice(field, outcome)
