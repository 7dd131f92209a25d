"""Stories of «Можно ли это отправлять?»: the verdict first, the fragments, an override."""

import pytest
from stories import TICKET
from team import Team

from texts import checking
from texts import team as team_words

GUILTY = "Здравствуйте! Позвоните 8 916 123-45-67 или пишите в телеграм, разберёмся."
CLEAN = "Здравствуйте! Заказ 5632423 передан в доставку, статус виден в карточке заказа."
CHAT = (
    "/new",
    "Чат с покупателем",
    "Разошёлся шов, хочу вернуть",
    "вчера 10:00",
    "К итогу",
    "Сохранить",
)


def pre_of(team: Team) -> str:
    """The text that a tap copies in Anna's newest message."""
    message = team.anna.person.chat.messages[-1]
    entity = next(e for e in message["entities"] if e["type"] == "pre")
    units = message["text"].encode("utf-16-le")
    begin, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[begin:end].decode("utf-16-le")


async def test_the_verdict_comes_first_with_fragments_reasons_and_wordings(team: Team) -> None:
    await team.hire()
    said = (await team.anna.says(f"/check {GUILTY}")).replace("\u00a0", " ")
    assert said.startswith("Лучше не отправлять: 2 замечания\nПроверил как ответ покупателю на WB.")
    assert "1. «Позвоните», «8 916 123-45-67»: телефон.\nПо правилам WB нельзя обмениваться" in said
    assert "2. «телеграм»: мессенджер или соцсеть.\nПо правилам WB" in said
    assert "Лучше: «Напишите, пожалуйста, сюда, в этот чат" in said
    assert pre_of(team) == GUILTY
    assert team.anna.buttons[:2] == ["Скопировать", "Проверить другой"]
    team.world.assert_nothing_refused()


async def test_a_clean_text_may_be_sent(team: Team) -> None:
    await team.hire()
    assert (await team.anna.says(f"/check {CLEAN}")).startswith("Можно отправлять")
    assert pre_of(team) == CLEAN


async def test_a_bare_command_asks_for_the_text(team: Team) -> None:
    await team.hire()
    assert "Какой текст проверить?" in await team.anna.says("/check")
    assert (await team.anna.says(GUILTY)).startswith("Лучше не отправлять")
    assert "Какой текст проверить?" in await team.anna.presses("Проверить другой")


async def test_a_message_is_checked_by_answering_it_with_the_command(team: Team) -> None:
    await team.hire()
    await team.anna.says("Да")
    mine = team.anna.person.chat.messages[-2]
    said = await team.anna.says("/check", reply_to=mine)
    assert "ответ без ответа" in said


async def test_the_bots_own_appeal_is_checked_by_its_block_alone(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.presses("Текст обращения")
    appeal = team.anna.person.chat.messages[-1]
    await team.anna.says("/check", reply_to=appeal)
    assert pre_of(team).startswith("Тема: Не проходит модерацию")
    assert (await team.anna.presses("Как обращение")).startswith("Можно отправлять")
    assert "Проверил как обращение в поддержку" in team.anna.sees


async def test_ozon_has_no_rules_of_wb(team: Team) -> None:
    await team.hire()
    await team.anna.says(f"/check {GUILTY}")
    said = await team.anna.presses("Как ответ на Ozon")
    assert "WB" not in said.split("Здравствуйте!")[0]
    assert "Нельзя обмениваться контактами с покупателем." in said


async def test_a_long_text_is_kept_in_a_message_of_its_own(team: Team) -> None:
    await team.hire()
    await team.anna.says("/check")
    long = GUILTY + " Проверили запись со сборки и этикетку." * 100
    await team.anna.says(long)
    verdict, block = (m["text"] for m in team.anna.person.chat.messages[-2:])
    assert "Чат принимает до 1000 знаков" in verdict
    assert block == long
    team.world.assert_nothing_refused()


async def test_a_secret_is_not_said_again(team: Team) -> None:
    await team.hire()
    said = await team.anna.says("/check Вот ключ: apikey=ab12cd34ef56gh78, посмотрите сами")
    assert "ключ или пароль" in said
    assert "ab12cd34" not in said


async def test_a_file_that_the_chat_does_not_take_is_named(team: Team) -> None:
    await team.hire()
    await team.anna.person.sends_document("акт.docx", b"x" * 10, caption=f"/check {CLEAN}")
    await team.settles()
    assert "«акт.docx»: файл не пройдёт" in team.anna.sees.replace("\u00a0", " ")


async def test_the_card_of_a_chat_offers_to_check_and_history_keeps_an_override(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    await team.anna.presses("Проверить ответ")
    assert "#1" in team.anna.sees
    assert (await team.anna.says(GUILTY)).startswith("Лучше не отправлять")
    await team.anna.presses("Отправлю так")
    await team.settles()
    lines = [line for line in await team.history.of(1) if line.what == "sent_despite"]
    assert len(lines) == 1
    assert lines[0].person == "Анна"
    assert lines[0].comment is not None
    assert lines[0].comment.endswith(":messenger,phone")
    await team.anna.presses("Открыть #1")
    assert "ответ отправлен вопреки замечаниям" in await team.anna.presses("История")


async def test_an_override_pressed_twice_is_recorded_once(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    await team.anna.presses("Проверить ответ")
    await team.anna.says(GUILTY)
    verdict = team.anna.person.chat.messages[-1]
    await team.anna.presses("Отправлю так", on=verdict, twice=True)
    assert [line.what for line in await team.history.of(1)].count("sent_despite") == 1


async def test_a_clean_answer_in_a_case_needs_no_override(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT)
    await team.anna.presses("Проверить ответ")
    await team.anna.says(CLEAN)
    assert checking.SEND_ANYWAY not in team.anna.buttons


async def test_a_check_in_the_middle_of_a_form_loses_nothing(team: Team) -> None:
    await team.hire()
    await team.anna.does("/new", "Чат с покупателем", "Разошёлся шов")
    assert "Когда сообщение появилось" in team.anna.sees
    await team.anna.says(f"/check {CLEAN}")
    await team.anna.says("вчера")
    assert "Как зовут покупателя" in team.anna.sees


@pytest.mark.parametrize("command", ["/check привет", "/check", "/tpl", "/tpl 1"])
async def test_strangers_hear_one_sentence_and_groups_where_to_go(team: Team, command: str) -> None:
    await team.hire()
    assert await team.stranger.says(command) == team_words.STRANGER
    group = await team.binds_group()
    before = len(group.messages)
    await team.anna.says(command, where=group)
    assert len(group.messages) == before + 2  # Anna's own, and where to go
    assert group.last_text == team_words.THIS_IS_PRIVATE
