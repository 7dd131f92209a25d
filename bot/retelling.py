"""Retelling: how a thing that Telegram did not take is said in another form."""

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

from storage.queues import RICH, Sending
from texts import attachments, team

_TAGS = re.compile(r"</?[a-z][^>]*>")
_LONGEST = {"text": 4096, "caption": 1024}
_WORDS = tuple(_LONGEST)
_PLAIN = ("text", "parse_mode", "link_preview_options")


def as_new_message(row: Sending) -> tuple[str, str]:
    """Turn an edit of a lost message into a new message."""
    body = json.loads(row.body)
    body.pop("message_id", None)
    body.pop("inline_message_id", None)
    return "sendMessage", _json(body)


def as_message(row: Sending) -> Sending:
    """Turn a rich message into the plain one that travels with it; others stay as they are."""
    if row.method != RICH:
        return row
    body = json.loads(row.body)
    body.pop("rich_message", None)
    return replace(row, method="sendMessage", body=_json(body))


def as_sent(method: str, body: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a rich message the plain text that only travels with it."""
    return {k: v for k, v in body.items() if method != RICH or k not in _PLAIN}


def without_reply(row: Sending) -> tuple[str, str]:
    """Answer nobody in particular when the message that was answered is gone."""
    body = json.loads(row.body)
    body.pop("reply_parameters", None)
    return row.method, _json(body)


def as_plain_text(row: Sending) -> tuple[str, str]:
    """Drop the formatting that Telegram could not read."""
    body = json.loads(row.body)
    body.pop("parse_mode", None)
    for name in _WORDS:
        if name in body:
            body[name] = unescape(_TAGS.sub("", body[name]))
    return row.method, _json(body)


def without_files(row: Sending) -> tuple[str, str]:
    """Say where files are that Telegram does not show any more, in place of them."""
    body = json.loads(row.body)
    return "sendMessage", _json({"chat_id": body["chat_id"], "text": attachments.NOT_SHOWN})


def moved_to(row: Sending, chat_id: int, undelivered: str = "") -> str:
    """Return the body for another chat; `undelivered` tells whose it was if not theirs."""
    body = json.loads(row.body)
    body["chat_id"] = chat_id
    if undelivered and "text" in body:
        longer = f"{undelivered}\n\n{body['text']}"
        body["text"] = _if_it_fits("text", longer, body["text"])
    return _json(body)


def shows_repetition(method: str) -> bool:
    """Whether people see it when this is done twice."""
    return method.startswith("send")


def marked_again(method: str, body: dict[str, Any]) -> dict[str, Any]:
    """Mark what may have been said before; an edit or an answer to a press shows no repetition."""
    if not shows_repetition(method):
        return body
    if isinstance(body.get("media"), list):  # an album carries the mark under its first file
        first, *others = body["media"]
        return {**body, "media": [_marked(first), *others]}
    if method == RICH:
        html = f"{body['rich_message']['html']}<p>{team.AGAIN}</p>"
        return {**body, "rich_message": {"html": html}}
    return _marked(body)


def _marked(body: dict[str, Any]) -> dict[str, Any]:
    return {
        k: _if_it_fits(k, f"{v}\n\n{team.AGAIN}", v) if k in _WORDS else v for k, v in body.items()
    }


def _if_it_fits(name: str, longer: str, shorter: str) -> str:
    """Return the longer words unless Telegram would refuse them: then nothing would be said."""
    return longer if len(longer) <= _LONGEST[name] else shorter


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
