"""Stories of linking: a case is tied to another, both show it, and the tie is undone."""

import pytest
from team import Member, Team

from handlers.linking import MOST, LinkPress
from sandbox.queries import Query
from texts.formats import NBSP


async def forges(team: Team, member: Member, press: str) -> None:
    """Press a button that the bot has not shown."""
    post = next(p for p in member.person.private.posts.values() if p.author == team.bot.id)
    asked = Query(member.person, team.bot, member.id, post.key, team.clock.now())
    team.bot.queue.put("callback_query", team.world.queries.ask(asked, post.body, press))
    await team.settles()


async def told(team: Team, case_id: int) -> list[tuple[str, int | None]]:
    return [(line.what, line.other_id) for line in await team.history.of(case_id)]


async def test_a_case_is_linked_with_one_of_the_latest_and_both_show_it(journal: Team) -> None:
    question = await journal.anna.does("/status #2", "Связать")
    assert "С каким обращением?" in question
    assert f"⏳ #1 Не проходит модерацию, №{NBSP}18123456: ждём поддержку" in journal.anna.sees
    assert "#1" in journal.anna.buttons
    card = await journal.anna.presses("#1")
    assert card.startswith("Связал #2 и #1: каждое видно на карточке другого.")
    assert "связано с #1" in card
    assert "Открыть #1" in journal.anna.buttons
    other = await journal.anna.presses("Открыть #1")
    assert "связано с #2" in other
    assert await told(journal, 1) == [("registered", None), ("linked", 2)]
    assert await told(journal, 2) == [("registered", None), ("linked", 1)]
    assert "связано с #2" in await journal.anna.presses("История")


@pytest.mark.parametrize("typed", ["#3", "3", " #3 "])
async def test_a_case_is_linked_by_its_number(journal: Team, typed: str) -> None:
    await journal.anna.does("/status #1", "Связать", typed)
    assert "связано с #3" in journal.anna.sees


async def test_the_marketplaces_number_names_the_other_case_too(journal: Team) -> None:
    await journal.anna.does("/status #2", "Связать", "18123456")
    assert "связано с #1" in journal.anna.sees


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("#2", "Это то же самое обращение"),
        ("#999", "В журнале нет «#999»"),
        ("какое-то", "В журнале нет «какое-то»"),
        ("140158860", "подходит несколько: #3, #2"),
    ],
)
async def test_what_names_no_other_case_is_asked_again(
    journal: Team, typed: str, reason: str
) -> None:
    await journal.anna.does("/status #2", "Связать", typed)
    assert reason in journal.anna.sees
    assert "С каким обращением?" in journal.anna.sees
    await journal.anna.says("#3")
    assert "Связал #2 и #3" in journal.anna.sees


async def test_a_link_that_is_there_is_not_made_again(journal: Team) -> None:
    await journal.anna.does("/status #2", "Связать", "#3")
    await journal.boris.does("/status #3", "Связать", "#2")
    assert journal.boris.sees.startswith("#3 и #2 уже связаны.")
    assert len(await told(journal, 2)) == 2


async def test_linking_moves_nothing_and_leaves_open_cards_valid(journal: Team) -> None:
    await journal.boris.does("/status #3")
    before = await journal.search.get(3)
    await journal.anna.does("/status #2", "Связать", "#3")
    after = await journal.search.get(3)
    assert (after.version, after.moved_at, after.due_at) == (
        before.version, before.moved_at, before.due_at,
    )  # fmt: skip
    assert "Согласились" in await journal.boris.presses("Согласиться")


async def test_several_links_are_listed_with_whose_move_it_is_and_parted(journal: Team) -> None:
    await journal.anna.does("/status #1", "Связать", "#2")
    await journal.anna.does("/status #1", "Связать", "#3")
    assert "связано с #2 и ещё 1" in journal.anna.sees
    listed = await journal.anna.presses("Связи: 2")
    assert "🟢↩️ #2 чат, Тимур, артикул 140158860" in listed
    assert "Разъединить #3" in journal.anna.buttons
    left = await journal.anna.presses("Разъединить #3")
    assert left.startswith("#1 и #3 больше не связаны.")
    assert "#3 возврат" not in left
    assert await told(journal, 3) == [("registered", None), ("linked", 1), ("unlinked", 1)]
    card = await journal.anna.presses("Разъединить #2")
    assert "связано с" not in card
    assert "больше не связано с #2" in await journal.anna.presses("История")


async def test_the_second_of_two_who_part_changes_nothing(journal: Team) -> None:
    await journal.anna.does("/status #1", "Связать", "#2")
    for member in (journal.anna, journal.boris):
        await member.does("/status #1", "Связи")
    await journal.anna.presses("Разъединить #2")
    await journal.boris.presses("Разъединить #2")
    assert journal.boris.person.alerts[-1] == "Они уже не связаны."
    assert len(await told(journal, 1)) == 3


async def test_a_closed_case_may_be_linked(journal: Team) -> None:
    await journal.anna.does("/status #2", "Закрыть", "Спам")
    await journal.anna.does("Связать", "#1")
    assert "связано с #1" in journal.anna.sees


async def test_a_case_has_no_more_links_than_a_screen_can_show(journal: Team) -> None:
    async with journal.database.transaction():
        await journal.database.run_many(
            "INSERT INTO cases (id, kind, status, version, cabinet_id, answers, author_id,"
            " created_at, moved_at) VALUES (:id, 'buyer_chat', 'waiting_us', 1, 1, '{}', 1, 0, 0)",
            [{"id": number} for number in range(10, 10 + MOST)],
        )
        await journal.database.run_many(
            "INSERT INTO links (case_id, other_id, made_at) VALUES (1, :other, 0)",
            [{"other": number} for number in range(10, 10 + MOST)],
        )
    await journal.anna.does("/status #1", "Связать", "#3")
    assert "больше не поместится" in journal.anna.sees
    assert len(await told(journal, 3)) == 1


async def test_a_forged_link_with_itself_or_with_nothing_changes_nothing(journal: Team) -> None:
    await forges(journal, journal.anna, LinkPress(what="join", case=1, other=1).pack())
    assert journal.anna.sees.startswith("Это то же самое обращение.")
    await forges(journal, journal.anna, LinkPress(what="join", case=1, other=99).pack())
    assert journal.anna.person.alerts[-1] == "Такого обращения нет."
    assert not await journal.database.rows("SELECT 1 FROM links")
