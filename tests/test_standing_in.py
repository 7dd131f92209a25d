"""Stories of standing in: whose absence it is, who really hears meanwhile, when that is over."""

from team import Team

ASKED = "До какого дня не будет?"


# Whose absence is asked about -------------------------------------------------------------------


async def test_a_form_says_whose_absence_it_is_and_who_stands_in(team: Team) -> None:
    await team.hire()
    told = await team.owner.says("/away @anna")
    assert told.startswith("Ваше отсутствие, напоминания пока получит Анна.\n\n")
    assert ASKED in told
    assert (await team.anna.says("/away")).startswith("Ваше отсутствие.\n\n")
    told = await team.owner.does("/team", "Отсутствие", "Борис")
    assert told.startswith("Борис: отсутствие.\n\n")


async def test_every_question_of_the_form_says_whose_absence_it_is(team: Team) -> None:
    await team.hire()
    await team.owner.does("/team", "Отсутствие", "Анна")
    assert "Анна: отсутствие.\n\n" in await team.owner.says("абв")
    told = await team.owner.says("20.03")
    assert told.startswith("Анна: отсутствие.\n\n")
    assert "Кому пока приходят" in told


async def test_who_is_away_already_reads_who_would_hear_from_now_on(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 12.03 @boris")
    told = await team.anna.says("/away @olga")
    assert "получает Борис. Дальше напоминания получит Ольга.\n\n" in told
