"""Stories of what a question offers and says: its buttons, its hints, a sum in doubt."""

from datetime import timedelta

import pytest
from samples import NOW, a_case
from stories import TICKET
from team import Team, make_team

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.record import HistoryLine
from cases.rules import Rules
from texts import cards, history

CHAT = ("/new", "Чат с покупателем", "Разошёлся шов", "сегодня 10:01")


@pytest.mark.parametrize("leaves", ["Пропустить", "К итогу"])
async def test_a_sum_in_doubt_is_not_lost_without_a_word(team: Team, leaves: str) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "Пропустить", "Пропустить", "Пропустить", "Пропустить")
    assert "Нашёл несколько сумм" in await team.anna.says("12 500 и 1 186 ₽")
    said = await team.anna.presses(leaves)
    assert "Сумму не записал: непонятно, 12 500 ₽ или 1 186 ₽." in said.replace("\u00a0", " ")


async def test_this_morning_is_not_offered_before_it_was() -> None:
    async with make_team(NOW.replace(hour=5)) as team:
        await team.hire()
        await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
        assert team.anna.buttons[:2] == ["Только что", "Вчера"]
        await team.waits(hours=1)
        await team.anna.does("/new", "Продолжить")
        assert "Сегодня утром" in team.anna.buttons


async def test_a_hint_fits_its_form(team: Team) -> None:
    await team.hire()
    assert "В каком разделе" not in await team.anna.does("/new", "Чат с покупателем")
    await team.anna.does(
        "/new", "Начать новое", *TICKET[1:10], "Пропустить", "К итогу", "Сохранить"
    )
    asked = await team.anna.does("/status #1", "Отправлено")
    assert "Он виден в списке диалогов." in asked
    assert "пропустите" not in asked


async def test_what_is_no_text_is_named(team: Team) -> None:
    await team.hire()
    await team.anna.person.sends_sticker()
    await team.settles()
    assert "Не понял: пришёл стикер. Пришлите номер" in team.anna.sees


async def test_what_is_dropped_is_named_by_a_noun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Закрыть")
    assert "Отменил: закрытие. Ничего" in await team.anna.says("/cancel")


def test_history_points_at_a_status_only_when_it_has_changed() -> None:
    stays = HistoryLine(NOW, "Анна", "handed_over", "sent", "sent", "2")
    goes = HistoryLine(NOW, "Анна", "to_pickup", "choosing_way", "confirm_pickup")
    told = history.history(a_case(), [stays, goes], Rules(), NOW)
    assert told.count("→") == 1
    assert "→ возврат на ПВЗ: подтвердить сумму" in told


def test_names_keep_their_capitals_inside_a_sentence() -> None:
    case = a_case(Kind.CHAT_RETURN, Status.CONFIRM_PICKUP)
    assert "возврат на ПВЗ" in cards.same_number(case, NOW + timedelta(hours=1))
