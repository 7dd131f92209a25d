"""Stories of «Доказательства»: the files come back as albums, and only to those who may see."""

from __future__ import annotations

import json

import pytest
from team import Team

from sandbox.wire import Json
from storage.queues import Outgoing
from texts.team import AGAIN

CHAT = ("/new", "Чат с покупателем", "Разошёлся шов", "Только что", "К итогу", "Сохранить")


@pytest.fixture
async def cased(team: Team) -> Team:
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)


async def adds(team: Team, photos: int = 0, documents: int = 0) -> None:
    await team.anna.does("/status #1", "Добавить файлы")
    for number in range(photos):
        await team.anna.person.sends_photo(b"\xff\xd8\xff %d" % number, caption=f"снимок {number}")
    for number in range(documents):
        await team.anna.person.sends_document(f"{number}.pdf", b"%PDF")
    await team.settles()
    await team.anna.presses("Готово")


def sent(team: Team, *methods: str) -> list[Json]:
    return [call.params for call in team.world.calls if call.ok and call.method in methods]


def heads(team: Team) -> list[str]:
    said = [m.get("text", "") for m in team.anna.person.chat.messages]
    return [text for text in said if "Доказательства #" in text]


async def test_a_card_without_files_offers_only_to_add_some(cased: Team) -> None:
    await cased.anna.says("/status #1")
    await cased.anna.presses("Ещё")
    assert "Доказательства" not in cased.anna.buttons
    assert "Добавить файлы" in cased.anna.buttons


async def test_photos_come_as_albums_of_ten_and_documents_apart(cased: Team) -> None:
    await adds(cased, photos=12, documents=2)
    await cased.anna.presses("Доказательства")
    albums = sent(cased, "sendMediaGroup")
    assert [[one["type"] for one in each["media"]] for each in albums] == [
        ["photo"] * 10, ["photo"] * 2, ["document"] * 2,
    ]  # fmt: skip
    assert albums[0]["media"][0]["caption"] == "№\u00a01 снимок 0"
    assert "№\u00a012 «photo.jpg», снимок 11" in heads(cased)[-1]
    cased.world.assert_nothing_refused()


async def test_a_single_file_and_what_no_album_takes_come_alone(cased: Team) -> None:
    await cased.anna.does("/status #1", "Добавить файлы")
    person = cased.anna.person
    await person.sends_photo()
    await person.sends_video()
    await person.sends_voice()
    for kind in ("audio", "video_note", "animation"):
        await person.sends_recording(kind)
    await cased.settles()
    await cased.anna.does("Готово", "Доказательства")
    (album,) = sent(cased, "sendMediaGroup")
    assert [one["type"] for one in album["media"]] == ["photo", "video"]
    for method in ("sendVoice", "sendAudio", "sendVideoNote", "sendAnimation"):
        assert len(sent(cased, method)) == 1, method
    cased.world.assert_nothing_refused()


async def test_a_file_that_only_telegram_has_is_named_as_such(cased: Team) -> None:
    await cased.anna.person.sends_document("запись.mp4", b"x", caption="#1", size=30 * 1024**2)
    await cased.settles()
    await cased.anna.presses("Доказательства")
    assert "«запись.mp4», 30,0\u00a0МБ, только в Telegram, больше 20 МБ" in heads(cased)[-1]
    assert len(sent(cased, "sendDocument")) == 1


async def test_what_people_wrote_under_a_file_is_shown_as_they_wrote_it(cased: Team) -> None:
    await cased.anna.person.sends_photo(caption="#1 <b>шов & нитки</b>")
    await cased.settles()
    await cased.anna.presses("Доказательства")
    assert cased.anna.person.chat.messages[-1]["caption"] == "№\u00a01 <b>шов & нитки</b>"


async def test_an_album_that_was_being_sent_at_a_stop_is_marked(cased: Team) -> None:
    await adds(cased, photos=2)
    cased.world.faults.lay(method="sendMediaGroup", lose_answer=True)
    await cased.anna.presses("Доказательства")
    cased.clock.moves(seconds=5)
    await cased.settles()
    first, again = sent(cased, "sendMediaGroup")
    assert AGAIN not in first["media"][0]["caption"]
    assert again["media"][0]["caption"].endswith(AGAIN)
    assert AGAIN not in again["media"][1]["caption"]


async def test_files_that_telegram_does_not_know_any_more_are_told_of(cased: Team) -> None:
    await adds(cased, photos=2)
    async with cased.database.transaction():
        await cased.database.rows("UPDATE attachments SET file_id = 'another-bots-file-id'")
    with cased.world.expects_refusal("wrong remote file identifier"):
        await cased.anna.presses("Доказательства")
    assert "Часть файлов Telegram больше не показывает" in cased.anna.sees


async def test_a_removed_person_sees_no_files(cased: Team) -> None:
    await adds(cased, photos=1)
    await cased.boris.says("/status #1")
    await cased.boris.presses("Ещё")
    boris = await cased.people.by_telegram(cased.boris.id)
    assert boris
    async with cased.database.transaction():
        await cased.people.remove(boris, cased.clock.now())
    before = len(cased.boris.person.chat.messages)
    await cased.boris.presses("Доказательства")
    assert len(cased.boris.person.chat.messages) == before
    assert sent(cased, "sendPhoto", "sendMediaGroup") == []


@pytest.mark.parametrize("what", ["show", "add", "pack", "retry"])
async def test_a_button_of_files_that_is_pressed_in_the_group_does_nothing(
    cased: Team, what: str
) -> None:
    await adds(cased, photos=1)
    group = await cased.binds_group()
    keys = {"inline_keyboard": [[{"text": "Кнопка", "callback_data": f"a:{what}:1"}]]}
    word = {"chat_id": group.id, "text": "слово", "reply_markup": keys}
    async with cased.database.transaction():
        row = Outgoing("k", group.id, "sendMessage", json.dumps(word))
        await cased.app.outbox.put([row], cased.clock.now())
    await cased.settles()
    before = len(group.messages)
    await cased.anna.presses("Кнопка", where=group)
    assert len(group.messages) == before
    assert sent(cased, "sendPhoto", "sendDocument", "sendMediaGroup") == []
    assert sent(cased, "answerCallbackQuery")[-1]["text"] == "Такого обращения нет."
