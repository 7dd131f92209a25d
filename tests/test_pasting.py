"""Stories of pasting: the cabinet's phrases become cases in two presses, nothing is guessed."""

import pytest
from team import Team

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
    assert await team.search.count_open() == 0


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
