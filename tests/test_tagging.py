"""Stories of tags: put on and taken off, written one way, found, and never a person's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import TICKET
from team import Team
from test_linking import forges

from cases.lists import CaseList, View
from cases.tags import LONGEST, MOST, NoTag, Wrong, tags_of
from handlers.tagging import TagPress
from texts import tags as words


async def tag(team: Team, case_id: int, typed: str) -> str:
    return await team.anna.does(f"/status #{case_id}", "Метки", "Своя метка", typed)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("#брак", ("брак",)),
        ("  БРАК ", ("брак",)),
        ("Отчёт", ("отчет",)),
        ("#брак #срочно", ("брак", "срочно")),
        ("брак, срочно; Брак", ("брак", "срочно")),
        ("возврат денег", ("возврат_денег",)),
        ("#FBO-2", ("fbo-2",)),
        ("март\u200b", ("март",)),
        ("осень 2026", ("осень_2026",)),
    ],
)
def test_a_tag_is_written_one_way_however_it_is_typed(typed: str, tags: tuple[str, ...]) -> None:
    assert tags_of(typed, {}) == tags


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("###", Wrong.EMPTY),
        ("2026", Wrong.EMPTY),
        ("!!!", Wrong.EMPTY),
        ("а" * (LONGEST + 1), Wrong.TOO_LONG),
        ("заказ 5632423", Wrong.NUMBER),
        ("тел +7 (900) 123-45-67", Wrong.NUMBER),
        ("@timur", Wrong.CONTACT),
        ("wb.ru", Wrong.CONTACT),
        ("t@mail.ru", Wrong.CONTACT),
        ("Тимур", Wrong.BUYER),
        ("чат тимур", Wrong.BUYER),
    ],
)
def test_what_is_no_tag_is_refused_with_a_reason(typed: str, wrong: Wrong) -> None:
    with pytest.raises(NoTag) as refused:
        tags_of(typed, {"buyer": "Тимур П."})
    assert refused.value.wrong is wrong
    assert words.refused(refused.value)


@given(st.text(max_size=60))
def test_a_tag_reads_back_as_itself(typed: str) -> None:
    try:
        found = tags_of(typed, {})
    except NoTag:
        return
    for each in found:
        assert len(each) <= LONGEST
        assert " " not in each
        assert tags_of(f"#{each}", {}) == (each,)


async def test_a_typed_tag_stands_on_the_card_and_in_the_history(journal: Team) -> None:
    shown = await tag(journal, 2, "#Брак, Срочно")
    assert "Метки: #брак #срочно" in shown
    card = await journal.anna.presses("Карточка")
    assert card.endswith("\n#брак #срочно")
    history = await journal.anna.presses("История")
    assert "Анна: метка #брак" in history
    assert "Анна: метка #срочно" in history


async def test_the_most_used_are_put_on_and_taken_off_by_a_press(journal: Team) -> None:
    await tag(journal, 1, "срочно")
    await tag(journal, 2, "брак")
    await tag(journal, 3, "брак")
    await journal.boris.does("/status #1", "Метки")
    assert journal.boris.buttons[:2] == ["✓ #срочно", "#брак"]
    await journal.boris.presses("#брак")
    assert journal.boris.buttons[:2] == ["✓ #брак", "✓ #срочно"]
    await journal.boris.presses("✓ #срочно")
    assert journal.boris.buttons[0] == "✓ #брак"
    assert "#срочно" not in journal.boris.buttons  # nobody has it any more
    assert (await journal.search.get(1)).tags == ("брак",)
    assert "снята метка #срочно" in await journal.boris.does("Карточка", "История")


async def test_a_tag_moves_nothing_and_leaves_open_cards_valid(journal: Team) -> None:
    await journal.boris.does("/status #3")
    before = await journal.search.get(3)
    await tag(journal, 3, "брак")
    after = await journal.search.get(3)
    assert (after.version, after.moved_at) == (before.version, before.moved_at)
    assert "Согласились" in await journal.boris.presses("Согласиться")


@pytest.mark.parametrize("typed", ["заказ 5632423", "@timur", "###", "х" * 25])
async def test_what_is_no_tag_is_asked_again(journal: Team, typed: str) -> None:
    refused = await tag(journal, 2, typed)
    assert typed in refused
    assert "Какая метка?" in refused
    assert "Метки: #брак" in await journal.anna.says("брак")


async def test_a_password_is_no_tag(journal: Team) -> None:
    assert "Похоже на ключ или пароль" in await tag(journal, 2, "пароль: qwerty123456")


async def test_there_are_no_more_tags_than_a_card_can_show(journal: Team) -> None:
    await tag(journal, 1, "седьмая")
    await tag(journal, 2, ", ".join("абвгде"[:MOST]))
    assert "Меток уже 6" in await tag(journal, 2, "лишняя")
    await journal.anna.says("/cancel")
    await journal.anna.does("/status #2", "Метки", "#седьмая")
    assert journal.anna.person.alerts[-1].startswith("Меток уже 6")
    assert len((await journal.search.get(2)).tags) == MOST


async def test_a_second_press_of_two_people_changes_nothing_more(journal: Team) -> None:
    await tag(journal, 1, "брак")
    for member in (journal.anna, journal.boris):
        await forges(journal, member, TagPress(what="put", case=2, tag=1).pack())
    assert len(await journal.history.of(2)) == 2
    rows = await journal.database.rows("SELECT name, uses FROM tags")
    assert [tuple(row) for row in rows] == [("брак", 2)]
    for member in (journal.anna, journal.boris):
        await forges(journal, member, TagPress(what="drop", case=2, tag=1).pack())
    assert len(await journal.history.of(2)) == 3
    await forges(journal, journal.anna, TagPress(what="put", case=2, tag=99).pack())
    assert journal.anna.person.alerts[-1] == words.GONE


async def test_a_list_is_narrowed_by_a_tag(journal: Team) -> None:
    await journal.anna.does("/list", "Отбор")
    assert "Метка" not in journal.anna.buttons  # nothing has one
    await tag(journal, 1, "брак")
    await tag(journal, 3, "брак")
    page = await journal.anna.does("/list", "Отбор", "Метка", "#брак")
    assert page.startswith("Открыто (#брак): 2\n")
    assert "#2 чат" not in page
    await journal.anna.does("#3", "← К списку", "Все списки")
    assert "Мои 1" in journal.anna.buttons
    assert (await journal.anna.does("Ничьи 0")).startswith("Ничьи (#брак). С таким отбором пусто.")
    anna = await journal.people.by_telegram(journal.anna.id)
    assert anna is not None
    narrowed = View(CaseList.OURS, tag=1)
    counts = await journal.lists.counts(narrowed, anna.id, journal.clock.now())
    assert counts[CaseList.OURS] == 1


@pytest.mark.parametrize("asked", ["брак", "#брак", "браком", "карточка брак"])
async def test_a_search_finds_by_tag(journal: Team, asked: str) -> None:
    await journal.boris.does("/status #3", "Закрыть")
    await tag(journal, 1, "брак")
    found = await journal.anna.says(f"/find {asked}")
    assert "#1 Не проходит модерацию" in found
    await journal.anna.does("/status #1", "Метки", "✓ #брак")
    assert "#1 Не проходит" not in await journal.anna.says(f"/find {asked}")


async def test_the_group_sees_no_tags(journal: Team) -> None:
    await tag(journal, 2, "брак")
    group = await journal.binds_group()
    assert "брак" not in await journal.anna.says("/status@journal_bot #2", where=group)


async def test_a_merger_brings_the_tags_together(journal: Team) -> None:
    second = [{"18123456": "18999000", "Карточка висит на модерации": "Пропали фото"}.get(d, d)
              for d in TICKET]  # fmt: skip
    await journal.anna.does(*second)
    await tag(journal, 1, "брак, срочно")
    await tag(journal, 4, "брак, фото")
    await journal.anna.does("/status #4", "Объединить", "#1", "Да, объединить")
    assert (await journal.search.get(1)).tags == ("брак", "срочно", "фото")
    rows = await journal.database.rows("SELECT name, uses FROM tags ORDER BY name")
    assert [tuple(row) for row in rows] == [("брак", 1), ("срочно", 1), ("фото", 1)]
