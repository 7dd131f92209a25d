"""Stories of topics: the owner edits the list, the form offers it, keys stay as they are."""

import pytest
from team import Team

from cases.kinds import Category
from cases.pasting.nearest import nearest_categories

FINANCE = ("/new", "Обращение в поддержку", "Финансы")
REST = ("Меньше на 12 500", "прошлая неделя", "Перерасчёт", "Обычная", "Готово", "отчёт 51223344")


async def adds(team: Team, name: str) -> str:
    await team.owner.does("/topics", "Финансы", "Добавить тему")
    return await team.owner.says(name)


async def test_an_added_topic_is_offered_and_kept_in_its_own_words(team: Team) -> None:
    await team.hire()
    assert "Не принят вывод средств" in await adds(team, "Не принят вывод средств")
    await team.anna.does(*FINANCE)
    assert "Не принят вывод средств" in team.anna.buttons
    await team.anna.does("Не принят вывод средств", *REST[:4], "Пропустить", REST[5], "18123456")
    await team.anna.does("К итогу", "Сохранить")
    assert (await team.search.get(1)).answers["topic"] == "Не принят вывод средств"
    team.world.assert_nothing_refused()


async def test_a_renamed_topic_keeps_its_key_and_is_shown_as_it_was_chosen(team: Team) -> None:
    await team.hire()
    await team.owner.does("/topics", "Финансы", "Не сходятся выплаты", "Переименовать")
    assert "Выплата меньше" in await team.owner.says("Выплата меньше")
    await team.anna.does(*FINANCE, "Выплата меньше", *REST[:4], "Пропустить", REST[5], "18123456")
    assert "Тема: Выплата меньше" in await team.anna.presses("К итогу")
    card = await team.anna.presses("Сохранить")
    assert "Финансы: Выплата меньше" in card
    case = await team.search.get(1)
    assert case.answers["topic"] == "payouts_differ"
    assert "Тема: Выплата меньше" in await team.anna.presses("Текст обращения")


async def test_a_hidden_topic_is_not_offered_until_it_is_shown_again(team: Team) -> None:
    await team.hire()
    await team.owner.does("/topics", "Финансы", "Корректировки")
    assert "Корректировки (скрыта)" in await team.owner.presses("Скрыть")
    await team.anna.does(*FINANCE)
    assert "Корректировки" not in team.anna.buttons
    await team.owner.does("Корректировки", "Показать")
    await team.anna.does("/cancel", *FINANCE)
    assert "Корректировки" in team.anna.buttons


async def test_a_topic_of_ones_own_is_still_taken(team: Team) -> None:
    await team.hire()
    assert "Что случилось" in await team.anna.does(*FINANCE, "Двойная комиссия")


async def test_a_manager_does_not_edit_the_topics(team: Team) -> None:
    await team.hire()
    await team.owner.does("/topics")
    assert "только владелец" in await team.anna.says("/topics")


async def test_other_asks_once_more_and_takes_the_nearest_category(team: Team) -> None:
    await team.hire()
    asked = await team.anna.does(
        "/new", "Обращение в поддержку", "Другое", "Удержали деньги", "За возврат удержали 500 р"
    )
    assert "К чему это ближе всего?" in asked
    assert team.anna.buttons[0] == "Финансы"
    assert "Оставить «Другое»" in team.anna.buttons
    assert "За какой период" in await team.anna.presses("Финансы")
    await team.anna.says("прошлая неделя")
    await team.anna.does("Перерасчёт", "Обычная", "Пропустить", "отчёт 51223344", "18123456")
    summary = await team.anna.presses("К итогу")
    assert "Категория: Финансы" in summary
    assert "Тема: Удержали деньги" in summary
    assert "Уточнение" not in summary


@pytest.mark.parametrize("answer", ["Оставить «Другое»", "Про баллы за отзывы"])
async def test_other_may_stay_other_and_is_not_asked_twice(team: Team, answer: str) -> None:
    await team.hire()
    await team.anna.does("/new", "Обращение в поддержку", "Другое", "Баллы", "Не начислили баллы")
    assert "Когда это случилось" in await team.anna.does(answer)
    await team.anna.does(
        "вчера", "Разъяснение", "Обычная", "Пропустить", "Пропустить", "5", "К итогу"
    )
    await team.anna.presses("Сохранить")
    said = await team.anna.presses("Текст обращения")
    assert ("Уточнение: Про баллы" in said) == (answer != "Оставить «Другое»")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("удержали деньги за доставку", Category.FINANCE),
        ("поставка зависла на складе", Category.LOGISTICS),
        ("пропали фото в карточке", Category.CONTENT),
        ("сотруднику закрыли доступ", Category.ACCESS),
        ("ошибка 500 в апи", Category.TECH),
    ],
)
def test_the_words_typed_lead_to_their_category(text: str, first: Category) -> None:
    assert nearest_categories(text)[0] is first


def test_words_that_say_nothing_offer_every_category() -> None:
    assert set(nearest_categories("непонятно")) == set(Category) - {Category.OTHER}
