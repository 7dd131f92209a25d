"""Stories of pasting: the cabinet's phrases become cases in two presses, nothing is guessed."""

import pytest
from team import Team

from cases.kinds import Currency, Kind, Marketplace

RETURN = (
    'Хочу вернуть товар "Юбка плиссе, бренд Ромашка, размер 44, артикул 140158860,'
    ' товар получен 18.02.2026"'
)
QUESTION = 'Здравствуйте! У меня вопрос по товару "Альбом, бренд Эконом, артикул 13480414"'


async def test_a_request_for_a_return_becomes_a_case_in_two_presses(team: Team) -> None:
    await team.hire()
    said = await team.anna.says(RETURN)
    assert "Возврат через чат — из «Хочу вернуть товар»" in said
    assert "Когда сообщение появилось" in said
    assert "проверьте" in await team.anna.presses("Только что")
    assert "Записал: #1" in await team.anna.presses("Сохранить")
    assert "артикул 140158860" in team.anna.sees
    team.world.assert_nothing_refused()


async def test_a_question_about_goods_becomes_a_chat_in_two_presses(team: Team) -> None:
    await team.hire()
    await team.anna.says(QUESTION)
    assert "Записал: #1" in await team.anna.does("Только что", "Сохранить")
    assert "чат с покупателем" in team.anna.sees
    assert "артикул 13480414" in team.anna.sees


async def test_one_line_gives_a_pre_filled_ticket_that_is_never_saved_by_itself(team: Team) -> None:
    await team.hire()
    said = await team.anna.says("/new wb 18123456 выплаты не сходятся 12500р до пятницы")
    assert "Понял из текста" in said
    assert "Не сходятся выплаты" in said or "выплаты не сходятся" in said
    assert len(await team.search.all_open()) == 0


async def test_a_text_of_unclear_kind_asks_for_the_kind_and_loses_nothing(team: Team) -> None:
    await team.hire()
    await team.anna.says("/new артикул 140158860 пришёл с дыркой вчера")
    assert "Что это?" in team.anna.sees
    await team.anna.presses("Чат с покупателем")
    assert "проверьте" in team.anna.sees or "Когда" in team.anna.sees
    await team.anna.does(*(["Только что"] if "Когда" in team.anna.sees else []))
    assert "140158860" in team.anna.sees


@pytest.mark.parametrize("text", ["привет", "спасибо, всё понял", "ок"])
async def test_small_talk_is_no_case(team: Team, text: str) -> None:
    await team.hire()
    assert "Не понял" in await team.anna.says(text)


async def test_a_paste_in_the_middle_of_a_form_is_an_answer(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем")
    assert "Когда сообщение появилось" in await team.anna.says(RETURN)


SEAM = ("/new", "Чат с покупателем", "Разошёлся шов")


async def test_a_standard_phrase_in_the_middle_of_a_form_may_be_a_case_of_its_own(
    team: Team,
) -> None:
    await team.hire()
    asked = await team.anna.does(*SEAM, RETURN)
    assert asked.startswith("Это новое обращение?\n«Хочу вернуть товар")
    assert "ответ на вопрос «Когда сообщение появилось" in asked
    assert team.anna.buttons == ["Завести новое", "Это ответ"]
    shown = await team.anna.presses("Завести новое")
    assert shown.startswith("Начатое осталось в черновиках: /drafts")
    assert "Возврат через чат — из «Хочу вернуть товар»" in shown
    await team.anna.does("Только что", "Сохранить")
    assert (await team.search.get(1)).kind is Kind.CHAT_RETURN
    assert "Разошёлся шов" in await team.anna.says("/drafts")
    assert "Когда сообщение появилось" in await team.anna.presses("Продолжить\u00a01")
    team.world.assert_nothing_refused()


async def test_a_standard_phrase_that_is_the_answer_is_taken_as_it_stands(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SEAM, "Только что", "К итогу", "Исправить", "Суть", QUESTION)
    assert "Это новое обращение?" in team.anna.sees
    assert "Сначала решите" in await team.anna.says("ну как")
    summary = await team.anna.says("это ответ")
    assert "Суть: Здравствуйте! У меня вопрос по товару" in summary
    assert "Записал: #1" in await team.anna.presses("Сохранить")


async def test_at_a_summary_the_phrase_begins_a_new_case_or_nothing(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SEAM, "Только что", "К итогу", RETURN)
    assert team.anna.buttons == ["Завести новое", "Вернуться"]
    assert "проверьте" in await team.anna.presses("Вернуться")
    await team.anna.does(RETURN, "Завести новое")
    assert "Возврат через чат" in team.anna.sees


async def test_a_form_of_a_move_waits_while_the_new_case_is_written_down(journal: Team) -> None:
    await journal.boris.does("/status #3", "Отказать", RETURN)
    assert "Почему отказываем" in journal.boris.sees
    await journal.boris.presses("Завести новое")
    assert journal.boris.sees.startswith("К начатому вернёмся после.")
    await journal.boris.presses("Отмена")
    assert "Почему отказываем" in journal.boris.sees


async def test_a_phrase_that_waits_survives_a_cancelled_menu(team: Team) -> None:
    await team.hire()
    await team.anna.does(*SEAM, RETURN, "/new", "Продолжить")
    assert team.anna.sees.startswith("Это новое обращение?")


@pytest.mark.parametrize("text", ["Хочу вернуть товар", "вопрос по товару: когда приедет?"])
async def test_words_like_a_phrase_without_its_goods_are_an_answer(team: Team, text: str) -> None:
    await team.hire()
    await team.anna.does(*SEAM, "Только что", text)
    assert "Это новое обращение?" not in team.anna.sees


async def test_a_secret_in_a_paste_is_not_kept(team: Team) -> None:
    await team.hire()
    token = "eyJhbGciOiJFUzI1NiIsImtpZCI6.eyJlbnQiOjEsImV4cCI6MTc.c2lnbmF0dXJl"  # noqa: S105 - nobody's
    said = await team.anna.says(f"/new wb выплаты не сходятся {token}")
    assert "ключ или пароль" in said
    rows = await team.database.rows("SELECT answers FROM conversations")
    assert all(token not in row["answers"] for row in rows)


async def test_the_menu_is_not_taken_for_a_paste(team: Team) -> None:
    await team.hire()
    assert "Что записываем?" in await team.anna.says("Новое обращение")
    assert "Открытых нет" in await team.anna.says("Список")


LETTER = "Здравствуйте! Ваше обращение №12345678 принято, тема: не сходятся выплаты за февраль."


async def test_a_forwarded_letter_of_the_support_becomes_a_draft(team: Team) -> None:
    await team.hire()
    letter = await team.stranger.person.says(LETTER)
    await team.anna.person.forwards(letter)
    await team.settles()
    said = team.anna.sees
    assert "Обращение в поддержку — из" in said
    assert "Номер: " in said
    assert "12345678" in said
    assert "Обращение в поддержку · шаг" in said


async def test_a_forwarded_command_is_no_order(team: Team) -> None:
    await team.hire()
    before = len(team.anna.person.chat.messages)
    command = await team.stranger.person.says("/new wb выплаты не сходятся 18123456")
    await team.anna.person.forwards(command)
    await team.settles()
    assert len(team.anna.person.chat.messages) == before + 1


@pytest.mark.parametrize(
    ("link", "article"),
    [
        ("https://www.wildberries.ru/catalog/140158860/detail.aspx?targetUrl=GP", "140158860"),
        ("https://www.ozon.ru/product/yubka-midi-160249683/?at=1", "160249683"),
    ],
)
async def test_a_link_to_a_product_page_gives_its_article(
    team: Team, link: str, article: str
) -> None:
    await team.hire()
    async with team.database.transaction():
        await team.cabinets.add(Marketplace.OZON, "ООО Север", Currency.RUB)
    await team.anna.says(f"пропали фото в карточке {link}")
    assert "Что нужно" in await team.anna.does("вчера")
    assert f"Данные: артикул {article}" in await team.anna.does("Исправление", "Обычная")


async def test_a_screenshot_with_a_caption_becomes_a_draft_with_the_picture_in_it(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.person.sends_photo(b"jpeg", caption=RETURN)
    await team.settles()
    assert "Возврат через чат — из «Хочу вернуть товар»" in team.anna.sees
    assert "📎 1" in await team.anna.does("Только что", "Сохранить")


async def test_an_album_with_a_caption_is_one_draft_with_all_its_pictures(team: Team) -> None:
    await team.hire()
    await team.anna.person.sends_photo(b"jpeg", caption=RETURN, album="a")
    await team.anna.person.sends_photo(b"jpeg", album="a")
    await team.anna.person.sends_photo(b"jpeg", album="a")
    await team.settles()
    assert "пришло фото" not in team.anna.sees
    assert "📎 3" in await team.anna.does("Только что", "Сохранить")


async def test_a_picture_of_unclear_kind_keeps_it_through_the_question_for_the_kind(
    team: Team,
) -> None:
    await team.hire()
    caption = "артикул 140158860, заказ 5632423 1 186 ₽, вчера пришёл с дыркой до пятницы"
    await team.anna.person.sends_photo(b"jpeg", caption=caption)
    await team.settles()
    assert "Что это?" in team.anna.sees
    await team.anna.presses("Чат с покупателем")
    await team.anna.does(*(["Только что"] if "Когда" in team.anna.sees else []))
    assert "📎 1" in await team.anna.presses("Сохранить")


@pytest.mark.parametrize(
    ("deeds", "most"),
    [
        (("/new", "Чат с покупателем", "ИП Иванов", "Разошёлся шов", "Только что", "Сохранить"), 6),
        ((RETURN, "Только что", "Сохранить"), 1 + 2),
        ((QUESTION, "Только что", "Сохранить"), 1 + 2),
    ],
)
async def test_the_taps_and_messages_to_a_saved_case_are_counted(
    team: Team, deeds: tuple[str, ...], most: int
) -> None:
    """Also in a team with two cabinets; a paste itself is not counted, the two presses are."""
    await team.hire()
    if "ИП Иванов" in deeds:
        async with team.database.transaction():
            await team.cabinets.add(Marketplace.WB, "ООО Север", Currency.RUB)
        deeds = tuple("WB · ИП Иванов" if each == "ИП Иванов" else each for each in deeds)
    assert len(deeds) <= most
    assert "Записал: #1" in await team.anna.does(*deeds)


async def test_a_ticket_is_saved_only_from_its_summary_with_its_lights(team: Team) -> None:
    await team.hire()
    await team.anna.does(
        "/new", "Обращение в поддержку", "Техника и API", "Ошибка API", "500", "вчера",
        "Исправление", "Горит", "Пропустить",
    )  # fmt: skip
    assert "К итогу" in team.anna.buttons
    assert "Сохранить" not in team.anna.buttons
    assert "Готовность" in await team.anna.presses("К итогу")


@pytest.mark.parametrize(
    "text",
    [
        "Вопрос по товару «Юбка, артикул 140158860». Доставка обещана 20.02, где она?",
        "Хочу вернуть товар «Юбка, артикул 140158860». Купила 10 февраля, порвалось",
        "Хочу вернуть товар «Юбка, артикул 140158860». Разошёлся шов. 12.02 получил",
    ],
)
async def test_a_date_of_something_else_is_not_when_the_message_appeared(
    team: Team, text: str
) -> None:
    await team.hire()
    assert "Когда сообщение появилось" in await team.anna.says(text)
    assert team.anna.buttons[0] == "Только что"


async def test_a_message_with_its_own_date_is_saved_in_one_press(team: Team) -> None:
    await team.hire()
    assert "проверьте" in await team.anna.says(f"вчера 10:15 {RETURN}")
    assert "Записал: #1" in await team.anna.presses("Сохранить")


async def test_a_marketplace_without_a_cabinet_is_never_put_into_another(team: Team) -> None:
    await team.hire()
    said = await team.anna.says("/new ozon выплаты не сходятся 12500р")
    assert "Кабинета Ozon в журнале нет" in said
    assert "Какой кабинет?" in said
    assert "Период" in await team.anna.presses("WB · ИП Иванов") or "период" in team.anna.sees


async def test_a_marketplace_without_a_cabinet_is_asked_for_after_the_kind_too(team: Team) -> None:
    await team.hire()
    assert "Кабинета Ozon в журнале нет" in (
        await team.anna.says("/new ozon 140158860 что там вчера")
    )
    assert "Какой кабинет?" in await team.anna.presses("Чат с покупателем")


LINK = "https://www.wildberries.ru/catalog/140158860/detail.aspx"


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        "https://www.ozon.ru/product/yubka-midi-140158860/?at=1",
        f"{LINK} посмотри шов",
        'Здравствуйте! Я по поводу товара "Юбка", артикул 140158860. Разошёлся шов',
    ],
)
async def test_an_article_by_its_link_or_its_word_begins_a_case(team: Team, text: str) -> None:
    await team.hire()
    assert "Данные: артикул 140158860" in await team.anna.says(text)
    assert "Что это?" in team.anna.sees
    await team.anna.presses("Возврат через чат")
    while "проверьте" not in team.anna.sees:
        await team.anna.does(_answer(team.anna.sees))
    assert "Товар: артикул 140158860" in team.anna.sees


def _answer(question: str) -> str:
    answers = {"Какой кабинет": "WB · ИП Иванов", "Когда": "Только что", "случилось": "шов"}
    return next(answer for words, answer in answers.items() if words in question)


async def test_a_link_alone_opens_the_case_that_has_its_article(team: Team) -> None:
    await team.hire()
    await team.anna.does(RETURN, "Только что", "Сохранить")
    assert "#1" in await team.anna.says(LINK)
    assert "Что это?" not in team.anna.sees


async def test_what_a_standard_phrase_says_of_the_goods_is_kept(team: Team) -> None:
    await team.hire()
    await team.anna.does(f"вчера 10:15 {RETURN}")
    for line in ("Бренд: Ромашка", "Размер: 44", "Получен: "):
        assert line in team.anna.saw
    await team.anna.does("Сохранить", "Подробно")
    for line in ("Бренд: Ромашка", "Размер: 44", "Получен: "):
        assert line in team.anna.sees


async def test_a_figure_in_front_of_a_line_is_the_number_of_the_dialog(team: Team) -> None:
    await team.hire()
    said = await team.anna.says("/new wb 18123456 выплаты не сходятся 12500р до пятницы")
    assert "Номер: 18123456" in said
    assert "Данные" not in said


async def test_an_article_inside_a_line_is_no_number_of_a_dialog(team: Team) -> None:
    await team.hire()
    said = await team.anna.says("/new wb карточка 140158860 не проходит модерацию")
    assert "Данные: номер 140158860" in said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/new чат wb 140158860 шов", "Чат с покупателем"),
        ("/new wb 140158860 шов возврат", "Возврат через чат"),
        ("/new обращение wb 18123456 что-то с юбкой", "Обращение в поддержку"),
        ("/new возврат не принят на складе, заказ 5632423", "Обращение в поддержку"),
    ],
)
async def test_the_kind_said_at_an_end_of_the_line_is_the_kind(
    team: Team, text: str, kind: str
) -> None:
    await team.hire()
    assert f"\n{kind}" in await team.anna.says(text)
    assert "Что это?" not in team.anna.sees


async def test_what_was_understood_is_the_meaning_and_its_words(team: Team) -> None:
    await team.hire()
    said = await team.anna.says(f"вчера 10:15 {RETURN}. Разошёлся шов")
    assert "Причина: Брак — из «Разошёлся»" in said
    assert "остальное спрошу" not in said
    await team.anna.presses("Отмена")
    said = await team.anna.says("не пускает в кабинет, артикул: 140158860")
    assert "Категория: Доступ и роли — из «не пускает»" in said
    assert "артикул: артикул" not in said
    assert "Данные: артикул 140158860" in said
    assert "остальное спрошу" in said
