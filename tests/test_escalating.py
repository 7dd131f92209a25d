"""Stories of an escalation: from the button to the text, the look and the new appeal."""

from team import Member, Team
from test_again import TICKET

NBSP = "\u00a0"
FINANCE = (*TICKET, "Ответили", "Эскалация")
PLAIN = ("Оставить так", "Пропустить", "Пропустить", "Пропустить", "Пропустить", "Завтра в 10:00")
FULL = ("Оставить так", "Период", "Готово", "Пропустить", "Пропустить", "По взаиморасчётам",
        "Через 3 дня")  # fmt: skip


def texts(member: Member, last: int = 3) -> str:
    messages = member.person.chat.messages[-last:]
    return "\n".join(str(each.get("text", "")) for each in messages)


async def test_the_five_moves_are_asked_and_the_text_comes_out(team: Team) -> None:
    await team.hire()
    asked = await team.anna.does(*FINANCE)
    assert "шаг 1 из 6" in asked
    assert "Сейчас: Просим пересчитать выплату за 01.02–28.02.2026" in asked
    await team.anna.does("Оставить так", "Расчёт и разница", "Номера", "Готово")
    await team.anna.says("почему реклама удержана дважды")
    await team.anna.person.sends_photo(caption="акт сверки")
    await team.settles()
    await team.anna.does("Готово", "По взаиморасчётам")
    said = await team.anna.presses("Через 3 дня")
    assert "Диалог №18123456. Продолжаем здесь, новый не открываем." in said
    assert "1. расчёт: по отчёту 120" in said
    assert "2. отчёт 51223344" in said
    assert "Остаётся вопрос: почему реклама удержана дважды." in said
    assert "прикладываем вложение №1 (акт сверки)" in said
    assert "специалиста по взаиморасчётам" in said
    assert "Отправьте в диалог №18123456." in said
    assert "диалог исчерпан" in said
    assert team.anna.person.chat.messages[-1]["entities"][0]["type"] == "pre"
    assert f"Заглянуть в диалог сб{NBSP}07.03, 10:00{NBSP}МСК" in texts(team.anna)
    assert "эскалация, шаги 1, 2, 3, 4, 5 из 5" in await team.anna.does("/status #1", "История")
    assert "Диалог №18123456" in await team.anna.does("/status #1", "Текст эскалации")
    team.world.assert_nothing_refused()


async def test_an_escalation_is_among_what_was_written_into_the_case(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, "Просим ответить по существу", *PLAIN[1:], "/status #1")
    said = await team.anna.does("Подробно")
    assert "Эскалация ср" in said
    assert "Просим ответить по существу" in said


async def test_a_second_escalation_starts_from_the_former_phrase_and_adds_up(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, "Просим ответить по строкам", *PLAIN[1:])
    assert "сделано 3 из 5, осталось назвать, что не учли, попросить специалиста" in texts(
        team.anna
    )
    assert "Новый диалог" not in team.anna.buttons
    asked = await team.anna.does("/status #1", "Эскалация")
    assert "Сейчас: Просим ответить по строкам" in asked
    await team.anna.does(*FULL)
    assert "диалог исчерпан" in team.anna.sees
    assert "Новый диалог" in team.anna.buttons


async def test_a_button_pressed_again_goes_on_with_what_was_answered(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, "Просим ответить по строкам", "/status #1", "Эскалация")
    assert "Что не учли" in team.anna.sees
    await team.anna.does(*PLAIN[1:])
    assert "Просим ответить по строкам." in team.anna.sees


async def test_what_sounds_like_blame_is_shown_before_it_is_sent(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, "У вас всё сломалось", *PLAIN[1:])
    assert "Перечитайте: «" in team.anna.sees


async def test_the_look_is_asked_for_at_its_time_and_then_the_owner_hears_of_it(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *PLAIN)
    await team.waits(hours=22, minutes=1)
    assert "Пора заглянуть в диалог №18123456 по #1 «Не сходятся выплаты»" in team.anna.sees
    assert team.anna.buttons == ["Ответили", "Эскалация", "Вижу", "Отложить", "Карточка"]
    assert "Пора заглянуть" not in team.owner.saw
    await team.waits(days=1)
    assert "Пора заглянуть" in team.owner.saw
    await team.waits(days=1, hours=3)
    assert "без движения" not in team.anna.saw
    await team.anna.does("/status #1", "Ответили")
    await team.waits(days=1)
    assert "Пора заглянуть" not in texts(team.anna, 2)


async def test_what_was_answered_stays_when_a_colleague_was_first(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, "Просим ответить по строкам", *PLAIN[1:-1])
    await team.boris.does("/status #1", "Ждут от нас")
    assert "#1 уже изменилось: поддержка ждёт от нас, Борис" in await team.anna.presses(PLAIN[-1])
    assert "Одной фразой: Просим ответить по строкам" in team.anna.sees
    await team.boris.does("Мы ответили")
    await team.anna.presses("Сохранить")
    assert "Борис" in team.anna.sees
    assert "Просим ответить по строкам." in await team.anna.presses("Сохранить")
    assert "Отправьте в диалог" in team.anna.sees


async def test_what_was_answered_of_a_ticket_that_was_closed_is_left_as_an_entry_with_its_files(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *FULL[:-3])
    await team.anna.person.sends_photo(caption="акт")
    await team.settles()
    await team.anna.does("Готово", FULL[-2])
    await team.boris.does("/status #1", "Закрыть", "Решено", "0", "Пропустить")
    assert "Теперь так нельзя, но ответы целы." in await team.anna.presses(FULL[-1])
    assert team.anna.buttons == ["Оставить записью", "Не надо"]
    assert "Оставил записью в #1." in await team.anna.presses("Оставить записью")
    files = await team.attachments.of(1)
    assert "акт" in [file.caption for _, file in files]
    assert "Не успели «Эскалация»" in await team.anna.presses("Записи")
    team.world.assert_nothing_refused()


async def test_a_dialog_without_a_number_is_not_escalated(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Ответили")
    await team.database.rows("UPDATE cases SET number = NULL, number_key = NULL")
    await team.anna.presses("Эскалация")
    assert "В #1 нет номера диалога" in team.anna.person.alerts[-1]


async def test_a_new_appeal_takes_everything_over_and_is_linked_with_the_old_one(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *FULL[:-3])
    await team.anna.person.sends_photo(caption="акт")
    await team.settles()
    await team.anna.does("Готово", *FULL[-2:])
    shown = await team.anna.presses("Новый диалог")
    assert "Диалог исчерпан. Взял из #1 всё, кроме номера" in shown
    assert "Период: " in shown
    assert "По отчёту: 120" in shown
    assert "Раньше писали в диалоге №18123456, вопрос остаётся открытым." in shown
    await team.anna.presses("Сохранить")
    assert "Записал: #2" in texts(team.anna)
    card = await team.anna.says("/status #2")
    assert "📎 1" in card
    assert "связано с #1" in card
    assert "связано с #2" in await team.anna.says("/status #1")
    assert "Диалог №18123456 исчерпан: сделаны все 5 шагов" in texts(team.owner)


async def test_a_new_appeal_that_is_there_is_shown_instead_of_a_second_one(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *FULL, "Новый диалог", "Сохранить", "18123477", "Сохранить")
    assert (await team.search.get(2)).links == 1
    await team.boris.does("/status #1", "Эскалация", *PLAIN)
    shown = await team.boris.presses("Новый диалог")
    assert shown.startswith("Уже заведён #2: он продолжает #1.")
    assert "#2 · обращение в поддержку" in shown
    assert "Отменять нечего" in await team.boris.says("/cancel")
    await team.anna.does("/status #1", "Ещё", "Связи", "Разъединить #2", "/status #1")
    assert "Взял из #1 всё" in await team.anna.presses("Новый диалог")


async def test_a_new_appeal_that_lies_among_the_drafts_goes_on(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *FULL, "Новый диалог", "Исправить", "Тема", "Другая тема")
    await team.anna.does("/new", "Начать новое", "Чат с покупателем", "/status #1")
    await team.anna.presses("Новый диалог")
    assert "Другая тема" in team.anna.sees
    assert (await team.anna.says("/drafts")).count("обращение в поддержку") == 1


async def test_the_owner_may_begin_anew_after_the_first_escalation_and_a_manager_not(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *PLAIN)
    await team.anna.says("/status #1")
    assert "Новый диалог" not in team.anna.buttons
    await team.owner.says("/status #1")
    assert "решение владельца" in await team.owner.presses("Новый диалог")


async def test_the_text_of_an_escalation_is_not_offered_in_a_group(team: Team) -> None:
    await team.hire()
    await team.anna.does(*FINANCE, *PLAIN)
    group = await team.binds_group()
    said = await team.anna.says("/status #1", where=group)
    assert "Текст эскалации" not in group.buttons()
    assert "Просим" not in said
