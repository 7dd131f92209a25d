"""Rows 14-18: edits, deletions and answers to presses, and when Telegram refuses them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
BUTTONS = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}
UNCHANGED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
async def anna(world: World) -> Person:
    anna = world.person("Анна")
    await anna.starts()
    return anna


@pytest.fixture
async def card(world: World, anna: Person) -> dict[str, Any]:
    params = {"text": "<b>Дело</b> 1", "parse_mode": "HTML", "reply_markup": BUTTONS}
    sent: dict[str, Any] = await world.call(TOKEN, "sendMessage", {"chat_id": anna.id, **params})
    return {"chat_id": anna.id, "message_id": sent["message_id"]}


async def refusal(world: World, method: str, **params: Any) -> str:
    with pytest.raises(Refused) as refused:
        await world.call(TOKEN, method, params)
    return str(refused.value)


@pytest.mark.parametrize(
    ("changes", "modified"),
    [
        ({"text": "<b>Дело</b> 1", "reply_markup": BUTTONS}, False),
        ({"text": " <b>Дело</b> 1\n", "reply_markup": BUTTONS}, False),
        ({"text": "<strong>Дело</strong> 1", "reply_markup": BUTTONS}, False),
        ({"text": "<b>Дело</b> 1"}, True),
        ({"text": "<i>Дело</i> 1", "reply_markup": BUTTONS}, True),
        ({"text": "<b>Дело</b> 2", "reply_markup": BUTTONS}, True),
    ],
)
async def test_row_14_an_edit_must_change_something(
    world: World, anna: Person, card: dict[str, Any], changes: dict[str, Any], modified: bool
) -> None:
    params = {**card, "parse_mode": "HTML", **changes}
    if modified:
        before = anna.chat.messages[-1]
        await world.call(TOKEN, "editMessageText", params)
        assert anna.chat.messages[-1] != before
    else:
        assert await refusal(world, "editMessageText", **params) == UNCHANGED


async def test_row_14_an_edit_without_a_keyboard_drops_it(
    world: World, anna: Person, card: dict[str, Any]
) -> None:
    await world.call(TOKEN, "editMessageText", {**card, "text": "Дело 2"})
    assert anna.chat.last_text == "Дело 2"
    assert anna.chat.buttons() == []
    assert anna.chat.messages[-1]["edited"]


async def test_row_14_a_keyboard_is_changed_alone(
    world: World, anna: Person, card: dict[str, Any]
) -> None:
    told = await refusal(world, "editMessageReplyMarkup", **card, reply_markup=BUTTONS)
    assert told == UNCHANGED
    await world.call(TOKEN, "editMessageReplyMarkup", card)
    assert (anna.chat.last_text, anna.chat.buttons()) == ("Дело 1", [])


async def test_row_10_a_long_edit_is_refused_in_other_words(
    world: World, card: dict[str, Any]
) -> None:
    told = await refusal(world, "editMessageText", **card, text="Ж" * 4097)
    assert told == "400 Bad Request: MESSAGE_TOO_LONG"


@pytest.mark.parametrize(
    ("method", "more", "deed"),
    [
        ("editMessageText", {"text": "а"}, "edit"),
        ("editMessageReplyMarkup", {}, "edit"),
        ("deleteMessage", {}, "delete"),
    ],
)
async def test_row_15_a_message_that_is_gone_cannot_be_touched(
    world: World, card: dict[str, Any], method: str, more: dict[str, Any], deed: str
) -> None:
    await world.call(TOKEN, "deleteMessage", card)
    told = await refusal(world, method, **card, **more)
    assert told == f"400 Bad Request: message to {deed} not found"


async def test_a_deleted_message_is_gone(world: World, anna: Person, card: dict[str, Any]) -> None:
    assert anna.chat.last_text == "Дело 1"
    await world.call(TOKEN, "deleteMessage", card)
    assert [one["text"] for one in anna.chat.messages] == ["/start"]


async def test_row_16_only_what_the_bot_wrote_can_be_edited(world: World, anna: Person) -> None:
    said = await anna.says("моё")
    theirs = {"chat_id": anna.id, "message_id": said["message_id"]}
    told = await refusal(world, "editMessageText", **theirs, text="чужое")
    assert told == "400 Bad Request: message can't be edited"


@pytest.mark.parametrize(
    "markup", [{"keyboard": [["Да"]]}, {"force_reply": True}, {"remove_keyboard": True}]
)
async def test_row_16_what_came_with_a_reply_keyboard_cannot_be_edited(
    world: World, anna: Person, markup: dict[str, Any]
) -> None:
    params = {"chat_id": anna.id, "text": "а", "reply_markup": markup}
    sent = await world.call(TOKEN, "sendMessage", params)
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    told = await refusal(world, "editMessageText", **target, text="б")
    assert told == "400 Bad Request: message can't be edited"


async def test_row_16_a_text_has_no_caption_and_a_file_has_no_text(
    world: World, anna: Person, card: dict[str, Any]
) -> None:
    told = await refusal(world, "editMessageCaption", **card, caption="а")
    assert told == "400 Bad Request: there is no caption in the message to edit"
    sent = await world.call(TOKEN, "sendDocument", {"chat_id": anna.id}, {"document": b"x"})
    file = {"chat_id": anna.id, "message_id": sent["message_id"]}
    told = await refusal(world, "editMessageText", **file, text="а")
    assert told == "400 Bad Request: there is no text in the message to edit"
    assert (await world.call(TOKEN, "editMessageCaption", {**file, "caption": "а"}))["caption"]


@pytest.mark.parametrize(("hours", "told"), [(47.9, None), (48, "for everyone")])
async def test_row_17_a_message_can_be_deleted_for_48_hours(
    world: World, card: dict[str, Any], hours: float, told: str | None
) -> None:
    world.clock.moves(hours=hours)
    if told is None:
        assert await world.call(TOKEN, "deleteMessage", card) is True
    else:
        refused = await refusal(world, "deleteMessage", **card)
        assert refused == f"400 Bad Request: message can't be deleted {told}"


async def test_row_17_a_member_cannot_delete_what_others_wrote_an_administrator_can(
    world: World, anna: Person
) -> None:
    group = world.group("Команда")
    bot = world.bot_under_test
    group.adds(anna)
    group.adds(bot)
    said = await anna.says("личное", where=group)
    target = {"chat_id": group.id, "message_id": said["message_id"]}
    told = await refusal(world, "deleteMessage", **target)
    assert told == "400 Bad Request: message can't be deleted"
    group.adds(bot, admin=True)
    assert await world.call(TOKEN, "deleteMessage", target) is True


async def test_deleting_many_skips_what_cannot_be_deleted(
    world: World, anna: Person, card: dict[str, Any]
) -> None:
    numbers = [card["message_id"], 999]
    params = {"chat_id": anna.id, "message_ids": numbers}
    assert await world.call(TOKEN, "deleteMessages", params) is True
    assert anna.chat.last_text == "/start"


async def test_row_18_a_press_is_answered_once(
    world: World, anna: Person, card: dict[str, Any]
) -> None:
    query = await anna.presses("Взять")
    assert query
    answer = {"callback_query_id": query["id"], "text": "Взято", "show_alert": True}
    assert await world.call(TOKEN, "answerCallbackQuery", answer) is True
    assert anna.alerts == ["Взято"]
    assert await refusal(world, "answerCallbackQuery", **answer) == TOO_OLD


@pytest.mark.parametrize(("seconds", "in_time"), [(15, True), (15.1, False)])
async def test_row_18_a_late_answer_is_refused(
    world: World, anna: Person, card: dict[str, Any], seconds: float, in_time: bool
) -> None:
    query = await anna.presses("Взять")
    assert query
    world.clock.moves(seconds=seconds)
    if in_time:
        assert await world.call(TOKEN, "answerCallbackQuery", {"callback_query_id": query["id"]})
        assert anna.alerts == []
    else:
        assert await refusal(world, "answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_row_18_an_unknown_query_is_refused(world: World) -> None:
    assert await refusal(world, "answerCallbackQuery", callback_query_id="1") == TOO_OLD


@pytest.mark.parametrize(("length", "told"), [(200, None), (201, "MESSAGE_TOO_LONG")])
async def test_row_18_an_answer_has_200_characters(
    world: World, anna: Person, card: dict[str, Any], length: int, told: str | None
) -> None:
    query = await anna.presses("Взять")
    assert query
    params = {"callback_query_id": query["id"], "text": "Ж" * length}
    if told is None:
        assert await world.call(TOKEN, "answerCallbackQuery", params)
    else:
        assert await refusal(world, "answerCallbackQuery", **params) == f"400 Bad Request: {told}"
