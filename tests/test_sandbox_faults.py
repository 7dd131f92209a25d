"""Rows 19, 20, 29: files, flood limits, and faults laid on purpose."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import ConnectionLost, HtmlAnswer, Refused
from sandbox.request import Upload
from sandbox.rules import Rules
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON), Rules(photo_bytes=100, upload_bytes=200))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
async def anna(world: World) -> Person:
    anna = world.person("Анна")
    await anna.starts()
    return anna


async def send(world: World, chat: int, text: str = "а") -> dict[str, Any]:
    sent: dict[str, Any] = await world.call(TOKEN, "sendMessage", {"chat_id": chat, "text": text})
    return sent


async def test_row_19_a_file_goes_out_comes_back_and_goes_out_again(
    world: World, anna: Person
) -> None:
    files = {"document": Upload("сводка.csv", b"1;2")}
    sent = await world.call(TOKEN, "sendDocument", {"chat_id": anna.id}, files)
    assert sent["document"]["file_name"] == "сводка.csv"
    file_id = sent["document"]["file_id"]
    found = await world.call(TOKEN, "getFile", {"file_id": file_id})
    stored = world.files.at(found["file_path"])
    assert stored
    assert stored.content == b"1;2"
    again = await world.call(TOKEN, "sendDocument", {"chat_id": anna.id, "document": file_id})
    assert again["document"] == sent["document"]


async def test_row_19_a_file_may_be_attached_under_any_name(world: World, anna: Person) -> None:
    params = {"chat_id": anna.id, "photo": "attach://xyz"}
    sent = await world.call(TOKEN, "sendPhoto", params, {"xyz": PNG})
    assert sent["photo"][0]["file_size"] == len(PNG)


@pytest.mark.parametrize(
    ("method", "more", "files", "told"),
    [
        ("sendPhoto", {}, {}, "400 Bad Request: there is no photo in the request"),
        ("sendDocument", {}, {}, "400 Bad Request: there is no document in the request"),
        (
            "sendPhoto",
            {"photo": "nonsense"},
            {},
            "400 Bad Request: wrong remote file identifier specified: Wrong string length",
        ),
        ("sendPhoto", {}, {"photo": b"text"}, "400 Bad Request: IMAGE_PROCESS_FAILED"),
        (
            "sendPhoto",
            {},
            {"photo": PNG + b"x" * 100},
            "400 Bad Request: file of size 116 bytes is too big for a photo",
        ),
        ("sendDocument", {}, {"document": b""}, "400 Bad Request: file must be non-empty"),
        ("sendDocument", {}, {"document": b"x" * 201}, "413 Request Entity Too Large"),
        (
            "sendPhoto",
            {"photo": "https://wb.ru/x.png"},
            {},
            "400 Bad Request: sending a file by its address is not implemented in the sandbox",
        ),
        ("sendMessage", {"text": "а"}, {"file": b"x"}, '400 Bad Request: unknown parameter "file"'),
    ],
)
async def test_row_19_a_wrong_file_is_refused(
    anna: Person, method: str, more: dict[str, str], files: dict[str, bytes], told: str
) -> None:
    with pytest.raises(Refused) as refused:
        await anna.world.call(TOKEN, method, {"chat_id": anna.id, **more}, files)
    assert str(refused.value) == told


@pytest.mark.parametrize(
    ("size", "told"), [(20 * 2**20, None), (20 * 2**20 + 1, "400 Bad Request: file is too big")]
)
async def test_row_19_a_file_of_over_20_mib_cannot_be_downloaded(
    world: World, anna: Person, size: int, told: str | None
) -> None:
    sent = await anna.sends_document("видео.mp4", b"x", size=size)
    asking = world.call(TOKEN, "getFile", {"file_id": sent["document"]["file_id"]})
    if told is None:
        assert (await asking)["file_size"] == size
    else:
        with pytest.raises(Refused) as refused:
            await asking
        assert str(refused.value) == told


@pytest.mark.parametrize(
    ("kind", "size", "told"),
    [
        ("photo", 10 * 2**20, None),
        ("photo", 10 * 2**20 + 1, "too big for a photo"),
        ("document", 10 * 2**20 + 1, None),
        ("document", 50 * 2**20 + 1, "Request Entity Too Large"),
    ],
)
async def test_row_19_uploads_have_50_mib_and_photos_10(
    kind: str, size: int, told: str | None
) -> None:
    world = World(Clock.frozen(NOON))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    anna = world.person("Анна")
    await anna.starts()
    content = PNG.ljust(24, b"\1") + bytes(size - 24)
    content = content[:16] + (640).to_bytes(4) + (480).to_bytes(4) + content[24:]
    sending = world.call(TOKEN, f"send{kind.title()}", {"chat_id": anna.id}, {kind: content})
    if told is None:
        assert await sending
    else:
        with pytest.raises(Refused, match=told):
            await sending


async def test_row_19_an_unknown_file_id_is_invalid(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await world.call(TOKEN, "getFile", {"file_id": "nonsense"})
    assert str(refused.value) == "400 Bad Request: invalid file_id"


async def test_row_20_limits_are_off_unless_switched_on(world: World, anna: Person) -> None:
    for _ in range(40):
        await send(world, anna.id)
    world.assert_nothing_refused()


async def test_row_20_a_chat_takes_one_message_a_second(world: World, anna: Person) -> None:
    world.flood.on = True
    await send(world, anna.id)
    with pytest.raises(Refused) as refused:
        await send(world, anna.id)
    assert str(refused.value) == "429 Too Many Requests: retry after 1"
    assert refused.value.parameters == {"retry_after": 1}
    world.clock.moves(seconds=1)
    assert await send(world, anna.id)


async def test_row_20_a_group_takes_twenty_a_minute(world: World, anna: Person) -> None:
    group = world.group("Команда")
    group.adds(world.bot_under_test)
    world.flood.on = True
    for _ in range(20):
        await send(world, group.id)
        world.clock.moves(seconds=1)
    with pytest.raises(Refused) as refused:
        await send(world, group.id)
    assert refused.value.parameters == {"retry_after": 40}
    world.clock.moves(seconds=40)
    assert await send(world, group.id)


async def test_row_20_all_chats_together_take_thirty_a_second(world: World) -> None:
    world.flood.on = True
    people = [world.person(f"Человек {number}") for number in range(31)]
    for person in people:
        await person.starts()
    for person in people[:30]:
        await send(world, person.id)
    with pytest.raises(Refused, match="retry after 1"):
        await send(world, people[30].id)


async def test_row_29_a_laid_refusal_comes_once_and_is_no_surprise(
    world: World, anna: Person
) -> None:
    world.faults.lay(method="sendMessage", code=500, description="Internal Server Error")
    with pytest.raises(Refused) as refused:
        await send(world, anna.id)
    assert str(refused.value) == "500 Internal Server Error"
    assert await send(world, anna.id)
    world.assert_nothing_refused()


async def test_row_29_a_fault_keeps_to_its_method_and_chat(world: World, anna: Person) -> None:
    boris = world.person("Борис")
    await boris.starts()
    world.faults.lay(method="sendmessage", chat=boris.id, times=None, code=400, description="нет")
    assert await world.call(TOKEN, "getMe")
    assert await send(world, anna.id)
    for _ in range(2):
        with pytest.raises(Refused, match="нет"):
            await send(world, boris.id)
    world.faults.clear()
    assert await send(world, boris.id)


async def test_row_29_a_fault_on_any_method_spares_polling(world: World, anna: Person) -> None:
    world.faults.lay(code=502, description="Bad Gateway")
    assert await world.call(TOKEN, "getUpdates")
    with pytest.raises(Refused):
        await world.call(TOKEN, "getMe")


@pytest.mark.parametrize(
    ("fault", "error", "done"),
    [
        ({"drop": True}, ConnectionLost, False),
        ({"lose_answer": True}, ConnectionLost, True),
        ({"html_body": True}, HtmlAnswer, False),
    ],
)
async def test_row_29_the_call_may_be_done_or_not_when_the_line_breaks(
    world: World, anna: Person, fault: dict[str, bool], error: type[Exception], done: bool
) -> None:
    world.faults.lay(method="sendMessage", **fault)  # type: ignore[arg-type]  # one flag each
    with pytest.raises(error):
        await send(world, anna.id, "дошло")
    assert (anna.chat.last_text == "дошло") is done


async def test_row_29_a_delayed_call_is_done_after_the_others(world: World, anna: Person) -> None:
    world.faults.lay(method="sendMessage", delay=0.02)
    slow = asyncio.create_task(send(world, anna.id, "медленно"))
    await asyncio.sleep(0)
    await send(world, anna.id, "быстро")
    assert anna.chat.last_text == "быстро"
    await slow
    assert anna.chat.last_text == "медленно"


async def test_row_20_a_minute_of_429_tells_what_is_left_and_ends_by_the_clock(
    world: World, anna: Person
) -> None:
    world.faults.lay(code=429, times=None, seconds=60)
    for passed, left in ((0, 60), (0, 60), (30.5, 30), (29, 1)):
        world.clock.moves(seconds=passed)
        with pytest.raises(Refused) as refused:
            await send(world, anna.id)
        assert str(refused.value) == f"429 Too Many Requests: retry after {left}"
        assert refused.value.parameters == {"retry_after": left}
    assert await world.call(TOKEN, "getUpdates") is not None
    world.clock.moves(seconds=1)
    assert world.faults.as_json() == []
    await send(world, anna.id)
    world.assert_nothing_refused()


async def test_row_20_a_minute_of_429_can_be_cleared(world: World, anna: Person) -> None:
    world.faults.lay(code=429, times=None, seconds=60)
    assert world.faults.as_json()[0]["until"] == "2026-03-14T12:01:00+00:00"
    world.faults.clear()
    await send(world, anna.id)
