"""The files get to the disk: whole, once, whatever breaks on the way."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from team import TOKEN, Team

from bot.collector import TRIES, Collector
from bot.logs import JsonLines
from bot.shelf import RESERVE, Part, Shelf
from cases.answers import Attachment
from cases.files import LARGEST, CaseFile, FileState

CHAT = ("/new", "Чат с покупателем", "Разошёлся шов", "Только что", "К итогу", "Сохранить")


@pytest.fixture
async def cased(team: Team) -> Team:
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)


async def sends(team: Team, name: str, content: bytes = b"content", **more: Any) -> None:
    await team.anna.person.sends_document(name, content, caption="#1", **more)
    await team.settles()


def shelf(team: Team) -> Shelf:
    return team.app.collector.shelf


def on_disk(team: Team) -> dict[str, bytes]:
    """Every file below the folder of attachments, unfinished ones too."""
    root = shelf(team).root
    found = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


async def files(team: Team) -> tuple[CaseFile, ...]:
    return await team.attachments.files(1)


async def states(team: Team) -> list[str]:
    return [file.state.value for file in await files(team)]


async def waits(team: Team, **time: float) -> None:
    team.clock.moves(**time)
    await team.collects()


async def test_a_file_is_kept_under_its_number_with_its_size_and_digest(cased: Team) -> None:
    await sends(cased, "Отчёт.pdf", b"%PDF content")
    await cased.collects()
    assert on_disk(cased) == {"0001/01-Отчёт.pdf": b"%PDF content"}
    (kept,) = await files(cased)
    assert (kept.state, kept.place) == (FileState.KEPT, "0001/01-Отчёт.pdf")
    assert kept.attachment.size == len(b"%PDF content")
    assert kept.sha256 == hashlib.sha256(b"%PDF content").hexdigest()
    assert await cased.app.collector.collect() == 0
    cased.world.assert_nothing_refused()


async def test_a_name_that_leads_elsewhere_stays_in_the_folder_of_its_case(cased: Team) -> None:
    await sends(cased, "../../journal.db")
    await sends(cased, "/etc/passwd")
    await cased.collects()
    assert set(on_disk(cased)) == {"0001/01-_.._journal.db", "0001/02-_etc_passwd"}


async def test_the_folder_stays_when_the_case_gets_its_number(cased: Team) -> None:
    await cased.anna.does(
        "/new", "Обращение в поддержку", "Техника и API", "Ошибка API", "500 на складе", "вчера",
        "Исправление", "Горит", "Пропустить", "Пропустить", "Пропустить", "К итогу", "Сохранить",
    )  # fmt: skip
    await cased.anna.person.sends_document("до.txt", b"1", caption="#2")
    await cased.settles()
    await cased.collects()
    await cased.anna.does("/status #2", "Отправлено", "18123456")
    await cased.anna.person.sends_document("после.txt", b"2", caption="#2")
    await cased.settles()
    await cased.collects()
    assert set(on_disk(cased)) == {"0002/01-до.txt", "0002/02-после.txt"}


async def test_a_file_that_telegram_finds_too_big_after_all_is_told_of_once(cased: Team) -> None:
    cased.world.rules = replace(cased.world.rules, download_bytes=4)
    await sends(cased, "запись.mp4", b"12345678")
    with cased.world.expects_refusal("file is too big"):
        await cased.collects()
    assert await states(cased) == ["too_big"]
    assert "№\u00a01 больше 20\u00a0МБ" in cased.anna.sees
    assert "Повторить" not in cased.anna.buttons
    before = len(cased.anna.person.chat.messages)
    await waits(cased, days=1)
    assert len(cased.anna.person.chat.messages) == before
    assert on_disk(cased) == {}


async def test_a_file_over_20_mb_is_never_asked_for(cased: Team) -> None:
    await sends(cased, "запись.mp4", size=LARGEST + 1)
    await cased.collects()
    assert await states(cased) == ["too_big"]
    assert "getFile" not in {call.method for call in cased.world.calls}


async def test_a_download_that_breaks_is_tried_again_and_comes_whole(cased: Team) -> None:
    cased.world.faults.lay(method="file")
    await sends(cased, "акт.pdf")
    await cased.collects()
    assert (await states(cased), on_disk(cased)) == (["pending"], {})
    await waits(cased, seconds=14)
    assert await states(cased) == ["pending"]
    await waits(cased, seconds=2)
    assert on_disk(cased) == {"0001/01-акт.pdf": b"content"}


async def test_after_the_last_try_the_person_is_told_once_and_may_repeat(cased: Team) -> None:
    cased.world.faults.lay(method="file", times=None)
    for name in ("а.pdf", "б.pdf"):
        await sends(cased, name)
    before = len(cased.anna.person.chat.messages)
    for _ in range(TRIES + 2):
        await waits(cased, hours=2)
    assert await states(cased) == ["failed", "failed"]
    assert "не скачалось из Telegram: №\u00a01, №\u00a02" in cased.anna.sees
    told = [m for m in cased.anna.person.chat.messages[before:] if "скачалось" in m["text"]]
    assert len(told) == 1
    cased.world.faults.clear()
    await cased.anna.presses("Повторить")
    await cased.collects()
    assert await states(cased) == ["kept", "kept"]
    await cased.anna.presses("Повторить")
    assert len(on_disk(cased)) == 2


async def test_while_telegram_is_out_of_reach_no_try_counts(
    cased: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sends(cased, "акт.pdf")

    async def down(method: Any, **_: Any) -> None:
        raise TelegramNetworkError(method=method, message="down")

    with monkeypatch.context() as network:
        network.setattr(cased.app.collector, "bot", down)
        for _ in range(3 * TRIES):
            cased.clock.moves(minutes=1)
            await cased.app.collector.collect()
    (file,) = await files(cased)
    assert (file.state, file.tries) == (FileState.PENDING, 0)
    await waits(cased, minutes=1)
    assert await states(cased) == ["kept"]


async def test_a_flood_pause_is_kept(cased: Team) -> None:
    cased.world.faults.lay(
        method="getFile", code=429, description="Too Many Requests: retry after 40",
        parameters={"retry_after": 40},
    )  # fmt: skip
    await sends(cased, "акт.pdf")
    await cased.collects()
    await waits(cased, seconds=39)
    assert await states(cased) == ["pending"]
    await waits(cased, seconds=2)
    assert await states(cased) == ["kept"]


async def test_the_token_is_in_no_line_of_the_log(
    cased: Team, caplog: pytest.LogCaptureFixture
) -> None:
    cased.world.faults.lay(method="file", times=None)
    await sends(cased, "акт.pdf")
    await cased.collects()
    written = [JsonLines().format(record) for record in caplog.records]
    assert any("ClientPayloadError" in line for line in written)
    assert not any(TOKEN in line or TOKEN in record.getMessage() for line, record in zip(
        written, caplog.records, strict=True
    ))  # fmt: skip


# A disk without room ---------------------------------------------------------------------------


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("where", "what"),
    [(Path, "open"), (os, "fsync"), (Path, "replace"), (Path, "mkdir")],
    ids=["open", "fsync", "replace", "mkdir"],
)
async def test_without_room_the_owner_is_told_once_and_the_case_is_whole(
    cased: Team, monkeypatch: pytest.MonkeyPatch, where: Any, what: str
) -> None:
    await sends(cased, "акт.pdf")
    before = len(cased.owner.person.chat.messages)
    with monkeypatch.context() as disk:
        disk.setattr(where, what, full)
        await cased.collects()
        for _ in range(3):
            await waits(cased, minutes=10)
    told = [m["text"] for m in cased.owner.person.chat.messages[before:]]
    assert len([text for text in told if "Не могу сохранять файлы на диск" in text]) == 1
    assert (await states(cased), on_disk(cased)) == (["pending"], {})
    assert "📎 1" in await cased.anna.says("/status #1")
    await waits(cased, minutes=10)
    assert on_disk(cased) == {"0001/01-акт.pdf": b"content"}


async def test_the_last_room_on_the_disk_is_left_to_the_journal(
    cased: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sends(cased, "акт.pdf")
    left = SimpleNamespace(free=RESERVE + 3)
    with monkeypatch.context() as disk:
        disk.setattr(shutil, "disk_usage", lambda _: left)
        await cased.collects()
    assert await states(cased) == ["pending"]
    assert "Не могу сохранять файлы" in cased.owner.sees


# Stops at any moment ----------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone: nothing more of it runs."""


def dies(*_: Any, **__: Any) -> None:
    raise Killed


async def dies_later(*_: Any, **__: Any) -> None:
    raise Killed


def after(real: Callable[..., Any]) -> Callable[..., Any]:
    def done_and_dead(*given: Any, **named: Any) -> None:
        real(*given, **named)
        raise Killed

    return done_and_dead


STOPS: dict[str, tuple[Any, str, Any]] = {
    "before the first byte": (Part, "__init__", dies),
    "after the first piece": (Part, "write", after(Part.write)),
    "before it is on the disk": (Part, "to_disk", dies),
    "after it is on the disk": (Part, "to_disk", after(Part.to_disk)),
    "before it is moved": (Path, "replace", dies),
    "after it is moved": (Path, "replace", after(Path.replace)),
    "before it is written down": ("attachments", "kept", dies_later),
}


@pytest.mark.parametrize("moment", STOPS)
async def test_a_stop_at_any_moment_leaves_one_whole_file(
    cased: Team, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    await sends(cased, "акт.pdf", b"all of the content")
    owner, name, deed = STOPS[moment]
    collector = cased.app.collector
    with monkeypatch.context() as life:
        life.setattr(getattr(collector, owner) if isinstance(owner, str) else owner, name, deed)
        life.setattr(Path, "unlink", lambda *_, **__: None)  # a dead process tidies nothing up
        with pytest.raises((Killed, BaseExceptionGroup)):
            await collector.collect()
    assert await states(cased) == ["pending"]
    next_life = replace(collector)
    next_life.shelf.sweep()
    await next_life.collect()
    assert on_disk(cased) == {"0001/01-акт.pdf": b"all of the content"}
    assert await states(cased) == ["kept"]


async def test_what_was_left_unfinished_is_swept_before_anything_else(
    cased: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = shelf(cased).parts
    parts.mkdir(parents=True)
    (parts / "1-1").write_bytes(b"half")
    monkeypatch.setattr(cased.app.sender, "recover", dies_later)
    with pytest.raises(Killed):
        await cased.app.run()
    assert on_disk(cased) == {}


async def test_an_error_of_the_journal_does_not_end_the_collector(
    cased: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([ValueError("odd"), Killed()])

    async def fails(_: Collector) -> int:
        raise next(answers)

    async def at_once(_: float) -> None:
        return

    monkeypatch.setattr(Collector, "collect", fails)
    monkeypatch.setattr("bot.collector.asyncio", SimpleNamespace(sleep=at_once))
    with pytest.raises(Killed):
        await cased.app.collector.run()
    assert [r.levelno for r in caplog.records if r.name == "bot.collector"] == [logging.ERROR]


async def test_the_numbers_of_files_are_never_given_twice(cased: Team) -> None:
    await sends(cased, "а.pdf")
    with pytest.raises(Exception, match="never reused"):
        async with cased.database.transaction():
            await cased.database.rows("DELETE FROM attachments")


async def test_what_is_due_is_found_by_its_index(cased: Team) -> None:
    plan = await cased.database.rows(
        "EXPLAIN QUERY PLAN SELECT * FROM attachments WHERE state = 'pending'"
        " AND not_before <= 5 ORDER BY not_before, case_id, number LIMIT 3"
    )
    assert [row["detail"] for row in plan] == [
        "SEARCH attachments USING INDEX attachments_pending (not_before<?)"
    ]


def test_an_attachment_of_an_older_draft_is_still_read() -> None:
    old = {"file_id": "f", "unique_id": "u", "kind": "photo", "name": "n", "size": 1, "caption": ""}
    assert Attachment(**old).album == ""  # type: ignore[arg-type]  -- as JSON has it
