"""Rows 6-8, 26, 27: groups, privacy mode, membership, migration and ids."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.groups import Group
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
def anna(world: World) -> Person:
    return world.person("Анна")


@pytest.fixture
async def group(world: World, anna: Person) -> Group:
    group = world.group("Команда")
    group.adds(anna)
    group.adds(world.bot_under_test)
    await drained(world)
    return group


async def drained(world: World) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = await world.call(TOKEN, "getUpdates")
    await world.call(TOKEN, "getUpdates", {"offset": world.updates.last_id + 1})
    return updates


async def heard(world: World) -> list[str]:
    return [one["message"].get("text", "служебное") for one in await drained(world)]


async def send(world: World, chat: Group, text: str = "а") -> dict[str, Any]:
    sent: dict[str, Any] = await world.call(
        TOKEN, "sendMessage", {"chat_id": chat.id, "text": text}
    )
    return sent


ABSENT = [
    ("removes", False, "403 Forbidden: bot was kicked from the supergroup chat"),
    ("removes", True, "403 Forbidden: bot was kicked from the group chat"),
    ("loses", False, "403 Forbidden: bot is not a member of the supergroup chat"),
    ("loses", True, "403 Forbidden: bot is not a member of the group chat"),
]


@pytest.mark.parametrize(("deed", "basic", "told"), ABSENT)
async def test_row_6_a_bot_that_is_gone_cannot_write(
    world: World, anna: Person, deed: str, basic: bool, told: str
) -> None:
    group = world.group("Команда", basic=basic)
    group.adds(anna)
    group.adds(world.bot_under_test)
    getattr(group, deed)(world.bot_under_test)
    with pytest.raises(Refused) as refused:
        await send(world, group)
    assert str(refused.value) == told


async def test_row_6_a_bot_can_leave_and_a_deleted_group_is_told(
    world: World, group: Group, anna: Person
) -> None:
    assert await world.call(TOKEN, "leaveChat", {"chat_id": group.id}) is True
    with pytest.raises(Refused, match="bot is not a member of the supergroup chat"):
        await send(world, group)
    group.adds(world.bot_under_test)
    assert await send(world, group)
    group.disbands()
    with pytest.raises(Refused, match="the group chat was deleted"):
        await send(world, group)


async def test_a_group_the_bot_was_never_in_is_not_found(world: World) -> None:
    with pytest.raises(Refused, match="chat not found"):
        await send(world, world.group("Чужая"))


async def test_row_7_a_basic_group_becomes_a_supergroup(world: World, anna: Person) -> None:
    old = world.group("Команда", basic=True)
    old.adds(anna)
    old.adds(world.bot_under_test)
    await drained(world)
    new = old.becomes_supergroup()
    first, second = await drained(world)
    assert first["message"]["chat"]["id"] == old.id
    assert first["message"]["migrate_to_chat_id"] == new.id
    assert second["message"]["chat"] == {"id": new.id, "type": "supergroup", "title": "Команда"}
    assert second["message"]["migrate_from_chat_id"] == old.id
    with pytest.raises(Refused) as refused:
        await send(world, old)
    assert str(refused.value) == ("400 Bad Request: group chat was upgraded to a supergroup chat")
    assert refused.value.parameters == {"migrate_to_chat_id": new.id}
    assert (await send(world, new))["chat"]["id"] == new.id
    with pytest.raises(ValueError, match="cannot write"):
        await anna.says("а", where=old)


async def test_row_8_a_silenced_bot_has_no_right_to_write(world: World, group: Group) -> None:
    group.silences(world.bot_under_test)
    with pytest.raises(Refused) as refused:
        await send(world, group)
    told = "400 Bad Request: not enough rights to send text messages to the chat"
    assert str(refused.value) == told
    with pytest.raises(Refused, match="not enough rights to send documents to the chat"):
        await world.call(TOKEN, "sendDocument", {"chat_id": group.id}, {"document": b"x"})
    group.silences(world.bot_under_test, silent=False)
    assert await send(world, group)


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("/status@journal_bot", True),
        ("/status@Journal_Bot 5", True),
        ("скажи /status@journal_bot", True),
        ("/status", False),
        ("/status@other_bot", False),
        ("обычный разговор", False),
        ("@journal_bot привет", False),
    ],
)
async def test_row_26_privacy_mode_lets_through_what_is_meant_for_the_bot(
    world: World, group: Group, anna: Person, text: str, reaches: bool
) -> None:
    await anna.says(text, where=group)
    assert await heard(world) == ([text] if reaches else [])


async def test_row_26_a_bare_command_goes_to_the_bot_that_spoke_last(
    world: World, group: Group, anna: Person
) -> None:
    other = world.bot(token="43:OTHER", username="other_bot", name="Другой")  # noqa: S106 - made up
    group.adds(other)
    await drained(world)
    await send(world, group)
    await anna.says("/status", where=group)
    assert await heard(world) == ["/status"]
    await world.call("43:OTHER", "sendMessage", {"chat_id": group.id, "text": "теперь я"})
    await anna.says("/status", where=group)
    assert await heard(world) == []


async def test_row_26_a_reply_to_the_bot_reaches_it(
    world: World, group: Group, anna: Person
) -> None:
    card = await send(world, group)
    mine = await anna.says("моё", where=group)
    await anna.says("ответ", where=group, reply_to=card)
    await anna.says("себе", where=group, reply_to=mine)
    assert await heard(world) == ["ответ"]


async def test_row_26_service_messages_reach_the_bot(world: World, group: Group) -> None:
    boris = world.person("Борис")
    group.adds(boris)
    group.removes(boris)
    bodies = [one["message"] for one in await drained(world)]
    assert bodies[0]["new_chat_members"][0]["id"] == boris.id
    assert bodies[1]["left_chat_member"]["id"] == boris.id


@pytest.mark.parametrize("way", ["admin", "privacy off"])
async def test_row_26_an_administrator_and_a_bot_without_privacy_hear_everything(
    world: World, group: Group, anna: Person, way: str
) -> None:
    if way == "admin":
        group.adds(world.bot_under_test, admin=True)
    world.bot_under_test.privacy = way == "admin"
    await drained(world)
    await anna.says("обычный разговор", where=group)
    assert await heard(world) == ["обычный разговор"]


async def test_row_26_presses_are_never_filtered(world: World, group: Group, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}
    params = {"chat_id": group.id, "text": "а", "reply_markup": markup}
    await world.call(TOKEN, "sendMessage", params)
    await anna.presses("Взять", where=group)
    [update] = await drained(world)
    assert update["callback_query"]["from"]["id"] == anna.id
    assert update["callback_query"]["message"]["chat"]["id"] == group.id


async def test_row_26_a_bot_never_hears_another_bot(
    world: World, group: Group, anna: Person
) -> None:
    world.bot_under_test.privacy = False
    other = world.bot(token="43:OTHER", username="other_bot", name="Другой")  # noqa: S106 - made up
    group.adds(other)
    await drained(world)
    params = {"chat_id": group.id, "text": "/status@journal_bot"}
    await world.call("43:OTHER", "sendMessage", params)
    assert await heard(world) == []


async def test_row_26_a_bot_hears_that_it_joined_and_that_another_bot_left(world: World) -> None:
    empty = world.group("Пустая")
    empty.adds(world.bot_under_test)
    other = world.bot(token="43:OTHER", username="other_bot", name="Другой")  # noqa: S106 - made up
    empty.adds(other)
    await drained(world)
    await world.call("43:OTHER", "leaveChat", {"chat_id": empty.id})
    [update] = await drained(world)
    assert update["message"]["left_chat_member"]["id"] == 43


async def test_row_27_ids_are_as_large_as_they_really_are(
    world: World, group: Group, anna: Person
) -> None:
    assert anna.id > 2**31
    assert group.id < -(10**12)
    assert -(10**12) < world.group("Малая", basic=True).id < 0


async def test_row_27_a_supergroup_numbers_its_own_messages_other_chats_share_numbers(
    world: World, group: Group, anna: Person
) -> None:
    basic = world.group("Малая", basic=True)
    basic.adds(anna)
    start = (await anna.says("лично"))["message_id"]
    assert (await anna.says("в малой", where=basic))["message_id"] == start + 1
    assert (await anna.says("лично"))["message_id"] == start + 2
    newest = group.messages[-1]["message_id"]
    assert (await anna.says("в большой", where=group))["message_id"] == newest + 1


async def test_my_chat_member_tells_how_the_bot_comes_rises_and_goes(
    world: World, anna: Person
) -> None:
    group, bot = world.group("Команда"), world.bot_under_test
    group.adds(anna)
    group.adds(bot)
    group.adds(bot, admin=True)
    group.removes(bot)
    changes = [one["my_chat_member"] for one in await drained(world) if "my_chat_member" in one]
    assert [
        (one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes
    ] == [("left", "member"), ("member", "administrator"), ("administrator", "kicked")]
    assert {one["from"]["id"] for one in changes} == {anna.id}


async def test_my_chat_member_tells_of_blocking(world: World, anna: Person) -> None:
    await anna.starts()
    await drained(world)
    anna.blocks()
    anna.blocks()
    anna.unblocks()
    changes = [one["my_chat_member"] for one in await drained(world)]
    assert [one["new_chat_member"]["status"] for one in changes] == ["kicked", "member"]
    assert changes[0]["chat"]["type"] == "private"


async def test_an_anonymous_administrator_hides_behind_the_group(
    world: World, group: Group, anna: Person
) -> None:
    await anna.says("/status@journal_bot", where=group, anonymously=True)
    [update] = await drained(world)
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == group.id


async def test_members_can_be_looked_up(world: World, group: Group, anna: Person) -> None:
    stranger = world.person("Борис")

    async def status(number: int) -> str:
        params = {"chat_id": group.id, "user_id": number}
        return str((await world.call(TOKEN, "getChatMember", params))["status"])

    assert [await status(one) for one in (anna.id, 42, stranger.id)] == [
        "creator",
        "member",
        "left",
    ]
    admins = await world.call(TOKEN, "getChatAdministrators", {"chat_id": group.id})
    assert [one["user"]["id"] for one in admins] == [anna.id]
    assert await world.call(TOKEN, "getChatMemberCount", {"chat_id": group.id}) == 2
    assert (await world.call(TOKEN, "getChat", {"chat_id": group.id}))["title"] == "Команда"
    with pytest.raises(Refused, match="user not found"):
        await status(5)
