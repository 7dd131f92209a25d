"""Stories of a ticket that lacks something: on its card every red light leads to its question."""

from stories import TICKET
from team import Team

LACKS = "Готовность 4 из 5. Не хватает: поле и ошибка, последняя правка, скриншот."


async def test_a_red_light_on_the_card_leads_to_its_question_and_turns_green(team: Team) -> None:
    await team.hire()
    assert LACKS in await team.anna.does(*TICKET)
    await team.anna.presses("Дополнить")
    assert team.anna.buttons[:2] == ["+ Поле и ошибка", "+ Последняя правка"]
    assert "Какое поле и какая ошибка?" in await team.anna.presses("+ Поле и ошибка")
    assert "шаг" not in team.anna.sees
    card = await team.anna.says("Поле «Состав»: недопустимый символ")
    assert "Готовность 4 из 5. Не хватает: последняя правка, скриншот." in card
    assert "исправлено «Поле и ошибка»" in await team.anna.presses("История")
    case = await team.search.get(1)
    assert case.answers["exact_error"] == "Поле «Состав»: недопустимый символ"
    team.world.assert_nothing_refused()


async def test_the_screenshot_that_is_missing_is_asked_for_as_a_file(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Дополнить")
    assert "Пришлите скриншоты" in await team.anna.presses("+ Вложения")


async def test_a_ticket_that_lacks_nothing_more_offers_nothing(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Дополнить", "+ Поле и ошибка", "Состав")
    await team.anna.does("Дополнить", "+ Последняя правка", "вчера меняли состав")
    await team.anna.presses("Добавить файлы")
    await team.anna.person.sends_photo()
    await team.settles()
    assert "Готовность 5 из 5." in await team.anna.presses("Готово")
    assert "Дополнить" not in team.anna.buttons


async def test_a_gap_that_somebody_else_has_filled_is_not_asked_again(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.presses("Дополнить")
    await team.boris.does("/status #1", "Дополнить", "+ Поле и ошибка", "Состав")
    await team.anna.presses("+ Поле и ошибка")
    assert "Какое поле" not in team.anna.sees


async def test_what_was_missing_when_a_draft_was_sent_is_remembered(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET[:10], "Пропустить", "К итогу", "Сохранить")
    await team.anna.does("/status #1", "Отправлено", "18123456", "История")
    without = "без: поле и ошибка, последняя правка, скриншот"
    assert f"заведено, {without}" in team.anna.sees
    assert f"отправлено, {without}" in team.anna.sees


async def test_a_closed_ticket_is_not_completed(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Дополнить", "+ Поле и ошибка")
    await team.boris.does("/status #1", "Закрыть", "Решено", "Нисколько", "Пропустить")
    assert "Готовность" not in team.boris.sees
    assert "#1 закрыто" in await team.anna.says("Состав")
