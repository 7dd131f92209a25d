"""Stories of standing in: whose absence it is, who really hears meanwhile, when that is over."""

from stories import CHAT, SAVED
from team import Team
from test_snoozing import heard

from texts.formats import NBSP

ASKED = "До какого дня не будет?"
THANKS = "Анна снова на месте и получает свои напоминания. Спасибо, что подменили."


# Whose absence is asked about -------------------------------------------------------------------


async def test_a_form_says_whose_absence_it_is_and_who_stands_in(team: Team) -> None:
    await team.hire()
    told = await team.owner.says("/away @anna")
    assert told.startswith("Ваше отсутствие, напоминания пока получит Анна.\n\n")
    assert ASKED in told
    assert (await team.anna.says("/away")).startswith("Ваше отсутствие.\n\n")
    told = await team.owner.does("/team", "Отсутствие", "Борис")
    assert told.startswith("Борис: отсутствие.\n\n")


async def test_one_press_says_that_whom_the_owner_has_named_is_away_and_not_the_owner(
    team: Team,
) -> None:
    await team.hire()
    await team.owner.says("/away @anna")
    assert (await team.owner.presses("Отсутствует Анна")).startswith("Анна: отсутствие.\n\n")
    told = await team.owner.does("20.03", "Борис")
    assert told.startswith(f"Анна: отсутствие до пт{NBSP}20.03 включительно.")
    assert "получает Борис." in told
    assert "В журнале нет" in await team.owner.says("21.03")
    await team.anna.says("/away @boris")
    assert "Отсутствует Борис" not in team.anna.buttons


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


# What a new absence takes the place of ----------------------------------------------------------


async def test_a_later_absence_says_that_the_one_that_runs_is_over(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    told = await team.anna.says("/away 14.03-16.03 @boris")
    assert told.endswith(
        f"\nПрежнее отсутствие до вт{NBSP}10.03 включительно снято: напоминания снова приходят вам."
    )
    assert "придут вам" in team.boris.sees
    assert team.boris.sees.endswith("До тех пор подменять не нужно.")


async def test_whose_absence_the_owner_changes_reads_what_it_takes_the_place_of(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    told = await team.owner.says("/away @anna 14.03-16.03 @boris")
    assert told.endswith("снято: напоминания снова получает Анна.")
    assert team.anna.sees.endswith("снято: напоминания снова приходят вам.")


async def test_another_time_takes_the_place_of_the_one_before_and_another_stand_in_does_not(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    assert "Прежнее" not in await team.anna.says("/away 10.03 @olga")
    told = await team.anna.says("/away 12.03 @olga")
    assert told.endswith(f"Прежнее отсутствие до вт{NBSP}10.03 включительно снято.")


async def test_who_stands_in_no_more_hears_it_and_who_does_now(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 10.03 @boris")
    await team.anna.says("/away 10.03 @olga")
    assert team.boris.sees == (
        f"Анна: отсутствие до вт{NBSP}10.03 включительно. Напоминания пока получает Ольга."
        " Подменять больше не нужно, спасибо."
    )


# Who really hears -------------------------------------------------------------------------------


async def test_for_a_stand_in_who_is_away_whoever_really_hears_is_told_and_thanked(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.boris.says("/away 20.03 @olga")
    await team.anna.says("/away 10.03 @boris")
    assert team.boris.sees == (
        f"Анна: отсутствие до вт{NBSP}10.03 включительно. Подменяете вы, но пока вас нет,"
        " напоминания получает Ольга."
    )
    assert "ведёт Анна, приходят вам: открыто 1." in team.owner.sees
    since = len(team.boris.person.chat.messages)
    await team.anna.says("/back")
    assert team.owner.sees == THANKS
    assert len(team.boris.person.chat.messages) == since


async def test_when_a_stand_in_leaves_the_next_one_hears_of_both_and_later_that_it_is_over(
    team: Team,
) -> None:
    await team.hire()
    await team.boris.says("/away 15.03 @anna")
    await team.anna.says("/away 10.03 @olga")
    assert "ведёт Анна, приходят вам" in team.owner.saw
    assert "ведёт Борис, приходят вам" in team.owner.saw
    await team.anna.says("/back")
    assert "ведёт Борис, приходят вам" in team.anna.sees
    assert THANKS in team.owner.saw
    assert team.owner.sees.startswith("Борис: отсутствие")
    assert team.owner.sees.endswith("получает Анна. Подменять больше не нужно, спасибо.")


async def test_a_deputy_hears_that_they_stand_in_and_that_it_is_over(team: Team) -> None:
    await team.hire()
    await team.anna.does("/me", "Заместитель", "Борис")
    await team.anna.says("/away 08.03")
    assert "ведёт Анна, приходят вам" in team.boris.sees
    await team.anna.says("/back")
    assert team.boris.sees == THANKS


async def test_who_leaves_in_days_to_come_is_told_of_who_will_be_there_then(team: Team) -> None:
    await team.hire()
    await team.boris.says("/away 06.03")
    await team.anna.says("/away 10.03-12.03 @boris")
    assert "ведёт Анна, придут вам" in team.boris.sees


async def test_thanks_wait_for_the_end_of_the_quiet_hours_of_whoever_hears_them(
    team: Team,
) -> None:
    await team.hire()
    await team.boris.does("/me", "Тихие часы", "Другие часы", "23:00–06:00")
    await team.boris.says("/away 04.03 @anna")
    since = len(team.anna.person.chat.messages)
    await team.waits(hours=18, minutes=1)  # 05.03, 06:01
    assert "Вы снова на месте" in team.boris.sees
    assert not heard(team.anna, "Борис", since)
    await team.waits(hours=3)
    assert len(heard(team.anna, "Борис снова на месте", since)) == 1


async def test_of_two_who_come_back_at_once_those_are_thanked_who_stood_in(team: Team) -> None:
    await team.hire()
    await team.anna.says("/away 05.03 @olga")
    await team.boris.says("/away 05.03 @anna")
    await team.waits(minutes=1)
    seen = {each: len(each.person.chat.messages) for each in (team.owner, team.anna)}
    await team.waits(days=1, hours=21)
    told = {
        each: [str(m["text"]) for m in each.person.chat.messages[seen[each]:]] for each in seen
    }  # fmt: skip
    thanks = "Спасибо, что подменили"
    assert not [text for text in told[team.anna] if thanks in text]
    assert sorted(text.partition(" ")[0] for text in told[team.owner] if thanks in text) == [
        "Анна", "Борис",
    ]  # fmt: skip


async def test_an_absence_that_is_made_longer_keeps_what_others_were_reminded_of(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*SAVED)
    await team.anna.says("/away 12.03 @boris")
    await team.waits(days=8)
    await team.waits(hours=1)
    await team.anna.says("/away 13.03 @boris")
    await team.waits(hours=1)
    assert f"Без вас напоминали про 1{NBSP}обращение" in await team.anna.says("/back")


async def test_who_will_hear_of_an_absence_to_come_is_told_of_a_change(team: Team) -> None:
    await team.hire()
    await team.boris.says("/away 06.03-08.03 @anna")
    before = len(team.owner.person.chat.messages)
    await team.anna.says("/away 15.03 @olga")
    told = "".join(str(m["text"]) for m in team.owner.person.chat.messages[before:])
    assert "которые ведёт Борис, придут вам" in told


async def test_nobody_stands_in_for_themselves_and_it_is_said_at_once(team: Team) -> None:
    await team.hire()
    for member, line in ((team.owner, "/away @olga"), (team.anna, "/away @anna")):
        assert (await member.says(line)).startswith("Заменить себя собой нельзя")


async def test_a_preview_says_when_words_come_that_wait_for_a_morning(team: Team) -> None:
    await team.hire()
    await team.boris.does("/me", "Тихие часы", "23:00–07:00")
    await team.boris.says("/away 04.03 @anna")
    lines = (await team.owner.says("/preview")).split("\n")
    (thanks,) = [line for line in lines if "Борис снова на месте" in line]
    assert "09:00" in thanks
