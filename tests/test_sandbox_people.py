"""What people do in the sandbox, and what the bot and they themselves see of it."""

import ast
import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import sandbox
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
    await drained(world)
    return anna


async def drained(world: World) -> list[dict[str, Any]]:
    updates: list[dict[str, Any]] = await world.call(TOKEN, "getUpdates")
    await world.call(TOKEN, "getUpdates", {"offset": world.updates.last_id + 1})
    return updates


async def say(world: World, person: Person, text: str, *labels: str) -> dict[str, Any]:
    rows = [[{"text": one, "callback_data": f"press {one}"}] for one in labels]
    params = {"chat_id": person.id, "text": text, "reply_markup": {"inline_keyboard": rows}}
    sent: dict[str, Any] = await world.call(TOKEN, "sendMessage", params)
    return sent


async def test_people_get_the_same_ids_in_every_run(world: World) -> None:
    ids = [[World().person(name).id for name in ("а",)], [World().person("а").id]]
    assert ids[0] == ids[1]
    assert world.person("Свой номер", id=9_000_000_000).id == 9_000_000_000


async def test_start_carries_its_payload_and_is_a_command(world: World) -> None:
    await world.person("Борис").starts("case_5")
    [update] = await drained(world)
    assert update["message"]["text"] == "/start case_5"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


@pytest.mark.parametrize("text", ["", "  ", "Ж" * 4097])
async def test_what_no_client_can_send_is_not_sent(anna: Person, text: str) -> None:
    with pytest.raises(ValueError, match="no client"):
        await anna.says(text)


async def test_command_entities_are_counted_in_utf_16(world: World, anna: Person) -> None:
    await anna.says("👍 /new")
    [update] = await drained(world)
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 3, "length": 4}]


async def test_a_reply_carries_the_message_it_answers_without_a_chain(
    world: World, anna: Person
) -> None:
    first = await anna.says("первое")
    second = await anna.says("второе", reply_to=first)
    third = await anna.says("третье", reply_to=second)
    assert third["reply_to_message"]["text"] == "второе"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_an_exact_button_wins_over_one_that_contains_the_words(
    world: World, anna: Person
) -> None:
    await say(world, anna, "старое", "Закрыть")
    await say(world, anna, "новое", "Закрыть позже")
    query = await anna.presses("Закрыть")
    assert query
    assert query["message"]["text"] == "старое"
    query = await anna.presses("позже")
    assert query
    assert query["data"] == "press Закрыть позже"


async def test_the_newest_message_with_the_button_is_pressed_unless_one_is_named(
    world: World, anna: Person
) -> None:
    old = await say(world, anna, "старое", "Да")
    await say(world, anna, "новое", "Да")
    newest, named = await anna.presses("Да"), await anna.presses("Да", on=old)
    assert newest
    assert named
    assert [one["message"]["text"] for one in (newest, named)] == ["новое", "старое"]


async def test_a_missing_button_names_those_that_are_there(world: World, anna: Person) -> None:
    await say(world, anna, "карточка", "Взять", "Закрыть")
    with pytest.raises(LookupError, match="Взять, Закрыть"):
        await anna.presses("Удалить")


async def test_a_press_twice_has_two_update_ids_and_two_query_ids(
    world: World, anna: Person
) -> None:
    await say(world, anna, "карточка", "Взять")
    await anna.presses("Взять", twice=True)
    first, second = await drained(world)
    assert first["update_id"] != second["update_id"]
    assert first["callback_query"]["id"] != second["callback_query"]["id"]
    assert first["callback_query"]["data"] == second["callback_query"]["data"]


async def test_a_key_of_the_reply_keyboard_says_its_text(world: World, anna: Person) -> None:
    markup = {"keyboard": [["Пропустить"], ["Отмена"]], "one_time_keyboard": True}
    params = {"chat_id": anna.id, "text": "Дата?", "reply_markup": markup}
    sent = await world.call(TOKEN, "sendMessage", params)
    assert "reply_markup" not in sent
    assert anna.chat.messages[-1]["reply_markup"]["keyboard"] == [
        [{"text": "Пропустить"}],
        [{"text": "Отмена"}],
    ]
    assert anna.chat.keyboard == ["Пропустить", "Отмена"]
    await anna.presses("Пропустить")
    [update] = await drained(world)
    assert update["message"]["text"] == "Пропустить"
    assert anna.chat.keyboard == []


async def test_a_reply_keyboard_is_taken_away_when_asked(world: World, anna: Person) -> None:
    for markup in ({"keyboard": [["Да"]]}, {"remove_keyboard": True}):
        params = {"chat_id": anna.id, "text": "а", "reply_markup": markup}
        await world.call(TOKEN, "sendMessage", params)
    assert anna.chat.keyboard == []


async def test_an_edited_text_reaches_the_bot_and_only_ones_own_can_be_edited(
    world: World, anna: Person
) -> None:
    said = await anna.says("было")
    await anna.edits(said, "стало /new")
    update = (await drained(world))[1]
    assert update["edited_message"]["text"] == "стало /new"
    assert update["edited_message"]["edit_date"] == int(NOON.timestamp())
    assert update["edited_message"]["entities"][0]["offset"] == 6
    card = await say(world, anna, "карточка")
    with pytest.raises(ValueError, match="one's own"):
        await anna.edits(card, "нет")


async def test_a_deleted_message_is_gone_and_the_bot_is_not_told(
    world: World, anna: Person
) -> None:
    said = await anna.says("лишнее")
    await drained(world)
    anna.deletes(said)
    assert anna.chat.last_text == "/start"
    assert await drained(world) == []


async def test_in_a_group_only_administrators_delete_for_others_and_hide(
    world: World, anna: Person
) -> None:
    group, boris = world.group("Команда"), world.person("Борис")
    group.adds(anna)
    group.adds(boris)
    said = await anna.says("важное", where=group)
    with pytest.raises(ValueError, match="one's own"):
        boris.deletes(said)
    with pytest.raises(ValueError, match="anonymously"):
        await boris.says("тайна", where=group, anonymously=True)
    anna.deletes(await boris.says("спам", where=group))
    assert group.last_text == "важное"


async def test_who_has_blocked_the_bot_or_left_the_group_presses_nothing(
    world: World, anna: Person
) -> None:
    group = world.group("Команда")
    group.adds(anna)
    group.adds(world.bot_under_test)
    await say(world, anna, "лично", "Да")
    anna.blocks()
    with pytest.raises(ValueError, match="unblock"):
        await anna.presses("Да")
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    params = {"chat_id": group.id, "text": "всем", "reply_markup": markup}
    await world.call(TOKEN, "sendMessage", params)
    with pytest.raises(ValueError, match="cannot write"):
        await world.person("Борис").presses("Да", where=group)


async def test_a_forward_names_its_origin_or_only_a_name(world: World, anna: Person) -> None:
    boris = world.person("Борис")
    said = await boris.says("жалоба")
    open_ = await anna.forwards(said)
    hidden = await anna.forwards(said, hidden=True)
    assert open_["forward_origin"]["sender_user"]["id"] == boris.id
    assert open_["from"]["id"] == anna.id
    assert open_["text"] == "жалоба"
    assert hidden["forward_origin"]["sender_user_name"] == "Борис"


async def test_files_stickers_voices_and_contacts_arrive(world: World, anna: Person) -> None:
    await anna.sends_sticker()
    await anna.sends_photo(b"\xff\xd8\xff", caption="этикетка /new")
    await anna.sends_document("акт.pdf", b"%PDF")
    await anna.sends_voice()
    await anna.sends_contact()
    bodies = [one["message"] for one in await drained(world)]
    kinds = ("sticker", "photo", "document", "voice", "contact")
    assert all(kind in body for kind, body in zip(kinds, bodies, strict=True))
    assert bodies[1]["caption_entities"][0]["type"] == "bot_command"
    assert bodies[2]["document"]["mime_type"] == "application/pdf"
    assert bodies[4]["contact"]["user_id"] == anna.id


async def test_row_28_an_album_is_several_messages_with_one_id(world: World, anna: Person) -> None:
    for _ in range(3):
        await anna.sends_photo(album="1")
    bodies = [one["message"] for one in await drained(world)]
    assert [body["media_group_id"] for body in bodies] == ["1"] * 3
    assert len({body["message_id"] for body in bodies}) == 3


async def test_hearing_waits_for_what_the_bot_says_after_the_last_act(
    world: World, anna: Person
) -> None:
    await say(world, anna, "Готово раньше")
    await anna.says("/new")
    waiting = asyncio.create_task(anna.hears("Готово"))
    await asyncio.sleep(0)
    assert not waiting.done()
    await say(world, anna, "Готово теперь")
    assert (await waiting)["text"] == "Готово теперь"


async def test_hearing_sees_edits_but_not_ones_own_words(world: World, anna: Person) -> None:
    card = await say(world, anna, "карточка", "Взять")
    await anna.presses("Взять")
    target = {"chat_id": anna.id, "message_id": card["message_id"], "text": "Взято"}
    await world.call(TOKEN, "editMessageText", target)
    assert (await anna.hears("Взято"))["edited"]
    await anna.says("эхо")
    with pytest.raises(AssertionError, match="Анна: эхо"):
        await anna.hears("эхо", timeout=0.01)


async def test_hearing_works_in_a_group_and_only_for_its_members(
    world: World, anna: Person
) -> None:
    group, boris = world.group("Команда"), world.person("Борис")
    group.adds(anna)
    group.adds(world.bot_under_test)
    await world.call(TOKEN, "sendMessage", {"chat_id": group.id, "text": "сводка"})
    assert await anna.hears("сводка", where=group)
    assert await anna.hears("сводка")
    with pytest.raises(AssertionError):
        await boris.hears("сводка", timeout=0.01)


async def test_refusals_must_be_expected(world: World) -> None:
    world.assert_nothing_refused()
    with world.expects_refusal("chat not found"), pytest.raises(Refused):
        await world.call(TOKEN, "sendMessage", {"chat_id": 1, "text": "а"})
    world.assert_nothing_refused()
    with pytest.raises(Refused):
        await world.call(TOKEN, "sendMessage", {"chat_id": 1, "text": "б"})
    with pytest.raises(AssertionError, match="sendMessage: Bad Request: chat not found"):
        world.assert_nothing_refused()
    assert [one.description for one in world.refusals] == ["Bad Request: chat not found"] * 2


async def test_an_expected_refusal_must_come(world: World) -> None:
    with pytest.raises(AssertionError, match="no call was refused"), world.expects_refusal("x"):
        pass


async def test_the_journal_keeps_calls_but_not_successful_polls(world: World, anna: Person) -> None:
    await say(world, anna, "а")
    assert [(one.method, one.ok) for one in world.calls] == [("sendMessage", True)]
    assert world.calls[0].params["chat_id"] == anna.id
    assert world.calls[0].result["text"] == "а"


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        ([{"command": "new", "description": "Новое обращение"}], None),
        ([{"command": "Новое", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "n" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "new", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "new", "description": "Ж" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_commands_are_checked_and_kept(
    world: World, commands: list[dict[str, str]], told: str | None
) -> None:
    if told:
        with pytest.raises(Refused, match=told):
            await world.call(TOKEN, "setMyCommands", {"commands": commands})
        return
    assert await world.call(TOKEN, "setMyCommands", {"commands": commands}) is True
    assert await world.call(TOKEN, "getMyCommands") == commands


async def test_commands_of_one_scope_are_not_those_of_another(world: World, anna: Person) -> None:
    menu = [{"command": "new", "description": "Новое обращение"}]
    scope = {"type": "chat", "chat_id": anna.id}
    await world.call(TOKEN, "setMyCommands", {"commands": menu, "scope": scope})
    assert await world.call(TOKEN, "getMyCommands") == []
    assert await world.call(TOKEN, "getMyCommands", {"scope": scope}) == menu
    await world.call(TOKEN, "deleteMyCommands", {"scope": scope})
    assert await world.call(TOKEN, "getMyCommands", {"scope": scope}) == []
    with pytest.raises(Refused, match="chat not found"):
        await world.call(
            TOKEN, "setMyCommands", {"commands": menu, "scope": scope | {"chat_id": 1}}
        )


async def test_the_menu_button_is_kept_for_one_chat_and_for_all(world: World, anna: Person) -> None:
    await world.call(TOKEN, "setChatMenuButton", {"menu_button": {"type": "commands"}})
    assert await world.call(TOKEN, "getChatMenuButton", {"chat_id": anna.id}) == {
        "type": "commands"
    }


async def test_logging_out_is_refused(world: World) -> None:
    for method in ("logOut", "close"):
        with pytest.raises(Refused, match="not implemented"):
            await world.call(TOKEN, method)


def test_a_clock_writes_its_offset_at_once_and_at_every_move(tmp_path: Path) -> None:
    file = tmp_path / "offset"
    clock = Clock(offset_file=file)
    assert float(file.read_text()) == 0
    clock.moves(days=9, hours=1)
    assert float(file.read_text()) == 9 * 86400 + 3600
    assert clock.now() > datetime.now(UTC)
    clock.goes_to(datetime(2020, 1, 1, tzinfo=UTC))
    assert clock.now().year == 2020


def test_a_frozen_clock_stands_still_until_it_is_moved() -> None:
    clock = Clock.frozen(NOON)
    clock.moves(minutes=5)
    assert clock.now() == datetime(2026, 3, 14, 12, 5, tzinfo=UTC)
    clock.goes_to(NOON)
    assert clock.now() == NOON
    with pytest.raises(ValueError, match="aware"):
        clock.goes_to(datetime(2026, 3, 14))  # noqa: DTZ001 - a naive one is what is refused


def test_the_sandbox_imports_only_the_standard_library_aiohttp_and_aiograms_models() -> None:
    allowed = {"sandbox", "aiohttp", "aiogram.methods", "aiogram.methods.base", "aiogram.types"}
    for module in Path(sandbox.__file__).parent.glob("*.py"):
        for name in imported(module):
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names | {"sandbox", "aiohttp"} or name in allowed, (
                f"{module.name} imports {name}"
            )


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "aiogram":
            yield from (f"aiogram.{one.name}" for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
