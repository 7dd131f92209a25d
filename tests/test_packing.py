"""Stories of `/pack`: one archive of a case, by whoever may see it, whole or honestly in parts."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from team import Team

from cases.answers import Attachment
from cases.files import LARGEST, CaseFile, FileState
from cases.packs import LARGEST as PART
from cases.packs import Pack, in_parts
from sandbox.wire import Json
from texts.packs import index
from texts.team import AGAIN

CHAT = (
    "/new", "Чат с покупателем", "Разошёлся шов <b>", "Только что", "Тимур", "140158860", "Брак",
    "18-123-456", "К итогу", "Сохранить",
)  # fmt: skip


@pytest.fixture
async def cased(team: Team) -> Team:
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)


async def adds(team: Team, name: str, content: bytes, caption: str = "") -> None:
    await team.anna.person.sends_document(name, content, caption=f"#1 {caption}".strip())
    await team.settles()


def documents(team: Team) -> list[Json]:
    """What the bot has sent as a document."""
    posts = team.anna.person.chat.messages
    return [m for m in posts if "document" in m and m["from"]["id"] != team.anna.id]


def content(team: Team, message: Json) -> bytes:
    file = team.world.files.find(message["document"]["file_id"])
    assert file
    return file.content


def opened(team: Team) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content(team, documents(team)[-1])))
    assert archive.testzip() is None
    return archive


def text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8")


def leftovers(team: Team) -> list[Path]:
    parts = team.app.collector.shelf.parts
    return list(parts.iterdir()) if parts.exists() else []


async def test_the_archive_holds_the_card_the_history_the_files_and_their_index(
    cased: Team,
) -> None:
    await adds(cased, "шов.jpg", b"\xff\xd8 photo", "шов крупно")
    await adds(cased, "../акт.pdf", b"%PDF")
    await cased.collects()
    await cased.anna.says("/pack 18123456")
    message = documents(cased)[-1]
    assert message["document"]["file_name"] == "18-123-456.zip"
    assert message["caption"] == "Архив #1: карточка, история и 2\u00a0файла."
    archive = opened(cased)
    assert set(archive.namelist()) == {
        "карточка.txt", "история.txt", "опись.csv", "файлы/01-шов.jpg", "файлы/02-_акт.pdf",
    }  # fmt: skip
    assert archive.read("файлы/01-шов.jpg") == b"\xff\xd8 photo"
    assert "Разошёлся шов <b>" in text(archive, "карточка.txt")
    assert "Покупатель: Тимур" in text(archive, "карточка.txt")
    assert "&lt;" not in text(archive, "карточка.txt")
    assert "Анна: заведено" in text(archive, "история.txt")
    head, first, second = csv.reader(
        io.StringIO(text(archive, "опись.csv").removeprefix("\ufeff")), delimiter=";"
    )
    assert head[0] == "номер"
    assert first[:3] == ["1", "шов.jpg", "шов крупно"]
    assert first[4:7] == ["8", hashlib.sha256(b"\xff\xd8 photo").hexdigest(), "файлы/01-шов.jpg"]
    assert second[6] == "файлы/02-_акт.pdf"
    assert leftovers(cased) == []
    cased.world.assert_nothing_refused()


async def test_the_archive_of_a_ticket_has_its_appeal(team: Team) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Обращение в поддержку", "Техника и API", "Ошибка API", "500 на складе", "вчера",
        "Исправление", "Горит", "Пропустить", "Пропустить", "Пропустить", "К итогу", "Сохранить",
        "/pack #1",
    )  # fmt: skip
    assert documents(team)[-1]["document"]["file_name"] == "1.zip"
    assert documents(team)[-1]["caption"] == "Архив #1: карточка и история."
    assert "Тема: Ошибка API" in text(opened(team), "текст обращения.txt")


async def test_what_is_not_on_the_disk_is_named_under_the_archive(cased: Team) -> None:
    await cased.anna.person.sends_document("а.mp4", b"x", caption="#1", size=LARGEST + 1)
    await cased.settles()
    await adds(cased, "б.pdf", b"x")
    await cased.anna.says("/pack 18123456")
    caption = documents(cased)[-1]["caption"]
    assert "Не вошли (ещё сохраняю): №\u00a02." in caption
    assert "Не вошли (только в Telegram, больше 20 МБ): №\u00a01." in caption
    assert "только в Telegram" in text(opened(cased), "опись.csv")


async def test_a_file_that_vanished_from_the_disk_is_named_inside(cased: Team) -> None:
    await adds(cased, "акт.pdf", b"x")
    await cased.collects()
    shutil.rmtree(cased.app.collector.shelf.root / "0001")
    await cased.anna.says("/pack 18123456")
    assert "файлы/01-акт.pdf" in text(opened(cased), "не вошло.txt")


async def test_a_large_case_comes_in_parts(cased: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.packs.LARGEST", 10)
    for name in ("а", "б", "в"):
        await adds(cased, name, b"12345678")
    await cased.collects()
    await cased.anna.says("/pack 18123456")
    said = documents(cased)[-3:]
    assert [m["document"]["file_name"] for m in said] == [
        "18-123-456-1.zip", "18-123-456-2.zip", "18-123-456-3.zip",
    ]  # fmt: skip
    assert ["часть 2 из 3" in m["caption"] for m in said] == [False, True, False]
    held = [zipfile.ZipFile(io.BytesIO(content(cased, m))).namelist() for m in said]
    assert [names[-1] for names in held] == ["файлы/01-а", "файлы/02-б", "файлы/03-в"]
    assert held[1] == ["файлы/02-б"]


async def test_the_archive_is_made_again_after_a_stop_and_marked(cased: Team) -> None:
    await adds(cased, "акт.pdf", b"x")
    await cased.collects()
    cased.world.faults.lay(method="sendDocument", lose_answer=True)
    await cased.anna.says("/pack 18123456")
    cased.clock.moves(seconds=5)
    await cased.settles()
    first, again = documents(cased)[-2:]
    assert AGAIN not in first["caption"]
    assert again["caption"].endswith(AGAIN)
    assert content(cased, first) == content(cased, again)
    assert leftovers(cased) == []


async def test_without_room_for_the_archive_words_come_and_the_chat_goes_on(
    cased: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
        assert "Архив не собрался" in await cased.anna.says("/pack 18123456")
        assert "#1" in await cased.anna.says("/status 18123456")
    assert documents(cased) == []


async def test_an_archive_that_never_arrives_does_not_hold_the_chat_up_for_ever(
    cased: Team,
) -> None:
    cased.world.faults.lay(method="sendDocument", drop=True, times=None)
    await cased.anna.says("/pack 18123456")
    for _ in range(5):
        cased.clock.moves(minutes=1)
        await cased.settles()
    assert "Архив не отправился" in cased.anna.sees
    assert "#1" in await cased.anna.says("/status 18123456")


async def test_the_archive_is_a_button_below_the_evidence(cased: Team) -> None:
    await adds(cased, "акт.pdf", b"x")
    await cased.collects()
    await cased.anna.presses("Доказательства")
    await cased.anna.presses("Собрать архив")
    assert opened(cased).read("файлы/01-акт.pdf") == b"x"


@pytest.mark.parametrize(
    ("said", "answer"),
    [("/pack", "Напишите номер"), ("/pack 999", "В журнале нет «999»"), ("/pack 3456", "Архив #1")],
)
async def test_a_number_is_looked_for_as_status_does(cased: Team, said: str, answer: str) -> None:
    await cased.anna.says(said)
    newest = cased.anna.person.chat.messages[-1]
    assert answer in (newest.get("text") or newest["caption"])


async def test_a_stranger_and_the_group_get_no_archive(cased: Team) -> None:
    group = await cased.binds_group()
    before = len(group.messages)
    await cased.anna.says("/pack@journal_bot 18123456", where=group)
    assert len(group.messages) == before + 2
    assert group.last_text == "Это в личке."
    assert "рабочий бот" in await cased.stranger.says("/pack 18123456")
    assert documents(cased) == []


# Rules ------------------------------------------------------------------------------------------


def a_file(number: int, size: int, name: str = "a") -> CaseFile:
    attachment = Attachment("f", "u", "document", name, size)
    return CaseFile(1, number, attachment, FileState.KEPT, datetime(2026, 3, 4, tzinfo=UTC))


def test_parts_keep_the_order_and_the_limit() -> None:
    files = [a_file(number, LARGEST) for number in range(1, 8)]
    parts = in_parts(files)
    assert [file for part in parts for file in part] == files
    assert all(sum(f.attachment.size for f in part) <= PART for part in parts)
    assert len(parts) == 4
    assert in_parts([]) == [[]]


def test_a_pack_is_written_down_and_read_back() -> None:
    pack = Pack("1.zip", {"a.txt": "ё"}, (("0001/01-a", "файлы/01-a"),))
    assert Pack.of_document(pack.as_document()) == pack
    assert Pack.of_document("AgACAgIAAxkBAAI") is None
    assert Pack.of_document(None) is None


def test_a_name_that_is_a_formula_is_text_in_the_index() -> None:
    listed = index([a_file(1, 1, "=cmd|' /C calc'!A0")], ZoneInfo("Europe/Moscow"))
    assert ";'=cmd" in listed
