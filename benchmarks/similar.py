"""How long the search for similar cases takes at so many open cases, beside LIKE over them all."""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.tables import OWNER_ROW
from cases.case import Cabinet, Case
from cases.duplicates import Sketch, compare, sketch_of
from cases.filling import Draft
from cases.kinds import TOPICS, Category, Currency, Kind, Marketplace
from cases.lifecycles import Status
from cases.roles import Place
from cases.rules import Rules
from cases.wording import bare
from handlers import doubles
from handlers.desk import Desk
from storage.columns import NewCase
from storage.database import Database
from storage.similar import Similar
from storage.tables import Tables

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
CABINETS = 5
ROUNDS = 200
WHAT = (
    "выплата", "штраф", "поставка", "карточка", "характеристики", "отчёт", "возврат", "заказ",
    "комиссия", "фотографии", "отправление", "приёмка", "кабинет", "раздел", "остатки",
)  # fmt: skip
HAPPENED = (
    "не сходится", "пропал", "завис", "не проходит модерацию", "не принят", "удержан ошибочно",
    "не загружается", "заблокирован", "отображается неверно", "не открывается",
)  # fmt: skip
RARE = ("Коледино", "Подольск", "Электросталь", "Тула", "Казань", "юбка", "чайник", "рюкзак")


def some_answers(random: Random) -> dict[str, object]:
    category = random.choice([each for each in Category if TOPICS[each]])
    day = date(2026, 1, 1).toordinal() + random.randrange(60)
    period = {
        "first": date.fromordinal(day).isoformat(),
        "last": date.fromordinal(day + 6).isoformat(),
    }
    words = [random.choice(WHAT), random.choice(HAPPENED), random.choice(RARE)]
    words += [f"партия{random.randrange(5000)}", random.choice(WHAT)]
    return {
        "category": category.value,
        "topic": random.choice(TOPICS[category]),
        "summary": " ".join(words),
        "period": period,
        "entities": [{"kind": "article", "value": str(random.randrange(10**7, 10**8))}],
    }


def some_case(random: Random, case_id: int) -> Case:
    cabinet = Cabinet(case_id % CABINETS + 1, Marketplace.WB, "ИП", Currency.RUB)
    answers = some_answers(random)
    return Case(case_id, Kind.SUPPORT_TICKET, Status.SENT, 1, cabinet, answers, NOW, NOW, 1)


async def fill(database: Database, random: Random, count: int) -> None:
    similar = Similar(database, ZONE)
    async with database.transaction():
        await database.rows(OWNER_ROW)
        for cabinet in range(1, CABINETS + 1):
            await database.rows(
                "INSERT INTO cabinets (id, marketplace, name, currency)"
                " VALUES (:id, 'wb', 'ИП', 'RUB')",
                {"id": cabinet},
            )
        cases = [some_case(random, case_id) for case_id in range(1, count + 1)]
        await database.run_many(
            "INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id,"
            " created_at, moved_at) VALUES (:id, 'support_ticket', 'sent', 1, :cabinet, :answers,"
            " 1, 0, 0)",
            (
                {
                    "id": case.id,
                    "cabinet": case.cabinet.id,
                    "answers": json.dumps(dict(case.answers), ensure_ascii=False),
                }
                for case in cases
            ),
        )
        began = time.perf_counter()
        for case in cases:
            await similar.keep(case)
        spent = (time.perf_counter() - began) / count * 1000
    print(f"keep: {spent:.2f} ms a case")


async def measure(name: str, ask: Callable[[Sketch], Awaitable[int]], asked: list[Sketch]) -> None:
    spent, found = [], 0
    for sketch in asked:
        began = time.perf_counter()
        found += await ask(sketch)
        spent.append((time.perf_counter() - began) * 1000)
    tell(name, spent, f"{found} looked at")


def tell(name: str, spent: list[float], more: str) -> None:
    p95 = sorted(spent)[len(spent) * 95 // 100]
    print(f"{name}: median {statistics.median(spent):.2f} ms, p95 {p95:.2f} ms, {more}")


async def save_for_real(database: Database, random: Random) -> None:
    """Look before saving and save as the bot does, in one transaction each."""
    rules = Rules()
    tables = Tables.of(database, rules)
    owner = await tables.people.owner()
    assert owner is not None
    kept = {each.name: getattr(tables, each.name) for each in fields(tables)}
    desk = Desk(
        **kept, now=NOW, rules=rules, person=owner, place=Place.PRIVATE, update_id=1,
        bot_username="journal_bot",
    )  # fmt: skip
    looking: list[float] = []
    saving: list[float] = []
    shown = 0
    for turn in range(ROUNDS):
        answers = some_answers(random)
        cabinet = turn % CABINETS + 1
        new = NewCase(Kind.SUPPORT_TICKET, Status.SENT, cabinet, answers, str(turn + 10**7))
        draft = Draft("1", Kind.SUPPORT_TICKET, {**answers, "cabinet": str(cabinet)})
        async with database.transaction():
            began = time.perf_counter()
            shown += await doubles.find(draft, new, desk) is not None
            await doubles.mention_closed(new, desk)
            looking.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            await tables.journal.register(new, desk.by)
            saving.append((time.perf_counter() - began) * 1000)
    tell("look before saving, as the bot does", looking, f"{shown} screens shown")
    tell("save, with the sketch", saving, f"{ROUNDS} saved")


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    count = parser.parse_args().cases
    random = Random(7)  # noqa: S311 - no secret, the same figures in every run
    database = await Database.open(":memory:")
    await fill(database, random, count)
    similar = Similar(database, ZONE)
    asked = [
        sketch_of(Kind.SUPPORT_TICKET, turn % CABINETS + 1, some_answers(random), None, ZONE)
        for turn in range(ROUNDS)
    ]

    async def candidates_and_compare(sketch: Sketch) -> int:
        found = await similar.candidates(sketch)
        return len([compare(sketch, each.sketch) for each in found])

    async def like(sketch: Sketch) -> int:
        sql = (
            "SELECT * FROM sketches WHERE cabinet_id = :cabinet"
            " AND (stems LIKE :a OR stems LIKE :b OR stems LIKE :c)"
        )
        words = [bare(stem) for clause in sketch.clauses for stem in clause]
        stems = dict(zip("abc", (f"%{stem}%" for stem in words), strict=False))
        found = await database.rows(sql, {"cabinet": sketch.cabinet_id, **stems})
        return len(found)

    await measure("candidates + compare", candidates_and_compare, asked)
    await measure("LIKE, nothing compared", like, asked[:20])
    await save_for_real(database, random)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
