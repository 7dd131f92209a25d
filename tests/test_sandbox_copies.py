"""Row 28 and around it: albums, forwards with their origin, copies, files of every kind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.files import StoredFile
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.request import Upload
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n picture"


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
async def boris(world: World) -> Person:
    boris = world.person("Борис")
    await boris.starts()
    return boris


async def call(world: World, method: str, **params: Any) -> Any:
    return await world.call(TOKEN, method, params)


async def test_row_28_an_album_goes_out_as_several_messages_with_one_id(
    world: World, anna: Person
) -> None:
    media = [
        {"type": "photo", "media": "attach://one", "caption": "<b>Акт</b>", "parse_mode": "HTML"},
        {"type": "photo", "media": "attach://two"},
    ]
    files = {"one": Upload("1.png", PNG), "two": Upload("2.png", PNG)}
    params = {"chat_id": anna.id, "media": media}
    sent = await world.call(TOKEN, "sendMediaGroup", params, files)
    assert len({one["media_group_id"] for one in sent}) == 1
    assert [one.get("caption") for one in sent] == ["Акт", None]
    assert sent[0]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert sent[1]["message_id"] == sent[0]["message_id"] + 1
    again = await world.call(TOKEN, "sendMediaGroup", params, files)
    assert again[0]["media_group_id"] != sent[0]["media_group_id"]


async def test_row_28_an_album_with_a_wrong_file_is_not_sent_at_all(
    world: World, anna: Person
) -> None:
    media = [{"type": "photo", "media": name} for name in ("attach://one", "attach://two")]
    params = {"chat_id": anna.id, "media": media}
    with pytest.raises(Refused, match="there is no photo in the request"):
        await world.call(TOKEN, "sendMediaGroup", params, {"one": PNG})
    assert anna.chat.last_text == "/start"


async def test_row_28_a_person_sends_an_album_with_one_caption(world: World, anna: Person) -> None:
    await anna.sends_album([PNG] * 3, caption="коробка")
    bodies = [one["message"] for one in await call(world, "getUpdates")][1:]
    assert len({one["media_group_id"] for one in bodies}) == 1
    assert [one.get("caption") for one in bodies] == ["коробка", None, None]
    with pytest.raises(ValueError, match="2 to 10"):
        await anna.sends_album([PNG])


async def test_row_20_an_album_is_one_call_for_the_limits_and_comes_whole(
    world: World, anna: Person
) -> None:
    world.flood.on = True
    media = [{"type": "document", "media": f"attach://{name}"} for name in "ab"]
    params, files = {"chat_id": anna.id, "media": media}, {"a": b"1", "b": b"2"}
    assert len(await world.call(TOKEN, "sendMediaGroup", params, files)) == 2
    with pytest.raises(Refused, match="Too Many Requests"):
        await world.call(TOKEN, "sendMediaGroup", params, files)
    assert len(anna.chat.messages) == 3


@pytest.mark.parametrize(
    ("method", "kind", "shown"),
    [
        ("sendPhoto", "photo", {"photo"}),
        ("sendVideo", "video", {"video"}),
        ("sendAnimation", "animation", {"animation", "document"}),
        ("sendAudio", "audio", {"audio"}),
        ("sendVoice", "voice", {"voice"}),
        ("sendVideoNote", "video_note", {"video_note"}),
        ("sendSticker", "sticker", {"sticker"}),
    ],
)
async def test_row_19_files_of_every_kind_go_out_and_go_out_again_by_their_id(
    world: World, anna: Person, method: str, kind: str, shown: set[str]
) -> None:
    sent = await world.call(TOKEN, method, {"chat_id": anna.id}, {kind: PNG})
    assert shown <= sent.keys()
    file = sent[kind][0] if kind == "photo" else sent[kind]
    stored = world.files.find(file["file_id"])
    assert isinstance(stored, StoredFile)
    assert (await call(world, "getFile", file_id=file["file_id"]))["file_size"] == len(PNG)
    again = await call(world, method, chat_id=anna.id, **{kind: file["file_id"]})
    assert again[kind] == sent[kind]


async def test_a_protected_message_says_so_and_no_client_forwards_it(
    world: World, anna: Person
) -> None:
    sent = await call(world, "sendMessage", chat_id=anna.id, text="а", protect_content=True)
    assert sent["has_protected_content"]
    with pytest.raises(ValueError, match="protected"):
        await anna.forwards(sent)


async def test_a_bot_forwards_and_the_origin_is_who_wrote_it_first(
    world: World, anna: Person, boris: Person
) -> None:
    said = await anna.says("жалоба")
    source = {"from_chat_id": anna.id, "message_id": said["message_id"]}
    first = await call(world, "forwardMessage", chat_id=boris.id, **source)
    assert first["forward_origin"] == {
        "type": "user",
        "date": said["date"],
        "sender_user": anna.card,
    }
    assert (first["text"], first["from"]["id"]) == ("жалоба", 42)
    world.clock.moves(hours=1)
    second = await anna.forwards(first)
    assert second["forward_origin"] == first["forward_origin"]


async def test_who_hides_in_forwards_is_only_a_name(
    world: World, anna: Person, boris: Person
) -> None:
    anna.hides_forwards = True
    forwarded = await boris.forwards(await anna.says("жалоба"))
    assert forwarded["forward_origin"]["type"] == "hidden_user"
    assert forwarded["forward_origin"]["sender_user_name"] == "Анна"
    assert "sender_user" not in forwarded["forward_origin"]


async def test_a_forward_of_a_channel_or_an_anonymous_administrator_names_the_chat(
    world: World, anna: Person
) -> None:
    channel, group = world.channel("Новости"), world.group("Команда")
    for chat in (channel, group):
        chat.adds(anna)
    post = channel.posts_text("Объявление", signature="Анна")
    origin = (await anna.forwards(post))["forward_origin"]
    assert (origin["type"], origin["chat"]["id"]) == ("channel", channel.id)
    assert (origin["message_id"], origin["author_signature"]) == (post["message_id"], "Анна")
    hidden = await anna.says("тайна", where=group, anonymously=True)
    origin = (await anna.forwards(hidden))["forward_origin"]
    assert (origin["type"], origin["sender_chat"]["id"]) == ("chat", group.id)


async def test_a_copy_says_the_same_without_an_origin(
    world: World, anna: Person, boris: Person
) -> None:
    photo = await anna.sends_photo(caption="этикетка")
    source = {"chat_id": boris.id, "from_chat_id": anna.id, "message_id": photo["message_id"]}
    answer = await call(world, "copyMessage", **source)
    assert set(answer) == {"message_id"}
    assert boris.chat.last_text == "этикетка"
    assert "forward_origin" not in boris.chat.messages[-1]
    await call(world, "copyMessage", **source, caption="<b>Другое</b>", parse_mode="HTML")
    assert boris.chat.last_text == "Другое"
    await call(world, "copyMessage", **source, caption="")
    assert boris.chat.last_text == ""


@pytest.mark.parametrize("method", ["copyMessages", "forwardMessages"])
async def test_many_are_sent_again_and_what_is_gone_is_skipped(
    world: World, anna: Person, boris: Person, method: str
) -> None:
    numbers = [(await anna.says(text))["message_id"] for text in ("а", "б")]
    source = {"chat_id": boris.id, "from_chat_id": anna.id}
    sent = await call(world, method, **source, message_ids=[*numbers, 999])
    assert len(sent) == 2
    assert [one["text"] for one in boris.chat.messages[-2:]] == ["а", "б"]
    with pytest.raises(Refused, match="strictly increasing"):
        await call(world, method, **source, message_ids=numbers[::-1])
    with pytest.raises(Refused, match="there are no messages"):
        await call(world, method, **source, message_ids=[998, 999])
