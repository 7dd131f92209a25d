"""The pings: one reminder for one person, under its unique key, and the buttons it carries."""

from dataclasses import dataclass
from datetime import datetime

from cases.case import Case, Person
from cases.ladders import Clock, ClockKind
from cases.lifecycles import Move
from cases.listening import Unseen
from cases.roles import Role
from cases.rules import Rules
from handlers.appeals import number_buttons
from handlers.keyboards import Button, Rows, button, in_rows
from handlers.offers import claim_button, promise_button
from handlers.presses import CasePress, MovePress, SeenPress
from handlers.sleep import later
from texts import cards, moves
from texts.reminders import nobody_saw, ping_line

ACTING = 3  # so many moves a reminder offers; the card has them all


@dataclass(frozen=True)
class Ping:
    """One reminder for one person, under its unique key. `waited` when the night put it off.

    `unseen` names who has not seen it before, so that it came to this person.
    """

    key: str
    case: Case
    clock: Clock
    to: Person
    role: Role
    waited: bool = False
    unseen: Unseen | None = None


def ping_buttons(ping: Ping) -> Rows:
    """Offer what is likely done next, and the acknowledgement."""
    case = ping.case
    if ping.clock.kind is ClockKind.NUMBER:
        return number_buttons(case)
    acting = [_acting(move, case) for move in case.likely_moves[:ACTING]]
    if ping.clock.kind is ClockKind.PROMISE:
        acting = promise_button(case)
    acting = [*claim_button(case), *acting] if ping.clock.kind is ClockKind.MONEY else acting
    seen = button(cards.NOTE_SEEN, CasePress(what="seen", case=case.id))
    opened = button(cards.VIEWS["card"], CasePress(what="open", case=case.id))
    put_off = later(case, ping.clock.kind)
    return [*in_rows(acting), [seen, put_off, opened]]


def in_lines(pings: list[Ping], rules: Rules, now: datetime) -> tuple[list[str], str]:
    """Return a line of each, and what holds for all: who has not seen them, or ""."""
    once = nobody_saw([ping.unseen for ping in pings], rules, now)
    lines = [
        ping_line(p.case, p.clock, p.to, rules, now, None if once else p.unseen) for p in pings
    ]
    return lines, once


def _acting(move: Move, case: Case) -> Button:
    press = MovePress(move=move.name, case=case.id, version=case.version)
    return button(moves.MOVES[move.name], press, style="danger" if move.danger else "success")


def all_seen(now: datetime) -> Button:
    """Acknowledge every ping that one sweep told this person."""
    return button(cards.NOTE_SEEN, SeenPress(at=int(now.timestamp())))
