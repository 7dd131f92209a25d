"""The races: fifty people save one number at once, twenty press one button; one wins, all are told.

A round is both. The press goes through every move that the lifecycles have, and a twin of the case,
on which only the winner acts, says what a serial result is. `python -m proofs.races 100`.
"""

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, cycle
from random import Random
from typing import Any

from cases.kinds import Kind
from cases.lifecycles import MOVES, Move, Status, is_closed
from cases.roles import Place
from proofs.reports import asked, tell
from proofs.rush import Deed, Member, Team, crowd, make_team, put_aside, rush
from storage.columns import NewCase
from storage.history import By

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
SAVERS, PRESSERS = 50, 20
LETTERS = "абвгдежзиклмнопрст"
ANSWERS: dict[str, tuple[str, ...]] = {
    "send": ("{number}",),
    "close": ("Решено", "Нисколько", "Пропустить"),
    "close_matched": ("Решено", "Пропустить"),
    "close_chat": ("Спам",),
    "buyer_wrote": ("Только что",),
    "answered_earlier": ("5 минут назад",),
    "confirm_money": ("1 186",),
    "refuse": ("Следы носки",),
    "money_differs": ("1 000",),
    "escalate": ("Просим ответить", *["Пропустить"] * 4, "Завтра в 10:00"),
}
"""What is answered to the form of a move; nothing is changed before the last of it."""
OF_ITS_OWN = ("id", "answers", "number", "number_key", "number_tail", "case_id")
"""The columns in which a case and its twin differ."""
KEPT = ("SELECT * FROM cases WHERE id = :id", "SELECT * FROM clocks WHERE case_id = :id")


@dataclass
class Outcomes:
    """What came of the rounds; `wrong` must stay empty."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Note what is not as it should be."""
        self.counts[what] += 1
        if found != wanted:
            self.wrong.append(f"{what}: {found!r}, not {wanted!r}")


class Races:
    """One team of fifty, one journal, many rounds."""

    def __init__(self, team: Team, people: list[Member], random: Random) -> None:
        self.team, self.people, self.random = team, people, random
        self.outcomes = Outcomes()
        self._numbers = count(18_000_000)
        self._ready: set[int] = set()
        moves = [(m, each) for m in MOVES if not m.owner_only for each in sorted(m.sources)]
        self._moves = cycle(random.sample(moves, len(moves)))

    async def round(self) -> None:
        """Race once for a number and once for a case."""
        await self.save_at_once()
        await self.press_at_once(*next(self._moves))
        self.outcomes.expect("updates put aside", await put_aside(self.team), [])

    async def save_at_once(self) -> None:
        """Let all save the same number: one case, and everybody else is shown it."""
        number = str(next(self._numbers))
        for member in self.people[:SAVERS]:
            await self._fill_in(member, number)
        await rush(self.team, [self._save(each) for each in self.people[:SAVERS]], self.random)
        key = {"number": number}
        rows = await self.team.database.rows("SELECT id FROM cases WHERE number = :number", key)
        self.outcomes.expect("cases of one number", len(rows), 1)
        told = Counter(_told(each, int(rows[0]["id"])) for each in self.people[:SAVERS])
        self.outcomes.expect("answers", told, Counter(saved=1, shown=SAVERS - 1))
        winner = [
            each for each in self.people[:SAVERS] if _told(each, int(rows[0]["id"])) == "saved"
        ]
        self._ready -= {each.id for each in winner}

    async def _fill_in(self, member: Member, number: str) -> None:
        """Come to the summary with this number; whoever lost before only corrects theirs."""
        if member.id not in self._ready:
            self._ready.add(member.id)
            article = str(self.random.randrange(10**8, 10**9))
            await member.does(
                "/new", "Чат с покупателем", self._words(), "Только что", "Тимур", article, "Брак"
            )
        await member.says(number)
        if "К итогу" in member.buttons:
            await member.presses("К итогу")

    def _save(self, member: Member) -> Deed:
        """Press, press twice, or type it."""
        way = self.random.random()
        if way < 0.2:
            return partial(member.person.says, "Сохранить")
        return partial(member.person.presses, "Сохранить", twice=way > 0.8)

    def _words(self) -> str:
        """Tell of something that nobody else tells of."""
        return " ".join("".join(self.random.choices(LETTERS, k=9)) for _ in range(4))

    async def press_at_once(self, move: Move, status: Status) -> None:
        """Let twenty make one move: one is first, the others read who, the result is serial."""
        case, twin = await self._register(move, status), await self._register(move, status)
        people = self.people[SAVERS:]
        presses = await self._open(case, people, move)
        answers = self._answers(move)
        await rush(self.team, presses, self.random)
        for answer in answers:
            await rush(self.team, [partial(_gives, each, answer) for each in people], self.random)
        winner = await self._winner(case, move, people)
        if winner is None:
            return
        for each in people:
            if each is not winner:
                named = winner.person.first_name in each.sees and f"#{case}" in each.sees
                self.outcomes.expect("others told who was first", named, wanted=True)
        await (await self._open(twin, [winner], move))[0]()
        await self.team.settles()
        for answer in self._answers(move):
            await _gives(winner, answer)
            await self.team.settles()
        kept = await self._kept(case)
        self.outcomes.expect("results like a serial one", kept, await self._kept(twin))
        for each in people if move.asks else ():
            await each.says("/cancel")

    async def _winner(self, case: int, move: Move, people: list[Member]) -> Member | None:
        sql = "SELECT person_id, what FROM history WHERE case_id = :case ORDER BY id"
        lines = await self.team.database.rows(sql, {"case": case})
        made = [row["person_id"] for row in lines if row["what"] == move.name]
        self.outcomes.expect(f"winners of {move.name}", len(made), 1)
        for each in people if made else ():
            person = await self.team.people.by_telegram(each.id)
            if person and person.id == made[0]:
                return each
        return None

    async def _register(self, move: Move, status: Status) -> int:
        owner = await self.team.people.by_telegram(self.team.owner.id)
        now = self.team.clock.now()
        answers: dict[str, Any] = {"summary": self._words(), "category": "content"}
        answers["price"] = {"minor": 118600, "currency": "RUB"}
        if move.paid:
            answers["confirmed_sum"] = answers["price"]
        waits = move.kind is not Kind.SUPPORT_TICKET and move.waiting is not False
        number = None if status is Status.DRAFT else str(next(self._numbers))
        since = now - timedelta(hours=1) if waits else None
        new = NewCase(move.kind, status, 1, answers, number, waiting_since=since)
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, By(owner, Place.PRIVATE, now))
            if is_closed(status):
                sql = "UPDATE cases SET closed_at = :at, side = 'nobody' WHERE id = :id"
                values = {"at": int(now.timestamp()), "id": case.id}
                await self.team.database.rows(sql, values)
        return case.id

    async def _open(self, case: int, people: list[Member], move: Move) -> list[Deed]:
        """Let people open the card, and return how each presses the button of the move there."""
        for member in people:
            await member.person.says(f"/status #{case}")
        await self.team.settles()
        return [
            partial(
                each.person.presses, press=f"v1:{move.name}:{case}:1",
                on=each.person.chat.messages[-1], twice=self.random.random() < 0.1,
            )
            for each in people
        ]  # fmt: skip

    def _answers(self, move: Move) -> tuple[str, ...]:
        given = ANSWERS[move.asks] if move.asks else ()
        return tuple(each.format(number=next(self._numbers)) for each in given)

    async def _kept(self, case: int) -> list[dict[str, Any]]:
        """Return what is kept of a case, without what is its own."""
        found: list[dict[str, Any]] = []
        for sql in KEPT:
            for row in await self.team.database.rows(sql, {"id": case}):
                kept = {name: row[name] for name in row.keys() if name not in OF_ITS_OWN}  # noqa: SIM118 - a Row iterates over values
                found.append(kept)
        return found


async def _gives(member: Member, answer: str) -> None:
    """Press the answer where there is a button for it, type it otherwise."""
    if answer in member.buttons:
        await member.person.presses(answer)
    else:
        await member.person.says(answer)


def _told(member: Member, case: int) -> str:
    """What became of somebody's «Сохранить», as they read it."""
    sees, opens = member.sees, f"Открыть #{case}" in member.buttons
    if f"Записал: #{case}" in sees and not opens:
        return "saved"
    return "shown" if f"Этот номер уже в журнале: #{case}" in sees and opens else sees[:80]


async def run(rounds: int, seed: int) -> Outcomes:
    """Race so many rounds; the same seed races the same."""
    async with make_team(BEGINS) as team:
        people = await crowd(team, [f"Имя{n:02}" for n in range(SAVERS + PRESSERS)])
        races = Races(team, people, Random(seed))  # noqa: S311 - an order, not a secret
        for _ in range(rounds):
            await races.round()
        return races.outcomes


def main() -> int:
    chosen = asked("races", __doc__, "rounds", 100)
    outcomes = asyncio.run(run(chosen.rounds, chosen.seed))
    counted = [f"{times:>7} × {what}" for what, times in sorted(outcomes.counts.items())]
    return tell(chosen.seed, [f"{chosen.rounds} rounds", *counted], {"wrong": outcomes.wrong})


if __name__ == "__main__":
    sys.exit(main())
