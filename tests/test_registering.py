"""Stories of registering: each kind, corrections, interruptions, the same number twice."""

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
