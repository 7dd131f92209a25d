"""Rich messages, ephemeral messages, and the types that aiogram's models give the parameters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram.methods import SendMessage
from aiogram.types import LinkPreviewOptions, Message, ReplyParameters
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clock import Clock
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.rich_html import parse_rich_html
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n picture"
TAKE = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}


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
async def group(world: World, anna: Person) -> Group:
    group = world.group("Команда")
    group.adds(anna)
    group.adds(world.person("Борис"))
    group.adds(world.bot_under_test)
    return group


async def call(world: World, method: str, **params: Any) -> Any:
    return await world.call(TOKEN, method, params)


async def refusal(world: World, method: str, **params: Any) -> str:
    with pytest.raises(Refused) as refused:
        await call(world, method, **params)
    return str(refused.value)


HTML = (
    "<h2>Дело <b>57</b></h2><p>первая</p>вторая<hr>"
    "<ol><li>раз</li><li>два</li></ol>"
    "<table><tr><th>Срок</th><td colspan=2><i>сб</i></td></tr></table>"
    '<details><summary>Ещё</summary><blockquote>слова</blockquote></details><a href="wb.ru">a</a>'
)


async def test_rich_html_becomes_blocks_that_aiogram_reads(world: World, anna: Person) -> None:
    sent = await call(world, "sendRichMessage", chat_id=anna.id, rich_message={"html": HTML})
    rich = Message.model_validate(sent).rich_message
    assert rich
    kinds = [str(block.type) for block in rich.blocks]
    assert kinds == [
        "heading",
        "paragraph",
        "paragraph",
        "divider",
        "list",
        "table",
        "details",
        "paragraph",
    ]
    assert [one["label"] for one in sent["rich_message"]["blocks"][4]["items"]] == ["1.", "2."]
    assert "Дело 57" in anna.chat.last_text
    assert "раз" in anna.chat.last_text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<marquee>а</marquee>", 'Unsupported start tag "marquee"'),
        ("<p>а", 'Can\'t find end tag corresponding to start tag "p"'),
        ("</p>", "Unexpected end tag"),
        ("<p><b>а</p></b>", 'Unmatched end tag, expected "</b>", found "</p>"'),
        ("<li>а</li>", 'Tag "li" is out of its place'),
        ("<p><h1>а</h1></p>", 'Tag "h1" is out of its place'),
    ],
)
def test_wrong_rich_html_is_refused(source: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_rich_html(source, {})
    assert refused.value.description == f"Bad Request: can't parse rich message: {told}"


@given(st.text(alphabet="<>/phulia =\"'&;1Ж\n") | st.text())
def test_any_rich_html_is_parsed_or_refused(source: str) -> None:
    try:
        blocks = parse_rich_html(source, {})
    except Refused as refused:
        assert refused.code == 400  # noqa: PT017 - both ways are right
        return
    assert all("type" in one for one in blocks)


async def test_a_rich_message_shows_files(world: World, anna: Person) -> None:
    picture = {"type": "photo", "media": "attach://box"}
    rich = {"html": '<img src="tg://photo?id=box">', "media": [{"id": "box", "media": picture}]}
    params = {"chat_id": anna.id, "rich_message": rich}
    sent = await world.call(TOKEN, "sendRichMessage", params, {"box": PNG})
    assert sent["rich_message"]["blocks"][0]["photo"][0]["file_size"] == len(PNG)
    with pytest.raises(Refused, match="there is no photo in the request"):
        await world.call(TOKEN, "sendRichMessage", params)


async def test_a_text_is_edited_into_a_rich_message_and_back(world: World, anna: Person) -> None:
    sent = await call(world, "sendMessage", chat_id=anna.id, text="а")
    target = {"chat_id": anna.id, "message_id": sent["message_id"]}
    rich = {"blocks": [{"type": "paragraph", "text": ["б", {"type": "bold", "text": "в"}]}]}
    edited = await call(world, "editMessageText", **target, rich_message=rich)
    assert "text" not in edited
    assert anna.chat.last_text == "бв"
    told = await refusal(world, "editMessageText", **target, rich_message=rich)
    assert "message is not modified" in told
    assert "rich_message" not in await call(world, "editMessageText", **target, text="г")


@pytest.mark.parametrize(
    ("rich", "what"),
    [
        ({"markdown": "Всего $x^2$"}, "math in the Markdown of rich messages"),
        ({"markdown": "Раз[^1]\n\n[^1]: два"}, "footnotes in the Markdown of rich messages"),
        ({"markdown": "![](https://wb.ru/1.jpg)"}, "sending a file by its address"),
        ({"html": '<img src="https://wb.ru/1.jpg">'}, "sending a file by its address"),
        ({"html": "<tg-math>x</tg-math>"}, 'tag "tg-math" in rich messages'),
        ({"html": '<tg-map lat="55" long="37"/>'}, 'tag "tg-map" in rich messages'),
    ],
)
async def test_what_the_sandbox_cannot_say_richly_it_refuses_aloud(
    world: World, anna: Person, rich: dict[str, Any], what: str
) -> None:
    told = await refusal(world, "sendRichMessage", chat_id=anna.id, rich_message=rich)
    assert told == f"400 Bad Request: {what} is not implemented in the sandbox"


async def test_a_whisper_is_seen_by_one_person_only(
    world: World, group: Group, anna: Person
) -> None:
    boris = list(world.people.values())[1]
    to = {"chat_id": group.id, "ephemeral_message_parameters": {"receiver_user_id": anna.id}}
    sent = await call(world, "sendMessage", **to, text="только Анне", reply_markup=TAKE)
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, anna.id)
    assert anna.sees(group).last_text == "только Анне"
    assert boris.sees(group).last_text == group.last_text != "только Анне"
    assert await anna.hears("только Анне")
    with pytest.raises(AssertionError):
        await boris.hears("только Анне", timeout=0.01)
    with pytest.raises(LookupError):
        await boris.presses("Взять", where=group)
    query = await anna.presses("Взять", where=group)
    assert query
    assert query["message"]["ephemeral_message_id"] == sent["ephemeral_message_id"]
    world.assert_nothing_refused()


async def test_a_whisper_is_changed_and_deleted_by_its_own_methods(
    world: World, group: Group, anna: Person
) -> None:
    to = {"chat_id": group.id, "ephemeral_message_parameters": {"receiver_user_id": anna.id}}
    sent = await call(world, "sendMessage", **to, text="а", reply_markup=TAKE)
    number = sent["ephemeral_message_id"]
    target = {"chat_id": group.id, "receiver_user_id": anna.id, "ephemeral_message_id": number}
    assert await call(world, "editEphemeralMessageReplyMarkup", **target) is True
    assert await call(world, "editEphemeralMessageText", **target, text="б") is True
    assert anna.sees(group).last_text == "б"
    usual = {"chat_id": group.id, "message_id": -number}
    told = await refusal(world, "editMessageText", **usual, text="в")
    assert told == "400 Bad Request: message identifier is not specified"
    told = await refusal(world, "deleteMessage", **usual)
    assert told == "400 Bad Request: message to delete not found"
    other = target | {"receiver_user_id": 5}
    told = await refusal(world, "deleteEphemeralMessage", **other)
    assert told == "400 Bad Request: message to delete not found"
    assert await call(world, "deleteEphemeralMessage", **target) is True
    assert anna.sees(group).last_text != "б"


async def test_a_whisper_may_name_the_press_it_answers(
    world: World, group: Group, anna: Person
) -> None:
    await call(world, "sendMessage", chat_id=group.id, text="а", reply_markup=TAKE)
    query = await anna.presses("Взять", where=group)
    assert query
    asked = {"receiver_user_id": anna.id, "callback_query_id": query["id"]}
    params = {"chat_id": group.id, "text": "б", "ephemeral_message_parameters": asked}
    assert await call(world, "sendMessage", **params)
    asked["callback_query_id"] = "1"
    assert await refusal(world, "sendMessage", **params) == "400 Bad Request: QUERY_ID_INVALID"


PREVIEW = "link_preview_options"
TYPES: list[tuple[dict[str, Any], str | None]] = [
    ({"text": 5}, None),
    ({"text": True}, 'parameter "text" must be of type String'),
    ({"text": {"a": 1}}, 'parameter "text" must be of type String'),
    ({"message_thread_id": "0"}, None),
    ({"message_thread_id": "первая"}, 'parameter "message_thread_id" must be of type Integer'),
    ({"message_thread_id": 1.5}, 'parameter "message_thread_id" must be of type Integer'),
    ({"disable_notification": "true"}, None),
    ({"disable_notification": 1}, None),
    ({"disable_notification": "да"}, 'parameter "disable_notification" must be of type Boolean'),
    ({"entities": {}}, 'parameter "entities" must be of type Array'),
    ({"entities": "[]"}, None),
    ({"entities": [5]}, 'parameter "entities" must be of type Object'),
    ({"entities": [{"type": "bold", "offset": 0}]}, 'Can\'t find field "length"'),
    ({PREVIEW: []}, f'parameter "{PREVIEW}" must be of type Object'),
    ({PREVIEW: {"is_disabled": True}}, None),
    ({PREVIEW: '{"is_disabled": true}'}, None),
    ({PREVIEW: {"is_off": True}}, f'can\'t parse {PREVIEW}: unknown field "is_off"'),
    ({PREVIEW: {"url": []}}, f'can\'t parse {PREVIEW}: Field "url" must be of type String'),
    ({"reply_parameters": {"message_id": "1"}}, None),
    (
        {"reply_parameters": {"message_id": "первое"}},
        'can\'t parse reply_parameters: Field "message_id" must be of type Integer',
    ),
]


@pytest.mark.parametrize(("params", "told"), TYPES)
async def test_parameters_have_the_types_of_aiograms_models(
    world: World, anna: Person, params: dict[str, Any], told: str | None
) -> None:
    call_ = call(world, "sendMessage", **{"chat_id": anna.id, "text": "а", **params})
    if told is None:
        assert await call_
    else:
        with pytest.raises(Refused) as refused:
            await call_
        assert told in refused.value.description


async def test_what_aiogram_leaves_for_its_session_to_fill_in_counts_as_absent(
    world: World, anna: Person
) -> None:
    method = SendMessage(
        chat_id=anna.id,
        text="<b>",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message_id=1),
    )
    params = method.model_dump(exclude_none=True, warnings=False)
    sent = await world.call(TOKEN, "sendMessage", params)
    assert sent["text"] == "<b>"
    assert "has_protected_content" not in sent
    assert sent["link_preview_options"] == {"is_disabled": True}
    params["reply_parameters"]["message_id"] = 999
    with pytest.raises(Refused, match="message to be replied not found"):
        await world.call(TOKEN, "sendMessage", params)
