"""Stories of sums in doubt: another currency than the cabinet's, or several sums at once."""

from stories import RETURN
from team import Member, Team

NBSP = "\u00a0"
BYN, RUB = f"27,53{NBSP}BYN", f"27,53{NBSP}₽"


async def asked_the_price(team: Team) -> Member:
    await team.hire()
    await team.anna.does(*RETURN[:7])
    assert "Сколько стоит товар" in team.anna.sees
    return team.anna


async def test_a_sum_in_another_currency_is_taken_only_when_confirmed(team: Team) -> None:
    anna = await asked_the_price(team)
    told = await anna.says("27,53 BYN")
    assert f"В кабинете российские рубли, а вы написали {BYN}" in told
    assert "Сколько стоит товар" in told
    assert anna.buttons[:2] == [BYN, RUB]
    await anna.does(BYN, "К итогу")
    assert f"Цена: {BYN}" in anna.sees
    assert "Проверьте валюту: в кабинете российские рубли. Цена." in anna.sees
    await anna.presses("Сохранить")
    assert (await team.search.get(1)).risk.currency == "BYN"


async def test_a_slip_of_the_currency_is_put_right_by_one_press(team: Team) -> None:
    anna = await asked_the_price(team)
    await anna.does("27,53 BYN", RUB, "К итогу")
    assert f"Цена: {RUB}" in anna.sees
    assert "Проверьте валюту" not in anna.sees


async def test_instead_of_a_press_the_sum_may_be_typed_anew(team: Team) -> None:
    anna = await asked_the_price(team)
    await anna.does("27,53 BYN", "1186 р", "К итогу")
    assert f"Цена: 1{NBSP}186{NBSP}₽" in anna.sees


async def test_a_button_of_an_earlier_doubt_means_nothing(team: Team) -> None:
    anna = await asked_the_price(team)
    await anna.says("27,53 BYN")
    earlier = anna.person.chat.messages[-1]
    await anna.says("30 BYN")
    await anna.presses(BYN, on=earlier)
    assert (await anna.does(f"30{NBSP}BYN", "К итогу")).count("BYN") == 1
    assert f"Цена: 30{NBSP}BYN" in anna.sees


async def test_a_sum_in_the_cabinets_own_currency_raises_no_question(team: Team) -> None:
    anna = await asked_the_price(team)
    assert "Покупатель приложил" in await anna.says("1186 рублей")


async def test_of_several_sums_one_is_pressed(team: Team) -> None:
    anna = await asked_the_price(team)
    told = await anna.says("12 500 р и 1186 р")
    assert "Нашёл несколько сумм" in told
    assert anna.buttons[:2] == [f"12{NBSP}500{NBSP}₽", f"1{NBSP}186{NBSP}₽"]
    await anna.does(f"1{NBSP}186{NBSP}₽", "К итогу")
    assert f"Цена: 1{NBSP}186{NBSP}₽" in anna.sees


async def test_going_back_leaves_the_doubt_behind(team: Team) -> None:
    anna = await asked_the_price(team)
    await anna.does("27,53 BYN", "← Назад")
    assert "Как зовут покупателя" in anna.sees
    assert BYN not in anna.buttons


async def test_a_doubt_survives_a_restart(team: Team) -> None:
    anna = await asked_the_price(team)
    await anna.does("27,53 BYN", "/new", "Продолжить")
    assert BYN in anna.buttons


async def test_a_pasted_sum_in_another_currency_is_pointed_at(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new wb вчера 12:00 чат с покупателем, разошёлся шов, 27,53 BYN")
    await team.anna.does("К итогу") if "К итогу" in team.anna.buttons else None
    assert "Проверьте валюту: в кабинете российские рубли. Под риском." in team.anna.sees
