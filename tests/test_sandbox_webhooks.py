"""Rows 22 and 25: updates brought to a webhook, with its secret, again and again until taken."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import MultipartWriter, web

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.rules import Rules
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
SECRET = "s3cret_-"  # noqa: S105 - a made-up secret
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PATIENCE = 60.0
HASTE = 1.0
"""Seconds that a webhook has to answer where it never does."""


class Hook:
    """A bot behind a webhook: `answers` are given in turn, then 200 with nothing in it.

    None is no answer at all.
    """

    def __init__(self) -> None:
        self.url = ""
        self.got: asyncio.Queue[tuple[dict[str, Any], str | None]] = asyncio.Queue()
        self.answers: list[web.Response | MultipartWriter | None] = []

    async def serve(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.put_nowait((await request.json(), secret))
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer is None:
            await asyncio.Event().wait()
        return answer if isinstance(answer, web.Response) else web.Response(body=answer)

    async def hears(self) -> str:
        update, _ = await asyncio.wait_for(self.got.get(), PATIENCE)
        return str(update["message"]["text"])


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook, app = Hook(), web.Application()
    app.router.add_post("/hook", hook.serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


@pytest.fixture
async def world() -> AsyncIterator[World]:
    rules = Rules(webhook_answer=PATIENCE, webhook_retry=(1.0, 2.0, 60.0))
    world = World(Clock.frozen(NOON), rules)
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    yield world
    await world.close()


@pytest.fixture
async def anna(world: World) -> Person:
    return world.person("Анна")


async def call(world: World, method: str, **params: Any) -> Any:
    return await world.call(TOKEN, method, params)


async def failed(world: World, after: int) -> str:
    """The words of the first try that fails after that event."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for event in await world.events.wait(after, PATIENCE):
                after = event["seq"]
                if event["type"] == "webhook" and event["error"]:
                    return str(event["error"])


async def test_row_25_updates_are_brought_in_order_with_the_secret(
    world: World, anna: Person, hook: Hook
) -> None:
    await anna.says("раньше")
    assert await call(world, "setWebhook", url=hook.url, secret_token=SECRET) is True
    await anna.says("потом")
    first, second = await hook.got.get(), await hook.got.get()
    assert [one["message"]["text"] for one, _ in (first, second)] == ["раньше", "потом"]
    assert second[0]["update_id"] == first[0]["update_id"] + 1
    assert (first[1], second[1]) == (SECRET, SECRET)


async def test_row_25_without_a_secret_there_is_no_header(
    world: World, anna: Person, hook: Hook
) -> None:
    await call(world, "setWebhook", url=hook.url)
    await anna.says("а")
    assert (await hook.got.get())[1] is None


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (web.Response(status=500), "Wrong response from the webhook: 500 Internal Server Error"),
        (web.Response(status=404), "Wrong response from the webhook: 404 Not Found"),
        (
            web.Response(status=302, headers={"Location": "/"}),
            "Wrong response from the webhook: 302 Found",
        ),
        (None, "Read timeout expired"),
    ],
)
async def test_row_25_a_refused_update_is_brought_again_when_the_clock_has_moved(
    world: World, anna: Person, hook: Hook, answer: web.Response | None, told: str
) -> None:
    hook.answers = [answer]
    patient, world.rules = world.rules, replace(world.rules, webhook_answer=HASTE)
    await call(world, "setWebhook", url=hook.url)
    before = world.events.last
    await anna.says("а")
    await anna.says("б")
    assert await hook.hears() == "а"
    assert await failed(world, before) == told
    info = await call(world, "getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == (told, 2)
    assert info["last_error_date"] == int(NOON.timestamp())
    world.rules = patient
    world.clock.moves(seconds=1)
    assert [await hook.hears(), await hook.hears()] == ["а", "б"]


async def test_row_25_the_delays_grow(world: World, anna: Person, hook: Hook) -> None:
    hook.answers = [web.Response(status=500) for _ in range(4)]
    await call(world, "setWebhook", url=hook.url)
    before = world.events.last
    await anna.says("а")
    for delay in (1, 2, 60, 60):
        assert await hook.hears() == "а"
        await failed(world, before)
        before = world.events.last
        world.clock.moves(seconds=delay)
    assert await hook.hears() == "а"
    tries = [one for one in world.events.after(0) if one["type"] == "webhook"]
    assert [one["again_in"] for one in tries[:4]] == [1, 2, 60, 60]


async def test_row_25_no_try_comes_before_its_time(world: World, anna: Person, hook: Hook) -> None:
    hook.answers = [web.Response(status=500)]
    await call(world, "setWebhook", url=hook.url)
    before = world.events.last
    await anna.says("а")
    await failed(world, before)
    world.clock.moves(seconds=0.9)
    world.clock.moves(seconds=0.1)
    assert [await hook.hears(), await hook.hears()] == ["а", "а"]
    await anna.says("б")
    assert await hook.hears() == "б"
    kinds = [one["type"] for one in world.events.after(before)]
    moved = [number for number, kind in enumerate(kinds) if kind == "clock"]
    tried = [number for number, kind in enumerate(kinds) if kind == "webhook"]
    assert tried[0] < moved[0] < moved[1] < tried[1]


async def test_row_25_nobody_at_the_address_is_an_error_and_the_update_waits(
    world: World, anna: Person
) -> None:
    await call(world, "setWebhook", url="http://127.0.0.1:1/hook")
    before = world.events.last
    await anna.says("а")
    assert await failed(world, before) == "Connection refused"
    await call(world, "deleteWebhook")
    assert len(await call(world, "getUpdates")) == 1
    assert "last_error_message" not in await call(world, "getWebhookInfo")


async def test_row_25_nothing_leaves_this_machine(world: World, anna: Person) -> None:
    await call(world, "setWebhook", url="https://bot.example.org/hook")
    before = world.events.last
    await anna.says("а")
    assert "loopback" in await failed(world, before)


async def test_row_25_an_answer_may_carry_a_call(world: World, anna: Person, hook: Hook) -> None:
    said = {"method": "sendMessage", "chat_id": anna.id, "text": "Записал"}
    hook.answers = [web.json_response(said)]
    await call(world, "setWebhook", url=hook.url)
    await anna.says("/new")
    assert await anna.hears("Записал")


async def test_row_25_an_answer_may_carry_a_call_in_parts(
    world: World, anna: Person, hook: Hook
) -> None:
    parts = MultipartWriter("form-data")
    for name, value in (
        ("method", "sendMessage"),
        ("chat_id", str(anna.id)),
        ("text", "Записал"),
    ):
        parts.append(value).set_content_disposition("form-data", name=name)
    hook.answers = [parts]
    await call(world, "setWebhook", url=hook.url)
    await anna.says("/new")
    assert await anna.hears("Записал")


async def test_row_25_a_wrong_call_in_an_answer_is_in_the_journal_only(
    world: World, anna: Person, hook: Hook
) -> None:
    hook.answers = [web.json_response({"method": "sendMesage"})]
    await call(world, "setWebhook", url=hook.url)
    await anna.says("а")
    await anna.says("б")
    assert [await hook.hears(), await hook.hears()] == ["а", "б"]
    assert [one.method for one in world.refusals] == ["sendMesage"]


async def test_row_25_an_update_too_old_to_be_brought_is_dropped(
    world: World, anna: Person, hook: Hook
) -> None:
    hook.answers = [web.Response(status=500)]
    await call(world, "setWebhook", url=hook.url)
    before = world.events.last
    await anna.says("а")
    assert await hook.hears() == "а"
    await failed(world, before)
    world.clock.moves(hours=24)
    await anna.says("б")
    assert await hook.hears() == "б"


async def test_row_25_the_settings_are_told(world: World, hook: Hook) -> None:
    kinds = ["message"]
    await call(world, "setWebhook", url=hook.url, max_connections=500, allowed_updates=kinds)
    assert await call(world, "getWebhookInfo") == {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
        "allowed_updates": kinds,
    }
    await call(world, "setWebhook", url="")
    assert "max_connections" not in await call(world, "getWebhookInfo")


async def test_row_25_what_waits_can_be_dropped(world: World, anna: Person, hook: Hook) -> None:
    await anna.says("старое")
    await call(world, "setWebhook", url=hook.url, drop_pending_updates=True)
    await anna.says("новое")
    assert await hook.hears() == "новое"


async def test_row_25_an_update_may_be_brought_twice(
    world: World, anna: Person, hook: Hook
) -> None:
    await call(world, "setWebhook", url=hook.url)
    await anna.says("а")
    first, _ = await hook.got.get()
    world.updates.deliver_again(first["update_id"])
    assert (await hook.got.get())[0] == first


async def test_row_22_setting_a_webhook_sends_the_poller_off_and_keeps_it_off(
    world: World, hook: Hook
) -> None:
    poller = asyncio.create_task(call(world, "getUpdates", timeout=30))
    await world.updates.comes_to(polled=True)
    await call(world, "setWebhook", url=hook.url)
    with pytest.raises(Refused) as refused:
        await poller
    assert str(refused.value) == "409 Conflict: terminated by setWebhook request"
    with pytest.raises(Refused, match="can't use getUpdates method while webhook is active"):
        await call(world, "getUpdates")
    await call(world, "deleteWebhook")
    assert await call(world, "getUpdates") == []
