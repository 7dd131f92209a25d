"""Stories of taking back: two minutes, one's own deed, while nobody has gone on."""

from typing import Any

import pytest
from rights_scene import Scene
from stories import RETURN, TICKET
from team import Member, Team
from test_escalating import PLAIN
from test_snoozing import heard

from cases.undoing import UNDOABLE
from handlers.undo import UndoPress
from storage.undos import _OPEN
from texts import undoing
from texts.formats import NBSP
from texts.moves import MOVE_DONE, MOVES, NOTED
from texts.naming import done

UNDO = undoing.UNDO
CHANGES = {"version", "due_at"}


async def row(team: Team, case_id: int) -> dict[str, Any]:
    """All that the journal holds of a case and its clocks, but the version."""
    found = await team.database.rows("SELECT * FROM cases WHERE id = :id", {"id": case_id})
    clocks = "SELECT kind, started_at, due_at FROM clocks WHERE case_id = :id ORDER BY kind"
    running = await team.database.rows(clocks, {"id": case_id})
    kept = {name: found[0][name] for name in found[0].keys() if name != "version"}  # noqa: SIM118 - a row of SQLite
    return {**kept, "clocks": [tuple(each) for each in running]}


async def said_of(team: Team, case_id: int) -> list[str]:
    return [line.what for line in await team.history.of(case_id)]


DEEDS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "an answer to the buyer": ("anna", 2, ("Мы ответили",)),
    "a closing with its outcome and sum": (
        "anna", 1, ("Закрыть", "Частично", "12 500", "Пропустить"),
    ),
    "a closing of a chat": ("anna", 2, ("Закрыть", "Спам")),
    "an answer of the support": ("anna", 1, ("Ответили",)),
    "a step of a return": ("boris", 3, ("Согласиться",)),
    "a refusal's reason": ("boris", 3, ("Отказать", "Следы носки, бирка срезана")),
    "a promise": ("anna", 2, ("Обещали", "завтра 12:00", "Отправим замену")),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEDS)
async def test_a_deed_is_taken_back_and_everything_is_as_it_was(journal: Team, name: str) -> None:
    who, case_id, deeds = DEEDS[name]
    member: Member = getattr(journal, who)
    before, lines = await row(journal, case_id), await said_of(journal, case_id)
    await member.does(f"/status #{case_id}", *deeds)
    assert await row(journal, case_id) != before
    journal.clock.moves(seconds=110)
    told = await member.presses(UNDO)
    assert told.startswith("Вернул как было. Отменено: ")
    assert UNDO not in member.buttons
    assert await row(journal, case_id) == before
    assert (await said_of(journal, case_id))[: len(lines)] == lines
    assert [each[:7] for each in await said_of(journal, case_id)][-1] == "undone:"
    journal.world.assert_nothing_refused()


async def test_history_keeps_what_was_done_and_that_it_was_taken_back(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили", UNDO, "История")
    assert "Анна: наш ответ → ответили, ждём покупателя" in journal.anna.sees
    assert "Анна: отменено: наш ответ → ждёт нашего ответа" in journal.anna.sees


async def test_after_two_minutes_it_is_too_late(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    journal.clock.moves(seconds=121)
    card = journal.anna.sees
    assert await journal.anna.presses(UNDO) == card
    assert journal.anna.person.alerts[-1] == undoing.TOO_LATE
    assert (await journal.search.get(2)).status == "waiting_buyer"


async def test_what_a_colleague_has_changed_since_stays_and_is_named(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    card = journal.anna.person.chat.messages[-1]
    await journal.boris.does("/status #2", "Покупатель написал", "Только что")
    before = await row(journal, 2)
    await journal.anna.presses(UNDO, on=card)
    (told,) = heard(
        journal.anna,
        "Вернуть не могу. #2 уже изменилось: новое сообщение покупателя, Борис, 12:00.",
    )
    assert "Ждёт нашего ответа" in told
    assert await row(journal, 2) == before


async def test_a_second_press_says_that_it_is_done(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    await journal.anna.presses(UNDO, twice=True)
    assert await said_of(journal, 2) == ["registered", "we_answered", "undone:we_answered"]
    assert journal.anna.person.alerts[-1] == undoing.ALREADY
    assert journal.anna.sees.startswith("Вернул как было")


async def test_a_move_pressed_twice_keeps_its_way_back(journal: Team) -> None:
    await journal.anna.does("/status #2")
    await journal.anna.presses("Мы ответили", twice=True)
    assert UNDO in journal.anna.buttons
    await journal.anna.presses(UNDO)
    assert (await journal.search.get(2)).status == "waiting_us"


async def test_nobody_takes_back_what_somebody_else_has_done(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    rows = await journal.database.rows("SELECT deed FROM undos")
    assert len(rows) == 1
    Scene(journal).forges(journal.boris, None, UndoPress(deed=rows[0]["deed"]).pack())
    await journal.settles()
    assert journal.boris.person.alerts[-1] == undoing.NOT_KEPT
    assert (await journal.search.get(2)).status == "waiting_buyer"


async def test_a_button_of_before_the_undoing_does_not_act(journal: Team) -> None:
    await journal.boris.says("/status #2")
    await journal.anna.does("/status #2", "Мы ответили", UNDO)
    assert "уже изменилось: отменено: наш ответ, Анна" in await journal.boris.presses("Мы ответили")


async def test_the_number_of_a_ticket_that_was_not_sent_is_free_again(team: Team) -> None:
    await team.hire()
    await team.anna.does(*(deed for deed in TICKET if deed != "18123456"))
    assert "18999999" in await team.anna.does("/status #1", "Отправлено", "18999999")
    await team.anna.presses(UNDO)
    case = await team.search.get(1)
    assert (case.number, case.status) == (None, "draft")
    assert "В журнале нет" in await team.anna.says("/status 18999999")


async def test_no_reminder_comes_twice_after_an_undoing(journal: Team) -> None:
    await journal.waits(days=8, hours=1)
    heard = [len(each.person.chat.messages) for each in (journal.anna, journal.owner)]
    await journal.anna.does("/status #2", "Мы ответили")
    await journal.waits(minutes=1)
    await journal.anna.presses(UNDO)
    shown = len(journal.anna.person.chat.messages)
    await journal.waits(minutes=1)
    assert len(journal.anna.person.chat.messages) == shown
    assert len(journal.owner.person.chat.messages) == heard[1]
    await journal.waits(days=1)
    assert "#2" in journal.anna.saw


async def test_many_are_put_back_by_one_press(journal: Team) -> None:
    before = {n: await row(journal, n) for n in (1, 2, 3)}
    await journal.boris.does("/list", "Выбрать", "#1", "#2", "Взять себе", "Да, взять 2")
    await journal.anna.does("/status #2", "Мы ответили")
    told = await journal.boris.presses(UNDO)
    assert told.startswith("Вернул как было: 1 (#1)")
    assert "Не вернул:\n#2: наш ответ, Анна, 12:00" in told
    assert await row(journal, 1) == before[1]
    assert (await journal.search.get(2)).assignee.name == "Борис"  # type: ignore[union-attr]  # given
    assert (await journal.boris.presses("К списку")).startswith("Открыто 3")


async def test_whoever_was_handed_cases_hears_that_they_are_not_theirs(journal: Team) -> None:
    await journal.anna.does("/list", "Выбрать", "#1", "#2", "Передать", "Борис", "Да, передать 2")
    await journal.anna.presses(UNDO)
    assert journal.boris.sees.startswith("Передачу отменили: 2, кто: Анна")
    assert f"#1 Не проходит модерацию, №{NBSP}18123456, ведёт Анна" in journal.boris.sees
    assert (await journal.search.get(1)).assignee.name == "Анна"  # type: ignore[union-attr]  # given


async def test_whoever_asked_the_owner_hears_that_the_decision_is_taken_back(team: Team) -> None:
    await team.hire()
    dear = ["6 000" if deed == "1 186" else deed for deed in RETURN]
    await team.anna.does(*dear, "Отказать", "Следы носки, бирка срезана", "Отклонить")
    await team.owner.presses("Да, отказать")
    assert (await team.search.get(1)).status == "rejected"
    await team.owner.presses(UNDO)
    assert (await team.search.get(1)).status == "reject_confirm"
    assert team.anna.sees.startswith("Решение по #1 отменено, кто: Ольга")
    await team.anna.does("/status #1", "Отклонить")
    assert "Разрешаете?" in team.owner.sees  # it can be asked again


async def test_an_escalation_is_taken_back_but_its_text_stays(journal: Team) -> None:
    before = await row(journal, 1)
    await journal.anna.does("/status #1", "Эскалация", *PLAIN)
    assert (await journal.search.get(1)).status == "escalated"
    told = await journal.anna.presses(UNDO)
    shown = [str(m.get("text")) for m in journal.anna.person.chat.messages]
    assert any("Текст эскалации и файлы остались" in each for each in (told, *shown))
    assert await row(journal, 1) == before
    assert len(await journal.database.rows("SELECT * FROM entries")) == 1


async def test_what_can_be_taken_back_is_forgotten_in_time(journal: Team) -> None:
    await journal.anna.does("/status #2", "Мы ответили")
    assert await journal.database.rows("SELECT * FROM undos")
    await journal.waits(hours=7)
    assert not await journal.database.rows("SELECT * FROM undos")


async def test_the_way_back_is_found_by_an_index(team: Team) -> None:
    values = {"person": 1, "case": 1, "version": 1, "since": 0}
    plan = await team.database.rows(f"EXPLAIN QUERY PLAN {_OPEN}", values)
    assert [step["detail"] for step in plan] == [
        "SEARCH undos USING INDEX undos_case (case_id=? AND version=?)"
    ]


def test_everything_that_can_be_taken_back_has_its_words() -> None:
    assert {*MOVES, *MOVE_DONE, *NOTED} >= UNDOABLE
    assert "merged" not in UNDOABLE
    assert done("undone:close_chat") == "отменено: закрыто"
