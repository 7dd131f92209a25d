"""Ready replies: the variables, the rights, and the stories of `/tpl`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ANNA, OLGA, a_chat
from team import Team

from cases.money import Money
from cases.replies import (
    BraceAlone,
    ReadyReply,
    UnknownVariable,
    ValueMissing,
    fill,
    may_change,
    may_see,
    variables,
)
from cases.vocabulary import REPLY_VARIABLES
from texts.replies import values
from texts.starters import STARTERS

CHAT = (
    "/new", "Чат с покупателем", "Разошёлся шов", "вчера 10:00", "Тимур", "артикул 140158860",
    "Брак", "К итогу", "Сохранить",
)  # fmt: skip
NAMELESS = ("/new", "Чат с покупателем", "Разошёлся шов", "вчера 10:00", "К итогу", "Сохранить")
TEXT = "Здравствуйте, {покупатель}. Товар {артикул} проверили, заявку на возврат согласовали."
WITH_PHONE = "Здравствуйте, {покупатель}. Мастер ответит по телефону 8 916 123-45-67."


# Rules --------------------------------------------------------------------------------------------


def test_variables_are_found_however_they_are_written() -> None:
    assert variables("{ Покупатель }, {артикул} и {покупатель}") == ("покупатель", "артикул")
    assert variables("Без переменных") == ()


@pytest.mark.parametrize("name", ["имя", "", "покупатель2", "артикул, заказ"])
def test_an_unknown_variable_is_an_error_with_its_name(name: str) -> None:
    with pytest.raises(UnknownVariable) as error:
        variables(f"Здравствуйте, {{{name}}}.")
    assert error.value.text == name


@pytest.mark.parametrize("text", ["Здравствуйте, {покупатель.", "покупатель}", "{{артикул}}"])
def test_a_brace_without_its_half_is_an_error(text: str) -> None:
    with pytest.raises(BraceAlone):
        variables(text)


def test_a_missing_value_is_an_error_with_every_name_and_never_a_blank() -> None:
    with pytest.raises(ValueMissing) as error:
        fill("{покупатель}, {артикул}, {площадка}", {"marketplace": "WB", "buyer": ""})
    assert error.value.names == ("покупатель", "артикул")


@given(st.dictionaries(st.sampled_from(sorted(REPLY_VARIABLES.values())), st.text(min_size=1)))
def test_what_is_filled_in_stands_there_as_it_is(known: dict[str, str]) -> None:
    names = [name for name, code in REPLY_VARIABLES.items() if code in known]
    text = "|".join(f"{{{name}}}" for name in names)
    assert fill(text, known) == "|".join(known[REPLY_VARIABLES[name]] for name in names)


def test_a_case_gives_the_values_of_the_variables() -> None:
    case = a_chat(
        number="1:abc",
        risk=Money(118_600, "RUB"),
        answers={
            "buyer": "Тимур",
            "summary": 'Хочу вернуть товар "Юбка плиссе, бренд Ромашка, артикул 140158860"',
            "goods": [
                {"kind": "order", "value": "16965409-0014"},
                {"kind": "article", "value": "140158860"},
            ],
        },
    )
    assert values(case) == {
        "buyer": "Тимур", "goods": "Юбка плиссе", "article": "140158860",
        "order": "16965409-0014", "number": "1:abc", "sum": "1\u00a0186\u00a0₽",
        "marketplace": "WB",
    }  # fmt: skip
    assert set(values(a_chat())) == set(REPLY_VARIABLES.values())


def test_one_changes_ones_own_and_only_the_owner_the_teams() -> None:
    own, others = ReadyReply(1, "x", "x", ANNA.id), ReadyReply(2, "x", "x", OLGA.id)
    teams, starter = ReadyReply(3, "x", "x"), STARTERS[0]
    assert [may_change(each, ANNA) for each in (own, others, teams, starter)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [may_change(each, OLGA) for each in (own, others, teams, starter)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [may_see(each, ANNA) for each in (own, others, teams, starter)] == [
        True, False, True, True,
    ]  # fmt: skip


# Stories ------------------------------------------------------------------------------------------


async def adds(team: Team, title: str, text: str, button: str = "Добавить себе") -> str:
    who = team.owner if button == "Добавить команде" else team.anna
    await who.says("/tpl")
    return await who.does(button, title, text)


async def test_a_reply_of_ones_own_is_kept_listed_and_filled_from_a_case(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    assert "Сохранил." in await adds(team, "Согласны", TEXT)
    await team.anna.says("/tpl")
    assert "Согласны · личный" in team.anna.buttons
    await team.anna.does("Согласны · личный", "Для обращения")
    said = await team.anna.says("#1")
    assert "Здравствуйте, Тимур. Товар 140158860 проверили" in said
    assert "Скопировать" in team.anna.buttons
    team.world.assert_nothing_refused()


async def test_the_card_of_a_chat_offers_a_ready_reply(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    await team.anna.presses("Готовый ответ")
    assert "подставить в #1" in team.anna.sees
    said = await team.anna.presses("Возврат согласовали · готовый")
    assert "Здравствуйте, Тимур. Посмотрели фото по товару 140158860" in said
    assert "подставить в #1" in await team.anna.presses("Другой ответ")


async def test_what_the_case_lacks_is_named_and_nothing_is_left_blank(team: Team) -> None:
    await team.hire()
    await team.anna.does(*NAMELESS)
    await team.anna.presses("Готовый ответ")
    said = await team.anna.presses("Возврат согласовали · готовый")
    assert "В #1 нет данных для {покупатель}, {артикул}" in said
    assert "Скопировать" not in team.anna.buttons


async def test_an_unknown_variable_is_refused_and_the_question_stays(team: Team) -> None:
    await team.hire()
    said = await adds(team, "Согласны", "Здравствуйте, {имя}.")
    assert "Не знаю переменной {имя}. Есть такие: {покупатель}" in said
    assert "Сохранил." in await team.anna.says(TEXT)


async def test_saving_warns_and_the_person_decides(team: Team) -> None:
    await team.hire()
    said = await adds(team, "Мастер", WITH_PHONE)
    assert "Лучше поправить: телефон" in said
    assert "«8 916 123-45-67»" in said
    await team.anna.does("Изменить текст", TEXT)
    assert "Лучше поправить" not in team.anna.sees
    await team.anna.says("/tpl")
    assert "Мастер · личный" in team.anna.buttons


async def test_a_personal_reply_is_nobody_elses(team: Team) -> None:
    await team.hire()
    await adds(team, "Согласны", TEXT)
    await team.boris.says("/tpl")
    assert "Согласны · личный" not in team.boris.buttons


@pytest.mark.parametrize("label", ["Изменить текст", "Назвать иначе", "Удалить"])
@pytest.mark.parametrize(
    ("person", "alert"), [(3, "Этого ответа уже нет."), (None, "Это может только владелец.")]
)
async def test_rights_are_asked_at_every_press(
    team: Team, label: str, person: int | None, alert: str
) -> None:
    await team.hire()
    await adds(team, "Согласны", TEXT)
    async with team.database.transaction():
        await team.database.rows("UPDATE replies SET person_id = :person", {"person": person})
    await team.anna.presses(label)
    assert team.anna.person.alerts[-1] == alert
    rows = await team.database.rows("SELECT * FROM replies")
    assert len(rows) == 1


async def test_a_reply_of_the_team_is_changed_by_the_owner_only(team: Team) -> None:
    await team.hire()
    await team.anna.says("/tpl")
    assert "Добавить команде" not in team.anna.buttons
    await adds(team, "Для всех", TEXT, "Добавить команде")
    await team.anna.says("/tpl")
    await team.anna.presses("Для всех · общий")
    assert "Изменить текст" not in team.anna.buttons
    assert "Сохранил." in await team.anna.presses("Взять себе")
    assert "Изменить текст" in team.anna.buttons
    await team.owner.says("/tpl")
    await team.owner.presses("Для всех · общий")
    assert "Удалить общий ответ «Для всех»?" in await team.owner.presses("Удалить")
    assert "Удалил" in await team.owner.presses("Да, удалить")
    await team.boris.says("/tpl")
    assert "Для всех · общий" not in team.boris.buttons


async def test_a_deleted_reply_is_said_to_be_gone(team: Team) -> None:
    await team.hire()
    await adds(team, "Согласны", TEXT)
    await team.anna.says("/tpl")
    listed = team.anna.person.chat.messages[-1]
    await team.anna.presses("Согласны · личный")
    await team.anna.says("/tpl")
    await team.anna.does("Согласны · личный", "Удалить", "Да, удалить")
    await team.anna.presses("Изменить текст", on=listed)
    assert team.anna.person.alerts[-1] == "Этого ответа уже нет."


async def test_many_replies_are_turned_page_by_page(team: Team) -> None:
    await team.hire()
    for number in range(4):
        await adds(team, f"Ответ {number}", TEXT)
    await team.anna.says("/tpl")
    assert len([b for b in team.anna.buttons if "·" in b]) == 8
    await team.anna.presses("Ещё →")
    assert len([b for b in team.anna.buttons if "·" in b]) == 4 + len(STARTERS) - 8
    await team.anna.presses("← Раньше")
    assert "Ответ 0 · личный" in team.anna.buttons


async def test_a_number_after_the_command_lists_for_that_case(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    assert "подставить в #1" in await team.anna.says("/tpl #1")
    assert "нет «777»" in await team.anna.says("/tpl 777")
