"""Stories of a case in somebody's work: everybody sees it, nobody is held back, it passes."""

import pytest
from rights_scene import Scene
from stories import SAVED, TICKET
from team import Team

from handlers.presses import CasePress
from texts import working
from texts.moves import MOVES

BUSY = "В работе: Анна, с 12:00"


@pytest.fixture
async def journal(team: Team) -> Team:
    """#1 Anna's ticket, #2 Boris's chat, which Anna has taken up."""
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.boris.does(*SAVED)
    await team.anna.does("/status #2", "Взять в работу")


async def test_everybody_sees_whose_work_a_case_is_in(journal: Team) -> None:
    assert BUSY in journal.anna.sees
    assert journal.anna.person.alerts[-1].startswith("В работе у вас до 12:30")
    assert BUSY in await journal.boris.says("/status #2")
    assert ", в работе: Анна" in await journal.boris.says("/list")
    group = await journal.binds_group()
    assert BUSY in await journal.boris.says("/status@journal_bot #2", where=group)


async def test_it_is_no_assignment_no_movement_and_no_line_of_history(journal: Team) -> None:
    case = await journal.search.get(2)
    assert (case.version, case.moved_at) == (1, case.created_at)
    assert case.assignee is not None
    assert case.assignee.name == "Борис"
    assert [line.what for line in await journal.history.of(2)] == ["registered"]


async def test_a_colleague_is_warned_before_a_move_and_not_held_back(journal: Team) -> None:
    await journal.boris.says("/status #2")
    assert "Взять в работу" not in journal.boris.buttons
    told = await journal.boris.presses("Мы ответили")
    assert told.startswith("Сейчас в работе: Анна, с 12:00. Всё равно сделать «Мы ответили»?")
    assert (await journal.search.get(2)).status == "waiting_us"
    await journal.boris.does("Карточка", "Закрыть", "Всё равно: Закрыть")
    assert await journal.boris.says("/cancel")
    await journal.boris.does("/status #2", "Мы ответили", "Всё равно сделать")
    case = await journal.search.get(2)
    assert case.status == "waiting_buyer"
    assert case.work is not None
    assert case.work.name == "Анна"


async def test_whoever_is_busy_hears_what_a_colleague_has_done(journal: Team) -> None:
    await journal.boris.does("/status #2", "Мы ответили", "Всё равно сделать")
    assert journal.anna.sees == "#2, которое у вас в работе. Борис: наш ответ."
    await journal.anna.presses("Карточка")
    assert "Ответили, ждём покупателя" in journal.anna.sees
    await journal.boris.does("/status #2", "Закрыть", "Всё равно: Закрыть", "Решено")
    assert journal.anna.sees.startswith("#2, которое у вас в работе. Борис: закры")


async def test_whoever_is_busy_hears_of_an_entry_that_makes_a_move(journal: Team) -> None:
    card = await journal.boris.says("/status #2")
    assert BUSY in card
    reply = journal.boris.person.chat.messages[-1]
    await journal.boris.says("Отправили замену", reply_to=reply)
    await journal.boris.presses("Наше сообщение")
    assert journal.anna.sees == "#2, которое у вас в работе. Борис: наш ответ."


async def test_nobody_hears_of_what_they_do_themselves(journal: Team) -> None:
    heard = len(journal.boris.person.chat.messages)
    await journal.anna.presses("Мы ответили")
    assert "которое у вас в работе" not in journal.anna.saw
    assert len(journal.boris.person.chat.messages) == heard


async def test_an_escalation_is_warned_of_as_well(journal: Team) -> None:
    await journal.anna.does("/status #1", "Взять в работу")
    told = await journal.boris.does("/status #1", "Эскалация")
    assert told.startswith("Сейчас в работе: Анна")
    assert "шаг 1" in await journal.boris.presses("Всё равно: Эскалация")


async def test_ones_own_move_needs_no_word_and_ends_the_work(journal: Team) -> None:
    assert "Ответили, ждём покупателя" in await journal.anna.presses("Мы ответили")
    assert "В работе" not in journal.anna.sees
    assert "Взять в работу" in await buttons(journal)


async def test_a_promise_does_not_end_the_work(journal: Team) -> None:
    await journal.anna.does("Обещали", "завтра 12:00", "Отправим замену")
    assert BUSY in journal.anna.sees


async def test_it_is_let_go(journal: Team) -> None:
    assert "В работе" not in await journal.anna.presses("Отпустить")
    assert "Взять в работу" in await buttons(journal)


async def test_it_passes_by_itself(journal: Team) -> None:
    journal.clock.moves(minutes=29)
    assert BUSY in await journal.boris.says("/status #2")
    journal.clock.moves(minutes=1)
    assert "В работе" not in await journal.boris.says("/status #2")
    assert "в работе" not in await journal.boris.says("/list")
    assert "Ответили, ждём" in await journal.boris.does("/status #2", "Мы ответили")


async def test_it_is_not_taken_out_of_somebodys_hands(journal: Team) -> None:
    await journal.boris.says("/status #2")
    Scene(journal).forges(journal.boris, None, CasePress(what="work", case=2).pack())
    await journal.settles()
    assert journal.boris.person.alerts[-1] == (
        "Уже в работе: Анна, с 12:00, само закончится в 12:30."
    )
    Scene(journal).forges(journal.boris, None, CasePress(what="let_go", case=2).pack())
    await journal.settles()
    assert BUSY in await journal.anna.says("/status #2")


async def test_a_closed_case_is_in_nobodys_work(journal: Team) -> None:
    await journal.boris.does("/status #2", "Закрыть", "Всё равно: Закрыть", "Спам")
    assert "В работе" not in journal.boris.sees
    Scene(journal).forges(journal.boris, None, CasePress(what="work", case=2).pack())
    await journal.settles()
    assert journal.boris.person.alerts[-1] == working.CLOSED


async def test_somebody_who_has_left_is_busy_with_nothing(journal: Team) -> None:
    anna = await journal.people.by_telegram(journal.anna.id)
    assert anna is not None
    async with journal.database.transaction():
        await journal.people.remove(anna, journal.clock.now())
    assert "В работе" not in await journal.boris.says("/status #2")


async def test_many_at_once_are_warned_of(journal: Team) -> None:
    told = await journal.boris.does("/list", "Выбрать", "#1", "#2", "Закрыть", "Решено")
    assert "Сейчас #2 в работе: Анна." in told
    assert "Сейчас" not in await journal.anna.does(
        "/list", "Выбрать", "#1", "#2", "Закрыть", "Решено"
    )


async def test_a_card_is_still_one_query(journal: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows = journal.database.rows

    async def overheard(sql: str, values: object = None) -> object:
        asked.append(sql)
        return await rows(sql, values)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(journal.database, "rows", overheard)
    await journal.anna.says("/status #2")
    assert len([sql for sql in asked if "FROM cases" in sql]) == 1


def test_every_move_fits_its_button() -> None:
    assert all(len(working.anyway(words)) <= working.MOST for words in MOVES.values())


async def buttons(journal: Team) -> list[str]:
    await journal.boris.says("/status #2")
    return journal.boris.buttons
