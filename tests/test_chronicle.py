"""Stories of history: a case's timeline, and the owner's view of who did what."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from rights_scene import Scene
from stories import SAVED, TICKET
from team import Team

from cases.chronicle import BOT, day_numbered, day_of, day_span
from handlers.chronicle import ChroniclePress
from handlers.timeline import PAGE
from storage.chronicle import _BUSY, around_sql, page_sql, values_of
from storage.history import By

NBSP = "\u00a0"


@pytest.fixture
async def journal(team: Team) -> Team:
    """On Wednesday Anna writes #1 and #2, on Thursday Boris answers #2."""
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    team.clock.moves(days=1)
    await team.boris.does("/status #2", "Мы ответили")


async def notes(team: Team, how_many: int) -> None:
    """Let Anna's ticket have so many more lines of history."""
    anna = await team.people.by_telegram(team.anna.id)
    async with team.database.transaction():
        for number in range(how_many):
            by = By(anna, "private", team.clock.now())
            await team.history.note(1, by, "files_added", comment=str(number))


async def test_a_timeline_is_told_day_by_day(journal: Team) -> None:
    told = await journal.anna.does("/status #2", "История")
    assert told.split("\n\n", 1)[1] == (
        f"ср{NBSP}04.03\n12:00 Анна: заведено → ждёт нашего ответа\n\n"
        f"чт{NBSP}05.03\n12:00 Борис: наш ответ → ответили, ждём покупателя"
    )


async def test_a_deed_that_says_its_status_says_it_once(journal: Team) -> None:
    told = await journal.boris.does("/status #2", "Закрыть", "Спам", "История")
    assert told.endswith("12:00 Борис: закрыто")


async def test_a_long_timeline_opens_at_its_newest_page(journal: Team) -> None:
    await notes(journal, PAGE)
    told = await journal.anna.does("/status #1", "История")
    assert "История: 13–13 из 13" in told
    assert "добавлены файлы №\u00a011" in told
    told = await journal.anna.presses("Раньше")
    assert "История: 1–12 из 13" in told
    assert "заведено" in told
    assert "добавлены файлы №\u00a011" in await journal.anna.presses("Позже")
    assert "#1" in await journal.anna.presses("Карточка")


async def test_the_owner_sees_who_did_what_today(journal: Team) -> None:
    told = await journal.owner.says("/journal")
    assert told == (
        f"Кто что делал: сегодня, чт{NBSP}05.03, все\nЗаписей 1\n\n"
        "12:00 #2 Борис: наш ответ → ответили, ждём покупателя"
    )
    told = await journal.owner.presses(f"ср{NBSP}04.03")
    assert told.startswith(f"Кто что делал: вчера, ср{NBSP}04.03, все\nЗаписей 2")
    first, second = told.splitlines()[3:]
    assert first.startswith("12:00 #2 Анна: заведено")
    assert second.startswith("12:00 #1 Анна: заведено")
    assert "чт" in (await journal.owner.presses(f"чт{NBSP}05.03"))


async def test_each_line_opens_its_case_and_the_journal_stays(journal: Team) -> None:
    await journal.owner.says("/journal")
    card = await journal.owner.presses("#2")
    assert "чат с покупателем" in card
    assert any("Кто что делал" in str(m.get("text")) for m in journal.owner.person.chat.messages)


async def test_the_owner_looks_at_one_person(journal: Team) -> None:
    await notes(journal, 2)
    asked = await journal.owner.does("/journal", "Кто: все")
    assert asked.endswith("Чьи записи показать?")
    assert journal.owner.buttons[:3] == ["Все", "Анна 2", "Борис 1"]
    told = await journal.owner.presses("Анна 2")
    assert told.startswith(f"Кто что делал: сегодня, чт{NBSP}05.03, Анна\nЗаписей 2")
    assert "Борис" not in told
    assert "Кто: Анна" in journal.owner.buttons
    assert "Анна" in await journal.owner.presses(f"ср{NBSP}04.03")  # the person stays
    assert "Борис: наш ответ" in await journal.owner.does(f"чт{NBSP}05.03 →", "Кто: Анна", "Все")


async def test_what_the_bot_did_and_those_who_have_left_are_found(journal: Team) -> None:
    boris = await journal.people.by_telegram(journal.boris.id)
    assert boris is not None
    async with journal.database.transaction():
        await journal.people.remove(boris, journal.clock.now())
        await journal.history.note(1, By(None, "job", journal.clock.now()), "linked", other_id=2)
    await journal.owner.does("/journal", "Кто: все")
    assert journal.owner.buttons[1:3] == ["Борис 1", "Бот 1"]
    assert "бот: связано с #2" in await journal.owner.presses("Бот 1")


async def test_a_long_day_has_pages(journal: Team) -> None:
    await notes(journal, 24)
    told = await journal.owner.says("/journal")
    assert "Записей 25, показаны 1–10" in told
    assert "№\u00a023" in told
    await journal.owner.presses("Раньше →")
    told = await journal.owner.presses("Раньше →")
    assert "показаны 21–25" in told
    assert "Борис: наш ответ" in told
    assert "Раньше →" not in journal.owner.buttons
    assert "показаны 11–20" in await journal.owner.presses("← Позже")


async def test_an_empty_day_leads_to_the_last_one(journal: Team) -> None:
    journal.clock.moves(days=4)
    assert "В этот день записей нет." in await journal.owner.says("/journal")
    assert "Борис: наш ответ" in await journal.owner.presses(f"чт{NBSP}05.03")


async def test_nobody_but_the_owner_reads_it(journal: Team) -> None:
    assert await journal.anna.says("/journal") == "Это может только владелец."


async def test_a_day_that_there_is_not_is_today(journal: Team) -> None:
    await journal.owner.says("/journal")
    Scene(journal).forges(journal.owner, None, ChroniclePress(do="page", day=-5, at=-9).pack())
    await journal.settles()
    assert "сегодня" in journal.owner.sees


def test_a_day_begins_at_the_teams_midnight() -> None:
    moscow = ZoneInfo("Europe/Moscow")
    span = day_span(date(2026, 3, 4), moscow)
    assert span.begins == datetime(2026, 3, 3, 21, tzinfo=UTC)
    assert span.ends == datetime(2026, 3, 4, 21, tzinfo=UTC)
    assert day_of(span.begins, moscow) == date(2026, 3, 4)
    assert day_numbered(10**9, date(2026, 3, 4)) == date(2026, 3, 4)


PLANS: dict[int | None, str] = {
    None: "history_at (at>? AND at<?)",
    BOT: "history_person (person_id=? AND at>? AND at<?)",
    2: "history_person (person_id=? AND at>? AND at<?)",
}


@pytest.mark.parametrize("who", PLANS)
async def test_the_journal_reads_no_more_than_the_day(team: Team, who: int | None) -> None:
    span = day_span(date(2026, 3, 4), ZoneInfo("Europe/Moscow"))
    values = values_of(span, who)
    page = f"EXPLAIN QUERY PLAN {page_sql(who)}"
    plan = [
        row["detail"]
        for row in await team.database.rows(page, {**values, "limit": 10, "offset": 0})
    ]
    assert any(PLANS[who] in step for step in plan), plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan
    around = await team.database.rows(f"EXPLAIN QUERY PLAN {around_sql(who)}", values)
    searches = [row["detail"] for row in around if "history" in row["detail"]]
    assert searches
    assert all("COVERING INDEX history_" in step for step in searches), searches
    assert not [step for step in searches if step.startswith("SCAN")], searches


async def test_who_was_busy_is_found_person_by_person(team: Team) -> None:
    values = values_of(day_span(date(2026, 3, 4), ZoneInfo("Europe/Moscow")), None)
    plan = [r["detail"] for r in await team.database.rows(f"EXPLAIN QUERY PLAN {_BUSY}", values)]
    reads = [step for step in plan if "history" in step]
    assert len(reads) == 2
    assert all("history_person (person_id=? AND at>? AND at<?)" in step for step in reads), reads
