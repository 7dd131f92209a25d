import json
import logging
import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp_socks import ProxyError
from team import Member, Team

from bot.limits import Limits
from sandbox.wire import Json
from storage.database import Row
from storage.queues import Outgoing, Priority, Sending
from texts.team import AGAIN, NOT_DELIVERED

LONGEST = 4096


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.hire()
    return team


def message(key: str, chat: int, text: str = "слово", **more: Any) -> Outgoing:
    body = {"chat_id": chat, "text": text, "parse_mode": "HTML"}
    return outgoing(key, chat, "sendMessage", body, **more)


def outgoing(key: str, chat: int | None, method: str, body: Json, **more: Any) -> Outgoing:
    return Outgoing(key, chat, method, json.dumps(body, ensure_ascii=False), **more)


async def puts(team: Team, *words: Outgoing) -> None:
    async with team.database.transaction():
        await team.app.outbox.put(words, team.clock.now())


async def says(team: Team, *words: Outgoing) -> None:
    await puts(team, *words)
    await team.app.sender.say_all()


async def waits(team: Team, **time: float) -> None:
    team.clock.moves(**time)
    await team.app.sender.say_all()


async def row(team: Team, key: str) -> Row:
    found = await team.database.row("SELECT * FROM outbox WHERE key = :key", {"key": key})
    assert found is not None
    return found


def heard(member: Member, since: int = 0) -> list[str]:
    return [each.get("text", "") for each in member.person.chat.messages][since:]


def sent(team: Team, method: str = "sendMessage") -> list[Json]:
    return [call.params for call in team.world.calls if call.ok and call.method == method]


# What goes well -------------------------------------------------------------------------------


async def test_what_is_put_is_said_once_and_its_message_is_known(hired: Team) -> None:
    await says(hired, message("k", hired.anna.id, "<b>жирно</b>"))
    await says(hired, message("k", hired.anna.id, "<b>жирно</b>"))
    newest = hired.anna.person.chat.messages[-1]
    assert (newest["text"], newest["entities"][0]["type"]) == ("жирно", "bold")
    assert heard(hired.anna).count("жирно") == 1
    kept = await row(hired, "k")
    assert (kept["state"], kept["message_id"]) == ("sent", newest["message_id"])


async def test_a_chat_hears_things_in_order(hired: Team) -> None:
    numbers = [str(number) for number in range(40)]
    await says(hired, *(message(number, hired.anna.id, number) for number in numbers))
    assert heard(hired.anna)[-40:] == numbers


async def test_what_is_urgent_goes_before_what_waits_already(hired: Team) -> None:
    anna = hired.anna.id
    await says(
        hired,
        message("d", anna, "дайджест", priority=Priority.DIGEST),
        message("p", anna, "пинг", priority=Priority.PING),
        message("a", anna, "ответ", priority=Priority.ANSWER),
    )
    assert heard(hired.anna)[-3:] == ["ответ", "пинг", "дайджест"]


# People who cannot be reached -------------------------------------------------------------------


def blocks(member: Member) -> None:
    member.person.blocks()


def deletes_account(member: Member) -> None:
    member.person.deactivates()


@pytest.mark.parametrize("leaves", [blocks, deletes_account])
async def test_what_a_person_cannot_hear_the_owner_does(
    hired: Team, leaves: Callable[[Member], None]
) -> None:
    leaves(hired.anna)
    await says(hired, message("k", hired.anna.id, "пинг", fallback_chat_id=hired.owner.id))
    assert hired.owner.sees == "Не смог доставить: Анна (@anna). Пишу вам:\n\nпинг"
    kept = await row(hired, "k")
    assert (kept["state"], kept["error"][:9]) == ("undeliverable", "Forbidden")
    await waits(hired, days=1)
    assert heard(hired.owner).count("Не смог доставить: Анна (@anna). Пишу вам:\n\nпинг") == 1


async def test_a_person_who_never_wrote_is_out_of_reach_too(hired: Team) -> None:
    await says(hired, message("k", hired.stranger.id, "пинг", fallback_chat_id=hired.owner.id))
    await says(hired, message("n", 999, "никому", fallback_chat_id=hired.owner.id))
    assert heard(hired.owner)[-2:] == [f"{NOT_DELIVERED}\n\nпинг", f"{NOT_DELIVERED}\n\nникому"]


async def test_without_a_fallback_a_blocked_chat_ends_quietly(hired: Team) -> None:
    hired.anna.person.blocks()
    before = len(heard(hired.owner))
    await says(hired, message("k", hired.anna.id), message("o", hired.boris.id, "другому"))
    assert (await row(hired, "k"))["state"] == "undeliverable"
    assert len(heard(hired.owner)) == before + 1  # that she cannot be written to
    assert hired.owner.sees.startswith("Не могу писать в личку: Анна")
    assert hired.boris.sees == "другому"


async def test_a_fallback_that_cannot_be_reached_either_is_not_tried_for_ever(hired: Team) -> None:
    hired.anna.person.blocks()
    hired.owner.person.blocks()
    await says(hired, message("k", hired.anna.id, fallback_chat_id=hired.owner.id))
    assert (await row(hired, "k:fallback"))["state"] == "undeliverable"


# Telegram's refusals ----------------------------------------------------------------------------


async def test_a_group_that_became_a_supergroup_is_followed_with_its_binding(hired: Team) -> None:
    basic = hired.world.group("Команда", basic=True)
    basic.adds(hired.owner.person)
    basic.adds(hired.bot)
    owner = await hired.people.owner()
    assert owner is not None
    groups = hired.app.sender.coping.groups
    async with hired.database.transaction():
        await groups.bind(basic.id, "Команда", owner, hired.clock.now())
    fresh = basic.becomes_supergroup()
    await says(hired, message("k", basic.id, "в группу"))
    assert fresh.last_text == "в группу"
    assert [group.chat_id for group in await groups.bound()] == [fresh.id]
    kept = await row(hired, "k")
    assert (kept["state"], kept["chat_id"]) == ("sent", fresh.id)


async def newest(team: Team, member: Member, text: str = "было") -> Json:
    await says(team, message(f"first:{text}", member.id, text))
    return member.person.chat.messages[-1]


def edit(key: str, shown: Json, text: str) -> Outgoing:
    chat = shown["chat"]["id"]
    body = {"chat_id": chat, "message_id": shown["message_id"], "text": text}
    return outgoing(key, chat, "editMessageText", body)


async def test_an_edit_that_changes_nothing_has_succeeded(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    with hired.world.expects_refusal("message is not modified"):
        await says(hired, edit("e", shown, "было"))
    assert (await row(hired, "e"))["state"] == "sent"
    assert heard(hired.anna).count("было") == 1


async def test_an_edit_of_a_lost_message_becomes_a_new_message(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    hired.anna.person.deletes(shown)
    await says(hired, edit("e", shown, "стало"))
    assert hired.anna.sees == "стало"
    assert (await row(hired, "e"))["state"] == "sent"


async def test_the_buttons_of_a_lost_message_are_no_message_of_their_own(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    hired.anna.person.deletes(shown)
    since = len(heard(hired.anna))
    body = {"chat_id": hired.anna.id, "message_id": shown["message_id"], "reply_markup": {}}
    with hired.world.expects_refusal("message to edit not found"):
        await says(hired, outgoing("e", hired.anna.id, "editMessageReplyMarkup", body))
    assert (await row(hired, "e"))["state"] == "sent"
    assert not heard(hired.anna, since)


async def test_an_edit_of_a_lost_message_survives_a_lost_connection_before(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    hired.anna.person.deletes(shown)
    hired.world.faults.lay(method="editMessageText", drop=True)
    await says(hired, edit("e", shown, "стало"))
    await waits(hired, seconds=5)
    assert "стало" in hired.anna.sees
    assert (await row(hired, "e"))["state"] == "sent"


async def test_a_reply_to_a_lost_message_is_said_without_it(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    hired.anna.person.deletes(shown)
    body = {
        "chat_id": hired.anna.id, "text": "ответ",
        "reply_parameters": {"message_id": shown["message_id"]},
    }  # fmt: skip
    await says(hired, outgoing("r", hired.anna.id, "sendMessage", body))
    assert hired.anna.sees == "ответ"


async def test_an_answer_to_an_old_press_is_dropped(hired: Team) -> None:
    body = {"callback_query_id": "1", "text": "поздно"}
    with hired.world.expects_refusal("query is too old") as refused:
        await says(hired, outgoing("p", None, "answerCallbackQuery", body))
        await waits(hired, minutes=10)
    assert len(refused) == 1
    assert (await row(hired, "p"))["state"] == "sent"


async def test_formatting_that_telegram_cannot_read_is_dropped_and_logged(
    hired: Team, caplog: pytest.LogCaptureFixture
) -> None:
    with hired.world.expects_refusal("can't parse entities"):
        await says(hired, message("k", hired.anna.id, "<b>цена &lt; 5 &amp; шов"))
    assert hired.anna.sees == "цена < 5 & шов"
    assert [record.levelname for record in caplog.records if record.name == "bot.coping"] == [
        "ERROR"
    ]


async def test_a_text_that_cannot_be_said_at_all_is_given_up_and_logged(
    hired: Team, caplog: pytest.LogCaptureFixture
) -> None:
    with hired.world.expects_refusal("too long") as refused:
        await says(hired, message("k", hired.anna.id, "ш" * (LONGEST + 1)))
    assert (await row(hired, "k"))["state"] == "undeliverable"
    assert len(refused) == 1
    assert "ERROR" in {record.levelname for record in caplog.records}
    await says(hired, message("n", hired.anna.id, "дальше"))
    assert hired.anna.sees == "дальше"


# Limits -----------------------------------------------------------------------------------------


async def test_a_429_pauses_its_chat_and_no_other(hired: Team) -> None:
    hired.world.faults.lay(
        method="sendMessage", chat=hired.anna.id, code=429,
        description="Too Many Requests: retry after 7", parameters={"retry_after": 7},
    )  # fmt: skip
    await says(
        hired,
        message("a1", hired.anna.id, "первое"),
        message("a2", hired.anna.id, "второе"),
        message("b1", hired.boris.id, "другому"),
    )
    assert hired.boris.sees == "другому"
    assert not {"первое", "второе"} & set(heard(hired.anna))
    await waits(hired, seconds=6)
    assert not {"первое", "второе"} & set(heard(hired.anna))
    await waits(hired, seconds=1)
    assert heard(hired.anna)[-2:] == ["первое", "второе"]


async def test_after_a_429_nothing_more_urgent_overtakes_the_pause(hired: Team) -> None:
    hired.world.faults.lay(
        method="sendMessage", chat=hired.anna.id, code=429, times=1,
        description="Too Many Requests: retry after 7", parameters={"retry_after": 7},
    )  # fmt: skip
    await says(hired, message("a1", hired.anna.id, "первое"))
    await hired.anna.says("/help")
    assert not any("Я веду журнал" in text for text in heard(hired.anna))
    await waits(hired, seconds=7)
    assert any("Я веду журнал" in text for text in heard(hired.anna))


async def test_a_chat_with_much_to_hear_lets_the_others_go_first(hired: Team) -> None:
    owner, anna, boris = hired.owner.id, hired.anna.id, hired.boris.id
    many = [message(f"a{n}", anna) for n in range(4)]
    await says(hired, *many, message("b", boris), message("o", owner))
    said = [call["chat_id"] for call in sent(hired)][-6:]
    assert said == [anna, boris, anna, owner, anna, anna]


def waiting(chat: int | None) -> Sending:
    return Sending(
        1, "k", chat, "sendMessage", "{}", 0,
        again=False, expires_at=None, fallback_chat_id=None, more=False,
    )  # fmt: skip


@pytest.mark.parametrize("chat", [7_000_001_032, -1_002_000_000_011])
async def test_a_chat_that_has_just_heard_something_waits_and_others_do_not(chat: int) -> None:
    limits = Limits(on=True)
    await limits.take(waiting(chat))
    assert not limits.allow(waiting(chat))
    assert limits.allow(waiting(chat + 1))
    assert limits.allow(waiting(None))


async def test_limits_that_are_off_hold_nobody() -> None:
    limits = Limits(on=False)
    for _ in range(100):
        await limits.take(waiting(5))
    assert limits.allow(waiting(5))


async def test_no_more_than_telegram_takes_in_a_second_is_started(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hired.app.sender, "limits", Limits(on=True))
    await puts(hired, *(message(str(n), hired.anna.id, str(n)) for n in range(3)))
    held = await hired.app.sender.step()
    assert not held  # one row of a chat is ready at a time
    await hired.app.sender.finish()
    assert await hired.app.sender.step()
    assert heard(hired.anna)[-1] == "0"


# A connection that fails ------------------------------------------------------------------------


async def test_what_may_have_been_said_is_said_again_and_marked(hired: Team) -> None:
    hired.world.faults.lay(method="sendMessage", lose_answer=True)
    await says(hired, message("k", hired.anna.id, "слово"))
    assert hired.anna.sees == "слово"
    assert (await row(hired, "k"))["state"] == "pending"
    await waits(hired, seconds=5)
    assert heard(hired.anna)[-2:] == ["слово", f"слово\n\n{AGAIN}"]
    assert (await row(hired, "k"))["state"] == "sent"


async def test_an_edit_is_repeated_without_a_mark(hired: Team) -> None:
    shown = await newest(hired, hired.anna)
    hired.world.faults.lay(method="editMessageText", drop=True)
    await says(hired, edit("e", shown, "стало"))
    await waits(hired, seconds=5)
    assert hired.anna.sees == "стало"


async def test_a_repeated_word_that_has_no_room_for_the_mark_is_said_all_the_same(
    hired: Team,
) -> None:
    hired.world.faults.lay(method="sendMessage", drop=True)
    await says(hired, message("k", hired.anna.id, "ш" * LONGEST))
    await waits(hired, seconds=5)
    assert hired.anna.sees.startswith("шшш")
    assert (await row(hired, "k"))["state"] == "sent"


async def test_a_long_word_for_somebody_unreachable_still_reaches_the_owner(hired: Team) -> None:
    hired.anna.person.blocks()
    text = "ш" * LONGEST
    await says(hired, message("k", hired.anna.id, text, fallback_chat_id=hired.owner.id))
    assert hired.owner.sees.endswith("шшш")


@pytest.mark.parametrize("fault", ["drop", "html_body"])
async def test_a_failing_telegram_is_asked_again_ever_more_rarely(hired: Team, fault: str) -> None:
    hired.world.faults.lay(method="sendMessage", times=None, **{fault: True})  # type: ignore[arg-type]  # one flag of the fault
    await says(hired, message("k", hired.anna.id))
    pauses = []
    for _ in range(12):
        kept = await row(hired, "k")
        pauses.append(kept["not_before"] - int(hired.clock.timestamp()))
        await waits(hired, seconds=pauses[-1])
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    hired.world.faults.clear()
    await waits(hired, minutes=5)
    assert (await row(hired, "k"))["state"] == "sent"


async def test_a_failure_of_one_chat_does_not_hold_the_others(hired: Team) -> None:
    hired.world.faults.lay(method="sendMessage", chat=hired.anna.id, times=None, drop=True)
    await says(hired, message("a", hired.anna.id), message("b", hired.boris.id, "другому"))
    assert hired.boris.sees == "другому"
    hired.world.faults.clear()


class Flaky:
    """A bot whose first calls fail as told, and the others go through."""

    def __init__(self, team: Team, errors: Iterable[Exception]) -> None:
        self._bot, self._errors = team.app.sender.bot, list(errors)

    async def __call__(self, method: Any, **more: Any) -> Any:
        if self._errors:
            raise self._errors.pop(0)
        return await self._bot(method, **more)


def wrapped(cause: Exception) -> Exception:
    """A cause as aiogram hands it on."""
    error = TelegramNetworkError(SendMessage(chat_id=1, text="x"), str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("error", [ProxyError("refused"), wrapped(ProxyError("refused"))])
async def test_what_never_left_is_said_again_without_a_mark(
    hired: Team, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(hired.app.sender, "bot", Flaky(hired, [error]))
    await says(hired, message("k", hired.anna.id, "слово"))
    await waits(hired, seconds=5)
    assert hired.anna.sees == "слово"


async def test_an_expired_word_is_not_said(hired: Team) -> None:
    soon = hired.clock.now() + timedelta(seconds=20)
    await puts(hired, message("late", hired.anna.id, "поздно", expires_at=soon))
    await waits(hired, seconds=20)
    assert "поздно" not in heard(hired.anna)
    assert (await row(hired, "late"))["state"] == "sent"
    alive = hired.clock.now() + timedelta(seconds=20)
    await says(hired, message("soon", hired.anna.id, "вовремя", expires_at=alive))
    assert hired.anna.sees == "вовремя"


# Stops and a full disk --------------------------------------------------------------------------


async def test_what_was_being_said_at_a_stop_is_said_again_and_marked(hired: Team) -> None:
    await puts(hired, message("k", hired.anna.id, "слово"), message("w", hired.boris.id, "ждало"))
    async with hired.database.transaction():
        await hired.app.outbox.sending([(await row(hired, "k"))["id"]])
    await hired.app.sender.recover()
    await hired.app.sender.say_all()
    assert hired.anna.sees == f"слово\n\n{AGAIN}"
    assert hired.boris.sees == "ждало"


async def test_what_was_said_while_the_disk_was_full_is_not_said_twice(
    hired: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await puts(hired, message("k", hired.anna.id, "слово"))
    sender = hired.app.sender
    await sender.step()

    async def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(hired.app.outbox, "sent", full)
        with pytest.raises(sqlite3.OperationalError):
            await sender.say_all()
    await sender.say_all()
    assert heard(hired.anna).count("слово") == 1
    assert (await row(hired, "k"))["state"] == "sent"


async def test_nothing_is_logged_about_words_that_were_said(
    hired: Team, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await says(hired, message("k", hired.anna.id, "слово"))
    assert [record for record in caplog.records if record.name == "bot.coping"] == []
    assert sent(hired)[-1]["text"] == "слово"
