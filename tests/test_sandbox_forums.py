"""Topics of a forum, channels and their groups, and who hides behind what."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.forums import Forum
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
    group = world.group("Команда", forum=True)
    group.adds(anna)
    group.adds(world.bot_under_test, admin=True)
    await drained(world)
    return group


@pytest.fixture
async def forum(world: World, group: Group) -> Forum:
    assert group.forum
    return group.forum


async def drained(world: World) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = await world.call(TOKEN, "getUpdates")
    await world.call(TOKEN, "getUpdates", {"offset": world.updates.last_id + 1})
    return updates


async def call(world: World, method: str, **params: Any) -> Any:
    return await world.call(TOKEN, method, params)


async def refusal(world: World, method: str, **params: Any) -> str:
    with pytest.raises(Refused) as refused:
        await call(world, method, **params)
    return str(refused.value)


async def test_what_is_said_in_a_topic_carries_its_number_and_looks_like_a_reply(
    world: World, group: Group, forum: Forum, anna: Person
) -> None:
    topic = forum.opens("Возвраты", anna)
    await anna.says("в теме", where=group, topic=topic)
    await anna.says("в общей", where=group)
    opened, inside, outside = (one["message"] for one in await drained(world))
    assert opened["forum_topic_created"] == {"name": "Возвраты", "icon_color": 7322096}
    assert opened["message_thread_id"] == opened["message_id"] == topic
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert inside["reply_to_message"]["message_id"] == topic
    assert inside["chat"]["is_forum"]
    assert "message_thread_id" not in outside
    with pytest.raises(ValueError, match="no topic"):
        await anna.says("а", where=group, topic=999)


async def test_a_bot_answers_in_the_topic_it_names_or_replies_in(
    world: World, group: Group, forum: Forum, anna: Person
) -> None:
    topic = forum.opens("Возвраты", anna)
    said = await anna.says("в теме", where=group, topic=topic)
    to = {"chat_id": group.id, "text": "а"}
    named = await call(world, "sendMessage", **to, message_thread_id=topic)
    reply = {"message_id": said["message_id"]}
    replied = await call(world, "sendMessage", **to, reply_parameters=reply)
    assert [one["message_thread_id"] for one in (named, replied)] == [topic, topic]
    assert replied["reply_to_message"]["text"] == "в теме"
    assert "is_topic_message" not in await call(world, "sendMessage", **to)
    assert (await anna.says("ей", where=group, reply_to=said))["message_thread_id"] == topic


async def test_an_administrator_bot_keeps_the_topics(
    world: World, group: Group, forum: Forum
) -> None:
    made = await call(world, "createForumTopic", chat_id=group.id, name="Чаты")
    topic = {"chat_id": group.id, "message_thread_id": made["message_thread_id"]}
    assert await call(world, "editForumTopic", **topic, name="Диалоги")
    assert await call(world, "closeForumTopic", **topic)
    assert forum.topics[made["message_thread_id"]].closed
    assert await refusal(world, "closeForumTopic", **topic) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    assert await call(world, "reopenForumTopic", **topic)
    told = [name for one in group.messages for name in one if name.startswith("forum_topic_")]
    assert [one.removeprefix("forum_topic_") for one in told] == [
        "created",
        "edited",
        "closed",
        "reopened",
    ]
    assert await call(world, "deleteForumTopic", **topic)
    gone = await refusal(world, "sendMessage", **topic, text="а")
    assert gone == "400 Bad Request: message thread not found"
    assert not any("message_thread_id" in one for one in group.messages)


async def test_a_member_bot_has_no_say_in_topics_nor_in_a_closed_one(
    world: World, group: Group, forum: Forum, anna: Person
) -> None:
    group.adds(world.bot_under_test, admin=False)
    topic = forum.opens("Возвраты", anna)
    forum.closes(topic, anna)
    told = await refusal(world, "createForumTopic", chat_id=group.id, name="а")
    assert told == "400 Bad Request: not enough rights to create a topic"
    closed = {"chat_id": group.id, "message_thread_id": topic}
    told = await refusal(world, "sendMessage", **closed, text="а")
    assert told == "400 Bad Request: TOPIC_CLOSED"


async def test_a_channel_speaks_without_an_author(world: World, anna: Person) -> None:
    channel = world.channel("Новости", username="news")
    channel.adds(anna)
    channel.adds(world.bot_under_test, admin=True)
    await drained(world)
    post = channel.posts_text("Объявление /new", signature="Анна")
    channel.edits_post(post, "Правка")
    sent = await call(world, "sendMessage", chat_id="@news", text="от бота")
    first, second = await drained(world)
    assert "from" not in first["channel_post"]
    assert first["channel_post"]["sender_chat"]["id"] == channel.id
    assert first["channel_post"]["author_signature"] == "Анна"
    assert second["edited_channel_post"]["text"] == "Правка"
    assert "from" not in sent
    assert sent["chat"]["type"] == "channel"
    with pytest.raises(ValueError, match="cannot write"):
        await anna.says("а", where=channel)


async def test_the_group_of_a_channel_gets_its_posts_from_telegram(
    world: World, group: Group, anna: Person
) -> None:
    channel = world.channel("Новости")
    channel.adds(anna)
    channel.discussed_in = group
    post = channel.posts_text("Объявление")
    [update] = await drained(world)
    message = update["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (777000, channel.id)
    assert message["is_automatic_forward"]
    assert message["forward_origin"]["type"] == "channel"
    assert message["forward_origin"]["message_id"] == post["message_id"]


async def test_a_person_may_speak_as_a_channel_of_their_own(
    world: World, group: Group, anna: Person
) -> None:
    channel = world.channel("Новости")
    channel.adds(anna)
    await anna.says("/status", where=group, as_channel=channel)
    [update] = await drained(world)
    message = update["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (136817688, channel.id)
    boris = world.person("Борис")
    group.adds(boris)
    with pytest.raises(ValueError, match="in its name"):
        await boris.says("а", where=group, as_channel=channel)


async def test_who_is_silenced_is_restricted_and_the_bot_hears_of_it(
    world: World, group: Group, anna: Person
) -> None:
    boris = world.person("Борис")
    group.adds(boris)
    await call(world, "getUpdates", allowed_updates=["chat_member"])
    await drained(world)
    group.silences(boris)
    [update] = await drained(world)
    change = update["chat_member"]["new_chat_member"]
    assert (change["status"], change["can_send_messages"]) == ("restricted", False)
    with pytest.raises(ValueError, match="cannot write"):
        await boris.says("а", where=group)
    group.silences(boris, silent=False)
    assert await boris.says("а", where=group)
    with pytest.raises(ValueError, match="restricted"):
        group.silences(anna)
