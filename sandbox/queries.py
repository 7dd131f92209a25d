"""Presses of inline buttons that wait for the bot's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from sandbox.chats import Post
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
    """One press: by whom, of a button of which bot, under which message, when."""

    person: Pressing
    bot: Bot
    message_id: int
    asked_at: datetime


class Queries:
    """The presses nobody has answered yet."""

    def __init__(self) -> None:
        self._open: dict[str, Query] = {}
        self._numbers = count(4_382_000_000_000_000_001)

    def ask(self, query: Query, post: Post, press: str) -> Json:
        """Make the CallbackQuery object of a press of the button with data `press`."""
        query_id = str(next(self._numbers))
        self._open[query_id] = query
        return {
            "id": query_id,
            "from": query.person.card,
            "message": post.body,
            "chat_instance": str(-abs(hash(post.body["chat"]["id"]))),
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
        if len(text) > CALLBACK_ANSWER_CODE_POINTS:
            raise bad_request("MESSAGE_TOO_LONG")
        del self._open[query_id]
        alert = request.flag("show_alert")
        query.person.is_answered(text, alert=alert, message=query.message_id)
        return True
