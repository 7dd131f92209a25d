"""Stories of «Похожее обращение»: an old case in a new form, without what was true only then."""

from team import Team

TICKET = (
    "/new", "Обращение в поддержку", "Финансы", "Не сходятся выплаты", "Выплаты по рекламе",
    "01.02–28.02", "Перерасчёт", "Обычная", "Пропустить", "отчёт 51223344", "18123456", "120 000",
    "98 000", "К итогу", "Сохранить",
)  # fmt: skip


async def test_a_copy_opens_at_the_first_question_that_is_missing(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    said = await team.boris.does("/status #1", "Похожее обращение")
    assert "Взял из #1 всё, кроме номера, дат, сумм и вложений." in said
    assert "За какой период" in said
    await team.boris.does("01.01–31.01", "№ 555", "К итогу")
    for line in ("Суть: Выплаты по рекламе", "Данные: отчёт 51223344", "Номер: 555"):
        assert line in team.boris.sees
    assert "18123456" not in team.boris.sees
    assert "По отчёту" not in team.boris.sees
    assert "Ответственный: Анна" in team.boris.sees
    assert "Записал: #2" in await team.boris.presses("Сохранить")


async def test_a_copy_of_the_same_problem_is_recognised_as_one(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Похожее обращение", "01.02–28.02", "К итогу")
    assert "Похоже, это уже ведём" in await team.anna.presses("Сохранить")


async def test_another_form_that_is_half_filled_waits_among_the_drafts(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "/new", "Обращение в поддержку", "Техника и API", "/status #1")
    await team.anna.presses("Похожее обращение")
    await team.anna.says("01.01–31.01")
    await team.anna.says("/status #1")
    assert "Какой номер" in await team.anna.presses("Похожее обращение")
    assert "Отменил" in await team.anna.says("/cancel")
    assert "шаг 2 из 16" in await team.anna.says("/drafts")


async def test_the_details_of_the_old_case_offer_no_copy_in_a_group(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    group = await team.binds_group()
    await team.anna.says("/status #1", where=group)
    assert "Похожее обращение" not in group.buttons()
