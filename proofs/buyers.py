"""The journal under the wipe: cases that tell of a buyer wherever they can, among others."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import Member, Team  # noqa: E402 - it lies among the tests

from cases.asking import Ask, Field  # noqa: E402 - after the path
from cases.fields import FORMS  # noqa: E402 - the same
from cases.kinds import EntryKind, Kind  # noqa: E402 - the same
from cases.lifecycles import Status  # noqa: E402 - the same
from cases.merging import Merger  # noqa: E402 - the same
from cases.money import Money  # noqa: E402 - the same
from cases.roles import Place  # noqa: E402 - the same
from storage.columns import NewCase  # noqa: E402 - the same
from storage.history import By  # noqa: E402 - the same
from storage.queues import Outgoing, Update  # noqa: E402 - the same
from storage.tables import Tables  # noqa: E402 - the same

NAME, FIGURES, INSIDE = "Канарейкин", "947712358", b"CANARY-INSIDE"
OTHERS = ("Порвалась молния", "Не сходятся выплаты", "Фонарь не горит", "Карточка на модерации")
ENTRIES = (EntryKind.OURS, EntryKind.SUPPORT, EntryKind.BUYER, EntryKind.NOTE, EntryKind.ADDITION)
KEPT = "90 дней"
CHAT = (
    "/new", "Чат с покупателем", f"{NAME}: разошёлся шов, звонить {FIGURES}", "сегодня 10:01",
    NAME, FIGURES, "Брак",
)  # fmt: skip


class Wipe:
    """The journal under proof, and who fills it."""

    def __init__(self, team: Team, folder: Path, random: Random) -> None:
        self.team, self.folder, self.random = team, folder, random
        self.tables: Tables = team.app.worker.services["tables"]
        self.told: list[int] = []
        self.others: list[int] = []

    async def fill(self, cases: int) -> None:
        """Register cases that tell of a buyer, and as many that do not, in any order."""
        await self.team.hire()
        await self._talks()
        kinds = [kind for kind in Kind for _ in range(-(-cases // len(Kind)))]
        for kind in self.random.sample(kinds, cases):
            self.told.append(await self._register(kind, NAME))
            self.others.append(await self._register(kind, ""))
            if self.random.random() < 0.5:
                await self._rewrites(self.random.choice(self.told + self.others))
        await self._merges()
        await self._waits_to_be_said()

    async def _talks(self) -> None:
        """Let people type canaries wherever a text is taken."""
        anna, owner = self.team.anna, self.team.owner
        await anna.does(*CHAT, "К итогу", "Сохранить")
        self.told.append(1)
        await anna.says(f"/find {NAME}")
        await anna.says(f"/check {NAME}, звоните {FIGURES}")
        await anna.says("/status #1")
        await anna.presses("Метки")
        await anna.presses("Своя метка")
        await anna.says(f"метка{NAME.lower()}")
        await anna.says("/status #1")
        await anna.presses("Добавить запись")
        await anna.says(f"{NAME} просит {FIGURES}")
        await anna.does("Заметка")
        await _writes_and_edits(anna)
        await owner.says("/status #1")
        await owner.presses("Обещали")
        await owner.does("через 3 дня", f"Вернуть деньги, {NAME}")
        await self.team.boris.says("/status #1")
        await self.team.boris.presses("Добавить запись")  # a form about the case is left open
        await self.team.boris.says(f"Черновик о {NAME} {FIGURES}")

    async def _register(self, kind: Kind, name: str) -> int:
        tables, by = self.tables, await self._by()
        answers = {f.name: self._answer(f, name) for f in FORMS[kind]}
        number = str(self.random.randrange(10**7, 10**8))
        if kind is Kind.BUYER_CHAT and name:
            number = f"Чат {name} {number}"
        new = NewCase(
            kind, Status.WAITING_US, 1, {n: a for n, a in answers.items() if a is not None},
            number, 2, Money(self.random.randrange(100_000), "RUB"), waiting_since=by.now,
        )  # fmt: skip
        async with self.team.database.transaction():
            case = await tables.journal.register(new, by)
            for each in ENTRIES:
                await tables.entries.write(case.id, each, self._text(name), {"x": name}, by.now, by)
            await tables.history.note(case.id, by, "told_apart", comment=self._text(name))
            await tables.tags.put(case, f"метка{name.lower()}{case.id if name else ''}", by)
            await tables.finding.keep(case.id)
        content = (INSIDE if name else b"other") * self.random.randrange(1, 3000)
        await self.team.anna.person.sends_document(
            f"чек {name} {case.id}.pdf", content, caption=f"#{case.id} {self._text(name)}"
        )
        await self.team.settles()
        await self.team.collects()
        return case.id

    async def _rewrites(self, case_id: int) -> None:
        """Let a case change its size, so that rows move between pages."""
        case = await self.tables.search.get(case_id)
        told = NAME if case_id in self.told else ""
        answers = {**case.answers, "summary": self._text(told)}
        async with self.team.database.transaction():
            await self.tables.journal.change(
                case, await self._by(), "promised", told or None, answers=answers
            )

    async def _merges(self) -> None:
        """Let two cases of a kind become one."""
        by_kind: dict[Kind, list[int]] = {}
        for case_id in self.told[1:]:
            by_kind.setdefault((await self.tables.search.get(case_id)).kind, []).append(case_id)
        for ids in by_kind.values():
            if len(ids) > 1:
                gone, kept = [await self.tables.search.get(each) for each in ids[:2]]
                async with self.team.database.transaction():
                    await self.tables.merging.merge(Merger(gone, kept), await self._by())

    async def _waits_to_be_said(self) -> None:
        """Leave words for who cannot be reached, reminders that wait, an update gone wrong."""
        now = self.team.clock.now()
        self.team.boris.person.blocks()
        body = json.dumps({"chat_id": self.team.boris.id, "text": NAME}, ensure_ascii=False)
        later = now + timedelta(days=400)
        payload = json.dumps({"message": {"text": NAME}}, ensure_ascii=False)
        async with self.team.database.transaction():
            words = [Outgoing("word:1", self.team.boris.id, "sendMessage", body)]
            words.append(
                Outgoing(f"ping:{self.told[0]}:reply:1", 5, "sendMessage", body, not_before=later)
            )
            await self.team.app.outbox.put(words, now)
            await self.team.app.worker.inbox.store([Update(10**9, 5, payload)], now)
            rows = await self.team.database.rows("SELECT MAX(seq) AS seq FROM inbox")
            await self.team.app.worker.inbox.bury(rows[0]["seq"], "0001")
        await self.team.settles()

    async def close(self) -> None:
        """Close every case and let the owner choose how long buyers' data is kept."""
        by, closed = await self._by(), self.team.clock.now()
        for case_id in self.random.sample(self.told + self.others, len(self.told + self.others)):
            case = await self.tables.search.get(case_id)
            if case.closed:
                continue
            if case_id in self.told:
                new: dict[str, Any] = {"status": Status.CLOSED, "closed_at": closed}
                new |= {"recovered": Money(self.random.randrange(9_999), "RUB")}
                comment = self._text(NAME)
                async with self.team.database.transaction():
                    await self.tables.journal.change(case, by, "close", comment, **new)
        await self.team.owner.says("/settings")
        await self.team.owner.presses("Данные покупателей")
        await self.team.owner.presses(KEPT.replace(" ", "\u00a0"))
        await self.team.app.clock.work_at_night()

    async def night(self) -> None:
        """Let the time be over, and the night's work be done."""
        await self.team.waits(days=91)
        await self.team.app.clock.work_at_night()

    def _answer(self, asked: Field, name: str) -> Any:
        """Answer a question: in words about the buyer, if there is a name and words are taken."""
        chosen = (
            self.random.choice(asked.choices or (None,))
            if isinstance(asked.choices, tuple)
            else None
        )
        goods = FIGURES if name else str(self.random.randrange(10**8, 2 * 10**8))
        at = {"at": int(self.team.clock.now().timestamp()) - 60, "has_time": True}
        return {
            Ask.TEXT: self._text(name),
            Ask.CHOICE_OR_TEXT: name or None,
            Ask.CHOICE: chosen,
            Ask.ENTITIES: [{"kind": "article", "value": goods}],
            Ask.SUM: {"minor": self.random.randrange(10**6), "currency": "RUB"},
            Ask.PAST: at,
            Ask.PAST_OR_PERIOD: at,
        }.get(asked.ask)

    def _text(self, name: str) -> str:
        words = [self.random.choice(OTHERS) for _ in range(self.random.choice((1, 2, 30)))]
        return " ".join([*words, *([f"{name} {FIGURES}"] if name else [])])

    async def _by(self) -> By:
        person = await self.team.people.by_telegram(self.team.anna.id)
        return By(person, Place.PRIVATE, self.team.clock.now())

    def stays(self) -> dict[str, list[Any]]:
        """What the wipe must not touch: the totals, and all that is known of the other cases."""
        with closing(sqlite3.connect(self.folder / "journal.db")) as journal:
            return {name: journal.execute(sql).fetchall() for name, sql in self._stays()}

    def _stays(self) -> Iterator[tuple[str, str]]:
        others = f"({', '.join(map(str, self.others))})"
        yield "totals", TOTALS
        for table, column in (("cases", "id"), *((each, "case_id") for each in OF_CASES)):
            yield table, f"SELECT * FROM {table} WHERE {column} IN {others} ORDER BY 1, 2"  # noqa: S608 - figures


TOTALS = """
    SELECT id, kind, status, created_at, closed_at, moved_at, risk_minor, recovered_minor,
        category, priority, json_extract(answers, '$.outcome'),
        (SELECT COUNT(*) FROM history WHERE case_id = cases.id AND what <> 'expired'),
        (SELECT COUNT(*) FROM attachments WHERE case_id = cases.id)
    FROM cases WHERE closed_at IS NOT NULL ORDER BY id
"""
OF_CASES = ("entries", "entities", "attachments", "history", "case_tags", "readings")


async def _writes_and_edits(anna: Member) -> None:
    """Leave a draft whose answer was edited, and put it aside."""
    await anna.does("/new", "Чат с покупателем")
    said = await anna.person.says("Порвалась подкладка")
    await anna._answer()  # noqa: SLF001 - the story goes on by hand
    await anna.person.edits(said, "Порвалась подкладка и молния")
    await anna._answer()  # noqa: SLF001 - the same
    await anna.says("/cancel")
