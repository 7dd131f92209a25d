import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from moments import Copied
from samples import NOW, OWNER_ROW, WB, a_case

import storage.database
import storage.similar as sql
from cases.case import Case
from cases.duplicates import Reason, Sketch, Verdict, compare, sketch_of
from cases.kinds import Kind
from storage.database import Database
from storage.instants import stored
from storage.migrations import MIGRATIONS
from storage.similar import FIRST_OF_ALL, Similar

ZONE = ZoneInfo("Europe/Moscow")
FEBRUARY = {"first": "2026-02-01", "last": "2026-02-28"}
PAYOUTS = {
    "category": "finance",
    "topic": "payouts_differ",
    "summary": "Не сходятся выплаты по рекламе Коледино",
    "period": FEBRUARY,
    "entities": [{"kind": "report", "value": "51223344"}],
}


def ticket(case_id: int, answers: dict[str, Any] | None = None, **more: Any) -> Case:
    return a_case(Kind.SUPPORT_TICKET, answers=answers or PAYOUTS, id=case_id, **more)


def drawn(case: Case) -> Sketch:
    return sketch_of(case.kind, case.cabinet.id, case.answers, case.number, ZONE)


async def register(database: Database, case: Case) -> None:
    await database.rows(
        "INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id, created_at,"
        " moved_at, closed_at)"
        " VALUES (:id, :kind, :status, 1, :cabinet, :answers, 1, 0, 0, :closed)",
        {
            "id": case.id,
            "kind": case.kind,
            "status": case.status,
            "cabinet": case.cabinet.id,
            "answers": json.dumps(dict(case.answers)),
            "closed": stored(case.closed_at),
        },
    )


async def furnish(database: Database) -> None:
    await database.rows(OWNER_ROW)
    for cabinet in (1, 2):
        await database.rows(
            "INSERT INTO cabinets (id, marketplace, name, currency)"
            " VALUES (:id, 'wb', 'ИП', 'RUB')",
            {"id": cabinet},
        )


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    opened = await Copied.open(":memory:")
    async with opened.transaction():
        await furnish(opened)
    yield opened
    await opened.close()


@pytest.fixture
def similar(database: Database) -> Similar:
    return Similar(database, ZONE)


async def keep(database: Database, *cases: Case) -> None:
    async with database.transaction():
        for case in cases:
            await register(database, case)
            await Similar(database, ZONE).keep(case)


async def found(similar: Similar, case: Case, **more: Any) -> list[int]:
    return [each.case_id for each in await similar.candidates(drawn(case), **more)]


async def test_a_kept_sketch_is_read_back_whole(database: Database, similar: Similar) -> None:
    case = ticket(1, {**PAYOUTS, "summary": "Не сходятся выплаты, потеряли с FBS"}, number="А-1")
    await keep(database, case)
    (candidate,) = await similar.candidates(drawn(case))
    assert candidate.sketch == drawn(case)
    assert compare(drawn(case), candidate.sketch).verdict is Verdict.SAME_NUMBER


@pytest.mark.parametrize(
    "answers",
    [
        {"entities": PAYOUTS["entities"]},
        {"topic": "payouts_differ", "period": {"first": "2026-02-28", "last": "2026-03-05"}},
        {"summary": "реклама"},
    ],
)
async def test_each_way_finds_alone(
    database: Database, similar: Similar, answers: dict[str, Any]
) -> None:
    await keep(database, ticket(1))
    assert await found(similar, ticket(2, answers)) == [1]


async def test_the_number_finds_alone(database: Database, similar: Similar) -> None:
    await keep(database, ticket(1, {"category": "tech"}, number="A-123"))
    assert await found(similar, ticket(2, {"category": "access"}, number="№ а123")) == [1]


async def test_what_shares_nothing_is_no_candidate(database: Database, similar: Similar) -> None:
    await keep(database, ticket(1))
    other = {"topic": "moderation_fails", "summary": "Юбка", "period": FEBRUARY}
    assert await found(similar, ticket(2, other)) == []
    assert await found(similar, ticket(2, {"category": "finance"})) == []


async def test_another_cabinet_is_never_found(database: Database, similar: Similar) -> None:
    await keep(database, ticket(1))
    assert await found(similar, ticket(2, cabinet=replace(WB, id=2))) == []


async def test_a_closed_case_is_forgotten_and_a_reopened_one_is_found(
    database: Database, similar: Similar
) -> None:
    await keep(database, ticket(1))
    async with database.transaction():
        await similar.keep(ticket(1, closed_at=NOW))
    assert await found(similar, ticket(2)) == []
    async with database.transaction():
        await similar.keep(ticket(1))
    assert await found(similar, ticket(2)) == [1]


async def test_a_changed_case_is_found_by_its_new_words_only(
    database: Database, similar: Similar
) -> None:
    await keep(database, ticket(1, {"summary": "Пропала юбка"}))
    async with database.transaction():
        await similar.keep(ticket(1, {"summary": "Сломан чайник"}))
    assert await found(similar, ticket(2, {"summary": "юбка"})) == []
    assert await found(similar, ticket(2, {"summary": "чайник"})) == [1]


async def test_a_rolled_back_case_leaves_no_sketch(database: Database, similar: Similar) -> None:
    async def break_down() -> None:
        async with database.transaction():
            await register(database, ticket(1))
            await similar.keep(ticket(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_down()
    assert await found(similar, ticket(2)) == []


async def test_the_case_itself_is_not_its_own_candidate(
    database: Database, similar: Similar
) -> None:
    await keep(database, ticket(1), ticket(2))
    assert await found(similar, ticket(1), besides=1) == [2]


async def test_the_newest_come_first_and_no_more_than_the_limit(
    database: Database, similar: Similar
) -> None:
    await keep(database, *(ticket(number) for number in range(1, 8)))
    assert (await found(similar, ticket(9, {"summary": "реклама"}), limit=3)) == [7, 6, 5]


async def test_rare_words_are_searched_before_common_ones(
    database: Database, similar: Similar
) -> None:
    many = [ticket(n, {"summary": f"Зависла поставка номер{n}"}) for n in range(1, 30)]
    await keep(database, ticket(100, {"summary": "Чайник, рюкзак, юбка, поставка"}), *many)
    asked = ticket(101, {"summary": "Зависла поставка: чайник, рюкзак, юбка"})
    assert await found(similar, asked) == [100]


@pytest.mark.parametrize("summary", ['"', "NOT NEAR(", "a* OR b", "':;--", "\x00", "не_не _"])
async def test_no_text_is_taken_for_a_query(
    database: Database, similar: Similar, summary: str
) -> None:
    await keep(database, ticket(1, {"summary": f"{summary} чайник"}))
    assert await found(similar, ticket(2, {"summary": f"{summary} чайник"})) == [1]


async def test_a_similar_case_is_recognised_from_end_to_end(
    database: Database, similar: Similar
) -> None:
    await keep(database, ticket(1), ticket(2, {"summary": "Пропало описание"}))
    again = ticket(3, {**PAYOUTS, "summary": "По рекламе выплаты не бьются", "entities": []})
    likely = [
        (each.case_id, compare(drawn(again), each.sketch))
        for each in await similar.candidates(drawn(again))
    ]
    assert [(case_id, likeness.reason) for case_id, likeness in likely] == [(1, Reason.SAME_TOPIC)]


async def test_a_journal_of_the_first_version_catches_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    with monkeypatch.context() as first_version:
        first_version.setattr(storage.database, "MIGRATIONS", MIGRATIONS[:1])
        database = await Database.open(path)
        async with database.transaction():
            await furnish(database)
            for number in (1, 2, 3):
                await register(database, ticket(number))
            await register(database, ticket(4, closed_at=NOW))
        await database.close()
    database = await Database.open(path)
    similar = Similar(database, ZONE)
    assert await found(similar, ticket(9)) == []
    async with database.transaction():
        assert await similar.catch_up(2, FIRST_OF_ALL) == 2
        assert await similar.catch_up(2, 2) == 1
        assert await similar.catch_up(2, 1) is None
    assert await found(similar, ticket(9)) == [3, 2, 1]
    await database.close()


@pytest.mark.parametrize(
    ("way", "index"),
    [
        (sql._BY_NUMBER, "sketches USING INDEX sketches_number (cabinet_id=? AND number_key=?)"),
        (
            sql._BY_KEY,
            "sketch_keys USING COVERING INDEX sqlite_autoindex_sketch_keys_1 (value_key=?)",
        ),
        (
            sql._BY_TOPIC,
            "sketches USING INDEX sketches_topic (cabinet_id=? AND topic=? AND last_day>?)",
        ),
        (sql.SKETCHES_BY_WORDS, "sketch_words VIRTUAL TABLE INDEX"),
    ],
)
async def test_no_way_reads_all_the_cases(database: Database, way: str, index: str) -> None:
    values = dict.fromkeys(
        ("cabinet", "number", "key", "topic", "first", "last", "words", "limit"), "1"
    )
    plan = [row["detail"] for row in await database.rows(f"EXPLAIN QUERY PLAN {way}", values)]
    assert any(index in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan
    assert not any(line == "SCAN sketches" for line in plan), plan
