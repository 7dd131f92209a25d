"""Stories of two people and one case: the second reads who was first and loses nothing."""

from rights_scene import Scene, _drafts
from team import Team

from handlers.presses import FormPress

NBSP = "\u00a0"


async def whats(team: Team, case_id: int) -> list[str]:
    return [line.what for line in await team.history.of(case_id)]


async def test_a_move_that_is_still_legal_is_offered_on_top(journal: Team) -> None:
    await journal.boris.says("/status #1")
    await journal.anna.does("/status #1", "Ответили")
    told = await journal.boris.presses("Ждут от нас")
    assert "#1 уже изменилось: поддержка ответила, Анна, 12:00. Как сейчас:" in told
    assert told.endswith("Ваше «Ждут от нас» можно сделать и теперь.")
    assert journal.boris.buttons[0] == "Всё равно сделать"
    await journal.boris.presses("Всё равно сделать")
    assert await whats(journal, 1) == ["registered", "answered", "support_asks"]


async def test_a_move_that_is_not_legal_any_more_is_not_offered(journal: Team) -> None:
    await journal.boris.says("/status #2")
    await journal.anna.does("/status #2", "Мы ответили")
    assert "можно сделать" not in await journal.boris.presses("Мы ответили")
    assert not [each for each in journal.boris.buttons if each.startswith("Всё равно")]


async def test_somebody_who_pressed_twice_is_not_asked_whether_anyway(journal: Team) -> None:
    await journal.boris.says("/status #3")
    await journal.boris.does("Согласиться", "Возврат на ПВЗ", "Подтвердить", "1 186")
    await journal.boris.does("Товар на складе", "Брак подтверждён", "Сверить деньги")
    await journal.boris.presses("Строки пока нет", twice=True)
    assert (await whats(journal, 3)).count("no_row_yet") == 1
    assert not [each for each in journal.boris.buttons if each.startswith("Всё равно")]


async def test_a_closing_with_its_outcome_and_sum_is_made_on_top_by_one_press(
    journal: Team,
) -> None:
    await journal.boris.does("/status #1", "Закрыть", "Частично", "12 500")
    await journal.anna.does("/status #1", "Ответили")
    told = await journal.boris.presses("Пропустить")
    assert "#1 уже изменилось: поддержка ответила, Анна" in told
    assert f"Вы хотели «Закрыть»:\nИтог: Частично\nВернули нам: 12{NBSP}500{NBSP}₽" in told
    assert "Ответили, проверить" in told
    card = await journal.boris.presses("Всё равно: Закрыть")
    assert f"вернули 12{NBSP}500{NBSP}₽" in card
    assert await whats(journal, 1) == ["registered", "answered", "close"]
    journal.world.assert_nothing_refused()


async def test_a_third_change_is_shown_as_well_before_it_is_made(journal: Team) -> None:
    await journal.boris.does("/status #1", "Закрыть", "Частично", "12 500")
    await journal.anna.does("/status #1", "Ответили")
    await journal.boris.presses("Пропустить")
    await journal.anna.presses("Ждут от нас")
    assert "поддержка ждёт от нас, Анна" in await journal.boris.presses("Всё равно: Закрыть")
    assert "✅ #1" in await journal.boris.presses("Всё равно: Закрыть")


async def test_a_reason_whose_move_is_gone_is_left_as_an_entry(journal: Team) -> None:
    await journal.anna.does("/status #3", "Отказать")
    await journal.boris.does("/status #3", "Согласиться", "Возврат на ПВЗ", "Подтвердить", "1 186")
    told = await journal.anna.says("Следы носки, <бирка> срезана")
    assert "возврат на ПВЗ подтверждён, Борис" in told
    assert "Причина отказа: Следы носки, <бирка> срезана" in told
    assert "Теперь так нельзя, но ответы целы." in told
    await journal.anna.presses("Оставить записью")
    assert "Оставил записью в #3." in journal.anna.sees
    rows = await journal.database.rows("SELECT text FROM entries WHERE case_id = 3")
    assert "Следы носки, <бирка> срезана" in rows[0]["text"]
    assert (await journal.search.get(3)).status == "approved_pickup"
    assert "Не понял" in await journal.anna.says("что дальше")  # the form is over


async def test_a_move_that_is_gone_stays_an_entry_however_it_is_saved(journal: Team) -> None:
    await journal.anna.does("/status #3", "Отказать")
    await journal.boris.does("/status #3", "Согласиться", "Возврат на ПВЗ", "Подтвердить", "1 186")
    await journal.anna.does("Следы носки", "ещё раз: следы носки")
    told = await journal.anna.does("Сохранить")
    assert "возврат на ПВЗ подтверждён, Борис" in told
    assert "Теперь так нельзя, но ответы целы." in told
    assert "Оставил записью в #3." in await journal.anna.presses("Оставить записью")


async def test_what_came_second_may_be_dropped(journal: Team) -> None:
    await journal.anna.does("/status #3", "Отказать")
    await journal.boris.does("/status #3", "Согласиться", "Возврат на ПВЗ", "Подтвердить", "1 186")
    await journal.anna.does("Следы носки", "Не надо")
    assert not await journal.database.rows("SELECT * FROM entries")
    assert "Не понял" in await journal.anna.says("что дальше")


async def test_when_it_happened_is_asked_again_after_a_change(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    await journal.boris.does("/status #2", "Покупатель написал")
    journal.clock.moves(minutes=20)
    await journal.anna.does("/status #2", "Ответили раньше", "сегодня 12:00")
    told = await journal.boris.says("сегодня 12:10")
    assert "уже изменилось: уточнено, когда ответили, Анна" in told
    assert "Когда сообщение появилось" in told
    assert "Ждёт нашего ответа" in await journal.boris.says("сегодня 12:10")


async def test_a_form_that_is_no_move_is_left_as_no_entry(journal: Team) -> None:
    await journal.anna.does("/new", "Чат с покупателем")
    rows = await journal.database.rows("SELECT answers FROM conversations")
    draft = next(d for row in rows for d in _drafts(row["answers"]))
    forged = FormPress(draft=draft["id"], step=draft["step"], what="note")
    Scene(journal).forges(journal.anna, None, forged.pack())
    await journal.settles()
    assert "Что произошло" in journal.anna.sees or "шаг" in journal.anna.sees
    assert not await journal.database.rows("SELECT * FROM entries")
