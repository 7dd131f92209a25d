"""How long a search by words takes at so many cases, beside LIKE over them all in the same run."""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from random import Random

from benchmarks.similar import HAPPENED, RARE, WHAT
from benchmarks.tables import OWNER_ROW
from cases.finding import question_of
from storage.database import Database
from storage.finding import Finding
from storage.rows import CASE_COLUMNS

ROUNDS = 200
PAGE = 5


def some_text(random: Random) -> str:
    words = [random.choice(WHAT), random.choice(HAPPENED), random.choice(RARE)]
    words += [f"партия{random.randrange(5000)}", random.choice(WHAT), random.choice(HAPPENED)]
    return " ".join(words)


async def fill(database: Database, random: Random, count: int) -> None:
    finding = Finding(database)
    async with database.transaction():
        await database.rows(OWNER_ROW)
        await database.rows("INSERT INTO cabinets VALUES (1, 'wb', 'ИП', 'RUB', 1, 1)")
        await database.run_many(
            "INSERT INTO cases (id, kind, status, version, cabinet_id, number, number_key, answers,"
            " author_id, created_at, moved_at) VALUES (:id, 'support_ticket', 'sent', 1, 1,"
            " :number, :number, :answers, 1, 0, 0)",
            (
                {
                    "id": case_id,
                    "number": str(10_000_000 + case_id * 7),
                    "answers": json.dumps({"summary": some_text(random)}, ensure_ascii=False),
                }
                for case_id in range(1, count + 1)
            ),
        )
        began = time.perf_counter()
        below: int | None = count + 1
        while below is not None:
            below = await finding.catch_up(500, below)
        spent = (time.perf_counter() - began) / count * 1000
    print(f"keep: {spent:.2f} ms a case")


async def measure(name: str, ask: Callable[[str], Awaitable[int]], asked: list[str]) -> None:
    spent, cpu, found = [], [], 0
    for text in asked:
        began, used = time.perf_counter(), time.process_time()
        found += await ask(text)
        spent.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    p95 = sorted(cpu)[len(cpu) * 95 // 100]
    told = f"CPU median {statistics.median(cpu):.2f}, p95 {p95:.2f} ms"
    print(f"{name}: {told}; passed {statistics.median(spent):.2f} ms; {found} shown")


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    count = parser.parse_args().cases
    random = Random(7)  # noqa: S311 - no secret, the same figures in every run
    database = await Database.open(":memory:")
    await fill(database, random, count)
    finding = Finding(database)

    async def by_words(text: str) -> int:
        return len((await finding.hits(question_of(text), PAGE)).hits)

    async def like(text: str) -> int:
        words = {f"w{n}": f"%{word}%" for n, word in enumerate(text.split())}
        where = " AND ".join(f"cases.answers LIKE :{name}" for name in words)
        sql = f"SELECT {CASE_COLUMNS} WHERE {where} ORDER BY cases.id DESC LIMIT {PAGE}"
        return len(await database.rows(sql, words))

    common = [random.choice(WHAT) for _ in range(ROUNDS)]
    pairs = [f"{random.choice(WHAT)} {random.choice(RARE)}" for _ in range(ROUNDS)]
    rare = [f"партия{random.randrange(5000)} {random.choice(WHAT)}" for _ in range(ROUNDS)]
    nowhere = [f"{random.choice(WHAT)} верблюд" for _ in range(ROUNDS)]
    begins = [random.choice(WHAT)[: random.randrange(2, 5)] for _ in range(ROUNDS)]
    longer = [random.choice(WHAT)[:6] for _ in range(ROUNDS)]
    tails = [str(10_000_000 + random.randrange(count) * 7)[-4:] for _ in range(ROUNDS)]
    for name, asked in {
        "a common word": common,
        "two words": pairs,
        "a rare and a common word": rare,
        "a word that is nowhere": nowhere,
        "a beginning of 2 to 4 letters": begins,
        "a beginning of 6 letters": longer,
        "the last 4 digits": tails,
    }.items():
        await measure(name, by_words, asked)
        await measure(f"{name}, LIKE", like, asked[:20])

    async def near(key: str) -> int:
        return len(await finding.keys_near(key))

    await measure("candidates for a slip", near, [f"{random.randrange(10**7)}9" for _ in range(50)])
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
