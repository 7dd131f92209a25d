"""Stories of promises: a date of its own on chats and returns, with reminders before and after."""

from datetime import timedelta

import pytest
from samples import NOW, a_case, a_chat, written
from stories import CHAT, RETURN, TICKET
from team import Team

from cases.case import Case
from cases.clocks import next_rung, running_clocks
from cases.kinds import Kind
from cases.ladders import ClockKind
from cases.lifecycles import Status
from cases.rules import Rules

NBSP = "\u00a0"
UNTIL = f"пт{NBSP}06.03, 23:59{NBSP}МСК"
PROMISED = {
    "promised": "отправим замену",
    "promised_until": written(NOW + timedelta(days=2)),
    "promised_at": written(NOW),
}


def pings(team: Team) -> list[str]:
    texts = (str(m.get("text", "")) for m in team.anna.person.chat.messages)
    return [text for text in texts if "отправим замену" in text and "#1" in text]


async def promises(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Мы ответили")
    await team.anna.does("Обещали", "пятница", "отправим замену")


async def test_a_promise_has_a_date_of_its_own_on_the_card(team: Team) -> None:
    await promises(team)
    assert f"Обещали до {UNTIL}, осталось" in team.anna.sees
    assert "Обещали: «отправим замену»" in team.anna.sees
    assert "Ответить до" not in team.anna.sees
    assert "Выполнили" in team.anna.buttons
    await team.anna.presses("История")
    assert "Анна: обещали покупателю" in team.anna.sees


async def test_a_promise_is_reminded_of_before_and_after_until_it_is_kept(team: Team) -> None:
    await promises(team)
    await team.waits(days=2)
    assert any("🟠 По #1 обещали покупателю до" in text for text in pings(team))
    await team.waits(days=2)
    assert any("🔴 Обещание по #1 просрочено" in text for text in pings(team))
    await team.anna.presses("Выполнили")
    heard = len(pings(team))
    await team.waits(days=5)
    assert len(pings(team)) == heard
    assert [line.what for line in await team.history.of(1)][-2:] == ["promised", "promise_kept"]


async def test_a_promise_marked_twice_is_kept_once(team: Team) -> None:
    await promises(team)
    await team.anna.presses("Выполнили", twice=True)
    assert [line.what for line in await team.history.of(1)].count("promise_kept") == 1
    assert "Обещание уже отмечено" in "".join(team.anna.person.alerts)


async def test_a_promise_does_not_hide_the_answer_that_the_buyer_waits_for(team: Team) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Обещали", "через 3 недели", "отправим замену")
    assert f"Ответить до пт{NBSP}13.03, 12:00" in team.anna.sees
    assert "Обещали до ср" in team.anna.sees


async def test_a_nearer_promise_does_not_hide_until_when_the_buyer_must_be_answered(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*RETURN, "Обещали", "пятница", "отправим замену")
    assert f"Обещали до {UNTIL}" in team.anna.sees
    assert f"Ответить до пт{NBSP}13.03, 12:00{NBSP}МСК, осталось" in team.anna.sees
    await team.anna.presses("Мы ответили")
    assert "Ответить до" not in team.anna.sees


async def test_a_promise_is_written_down_whatever_has_changed_meanwhile(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Обещали", "пятница")
    await team.boris.says("/status #1")
    await team.boris.presses("Мы ответили")
    assert "отправим замену" in await team.anna.says("отправим замену")
    assert (await team.search.get(1)).status == Status.WAITING_BUYER


async def test_a_promise_in_the_past_is_refused_and_asked_again(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, "К итогу", "Сохранить", "Обещали", "01.03.2026")
    assert "До какого срока обещали" in team.anna.sees


async def test_a_ticket_promises_nothing_to_a_buyer(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET, "Ещё")
    assert "Обещали" not in team.anna.buttons


async def test_a_chat_that_is_opened_again_does_not_remember_an_old_promise(team: Team) -> None:
    await promises(team)
    await team.anna.does("Закрыть", "Решено")
    await team.anna.does("Покупатель написал", "Только что")
    assert "Обещали:" not in team.anna.sees
    await team.waits(days=4)
    assert not any("просрочено" in text for text in pings(team))


@pytest.mark.parametrize(
    "made", [a_chat(answers=PROMISED), a_case(Kind.CHAT_RETURN, answers=PROMISED)]
)
def test_a_promise_rings_before_its_date_and_after(made: Case) -> None:
    rules = Rules(quiet=None)
    clock = next(c for c in running_clocks(made, rules) if c.kind is ClockKind.PROMISE)
    assert clock.due_at == NOW + timedelta(days=2)
    assert next_rung(clock, made, rules, None).at == clock.due_at - timedelta(days=1)
    assert next_rung(clock, made, rules, clock.due_at).at == clock.due_at + timedelta(days=1)
