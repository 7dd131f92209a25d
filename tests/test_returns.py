"""Stories of returns: each step's rule, the sums, the owner's «Да», disputes, money, promises."""

import pytest
from stories import CHAT, RETURN
from team import Member, Team

from cases.checking.checker import check
from cases.checking.findings import Audience
from cases.kinds import Currency, Kind, Marketplace
from cases.lifecycles import Status
from texts import returns

NBSP = "\u00a0"
PRICE = f"1{NBSP}186{NBSP}₽"
DEAR = tuple("12 000" if deed == "1 186" else deed for deed in RETURN)
UNPRICED = tuple("Не знаю" if deed == "1 186" else deed for deed in RETURN)
REFUSED = ("Отказать", "Следы носки, бирка срезана")


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.hire()
    return team


def heard(member: Member, words: str) -> list[str]:
    """What the bot has told this person with these words in it, also what was edited."""
    texts = (str(m.get("text", "")) for m in member.person.chat.messages)
    return [text for text in texts if words in text]


async def status(team: Team, case_id: int = 1) -> str:
    return (await team.search.get(case_id)).status


async def whats(team: Team, case_id: int = 1) -> list[str]:
    return [line.what for line in await team.history.of(case_id)]


async def approved(team: Team) -> None:
    """Anna has approved a return without the goods, of its price."""
    await team.anna.does(*RETURN, "Согласиться", "Товар не нужен", "Подтвердить")
    await team.anna.presses(PRICE)


async def test_from_the_buyers_first_words_to_the_reconciled_money(hired: Team) -> None:
    anna = hired.anna
    await anna.does(*RETURN[:-1], "Пока только пишет", "БАДы", "вчера", "Сохранить")
    assert "Покупатель ещё не оформил запрос" in anna.sees
    assert "По инструкции WB запрос оформляет покупатель" in anna.sees
    assert "«Вернуть товар»" in await anna.presses("Текст покупателю")
    await anna.does("/status #1", "Инициировать возврат")
    assert "слово за покупателем" in anna.sees
    await anna.does("Покупатель оформил", "Только что")
    assert "отказать можно в любой момент" in anna.sees
    await anna.presses("Согласиться")
    assert anna.buttons[0] == "Товар не нужен"
    assert "после «Подтвердить» покупателю вернут деньги" in await anna.presses("Товар не нужен")
    assert "отказать уже нельзя" in await anna.presses("Подтвердить")
    assert f"Подтвердили {PRICE}" in await anna.presses(PRICE)
    await hired.waits(days=7, hours=1)
    assert heard(anna, "Нашлась ли строка «Возврат» в отчёте и на какую сумму?")
    await anna.presses("Сумма сошлась")
    assert f"Вернули нам: 0{NBSP}₽" in await anna.presses("Решено")
    card = await anna.presses("Пропустить")
    assert "Закрыто" in card
    assert f"Подтвердили {PRICE}" in card
    assert (await whats(hired))[-1] == "money_matches"
    hired.world.assert_nothing_refused()


async def test_a_sum_that_is_not_the_price_is_said_and_confirmed_a_second_time(
    hired: Team,
) -> None:
    await hired.anna.does(*RETURN, "Согласиться", "Возврат на ПВЗ", "Подтвердить")
    asked = await hired.anna.says("1 100")
    assert f"Цена {PRICE}, а подтверждаем 1{NBSP}100{NBSP}₽: на 86{NBSP}₽ меньше." in asked
    assert await status(hired) == Status.CONFIRM_PICKUP
    await hired.anna.presses("← Назад")
    await hired.anna.says("1 286")
    assert f"на 100{NBSP}₽ больше" in hired.anna.sees
    assert "едет на склад" in await hired.anna.presses("Да, сумма верна")
    assert f"Подтвердили 1{NBSP}286{NBSP}₽" in hired.anna.sees


async def test_the_price_is_asked_before_money_is_decided_when_nobody_knew_it(
    hired: Team,
) -> None:
    await hired.anna.does(*UNPRICED, "Отказать")
    assert "Сколько стоит товар?" in hired.anna.sees
    assert "Почему отказываем?" in await hired.anna.says("900")
    assert f"💰 900{NBSP}₽" in await hired.anna.says("Следы носки")


async def test_a_dear_refusal_waits_for_the_owner_who_allows_it_once(hired: Team) -> None:
    await hired.anna.does(*DEAR, *REFUSED)
    sent = await hired.anna.presses("Отклонить")
    assert f"дороже 5{NBSP}000{NBSP}₽ может владелец. Отправил ему запрос." in sent
    assert await status(hired) == Status.REJECT_CONFIRM
    asked = hired.owner.sees
    assert f"Анна хочет отказать в возврате #1 на 12{NBSP}000{NBSP}₽" in asked
    assert "Следы носки" in asked
    await hired.anna.presses("Отклонить")
    assert "Запрос владельцу отправлен в 12:00" in hired.anna.person.alerts[-1]
    assert len(heard(hired.owner, "Разрешаете?")) == 1
    assert f"Отказ ждёт «Да» владельца с ср{NBSP}04.03, 12:00" in await hired.boris.says(
        "/status 1"
    )
    await hired.owner.presses("Да, отказать", twice=True)
    assert "Отказали" in hired.owner.sees
    assert "ждёт «Да»" not in await hired.boris.says("/status 1")
    assert len(heard(hired.anna, "Ольга разрешает")) == 1
    assert "Пересмотреть отказ" not in hired.anna.buttons
    assert "Пересмотреть отказ" in hired.owner.buttons
    asker, yes, done = (await hired.history.of(1))[-3:]
    assert (asker.what, asker.person) == ("asked_owner", "Анна")
    assert (yes.what, yes.person) == ("owner_allowed", "Ольга")
    assert (done.what, done.person, done.new) == ("confirm_refusal", "Ольга", "rejected")
    await hired.anna.does("/status #1", "История")
    assert "Анна: спросили владельца, можно ли отказать" in hired.anna.sees


async def test_a_refusal_that_the_owner_does_not_allow_is_taken_back(hired: Team) -> None:
    await hired.anna.does(*DEAR, *REFUSED, "Отклонить")
    await hired.owner.presses("Нет")
    assert await status(hired) == Status.REQUESTED
    assert heard(hired.anna, "Ольга не разрешает отказать по #1")
    assert (await whats(hired))[-2:] == ["owner_declined", "take_back_refusal"]


async def test_a_request_about_a_case_that_has_changed_since_does_nothing(hired: Team) -> None:
    await hired.anna.does(*DEAR, *REFUSED, "Отклонить")
    asked = hired.owner.person.chat.messages[-1]
    await hired.anna.does("Отменить", "Отказать", "Другая причина", "Отклонить")
    newer = [m for m in hired.owner.person.chat.messages if "Разрешаете?" in m.get("text", "")]
    assert len(newer) == 2
    await hired.owner.presses("Да, отказать", on=asked)
    assert "#1 изменилось после запроса, он снят" in "".join(heard(hired.owner, "он снят"))
    assert await status(hired) == Status.REJECT_CONFIRM
    await hired.owner.presses("Да, отказать")
    assert await status(hired) == Status.REJECTED


@pytest.mark.parametrize(("who", "what"), [("anna", RETURN), ("owner", DEAR)])
async def test_what_is_cheap_and_what_the_owner_does_need_no_consent(
    hired: Team, who: str, what: tuple[str, ...]
) -> None:
    member: Member = getattr(hired, who)
    await member.does(*what, *REFUSED)
    assert "Отказали" in await member.presses("Отклонить")


async def test_the_owner_sets_the_limit_in_the_chat(hired: Team) -> None:
    assert f"дороже 5{NBSP}000{NBSP}₽" in await hired.owner.says("/limits")
    assert "Бел" in hired.owner.sees
    await hired.owner.does("Рубли, ₽", "Другая сумма", "1 000")
    assert f"дороже 1{NBSP}000{NBSP}₽" in hired.owner.sees
    await hired.anna.does(*RETURN, *REFUSED)
    assert "Отправил ему запрос" in await hired.anna.presses("Отклонить")
    await hired.owner.does("/limits", "Рубли, ₽", "Без порога")
    assert "Российские рубли: без порога" in hired.owner.sees
    await hired.owner.does("Бел. рубли, BYN", "Другая сумма", "150")
    assert f"дороже 150{NBSP}BYN" in hired.owner.sees
    await hired.anna.does("/status #1", "Отклонить")
    assert "Отказали" in hired.anna.sees


async def test_from_a_refusal_through_a_dispute_to_the_end(hired: Team) -> None:
    await hired.anna.does(*RETURN, *REFUSED)
    assert "не сможет подать запрос ещё раз, но может оспорить" in hired.anna.sees
    assert "решит менеджер WB" in await hired.anna.presses("Отклонить")
    await hired.anna.presses("Покупатель оспорил")
    await hired.waits(days=7, hours=1)
    assert heard(hired.anna, "Чем кончился спор?")
    assert not heard(hired.owner, "Чем кончился спор?")
    await hired.waits(days=7)
    assert heard(hired.owner, "Чем кончился спор?")
    await hired.anna.presses("За нас")
    await hired.anna.does("/status #1", "Закрыть", "Решено", "Нисколько", "Пропустить")
    assert await status(hired) == Status.CLOSED
    asked = len(heard(hired.anna, "Чем кончился спор?"))
    await hired.waits(days=30)
    assert len(heard(hired.anna, "Чем кончился спор?")) == asked


async def test_goods_are_tracked_from_the_pickup_point_to_the_warehouse(hired: Team) -> None:
    await hired.anna.does(*RETURN, "Согласиться", "Возврат на ПВЗ", "Подтвердить")
    await hired.anna.presses(PRICE)
    await hired.waits(days=14, hours=1)
    assert heard(hired.anna, "Товар дошёл до склада?")
    await hired.anna.presses("Товар на складе")
    await hired.waits(days=7, hours=1)
    assert heard(hired.anna, "Чем кончилась проверка на складе?")
    await hired.anna.presses("Брака нет")
    assert await status(hired) == Status.DEFECT_NOT_CONFIRMED


async def test_a_row_that_is_not_there_yet_is_asked_about_again(hired: Team) -> None:
    await approved(hired)
    await hired.waits(days=7, hours=1)
    await hired.anna.presses("Строки пока нет")
    asked = len(heard(hired.anna, "Нашлась ли строка"))
    await hired.waits(days=6)
    assert len(heard(hired.anna, "Нашлась ли строка")) == asked
    await hired.waits(days=1, hours=1)
    assert len(heard(hired.anna, "Нашлась ли строка")) > asked


async def test_money_that_agrees_went_to_the_buyer_and_what_came_back_to_us_can_be_told(
    hired: Team,
) -> None:
    await approved(hired)
    await hired.anna.does("Сверить деньги", "Сумма сошлась", "Решено", "Другая сумма")
    assert "Сколько денег вернули нам?" in hired.anna.sees
    assert f"Вернули нам: 100{NBSP}₽" in await hired.anna.says("100")
    assert f"нам вернули 100{NBSP}₽" in await hired.anna.presses("Пропустить")
    assert await status(hired) == Status.CLOSED


async def test_a_mismatch_drafts_the_finance_ticket_with_the_three_numbers(hired: Team) -> None:
    anna = hired.anna
    await approved(hired)
    await anna.does("Сверить деньги", "Сумма не сошлась")
    card = await anna.says("1 000")
    told = f"Подтвердили {PRICE}, в отчёте 1{NBSP}000{NBSP}₽, разница 186{NBSP}₽"
    assert told in card
    form = await anna.presses("Завести обращение")
    assert "Заполнил по возврату #1" in form
    assert "За какой период" in form
    assert "разница" not in form.partition("За какой период")[2]
    await anna.says("прошлая неделя")
    for line in (f"Под риском: 186{NBSP}₽", f"По отчёту: 1{NBSP}000{NBSP}₽", "140158860"):
        assert line in anna.sees
    await anna.presses("Сохранить")
    ticket = await hired.search.get(2)
    assert ticket.kind is Kind.SUPPORT_TICKET
    assert ticket.linked_id == 1
    assert "подтвердили 1 186 ₽" in ticket.answers["summary"]
    appeal = next(text for text in heard(anna, "Суть: ") if "Что нужно" in text)
    told = appeal.partition("Суть: ")[2].partition("Когда:")[0]
    assert told.count("разница") == 1
    assert f"разница 186{NBSP}₽" in told
    await anna.does("/status #1", "Завести обращение")
    assert "уже заведено" in anna.sees
    assert "#2" in anna.sees


async def test_a_form_of_the_ticket_is_opened_once(hired: Team) -> None:
    await approved(hired)
    await hired.anna.does("Сверить деньги", "Сумма не сошлась", "1 000")
    await hired.anna.presses("Завести обращение", twice=True)
    await hired.anna.says("прошлая неделя")
    await hired.anna.presses("Сохранить")
    assert "Отменять нечего" in await hired.anna.says("/cancel")


async def test_closing_many_at_once_does_not_say_that_the_money_agrees(hired: Team) -> None:
    await approved(hired)
    await hired.anna.does("Сверить деньги", "/list", "Выбрать", "#1", "Закрыть", "Решено")
    await hired.anna.presses("Да, закрыть 1")
    assert (await whats(hired))[-1] == "close_return"
    assert "received_sum" not in (await hired.search.get(1)).answers


async def test_the_same_sum_is_no_mismatch(hired: Team) -> None:
    await approved(hired)
    await hired.anna.does("Сверить деньги", "Сумма не сошлась")
    assert "и подтвердили: сумма сошлась" in await hired.anna.says("1 186")
    assert await status(hired) == Status.MONEY_CHECK
    await hired.anna.says("1 000")
    assert await status(hired) == Status.MISMATCH


async def test_the_same_sum_offers_to_say_that_it_agrees(hired: Team) -> None:
    await approved(hired)
    await hired.anna.does("Сверить деньги", "Сумма не сошлась", "1 186", "Сумма сошлась")
    while await status(hired) != Status.CLOSED:
        assert await hired.anna.does(hired.anna.buttons[0])
    assert (await whats(hired))[-1] == "money_matches"
    assert "/cancel" not in await hired.anna.says("/new")


async def test_a_request_that_was_never_made_goes_back_to_the_chat(hired: Team) -> None:
    await hired.anna.does(*RETURN)
    assert "ещё не оформил запрос" in await hired.anna.presses("Запроса ещё нет")


async def test_a_return_springs_from_the_buyers_chat_and_is_linked_with_it(hired: Team) -> None:
    anna = hired.anna
    await anna.does(*CHAT, "К итогу", "Сохранить")
    form = await anna.presses("Завести возврат", twice=True)
    assert "Проверьте" in form or "проверьте" in form
    for known in ("Разошёлся шов", "Тимур", "140158860"):
        assert known in form
    await anna.presses("Сохранить")
    made = await hired.search.get(2)
    assert (made.kind, made.linked_id) == (Kind.CHAT_RETURN, 1)
    assert made.waiting_since == (await hired.search.get(1)).waiting_since
    await anna.says("/status #1")
    assert "уже заведён" in await anna.presses("Завести возврат")


async def test_hints_never_block(hired: Team) -> None:
    await hired.anna.does(*RETURN[:-1], "Запрос оформлен", "Обычный товар", "3 дня назад")
    await hired.anna.presses("Сохранить")
    assert "«Проверка товара»" in hired.anna.sees
    assert "Согласиться" in hired.anna.buttons
    assert "Отказать" in hired.anna.buttons
    await hired.waits(days=12)
    assert "«Проверка товара»" not in await hired.anna.says("/status #1")


async def test_nothing_of_wildberries_manual_is_told_of_a_return_on_ozon(hired: Team) -> None:
    async with hired.database.transaction():
        await hired.cabinets.add(Marketplace.OZON, "ООО Север", Currency.RUB)
    await hired.anna.does("/new", "Возврат через чат", "Ozon · ООО Север", *RETURN[2:])
    assert "WB" not in await hired.anna.presses("Запроса ещё нет")
    assert "Текст покупателю" not in hired.anna.buttons


def test_the_text_for_the_buyer_passes_the_checker() -> None:
    assert len(returns.INSTRUCTION) <= 256
    assert not check(returns.INSTRUCTION, Audience.WB_BUYER)


async def test_a_return_that_is_paid_is_opened_again_at_the_money_and_never_at_the_request(
    hired: Team,
) -> None:
    anna = hired.anna
    await approved(hired)
    await anna.does("Закрыть", "Решено", "Нисколько", "Пропустить")
    assert await status(hired) == Status.CLOSED
    card = await anna.presses("Открыть снова")
    assert "Сверяем деньги" in card
    assert await status(hired) == Status.MONEY_CHECK
    assert "Согласиться" not in anna.buttons
    assert "Сумма сошлась" in anna.buttons
    assert (await hired.search.get(1)).waiting_since is None
    await hired.waits(days=7, hours=1)
    assert heard(anna, "Нашлась ли строка «Возврат»")
    assert "открыто снова, к сверке денег" in await anna.does("/status #1", "История")


async def test_what_a_buyer_writes_into_a_paid_and_closed_return_does_not_ask_to_pay_again(
    hired: Team,
) -> None:
    anna = hired.anna
    await approved(hired)
    await anna.does("Закрыть", "Решено", "Нисколько", "Пропустить")
    await anna.does("Добавить запись", "Деньги так и не пришли", "От покупателя")
    assert await status(hired) == Status.CLOSED
    assert "заведите чат: /new" in anna.saw


async def test_what_a_dispute_has_given_to_the_buyer_is_opened_again_at_the_money(
    hired: Team,
) -> None:
    await hired.anna.does(*RETURN, *REFUSED, "Отклонить", "Покупатель оспорил", "За покупателя")
    await hired.anna.does("Закрыть", "Отказ", "Нисколько", "Пропустить", "Открыть снова")
    assert await status(hired) == Status.MONEY_CHECK


async def test_a_refused_and_closed_return_is_opened_again_at_the_request(hired: Team) -> None:
    await hired.anna.does(*RETURN, *REFUSED, "Отклонить", "Закрыть", "Решено", "Нисколько")
    await hired.anna.does("Пропустить", "Открыть снова", "Только что")
    assert await status(hired) == Status.REQUESTED
