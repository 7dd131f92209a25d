"""Speech: how a handler says things, and how what it says is written down for the sender."""

import json
from functools import cache
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import EditMessageText, SendMessage, TelegramMethod
from aiogram.types import (
    CallbackQuery,
    Message,
)

from cases.case import Case, Person
from cases.escalation import may_begin_anew, steps_made
from cases.kinds import Kind
from cases.lifecycles import Move, Status
from cases.readiness import readiness_of
from cases.returns import advised_first
from cases.roles import Role
from handlers.desk import Desk
from handlers.keyboards import Button, Keyboard, Rows, button, in_rows, markup, with_way_back
from handlers.offers import offers, rare_offers, working_button
from handlers.presses import CasePress, FilesPress, GapPress, MovePress, ReplyPress
from handlers.sleep import sleeping, waking
from storage.queues import Outgoing, Priority
from texts import attachments, cards, moves, replies

DEFAULTS = {"parse_mode": "HTML", "link_preview": {"is_disabled": True}}
"""What a method says when the handler does not: all texts are HTML, links show no preview."""

JUST_WRITTEN = frozenset({Status.DRAFT, Status.SENT})
"""While a ticket stands here its text is what one looks for first."""


def as_json(method: TelegramMethod[Any]) -> str:
    """Write a method's parameters down; what is not set is left out."""
    unsaid = {n for n in _unsaid(type(method)) if isinstance(getattr(method, n), Default)}
    written = method.model_dump_json(
        exclude=unsaid, exclude_none=True, warnings=False, fallback=_said
    )
    if ":null" in written:  # a default inside an album or a link preview, or somebody's words
        return json.dumps(_without_nulls(json.loads(written)), ensure_ascii=False)
    return written


@cache
def _unsaid(method: type[TelegramMethod[Any]]) -> tuple[str, ...]:
    """Name the parameters of a method that are Telegram's affair unless a handler sets them."""
    fields = method.model_fields.items()
    return tuple(n for n, f in fields if isinstance(f.default, Default) and not _said(f.default))


def _said(value: Any) -> Any:
    """Return what a default stands for, None when it is not to be said at all."""
    if isinstance(value, Default):
        return DEFAULTS.get(value.name)
    msg = f"cannot be kept in the outbox: {type(value).__name__}"
    raise TypeError(msg)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def outgoing(
    key: str,
    message: SendMessage,
    priority: Priority = Priority.ANSWER,
    fallback: Person | None = None,
) -> Outgoing:
    """Make an outbox row of what is said to somebody without being asked.

    `fallback` hears it when its own chat cannot be written to.
    """
    chat_id = int(message.chat_id)
    elsewhere = fallback.telegram_id if fallback else None
    return Outgoing(
        key=key,
        chat_id=chat_id,
        method=message.__api_method__,
        body=as_json(message),
        priority=priority,
        fallback_chat_id=None if elsewhere == chat_id else elsewhere,
    )


def show(
    callback: CallbackQuery, text: str, keyboard: Keyboard | None = None
) -> EditMessageText | SendMessage:
    """Put the text in place of the message with the button; a lost message becomes a new one.

    A card that was opened from a list keeps the way back to it, whatever becomes of the card.
    """
    if isinstance(callback.message, Message):
        keyboard = with_way_back(keyboard, callback.message.reply_markup)
        return callback.message.edit_text(text, reply_markup=keyboard)
    return SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=keyboard)


def say(person_telegram_id: int, text: str, keyboard: Keyboard | None = None) -> SendMessage:
    """Write to somebody in private."""
    return SendMessage(chat_id=person_telegram_id, text=text, reply_markup=keyboard)


def card_keyboard(case: Case, desk: Desk, role: Role | None = None) -> Keyboard | None:
    """Offer the legal moves of a case and what can be seen of it, to somebody of this role."""
    legal = advised_first(case, case.moves, desk.now)
    moves = [m for m in legal if not m.owner_only or (role or desk.person.role) is Role.OWNER]
    rows: Rows = in_rows(move_button(move, case) for move in moves)
    first = _appeal(case) if case.status in JUST_WRITTEN else []
    first += _completing(case)
    own = [] if role else waking(case, desk.person)
    working = working_button(case, desk) if role is None else []
    offered = in_rows([*own, *offers(case), *working, *_replying(case)])
    looks = _looks(case, "full", "history", "more")
    return markup([first, *rows, *offered, looks])


def more_keyboard(case: Case, desk: Desk) -> Keyboard | None:
    """Offer what is wanted of a case now and then («Ещё»)."""
    appeal = [] if case.status in JUST_WRITTEN else _appeal(case)
    looks = [*appeal, *_looks(case, "again", "their_status"), *_escalated(case, desk)]
    joining = _looks(case, "tags", "link", *(["links"] if case.linked_id else []), "merge")
    later = [*sleeping(case), *([] if case.closed else _looks(case, "hand"))]
    rows = in_rows([*rare_offers(case), *_file_buttons(case), *looks, *later, *joining])
    return markup([*rows, _looks(case, "card")])


def _completing(case: Case) -> list[Button]:
    """Offer to fill in what the appeal lacks."""
    ready = readiness_of(case)
    return [button(cards.COMPLETE, GapPress(case=case.id))] if ready and ready.gaps else []


def _appeal(case: Case) -> list[Button]:
    return _looks(case, "appeal") if case.kind is Kind.SUPPORT_TICKET else []


def _replying(case: Case) -> list[Button]:
    """Offer a ready answer to a buyer's chat that is open."""
    if case.kind is not Kind.BUYER_CHAT or case.closed:
        return []
    return [button(replies.READY_REPLY, ReplyPress(what="list", case=case.id))]


def _escalated(case: Case, desk: Desk) -> list[Button]:
    """Offer the text of the last escalation, and a new appeal once the dialog is exhausted."""
    views = ["escalation"] if case.number and steps_made(case.answers) else []
    views += ["anew"] if may_begin_anew(case, desk.person.role) else []
    return _looks(case, *views)


def _looks(case: Case, *views: str) -> list[Button]:
    return [button(cards.VIEWS[view], CasePress(what=view, case=case.id)) for view in views]


def _file_buttons(case: Case) -> list[Button]:
    offered = ["show", "add"] if case.attachments else ["add"]
    return [
        button(attachments.BUTTONS[what], FilesPress(what=what, case=case.id)) for what in offered
    ]


def card_text(case: Case, desk: Desk) -> str:
    """Show the case in full."""
    return cards.card(case, desk.rules, desk.now)


def move_button(move: Move, case: Case) -> Button:
    """Offer a move of a case as it stands."""
    press = MovePress(move=move.name, case=case.id, version=case.version)
    return button(moves.MOVES[move.name], press, style="danger" if move.danger else None)
