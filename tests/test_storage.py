import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from moments import Copied
from samples import NOW, written

from cases.answers import Attachment
from cases.case import Cabinet, Case, Person
from cases.duplicates import Sketch
from cases.kinds import Currency, Kind, Marketplace
from cases.ladders import Clock, ClockKind
from cases.lifecycles import Status
from cases.listening import Heard, ping_key
from cases.lists import View
from cases.money import Money
from cases.roles import Place, Role
from cases.rules import DAY, HOUR, Rules
from storage.cabinets import Cabinets
from storage.clocks import Clocks
from storage.columns import NewCase
from storage.conversations import Conversations
from storage.database import Database, DatabaseDamaged, Row
from storage.drafts import Drafts
from storage.entries import Entries
from storage.groups import Groups
from storage.history import By
from storage.journal import NumberTaken, SomebodyWasFirst
from storage.lists import Lists
from storage.migrations import MIGRATIONS
from storage.people import InvitationSpent, People
from storage.queues import Inbox, Outbox
from storage.similar import Similar
from storage.soundness import DatabaseTooNew
from storage.spoken import Spoken
from storage.tables import Tables

PAGE = 4096


class Stop(Exception):
    """Something breaks in the middle."""


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    opened = await Copied.open(":memory:")
    yield opened
    await opened.close()


class Office:
    """A journal with an owner, a manager and two cabinets."""

    def __init__(self, database: Database) -> None:
        self.database = database
        tables = Tables.of(database, Rules(quiet=None))
        self.journal, self.search, self.history = tables.journal, tables.search, tables.history
        self.attachments, self.people = tables.attachments, tables.people
        self.cabinets = tables.cabinets
        self.olga: Person
        self.anna: Person
        self.wb: Cabinet
        self.ozon: Cabinet

    async def opens(self) -> None:
        async with self.database.transaction():
            self.olga = await self.people.join(1, "Ольга", "olga", Role.OWNER, NOW)
            self.anna = await self.people.join(2, "Анна", None, Role.MANAGER, NOW)
            self.wb = await self.cabinets.add(Marketplace.WB, "ИП Иванов", Currency.RUB)
            self.ozon = await self.cabinets.add(Marketplace.OZON, "ООО Север", Currency.BYN)

    @property
    def by_anna(self) -> By:
        return By(self.anna, Place.PRIVATE, NOW)

    def chat(self, number: str | None = None, **more: Any) -> NewCase:
        new = NewCase(
            Kind.BUYER_CHAT, Status.WAITING_US, self.wb.id, {"summary": "Шов"}, number,
            assignee_id=self.anna.id, waiting_since=NOW,
        )  # fmt: skip
        return replace(new, **more)

    async def registers(self, number: str | None = None, **more: Any) -> Case:
        async with self.database.transaction():
            return await self.journal.register(self.chat(number, **more), self.by_anna)

    async def changes(self, case: Case, what: str = "we_answered", **new: Any) -> Case:
        async with self.database.transaction():
            return await self.journal.change(case, self.by_anna, what, **new)


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.opens()
    return made


# Registering and finding ----------------------------------------------------------------------


async def test_a_registered_case_comes_back_as_it_was(office: Office) -> None:
    file = Attachment("id", "unique", "photo", "шов.jpg", 10, "крупно")
    answers = {"summary": "Шов", "goods": [{"kind": "article", "value": "140158860"}]}
    case = await office.registers(
        "№ 18-123", answers=answers, risk=Money(118600, "RUB"), attachments=(file,)
    )
    found = await office.search.get(case.id)
    assert found == replace(case, attachments=1)
    assert (found.number, found.risk, found.answers) == ("№ 18-123", Money(118600, "RUB"), answers)
    assert (found.assignee, found.author_id, found.version) == (office.anna, office.anna.id, 1)
    assert found.due_at == NOW + 10 * DAY
    assert await office.attachments.of(case.id) == ((1, file),)


@pytest.mark.parametrize("again", ["18123456", "№ 18-12 34 56", "#18123456", "18 123 456"])
async def test_the_same_number_in_the_same_cabinet_is_taken(office: Office, again: str) -> None:
    first = await office.registers("18123456")
    with pytest.raises(NumberTaken) as taken:
        await office.registers(again)
    assert taken.value.case.id == first.id
    assert len(await office.search.all_open()) == 1


async def test_the_same_number_in_another_cabinet_is_another_case(office: Office) -> None:
    await office.registers("18123456")
    await office.registers("18123456", cabinet_id=office.ozon.id)
    found = await office.search.find_by_number("18123456")
    assert [case.cabinet.name for case in found] == ["ООО Север", "ИП Иванов"]


async def test_cases_without_numbers_never_match_each_other(office: Office) -> None:
    await office.registers(None)
    await office.registers(None)
    await office.registers("№ -")
    await office.registers("# ")
    assert len(await office.search.all_open()) == 4
    assert await office.search.find_by_number("№") == ()


async def test_of_two_who_race_with_one_number_one_is_refused(office: Office) -> None:
    racing = [office.registers("18123456") for _ in range(2)]
    outcomes = await asyncio.gather(*racing, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["Case", "NumberTaken"]
    assert len(await office.search.all_open()) == 1


async def test_the_database_itself_refuses_a_second_number(office: Office) -> None:
    case = await office.registers("18123456")
    other = await office.registers("5551")
    with pytest.raises(sqlite3.IntegrityError):
        async with office.database.transaction():
            await office.database.rows(
                "UPDATE cases SET number_key = (SELECT number_key FROM cases WHERE id = :id)"
                " WHERE id = :other",
                {"id": case.id, "other": other.id},
            )


async def test_a_taken_number_is_refused_at_a_change_too(office: Office) -> None:
    first = await office.registers("111222")
    draft = await office.registers(None)
    with pytest.raises(NumberTaken) as taken:
        await office.changes(draft, "send", number="111-222")
    assert taken.value.case.id == first.id
    assert (await office.changes(first, "send", number="111 222")).version == 2


async def test_cases_are_found_by_number_tail_and_identifier(office: Office) -> None:
    goods = {"goods": [{"kind": "article", "value": "WB 140-158-860"}]}
    case = await office.registers("OZ-7781923", answers=goods)
    await office.registers("1923000")
    search = office.search
    for find, asked in (
        (search.find_by_number, "oz 7781923"),
        (search.find_by_tail, "1923"),
        (search.find_by_tail, "81-923"),
        (search.find_by_entity, "wb140158860"),
    ):
        assert [found.id for found in await find(asked)] == [case.id], asked
    assert await search.find_by_number("778192") == ()
    assert await search.find_by_entity("140158860") == ()


async def test_a_tail_gives_no_more_than_asked(office: Office) -> None:
    for head in range(4):
        await office.registers(f"{head}001923")
    assert len(await office.search.find_by_tail("1923", limit=3)) == 3


async def test_near_numbers_begin_or_end_alike(office: Office) -> None:
    for number in ("18123456", "18129999", "77723456", "55500011"):
        await office.registers(number)
    near = await office.search.numbers_near("18123456")
    assert set(near) == {"18123456", "18129999", "77723456"}


@pytest.mark.parametrize("number", [10**30, -1, 0, 999])
async def test_a_case_that_is_not_there_is_none(office: Office, number: int) -> None:
    assert await office.search.find(number) is None


async def test_open_cases_come_by_deadline_and_those_without_one_last(office: Office) -> None:
    late = await office.registers("1001", waiting_since=NOW + DAY)
    soon = await office.registers("1002", waiting_since=NOW - DAY)
    ticket = await office.registers("1003", kind=Kind.SUPPORT_TICKET, status=Status.SENT)
    closed = await office.registers("1004")
    await office.changes(closed, "close_chat", status=Status.CLOSED, closed_at=NOW)
    lists = Lists(office.database)
    listed = await lists.page(View(), 0, NOW, 10)
    assert [case.id for case in listed.cases] == [soon.id, late.id, ticket.id]
    after = await lists.page(View(), 0, NOW, 1, 1)
    assert [case.id for case in after.cases] == [late.id]


# Changing and history -------------------------------------------------------------------------


async def test_the_second_of_two_people_is_told_how_the_case_is_now(office: Office) -> None:
    seen = await office.registers()
    await office.changes(seen, status=Status.WAITING_BUYER, waiting_since=None)
    with pytest.raises(SomebodyWasFirst) as first:
        await office.changes(seen, "close_chat", status=Status.CLOSED, closed_at=NOW)
    assert (first.value.case.status, first.value.case.version) == (Status.WAITING_BUYER, 2)
    last = await office.history.last(seen.id)
    assert last is not None
    assert (last.what, last.person) == ("we_answered", "Анна")


async def test_of_two_who_race_for_one_case_one_wins_and_history_has_one_line(
    office: Office,
) -> None:
    seen = await office.registers()
    racing = [office.changes(seen, status=Status.WAITING_BUYER) for _ in range(2)]
    outcomes = await asyncio.gather(*racing, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["Case", "SomebodyWasFirst"]
    assert [line.what for line in await office.history.of(seen.id)] == [
        "registered",
        "we_answered",
    ]


async def test_history_says_who_what_from_and_to(office: Office) -> None:
    case = await office.registers()
    await office.changes(case, status=Status.WAITING_BUYER)
    registered, answered = await office.history.of(case.id)
    assert (registered.old, registered.new) == (None, "waiting_us")
    assert (answered.old, answered.new) == ("waiting_us", "waiting_buyer")
    assert (answered.person, answered.at) == ("Анна", NOW)


@pytest.mark.parametrize("sql", ["UPDATE history SET what = 'x'", "DELETE FROM history"])
async def test_nobody_edits_or_deletes_history(office: Office, sql: str) -> None:
    case = await office.registers()
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        await office.database.rows(sql)
    assert len(await office.history.of(case.id)) == 1


# Clocks ---------------------------------------------------------------------------------------


async def clock_rows(office: Office, case: Case) -> dict[str, Row]:
    sql = "SELECT * FROM clocks WHERE case_id = :id"
    return {row["kind"]: row for row in await office.database.rows(sql, {"id": case.id})}


async def test_a_registered_chat_has_its_clock_wound_to_the_first_rung(office: Office) -> None:
    case = await office.registers()
    rows = await clock_rows(office, case)
    assert set(rows) == {ClockKind.REPLY}
    assert rows["reply"]["next_at"] == int((NOW + 5 * DAY).timestamp())


async def test_our_answer_stops_the_clock_and_a_new_message_starts_a_new_turn(
    office: Office,
) -> None:
    case = await office.registers()
    answered = await office.changes(case, status=Status.WAITING_BUYER, waiting_since=None)
    assert await clock_rows(office, case) == {}
    assert answered.due_at is None
    later = NOW + 3 * DAY
    again = await office.changes(
        answered, "buyer_wrote", status=Status.WAITING_US, waiting_since=later
    )
    assert again.due_at == later + 10 * DAY
    row = (await clock_rows(office, case))["reply"]
    assert (row["started_at"], row["last_at"]) == (int(later.timestamp()), None)


async def test_a_clock_that_did_not_change_keeps_its_place(office: Office) -> None:
    case = await office.registers()
    clocks = Clocks(office.database)
    (due,) = await clocks.due(NOW + 5 * DAY, 10)
    await clocks.wind(due.clock, NOW + 5 * DAY, NOW + 7 * DAY)
    changed = await office.changes(case, "edited", answers={"summary": "Другой шов"})
    assert changed.due_at == NOW + 10 * DAY
    row = (await clock_rows(office, case))["reply"]
    assert row["last_at"] == int((NOW + 5 * DAY).timestamp())
    assert row["next_at"] == int((NOW + 7 * DAY).timestamp())


async def test_a_changed_deadline_winds_its_clock_anew(office: Office) -> None:
    promised = {"own_deadline": written(NOW + 6 * DAY)}
    ticket = await office.registers(
        kind=Kind.SUPPORT_TICKET, status=Status.SENT, waiting_since=None, answers=promised
    )
    assert set(await clock_rows(office, ticket)) == {"own_deadline", "stale"}
    later = {"own_deadline": written(NOW + 20 * DAY)}
    changed = await office.changes(ticket, "edited", answers=later)
    assert changed.due_at == NOW + 20 * DAY
    row = (await clock_rows(office, ticket))["own_deadline"]
    assert row["next_at"] == int((NOW + 15 * DAY).timestamp())


async def test_a_closed_case_has_no_clocks(office: Office) -> None:
    case = await office.registers()
    await office.changes(case, "close_chat", status=Status.CLOSED, closed_at=NOW)
    assert await clock_rows(office, case) == {}


async def test_only_clocks_whose_time_has_come_are_due_the_oldest_first(office: Office) -> None:
    new = await office.registers(waiting_since=NOW)
    old = await office.registers(waiting_since=NOW - 2 * DAY)
    clocks = Clocks(office.database)
    assert await clocks.due(NOW + 3 * DAY - timedelta(seconds=1), 10) == ()
    assert (
        not await clocks.anything_due(NOW - DAY) or await People(office.database).without_digest()
    )
    due = await clocks.due(NOW + 5 * DAY, 10)
    assert [each.clock.case_id for each in due] == [old.id, new.id]


async def test_a_ping_is_kept_once_for_ever(office: Office) -> None:
    case, clocks = await office.registers(), Clocks(office.database)
    clock, key = _turn(case.id, NOW), f"ping:{case.id}:reply:{int(NOW.timestamp())}:24h:2"
    assert await clocks.heard(clock) == ()
    await clocks.ping([(key, case.id, office.anna.id)], NOW)
    await clocks.ping([(key, case.id, office.anna.id)], NOW + 100 * DAY)
    assert await clocks.heard(clock) == (Heard(key, office.anna.id, NOW, None),)


async def test_what_was_said_of_other_clocks_turns_and_cases_is_not_heard_of_this_one(
    office: Office,
) -> None:
    case, clocks = await office.registers(), Clocks(office.database)
    others = (
        replace(_turn(case.id, NOW), kind=ClockKind.PROMISE),
        _turn(case.id, NOW - timedelta(seconds=1)), _turn(case.id, NOW + timedelta(seconds=1)),
        _turn(case.id * 10, NOW), _turn(case.id + 1, NOW),
    )  # fmt: skip
    names = [ping_key(other, "24h", office.anna) for other in others]
    await clocks.ping([(each, case.id, office.anna.id) for each in names], NOW)
    assert await clocks.heard(_turn(case.id, NOW)) == ()


def _turn(case: int, since: datetime) -> Clock:
    return Clock(case, ClockKind.REPLY, since, since + 10 * DAY)


# Plans ----------------------------------------------------------------------------------------

Asked = list[tuple[str, Any]]
PLANS: dict[str, tuple[Callable[[Office], Awaitable[Any]], tuple[str, ...]]] = {
    "by number": (lambda o: o.search.find_by_number("18123456"), ("cases_number_key",)),
    "in cabinet": (lambda o: o.search.find_in_cabinet(1, "18123456"), ("cases_number",)),
    "by tail": (lambda o: o.search.find_by_tail("3456"), ("cases_number_tail",)),
    "by identifier": (lambda o: o.search.find_by_entity("140158860"), ("entities_value",)),
    "near": (
        lambda o: o.search.numbers_near("18123456"),
        ("cases_number_key", "cases_number_tail"),
    ),
    "all open": (lambda o: o.search.all_open(), ("cases_",)),
    "closed between": (lambda o: o.search.closed_between(NOW, NOW), ("cases_closed",)),
    "next due": (
        lambda o: Clocks(o.database).next_due(NOW),
        ("clocks_next", "people_digest", "conversations_wake"),
    ),
    "history": (lambda o: o.history.of(1), ("history_case",)),
    "entries": (lambda o: Entries(o.database).of(1), ("entries_case",)),
    "closed alike": (
        lambda o: Similar(o.database, Rules().zone).closed(Sketch(1, entity_keys=frozenset({"1"}))),
        ("entities_value", "entries_case", "sqlite_autoindex_links_1"),
    ),
    "clocks due": (lambda o: Clocks(o.database).due(NOW, 10), ("clocks_next",)),
    "anything due": (
        lambda o: Clocks(o.database).anything_due(NOW),
        ("clocks_next", "people_digest", "people_wake", "conversations_wake"),
    ),
    "drafts due": (lambda o: Drafts(o.database).due(NOW), ("conversations_wake",)),
    "spoken": (lambda o: Spoken(o.database).of(1, 1), ("sqlite_autoindex_spoken",)),
    "spoken by draft": (lambda o: Spoken(o.database).belong("1", 1), ("spoken_draft",)),
    "heard": (lambda o: Clocks(o.database).heard(_turn(1, NOW)), ("sqlite_autoindex_pings",)),
    "all seen": (lambda o: Clocks(o.database).all_seen(NOW, 1, NOW), ("pings_person",)),
    "inbox": (lambda o: Inbox(o.database).take(NOW, 50), ("inbox_waiting", "inbox_lane")),
    "outbox": (lambda o: Outbox(o.database).ready(NOW, 60), ("outbox_lane",)),
    "member": (lambda o: o.people.by_telegram(1), ("sqlite_autoindex_people",)),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
async def test_what_is_asked_often_goes_by_an_index(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ask, indexes = PLANS[name]
    asked: Asked = []
    rows = office.database.rows

    async def overheard(sql: str, values: Any = None) -> list[Row]:
        asked.append((sql, values))
        return await rows(sql, values)

    monkeypatch.setattr(office.database, "rows", overheard)
    await ask(office)
    plan = [step for sql, values in asked for step in await _plan(rows, sql, values)]
    for index in indexes:
        assert any(f"INDEX {index}" in step for step in plan), plan
    assert not [step for step in plan if _walks_a_table(step)], plan


async def _plan(
    rows: Callable[..., Awaitable[list[Row]]], sql: str, values: Any
) -> list[str]:  # fmt: skip
    return [row["detail"] for row in await rows(f"EXPLAIN QUERY PLAN {sql}", values)]


def _walks_a_table(step: str) -> bool:
    """A scan without an index, except of what a subquery has found already."""
    big = ("cases", "clocks", "inbox", "outbox", "entities", "history", "earlier", "people")
    big += ("conversations", "spoken")
    return any(step == f"SCAN {table}" for table in big)


# Opening and transactions ---------------------------------------------------------------------


async def test_a_new_file_gets_todays_schema(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "journal.db")
    row = await database.row("PRAGMA user_version")
    await database.close()
    assert row is not None
    assert row[0] == len(MIGRATIONS)


async def test_migrations_run_once_and_keep_what_is_there(tmp_path: Path) -> None:
    first = await Database.open(tmp_path / "journal.db")
    async with first.transaction():
        await Cabinets(first).add(Marketplace.WB, "ИП Иванов", Currency.RUB)
    await first.close()
    second = await Database.open(tmp_path / "journal.db")
    cabinets = await Cabinets(second).all()
    await second.close()
    assert [each.name for each in cabinets] == ["ИП Иванов"]


async def test_a_migration_that_fails_leaves_the_schema_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    await (await Database.open(path)).close()
    wrong = ("CREATE TABLE half (id INTEGER)", "INSERT INTO nowhere VALUES (1)")
    monkeypatch.setattr("storage.database.MIGRATIONS", (*MIGRATIONS, wrong))
    with pytest.raises(Exception, match="nowhere"):
        await Database.open(path)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert not file.execute("SELECT * FROM sqlite_schema WHERE name = 'half'").fetchall()


async def test_a_journal_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(DatabaseTooNew):
        await Database.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", ["wal", "delete"])
async def test_a_damaged_journal_is_refused_and_untouched(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "journal.db"
    database = await Database.open(path)
    office = Office(database)
    await office.opens()
    for number in range(60):
        await office.registers(f"1812{number:04}")
    await database.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"PRAGMA journal_mode = {mode}")
    content = bytearray(path.read_bytes())
    pages = len(content) // PAGE
    for page in range(pages * 2 // 3, pages):
        content[page * PAGE : page * PAGE + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        await Database.open(path)
    assert path.read_bytes() == bytes(content)


async def test_a_file_that_is_no_journal_at_all_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(DatabaseDamaged):
        await Database.open(path)
    assert path.read_bytes() == b"not a database" * 1000


async def test_a_journal_in_a_folder_that_is_not_there_is_not_called_damaged(
    tmp_path: Path,
) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await Database.open(tmp_path / "nowhere" / "journal.db")


async def test_a_journal_that_another_program_holds_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    monkeypatch.setattr(aiosqlite, "connect", partial(aiosqlite.connect, timeout=0))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE held (id INTEGER)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await Database.open(path)


async def test_an_exception_takes_the_whole_transaction_back(office: Office) -> None:
    async def breaks() -> None:
        async with office.database.transaction():
            await office.journal.register(office.chat("18123456"), office.by_anna)
            raise Stop

    with pytest.raises(Stop):
        await breaks()
    assert len(await office.search.all_open()) == 0
    assert (await office.registers("18123456")).id == 1


@pytest.mark.parametrize("turns", range(14))
async def test_a_cancelled_transaction_leaves_the_connection_usable(
    office: Office, turns: int
) -> None:
    task = asyncio.create_task(office.registers("18123456"))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    for number in ("5551", "5552"):
        assert (await office.registers(number)).number == number
    assert await office.search.find_by_number("18123456") == ()


async def test_a_transaction_cancelled_while_it_waits_for_its_turn_harms_nobody(
    office: Office,
) -> None:
    async with office.database.transaction():
        waiting = asyncio.create_task(office.registers("18123456"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await office.journal.register(office.chat("5551"), office.by_anna)
    assert [case.number for case in await office.search.all_open()] == ["5551"]


async def test_transactions_of_two_tasks_never_mix(office: Office) -> None:
    async def fails() -> None:
        async with office.database.transaction():
            await office.journal.register(office.chat("111111"), office.by_anna)
            await asyncio.sleep(0)
            raise Stop

    outcomes = await asyncio.gather(
        fails(), office.registers("222222"), fails(), office.registers("333333"),
        return_exceptions=True,
    )  # fmt: skip
    assert [type(each).__name__ for each in outcomes] == ["Stop", "Case", "Stop", "Case"]
    assert {case.number for case in await office.search.all_open()} == {"222222", "333333"}


async def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "journal.db")
    found = [
        (await database.rows(f"PRAGMA {name}"))[0][0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    await database.close()
    assert found == ["wal", 2, 1]


async def test_a_case_of_a_cabinet_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await office.registers(cabinet_id=99)


# People, invitations, groups ------------------------------------------------------------------


async def invite(office: Office, token: str = "secret", life: timedelta = DAY) -> None:  # noqa: S107 - of this test
    await office.people.invite(token, office.olga, NOW, NOW + life)


async def test_an_invitation_lets_one_person_in_once(office: Office) -> None:
    await invite(office)
    boris = await office.people.accept("secret", 3, "Борис", None, NOW + HOUR)
    assert (boris.role, boris.telegram_id) == (Role.MANAGER, 3)
    with pytest.raises(InvitationSpent):
        await office.people.accept("secret", 4, "Чужой", None, NOW + HOUR)
    assert await office.people.by_telegram(4) is None


async def test_an_invitation_runs_out(office: Office) -> None:
    await invite(office)
    with pytest.raises(InvitationSpent):
        await office.people.accept("secret", 3, "Борис", None, NOW + DAY)


@pytest.mark.parametrize("token", ["", "Secret", "guess"])
async def test_a_guessed_token_opens_nothing(office: Office, token: str) -> None:
    await invite(office)
    with pytest.raises(InvitationSpent):
        await office.people.accept(token, 3, "Борис", None, NOW)


async def test_of_two_who_race_for_an_invitation_one_gets_in(office: Office) -> None:
    await invite(office)

    async def accepts(person: int) -> Person:
        async with office.database.transaction():
            return await office.people.accept("secret", person, "Кто-то", None, NOW)

    outcomes = await asyncio.gather(accepts(3), accepts(4), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["InvitationSpent", "Person"]
    assert len(await office.people.team()) == 3


async def test_the_token_itself_is_not_kept(office: Office) -> None:
    await invite(office, "canary-token")
    rows = await office.database.rows("SELECT * FROM invitations")
    assert "canary-token" not in str([tuple(row) for row in rows])


async def test_a_removed_person_is_gone_at_once_and_may_come_back(office: Office) -> None:
    await office.people.remove(office.anna, NOW)
    assert await office.people.by_telegram(office.anna.telegram_id) is None
    assert await office.people.get(office.anna.id) is None
    assert [each.name for each in await office.people.team()] == ["Ольга"]
    back = await office.people.join(2, "Анна", None, Role.MANAGER, NOW)
    assert back.id == office.anna.id


async def test_the_cases_of_a_removed_person_stay_with_their_name(office: Office) -> None:
    case = await office.registers()
    await office.people.remove(office.anna, NOW)
    assignee = (await office.search.get(case.id)).assignee
    assert assignee is not None
    assert (assignee.name, assignee.removed_at) == ("Анна", NOW)


async def test_a_group_is_told_about_once_until_it_is_bound(office: Office) -> None:
    groups = Groups(office.database)
    assert await groups.told_about(-5, "Команда", NOW)
    assert not await groups.told_about(-5, "Команда", NOW)
    assert not await groups.is_bound(-5)
    await groups.bind(-5, "Команда", office.olga, NOW)
    assert await groups.is_bound(-5)
    await groups.unbind(-5)
    assert not await groups.is_bound(-5)


async def test_a_binding_moves_with_its_group_however_often_it_is_told(office: Office) -> None:
    groups = Groups(office.database)
    await groups.bind(-5, "Команда", office.olga, NOW)
    await groups.told_about(-1005, "Команда", NOW)
    for _ in range(3):
        await groups.migrate(-5, -1005)
        assert [group.chat_id for group in await groups.bound()] == [-1005]


async def test_an_unknown_group_that_moves_does_not_take_a_binding_away(office: Office) -> None:
    groups = Groups(office.database)
    await groups.bind(-1005, "Команда", office.olga, NOW)
    await groups.migrate(-6, -1005)
    assert [group.chat_id for group in await groups.bound()] == [-1005]


@pytest.mark.parametrize("old", ["absent", "unbound", "bound"])
@pytest.mark.parametrize("new", ["absent", "unbound", "bound"])
async def test_a_group_that_moves_is_bound_when_either_of_its_ids_was(
    office: Office, old: str, new: str
) -> None:
    groups = Groups(office.database)
    for chat, known in ((-5, old), (-1005, new)):
        if known == "bound":
            await groups.bind(chat, "Команда", office.olga, NOW)
        if known == "unbound":
            await groups.told_about(chat, "Команда", NOW)
    for _ in range(2):
        await groups.migrate(-5, -1005)
    bound = [group.chat_id for group in await groups.bound()]
    assert bound == ([-1005] if "bound" in {old, new} else [])
    assert await groups.title(-5) is None
    assert (await groups.title(-1005) is None) == ({old, new} == {"absent"})


async def test_a_group_that_moves_to_itself_stays_bound(office: Office) -> None:
    groups = Groups(office.database)
    await groups.bind(-5, "Команда", office.olga, NOW)
    await groups.migrate(-5, -5)
    assert await groups.is_bound(-5)


async def test_the_owner_is_not_told_again_of_a_group_that_has_moved(office: Office) -> None:
    groups = Groups(office.database)
    await groups.told_about(-5, "Команда", NOW)
    await groups.migrate(-5, -1005)
    assert not await groups.told_about(-1005, "Команда", NOW)


async def test_a_digest_is_planned_for_each_member_of_the_team(office: Office) -> None:
    assert len(await office.people.without_digest()) == 2
    await office.people.plan_digest(office.anna, NOW + HOUR)
    assert [each.name for each in await office.people.without_digest()] == ["Ольга"]
    assert await office.people.digests_due(NOW) == ()
    assert [each.name for each in await office.people.digests_due(NOW + HOUR)] == ["Анна"]


# Conversations: the contract of aiogram's storages ---------------------------------------------

KEY = StorageKey(bot_id=42, chat_id=-42, user_id=42)
OTHERS = [replace(KEY, bot_id=43), replace(KEY, chat_id=7), replace(KEY, user_id=7),
          replace(KEY, thread_id=1), replace(KEY, destiny="other"),
          replace(KEY, business_connection_id="b")]  # fmt: skip


class Form(StatesGroup):
    asked = State()


@pytest.fixture
async def conversations(database: Database) -> Conversations:
    return Conversations(database)


async def test_a_state_is_kept_and_cleared(conversations: Conversations) -> None:
    assert await conversations.get_state(KEY) is None
    await conversations.set_state(KEY, "state")
    assert await conversations.get_state(KEY) == "state"
    await conversations.set_state(KEY, Form.asked)
    assert await conversations.get_state(KEY) == "Form:asked"
    await conversations.set_state(KEY, None)
    assert await conversations.get_state(KEY) is None


async def test_data_is_kept_replaced_and_updated(conversations: Conversations) -> None:
    assert await conversations.get_data(KEY) == {}
    assert await conversations.get_value(KEY, "foo", "none") == "none"
    await conversations.set_data(KEY, {"foo": "шов", "deep": [{"n": None}]})
    assert await conversations.get_data(KEY) == {"foo": "шов", "deep": [{"n": None}]}
    assert await conversations.get_value(KEY, "foo") == "шов"
    assert await conversations.update_data(KEY, {"foo": 1, "bar": 2}) == {
        "foo": 1, "bar": 2, "deep": [{"n": None}],
    }  # fmt: skip
    await conversations.set_data(KEY, {"only": True})
    assert await conversations.get_data(KEY) == {"only": True}
    await conversations.set_data(KEY, {})
    assert await conversations.get_data(KEY) == {}


async def test_the_state_and_the_data_do_not_touch_each_other(conversations: Conversations) -> None:
    await conversations.set_data(KEY, {"foo": 1})
    await conversations.set_state(KEY, "state")
    await conversations.set_data(KEY, {"foo": 2})
    assert await conversations.get_state(KEY) == "state"
    await conversations.set_state(KEY, None)
    assert await conversations.get_data(KEY) == {"foo": 2}


async def test_changed_data_changes_nothing_that_is_kept(conversations: Conversations) -> None:
    given = {"list": [1]}
    await conversations.set_data(KEY, given)
    given["list"].append(2)
    (await conversations.get_data(KEY))["list"].append(3)
    assert await conversations.get_data(KEY) == {"list": [1]}


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_conversations_do_not_hear_each_other(
    conversations: Conversations, other: StorageKey
) -> None:
    await conversations.set_state(KEY, "state")
    await conversations.set_data(KEY, {"foo": 1})
    assert await conversations.get_state(other) is None
    assert await conversations.get_data(other) == {}


async def test_a_conversation_is_in_the_transaction_of_its_update(
    office: Office,
) -> None:
    conversations = Conversations(office.database)

    async def breaks() -> None:
        async with office.database.transaction():
            await conversations.set_data(KEY, {"foo": 1})
            raise Stop

    with pytest.raises(Stop):
        await breaks()
    assert await conversations.get_data(KEY) == {}


async def test_a_text_with_a_flipped_bit_loses_a_sign_and_holds_nobody_up(office: Office) -> None:
    await office.database.rows("UPDATE people SET name = CAST(X'D090D090FF' AS TEXT)")
    assert {person.name for person in await office.people.team()} == {"АА\N{REPLACEMENT CHARACTER}"}
