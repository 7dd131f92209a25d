"""Stories of registering: each kind, corrections, interruptions, the same number twice."""

from stories import CHAT
from team import Team


async def test_a_buyer_chat_is_registered_from_a_phone(team: Team) -> None:
    await team.hire()
    anna = team.anna
    assert "Что записываем?" in await anna.says("/new")
    assert "шаг 1 из" in await anna.presses("Чат с покупателем")
    assert "Когда сообщение появилось" in await anna.says("Разошёлся шов, хочу вернуть юбку")
    await anna.does("сегодня 10:01", "Тимур", "140158860", "Брак")
    await anna.presses("К итогу")
    assert "проверьте" in anna.sees
    card = await anna.presses("Сохранить")
    assert "Записал: #1" in card
    assert "сб\u00a014.03, 10:01\u00a0МСК" in card
    team.world.assert_nothing_refused()


async def test_a_form_survives_being_left_and_is_offered_again(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
    assert "Есть незаконченное: чат с покупателем, шаг 2" in await team.anna.says("/new")
    assert "Когда сообщение появилось" in await team.anna.presses("Продолжить")
    assert "Есть незаконченное" in await team.anna.starts()


async def test_beginning_anew_asks_from_the_first_question(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов", "/new")
    assert "Что записываем?" in await team.anna.presses("Начать новое")
    assert "Что случилось" in await team.anna.presses("Чат с покупателем")


async def test_back_keeps_what_was_answered(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
    assert "Сейчас: Разошёлся шов" in await team.anna.presses("← Назад")
    assert "Когда сообщение появилось" in await team.anna.says("Другое")


async def test_any_field_is_corrected_from_the_summary(team: Team) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Чат с покупателем", "Разошёлся шов", "вчера", "назад", "сегодня 9:00",
        "пропустить", "пропустить", "Брак", "К итогу", "Исправить", "Суть",
    )  # fmt: skip
    assert "Суть: Другой шов" in await team.anna.says("Другой шов")
    assert "Появилось: ср\u00a004.03, 09:00" in team.anna.sees


async def test_a_wrong_answer_is_explained_and_the_question_stays(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
    assert "ещё не наступило" in await team.anna.says("завтра 10:00")
    assert "в феврале нет" in await team.anna.says("31.02")
    assert "Не разобрал дату «когда-то»" in await team.anna.says("когда-то")
    await team.anna.person.sends_sticker()
    await team.settles()
    assert "пришёл стикер" in team.anna.sees
    assert "Как зовут покупателя" in await team.anna.says("сегодня 10:00")


async def test_files_are_collected_until_done_and_an_album_is_answered_once(team: Team) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Чат с покупателем", "Разошёлся шов", "вчера", "Тимур", "5", "Брак", "№ 7",
        "Не знаю",
    )  # fmt: skip
    await team.anna.person.sends_photo(b"jpeg", caption="шов")
    await team.settles()
    assert "Принял, всего 1" in team.anna.sees
    before = len(team.anna.person.chat.messages)
    for _ in range(3):
        await team.anna.person.sends_photo(b"jpeg", album="a")
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 3 + 1
    assert "📎 4" in await team.anna.does("Готово", "Сохранить")
    files = await team.attachments.of(1)
    assert [number for number, _ in files] == [1, 2, 3, 4]
    assert files[0][1].caption == "шов"


async def test_the_same_number_opens_the_card_that_is_there(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак")
    await team.anna.does(*chat, "№ 18-123-456", "К итогу", "Сохранить")
    said = await team.boris.does(*chat, "18123456", "К итогу", "Сохранить")
    assert "Этот номер уже в журнале: #1" in said
    assert "Ваш текст сохранён" in said
    assert len(await team.search.all_open()) == 1
    assert "Какой номер" in await team.boris.presses("Исправить номер")
    assert "Записал: #2" in await team.boris.does("777", "Сохранить")


async def test_a_number_that_is_taken_is_corrected_also_when_saved_from_a_question(
    team: Team,
) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак")
    await team.anna.does(*chat, "5", "Сохранить")
    assert "Этот номер уже в журнале: #1" in await team.boris.does(*chat, "5", "Сохранить")
    assert "Записал: #2" in await team.boris.does("Исправить номер", "777", "Сохранить")


async def test_two_managers_who_save_one_number_in_the_same_second_get_one_case(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак", "5")
    for member in (team.anna, team.boris):
        await member.does(*chat, "К итогу")
    await team.anna.person.presses("Сохранить")
    await team.boris.person.presses("Сохранить")
    await team.settles()
    assert len(await team.search.all_open()) == 1
    assert "уже в журнале" in team.boris.sees


async def test_saving_twice_with_one_button_makes_one_case(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак")
    await team.anna.does(*chat, "К итогу")
    await team.anna.presses("Сохранить", twice=True)
    assert len(await team.search.all_open()) == 1


async def test_a_move_in_the_middle_of_a_form_leads_back_to_it(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак")
    await team.anna.does(*chat, "К итогу", "Сохранить")
    await team.anna.does("/new", "Чат с покупателем", "Вторая суть", "/status #1", "Закрыть")
    said = await team.anna.presses("Спам")
    assert "Возвращаемся: чат с покупателем" in said
    assert "Когда сообщение появилось" in said


async def test_a_secret_is_not_taken(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем")
    token = "eyJhbGciOiJFUzI1NiIsImtpZCI6.eyJlbnQiOjEsImV4cCI6MTc.c2lnbmF0dXJl"  # noqa: S105 - nobody's
    assert "ключ или пароль" in await team.anna.says(f"вот токен {token}")


async def test_several_risks_are_marked_by_thumb_or_by_word(team: Team) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Обращение в поддержку", "Техника и API", "Ошибка API", "500 на складе", "вчера",
        "Исправление", "Горит", "Штрафы",
    )  # fmt: skip
    assert "Сейчас: штрафы, блокировка" in await team.anna.says("блокировка")
    assert "Сейчас: штрафы" in await team.anna.presses("✓ Блокировка")
    assert "Какие номера" in await team.anna.presses("Готово")


async def test_a_ready_answer_that_is_not_true_yet_is_not_offered(team: Team) -> None:
    await team.hire()
    team.clock.moves(hours=-5)  # 07:00 in Moscow: «Сегодня утром» means 09:00
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
    assert "Сегодня утром" not in team.anna.buttons
    assert "ещё не наступило" in await team.anna.says("сегодня 09:00")


async def test_a_correction_leads_straight_back_to_the_summary(team: Team) -> None:
    await team.hire()
    chat = ("/new", "Чат с покупателем", "Суть", "вчера", "пропустить", "пропустить", "Брак")
    await team.anna.does(*chat, "К итогу", "Исправить", "Суть")
    assert "К итогу" in team.anna.buttons
    assert "проверьте" in await team.anna.presses("К итогу")


async def test_a_typical_chat_takes_six_taps_and_messages(team: Team) -> None:
    await team.hire()
    deeds = ("/new", "Чат с покупателем", "Разошёлся шов", "Только что", "К итогу", "Сохранить")
    assert "Записал: #1" in await team.anna.does(*deeds)


async def test_what_is_typed_under_the_summary_is_answered_and_its_buttons_may_be_typed(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу")
    said = await team.anna.says("18999000")
    assert said.startswith("Это не записал: вопросов больше нет.")
    assert "Разошёлся шов" in said
    assert "Такой команды нет" in await team.anna.says("/statsu")
    assert "Записал: #1" in await team.anna.says("сохранить")
