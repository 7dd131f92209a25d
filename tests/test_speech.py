"""How what a handler says is written down for the sender."""

import json
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery, SendMediaGroup, SendMessage, TelegramMethod
from aiogram.types import InputMediaPhoto, LinkPreviewOptions, ReplyParameters
from hypothesis import given
from hypothesis import strategies as st

from handlers.keyboards import button, markup
from handlers.presses import CasePress
from handlers.speech import as_json

HTML = {"parse_mode": "HTML"}
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}

PRESS = CasePress(what="card", case=57)
WRITTEN: dict[str, tuple[TelegramMethod[Any], dict[str, object]]] = {
    "a message takes the defaults": (
        SendMessage(chat_id=5, text="Готово"),
        {"chat_id": 5, "text": "Готово", **HTML, **NO_PREVIEW},
    ),
    "what the handler sets stays": (
        SendMessage(
            chat_id=5, text="x", parse_mode="MarkdownV2",
            link_preview_options=LinkPreviewOptions(is_disabled=False),
        ),
        {
            "chat_id": 5, "text": "x", "parse_mode": "MarkdownV2",
            "link_preview_options": {"is_disabled": False},
        },
    ),
    "a button says nothing that is not set": (
        SendMessage(chat_id=5, text="x", reply_markup=markup([[button("Карточка", PRESS)]])),
        {
            "chat_id": 5, "text": "x", **HTML, **NO_PREVIEW,
            "reply_markup": {
                "inline_keyboard": [[{"text": "Карточка", "callback_data": "c:card:57"}]]
            },
        },
    ),
    "a file of an album says nothing that is not set": (
        SendMediaGroup(chat_id=5, media=[InputMediaPhoto(media="id", caption="шов")]),
        {
            "chat_id": 5,
            "media": [{"type": "photo", "media": "id", "caption": "шов", **HTML}],
        },
    ),
    "a quoted message has the default mode": (
        SendMessage(chat_id=5, text="x", reply_parameters=ReplyParameters(message_id=4)),
        {
            "chat_id": 5, "text": "x", **HTML, **NO_PREVIEW,
            "reply_parameters": {"message_id": 4, "quote_parse_mode": "HTML"},
        },
    ),
    "an answer to a press is bare": (
        AnswerCallbackQuery(callback_query_id="1"), {"callback_query_id": "1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "written"), WRITTEN.values(), ids=WRITTEN)
def test_a_method_is_written_down(method: TelegramMethod[Any], written: dict[str, object]) -> None:
    assert json.loads(as_json(method)) == written


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.just('{"a":null,"b":[null]}'))
def test_words_are_kept_as_they_are(words: str) -> None:
    assert json.loads(as_json(SendMessage(chat_id=5, text=words)))["text"] == words
