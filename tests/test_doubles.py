"""Stories of one problem registered twice: it ends in the old dialog, or apart with a reason."""

import json

import pytest
from samples import NOW, a_case
from team import Member, Team

from cases.answers import Attachment
from cases.entities import Entity, EntityKind
from cases.fields import FORMS
from cases.kinds import Kind
from cases.record import Addition, addition_of
from cases.roles import Place
from storage.history import By
from storage.journal import Journal, SomebodyWasFirst

CHAT = ("/new", "Чат с покупателем")
TICKET = ("/new", "Обращение в поддержку", "Финансы", "Не сходятся выплаты")


async def fills(
    member: Member, text: str, entities: str, *more: str, period: str = "01.02–28.02"
) -> None:
    """Fill a finance ticket in as far as its summary."""
    await member.does(*TICKET, text, period, "Перерасчёт", "Обычная", "Пропустить", entities)
    await member.does(*more, "К итогу")


async def registers(member: Member, text: str, entities: str, *more: str, **when: str) -> str:
    await fills(member, text, entities, *more, **when)
    return await member.presses("Сохранить")


FIRST = ("Не сходятся выплаты по рекламе Коледино", "отчёт 51223344")


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await registers(team.anna, *FIRST)
    assert "Записал: #1" in team.anna.saw


async def count(team: Team, table: str) -> int:
    row = await team.database.row(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - our own tables
    assert row is not None
    return int(row[0])


# The same problem -------------------------------------------------------------------------------


async def test_a_shared_identifier_shows_the_open_case_and_why(hired: Team) -> None:
    said = await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    assert "Похоже, это уже ведём" in said
    assert "#1" in said
    assert "совпадает номер в данных" in said
    assert "ведёт Анна" in said
    buttons = ["Дописать в #1", "Открыть #1", "Это другое", "Исправить", "Отмена"]
    assert hired.boris.buttons == buttons
    assert len(await hired.search.all_open()) == 1


async def test_registering_twice_ends_in_the_old_dialog_with_nothing_lost(hired: Team) -> None:
    boris = hired.boris
    await fills(boris, "По рекламе не бьётся ещё и неделя", "отчёт 51223344, заказ 5632423", "№ 77")
    await boris.does("Исправить", "Вложения")
    await boris.person.sends_photo(b"jpeg", caption="скрин отчёта")
    await hired.settles()
    await boris.does("Готово", "Сохранить")
    said = await boris.presses("Дописать в #1")
    assert "Дописал в #1" in said
    assert "записей 1" in said
    assert "📎 1" in said
    assert await count(hired, "cases") == 1
    full = await boris.presses("Подробно")
    assert "Дописано ср\u00a004.03, 12:00, Борис: «По рекламе не бьётся ещё и неделя»" in full
    assert "заказ 5632423" in full
    assert "скрин отчёта" in full
    assert "По рекламе не бьётся ещё и неделя" in await boris.presses("Записи")
    for asked in ("5632423", "77"):
        assert "#1" in await boris.says(f"/status {asked}")
    assert "дописано" in await boris.presses("История")
    assert await boris.says("/new") == "Что записываем?"
    hired.world.assert_nothing_refused()


async def test_the_one_who_leads_the_case_hears_what_was_written_into_it(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.boris.presses("Дописать в #1")
    assert "Борис дописывает в #1: «Опять расхождение»" in hired.anna.sees


async def test_a_draft_takes_the_number_that_was_typed_and_counts_as_sent(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344", "18123456")
    said = await hired.boris.presses("Дописать в #1")
    assert "№\u00a018123456" in said
    assert "Ждём поддержку" in said
    assert "уже в журнале: #1" in await registers(hired.anna, "Другое", "отчёт 1", "18-123-456")


async def test_the_same_number_is_written_into_its_case_too(team: Team) -> None:
    await team.hire()
    chat = (*CHAT, "Разошёлся шов", "вчера", "пропустить", "пропустить", "Брак", "18123456")
    await team.anna.does(*chat, "К итогу", "Сохранить")
    await team.boris.does(*CHAT, "Просит ответить", "сегодня 10:00", "Тимур", "140158860", "Брак")
    await team.boris.does("№ 18-123-456", "К итогу", "Сохранить")
    assert team.boris.buttons == ["Дописать в #1", "Открыть #1", "Исправить номер", "Отмена"]
    assert "записей 1" in await team.boris.presses("Дописать в #1")
    case = await team.search.get(1)
    assert "140158860" in json.dumps(case.answers["goods"])
    assert "Тимур" in await team.boris.presses("Подробно")


async def test_an_addition_to_an_answered_chat_says_that_no_clock_runs(team: Team) -> None:
    await team.hire()
    chat = (*CHAT, "Разошёлся шов", "вчера", "пропустить", "пропустить", "Брак", "18123456")
    await team.anna.does(*chat, "К итогу", "Сохранить", "Мы ответили")
    await team.boris.does(*chat, "К итогу", "Сохранить")
    assert "Срок ответа здесь не идёт" in await team.boris.presses("Дописать в #1")
    assert "Покупатель написал" in team.boris.buttons


async def test_opening_the_other_case_keeps_the_form(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    assert "ведёт Анна" in await hired.boris.presses("Открыть #1")
    await hired.boris.presses("Дописать в #1")
    assert (await hired.search.get(1)).entries == 1


async def test_a_group_never_sees_what_was_written_in(hired: Team) -> None:
    await hired.binds_group()
    await registers(hired.boris, "Секретная подробность", "отчёт 51223344")
    await hired.boris.presses("Дописать в #1")
    shown = await hired.boris.says("/status #1", where=hired.group)
    assert "#1" in shown
    assert "Секретная" not in shown


# Another problem --------------------------------------------------------------------------------


async def test_what_is_another_problem_is_saved_with_its_reason(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    before = len(hired.owner.person.chat.messages)
    assert "Чем это отличается" in await hired.boris.presses("Это другое")
    await hired.boris.says("Тут возвраты, а не реклама")
    assert "Записал: #2" in hired.boris.saw
    told = hired.owner.sees
    assert "#2 записано отдельно, хотя похоже на #1" in told
    assert "Тут возвраты, а не реклама" in told
    assert hired.owner.buttons == ["Открыть #2", "Открыть #1"]
    assert len(hired.owner.person.chat.messages) == before + 1
    await hired.boris.says("/status #2")
    history = await hired.boris.presses("История")
    assert "записано отдельно от похожего #1, «Тут возвраты, а не реклама»" in history
    assert "Чем отличается: Тут возвраты" in await hired.boris.presses("Подробно")
    await hired.anna.says("/status #1")
    assert "похожее записано отдельно: #2" in await hired.anna.presses("История")


async def test_the_owner_is_not_told_of_what_the_owner_did(hired: Team) -> None:
    await registers(hired.owner, "Опять расхождение", "отчёт 51223344")
    await hired.owner.presses("Это другое")
    before = len(hired.owner.person.chat.messages)
    await hired.owner.says("Другая неделя")
    assert "Записал: #2" in hired.owner.saw
    # What was typed, the answer to it, and the text to be sent.
    assert len(hired.owner.person.chat.messages) == before + 3


async def test_a_reason_is_required_and_the_way_back_is_open(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.boris.presses("Это другое")
    assert "Чем это отличается" in await hired.boris.says("\u200b")
    assert "проверьте" in await hired.boris.presses("К итогу")
    assert "Похоже, это уже ведём" in await hired.boris.presses("Сохранить")
    assert await count(hired, "cases") == 1


async def test_a_case_that_came_in_the_meantime_is_asked_about_too(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.boris.presses("Это другое")
    await registers(hired.anna, "И ещё", "отчёт 51223344")
    await hired.anna.does("Это другое", "Хранение")
    said = await hired.boris.says("Возвраты")
    assert "Похоже, это уже ведём" in said
    assert "Дописать в #2" in hired.boris.buttons
    assert "Дописать в #1" not in hired.boris.buttons


async def test_another_period_of_the_same_report_is_another_case(hired: Team) -> None:
    await registers(hired.boris, *FIRST, period="01.01–31.01")
    assert "Записал: #2" in hired.boris.saw


async def test_cases_with_nothing_in_common_but_empty_fields_never_match(team: Team) -> None:
    await team.hire()
    for place in (1, 2):
        deeds = (*CHAT, f"{'Шов' if place == 1 else 'Цвет'}", "Только что", "К итогу", "Сохранить")
        assert f"Записал: #{place}" in await team.anna.does(*deeds)


@pytest.mark.parametrize(
    ("theirs", "number", "saved"),
    [("Тимур", "№ 2", True), ("Ия", "пропустить", True), ("тимур", "пропустить", False)],
)
async def test_two_buyers_who_write_alike_are_two_cases(
    team: Team, theirs: str, number: str, *, saved: bool
) -> None:
    await team.hire()
    for buyer, chat in (("Тимур", "№ 1"), (theirs, number)):
        await team.anna.does(*CHAT, "Разошёлся шов на юбке", "вчера", buyer, "140158860", "Брак")
        await team.anna.does(chat, "К итогу", "Сохранить")
    assert ("Записал: #2" in team.anna.sees) is saved


# Several, closed, old screens, races --------------------------------------------------------------


async def test_of_many_similar_cases_three_are_offered(hired: Team) -> None:
    for place in range(2, 6):
        await registers(hired.anna, "Расхождение", "отчёт 51223344")
        await hired.anna.does("Это другое", f"Причина {place}")
        if place > 4:  # one more than were shown: the reason is known by now
            assert hired.anna.sees.count("Почему похоже") == 1
            await hired.anna.presses("Это другое")
        assert f"Записал: #{place}" in hired.anna.saw
    said = await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    assert "выберите, что именно" in said
    added = [each for each in hired.boris.buttons if each.startswith("Дописать")]
    assert added == ["Дописать в #5", "Дописать в #4", "Дописать в #3"]
    assert "Дописал в #4" in await hired.boris.presses("Дописать в #4")


async def test_a_closed_case_is_mentioned_and_not_offered(hired: Team) -> None:
    await hired.anna.presses("Удалить черновик")
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    assert "Записал: #2" in hired.boris.saw
    assert "Похожее было и закрыто: #1." in hired.boris.saw
    assert "Похожее было и закрыто: #1." in await registers(hired.anna, "И", "отчёт 51223344")


async def test_a_button_never_writes_into_a_case_that_has_changed_since(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.anna.does("Вписать номер", "18123456")
    said = await hired.boris.presses("Дописать в #1")
    assert "тем временем изменилось" in said
    assert await count(hired, "entries") == 0
    assert "Дописал в #1" in await hired.boris.presses("Дописать в #1")


async def test_a_case_closed_in_the_meantime_leaves_the_form_as_it_was(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.anna.presses("Удалить черновик")
    said = await hired.boris.presses("Дописать в #1")
    assert "тем временем закрыли" in said
    assert "Суть: Опять расхождение" in said
    assert await count(hired, "entries") == 0
    await hired.boris.presses("Сохранить")
    assert "Записал: #2" in hired.boris.saw


async def test_a_button_of_an_older_screen_writes_nothing(hired: Team) -> None:
    boris = hired.boris
    await registers(boris, "Опять расхождение", "отчёт 51223344")
    old = next(m for m in reversed(boris.person.chat.messages) if "уже ведём" in m["text"])
    await boris.does("/new", "Продолжить", "Исправить", "Суть", "Новый текст")
    await boris.person.presses("Дописать в #1", on=old)
    await hired.settles()
    assert await count(hired, "entries") == 0
    await boris.does("Сохранить", "Это другое", "Другое")
    assert "Записал: #2" in boris.saw


async def test_pressing_twice_writes_once(hired: Team) -> None:
    await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    await hired.boris.presses("Дописать в #1", twice=True)
    assert await count(hired, "entries") == 1


async def test_of_two_who_save_in_the_same_second_the_second_sees_the_first(team: Team) -> None:
    await team.hire()
    for member in (team.anna, team.boris):
        await fills(member, *FIRST)
    await team.anna.person.presses("Сохранить")
    await team.boris.person.presses("Сохранить")
    await team.settles()
    assert await count(team, "cases") == 1
    assert "Похоже, это уже ведём" in team.boris.sees
    assert "Дописать в #1" in team.boris.buttons


async def test_what_is_missing_for_the_search_is_drawn_at_the_start(hired: Team) -> None:
    async with hired.database.transaction():
        for table in ("sketches", "sketch_keys"):
            await hired.database.rows(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    await hired.app.clock.catch_up()
    said = await registers(hired.boris, "Опять расхождение", "отчёт 51223344")
    assert "Похоже, это уже ведём" in said


# The record -------------------------------------------------------------------------------------


async def test_a_long_addition_is_shown_whole_across_messages(hired: Team) -> None:
    text = " ".join(f"слово{place}" for place in range(900))
    async with hired.database.transaction():
        case = await hired.search.get(1)
        await hired.journal.add(case, By(None, Place.PRIVATE, NOW), Addition(text))
    page = await hired.boris.does("/status #1", "Подробно", "Записи")
    assert "слово0 " in page
    assert "… ещё 7389\u00a0знаков" in page
    before = len(hired.boris.person.chat.messages)
    last = await hired.boris.presses("Целиком 04.03 12:00")
    shown = [m["text"] for m in hired.boris.person.chat.messages[before:]]
    assert [f"слово{place}" for place in range(900)] == [
        word for told in shown for word in told.partition("\n")[2].split()
    ]
    assert "часть 3 из 3" in last


async def test_an_addition_to_what_has_changed_is_refused_whole(hired: Team) -> None:
    journal: Journal = hired.journal
    by = By(None, Place.PRIVATE, NOW)
    old = await hired.search.get(1)
    async with hired.database.transaction():
        await journal.add(old, by, Addition("Первое"))
    with pytest.raises(SomebodyWasFirst):
        async with hired.database.transaction():
            await journal.add(old, by, Addition("Второе"))
    assert await count(hired, "entries") == 1


async def test_files_of_additions_get_the_next_numbers(hired: Team) -> None:
    by = By(None, Place.PRIVATE, NOW)
    for name in ("a", "b"):
        files = (Attachment("f", name, "photo", name), Attachment("f", name, "photo", name))
        async with hired.database.transaction():
            case = await hired.search.get(1)
            await hired.journal.add(case, by, Addition("", attachments=files))
    found = await hired.attachments.of(1)
    assert [(number, file.name) for number, file in found] == [
        (1, "a"), (2, "a"), (3, "b"), (4, "b"),
    ]  # fmt: skip


def test_an_addition_leaves_out_what_the_case_knows() -> None:
    case = a_case(
        Kind.SUPPORT_TICKET,
        answers={"category": "finance", "wanted": "correction"},
        number="18123456",
    )
    answers = {
        "cabinet": "1", "category": "finance", "wanted": "explanation", "priority": "normal",
        "summary": "Суть", "number": "18-123-456", "risks": [], "section": None,
        "entities": [{"kind": "order", "value": "5"}],
    }  # fmt: skip
    made = addition_of(FORMS["support_ticket"], answers, case)
    assert made.text == "Суть"
    assert dict(made.answers) == {"wanted": "explanation", "entities": answers["entities"]}
    assert made.number is None
    assert Entity(EntityKind.ORDER, "5") in made.entities


async def test_a_press_that_comes_twice_leaves_the_other_case_in_sight(team: Team) -> None:
    await team.hire()
    chat = (*CHAT, "Разошёлся шов", "Только что", "Тимур", "Пропустить", "Брак", "18123456")
    for member in (team.anna, team.boris):
        await member.does(*chat, "К итогу")
    await team.anna.presses("Сохранить")
    await team.boris.presses("Сохранить", twice=True)
    assert "Этот номер уже в журнале: #1" in team.boris.sees
    assert {"Дописать в #1", "Открыть #1", "Исправить номер"} <= set(team.boris.buttons)
    assert "Записал: #2" in await team.boris.does("555", "Сохранить")
