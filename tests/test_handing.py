"""Stories of a case that goes over to somebody else from its card, and of who hears of it."""

from team import Member, Team

from texts.formats import NBSP
from texts.undoing import UNDO


async def leader(team: Team, case_id: int) -> str:
    led = (await team.search.get(case_id)).assignee
    return led.name if led else ""


def heard(member: Member) -> int:
    return len(member.person.chat.messages)


async def test_a_case_goes_over_from_its_card_and_comes_back(journal: Team) -> None:
    anna, boris = journal.anna, journal.boris
    asked = await anna.does("/status #1", "Передать")
    assert asked == f"#1 Не проходит модерацию, №{NBSP}18123456, ведёт Анна. Кому передать?"
    assert anna.buttons == ["Ольга", "Борис", "Карточка"]
    card = await anna.presses("Борис")
    assert "ведёт Борис" in card
    assert boris.sees.startswith("Вам передали #1, от кого: Анна.")
    assert "Ответили" in boris.buttons
    assert "передано" in await boris.does("История")
    await anna.presses(UNDO)
    assert await leader(journal, 1) == "Анна"
    assert boris.sees.startswith("Передачу отменили: 1, кто: Анна")
    journal.world.assert_nothing_refused()


async def test_the_owner_hands_over_and_whoever_led_hears_who_leads_now(journal: Team) -> None:
    await journal.owner.does("/status #2", "Передать", "Борис")
    assert journal.anna.sees.startswith("Больше не ведёте: 1. Теперь ведёт Борис, кто передал: Оль")
    assert "#2 чат, Тимур, артикул 140158860" in journal.anna.sees
    await journal.owner.presses(UNDO)
    assert "ведёт Анна" in journal.boris.sees
    assert journal.anna.sees.startswith("Передачу отменили: 1, кто: Ольга")


async def test_one_takes_a_colleagues_case_from_its_card(journal: Team) -> None:
    boris = journal.boris
    said = heard(boris)
    await boris.does("/status #1", "Передать")
    assert "Взять себе" in boris.buttons
    await boris.presses("Взять себе")
    assert await leader(journal, 1) == "Борис"
    assert "#1 Не проходит модерацию" in journal.anna.sees
    assert journal.anna.sees.startswith("Больше не ведёте: 1. Теперь ведёт Борис\n")
    assert heard(boris) == said + 2  # the command and the card that the rest was shown in


async def test_many_that_are_handed_over_at_once_are_told_to_whoever_led_them(
    journal: Team,
) -> None:
    await journal.owner.does("/list", "Выбрать", "#1", "#2", "#3", "Передать", "Борис")
    await journal.owner.presses("Да, передать 2")
    assert journal.anna.sees.startswith("Больше не ведёте: 2. Теперь ведёт Борис")
    assert journal.boris.sees.startswith("Вам передали: 2")
    await journal.owner.presses(UNDO)
    assert journal.anna.sees.startswith("Передачу отменили: 2, кто: Ольга")


async def test_of_two_who_hand_over_the_second_reads_who_was_first(journal: Team) -> None:
    await journal.anna.does("/status #1", "Передать")
    await journal.owner.does("/status #1", "Передать", "Борис")
    await journal.anna.presses("Борис")
    assert "#1 уже изменилось: передано, Ольга" in journal.anna.saw
    assert len(await journal.history.of(1)) == 2


async def test_who_is_away_is_named_with_who_hears_instead(journal: Team) -> None:
    async with journal.database.transaction():
        await journal.database.rows("UPDATE people SET username = 'anna' WHERE name = 'Анна'")
    await journal.boris.says("/away 20.03 @anna")
    asked = await journal.owner.does("/status #1", "Передать")
    assert "Борис: отсутствие до" in asked
    assert "Напоминания пока получает Анна." in asked


async def test_a_closed_case_is_handed_to_nobody(journal: Team) -> None:
    await journal.anna.does("/status #2", "Ещё", "Передать")
    await journal.boris.does("/status #2", "Закрыть", "Спам")
    assert "уже изменилось" in await journal.anna.presses("Борис")
    assert await leader(journal, 2) == "Анна"
    await journal.anna.presses("Ещё")
    assert "Передать" not in journal.anna.buttons


async def test_who_has_left_gets_nothing(journal: Team) -> None:
    await journal.anna.does("/status #1", "Передать")
    boris = await journal.people.by_telegram(journal.boris.id)
    assert boris is not None
    async with journal.database.transaction():
        await journal.people.remove(boris, journal.clock.now())
    await journal.anna.presses("Борис")
    assert "уже нет в команде" in journal.anna.person.alerts[-1]
    assert await leader(journal, 1) == "Анна"
