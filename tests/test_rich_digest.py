"""The rich digest: a long morning in tables, and what becomes of it where it is refused."""

from typing import Any

from samples import a_chat
from stories import CHAT
from team import Member, Team
from test_digest import MORNING, RULES, chat

from bot.retelling import marked_again
from cases.digests import make_digest
from cases.rules import DAY, HOUR
from storage.queues import RICH
from texts.rich_digests import rich_digest

BUYERS = ("Тимур", "Ия", "Лев", "Рада", "Яна", "Глеб", "Вера")


async def many_late(team: Team) -> None:
    await team.hire()
    for buyer in BUYERS:
        deeds = [buyer if deed == "Тимур" else deed for deed in CHAT]
        await team.anna.does(*deeds, "К итогу", "Сохранить")
    await team.waits(minutes=1)
    await team.waits(days=11)


def mornings(member: Member) -> list[dict[str, Any]]:
    return [m for m in member.person.chat.messages if "Добр" in str(m)]


def test_a_short_morning_is_no_rich_message() -> None:
    content = make_digest((chat(1, MORNING - HOUR),), RULES, MORNING)
    assert rich_digest(content, RULES, MORNING) is None


def test_what_people_typed_is_harmless_in_it() -> None:
    goods = {"goods": [{"kind": "article", "value": "<b>&"}]}
    cases = tuple(a_chat(MORNING - 11 * DAY, id=n, answers=goods) for n in range(1, 9))
    html = rich_digest(make_digest(cases, RULES, MORNING), RULES, MORNING)
    assert html is not None
    assert "&lt;b&gt;&amp;" in html
    assert html.count("<tr>") == 8


async def test_a_long_morning_comes_as_groups_that_fold(team: Team) -> None:
    await many_late(team)
    told = mornings(team.owner)[-1]
    kinds = [block["type"] for block in told["rich_message"]["blocks"]]
    assert kinds[0] == "heading"
    (group,) = [b for b in told["rich_message"]["blocks"] if b["type"] == "details"]
    (table,) = [b for b in group["blocks"] if b["type"] == "table"]
    assert len(table["cells"]) == len(BUYERS)
    assert "text" not in told
    assert told["reply_markup"]["inline_keyboard"]


async def test_where_it_is_refused_the_plain_one_comes_and_it_is_not_tried_again(
    team: Team,
) -> None:
    team.world.faults.lay(method="sendRichMessage", code=404, description="Not Found", times=2)
    await many_late(team)
    assert "🔴 Просрочено: 7" in mornings(team.owner)[-1]["text"]
    await team.waits(days=1)
    for member in (team.owner, team.anna):
        assert "text" in mornings(member)[-1]
    await team.waits(days=31)
    assert "rich_message" in mornings(team.owner)[-1]


def test_what_may_have_been_said_before_is_marked() -> None:
    body = marked_again(RICH, {"text": "а", "rich_message": {"html": "<p>а</p>"}})
    assert "повтор" in body["rich_message"]["html"]
