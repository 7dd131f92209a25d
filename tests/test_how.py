"""Stories of how and where: the path in steps, the table of sections, chats that are off."""

import pytest
from team import Team

from cases.kinds import Currency, Marketplace

TO_FILL = (
    "Ещё не указаны, их заполняет владелец кнопкой «Заполнить разделы»: доступ и роли, финансы"
)


async def with_ozon(team: Team) -> None:
    await team.hire()
    async with team.database.transaction():
        await team.cabinets.add(Marketplace.OZON, "ООО Север", Currency.BYN)


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        ("/how wb", ("«Новый диалог»", "категорию и тему", "появится номер")),
        ("/how вб", ("«Новый диалог»",)),
        ("/how ozon", ("«Обратная связь»", "«Написать в поддержку»", "в той же ветке")),
        ("/how chat", ("за 10\u00a0дней", "до 1000 знаков", "«Инициировать возврат»")),
    ],
)
async def test_the_official_path_comes_in_steps_and_ends_with_the_number(
    team: Team, asked: str, steps: tuple[str, ...]
) -> None:
    await team.hire()
    said = await team.anna.says(asked)
    assert all(step in said for step in steps)
    assert said.endswith("Сохраните номер: /new")


@pytest.mark.parametrize("asked", ["/how", "/how куда-нибудь"])
async def test_without_a_known_word_the_three_ways_are_offered(team: Team, asked: str) -> None:
    await team.hire()
    assert "Что показать?" in await team.anna.says(asked)
    assert team.anna.buttons == ["Поддержка WB", "Поддержка Ozon", "Чат с покупателем"]
    assert "«Написать в поддержку»" in await team.anna.presses("Поддержка Ozon")


async def test_only_what_is_known_is_filled_in_and_the_owner_fills_in_the_rest(team: Team) -> None:
    await team.hire()
    assert (await team.anna.says("/how ozon")).count("заполняет владелец") == 1
    assert TO_FILL in team.anna.sees
    assert "Техника и API: отдельная поддержка для разработчиков" in team.anna.sees
    assert "Заполнить разделы" not in team.anna.buttons
    await team.owner.says("/how ozon")
    assert "Какой это раздел" in await team.owner.does("Заполнить разделы", "Финансы")
    assert "Поддержка Ozon, Финансы." in team.owner.sees
    assert "Финансы: Экономика → <Выплаты>" in await team.owner.says("Экономика → <Выплаты>")
    assert "Финансы: Экономика → <Выплаты>" in await team.anna.says("/how ozon")
    assert TO_FILL in await team.anna.says("/how wb")
    team.world.assert_nothing_refused()


async def test_switched_off_chats_of_ozon_are_told(team: Team) -> None:
    await with_ozon(team)
    off = "Ozon · ООО Север: чаты с покупателями выключены"
    assert off not in await team.anna.says("/how ozon")
    await team.owner.says("/cabinets")
    assert "ИП Иванов" not in " ".join(each for each in team.owner.buttons if "Чат" in each)
    assert "BYN · чаты выключены" in await team.owner.presses("Чатов нет: ООО Север")
    assert off in await team.anna.says("/how ozon")
    assert off in await team.anna.says("/how chat")
    assert off not in await team.anna.says("/how wb")
    assert "чаты выключены" not in await team.owner.presses("Чаты есть: ООО Север")


async def test_a_stranger_learns_nothing(team: Team) -> None:
    await team.hire()
    assert "рабочий бот команды" in await team.stranger.says("/how wb")
