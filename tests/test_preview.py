"""What is foreseen is what is then sent: the preview beside the clock, at every tick of a day."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from stories import CHAT, TICKET
from team import Team

from cases.rules import DAY
from handlers.rehearsing import Foreseen, rehearse
from storage.instants import loaded
from texts.formats import NBSP
from texts.previews import MOST, PARTS, preview

TICK = timedelta(minutes=10)
Story = Callable[[Team], Awaitable[None]]


async def foreseen(team: Team) -> tuple[Foreseen, ...]:
    async with team.database.transaction():
        return await rehearse(team.app.clock.alarms, team.app.database, team.clock.now(), DAY, TICK)


async def outbox(team: Team, after: int) -> list[tuple[datetime, str, int]]:
    sql = "SELECT created_at, key, chat_id FROM outbox WHERE id > :after ORDER BY id"
    rows = await team.database.rows(sql, {"after": after})
    return [(at, r["key"], r["chat_id"]) for r in rows if (at := loaded(r["created_at"]))]


async def newest(team: Team) -> int:
    row = await team.database.row("SELECT COALESCE(MAX(id), 0) AS id FROM outbox")
    return int(row["id"]) if row else 0


async def everything(team: Team) -> list[tuple[Any, ...]]:
    """All that is kept, to see that a rehearsal leaves it alone."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
    names = [row["name"] for row in await team.database.rows(sql)]
    return [(n, *map(tuple, await team.database.rows(f"SELECT * FROM {n}"))) for n in names]  # noqa: S608 - our own tables


async def chats(team: Team, *buyers: str) -> None:
    for buyer in buyers:
        told = [buyer if deed == "Тимур" else deed for deed in CHAT]
        await team.anna.does(*told, "К итогу", "Сохранить")


async def a_quiet_night(team: Team) -> None:
    """Rungs fall into the night, and a deadline: before it, and with the digest after it."""
    await chats(team, "Тимур")
    await team.anna.does(*TICKET)
    await team.waits(days=2, hours=8)


async def a_snooze(team: Team) -> None:
    await chats(team, "Тимур")
    await team.waits(days=9)
    await team.anna.does("/status #1", "Отложить", "На час")


async def a_climb(team: Team) -> None:
    """Nobody sees the reminders of the last day."""
    await chats(team, "Тимур")
    await team.waits(days=8)
    await team.waits(hours=23)


async def somebody_away(team: Team) -> None:
    await chats(team, "Тимур")
    await team.waits(days=8)
    await team.anna.says("/away 14.03 @boris")
    await team.waits(minutes=1)


async def many_at_once(team: Team) -> None:
    await chats(team, "Тимур", "Ия", "Лев", "Рада")
    await team.waits(days=9)


async def a_review(team: Team) -> None:
    """Monday morning comes, with a group that is bound."""
    await team.binds_group()
    await chats(team, "Тимур")
    await team.waits(days=4)


async def a_late_review(team: Team) -> None:
    """The bot was down on Monday and comes back in the night."""
    await chats(team, "Тимур")
    await team.waits(days=5, hours=14)


async def a_silence_that_ends_in_the_night(team: Team) -> None:
    """What came due in it waits for the morning, and the word about it with that."""
    await chats(team, "Тимур", "Ия")
    await team.waits(days=7, hours=10)
    team.clock.moves(hours=16)
    await team.app.clock.wake()
    await team.settles()


SCENARIOS: dict[Story, str] = {
    a_quiet_night: "stale:",
    a_snooze: "ping:1:reply",
    a_climb: "ping:1:reply",
    somebody_away: "ping:1:reply",
    many_at_once: "list:",
    a_review: "review:2026-03-09:-",
    a_late_review: "review:2026-03-09:",
    a_silence_that_ends_in_the_night: "digest:",
}
"""Each story, with a part of a key that must be foreseen in it."""


@pytest.mark.parametrize("story", SCENARIOS)
async def test_what_is_foreseen_is_what_is_sent(team: Team, story: Story) -> None:
    await team.hire()
    await team.waits(minutes=1)
    await story(team)
    before, kept = await newest(team), await everything(team)
    expected = await foreseen(team)
    assert await everything(team) == kept
    texts = {
        member.id: len(member.person.chat.messages)
        for member in (team.owner, team.anna, team.boris)
    }
    for _ in range(DAY // TICK):
        await team.waits(seconds=TICK.total_seconds())
    assert [(each.at, each.word.key, each.word.chat_id) for each in expected] == await outbox(
        team, before
    )
    assert any(SCENARIOS[story] in each.word.key for each in expected)
    for member in (team.owner, team.anna, team.boris):
        said = [m["text"] for m in member.person.chat.messages[texts[member.id] :]]
        bodies = [each.word.body for each in expected if each.word.chat_id == member.id]
        assert said == [plain(json.loads(body)["text"]) for body in bodies]


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


async def test_the_owner_reads_what_goes_to_whom_and_when(team: Team) -> None:
    await team.hire()
    await team.binds_group()
    await team.waits(minutes=1)
    await chats(team, "Тимур")
    await team.waits(days=4)
    told = await team.owner.says("/preview")
    assert told.startswith(f"За сутки отправлю 6{NBSP}сообщений, если ничего не изменится:")
    assert f"пн{NBSP}09.03 09:00 · Борис: утренняя сводка" in told
    assert f"пн{NBSP}09.03 10:00 · Ольга: разбор хвостов" in told
    assert f"пн{NBSP}09.03 10:00 · Команда: разбор хвостов" in told


def test_a_long_preview_is_cut_into_a_few_messages_and_counts_the_rest() -> None:
    parts = preview([f"сегодня 18:00 · Анна: {n}" for n in range(MOST * (PARTS + 1))])
    assert len(parts) == PARTS
    assert parts[-1].endswith(f"и ещё {MOST}")
    assert all(len(part) <= 4096 for part in parts)


def test_with_nothing_to_come_it_says_so() -> None:
    assert preview([]) == ["За сутки отправлять нечего."]
