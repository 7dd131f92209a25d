"""The search by words: what each case is found by, kept as the case changes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.case import Case
from cases.fields import FORMS, Ask, Field
from cases.finding import Piece, Question, code_of, one_line, read
from storage.database import Database, Row
from storage.fulltext import ANYTHING, COUNTED, HITS, NEAR, any_of, expression
from storage.instants import stored
from storage.rows import CASE_COLUMNS, case_of

NEWEST_FIRST = 2**63 - 1  # below it stands every case
REMEMBERED = 20  # searches of a person whose buttons still work
FOUR = 4  # characters by which an identifier with a slip in it is looked for
_AT_ONCE = 50  # outdated readings that a search brings up to date by itself


@dataclass(frozen=True)
class Hit:
    """A case that was found, and the texts that it was found by."""

    case: Case
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Hits:
    """One page of what was found; `total` is counted up to MOST_COUNTED + 1."""

    hits: tuple[Hit, ...]
    total: int


class Finding:
    """What cases are found by. Every method that writes must stand inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, case_id: int) -> None:
        """Read the case anew: whenever a text of it has changed or come to it."""
        rows = await self._database.rows(_TEXTS, {"case": case_id})
        pieces, codes = _pieces(rows)
        reading = read(text for _, text in pieces)
        await self._database.run_many(_FORGET, [{"case": case_id}])
        await self._database.run_many(
            _KEEP,
            [
                {
                    "case": case_id,
                    "pieces": json.dumps(pieces, ensure_ascii=False),
                    "words": _joined(reading.words),
                    "stems": _joined(reading.stems),
                    "keys": _joined(reading.keys),
                    "tails": _joined(reading.tails),
                    "codes": _joined(codes),
                }
            ],
        )

    async def catch_up(self, most: int, below: int = NEWEST_FIRST) -> int | None:
        """Read cases that were never read, as after a migration, or are outdated; newest first.

        Only of those before the case #`below`. Returns the oldest that was read, to go on from;
        None when nothing is left to do.
        """
        rows = await self._database.rows(_UNREAD, {"most": most, "below": below})
        for row in rows:
            await self.keep(row["id"])
        return rows[-1]["id"] if rows else None

    async def hits(self, question: Question, limit: int, offset: int = 0) -> Hits:
        """Return a page of the cases that a question fits, open and closed, the newest first."""
        if not question.terms:
            return Hits((), 0)
        return await self._page(expression(question), limit, offset)

    async def with_keys(self, keys: Iterable[str], limit: int) -> Hits:
        """Return the newest cases that have one of these identifiers."""
        return await self._page(any_of(keys), limit, 0)

    async def found_alone(self, questions: tuple[Question, ...]) -> tuple[bool, ...]:
        """Return for each question whether it finds anything: in one query."""
        names = {f"asked{place}": expression(each) for place, each in enumerate(questions)}
        asked = ", ".join(f"{ANYTHING.format(name=name)} AS {name}" for name in names)
        row = await self._database.row(f"SELECT {asked}", names) if names else None
        return tuple(bool(row[name]) for name in names) if row else ()

    async def keys_near(self, key: str, limit: int = 200) -> tuple[str, ...]:
        """Return identifiers that begin or end like this one: candidates for «похожие»."""
        head, tail = key[:FOUR], key[::-1][:FOUR]
        ends = {"head_end": f"{head}\U0010ffff", "tail_end": f"{tail}\U0010ffff"}
        values = {"head": head, "tail": tail, **ends, "limit": limit}
        rows = await self._database.rows(NEAR, values)
        return tuple(row["term"][::-1] if row["backwards"] else row["term"] for row in rows)

    async def remember(self, person_id: int, words: str, now: datetime) -> int:
        """Keep what a person searches for, so that its buttons can turn pages. Returns its id."""
        values = {"person": person_id, "words": words, "at": stored(now)}
        row = await self._database.row(_REMEMBER, values)
        assert row is not None  # noqa: S101 - RETURNING always returns what was inserted
        await self._database.run_many(_PRUNE, [{"person": person_id, "kept": REMEMBERED}])
        return int(row["id"])

    async def recall(self, search_id: int, person_id: int) -> str | None:
        """Return what this person searched for; None when it is forgotten or somebody else's."""
        sql = "SELECT words FROM searches WHERE id = :id AND person_id = :person"
        row = await self._database.row(sql, {"id": search_id, "person": person_id})
        return row["words"] if row else None

    async def _page(self, asked: str, limit: int, offset: int) -> Hits:
        for row in await self._database.rows(_OUTDATED, {"most": _AT_ONCE}):
            await self.keep(row["case_id"])
        values = {"asked": asked, "limit": limit, "offset": offset}
        rows = await self._database.rows(_HITS, values)
        hits = (Hit(case_of(r), tuple(Piece(*p) for p in json.loads(r["pieces"]))) for r in rows)
        return Hits(tuple(hits), rows[0]["total"] if rows else 0)


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _pieces(rows: list[Row]) -> tuple[list[Piece], list[str]]:
    """Return the texts of a case, and the codes of what was chosen from closed lists."""
    pieces, codes = [], []
    for row in rows:
        if row["source"] == "answers":
            answered = list(_answered(json.loads(row["text"])))
            pieces += [piece for piece, _ in answered]
            codes += [code for _, code in answered if code]
        elif row["source"] == "kind":
            pieces.append(Piece("kind", row["text"]))
            codes.append(code_of("kind", row["text"]))
        elif text := one_line(row["text"]):
            pieces.append(Piece(row["source"], text))
    return pieces, codes


def _answered(answers: dict[str, Any]) -> Iterator[tuple[Piece, str | None]]:
    for name, field in _FOUND_BY.items():
        value = answers.get(name)
        if not value:
            continue
        if field.ask is Ask.ENTITIES:
            yield Piece(name, ", ".join(one_line(each["value"]) for each in value)), None
            continue
        for each in value if isinstance(value, list) else [value]:
            text = one_line(str(each))
            yield Piece(name, text), _code(field, text)


def _code(field: Field, value: str) -> str | None:
    chosen = field.ask is not Ask.TEXT and value.isascii() and value.replace("_", "").isalpha()
    return code_of(field.name, value) if chosen else None


_SILENT = {
    "cabinet", "assignee", "priority", "proof", "currency", "marketplace", "kind", "number",
    "missed", "specialist",
}  # fmt: skip
_READ = {Ask.TEXT, Ask.CHOICE_OR_TEXT, Ask.CHOICE, Ask.CHOICES, Ask.ENTITIES}
_FOUND_BY: dict[str, Field] = {
    field.name: field
    for form in FORMS.values()
    for field in form
    if field.ask in _READ and field.name not in _SILENT
}
"""The answers that a case is found by, with their fields."""

_TEXTS = """
    SELECT 'answers' AS source, answers AS text FROM cases WHERE id = :case
    UNION ALL SELECT 'answers', answers FROM cases WHERE merged_into = :case
    UNION ALL SELECT 'number', number FROM cases
        WHERE (id = :case OR merged_into = :case) AND number IS NOT NULL
    UNION ALL SELECT 'attachments', name || ' ' || caption FROM attachments WHERE case_id = :case
    UNION ALL SELECT 'entries', text FROM entries WHERE case_id = :case
    UNION ALL SELECT 'kind', kind FROM cases WHERE id = :case
    UNION ALL SELECT 'tags', tags FROM cases WHERE id = :case AND tags <> ''
"""
"""All texts of a case. Whatever a case may get besides is one more line here."""
_FORGET = "DELETE FROM readings WHERE case_id = :case"
_KEEP = """
    INSERT INTO readings (case_id, pieces, words, stems, keys, tails, codes)
    VALUES (:case, :pieces, :words, :stems, :keys, :tails, :codes)
"""
_OUTDATED = "SELECT case_id FROM readings WHERE outdated = 1 LIMIT :most"
_UNREAD = """
    SELECT cases.id FROM cases LEFT JOIN readings ON readings.case_id = cases.id
    WHERE cases.id < :below AND cases.merged_into IS NULL
        AND (readings.case_id IS NULL OR readings.outdated = 1)
    ORDER BY cases.id DESC LIMIT :most
"""
_HITS = f"""
    SELECT ({COUNTED}) AS total,
        (SELECT pieces FROM readings WHERE readings.case_id = cases.id) AS pieces,
        {CASE_COLUMNS}
    WHERE cases.id IN ({HITS} LIMIT :limit OFFSET :offset)
    ORDER BY cases.id DESC
"""  # noqa: S608 - our own words
_REMEMBER = """
    INSERT INTO searches (person_id, words, at) VALUES (:person, :words, :at) RETURNING id
"""
_PRUNE = """
    DELETE FROM searches WHERE person_id = :person AND id NOT IN (
        SELECT id FROM searches WHERE person_id = :person ORDER BY id DESC LIMIT :kept)
"""
