"""Stories of the lists: what each has, what narrows it, its pages, many cases at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from stories import TICKET
from team import Team

from cases.kinds import Category, Currency, Kind, Marketplace, Priority
from cases.lists import CaseList, View
from storage.instants import stored
from storage.lists import LISTS, MOST_COUNTED, chosen, count, lengths_sql, values_of
from texts import lists
from texts.formats import NBSP


def ticket(number: int) -> list[str]:
    other = {"18123456": f"7700{number}", "Карточка висит на модерации": f"Случай{number}"}
    return [other.get(deed, deed) for deed in TICKET]


async def lengths(team: Team, view: View | None = None) -> dict[CaseList, int]:
    """How long Anna's lists are."""
    anna = await team.people.by_telegram(team.anna.id)
    assert anna is not None
    counts = await team.lists.counts(view or View(), anna.id, team.clock.now())
    return {of: count for of, count in counts.items() if count}


async def ids(team: Team, view: View) -> list[int]:
    anna = await team.people.by_telegram(team.anna.id)
    assert anna is not None
    page = await team.lists.page(view, anna.id, team.clock.now(), 8)
    assert page.total == len(page.cases)
    return [case.id for case in page.cases]


async def test_every_list_has_what_its_name_says(journal: Team) -> None:
    assert await lengths(journal) == {
        CaseList.OPEN: 3, CaseList.MINE: 2, CaseList.OURS: 2, CaseList.THEIRS: 1,
    }  # fmt: skip
    assert await ids(journal, View(CaseList.THEIRS)) == [1]
    assert await ids(journal, View(CaseList.OURS)) == [3, 2]
    journal.clock.moves(days=11)
    assert await ids(journal, View(CaseList.OVERDUE)) == [3, 2]
    assert await ids(journal, View(CaseList.STALE)) == [1]
    await journal.anna.does("/status #2", "Закрыть", "Спам")
    assert await ids(journal, View(CaseList.CLOSED)) == [2]
    assert await ids(journal, View(CaseList.OVERDUE)) == [3]


async def test_a_case_of_somebody_who_has_left_is_nobodys(journal: Team) -> None:
    boris = await journal.people.by_telegram(journal.boris.id)
    assert boris is not None
    async with journal.database.transaction():
        await journal.people.remove(boris, journal.clock.now())
    assert await ids(journal, View(CaseList.NOBODYS)) == [3]
    async with journal.database.transaction():
        await journal.database.rows("UPDATE cases SET assignee_id = NULL WHERE id = 1")
    assert await ids(journal, View(CaseList.NOBODYS)) == [3, 1]


NARROWED: dict[str, tuple[Callable[[View], View], list[int]]] = {
    "cabinet": (lambda v: View(v.of, cabinet=2), [4]),
    "kind": (lambda v: v.with_kind(Kind.BUYER_CHAT), [2]),
    "category": (lambda v: v.with_category(Category.CONTENT), [1, 4]),
    "priority": (lambda v: View(v.of, priority=Priority.BURNING), [4]),
    "all": (lambda v: View(v.of, 2, Kind.SUPPORT_TICKET, Category.CONTENT, Priority.BURNING), [4]),
    "nothing": (lambda v: View(v.of, 2, Kind.BUYER_CHAT), []),
}


@pytest.mark.parametrize("name", NARROWED)
async def test_a_list_is_narrowed(journal: Team, name: str) -> None:
    narrow, expected = NARROWED[name]
    async with journal.database.transaction():
        await journal.cabinets.add(Marketplace.OZON, "ООО Север", Currency.RUB)
    burning = ["Горит" if deed == "Обычная" else deed for deed in ticket(1)]
    await journal.anna.does(*burning[:2], "Ozon · ООО Север", *burning[2:])
    assert await ids(journal, narrow(View())) == expected
    counted = (await lengths(journal, narrow(View()))).get(CaseList.OPEN, 0)
    assert counted == len(expected)


async def test_the_menu_says_how_long_each_list_is(journal: Team) -> None:
    await journal.anna.does("/list", "Все списки")
    assert journal.anna.buttons[:3] == ["Открытые 3", "Мои 2", "Ничьи 0"]
    page = await journal.anna.presses("Мои 2")
    assert page.startswith("Мои 2\n")
    assert "#3" not in page
    assert "Просроченных нет" in await journal.anna.does("Все списки", "Просрочены 0")


async def test_each_line_says_whose_move_it_is(journal: Team) -> None:
    first, second, third = (await journal.anna.says("Список")).splitlines()[2:]
    assert first.startswith("🟢↩️ #3 возврат, Тимур, артикул 140158860: до ")
    assert first.endswith(", Борис")
    assert second.startswith("🟢↩️ #2 чат")
    assert third == (
        f"⏳ #1 Не проходит модерацию, №{NBSP}18123456: ждём поддержку меньше минуты, Анна"
    )


async def test_a_card_leads_back_to_the_page_it_was_opened_from(journal: Team) -> None:
    for number in range(7):
        await journal.anna.does(*ticket(number))
    await journal.anna.does("/list", "Дальше →")
    page = journal.anna.sees
    assert page.startswith("Открыто 10, показаны 9–10")
    await journal.anna.does("#9", "История", "Карточка", "Ответили")
    assert "Ответили, проверить" in journal.anna.sees
    assert "← К списку" in journal.anna.buttons
    back = await journal.anna.presses("К списку")
    assert back.startswith("Открыто 10, показаны 9–10")
    assert "← К списку" not in journal.anna.buttons
    assert "показаны 1–8" in await journal.anna.presses("Раньше")


async def test_a_page_that_is_gone_shows_the_last_one(journal: Team) -> None:
    for number in range(6):
        await journal.anna.does(*ticket(number))
    await journal.anna.does("/list", "Дальше →")
    await journal.anna.does("#9", "Ответили", "Закрыть", "Решено", "Нисколько", "Пропустить")
    assert "✅ #9" in journal.anna.sees
    page = await journal.anna.does("← К списку")
    assert page.startswith("Открыто 8\n")


async def test_narrowing_by_buttons_is_said_in_the_head(journal: Team) -> None:
    await journal.anna.does("/list", "Отбор")
    assert "Кабинет" not in journal.anna.buttons  # there is only one
    page = await journal.anna.does("Вид", "Чат с покупателем")
    assert page.startswith("Открыто (чат): 1\n")
    await journal.anna.does("#2", "← К списку", "Все списки")
    assert "Мои 1" in journal.anna.buttons
    assert "(чат)" in journal.anna.sees
    nothing = await journal.anna.does("Ничьи 0")
    assert nothing == "Ничьи (чат). С таким отбором пусто."
    assert (await journal.anna.does("Отбор", "Без отбора")).startswith("Ничьих нет")


def test_a_category_and_another_kind_do_not_narrow_together() -> None:
    finance = View().with_kind(Kind.CHAT_RETURN).with_category(Category.FINANCE)
    assert finance == View(category=Category.FINANCE)
    assert finance.with_kind(Kind.BUYER_CHAT) == View(kind=Kind.BUYER_CHAT)
    ticket_too = finance.with_kind(Kind.SUPPORT_TICKET)
    assert (ticket_too.kind, ticket_too.category) == (Kind.SUPPORT_TICKET, Category.FINANCE)
    assert not finance.whole().narrowed


def test_every_list_has_a_row_and_words() -> None:
    assert set(LISTS) == set(lists.LISTS) == set(lists.NOTHING) == set(CaseList)
    assert all(len(lists.list_label(of, 9999, whole=False)) <= 20 for of in CaseList)
    assert lists.amount(MOST_COUNTED + 1, MOST_COUNTED) == "1000+"


async def test_a_list_is_one_query_however_many_cases_it_shows(
    journal: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rows = journal.database.rows

    async def overheard(sql: str, values: object = None) -> object:
        asked.append(sql)
        return await rows(sql, values)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(journal.database, "rows", overheard)
    await journal.anna.says("/list")
    screens = [sql for sql in asked if "FROM cases" in sql]
    assert len(screens) == 1


async def test_the_menu_counts_in_one_query(journal: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    for narrowing in ((), ("Вид", "Чат с покупателем")):
        await journal.anna.does("/list", *(("Отбор", *narrowing) if narrowing else ()))
        asked: list[str] = []
        rows = journal.database.rows

        async def overheard(sql: str, values: object = None, asked=asked, rows=rows) -> object:  # type: ignore[no-untyped-def]  # noqa: ANN001 - bound now
            asked.append(sql)
            return await rows(sql, values)

        with monkeypatch.context() as patched:
            patched.setattr(journal.database, "rows", overheard)
            await journal.anna.presses("Все списки")
        assert len([sql for sql in asked if "FROM cases" in sql]) == 1
        assert "Мои 1" in journal.anna.buttons or "Мои 2" in journal.anna.buttons


async def test_a_narrowed_menu_reads_only_the_beginning_of_a_long_list(
    journal: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.lists.MOST_LOOKED_AT", 2)
    await journal.anna.does("/list", "Отбор", "Вид", "Чат с покупателем", "Все списки")
    shown = [each for each in journal.anna.buttons if each.startswith(("Открытые", "Ничьи"))]
    assert shown[0] in {"Открытые", "Открытые 1+"}  # three are open, two of them were read
    assert shown[1] == "Ничьи 0"


async def test_the_menu_reads_every_list_by_an_index(team: Team) -> None:
    view = View(kind=Kind.BUYER_CHAT, category=Category.ACCESS)
    values = {**values_of(view, 1, team.clock.now()), "looked": 9}
    sql = f"EXPLAIN QUERY PLAN {lengths_sql(view)}"
    plan = [row["detail"] for row in await team.database.rows(sql, values)]
    assert len([step for step in plan if "looked" in step]) >= len(CaseList), plan
    assert not [step for step in plan if step in {"SCAN cases", "SCAN clocks"}], plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan


PLANS: dict[str, tuple[View, str]] = {
    "open": (View(), "cases_open"),
    "mine": (View(CaseList.MINE), "cases_led (assignee_id=?)"),
    "nobody": (View(CaseList.NOBODYS), "cases_led (assignee_id=?)"),
    "ours": (View(CaseList.OURS), "cases_side (side=?)"),
    "theirs": (View(CaseList.THEIRS), "cases_side (side=?)"),
    "late": (View(CaseList.OVERDUE), "cases_due (due_at>? AND due_at<?)"),
    "stale": (View(CaseList.STALE), "clocks_stale (due_at<?)"),
    "closed": (View(CaseList.CLOSED), "cases_closed"),
    "of a cabinet": (View(cabinet=1), "cases_of_cabinet (cabinet_id=?)"),
    "of a kind": (View(kind=Kind.BUYER_CHAT), "cases_of_kind (kind=?)"),
    "of a category": (View(category=Category.ACCESS), "cases_of_category (category=?)"),
    "of a tag": (View(tag=1), "case_tags_tag (tag_id=?)"),
    "of a priority": (View(priority=Priority.LOW), "cases_of_priority (priority=?)"),
}  # fmt: skip


def test_every_list_has_its_plan() -> None:
    assert {view.of for view, _ in PLANS.values()} == set(CaseList)


@pytest.mark.parametrize("name", PLANS)
async def test_a_page_reads_no_more_of_its_list_than_it_shows(team: Team, name: str) -> None:
    view, index = PLANS[name]
    page, counted = f"EXPLAIN QUERY PLAN {chosen(view)}", f"EXPLAIN QUERY PLAN {count(view)}"
    values = {**values_of(view, 1, team.clock.now()), "limit": 8, "offset": 0}
    plan = [row["detail"] for row in await team.database.rows(page, values)]
    assert any(f"INDEX {index}" in step for step in plan), plan
    # There are few: those of several people, those with one label.
    sorts = view.of is CaseList.NOBODYS or view.tag is not None
    assert sorts or not [step for step in plan if "TEMP B-TREE" in step], plan
    plan += [row["detail"] for row in await team.database.rows(counted, values)]
    assert not [step for step in plan if step in {"SCAN cases", "SCAN clocks"}], plan


# Many at once ---------------------------------------------------------------------------------


async def test_cases_are_taken_with_one_question_and_a_line_of_history_each(journal: Team) -> None:
    await journal.boris.does("/list", "Выбрать", "#1", "#2", "#3")
    assert "Отмечено: 3" in journal.boris.sees
    assert "✓ #1" in journal.boris.buttons
    question = await journal.boris.presses("Взять себе")
    assert question.startswith("Взять себе: 2\n")
    assert "#1 Не проходит модерацию" in question
    assert "Не трону:\n#3: уже у этого человека" in question
    done = await journal.boris.presses("Да, взять 2")
    assert done.startswith("Теперь ведёте вы: 2 (#1, #2)")
    for case_id in (1, 2):
        assert (await journal.search.get(case_id)).assignee.name == "Борис"  # type: ignore[union-attr]  # given
        last = await journal.history.last(case_id)
        assert last is not None
        assert (last.person, last.what) == ("Борис", "taken")
    assert len(await journal.history.of(1)) == 2
    assert (await journal.boris.presses("К списку")).startswith("Открыто 3")


async def test_what_somebody_changed_meanwhile_is_named_and_left(journal: Team) -> None:
    await journal.boris.does("/list", "Выбрать", "#1", "#2", "Взять себе")
    await journal.anna.does("/status #1", "Ответили")
    done = await journal.boris.presses("Да, взять 2")
    assert done.startswith("Теперь ведёте вы: 1 (#2)")
    assert "#1: изменилось, пока вы выбирали, сейчас «ответили, проверить»" in done
    assert (await journal.search.get(1)).assignee.name == "Анна"  # type: ignore[union-attr]  # given


async def test_a_second_press_changes_nothing_more(journal: Team) -> None:
    await journal.boris.does("/list", "Выбрать", "#1", "Взять себе")
    await journal.boris.presses("Да, взять 1", twice=True)
    assert len(await journal.history.of(1)) == 2
    assert journal.boris.person.alerts[-1].startswith("Ничего не отмечено")


async def test_whoever_gets_the_cases_is_told_once(journal: Team) -> None:
    await journal.anna.does("/list", "Выбрать", "Вся страница", "Передать")
    assert "Кому передать?" in journal.anna.sees
    await journal.anna.does("Борис")
    said = len(journal.boris.person.chat.messages)
    await journal.anna.presses("Да, передать 2")
    assert len(journal.boris.person.chat.messages) == said + 1
    assert journal.boris.sees.startswith("Вам передали: 2, от кого: Анна")
    assert (await journal.boris.presses("Мои")).startswith("Мои 3")


async def test_cases_are_closed_with_the_same_outcome_by_their_own_moves(journal: Team) -> None:
    await journal.anna.does("/list", "Выбрать", "#1", "#2", "#3", "Закрыть")
    assert "Решено" in journal.anna.buttons
    assert not {"Спам", "Отказ"} & set(journal.anna.buttons)  # not common to chats and tickets
    question = await journal.anna.presses("Решено")
    assert question.startswith("Закрыть с итогом «решено»: 2")
    assert "сумму впишите по одному" in question
    assert "#3: решения по возврату ещё нет" in question
    await journal.anna.presses("Да, закрыть 2")
    await journal.anna.does("/list", "Выбрать", "#3", "Закрыть", "Не актуально", "Да, закрыть 1")
    told = {case_id: (await journal.history.of(case_id))[-1].what for case_id in (1, 2, 3)}
    assert told == {1: "close", 2: "close_chat", 3: "close_return"}
    assert (await journal.search.get(1)).answers["outcome"] == "solved"
    assert (await journal.search.get(2)).answers["chat_outcome"] == "solved"
    assert (await journal.search.get(1)).recovered.minor == 0  # type: ignore[union-attr]  # given
    assert await lengths(journal) == {CaseList.CLOSED: 3}


async def test_nothing_is_said_of_money_where_only_chats_are_closed(journal: Team) -> None:
    question = await journal.anna.does("/list", "Выбрать", "#2", "Закрыть", "Решено")
    assert "денег" not in question


async def test_a_case_that_cannot_be_closed_now_is_named(journal: Team) -> None:
    await journal.boris.does("/status #3", "Согласиться")
    await journal.boris.does("/list", "Выбрать", "#3", "#1", "Закрыть", "Отказ")
    assert "#3: решения по возврату ещё нет" in journal.boris.sees
    assert "Да, закрыть 1" in journal.boris.buttons


async def test_ticks_are_taken_back(journal: Team) -> None:
    await journal.boris.does("/list", "Выбрать", "#1", "#2", "✓ #2")
    assert "Отмечено: 1" in journal.boris.sees
    await journal.boris.does("Взять себе", "Не надо")
    assert "Отмечено: 1" in journal.boris.sees
    assert (await journal.boris.presses("Отмена")).startswith("Открыто 3")
    await journal.boris.presses("Выбрать")
    assert "Отмечено: 0" in journal.boris.sees
    await journal.boris.presses("Закрыть")
    assert journal.boris.person.alerts[-1].startswith("Ничего не отмечено")


async def test_nobody_is_handed_anything_who_has_left(journal: Team) -> None:
    await journal.anna.does("/list", "Выбрать", "#1", "Передать", "Борис")
    boris = await journal.people.by_telegram(journal.boris.id)
    assert boris is not None
    async with journal.database.transaction():
        await journal.people.remove(boris, journal.clock.now())
    await journal.anna.presses("Да, передать 1")
    assert journal.anna.person.alerts[-1] == "Этого человека уже нет в команде."
    assert len(await journal.history.of(1)) == 1


async def test_no_more_are_ticked_than_can_be_named(journal: Team) -> None:
    async with journal.database.transaction():
        await journal.database.run_many(
            "INSERT INTO cases (kind, status, version, cabinet_id, answers, author_id,"
            " created_at, moved_at, due_at) VALUES ('buyer_chat', 'waiting_us', 1, 1, '{}', 1,"
            " :at, :at, :at)",
            [{"at": stored(journal.clock.now() - timedelta(1))}] * 32,
        )
    await journal.anna.does("/list", "Выбрать", "Вся страница")
    for _ in range(2):
        await journal.anna.does("Дальше →", "Вся страница")
    assert "Отмечено: 24" in journal.anna.sees
    await journal.anna.does("Дальше →", "Вся страница")
    assert journal.anna.person.alerts[-1].startswith("За раз можно не больше 30")
    assert "Отмечено: 24" in journal.anna.sees
