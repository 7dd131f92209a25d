"""The sandbox over HTTP: a real aiogram Bot on one side, people as JSON on the other."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates, SendMessage
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from sandbox.__main__ import demo_world
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token


@pytest.fixture
def world() -> World:
    return demo_world(TOKEN)


@pytest.fixture
async def anna(world: World) -> Person:
    anna = next(iter(world.people.values()))
    await anna.starts()
    return anna


@pytest.fixture
async def server(world: World) -> AsyncIterator[Server]:
    server = await serve(world)
    yield server
    await server.close()


def bot_of(server: Server, token: str = TOKEN) -> Bot:
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with bot_of(server).context() as bot:
        yield bot


@pytest.fixture
async def http(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as session:
        yield session


async def post(http: aiohttp.ClientSession, deed: str, **body: Any) -> Any:
    async with http.post(f"/sandbox/{deed}", json=body) as response:
        answer = await response.json()
        assert response.status == 200, answer
        return answer


async def get(http: aiohttp.ClientSession, path: str, **query: Any) -> Any:
    async with http.get(f"/sandbox/{path}", params=query) as response:
        assert response.status == 200
        return await response.json()


async def test_aiogram_sends_edits_and_deletes(bot: Bot, anna: Person) -> None:
    button = InlineKeyboardButton(text="Взять", callback_data="v1:take:5:1", style="success")
    markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
    sent = await bot.send_message(anna.id, "<b>Дело</b>", parse_mode="HTML", reply_markup=markup)
    assert sent.html_text == "<b>Дело</b>"
    assert anna.chat.buttons() == ["Взять"]
    await anna.presses("Взять")
    update = (await bot.get_updates())[-1]
    assert update.callback_query
    assert await update.callback_query.answer("Взято").as_(bot)
    assert anna.alerts == ["Взято"]
    edited = await bot.edit_message_text("Готово", chat_id=anna.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    assert await bot.delete_message(anna.id, sent.message_id)
    assert anna.chat.last_text == "/start"


async def test_aiogram_uploads_and_downloads(bot: Bot, anna: Person) -> None:
    file = BufferedInputFile(b"1;2", "сводка.csv")
    sent = await bot.send_document(anna.id, file, caption="<i>За день</i>", parse_mode="HTML")
    assert sent.document
    assert sent.document.file_name == "сводка.csv"
    assert sent.caption == "За день"
    content = await bot.download(sent.document)
    assert content
    assert content.read() == b"1;2"


async def test_aiogram_understands_what_the_sandbox_knows_of_itself(bot: Bot, anna: Person) -> None:
    me = await bot.me()
    assert (me.id, me.username) == (42, "journal_bot")
    assert await bot.set_my_commands([BotCommand(command="new", description="Новое")])
    assert [one.command for one in await bot.get_my_commands()] == ["new"]
    assert (await bot.get_chat(anna.id)).first_name == "Анна"
    assert (await bot.get_webhook_info()).url == ""


async def test_aiogram_gets_its_own_error_classes(
    bot: Bot, server: Server, world: World, anna: Person
) -> None:
    stranger = world.person("Незнакомец")
    with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
        await bot.send_message(stranger.id, "а")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(1, "а")
    with pytest.raises(TelegramBadRequest, match="Unsupported start tag"):
        await bot.send_message(anna.id, "<p>", parse_mode="HTML")
    async with bot_of(server, "43:WRONG").context() as other:
        with pytest.raises(TelegramUnauthorizedError):
            await other.get_me()


async def test_row_20_aiogram_hears_how_long_to_wait(
    bot: Bot, server: Server, world: World, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = world.clock.now()
    monkeypatch.setattr(world.clock, "now", lambda: noon)  # a slow machine waits long enough
    world.flood.on = True
    await bot.send_message(anna.id, "а")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "б")
    assert refused.value.retry_after == 1
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{server.url}/bot{TOKEN}/sendMessage", json={"chat_id": anna.id, "text": "в"}
        ) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (429, "1")


async def test_row_7_aiogram_hears_where_a_group_went(bot: Bot, world: World) -> None:
    old = world.group("Малая", basic=True)
    old.adds(world.bot_under_test)
    new = old.becomes_supergroup()
    with pytest.raises(TelegramMigrateToChat) as refused:
        await bot.send_message(old.id, "а")
    assert refused.value.migrate_to_chat_id == new.id


async def test_row_21_the_older_poller_gets_a_conflict(bot: Bot, anna: Person) -> None:
    await bot.get_updates(offset=-1)
    offset = (await bot.get_updates())[-1].update_id + 1
    older = asyncio.create_task(bot(GetUpdates(offset=offset, timeout=20)))
    await anna.world.updates.comes_to(polled=True)
    newer = asyncio.create_task(bot(GetUpdates(offset=offset, timeout=20)))
    with pytest.raises(TelegramConflictError):
        await older
    await anna.says("проснись")
    [update] = await newer
    assert update.message
    assert update.message.text == "проснись"


async def test_a_poller_that_went_away_leaves_no_conflict(
    bot: Bot, world: World, anna: Person
) -> None:
    offset = (await bot.get_updates())[-1].update_id + 1
    gone = asyncio.create_task(bot(GetUpdates(offset=offset, timeout=20)))
    await world.updates.comes_to(polled=True)
    gone.cancel()
    await world.updates.comes_to(polled=False)
    await anna.says("а")
    assert len(await bot.get_updates(offset=offset)) == 1
    world.assert_nothing_refused()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"drop": True}, TelegramNetworkError),
        ({"lose_answer": True}, TelegramNetworkError),
        ({"html_body": True}, ClientDecodeError),
        ({"code": 500, "description": "Internal Server Error"}, TelegramServerError),
        ({"code": 500, "description": "Internal Server Error: restart"}, RestartingTelegram),
        ({"code": 418, "description": "Чайник"}, TelegramAPIError),
    ],
)
async def test_row_29_aiogram_meets_faults(
    bot: Bot, world: World, anna: Person, fault: dict[str, Any], error: type[Exception]
) -> None:
    world.faults.lay(method="sendMessage", **fault)
    with pytest.raises(error):
        await bot.send_message(anna.id, "дошло")
    assert (anna.chat.last_text == "дошло") is ("lose_answer" in fault)


async def test_a_call_is_finished_though_the_caller_left(
    bot: Bot, world: World, anna: Person
) -> None:
    world.faults.lay(method="sendMessage", delay=0.05)
    arrived = world.events.last
    leaving = asyncio.create_task(bot.send_message(anna.id, "поздно"))
    assert (await world.events.wait(arrived, 5))[0]["type"] == "fault"
    leaving.cancel()
    assert await anna.hears("поздно")


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(
    http: aiohttp.ClientSession, anna: Person, way: str
) -> None:
    words = {"chat_id": str(anna.id), "text": "слово"}
    parts = aiohttp.FormData(words)
    parts.add_field("disable_notification", "true", content_type="text/plain")
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": words},
        "form": {"data": words},
        "json": {"json": words},
        "multipart": {"data": parts},
    }
    async with http.post(f"/bot{TOKEN}/sendMessage", **ways[way]) as response:
        assert (await response.json())["ok"], await response.text()
    assert anna.chat.last_text == "слово"


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        (f"/bot{TOKEN}/nonsense", 404, "Not Found: method not found"),
        ("/nonsense", 404, "Not Found"),
        (f"/file/bot{TOKEN}/documents/x.bin", 404, "Not Found"),
        ("/bot1:2/getMe", 401, "Unauthorized"),
    ],
)
async def test_row_2_unknown_paths_are_refused(
    http: aiohttp.ClientSession, path: str, status: int, told: str
) -> None:
    async with http.get(path) as response:
        body = {"ok": False, "error_code": status, "description": told}
        assert (response.status, await response.json()) == (status, body)


async def test_a_page_can_talk_press_edit_and_delete(
    http: aiohttp.ClientSession, bot: Bot, world: World, anna: Person
) -> None:
    said = await post(http, "say", person=anna.id, text="привет")
    target = {"person": anna.id, "chat": anna.id, "message_id": said["message_id"]}
    await post(http, "edit", **target, text="здравствуйте")
    button = InlineKeyboardButton(text="Взять", callback_data="take")
    markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
    card = await bot.send_message(anna.id, "карточка", reply_markup=markup)
    pressed = {**target, "message_id": card.message_id, "data": "take", "twice": True}
    await post(http, "press", **pressed)
    await post(http, "press", person=anna.id, text="Взять")
    queries = [one for one in await bot.get_updates() if one.callback_query]
    assert len(queries) == 3
    shown = await get(http, f"chats/{anna.id}/messages", person=anna.id)
    assert [(one["text"], one["edited"]) for one in shown] == [
        ("/start", False),
        ("здравствуйте", True),
        ("карточка", False),
    ]
    await post(http, "delete", **target)
    assert len(await get(http, f"chats/{anna.id}/messages", person=anna.id)) == 2


async def test_a_page_sees_the_state_and_changes_it(
    http: aiohttp.ClientSession, world: World, anna: Person
) -> None:
    group = next(iter(world.groups.values()))
    await post(http, "member", chat=group.id, person="bot", present=False)
    await post(http, "block", person=anna.id, blocked=True)
    await post(http, "limits", on=True)
    await post(http, "faults", method="sendMessage", code=500, description="x")
    await post(http, "clock", to="2027-01-01T00:00:00+00:00")
    state = await get(http, "state")
    assert state["now"].startswith("2027-01-01")
    assert state["limits"] is True
    assert state["frozen"] is False
    assert state["faults"][0]["code"] == 500
    assert state["people"][0]["blocked"] is True
    assert state["chats"][-1]["members"] == list(world.people)
    async with http.delete("/sandbox/faults") as response:
        assert response.status == 200
    await post(http, "clock", seconds=-86400)
    state = await get(http, "state")
    assert state["faults"] == []
    assert state["now"].startswith("2026-12-31")


async def test_a_page_waits_for_events_and_reads_the_calls(
    http: aiohttp.ClientSession, bot: Bot, anna: Person
) -> None:
    after = (await get(http, "state"))["seq"]
    waiting = asyncio.create_task(get(http, "events", after=after))
    await asyncio.sleep(0)
    await bot.send_message(anna.id, "а")
    seen = (await waiting)["events"]
    assert (seen[0]["type"], seen[0]["chat"]) == ("message", anna.id)
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(1, "а")
    events = (await get(http, "events", after=after))["events"]
    assert [one["type"] for one in events] == ["message", "call", "refused"]
    assert (events[2]["method"], events[2]["chat"]) == ("sendMessage", "1")
    calls = await get(http, "calls", after=1)
    assert [(one["method"], one["ok"]) for one in calls] == [("sendMessage", False)]


@pytest.mark.parametrize(("kind", "field"), [("photo", "photo"), ("document", "document")])
async def test_a_page_uploads_a_file(
    http: aiohttp.ClientSession, anna: Person, kind: str, field: str
) -> None:
    form = aiohttp.FormData({"person": str(anna.id), "kind": kind, "caption": "акт"})
    form.add_field("file", b"%PDF", filename="акт.pdf")
    async with http.post("/sandbox/upload", data=form) as response:
        assert response.status == 200
    assert field in anna.chat.messages[-1]
    assert anna.chat.last_text == "акт"


async def test_a_page_sends_an_album_in_one_piece(
    http: aiohttp.ClientSession, world: World, anna: Person
) -> None:
    form = aiohttp.FormData({"person": str(anna.id), "kind": "document", "caption": "акты"})
    for name in ("1.pdf", "2.pdf", "3.pdf"):
        form.add_field("file", b"%PDF", filename=name)
    queue = world.bot_under_test.queue
    waiting = asyncio.create_task(queue.poll(queue.last_id + 1, 100, 10))
    await queue.comes_to(polled=True)
    async with http.post("/sandbox/upload", data=form) as response:
        assert len(await response.json()) == 3
    heard = [update["message"] for update in await waiting]
    assert [one["document"]["file_name"] for one in heard] == ["1.pdf", "2.pdf", "3.pdf"]
    assert len({one["media_group_id"] for one in heard}) == 1
    assert [one.get("caption") for one in heard] == ["акты", None, None]


async def test_a_page_shows_the_pictures_of_an_album_and_never_runs_what_was_sent(
    http: aiohttp.ClientSession, anna: Person
) -> None:
    size = (640).to_bytes(4) + (480).to_bytes(4)
    for content in (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + size, b"<script>"):
        form = aiohttp.FormData({"person": str(anna.id), "kind": "photo", "album": "7"})
        form.add_field("file", content, filename="x.html")
        async with http.post("/sandbox/upload", data=form) as response:
            assert response.status == 200
    picture, page = (one["photo"][0] for one in anna.chat.messages[-2:])
    assert (picture["width"], picture["height"]) == (640, 480)
    assert {one["media_group_id"] for one in anna.chat.messages[-2:]} == {"7"}
    for file, kind in ((picture, "image/png"), (page, "application/octet-stream")):
        async with http.get(f"/sandbox/file/{file['file_id']}") as response:
            assert response.content_type == kind
    async with http.get("/sandbox/file/nonsense") as response:
        assert response.status == 404


async def test_a_page_follows_a_deep_link_and_writes_in_a_topic(
    http: aiohttp.ClientSession, world: World, anna: Person
) -> None:
    link = "https://t.me/journal_bot?start=case_5"
    assert (await post(http, "follow", person=anna.id, link=link))["text"] == "/start case_5"
    forum = world.group("Форум", forum=True)
    forum.adds(anna)
    assert forum.forum
    topic = forum.forum.opens("Возвраты", anna)
    said = await post(http, "say", person=anna.id, chat=forum.id, text="а", topic=topic)
    assert said["message_thread_id"] == topic


async def test_a_page_shows_an_ephemeral_message_to_its_reader_only(
    http: aiohttp.ClientSession, bot: Bot, world: World, anna: Person
) -> None:
    group, other = next(iter(world.groups.values())), list(world.people)[1]
    parameters = EphemeralMessageParameters(receiver_user_id=anna.id)
    button = InlineKeyboardButton(text="Взять", callback_data="take")
    sent = await bot.send_message(
        group.id,
        "только Анне",
        ephemeral_message_parameters=parameters,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )
    assert sent.ephemeral_message_id
    path = f"chats/{group.id}/messages"
    hers, others = [await get(http, path, person=one) for one in (anna.id, other)]
    assert hers[-1]["text"] == "только Анне"
    assert hers[:-1] == others
    pressed = {"chat": group.id, "message_id": hers[-1]["message_id"], "data": "take"}
    assert await post(http, "press", person=anna.id, **pressed)
    newest = (await bot.get_updates())[-1].callback_query
    assert newest
    assert isinstance(newest.message, Message)
    assert newest.message.ephemeral_message_id == sent.ephemeral_message_id


async def test_row_28_aiogram_sends_an_album(bot: Bot, anna: Person) -> None:
    files = [BufferedInputFile(b"1;2", f"{number}.csv") for number in range(2)]
    media = [InputMediaDocument(media=file, caption="Сводка") for file in files]
    sent = await bot.send_media_group(anna.id, list(media))
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.document.file_name for one in sent if one.document] == ["0.csv", "1.csv"]
    assert anna.chat.last_text == "Сводка"


async def test_row_25_a_real_aiogram_webhook_is_served(
    bot: Bot, world: World, anna: Person
) -> None:
    dispatcher, app = Dispatcher(), web.Application()
    dispatcher.message.register(_echo)
    secret = "s3cret"  # noqa: S105 - a made-up secret
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=secret).register(
        app, "/hook"
    )
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await bot.set_webhook(address, secret_token=secret, drop_pending_updates=True)
    await anna.says("эхо")
    assert await anna.hears("Вы сказали: эхо")
    info = await bot.get_webhook_info()
    assert (info.url, info.last_error_message) == (address, None)
    await bot.delete_webhook()
    await runner.cleanup()
    world.assert_nothing_refused()


async def _echo(message: Message) -> SendMessage:
    return message.answer(f"Вы сказали: {message.text}")


async def test_a_page_moves_a_group(http: aiohttp.ClientSession, world: World) -> None:
    old = world.group("Малая", basic=True)
    old.adds(world.bot_under_test)
    new = await post(http, "migrate", chat=old.id)
    assert new["type"] == "supergroup"


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("say", {"person": 1, "text": "а"}),
        ("say", {}),
        ("press", {"person": "anna", "text": "Нет такой"}),
        ("faults", {"colour": "red"}),
        ("migrate", {"chat": 5}),
        ("clock", {"to": "2027-01-01"}),
    ],
)
async def test_a_page_is_told_what_was_wrong(
    http: aiohttp.ClientSession, anna: Person, deed: str, body: dict[str, Any]
) -> None:
    if body.get("person") == "anna":
        body = {**body, "person": anna.id}
    async with http.post(f"/sandbox/{deed}", json=body) as response:
        assert response.status == 400
        assert (await response.json())["error"]


async def test_the_sandbox_runs_alone_and_tells_its_address(tmp_path: Path) -> None:
    words = ("-m", "sandbox", "--port", "0", "--clock-file", str(tmp_path / "clock"))
    alone = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=PIPE)
    try:
        assert alone.stdout
        address = (await alone.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(address) as http:
            state = await get(http, "state")
            await post(http, "clock", seconds=60)
        assert len(state["people"]) == 3
        assert state["bot"]["id"] == 42
        assert float((tmp_path / "clock").read_text()) == 60
    finally:
        alone.terminate()
        await alone.wait()


async def test_only_loopback_is_served(world: World) -> None:
    for host in ("0.0.0.0", "192.0.2.1"):  # noqa: S104 - what must be refused
        with pytest.raises(ValueError, match="loopback"):
            await serve(world, host=host)
