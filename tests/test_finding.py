"""Stories of `/find`: word forms, beginnings, identifiers, slips, files, pages, and who may see."""

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import OWNER_ROW
from stories import SAVED
from team import Team

import storage.database
from cases.answers import Attachment
from cases.finding import Piece, Question, question_of, read
from cases.fragments import WIDTH, fragment
from storage.database import Database
from storage.finding import NEWEST_FIRST, Finding
from storage.fulltext import HITS, NEAR, any_of, expression
from storage.history import By
from storage.migrations import MIGRATIONS
from storage.migrations_to_find import FINDING
from texts import finding as texts


async def found(team: Team, asked: str) -> list[int]:
    """The numbers of the cases on the first page."""
    shown = await team.anna.says(f"/find {asked}")
    return [int(n) for n in re.findall(r"^\S+ #(\d+) ", shown, re.MULTILINE)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("шов", [3, 2]),
        ("швы", []),  # an irregular word: no stemmer knows it
        ("РАЗОШЕЛСЯ", [3, 2]),  # ё is е
        ("разошёл", [3, 2]),  # a beginning
        ("модерации карточки", [1]),  # other forms, another order
        ("модер", [1]),
        ("не на модерации", [1]),  # small words are not asked for
        ("карточка шов", []),  # all of the words
        ("тимуром", [3, 2]),  # the buyer
        ("140158860", [3, 2]),
        ("140 158 860", [3, 2]),
        ("14015", [3, 2]),
        ("8860", [3, 2]),  # the last four
        ("№18-123-456", [1]),
        ("исправление", [1]),  # a choice of a closed list, by its name
        ("возврат шов", [3]),  # the kind
        ("контент", [1]),
    ],
)
async def test_cases_are_found_the_newest_first(
    journal: Team, asked: str, expected: list[int]
) -> None:
    assert await found(journal, asked) == expected


async def test_the_fragment_is_bold_and_escaped_once(journal: Team) -> None:
    told = [deed if deed != "Разошёлся шов" else "Шов <b> & «шов»" for deed in SAVED]
    await journal.anna.does(*told)
    await journal.anna.says("/find шов")
    message = journal.anna.person.chat.messages[-1]
    assert "Суть: Шов <b> & «шов»" in message["text"]
    bold = [e for e in message["entities"] if e["type"] == "bold"]
    words = [_part(message["text"], e) for e in bold]
    assert words == ["Шов", "шов", "шов", "шов"]
    journal.world.assert_nothing_refused()


def _part(text: str, entity: dict[str, int]) -> str:
    units = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[start:end].decode("utf-16-le")


async def test_a_case_is_found_by_its_files_also_by_later_ones(journal: Team) -> None:
    anna = await journal.people.by_telegram(journal.anna.id)
    file = Attachment("f", "u", "document", "накладная_Коледино.pdf", 1, "бирка крупно")
    async with journal.database.transaction():
        await journal.attachments.keep(1, [file], By(anna, "private", journal.clock.now()))
    assert await found(journal, "накладной") == [1]
    assert "Файл: накладная_Коледино.pdf бирка крупно" in journal.anna.sees
    assert await found(journal, "коледино бирки") == [1]


async def test_a_closed_case_is_found_and_an_old_number_is_not(journal: Team) -> None:
    await journal.anna.does("/status #2", "Закрыть", "Спам")
    assert await found(journal, "шов") == [3, 2]
    assert "✅ #2 чат" in journal.anna.sees
    async with journal.database.transaction():
        case = await journal.search.get(1)
        by = By(None, "private", journal.clock.now())
        await journal.journal.change(case, by, "send", number="55577")
    assert await found(journal, "18123456") == []
    assert await found(journal, "55577") == [1]


async def test_a_slip_in_a_number_offers_the_nearest(journal: Team) -> None:
    assert await found(journal, "18123465") == [1]
    assert journal.anna.sees.startswith("В журнале нет «18123465». Похожие:")
    assert await found(journal, "артикул 140158680") == [3, 2]


async def test_words_that_stand_nowhere_together_are_offered_alone(journal: Team) -> None:
    assert await found(journal, "карточка шов рюкзак") == []
    assert journal.anna.buttons == ["Только «карточка»", "Только «шов»"]
    alone = await journal.anna.presses("Только «шов»")
    assert alone.startswith("По «шов» нашлось 2. Сначала новые.")


async def test_nothing_found_says_what_to_try(journal: Team) -> None:
    await journal.anna.says("/find рюкзак")
    assert journal.anna.sees.startswith("По «рюкзак» ничего нет. Попробуйте одно слово")
    assert "Напишите, что искать" in await journal.anna.says("/find")
    assert "Напишите, что искать" in await journal.anna.says("/find ?!*\"'()")


async def test_pages_keep_their_place_when_a_card_is_opened(journal: Team) -> None:
    for buyer in ("Ия", "Лев", "Ян", "Ада", "Том"):
        await journal.anna.does(*(buyer if deed == "Тимур" else deed for deed in SAVED))
    await journal.anna.says("/find шов")
    assert "нашлось 7, показаны 1–5" in journal.anna.sees
    await journal.anna.does("Дальше →")
    assert "показаны 6–7" in journal.anna.sees
    await journal.anna.does("#2", "Мы ответили", "История")
    assert "← К найденному" in journal.anna.buttons
    assert "показаны 6–7" in await journal.anna.presses("← К найденному")
    assert "показаны 1–5" in await journal.anna.presses("← Раньше")


async def test_a_search_of_somebody_else_is_not_opened(journal: Team) -> None:
    await journal.anna.says("/find шов")
    assert await journal.finding.recall(1, 3) is None
    anna = await journal.people.by_telegram(journal.anna.id)
    assert anna is not None
    assert await journal.finding.recall(1, anna.id) == "шов"
    for _ in range(25):
        await journal.anna.says("/find бирка")
    assert await journal.finding.recall(1, anna.id) is None


async def test_the_group_only_hears_where_to_search(journal: Team) -> None:
    group = await journal.binds_group()
    said = await journal.boris.says("/find@journal_bot шов", where=group)
    assert said == texts.ONLY_IN_PRIVATE
    foreign = journal.world.group("Чужая")
    foreign.adds(journal.boris.person)
    foreign.adds(journal.bot)
    await journal.settles()
    before = len(foreign.messages)
    await journal.boris.says("/find@journal_bot шов", where=foreign)
    assert len(foreign.messages) == before + 1
    assert "рабочий бот" in await journal.stranger.says("/find шов")


async def test_a_journal_of_an_earlier_version_catches_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.db"
    with monkeypatch.context() as before:
        before.setattr(storage.database, "MIGRATIONS", MIGRATIONS[:3])
        database = await Database.open(path)
        async with database.transaction():
            await database.rows(OWNER_ROW)
            await database.rows("INSERT INTO cabinets VALUES (1, 'wb', 'ИП', 'RUB', 1, 1)")
            await database.run_many(
                "INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id,"
                " created_at, moved_at) VALUES (:id, 'buyer_chat', :status, 1, 1,"
                ' \'{"summary": "Разошёлся шов"}\', 1, 0, 0)',
                [{"id": n, "status": s} for n, s in enumerate(("waiting_us", "waiting_buyer"), 1)],
            )
        await database.close()
    database = await Database.open(path)
    sides = await database.rows("SELECT side, priority, category FROM cases ORDER BY id")
    assert [tuple(row) for row in sides] == [
        ("ours", "normal", None), ("theirs", "normal", None),
    ]  # fmt: skip
    finding = Finding(database)
    assert (await finding.hits(question_of("шов"), 5)).total == 0
    async with database.transaction():
        assert await finding.catch_up(1) == 2
        assert await finding.catch_up(1, below=2) == 1
        assert await finding.catch_up(1, below=1) is None
        assert await finding.catch_up(5, NEWEST_FIRST) is None
    assert [h.case.id for h in (await finding.hits(question_of("швов шов"), 5)).hits] == []
    assert [h.case.id for h in (await finding.hits(question_of("шов"), 5)).hits] == [2, 1]
    await database.close()


@pytest.mark.parametrize("sql", [HITS, NEAR])
async def test_a_search_goes_by_the_index(team: Team, sql: str) -> None:
    values = dict.fromkeys(("asked", "head", "head_end", "tail", "tail_end", "limit"), "1")
    plan = [r["detail"] for r in await team.database.rows(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("VIRTUAL TABLE INDEX" in step for step in plan), plan
    if sql == HITS:
        assert not [step for step in plan if "TEMP B-TREE" in step]


# Rules ----------------------------------------------------------------------------------------

typed = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture(scope="module")
def words() -> Iterator[sqlite3.Connection]:
    """A full-text index as the journal's is."""
    with closing(sqlite3.connect(":memory:")) as connection:
        made = next(sql for sql in FINDING if "reading_words USING fts5" in sql)
        connection.execute(made.replace("content = 'readings', content_rowid = 'case_id',", ""))
        yield connection


@given(text=typed)
def test_any_question_is_understood_by_the_database(
    words: sqlite3.Connection, text: str
) -> None:  # fmt: skip
    """An error of the database would count as a full disk, and be tried again for ever."""
    question = question_of(text)
    if question.terms:
        words.execute(HITS, {"asked": expression(question)}).fetchall()
        words.execute(HITS, {"asked": any_of([t.key or t.word for t in question.terms])}).fetchall()


@given(typed, st.lists(typed, max_size=4))
def test_a_fragment_is_cut_out_of_its_text(asked: str, texts_of: list[str]) -> None:
    pieces = [Piece("summary", " ".join(text.split())) for text in texts_of]
    shown = fragment(pieces, question_of(asked))
    if shown:
        assert any(bold for _, bold in shown.runs)
        cut = "".join(text for text, _ in shown.runs).strip("…")
        assert any(cut in piece.text for piece in pieces)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=3, max_size=12))
def test_a_word_of_a_text_is_always_found_by_itself_and_by_its_beginning(word: str) -> None:
    reading = read([f"Начало {word}, конец"])
    for asked in (word, word.upper(), word[:-1]):
        (term,) = question_of(asked).terms
        assert any(each.startswith(term.word) for each in reading.words)


def test_a_long_text_is_cut_around_what_was_asked_for() -> None:
    text = "слово " * 100 + "бирка порвана " + "слово " * 100
    shown = fragment([Piece("summary", text.strip())], question_of("порванной бирки бирка"))
    assert shown is not None
    whole = "".join(run for run, _ in shown.runs)
    assert whole.startswith("…")
    assert whole.endswith("…")
    assert "бирка порвана" in whole
    assert len(whole) <= WIDTH + 2


def test_the_piece_with_most_of_the_words_is_shown() -> None:
    pieces = [Piece("buyer", "Шов"), Piece("summary", "Юбка, разошёлся шов")]
    shown = fragment(pieces, question_of("юбка шов"))
    assert shown is not None
    assert shown.source == "summary"
    assert fragment(pieces, Question(())) is None


def test_nobody_can_put_tags_into_what_was_found() -> None:
    asked = "<b>шов</b>"
    assert html.escape(asked, quote=False) in texts.nothing(asked, 0)
