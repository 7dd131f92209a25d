"""How long buyers' data is kept: the rules of what goes, the nights, what people read of it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from samples import NOW, a_case, written
from stories import SAVED, TICKET
from team import Team, make_team

from bot import eraser
from bot.ledger import Ledger
from bot.shelf import Shelf
from cases.fields import FORMS
from cases.files import FileState
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.nights import last_night
from cases.rules import DAY, Rules
from cases.wiping import CODED, wiped_answers, wiped_number
from storage.database import Database
from storage.wiping import _COUNT, _DUE, _OF_A_CASE, TRACES, Wiping
from texts import cards
from texts.history import _COMMENTS

LATER = 91
KEEP = "90\u00a0дней"


@pytest.fixture
async def there(team: Team) -> Team:
    """#1 is a ticket, #2 a chat of Тимур about a seam, with a file, closed."""
    return await filled(team)


@pytest.fixture
async def on_disk(tmp_path: Path) -> AsyncIterator[Team]:
    """The same in a file."""
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC), tmp_path) as team:
        yield await filled(team)


async def filled(team: Team) -> Team:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    await team.anna.person.sends_document("чек.pdf", b"%PDF", caption="#2 чек Тимура")
    await team.settles()
    await team.collects()
    await team.anna.says("/status #2")
    await team.anna.does("Закрыть", "Решено")
    return team


async def keeps(team: Team, label: str = KEEP) -> str:
    await team.owner.says("/settings")
    await team.owner.presses("Данные покупателей")
    said = await team.owner.presses(label)
    await team.app.clock.erase()
    return said


async def night(team: Team, **time: float) -> None:
    await team.waits(**time)
    await team.app.clock.erase()
    await team.settles()


async def card(team: Team, number: str = "#2") -> str:
    return await team.anna.says(f"/status {number}")


GOES: dict[str, object] = {
    "summary": "Разошёлся шов", "buyer": "Тимур", "brand": "Шов", "comment": "звонил",
    "goods": [{"kind": "article", "value": "140158860"}], "topic": "Свой текст",
    "reason": "не подошло", "refusal": "не наш брак", "promised": "вернуть", "specialist": "Пётр",
    "their_status": "ждём Тимура", "nearest": "что-то", "unheard_of": "что угодно",
}  # fmt: skip
STAYS: dict[str, object] = {
    "category": "finance", "outcome": "resolved", "chat_outcome": "spam", "priority": "high",
    "risks": ["fines"], "topic": "payouts_differ", "reason": "defect", "their_status": "none",
    "appeared": written(NOW), "price": {"minor": 118_600, "currency": "RUB"},
    "confirmed_sum": {"minor": 1, "currency": "RUB"}, "proof": "yes", "cabinet": "1",
}  # fmt: skip


@pytest.mark.parametrize("name", GOES)
def test_what_people_type_goes(name: str) -> None:
    assert wiped_answers({name: GOES[name]}) == {}


@pytest.mark.parametrize("name", STAYS)
def test_what_the_totals_are_made_of_stays(name: str) -> None:
    assert wiped_answers({name: STAYS[name]}) == {name: STAYS[name]}


def test_of_every_form_nothing_typed_stays() -> None:
    names = {field.name for form in FORMS.values() for field in form}
    assert wiped_answers(dict.fromkeys(names, "Тимур")).keys().isdisjoint(GOES)


@pytest.mark.parametrize(
    ("number", "left"), [("18-123", "18-123"), ("чат с Тимуром", None), (None, None)]
)
def test_a_number_stays_unless_it_is_a_text(number: str | None, left: str | None) -> None:
    assert wiped_number(number) == left


def test_the_comments_that_stay_are_those_that_are_read_as_codes() -> None:
    assert set(_COMMENTS) - CODED == {"tagged", "untagged"}


HARMLESS = {
    "clocks": "instants", "pings": "instants and who was pinged", "picks": "numbers",
    "consents": "a move and who was asked", "mentions": "numbers", "links": "numbers",
    "parts": "numbers", "readings": "read anew from what is left",
}  # fmt: skip
"""The tables of a case that hold nothing of its buyer."""


async def test_everything_that_belongs_to_a_case_is_wiped_or_harmless(team: Team) -> None:
    rows = await team.database.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%case_id%'"
        " AND sql NOT LIKE '%VIRTUAL TABLE%'"
    )
    said = " ".join(_OF_A_CASE)
    told = {row["name"] for row in rows if f" {row['name']} " in said}
    assert {row["name"] for row in rows} - told == set(HARMLESS), "see CONTRIBUTING.md, A table"


def test_a_night_is_over_at_half_past_three() -> None:
    zone = Rules().zone
    night = datetime(2026, 3, 4, 3, 30, tzinfo=zone)
    assert last_night(zone, night) == night
    assert last_night(zone, night - timedelta(seconds=1)) == night - DAY


def test_a_wiped_card_says_so_and_has_no_empty_quotes() -> None:
    case = a_case(Kind.BUYER_CHAT, Status.CLOSED, {}, closed_at=NOW, wiped_at=NOW + DAY)
    told = cards.card(case, Rules(), NOW + 2 * DAY)
    assert "Данные покупателя удалены чт\u00a005.03" in told
    assert "«»" not in told


async def test_nothing_is_wiped_unless_the_owner_has_said_so(there: Team) -> None:
    await night(there, days=4000)
    assert "Разошёлся шов" in await card(there)


async def test_after_its_time_a_closed_case_loses_its_buyer(there: Team) -> None:
    await keeps(there)
    await night(there, days=LATER)
    told = await card(there)
    assert "Данные покупателя удалены" in told
    assert "Решено" in told or "решено" in told
    for gone in ("шов", "Тимур", "140158860"):
        assert gone not in told
    assert "срок хранения" in await there.anna.presses("История")
    assert "«»" not in await card(there)
    assert "«»" not in await there.anna.presses("Подробно")
    await card(there)
    assert await there.anna.presses("Доказательства", where=None)
    assert "чек" not in there.anna.sees


async def test_an_open_case_is_left_alone(there: Team) -> None:
    await keeps(there)
    await night(there, days=LATER)
    assert "Карточка висит на модерации" in await card(there, "#1")


async def test_what_was_wiped_is_not_found_by_its_words(there: Team) -> None:
    await keeps(there)
    assert "#2" in await there.anna.says("/find Тимур")
    await night(there, days=LATER)
    assert "#2" not in await there.anna.says("/find Тимур")


async def test_a_new_term_waits_for_the_night(there: Team) -> None:
    await there.waits(days=LATER)
    told = await keeps(there)
    assert "Этой ночью данные удалятся у 1\u00a0закрытого обращения" in told
    await night(there, hours=1)
    assert "Разошёлся шов" in await card(there)
    await night(there, hours=24)
    assert "Данные покупателя удалены" in await card(there)


async def test_the_owner_may_think_better_of_it_before_the_night(there: Team) -> None:
    await there.waits(days=LATER)
    await keeps(there)
    await keeps(there, "Хранить")
    await night(there, days=2)
    assert "Разошёлся шов" in await card(there)


async def test_a_case_that_was_opened_and_closed_again_is_wiped_again(there: Team) -> None:
    await keeps(there)
    await night(there, days=LATER)
    await card(there)
    await there.waits(hours=1)
    await there.anna.does("Покупатель написал", "Только что")
    await there.anna.says("/status #2")
    await there.anna.presses("Добавить запись")
    await there.anna.does("Опять Тимур", "Заметка")
    await there.anna.says("/status #2")
    await there.anna.does("Закрыть", "Решено")
    await night(there, days=LATER)
    assert "Тимур" not in await card(there)


async def test_only_the_owner_is_told_in_the_digest_and_only_when_something_went(
    there: Team,
) -> None:
    await keeps(there)
    await night(there, days=LATER - 1)
    await there.waits(hours=24)
    assert "удалены данные" not in there.owner.saw
    await there.app.clock.erase()
    await there.waits(hours=24)
    assert "Ночью по сроку хранения удалены данные покупателей: 1" in there.owner.saw
    assert "удалены данные" not in there.anna.saw


STEPS = {
    "a file": (Shelf, "shred"),
    "what was shredded": (Wiping, "gone"),
    "the ledger": (Ledger, "add"),
    "the words": (Wiping, "merge_words"),
    "the file anew": (Database, "rewrite"),
}
"""Whatever may be cut short after the case itself was wiped."""


@pytest.mark.parametrize("step", STEPS)
async def test_a_night_that_was_cut_short_is_finished_later(
    on_disk: Team, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def breaks(*_: object) -> None:
        raise OSError

    await keeps(on_disk)
    monkeypatch.setattr(*STEPS[step], breaks)
    await night(on_disk, days=LATER)
    wiping = on_disk.app.clock.alarms.tables.wiping
    assert TRACES in await wiping.leftovers()
    monkeypatch.undo()
    await on_disk.app.clock.erase()
    assert await wiping.leftovers() == ()
    assert not list((on_disk.folder / "attachments").rglob("*.pdf"))
    for path in (on_disk.folder / "journal.db", on_disk.folder / "journal.db-wal"):
        assert "Тимур".encode() not in path.read_bytes()


async def test_a_large_journal_is_written_anew_at_night_only(
    on_disk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eraser, "SMALL", 0)
    await keeps(on_disk)
    await night(on_disk, days=LATER)
    wiping = on_disk.app.clock.alarms.tables.wiping
    assert await wiping.leftovers() == (TRACES,)
    await night(on_disk, hours=16)  # 04:00 in Moscow
    assert await wiping.leftovers() == ()


async def test_whoever_reads_the_journal_only_puts_the_end_off(on_disk: Team) -> None:
    await keeps(on_disk)
    with closing(sqlite3.connect(on_disk.folder / "journal.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM cases").fetchall()
        await on_disk.database.rows("PRAGMA busy_timeout = 1")
        await night(on_disk, days=LATER)
        assert await on_disk.app.clock.alarms.tables.wiping.leftovers() == (TRACES,)
    await on_disk.app.clock.erase()
    assert await on_disk.app.clock.alarms.tables.wiping.leftovers() == ()


async def test_a_file_that_arrives_when_its_case_was_wiped_does_not_stay(there: Team) -> None:
    case = await there.search.get(2)
    await there.anna.person.sends_document("поздно.pdf", b"%PDF", caption="#2 Тимур")
    await there.settles()
    put_away = there.app.shelf.put_away

    def wipes_meanwhile(*given: object) -> None:
        put_away(*given)  # type: ignore[arg-type]  # as it was called
        asyncio.run_coroutine_threadsafe(_wipe(there, case.id), loop).result()

    loop = asyncio.get_running_loop()
    there.app.shelf.put_away = wipes_meanwhile  # type: ignore[method-assign]  # one that is slow
    await there.collects()
    await there.app.clock.erase()
    assert not list((there.folder / "attachments").rglob("*.pdf"))
    states = {file.state for file in await there.attachments.files(2)}
    assert states == {FileState.WIPED}


async def _wipe(team: Team, case_id: int) -> None:
    from storage.history import By  # noqa: PLC0415 - only here

    case = await team.search.get(case_id)
    async with team.database.transaction():
        await team.app.clock.alarms.tables.wiping.wipe(
            case, By(None, "job", team.clock.now()), "expired"
        )


async def test_history_lets_nothing_but_the_words_of_a_wiped_case_be_struck_out(
    there: Team,
) -> None:
    await keeps(there)
    await night(there, days=LATER)
    for change in ("what = 'x'", "comment = 'x'", "person_id = NULL", "at = at + 1"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            await there.database.rows(f"UPDATE history SET {change} WHERE case_id = 2")  # noqa: S608 - ours
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await there.database.rows("UPDATE history SET comment = NULL WHERE case_id = 1")
    await there.database.rows("UPDATE history SET comment = NULL WHERE case_id = 2")


async def test_looking_for_what_is_due_costs_what_is_due(there: Team) -> None:
    for sql in (_DUE, _COUNT):
        rows = await there.database.rows(f"EXPLAIN QUERY PLAN {sql}", {"before": 1, "limit": 1})
        assert "cases_to_wipe" in rows[0]["detail"], rows[0]["detail"]


async def test_others_may_write_between_two_handfuls(
    there: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eraser, "AT_ONCE", 1)
    for _ in range(2):
        await there.anna.does(*SAVED)
    handfuls = []
    due = Wiping.due

    async def counted(self: Wiping, before: datetime, limit: int) -> object:
        found = await due(self, before, limit)
        handfuls.append(len(found))
        return found

    monkeypatch.setattr(Wiping, "due", counted)
    async with there.database.transaction():
        await there.database.rows("UPDATE cases SET closed_at = :at", {"at": int(NOW.timestamp())})
    await keeps(there)
    await night(there, days=LATER)
    assert handfuls == [1] * (len(handfuls) - 1) + [0]
    assert len(handfuls) >= 4
