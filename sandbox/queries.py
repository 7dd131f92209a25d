"""Presses of inline buttons that wait for the bot's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.counting import Counter
from sandbox.refusals import bad_request
from sandbox.rules import CALLBACK_ANSWER_CODE_POINTS
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.bots import Bot
    from sandbox.pressing import Pressing
    from sandbox.request import Request

_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Query:
    """One press: by whom, of a button of which bot, under which message of which chat, when."""

    person: Pressing
    bot: Bot
    chat: int
    message: int
    asked_at: datetime


class Queries:
    """The presses nobody has answered yet."""

    def __init__(self) -> None:
        self._open: dict[str, Query] = {}
        self._all: dict[str, Query] = {}
        self._numbers = Counter(4_382_000_000_000_000_001)

    def ask(self, query: Query, message: Json, press: str) -> Json:
        """Make the CallbackQuery object of a press of the button with data `press`."""
        query_id = str(next(self._numbers))
        self._open[query_id] = self._all[query_id] = query
        return {
            "id": query_id,
            "from": query.person.card,
            "message": message,
            "chat_instance": str(-abs(hash(query.chat))),
            "data": press,
        }

    def answer(self, request: Request) -> bool:
        """answerCallbackQuery: once, in time, with at most 200 characters."""
        query_id, text = request.text("callback_query_id"), request.text("text")
        query = self._open.get(query_id)
        world = request.world
        if query is None or query.bot is not request.bot:
            raise bad_request(_TOO_OLD)
        if world.clock.now() - query.asked_at > world.rules.callback_deadline:
            del self._open[query_id]
            raise bad_request(_TOO_OLD)
        address = _address(request)
        if len(text) > CALLBACK_ANSWER_CODE_POINTS:
            raise bad_request("MESSAGE_TOO_LONG")
        del self._open[query_id]
        place = {"chat": query.chat, "message_id": query.message}
        told = {"text": text, "show_alert": request.flag("show_alert")}
        query.person.is_answered(told | ({"url": address} if address else {}), **place)
        return True

    def asked_by(self, query_id: str, bot: Bot) -> int:
        """The person whose press this is, answered or not; 0 for an unknown one."""
        query = self._all.get(query_id)
        return query.person.id if query and query.bot is bot else 0


def _address(request: Request) -> str:
    # Without a game only a link that opens this bot with a parameter is let through.
    address = request.text("url")
    if not address:
        return ""
    own = f"t.me/{request.bot.username.lower()}?start="
    if not address.lower().removeprefix("https://").startswith(own):
        raise bad_request("URL_INVALID")
    return address
