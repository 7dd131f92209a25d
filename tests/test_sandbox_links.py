"""Deep links, menus for whom they are meant, keys that ask for more than words, and restarts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.rules import Rules
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - a made-up token
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
TAKE = {"inline_keyboard": [[{"text": "Взять", "callback_data": "take"}]]}


@pytest.fixture
def world() -> World:
    world = World(Clock.frozen(NOON))
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    return world


@pytest.fixture
async def anna(world: World) -> Person:
    return world.person("Анна")


@pytest.fixture
async def group(world: World, anna: Person) -> Group:
    group = world.group("Команда")
    group.adds(anna)
    return group


async def call(world: World, method: str, **params: Any) -> Any:
    return await world.call(TOKEN, method, params)


async def test_a_deep_link_starts_the_bot_with_its_payload(world: World, anna: Person) -> None:
    said = await anna.follows("https://t.me/journal_bot?start=case_5")
    assert said["text"] == "/start case_5"
    assert (await anna.follows("t.me/Journal_Bot?start="))["text"] == "/start"


async def test_a_deep_link_brings_the_bot_into_a_group(
    world: World, anna: Person, group: Group
) -> None:
    said = await anna.follows("t.me/journal_bot?startgroup=team_1", where=group)
    assert said["text"] == "/start@journal_bot team_1"
    assert group.has(42)
    assert not group.is_admin(42)
    told = [set(one) - {"update_id"} for one in await call(world, "getUpdates")]
    assert told == [{"my_chat_member"}, {"message"}, {"message"}]
    await anna.follows("t.me/journal_bot?startgroup=x&admin=delete_messages", where=group)
    assert group.is_admin(42)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("t.me/other_bot?start=a", "does not lead"),
        ("t.me/journal_bot", "no deep link"),
        ("t.me/journal_bot?startgroup=a", "choose the group"),
        ("t.me/journal_bot?start=дело", "at most 64"),
        (f"t.me/journal_bot?start={'a' * 65}", "at most 64"),
    ],
)
async def test_a_link_that_no_client_follows_is_not_followed(
    anna: Person, link: str, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        await anna.follows(link)


SCOPES: list[tuple[str, dict[str, Any], str]] = [
    ("general", {}, ""),
    ("general_ru", {}, "ru"),
    ("private", {"type": "all_private_chats"}, ""),
    ("hers", {"type": "chat", "chat_id": "ANNA"}, ""),
    ("groups", {"type": "all_group_chats"}, ""),
    ("bosses", {"type": "all_chat_administrators"}, ""),
    ("here", {"type": "chat", "chat_id": "GROUP"}, ""),
    ("bosses_here", {"type": "chat_administrators", "chat_id": "GROUP"}, ""),
    ("member", {"type": "chat_member", "chat_id": "GROUP", "user_id": "BORIS"}, ""),
]


async def test_the_narrowest_scope_of_commands_wins(
    world: World, anna: Person, group: Group
) -> None:
    boris, bot = world.person("Борис"), world.bot_under_test
    await anna.starts()
    group.adds(boris)
    group.adds(bot)
    ids = {"ANNA": anna.id, "BORIS": boris.id, "GROUP": group.id}
    shown: list[list[list[str]]] = []
    for name, scope, language in SCOPES:
        menu = [{"command": name, "description": "а"}]
        where = {key: ids.get(value, value) for key, value in scope.items()} or None
        await call(
            world, "setMyCommands", commands=menu, scope=where, language_code=language or None
        )
        shown.append([anna.menu(), anna.menu(group), boris.menu(), boris.menu(group)])
    assert [["".join(one) for one in menus] for menus in shown] == [
        ["general"] * 4,
        ["general_ru"] * 4,
        ["private", "general_ru", "private", "general_ru"],
        ["hers", "general_ru", "private", "general_ru"],
        ["hers", "groups", "private", "groups"],
        ["hers", "bosses", "private", "groups"],
        ["hers", "here", "private", "here"],
        ["hers", "bosses_here", "private", "here"],
        ["hers", "bosses_here", "private", "member"],
    ]


async def test_a_name_of_the_bot_has_a_language(world: World) -> None:
    await call(world, "setMyName", name="Journal")
    await call(world, "setMyName", name="Журнал", language_code="ru")
    assert (await call(world, "getMyName"))["name"] == "Journal"
    assert (await call(world, "getMyName", language_code="ru"))["name"] == "Журнал"
    assert (await call(world, "getMyName", language_code="de"))["name"] == "Journal"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ({"text": "Мой номер", "request_contact": True}, "contact"),
        ({"text": "Где я", "request_location": True}, "location"),
    ],
)
async def test_a_key_may_send_a_number_or_a_place_instead_of_its_words(
    world: World, anna: Person, key: dict[str, Any], kind: str
) -> None:
    await anna.starts()
    keyboard = {"keyboard": [[key]]}
    await call(world, "sendMessage", chat_id=anna.id, text="а", reply_markup=keyboard)
    said = await anna.presses(key["text"])
    assert said
    assert kind in said
    assert "text" not in said
    assert said.get("contact", {"user_id": anna.id})["user_id"] == anna.id


async def test_a_press_may_come_without_the_message(world: World, anna: Person) -> None:
    await anna.starts()
    sent = await call(world, "sendMessage", chat_id=anna.id, text="а", reply_markup=TAKE)
    query = await anna.presses("Взять", inaccessible=True)
    assert query
    assert query["message"] == {
        "chat": sent["chat"],
        "message_id": sent["message_id"],
        "date": 0,
    }


async def test_the_answer_to_a_press_tells_its_chat_its_message_and_its_link(
    world: World, anna: Person
) -> None:
    await anna.starts()
    sent = await call(world, "sendMessage", chat_id=anna.id, text="а", reply_markup=TAKE)
    query = await anna.presses("Взять")
    assert query
    link = "https://t.me/journal_bot?start=case_5"
    await call(world, "answerCallbackQuery", callback_query_id=query["id"], url=link)
    [event] = [one for one in world.events.after(0) if one["type"] == "answer"]
    assert (event["chat"], event["message_id"]) == (anna.id, sent["message_id"])
    assert (event["url"], event["person"]) == (link, anna.id)
    assert anna.answers[-1]["url"] == link


@pytest.mark.parametrize(
    ("days", "pause", "restarts"), [(6.9, 7, False), (7, 7, True), (9, None, False)]
)
async def test_update_ids_begin_anew_and_lower_after_a_week_without_updates(
    world: World, anna: Person, days: float, pause: int | None, restarts: bool
) -> None:
    if pause is None:
        world.rules = Rules(ids_restart_after=None)
    await anna.says("а")
    [first] = await call(world, "getUpdates")
    offset = first["update_id"] + 1
    assert await call(world, "getUpdates", offset=offset) == []
    world.clock.moves(days=days)
    await anna.says("б")
    [second] = await call(world, "getUpdates", offset=offset)
    assert (second["update_id"] < offset) is restarts
    assert second["message"]["text"] == "б"
