import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.methods import SendMessage
from stories import CHAT
from team import Member, Team

from bot.logs import start_logging
from bot.worker import TRIES, _methods
from storage.database import Row
from storage.lists import Lists, Page
from storage.queues import Update
from storage.search import Search
from texts.team import dead_letter, our_fault


class Broken(Exception):
    """A handler's own fault."""


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.hire()
    return team


@pytest.fixture
def broken_list(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Make `/list` fail; returns where its calls are counted. Empty it of patience to repair."""
    calls: list[int] = []

    async def fails(*_: object) -> Page:
        calls.append(1)
        raise Broken("канарейка")

    monkeypatch.setattr(Lists, "page", fails)
    return calls


@contextmanager
def the_process_logs() -> Iterator[None]:
    """Log as the process does, and not as pytest does."""
    root, aiogram = logging.getLogger(), logging.getLogger("aiogram.event")
    handlers, levels = root.handlers, (root.level, aiogram.level)
    root.handlers = []  # else they would be closed
    try:
        start_logging("info")
        yield
    finally:
        root.handlers = handlers
        root.setLevel(levels[0])
        aiogram.setLevel(levels[1])


def heard(member: Member) -> list[str]:
    return [each.get("text", "") for each in member.person.chat.messages]


def helped(member: Member) -> int:
    """How many times the bot has answered `/help`."""
    return sum("/cancel — отменить" in text for text in heard(member))


async def inbox(team: Team) -> list[Row]:
    return await team.database.rows("SELECT * FROM inbox WHERE state <> 'done' ORDER BY seq")


async def tries_of_the_only(team: Team) -> int:
    (row,) = await inbox(team)
    assert row["state"] == "pending"
    return int(row["tries"])


async def receives_and_handles(team: Team) -> None:
    await team.app.receiver.receive(0)
    await team.app.worker.handle_waiting()


async def bury(team: Team) -> None:
    """Wait until the last try has failed."""
    for _ in range(TRIES):
        await team.waits(seconds=10)


# Failures ---------------------------------------------------------------------------------------


async def test_a_failed_update_is_tried_again_later_and_ever_more_rarely(
    hired: Team, broken_list: list[int]
) -> None:
    await hired.anna.says("/list")
    tries = [await tries_of_the_only(hired)]
    for _ in range(3):
        await hired.settles()
        tries.append(await tries_of_the_only(hired))
        calls = len(broken_list)
        await hired.waits(seconds=1)
        assert len(broken_list) <= calls + 1
    await hired.waits(seconds=3)
    assert tries == [1, 1, 2, 2]
    (row,) = await inbox(hired)
    assert row["state"] == "dead"


async def test_a_failure_that_passes_is_answered_once_as_if_nothing_had_been(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as trouble:
        trouble.setattr(Lists, "page", None)
        await hired.anna.says("/list")
    assert heard(hired.anna)[-1] == "/list"
    await hired.waits(seconds=2)
    assert "Открытых нет" in hired.anna.sees
    assert sum("Открытых нет" in text for text in heard(hired.anna)) == 1
    assert await inbox(hired) == []


async def test_after_the_last_try_the_person_and_the_owner_are_told(
    hired: Team, broken_list: list[int]
) -> None:
    await hired.anna.says("/list")
    await bury(hired)
    (row,) = await inbox(hired)
    assert row["state"] == "dead"
    assert "/list" in row["payload"]
    calls = len(broken_list)
    assert hired.anna.sees == our_fault(row["incident"])
    assert hired.owner.sees == dead_letter(row["incident"])
    await hired.waits(hours=1)
    assert len(broken_list) == calls
    assert heard(hired.anna).count(our_fault(row["incident"])) == 1


async def test_an_owner_whose_own_update_failed_is_told_once(
    hired: Team, broken_list: list[int]
) -> None:
    before = len(heard(hired.owner))
    await hired.owner.says("/list")
    await bury(hired)
    assert len(heard(hired.owner)) == before + 2  # their own command and the apology
    assert broken_list


async def test_a_failure_in_the_group_is_told_to_the_owner_and_not_to_the_group(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = await hired.binds_group()
    monkeypatch.setattr(Search, "find_by_number", None)
    monkeypatch.setattr(Search, "find_by_tail", None)
    await hired.anna.says("/status 18123456", where=group)
    await bury(hired)
    assert group.last_text == "/status 18123456"
    assert "случай" in hired.owner.sees


async def test_a_poisonous_update_does_not_stop_the_others(
    hired: Team, broken_list: list[int]
) -> None:
    await hired.anna.person.says("/list")
    await hired.boris.person.says("/help")
    await hired.owner.person.says("/help")
    await hired.settles()
    assert (helped(hired.boris), helped(hired.owner)) == (1, 1)
    assert broken_list


async def test_behind_a_failed_update_its_chat_waits_in_order(
    hired: Team, broken_list: list[int]
) -> None:
    await hired.anna.person.says("/list")
    await hired.anna.person.says("/help")
    await hired.settles()
    assert helped(hired.anna) == 0
    await bury(hired)
    texts = heard(hired.anna)
    assert helped(hired.anna) == 1
    assert "Сломалось у меня" in texts[-2]
    assert broken_list


async def test_a_failed_update_leaves_nothing_behind(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hired.anna.does(*CHAT, "К итогу")
    with monkeypatch.context() as trouble:
        trouble.setattr("texts.cards.saved", None)
        await hired.anna.presses("Сохранить")
        assert len(await hired.search.all_open()) == 0
        rows = await hired.database.rows("SELECT 1 FROM history UNION SELECT 1 FROM clocks")
        assert rows == []
    await hired.waits(seconds=2)
    assert len(await hired.search.all_open()) == 1
    assert "Записал: #1" in hired.anna.sees


@pytest.mark.parametrize(
    "odd",
    [
        {"message_id": "not a number", "chat": {"id": 5, "type": "private"}},
        {"chat": 5, "from": "nobody"},
        {"chat": {"id": "five"}, "message": []},
        {},
    ],
)
async def test_an_update_that_cannot_be_read_is_put_aside_at_once(
    hired: Team, caplog: pytest.LogCaptureFixture, odd: dict[str, Any]
) -> None:
    hired.world.updates.put("message", odd)
    await hired.boris.says("/help")
    assert helped(hired.boris) == 1
    (row,) = await inbox(hired)
    assert row["state"] == "dead"
    assert hired.owner.sees == dead_letter(row["incident"])
    assert [r.levelname for r in caplog.records if r.name == "bot.failures"] == ["ERROR"]


async def test_nothing_is_handled_twice_for_what_cannot_be_read(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each would take down with it what was handled before it in the same commit."""
    fed: list[int] = []
    feed = Dispatcher.feed_raw_update

    async def counted(self: Dispatcher, bot: Bot, update: dict[str, Any], **more: Any) -> Any:
        fed.append(update["update_id"])
        return await feed(self, bot, update, **more)

    monkeypatch.setattr(Dispatcher, "feed_raw_update", counted)
    for _ in range(10):
        await hired.anna.person.says("/help")
        hired.world.updates.put("message", {})
    await hired.settles()
    assert (len(fed), len(set(fed)), helped(hired.anna)) == (20, 20, 10)
    assert [row["state"] for row in await inbox(hired)] == ["dead"] * 10


async def test_a_handler_that_makes_something_unreadable_leaves_nothing_behind(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nonsense(*_: Any) -> None:
        SendMessage.model_validate({})

    await hired.anna.does(*CHAT, "К итогу")
    monkeypatch.setattr("texts.cards.saved", nonsense)
    await hired.anna.presses("Сохранить")
    for _ in range(TRIES):
        await hired.waits(seconds=10)
    assert len(await hired.search.all_open()) == 0
    (row,) = await inbox(hired)
    assert row["state"] == "dead"


async def test_a_kind_of_update_that_nobody_knows_harms_nobody(hired: Team) -> None:
    async with hired.database.transaction():
        strange = Update(1, 0, '{"update_id": 1, "telepathy": {"from": 5}}')
        await hired.app.worker.inbox.store([strange], hired.clock.now())
    await hired.boris.says("/help")
    assert helped(hired.boris) == 1


async def test_a_full_disk_is_no_try_of_the_update(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> Page:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(Lists, "page", full)
        await hired.anna.person.says("/list")
        for _ in range(2 * TRIES):
            with pytest.raises(sqlite3.OperationalError):
                await receives_and_handles(hired)
    assert [row["tries"] for row in await inbox(hired)] in ([], [0])
    await hired.settles()
    assert sum("Открытых нет" in text for text in heard(hired.anna)) == 1


async def test_a_failure_is_logged_with_ids_and_without_what_was_said(
    hired: Team, broken_list: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    with the_process_logs():
        await hired.anna.says("/list канарейка")
        await bury(hired)
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["try"] for line in lines if line["what"] == "an update failed"] == [1, 2, 3]
    assert {line["update"] for line in lines} == {hired.world.updates.last_id}
    assert "Broken at" in written
    assert broken_list
    assert "канарейка" not in written
    assert broken_list


@pytest.mark.parametrize("said", ["text", [1], ["text"], 5])
def test_what_a_handler_returns_must_be_methods(said: Any) -> None:
    with pytest.raises(TypeError):
        _methods(said)


def test_a_handler_may_say_nothing_one_thing_or_many() -> None:
    method = SendMessage(chat_id=1, text="слово")
    assert (_methods(None), _methods(method), _methods([method])) == ([], [method], [method])


# Repetitions ------------------------------------------------------------------------------------


async def test_the_same_update_twice_is_handled_once(hired: Team) -> None:
    await hired.anna.says("/help")
    hired.world.updates.deliver_again(hired.world.updates.last_id)
    await hired.settles()
    assert helped(hired.anna) == 1


async def test_the_same_update_twice_in_one_batch_is_handled_once(hired: Team) -> None:
    await hired.anna.person.says("/help")
    hired.world.updates.deliver_again(hired.world.updates.last_id)
    await hired.settles()
    assert helped(hired.anna) == 1


async def test_an_answer_that_comes_twice_is_not_the_answer_to_the_next_question(
    hired: Team,
) -> None:
    await hired.anna.does("/new", "Обращение в поддержку", "Контент и карточка")
    asked = await hired.anna.says("Фото не грузятся")
    hired.world.updates.deliver_again(hired.world.updates.last_id)
    await hired.settles()
    await hired.anna.says("/drafts")
    assert await hired.anna.presses("Продолжить") == asked


async def test_updates_are_handled_when_their_ids_start_again_lower(hired: Team) -> None:
    await hired.anna.says("/help")
    hired.world.updates.restarts_at(17)
    await hired.anna.says("/help")
    await hired.anna.says("/help")
    assert hired.world.updates.last_id == 18
    assert helped(hired.anna) == 3
    assert hired.world.updates.pending == 0


async def test_a_press_under_two_update_ids_changes_once(hired: Team) -> None:
    await hired.anna.does(*CHAT, "К итогу", "Сохранить")
    await hired.anna.presses("Мы ответили", twice=True)
    case = await hired.search.get(1)
    assert case.version == 2
    assert [line.what for line in await hired.history.of(1)] == ["registered", "we_answered"]


async def test_saving_twice_registers_once(hired: Team) -> None:
    await hired.anna.does(*CHAT, "К итогу")
    await hired.anna.presses("Сохранить", twice=True)
    assert len(await hired.search.all_open()) == 1


async def test_a_press_that_waited_too_long_is_handled_but_not_answered(hired: Team) -> None:
    await hired.anna.does(*CHAT, "К итогу", "Сохранить")
    await hired.anna.person.presses("Мы ответили")
    await hired.app.receiver.receive(0)
    await hired.app.worker.handle_waiting()
    answered = _answers_to_presses(hired)
    hired.clock.moves(seconds=21)
    await hired.app.sender.say_all()
    assert _answers_to_presses(hired) == answered
    assert "Ответили, ждём покупателя" in hired.anna.sees


async def test_a_press_is_answered_before_anything_else_is_said(hired: Team) -> None:
    await hired.anna.does(*CHAT, "К итогу", "Сохранить")
    before = len(hired.world.calls)
    await hired.anna.presses("Мы ответили")
    said = [call.method for call in hired.world.calls[before:]]
    assert said == ["answerCallbackQuery", "editMessageText"]


def _answers_to_presses(team: Team) -> int:
    return sum(call.method == "answerCallbackQuery" for call in team.world.calls)


async def test_a_batch_is_committed_before_telegram_hears_that_it_came(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    receive: Callable[[int], Any] = hired.app.receiver.receive
    await hired.anna.person.says("/help")
    with monkeypatch.context() as disk:
        disk.setattr(hired.app.worker.inbox, "store", full)
        with pytest.raises(sqlite3.OperationalError):
            await receive(0)
    assert hired.world.updates.pending == 1
    await hired.settles()
    assert helped(hired.anna) == 1
