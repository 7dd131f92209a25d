"""Rows 1-5, 9-11, 13, 15: what Telegram refuses to send, near the borders."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
async def anna(world: World) -> Person:
    anna = world.person("Анна", username="anna")
    await anna.starts()
    return anna


async def refusal(world: World, method: str, **params: Any) -> str:
    with pytest.raises(Refused) as refused:
        await world.call(TOKEN, method, params)
    return str(refused.value)


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Кнопка", **button}]]}


@pytest.mark.parametrize(
    ("token", "told"),
    [
        ("43:TEST", "401 Unauthorized"),
        ("42:ELSE", "401 Unauthorized"),
        ("nonsense", "401 Unauthorized: invalid token specified"),
        ("42:ТЕСТ", "401 Unauthorized: invalid token specified"),
    ],
)
async def test_row_1_a_wrong_token_is_refused(world: World, token: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        await world.call(token, "getMe", {})
    assert str(refused.value) == told


async def test_row_2_an_unknown_method_is_not_found(world: World) -> None:
    assert await refusal(world, "sendMesage") == "404 Not Found: method not found"


async def test_row_2_the_case_of_a_method_does_not_matter(world: World) -> None:
    assert (await world.call(TOKEN, "GETME", {}))["id"] == 42


async def test_an_unknown_parameter_is_refused_aloud(world: World, anna: Person) -> None:
    told = await refusal(world, "sendMessage", chat_id=anna.id, text="а", parsemode="HTML")
    assert told == '400 Bad Request: unknown parameter "parsemode"'


async def test_a_known_method_that_the_sandbox_lacks_is_never_answered_true(world: World) -> None:
    told = await refusal(world, "banChatMember", chat_id=1, user_id=2)
    assert told == "400 Bad Request: method banChatMember is not implemented in the sandbox"


async def test_a_known_parameter_that_the_sandbox_lacks_is_refused(
    world: World, anna: Person
) -> None:
    told = await refusal(world, "sendMessage", chat_id=anna.id, text="а", allow_paid_broadcast=True)
    assert 'parameter "allow_paid_broadcast" of sendMessage is not implemented' in told


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": ""}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 1}, "400 Bad Request: chat not found"),
        ({"chat_id": "@nobody"}, "400 Bad Request: chat not found"),
    ],
)
async def test_row_3_a_chat_must_be_named_and_known(
    world: World, params: dict[str, Any], told: str
) -> None:
    assert await refusal(world, "sendMessage", text="а", **params) == told


async def test_row_4_the_bot_cannot_write_first(world: World) -> None:
    boris = world.person("Борис")
    told = await refusal(world, "sendMessage", chat_id=boris.id, text="а")
    assert told == "403 Forbidden: bot can't initiate conversation with a user"
    await boris.starts()
    assert await world.call(TOKEN, "sendMessage", {"chat_id": boris.id, "text": "а"})


async def test_row_5_a_blocked_bot_is_told_so_until_it_is_let_back(
    world: World, anna: Person
) -> None:
    anna.blocks()
    told = await refusal(world, "sendMessage", chat_id=anna.id, text="а")
    assert told == "403 Forbidden: bot was blocked by the user"
    anna.unblocks()
    assert await world.call(TOKEN, "sendMessage", {"chat_id": anna.id, "text": "а"})


async def test_row_5_a_deleted_account_is_told(world: World, anna: Person) -> None:
    anna.deactivates()
    told = await refusal(world, "sendMessage", chat_id=anna.id, text="а")
    assert told == "403 Forbidden: user is deactivated"


EMPTY = [
    ({}, "400 Bad Request: message text is empty"),
    ({"text": ""}, "400 Bad Request: message text is empty"),
    ({"text": " \n "}, "400 Bad Request: text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: text must be non-empty"),
]


@pytest.mark.parametrize(("params", "told"), EMPTY)
async def test_row_9_a_text_that_says_nothing_is_refused(
    world: World, anna: Person, params: dict[str, Any], told: str
) -> None:
    assert await refusal(world, "sendMessage", chat_id=anna.id, **params) == told


LENGTHS = [
    ("Ж" * 4096, None, None),
    ("👍" * 4096, None, None),
    ("<b>" + "Ж" * 4096 + "</b>", "HTML", None),
    ("&lt;" * 4096, "HTML", None),
    ("Ж" * 4096 + " ", None, None),
    ("Ж" * 4097, None, "400 Bad Request: message is too long"),
    ("<b>" + "Ж" * 4097 + "</b>", "html", "400 Bad Request: message is too long"),
    ("Ж" * 16384, None, "400 Bad Request: message is too long"),
    ("Ж" * 16384 + "!", None, "400 Bad Request: text is too long"),
]


@pytest.mark.parametrize(("text", "mode", "told"), LENGTHS)
async def test_row_10_code_points_are_counted_after_parsing(
    world: World, anna: Person, text: str, mode: str | None, told: str | None
) -> None:
    params = {"chat_id": anna.id, "text": text, "parse_mode": mode}
    if told is None:
        assert await world.call(TOKEN, "sendMessage", params)
    else:
        assert await refusal(world, "sendMessage", **params) == told


@pytest.mark.parametrize(("length", "told"), [(1024, None), (1025, "message caption is too long")])
async def test_row_11_a_caption_has_1024_code_points(
    world: World, anna: Person, length: int, told: str | None
) -> None:
    params = {"chat_id": anna.id, "caption": f"<i>{'Ж' * length}</i>", "parse_mode": "HTML"}
    sending = world.call(TOKEN, "sendDocument", params, {"document": b"x"})
    if told is None:
        assert (await sending)["caption"] == "Ж" * length
    else:
        with pytest.raises(Refused, match=told):
            await sending


@pytest.mark.parametrize("mode", ["HTML5", "rich"])
async def test_row_12_an_unknown_parse_mode_is_refused(
    world: World, anna: Person, mode: str
) -> None:
    told = await refusal(world, "sendMessage", chat_id=anna.id, text="а", parse_mode=mode)
    assert told == "400 Bad Request: unsupported parse_mode"


async def test_row_12_html_is_not_parsed_unless_asked(world: World, anna: Person) -> None:
    sent = await world.call(TOKEN, "sendMessage", {"chat_id": anna.id, "text": "<b>&lt;"})
    assert sent["text"] == "<b>&lt;"


async def test_entities_of_html_and_found_ones_stand_in_the_message(
    world: World, anna: Person
) -> None:
    text = "  👍 <b>Дело</b> /status@journal_bot <code>/new</code> @anna"
    params = {"chat_id": anna.id, "text": text, "parse_mode": "HTML"}
    sent = await world.call(TOKEN, "sendMessage", params)
    assert sent["text"] == "👍 Дело /status@journal_bot /new @anna"
    assert [(one["type"], one["offset"], one["length"]) for one in sent["entities"]] == [
        ("bold", 3, 4),
        ("bot_command", 8, 19),
        ("code", 28, 4),
        ("mention", 33, 5),
    ]


BAD_BUTTON = "400 Bad Request: can't parse inline keyboard button: "
BAD_URL = "400 Bad Request: inline keyboard button URL"
KEYBOARDS: list[tuple[Any, str | None]] = [
    (keyboard(callback_data="a" * 64), None),
    (keyboard(callback_data="Ж" * 32), None),
    (keyboard(callback_data="Ж" * 32 + "a"), "400 Bad Request: BUTTON_DATA_INVALID"),
    (keyboard(callback_data="a" * 65), "400 Bad Request: BUTTON_DATA_INVALID"),
    (keyboard(), BAD_BUTTON + "Text buttons are unallowed in the inline keyboard"),
    (
        keyboard(callback_data=""),
        BAD_BUTTON + "Text buttons are unallowed in the inline keyboard",
    ),
    ({"inline_keyboard": [[{"callback_data": "a"}]]}, BAD_BUTTON + 'Can\'t find field "text"'),
    (keyboard(url="https://wb.ru/x"), None),
    (keyboard(url="wb.ru"), None),
    (
        keyboard(url="ftp://wb.ru"),
        f"{BAD_URL} 'ftp://wb.ru' is invalid: Unsupported URL protocol",
    ),
    (
        keyboard(url="http://localhost"),
        f"{BAD_URL} 'http://localhost' is invalid: Wrong HTTP URL",
    ),
    (keyboard(copy_text={"text": "Ж" * 256}), None),
    (keyboard(copy_text={"text": "Ж" * 257}), "400 Bad Request: BUTTON_COPY_TEXT_INVALID"),
    (keyboard(callback_data="a", style="danger"), None),
    (keyboard(callback_data="a", style="pink"), BAD_BUTTON + "unknown button style"),
    (
        keyboard(callback_data="a", colour="red"),
        '400 Bad Request: unknown field "colour" in button',
    ),
    (
        keyboard(callback_data="a", url="wb.ru"),
        BAD_BUTTON + "only one action is allowed, found callback_data, url",
    ),
    ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 100}, None),
    (
        {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101},
        "400 Bad Request: reply markup is too long",
    ),
    ("{", "400 Bad Request: can't parse reply keyboard markup JSON object"),
    ("[]", "400 Bad Request: object expected as reply markup"),
    ({"keyboard": [["Да"], [{"text": "Нет"}]]}, None),
    ({"remove_keyboard": True}, None),
    ({"inline_keyboard": []}, None),
]


@pytest.mark.parametrize(("markup", "told"), KEYBOARDS)
async def test_row_13_a_keyboard_is_checked(
    world: World, anna: Person, markup: Any, told: str | None
) -> None:
    params = {"chat_id": anna.id, "text": "а", "reply_markup": markup}
    if told is None:
        assert await world.call(TOKEN, "sendMessage", params)
    else:
        assert await refusal(world, "sendMessage", **params) == told
        assert anna.chat.last_text == "/start"


async def test_row_15_a_reply_needs_its_message_unless_it_may_do_without(
    world: World, anna: Person
) -> None:
    said = await anna.says("вопрос")
    params = {"chat_id": anna.id, "text": "а", "reply_parameters": {"message_id": 999}}
    told = await refusal(world, "sendMessage", **params)
    assert told == "400 Bad Request: message to be replied not found"
    params["reply_parameters"] = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await world.call(TOKEN, "sendMessage", params)
    params["reply_parameters"] = {"message_id": said["message_id"]}
    sent = await world.call(TOKEN, "sendMessage", params)
    assert sent["reply_to_message"]["text"] == "вопрос"


WRONG_EVERYWHERE: list[tuple[dict[str, Any], str]] = [
    ({"text": "<b>"}, "can't parse entities"),
    ({"text": "Ж" * 4097, "reply_markup": keyboard()}, "Text buttons are unallowed"),
    ({"text": "Ж" * 4097}, "chat not found"),
    ({"text": "Ж" * 4097, "chat_id": "anna", "reply_to_message_id": 999}, "to be replied"),
    ({"text": "Ж" * 4097, "chat_id": "anna"}, "message is too long"),
    (
        {"chat_id": "anna", "text": "Ж", "reply_markup": keyboard(callback_data="a" * 65)},
        "BUTTON_DATA_INVALID",
    ),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG_EVERYWHERE)
async def test_checks_come_in_telegrams_order(
    world: World, anna: Person, wrong: dict[str, Any], told: str
) -> None:
    params = {"chat_id": 1, "parse_mode": "HTML", **wrong}
    if params["chat_id"] == "anna":
        params["chat_id"] = anna.id
    assert told in await refusal(world, "sendMessage", **params)


async def test_a_chat_action_is_seen_and_must_be_a_known_one(world: World, anna: Person) -> None:
    assert await world.call(TOKEN, "sendChatAction", {"chat_id": anna.id, "action": "typing"})
    assert world.events.after(0)[-2]["action"] == "typing"
    told = await refusal(world, "sendChatAction", chat_id=anna.id, action="dancing")
    assert told == "400 Bad Request: wrong parameter action in request"
