"""Stories of a case's life: moves, races, old buttons, the return's path to the money."""

from stories import CHAT, RETURN, TICKET
from team import Team
from test_snoozing import heard

from cases.kinds import Currency, Marketplace

NBSP = "\u00a0"


async def test_an_answered_chat_stops_its_clock_and_a_new_message_starts_it(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    assert "Ответили, ждём покупателя" in await team.anna.presses("Мы ответили")
    assert "Ответить до" not in team.anna.sees
    assert "Когда сообщение появилось" in await team.anna.presses("Покупатель написал")
    card = await team.anna.presses("Только что")
    assert f"Ответить до сб{NBSP}14.03, 12:00" in card


async def test_a_ticket_is_closed_with_its_outcome_and_opened_again(team: Team) -> None:
    await team.hire()
    assert "Ждём поддержку" in await team.anna.does(*TICKET)
    await team.anna.does("Ответили", "Закрыть", "Частично")
    assert "Сколько денег вернули" in team.anna.sees
    assert "сумму" in await team.anna.says("не знаю")
    card = await team.anna.does("12 500", "Пропустить")
    assert "Закрыто" in card
    assert f"вернули 12{NBSP}500{NBSP}₽" in card
    assert team.anna.buttons[0] == "Открыть снова"
    assert "Открыто снова" in await team.anna.presses("Открыть снова")
    assert "№\u00a018123456" in team.anna.sees


async def test_a_return_goes_from_the_request_to_the_money(team: Team) -> None:
    await team.hire()
    assert "Запрос на возврат" in await team.anna.does(*RETURN)
    await team.anna.does("Согласиться", "Возврат на ПВЗ", "Подтвердить")
    assert "до копейки" in team.anna.sees
    await team.anna.says("1 150")
    card = await team.anna.presses("Да, сумма верна")
    assert "едет на склад" in card
    assert f"💰 1{NBSP}150{NBSP}₽" in card
    assert f"Подтвердили: 1{NBSP}150{NBSP}₽" in await team.anna.presses("Подробно")
    await team.anna.presses("История")
    assert f"возврат на ПВЗ подтверждён, 1{NBSP}150{NBSP}₽" in team.anna.sees
    await team.anna.presses("Карточка")
    await team.anna.does("Товар на складе", "Брак подтверждён", "Сверить деньги", "Закрыть")
    assert "Закрыто" in await team.anna.does("Решено", "Нисколько", "Пропустить")
    team.world.assert_nothing_refused()


async def test_a_refusal_needs_a_reason_and_a_second_press(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN)
    asked = await team.anna.presses("Отказать")
    assert "По инструкции WB" in asked
    assert "Отказ: подтвердить" in await team.anna.says("Следы носки, бирка срезана")
    assert "Отказали" in await team.anna.presses("Отклонить")
    assert "Пересмотреть отказ" not in team.anna.buttons
    await team.owner.says("/status #1")
    assert "Запрос на возврат" in await team.owner.presses("Пересмотреть отказ")


async def test_wildberries_manual_is_not_quoted_to_those_who_sell_on_ozon(team: Team) -> None:
    await team.hire()
    async with team.database.transaction():
        await team.cabinets.add(Marketplace.OZON, "ООО Север", Currency.RUB)
    await team.anna.does("/new", "Возврат через чат", "Ozon · ООО Север", *RETURN[2:], "Отказать")
    assert "Почему отказываем" in team.anna.sees
    assert "WB" not in team.anna.sees


async def test_of_two_people_who_press_at_once_one_wins(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.boris.says("/status #1")
    await team.anna.person.presses("Мы ответили")
    await team.boris.person.presses("Мы ответили")
    await team.settles()
    assert "уже изменилось: наш ответ, Анна" in team.boris.sees
    assert "Ответили, ждём покупателя" in team.boris.sees
    lines = await team.history.of(1)
    assert [line.what for line in lines] == ["registered", "we_answered"]


async def test_a_press_that_arrives_twice_changes_once(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.anna.presses("Мы ответили", twice=True)
    assert len(await team.history.of(1)) == 2


async def test_a_button_from_before_the_last_change_does_not_act(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.anna.says("/status #1")
    await team.boris.says("/status #1")
    await team.boris.presses("Мы ответили")
    card = team.anna.person.chat.messages[-1]
    await team.boris.does("Покупатель написал", "Только что")
    await team.anna.presses("Мы ответили", on=card)
    assert heard(team.anna, "уже изменилось")
    assert (await team.search.get(1)).status == "waiting_us"


async def test_a_close_form_begun_before_a_change_does_not_act(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Закрыть")
    await team.boris.says("/status #1")
    await team.boris.presses("Мы ответили")
    assert "уже изменилось" in await team.anna.presses("Спам")
    assert (await team.search.get(1)).closed_at is None


async def test_details_and_history_lead_back_to_the_card(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    assert "Суть: Карточка висит на модерации" in await team.anna.presses("Подробно")
    assert "Анна: заведено, без: поле и ошибка, последняя правка, скриншот → ждём поддержку" in (
        await team.anna.presses("История")
    )
    assert "Ждём поддержку, с" in await team.anna.presses("Карточка")


async def test_a_draft_without_a_number_gets_it_when_it_is_sent(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET[:10], "Пропустить", "К итогу", "Сохранить")
    assert "Это черновик" in team.anna.person.chat.messages[-2]["text"]
    await team.anna.presses("Отправлено")
    await team.anna.says("№ 555-77")
    assert "Ждём поддержку" in team.anna.sees
    assert (await team.search.find_by_number("55577"))[0].id == 1


async def sends_with_a_taken_number(team: Team) -> None:
    """#1 has the number 18123456; the draft #2 is sent with it."""
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*TICKET[:4], "Пропали размеры у юбки", *TICKET[5:10], "Пропустить")
    await team.anna.does("К итогу", "Сохранить", "Вписать номер", "18123456")


async def test_a_draft_sent_with_a_taken_number_shows_the_other_card_and_stays_open(
    team: Team,
) -> None:
    await sends_with_a_taken_number(team)
    assert "Этот номер уже в журнале: #1" in team.anna.sees
    assert team.anna.buttons == ["Открыть #1", "Исправить номер", "Отмена"]
    asked = await team.anna.presses("Исправить номер")
    assert "Отправлено в поддержку #2" in asked
    assert "Сейчас: 18123456" in asked
    assert team.anna.buttons == ["Отмена"]
    assert "Ждём поддержку" in await team.anna.says("18123457")
    assert "№\u00a018123457" in team.anna.sees
    assert "Отменять нечего" in await team.anna.says("/cancel")


async def test_an_older_button_shows_the_other_card_while_the_number_is_taken(team: Team) -> None:
    await sends_with_a_taken_number(team)
    question = team.anna.person.chat.messages[-3]
    assert team.anna.person.chat.buttons(question) == ["Отмена"]
    await team.anna.presses("Отмена", on=question)
    shown = team.anna.person.chat.messages[-3]
    assert "Этот номер уже в журнале: #1" in shown["text"]
    assert team.anna.person.chat.buttons(shown) == ["Открыть #1", "Исправить номер", "Отмена"]


async def test_another_number_may_be_typed_at_once(team: Team) -> None:
    await sends_with_a_taken_number(team)
    assert "№\u00a018123457" in await team.anna.says("18123457")
    assert (await team.search.get(2)).status == "sent"


async def test_a_draft_whose_number_is_taken_can_be_left_as_it_was(team: Team) -> None:
    await sends_with_a_taken_number(team)
    assert "Ничего не записано" in await team.anna.presses("Отмена")
    assert (await team.search.get(2)).status == "draft"


async def test_details_tell_what_every_form_has_asked(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Отказать", "Следы носки, бирка срезана", "Подробно")
    assert "Причина отказа: Следы носки, бирка срезана" in team.anna.sees


async def test_a_double_press_opens_one_form(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.anna.presses("Закрыть", twice=True)
    assert "Закрываем чат #1" in team.anna.sees
    assert "Закрыто" in await team.anna.presses("Спам")
    assert "Отменять нечего" in await team.anna.says("/cancel")


async def test_continue_brings_up_the_form_below(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "/new", "Обращение в поддержку")
    await team.anna.does("/status #1", "Закрыть", "/new")
    assert "О чём обращение?" in await team.anna.presses("Продолжить")


async def test_a_draft_that_is_opened_again_still_asks_for_its_number(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET[:10], "Пропустить", "К итогу", "Сохранить")
    await team.anna.presses("Удалить черновик")
    await team.anna.presses("Открыть снова")
    await team.anna.presses("Отправлено")
    assert "Какой номер" in team.anna.person.chat.messages[-2]["text"]


async def test_a_return_that_the_buyer_withdrew_can_be_closed(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Закрыть", "Не актуально", "Нисколько", "Пропустить")
    assert "Закрыто" in team.anna.sees
    assert "Ответить до" not in team.anna.sees
