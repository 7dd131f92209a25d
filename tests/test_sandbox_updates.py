"""Rows 21-24: getUpdates, its conflicts, and which updates are made and kept."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.refusals import Refused
from sandbox.rules import Rules
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
PAUSE = 3.0
TWO_POLLERS = (
    "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON), Rules(conflict_pause=PAUSE))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
def anna(world: World) -> Person:
    return world.person("Анна")


async def get(world: World, **params: Any) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = await world.call(TOKEN, "getUpdates", params)
    return updates


def poll(world: World, **params: Any) -> "asyncio.Task[list[dict[str, Any]]]":
    return asyncio.create_task(get(world, timeout=30, **params))


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [one["message"]["text"] for one in updates]


async def test_row_21_the_older_of_two_pollers_is_told(world: World, anna: Person) -> None:
    older = poll(world)
    await asyncio.sleep(0)
    newer = poll(world)
    with pytest.raises(Refused) as refused:
        await older
    assert str(refused.value) == TWO_POLLERS
    await anna.says("а")
    assert texts(await newer) == ["а"]


async def test_row_21_the_second_conflict_in_a_row_is_told_late(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, slept, woken = list[int](), list[float](), asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await woken.wait()

    async def is_told(number: int, poller: "asyncio.Task[list[dict[str, Any]]]") -> None:
        with pytest.raises(Refused):
            await poller
        told.append(number)

    monkeypatch.setattr(
        "sandbox.updates.asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": sleep})
    )
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: 57.0)
    pollers = []
    for _ in range(3):
        pollers.append(poll(world))
        await asyncio.sleep(0)
    first, second = (asyncio.create_task(is_told(n, pollers[n])) for n in range(2))
    await first
    assert (told, slept, pollers[1].done()) == ([0], [PAUSE], False)
    woken.set()
    await second
    assert told == [0, 1]
    pollers[2].cancel()
    await asyncio.gather(pollers[2], return_exceptions=True)


async def test_row_22_polling_is_refused_while_a_webhook_is_set(world: World) -> None:
    world.bot_under_test.webhook = "https://bot.example.org/hook"
    with pytest.raises(Refused, match="can't use getUpdates method while webhook is active"):
        await get(world)
    assert (await world.call(TOKEN, "getWebhookInfo"))["url"] == "https://bot.example.org/hook"
    assert await world.call(TOKEN, "deleteWebhook") is True
    assert await get(world) == []


async def test_row_22_dropping_pending_updates_drops_them(world: World, anna: Person) -> None:
    await anna.says("а")
    assert (await world.call(TOKEN, "getWebhookInfo"))["pending_update_count"] == 1
    await world.call(TOKEN, "deleteWebhook", {"drop_pending_updates": True})
    assert await get(world) == []


async def test_row_23_an_update_comes_again_until_it_is_confirmed(
    world: World, anna: Person
) -> None:
    for text in ("а", "б", "в"):
        await anna.says(text)
    first = await get(world)
    assert texts(first) == ["а", "б", "в"]
    assert texts(await get(world, offset=first[1]["update_id"])) == ["б", "в"]
    assert texts(await get(world)) == ["б", "в"]
    assert await get(world, offset=first[-1]["update_id"] + 1) == []


async def test_row_23_update_ids_grow_by_one(world: World, anna: Person) -> None:
    for text in ("а", "б"):
        await anna.says(text)
    first, second = await get(world)
    assert second["update_id"] == first["update_id"] + 1


async def test_row_23_a_negative_offset_keeps_the_last_ones(world: World, anna: Person) -> None:
    for text in ("а", "б", "в"):
        await anna.says(text)
    assert texts(await get(world, offset=-2)) == ["б", "в"]
    assert texts(await get(world)) == ["б", "в"]


@pytest.mark.parametrize(("limit", "given"), [(0, 1), (2, 2), (100, 100), (1000, 100)])
async def test_row_23_the_limit_is_between_1_and_100(
    world: World, anna: Person, limit: int, given: int
) -> None:
    for number in range(120):
        await anna.says(str(number))
    assert len(await get(world, limit=limit)) == given


async def test_row_23_a_waiting_poller_wakes_at_once(world: World, anna: Person) -> None:
    poller = poll(world)
    await asyncio.sleep(0)
    await anna.says("проснись")
    assert texts(await asyncio.wait_for(poller, 20)) == ["проснись"]


async def test_row_23_hasty_polling_waits_only_if_the_setting_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: 57.0)
    hasty = World(Clock.frozen(NOON), Rules(hasty_polling_waits=True))
    hasty.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    assert await get(hasty) == []
    person = hasty.person("Борис")
    again = asyncio.create_task(get(hasty))
    await asyncio.sleep(0)
    assert not again.done()
    for text in ("а", "б"):
        await person.says(text)
    assert texts(await again) == ["а"]


@pytest.mark.parametrize(("hours", "kept"), [(23.9, ["а"]), (24, [])])
async def test_updates_live_for_a_day(
    world: World, anna: Person, hours: float, kept: list[str]
) -> None:
    await anna.says("а")
    world.clock.moves(hours=hours)
    assert texts(await get(world)) == kept


async def test_an_edited_message_lives_from_its_edit(world: World, anna: Person) -> None:
    said = await anna.says("а")
    world.clock.moves(hours=23)
    await anna.edits(said, "б")
    world.clock.moves(hours=2)
    assert [set(one) - {"update_id"} for one in await get(world)] == [{"edited_message"}]


async def test_a_press_waits_150_seconds(world: World, anna: Person) -> None:
    await anna.starts()
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    params = {"chat_id": anna.id, "text": "а", "reply_markup": markup}
    await world.call(TOKEN, "sendMessage", params)
    await anna.presses("Да")
    assert ["callback_query" in one for one in await get(world)] == [False, True]
    world.clock.moves(seconds=150)
    assert ["callback_query" in one for one in await get(world)] == [False]


async def test_ids_may_restart_lower_and_an_old_offset_does_no_harm(
    world: World, anna: Person
) -> None:
    await anna.says("а")
    last = (await get(world))[0]["update_id"]
    world.updates.restarts_at(5)
    await anna.says("б")
    [update] = await get(world, offset=last + 1)
    assert (update["update_id"], update["message"]["text"]) == (5, "б")
    assert await get(world, offset=6) == []


async def test_an_update_can_be_delivered_again_after_it_was_confirmed(
    world: World, anna: Person
) -> None:
    await anna.says("а")
    [update] = await get(world)
    offset = update["update_id"] + 1
    assert await get(world, offset=offset) == []
    world.updates.deliver_again(update["update_id"])
    assert await get(world, offset=offset) == [update]
    assert await get(world, offset=offset) == []
    with pytest.raises(LookupError):
        world.updates.deliver_again(1)


async def test_row_24_allowed_updates_are_remembered_and_applied_when_an_update_is_made(
    world: World, anna: Person
) -> None:
    said = await anna.says("а")
    assert texts(await get(world, allowed_updates=["edited_message"])) == ["а"]
    await anna.says("б")
    await anna.edits(said, "аа")
    kinds = [set(one) - {"update_id"} for one in await get(world)]
    assert kinds == [{"message"}, {"edited_message"}]
    await get(world, allowed_updates=[], offset=-1)
    await anna.says("в")
    assert len(await get(world)) == 2


async def test_row_24_chat_member_comes_only_when_asked_for(world: World, anna: Person) -> None:
    group = world.group("Команда")
    group.adds(anna)
    group.adds(world.bot_under_test, admin=True)
    group.adds(world.person("Борис"))
    assert not any("chat_member" in one for one in await get(world))
    await get(world, allowed_updates=["chat_member"], offset=-1)
    group.adds(world.person("Вера"))
    changed = [one["chat_member"] for one in await get(world) if "chat_member" in one]
    assert [one["new_chat_member"]["user"]["first_name"] for one in changed] == ["Вера"]
