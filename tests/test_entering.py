"""Stories of the record: a reply to a card becomes an entry, makes its move, and is never lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from rights_scene import Scene
from stories import CHAT, RETURN, TICKET
from team import Member, Team
from test_packing import opened as opened_pack

from cases.kinds import EntryKind
from cases.record import Entry
from handlers.filing import FilingPress
from texts import entering
from texts.pasting import SECRET

NBSP = "\u00a0"
NOON = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
LETTER = "Здравствуйте! Проверили карточку, <модерация> пройдёт за 5 дней & ночей."


async def with_ticket(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    team.clock.moves(minutes=30)


async def with_chat(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    team.clock.moves(minutes=30)


async def replies(member: Member, text: str) -> str:
    """Answer the newest message of the bot, as it stands there now."""
    return await member.says(text, reply_to=member.person.chat.messages[-1])


async def record_of(team: Team, case_id: int = 1) -> tuple[Entry, ...]:
    entries: tuple[Entry, ...] = await team.app.worker.services["tables"].entries.of(case_id)
    return entries


async def history_of(team: Team, case_id: int = 1) -> list[str]:
    return [line.what for line in await team.history.of(case_id)]


# A ticket -------------------------------------------------------------------------------------


async def test_a_pasted_answer_of_the_support_is_one_reply_and_one_press(team: Team) -> None:
    await with_ticket(team)
    asked = await replies(team.anna, LETTER)
    assert "Запись #1" in asked
    assert "Что это?" in asked
    assert LETTER in asked
    assert f"Когда: ср{NBSP}04.03, 12:30{NBSP}МСК" in asked
    assert team.anna.buttons == [
        "Ответ поддержки", "Наше сообщение", "Заметка", "Другое время", "Отмена",
    ]  # fmt: skip
    card = await team.anna.presses("Ответ поддержки")
    assert f"Записал в #1: ответ поддержки, ср{NBSP}04.03, 12:30." in card
    assert "Ответили, проверить, с" in card
    assert f"Ответ поддержки ср{NBSP}04.03, 12:30: «{LETTER}»" in card
    assert "записей 1" in card
    assert (await history_of(team))[-2:] == ["entry_support", "answered"]
    team.world.assert_nothing_refused()


async def test_an_entry_that_makes_a_move_can_be_taken_back_and_stays_in_the_record(
    team: Team,
) -> None:
    await with_chat(team)
    since = (await team.search.get(1)).waiting_since
    await replies(team.anna, "Отправили замену")
    assert "Вернуть как было" not in team.anna.buttons
    await team.anna.presses("Наше сообщение")
    assert (await team.search.get(1)).waiting_since is None
    await team.anna.presses("Вернуть как было")
    assert (await team.search.get(1)).waiting_since == since
    assert [each.text for each in await record_of(team)] == ["Отправили замену"]
    await replies(team.anna, "Спрошу на складе")
    await team.anna.presses("Заметка")
    assert "Вернуть как было" not in team.anna.buttons


async def test_the_real_time_is_one_press_more_and_counts_for_everything(team: Team) -> None:
    await with_ticket(team)
    await team.waits(days=1)
    await replies(team.anna, LETTER)
    assert "Когда это было на самом деле?" in await team.anna.presses("Другое время")
    asked = await team.anna.says("ответили вчера в 18:20")
    assert f"Когда: ср{NBSP}04.03, 18:20{NBSP}МСК" in asked
    card = await team.anna.presses("Ответ поддержки")
    assert f"Ответили, проверить, с ср{NBSP}04.03, 18:20" in card
    (entry,) = await record_of(team)
    assert entry.at == datetime(2026, 3, 4, 15, 20, tzinfo=UTC)
    assert entry.written_at == NOON + timedelta(days=1, minutes=30)
    case = await team.search.get(1)
    assert case.moved_at == entry.at
    history = await team.anna.presses("История")
    assert f"запись, ответ поддержки: ср{NBSP}04.03, 18:20" in history
    assert "поддержка ответила → ответили, проверить" in history


async def test_the_time_may_be_typed_instead_of_a_press_and_more_text_is_added(
    team: Team,
) -> None:
    await with_ticket(team)
    await replies(team.anna, "Первая часть")
    assert "Время записал." in await team.anna.says("сегодня 12:10")
    said = await team.anna.says("Вторая часть, её прислали следом")
    assert f"Дописал к тексту, всего 45{NBSP}знаков." in said
    assert "ещё не наступило" in await team.anna.says("сегодня 20:00")
    await team.anna.presses("Заметка")
    (entry,) = await record_of(team)
    assert entry.text == "Первая часть\nВторая часть, её прислали следом"
    assert entry.at == NOON + timedelta(minutes=10)


async def test_the_time_that_a_reply_begins_with_is_offered_and_never_taken(team: Team) -> None:
    await with_ticket(team)
    asked = await replies(team.anna, "вчера 18:20 вышлите фото упаковки")
    assert f"Когда: ср{NBSP}04.03, 12:30{NBSP}МСК" in asked
    assert "Вчера, 18:20" in team.anna.buttons
    asked = await team.anna.presses("Вчера, 18:20")
    assert asked.startswith("Время записал.")
    assert f"Когда: вт{NBSP}03.03, 18:20{NBSP}МСК" in asked
    assert "Вчера, 18:20" not in team.anna.buttons
    await team.anna.presses("Ответ поддержки")
    (entry,) = await record_of(team)
    assert entry.text == "вчера 18:20 вышлите фото упаковки"
    assert entry.at == NOON - timedelta(hours=17, minutes=40)


async def test_without_a_press_the_entry_has_the_time_of_its_message(team: Team) -> None:
    await with_ticket(team)
    await replies(team.anna, "вчера 18:20 вышлите фото упаковки")
    await team.anna.presses("Ответ поддержки")
    (entry,) = await record_of(team)
    assert entry.at == NOON + timedelta(minutes=30)


async def test_a_text_that_was_asked_for_offers_its_time_too(team: Team) -> None:
    await with_chat(team)
    await team.anna.does("Добавить запись", "Позвонил в 11:00, просит замену; 03.03 11:00")
    assert "Вчера, 11:00" in team.anna.buttons
    await team.anna.does("Вчера, 11:00", "Заметка")
    (entry,) = await record_of(team)
    assert entry.at == NOON - timedelta(hours=25)


async def test_a_reply_that_says_only_when_tells_the_time_by_itself(team: Team) -> None:
    await with_ticket(team)
    assert f"Когда: вт{NBSP}03.03, 18:20{NBSP}МСК" in await replies(
        team.anna, "ответили вчера в 18:20"
    )


async def test_our_message_answers_a_support_that_waits_for_us_and_is_movement_elsewhere(
    team: Team,
) -> None:
    await with_ticket(team)
    await team.anna.presses("Ждут от нас")
    await replies(team.anna, "Прислали накладную")
    assert team.anna.buttons[0] == "Наше сообщение"
    card = await team.anna.presses("Наше сообщение")
    assert "Ждём поддержку" in card
    assert (await history_of(team))[-2:] == ["entry_ours", "we_replied"]
    await team.waits(hours=5)
    await replies(team.anna, "Есть новости?")
    await team.anna.presses("Наше сообщение")
    case = await team.search.get(1)
    assert case.moved_at == NOON + timedelta(hours=5, minutes=30)
    assert (await history_of(team))[-1] == "entry_ours"


async def test_a_message_of_ours_puts_off_the_reminder_of_a_silent_ticket(team: Team) -> None:
    await with_ticket(team)
    await team.waits(days=2)
    await team.anna.says("/status #1")
    await replies(team.anna, "Напомнили о себе")
    await team.anna.presses("Наше сообщение")
    heard = len(team.anna.person.chat.messages)
    await team.waits(days=1, hours=4)
    later = [str(m.get("text")) for m in team.anna.person.chat.messages[heard:]]
    assert not any("без движения" in text and "#1" in text for text in later)


async def test_a_note_moves_nothing_and_disturbs_nobodys_buttons(team: Team) -> None:
    await with_ticket(team)
    before = await team.search.get(1)
    await team.boris.says("/status #1")
    await replies(team.anna, "Позвонить в четверг")
    card = await team.anna.presses("Заметка")
    assert "Ждём поддержку" in card
    after = await team.search.get(1)
    assert (after.version, after.moved_at) == (before.version, before.moved_at)
    assert "Ответили, проверить" in await team.boris.presses("Ответили")


@pytest.mark.parametrize(
    ("deeds", "kind", "why"),
    [
        (("Закрыть", "Решено", "Нисколько", "Пропустить"), "Ответ поддержки",
         "запись его не открывает. Если вопрос живой, нажмите «Открыть снова»"),
        (("Ответили",), "Ответ поддержки", "Статус и так «Ответили, проверить», движение отметил"),
        (("Ответили",), "Наше сообщение", "Если ответ не решает вопрос, нажмите «Эскалация»"),
        (("Ждут от нас",), "Ответ поддержки", "Поддержка по-прежнему ждёт от нас"),
    ],
)  # fmt: skip
async def test_what_an_entry_does_not_change_is_said_with_what_to_do(
    team: Team, deeds: tuple[str, ...], kind: str, why: str
) -> None:
    await with_ticket(team)
    await team.anna.does(*deeds)
    status = (await team.search.get(1)).status
    team.clock.moves(minutes=5)
    await replies(team.anna, LETTER)
    assert why in await team.anna.presses(kind)
    assert (await team.search.get(1)).status is status
    assert len(await record_of(team)) == 1


async def test_an_answer_from_before_the_last_movement_changes_no_status(team: Team) -> None:
    await with_ticket(team)
    await team.anna.does("Ответили")
    await team.waits(hours=2)
    await team.anna.does("Закрыть", "Частично", "Нисколько", "Пропустить", "Открыть снова")
    await replies(team.anna, LETTER)
    await team.anna.says("сегодня 13:00")
    told = await team.anna.presses("Ответ поддержки")
    assert f"Это раньше последнего движения (ср{NBSP}04.03, 14:30)" in told
    assert "Открыто снова" in told


async def test_a_draft_says_that_its_number_comes_first(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET[:-3], "Пропустить", "К итогу", "Сохранить")
    await replies(team.anna, LETTER)
    assert "Это ещё черновик" in await team.anna.presses("Ответ поддержки")


# A buyer's chat -------------------------------------------------------------------------------


async def test_our_answer_ends_the_turn_at_its_real_time(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Отправим замену")
    assert team.anna.buttons[:3] == ["Наше сообщение", "От покупателя", "Заметка"]
    await team.anna.says("сегодня 11:00")
    card = await team.anna.presses("Наше сообщение")
    assert f"Ответили, ждём покупателя, с ср{NBSP}04.03, 11:00" in card
    assert "Ответить до" not in card
    case = await team.search.get(1)
    assert case.answered_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert case.waiting_since is None
    assert (await history_of(team))[-2:] == ["entry_ours", "we_answered"]


@pytest.mark.parametrize("closes", [False, True])
async def test_a_message_of_the_buyer_opens_a_new_turn_also_on_a_closed_chat(
    team: Team, closes: bool
) -> None:
    await with_chat(team)
    await team.anna.presses("Мы ответили")
    if closes:
        await team.anna.does("Закрыть", "Решено")
    await team.waits(days=3)
    await team.anna.says("/status #1")
    await replies(team.anna, "А когда отправите?")
    await team.anna.says("вчера 15:00")
    card = await team.anna.presses("От покупателя")
    assert f"Ждёт нашего ответа, с пт{NBSP}06.03, 15:00" in card
    assert f"Ответить до пн{NBSP}16.03, 15:00" in card
    assert (await history_of(team))[-2:] == ["entry_buyer", "buyer_wrote"]


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("Наше сообщение", "сегодня 09:00", "раньше, чем покупатель написал"),
        ("От покупателя", "сегодня 11:00", "Покупатель и так ждёт с"),
    ],
)
async def test_what_cannot_touch_the_turn_is_kept_and_explained(
    team: Team, kind: str, typed: str, why: str
) -> None:
    await with_chat(team)
    due = (await team.search.get(1)).due_at
    await replies(team.anna, "Текст")
    await team.anna.says(typed)
    assert why in await team.anna.presses(kind)
    assert (await team.search.get(1)).due_at == due
    assert [each.text for each in await record_of(team)] == ["Текст"]


async def test_an_earlier_message_of_the_same_turn_begins_its_clock_earlier(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Первое сообщение, его не заметили")
    await team.anna.says("вчера 22:00")
    card = await team.anna.presses("От покупателя")
    assert "срок ответа теперь идёт с этого времени" in card
    assert f"Ответить до пт{NBSP}13.03, 22:00" in card
    assert (await history_of(team))[-1] == "began_earlier"


async def test_a_message_that_we_have_answered_since_opens_no_turn(team: Team) -> None:
    await with_chat(team)
    await team.anna.presses("Мы ответили")
    team.clock.moves(minutes=5)
    await replies(team.anna, "Спасибо")
    await team.anna.says("сегодня 12:00")
    told = await team.anna.presses("От покупателя")
    assert f"Это раньше нашего ответа (ср{NBSP}04.03, 12:30), поэтому новый срок не пошёл" in told
    assert "Ответили, ждём покупателя" in told


async def test_the_text_of_an_answer_that_was_pressed_late_gives_it_its_time(team: Team) -> None:
    await with_chat(team)
    await team.anna.presses("Мы ответили")
    team.clock.moves(minutes=5)
    await replies(team.anna, "Мы вышлем замену")
    await team.anna.says("сегодня 12:00")
    card = await team.anna.presses("Наше сообщение")
    assert f"с ср{NBSP}04.03, 12:00" in card
    assert (await history_of(team))[-1] == "answered_earlier"
    await replies(team.anna, "И ещё раньше сказали, что разберёмся")
    await team.anna.says("сегодня 11:00")
    assert "Покупателю уже ответили" in await team.anna.presses("Наше сообщение")
    assert (await team.search.get(1)).answered_at == NOON


async def test_a_date_alone_is_shown_as_a_date(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Говорили по телефону")
    await team.anna.does("Другое время", "Вчера", "Заметка")
    assert f"Заметка вт{NBSP}03.03: «Говорили по телефону»" in team.anna.sees
    assert f"запись, заметка: вт{NBSP}03.03" in await team.anna.presses("История")


# A return -------------------------------------------------------------------------------------


async def test_a_return_is_answered_by_an_entry_and_keeps_its_step(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN)
    await replies(team.anna, "Пришлите фото")
    assert team.anna.buttons[:4] == [
        "Наше сообщение", "От покупателя", "Ответ площадки", "Заметка",
    ]  # fmt: skip
    card = await team.anna.presses("Наше сообщение")
    assert "Запрос на возврат, решаем" in card
    assert "Покупателю ответили" in card
    assert "Ответить до" in await answers_again(team, "Вот фото", "От покупателя")


async def answers_again(team: Team, text: str, kind: str) -> str:
    team.clock.moves(minutes=5)
    await replies(team.anna, text)
    return await team.anna.presses(kind)


async def test_a_return_past_its_reply_clock_explains_itself(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Отказать", "Мы не увидели брака", "Отклонить")
    said = await answers_again(team, "Я не согласен", "От покупателя")
    assert "На шаге «Отказали» срок ответа не идёт" in said
    await team.anna.presses("Покупатель оспорил")
    said = await answers_again(team, "Решение за продавца", "Ответ площадки")
    assert "«За покупателя» или «За нас»" in said


async def test_a_closed_return_is_opened_by_a_new_message(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Закрыть", "Решено", "Нисколько", "Пропустить")
    said = await answers_again(team, "Деньги не пришли", "От покупателя")
    assert "Запрос на возврат, решаем" in said
    assert "Ответить до" in said


# Which case a message shows -------------------------------------------------------------------


async def test_a_reminder_the_appeal_and_the_history_are_answered_as_the_card_is(
    team: Team,
) -> None:
    await with_ticket(team)
    for view in ("История", "Карточка", "Подробно", "Карточка", "Текст обращения"):
        await team.anna.presses(view)
        assert "Запись #1" in await replies(team.anna, "Текст")
        await team.anna.presses("Отмена")
        await team.anna.says("/status #1")
    await team.waits(days=4)
    assert "без движения" in team.anna.sees
    assert "Запись #1" in await replies(team.anna, "Ждём специалиста")


async def test_a_list_of_several_cases_asks_to_answer_a_card(team: Team) -> None:
    await with_ticket(team)
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.anna.says("/list")
    assert await replies(team.anna, "Ответили") == entering.WHICH_CASE
    assert await record_of(team) == ()


async def test_a_number_that_answers_a_card_is_a_text_and_alone_it_is_a_number(
    team: Team,
) -> None:
    await with_ticket(team)
    card = team.anna.person.chat.messages[-1]
    assert "Ждём поддержку" in await team.anna.says("18123456")
    assert "Запись #1" in await team.anna.says("18123456", reply_to=card)


async def test_a_command_and_a_question_of_a_form_are_no_entries(team: Team) -> None:
    await with_ticket(team)
    card = team.anna.person.chat.messages[-1]
    assert "Запись" not in await team.anna.says("/list", reply_to=card)
    await team.anna.does("/status #1", "Закрыть", "Частично")
    assert "Сколько денег вернули" in team.anna.sees
    asked = await replies(team.anna, "12 500")
    assert "Что запомнить на будущее?" in asked


async def test_a_card_is_answered_in_the_middle_of_another_form(team: Team) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    await team.anna.does("/new", "Чат с покупателем", "Не пришёл заказ")
    await team.anna.says("Отправили вчера", reply_to=card)
    await team.anna.presses("Наше сообщение")
    assert "Записал в #1" in team.anna.saw
    assert "Когда сообщение появилось" in team.anna.sees
    assert "Чат с покупателем" in team.anna.sees


async def test_two_replies_one_after_the_other_are_two_entries(team: Team) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    team.clock.moves(seconds=7)
    await team.anna.says("Как оформить?", reply_to=card)
    team.clock.moves(seconds=20)
    await team.anna.says("Оформите так", reply_to=card)
    assert "Оформите так" in team.anna.sees
    await team.anna.presses("Наше сообщение")
    assert "Как оформить?" in team.anna.sees
    assert "Это раньше нашего ответа" in await team.anna.presses("От покупателя")
    assert [each.text for each in await record_of(team)] == ["Как оформить?", "Оформите так"]
    assert (await team.search.get(1)).waiting_since is None


async def test_a_long_text_that_telegram_has_cut_in_two_is_one_entry(team: Team) -> None:
    await with_ticket(team)
    card = team.anna.person.chat.messages[-1]
    lines = [f"строка номер {n}" for n in range(400)]
    await team.anna.says("\n".join(lines[:200]), reply_to=card)
    await team.anna.says("\n".join(lines[200:]), reply_to=card)
    await team.anna.presses("Ответ поддержки")
    (entry,) = await record_of(team)
    assert entry.text.splitlines() == lines


# The button -----------------------------------------------------------------------------------


async def test_the_cards_button_asks_for_a_text_and_then_what_it_is(team: Team) -> None:
    await with_chat(team)
    assert "Что записать?" in await team.anna.presses("Добавить запись")
    assert "Что это?" in await team.anna.says("Звонили, просит замену")
    assert "Звонили, просит замену" in await team.anna.presses("Заметка")
    assert (await record_of(team))[0].kind is EntryKind.NOTE


async def test_a_file_may_be_the_entry_that_the_button_asks_for(team: Team) -> None:
    await with_chat(team)
    await team.anna.presses("Добавить запись")
    await team.anna.person.sends_photo(caption="скрин переписки")
    await team.settles()
    await team.anna.presses("Пропустить")
    card = await team.anna.presses("Наше сообщение")
    assert f"№{NBSP}1" in card
    (entry,) = await record_of(team)
    assert (entry.text, entry.files) == ("скрин переписки", (1,))


async def test_a_cancelled_entry_is_not_written(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Не туда")
    assert "Отменил: запись" in await team.anna.presses("Отмена")
    assert await record_of(team) == ()


# Files ----------------------------------------------------------------------------------------


async def test_a_photo_that_answers_a_card_is_kept_at_once_and_becomes_an_entry_by_a_press(
    team: Team,
) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    await team.anna.person.sends_photo(reply_to=card, caption="ответ & скрин")
    await team.settles()
    assert f"Добавил к #1: №{NBSP}1." in team.anna.sees
    team.clock.moves(minutes=5)
    shown = await team.anna.presses("Наше сообщение")
    assert f"Записал в #1: наше сообщение, ср{NBSP}04.03, 12:30, №{NBSP}1." in shown
    assert f"«ответ & скрин» №{NBSP}1" in shown
    assert (await team.search.get(1)).answered_at == NOON + timedelta(minutes=30)


async def test_an_album_and_a_voice_are_entries_that_name_their_files(team: Team) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    await team.anna.person.sends_album(
        [b"\xff\xd8\xff 1", b"\xff\xd8\xff 2", b"\xff\xd8\xff 3"], caption="#1 шов"
    )
    await team.settles()
    await team.anna.presses("От покупателя")
    assert f"№{NBSP}1–3" in team.anna.sees
    await team.anna.person.sends_document("запись.ogg", b"ogg", reply_to=card)
    await team.settles()
    await team.anna.does("Другое время", "Час назад", "Заметка")
    entries = await record_of(team)
    assert {each.files for each in entries} == {(1, 2, 3), (4,)}
    page = await team.anna.presses("Записи")
    assert f"шов\n№{NBSP}1–3" in page
    assert f"№{NBSP}4" in page


async def test_a_file_is_made_an_entry_once_and_only_of_a_kind_that_the_case_has(
    team: Team,
) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    await team.anna.person.sends_photo(reply_to=card)
    await team.settles()
    for kind, number in (("support", 1), ("song", 1), ("note", 9), ("note", 1), ("note", 1)):
        press = FilingPress(case=1, number=number, kind=kind)
        Scene(team).forges(team.anna, None, press.pack())
        await team.settles()
    assert [(each.kind, each.files) for each in await record_of(team)] == [(EntryKind.NOTE, (1,))]
    assert team.anna.person.alerts[-1] == entering.WRITTEN_ALREADY


# What is refused, and by whom -----------------------------------------------------------------


async def test_a_secret_is_refused_in_a_reply_in_what_follows_and_in_an_edit(team: Team) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    assert await team.anna.says("пароль: qwerty12345", reply_to=card) == SECRET
    told = await team.anna.person.says("Ответ", reply_to=card)
    await team.settles()
    assert "парол" in await team.anna.says("пароль: qwerty12345")
    await team.anna.person.edits(told, "пароль: qwerty12345")
    await team.settles()
    assert team.anna.sees == SECRET
    await team.anna.presses("Заметка")
    assert [each.text for each in await record_of(team)] == ["Ответ"]


async def test_somebody_removed_and_a_stranger_write_nothing(team: Team) -> None:
    await with_chat(team)
    await team.boris.says("/status #1")
    await replies(team.boris, "Ответил")
    await team.owner.does("/team", "Убрать: Борис", "Да, убрать")
    await team.boris.presses("Наше сообщение")
    assert "рабочий бот" in await replies(team.boris, "Ответил ещё")
    await team.stranger.starts()
    assert "рабочий бот" in await replies(team.stranger, "#1 привет")
    assert await record_of(team) == ()


async def test_nothing_of_an_entry_is_in_the_group(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Тайное слово")
    await team.anna.presses("Наше сообщение")
    await team.anna.does("Статус площадки", "Секретный статус")
    group = await team.binds_group()
    await team.anna.says("/status@journal_bot #1", where=group)
    shown = "\n".join(str(m.get("text", "")) for m in group.messages)
    assert "#1" in shown
    assert "Тайное" not in shown
    assert "Секретный" not in shown
    answered = group.messages[-1]
    await team.anna.person.says("ещё слово", where=group, reply_to=answered)
    await team.settles()
    assert len(await record_of(team)) == 1


# Edits, races, restarts -----------------------------------------------------------------------


async def test_an_edit_is_followed_until_the_entry_is_made(team: Team) -> None:
    await with_chat(team)
    card = team.anna.person.chat.messages[-1]
    told = await team.anna.person.says("Отправим земену", reply_to=card)
    await team.settles()
    await team.anna.person.edits(told, "Отправим замену")
    await team.settles()
    assert "Исправил текст записи в #1." in team.anna.sees
    assert "Отправим замену" in team.anna.sees
    await team.anna.presses("Наше сообщение")
    assert (await record_of(team))[0].text == "Отправим замену"
    await team.anna.person.edits(told, "Отправим деньги")
    await team.settles()
    assert team.anna.sees == entering.stays(1)
    assert (await record_of(team))[0].text == "Отправим замену"


async def test_who_was_second_has_the_entry_kept_and_reads_who_was_first(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Ответили про замену")
    await team.boris.says("/status #1")
    await team.boris.does("Закрыть", "Решено")
    told = await team.anna.presses("Наше сообщение")
    assert "Обращение закрыто" in told
    assert "#1 уже изменилось: закрыто, Борис, 12:30. Как сейчас:" in told
    assert [each.text for each in await record_of(team)] == ["Ответили про замену"]
    assert (await team.search.get(1)).closed


async def test_the_one_who_leads_the_case_hears_of_what_others_write(team: Team) -> None:
    await with_chat(team)
    await team.boris.says("/status #1")
    await replies(team.boris, "Покупатель <написал> снова")
    await team.boris.presses("От покупателя")
    assert "Борис записывает в #1, от покупателя: «Покупатель <написал> снова»" in team.anna.sees
    team.world.assert_nothing_refused()


async def test_a_reply_waits_for_its_press_through_a_restart(team: Team) -> None:
    await with_chat(team)
    await replies(team.anna, "Ответили")
    rows = await team.database.rows("SELECT answers FROM conversations")
    kept = [each for row in rows for each in json.loads(row["answers"]).get("drafts", [])]
    assert [(each["case_id"], each["answers"]["entry_text"]) for each in kept] == [(1, "Ответили")]
    assert "Ответили, ждём" in await team.anna.presses("Наше сообщение")


# Reading the record ---------------------------------------------------------------------------


async def test_the_record_is_read_newest_first_and_keeps_its_place(team: Team) -> None:
    await with_chat(team)
    for n in range(20):
        team.clock.moves(minutes=1)
        await team.anna.says("/status #1")
        await replies(team.anna, f"Сообщение {n}")
        await team.anna.presses("Заметка")
    page = await team.anna.presses("Записи")
    assert "Записи: 1–8 из 20, сначала новые" in page
    assert page.index("Сообщение 19") < page.index("Сообщение 12")
    older = await team.anna.presses("Раньше")
    assert "Записи: 9–16 из 20" in older
    await team.boris.says("/status #1")
    await replies(team.boris, "Вставка")
    await team.boris.presses("Заметка")
    await team.anna.presses("Раньше")
    shown = [str(m["text"]) for m in team.anna.person.chat.messages]
    assert any("Записи: 17–21 из 21" in each and "Сообщение 3" in each for each in shown)
    await team.anna.presses("Позже")
    shown = [str(m["text"]) for m in team.anna.person.chat.messages]
    assert any("Записи: 9–16 из 21" in each and "Сообщение 12" in each for each in shown)


@pytest.mark.parametrize("text", ["<b>&" * 1024, "я" * 4096, "слово\n" * 680])
async def test_the_longest_entry_is_shown_whole(team: Team, text: str) -> None:
    await with_ticket(team)
    await replies(team.anna, text)
    await team.anna.presses("Заметка")
    page = await team.anna.presses("Записи")
    assert "… ещё" in page
    before = len(team.anna.person.chat.messages)
    await team.anna.presses("Целиком 04.03 12:30")
    parts = [m["text"].partition("\n")[2] for m in team.anna.person.chat.messages[before:]]
    assert "".join("".join(parts).split()) == "".join(text.split())
    team.world.assert_nothing_refused()


async def test_entries_are_found_and_packed_whole(team: Team) -> None:
    await with_ticket(team)
    text = "Специалист обещал перепроверить габариты\n" + "и ещё раз измерить <короб>\n" * 140
    await replies(team.anna, text)
    await team.anna.does("Ответ поддержки", "/pack #1")
    assert "Запись: " in await team.boris.says("/find габарит")
    assert "габариты" in team.boris.sees
    with opened_pack(team) as pack:
        written = pack.read("записи.txt").decode()
    assert f"Ответ поддержки ср{NBSP}04.03, 12:30, Анна" in written
    assert written.count("измерить <короб>") == 140


# The marketplace's own status -----------------------------------------------------------------


async def test_since_when_our_status_holds_is_not_changed_by_the_marketplaces(team: Team) -> None:
    await with_ticket(team)
    since = f"Ждём поддержку, с ср{NBSP}04.03, 12:00"
    assert since in await team.anna.says("/status #1")
    await team.waits(days=1)
    assert since in await team.anna.does("Статус площадки", "В работе")
    assert f"ждём поддержку 1{NBSP}день" in await team.anna.says("/list")
    card = await team.anna.does("/status #1", "Ответили")
    assert f"с чт{NBSP}05.03, 12:30" in card
    assert since in await team.anna.presses("Вернуть как было")
    await team.waits(days=2)
    assert since in await team.anna.does("/status #1", "Статус площадки", "Почти готово")


async def test_the_marketplaces_status_stands_beside_ours_and_is_movement(team: Team) -> None:
    await with_ticket(team)
    await team.waits(days=1)
    assert "Какой статус показывает площадка?" in await team.anna.does(
        "/status #1", "Статус площадки"
    )
    card = await team.anna.says("В работе у <специалиста>")
    assert "Статус площадки: «В работе у <специалиста>»" in card
    assert (await team.search.get(1)).moved_at == NOON + timedelta(days=1, minutes=30)
    assert "статус площадки, «В работе у <специалиста>»" in await team.anna.presses("История")
    await team.anna.presses("Карточка")
    assert "Сейчас: В работе" in await team.anna.presses("Статус площадки")
    assert entering.STATUS_SAME in await team.anna.says("В работе у <специалиста>")
    await team.anna.presses("Статус площадки")
    assert "Статус площадки" not in await team.anna.presses("Статуса нет")
    team.world.assert_nothing_refused()
