"""Ninety days of a team in virtual time: every reminder that is due comes once, and in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ClockLoop
from cases import clocks, rounds
from cases.case import Case
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.rules import Rules
from handlers import reminders, ringing
from handlers.silences import Broken
from proofs import deeds, soak
from proofs.almanac import Expected, night_of
from storage import winding
from storage.clocks import Clocks

MOSCOW = ZoneInfo("Europe/Moscow")


def _utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


async def test_ninety_days_bring_each_reminder_once_and_in_time() -> None:
    found = await soak.run(timedelta(days=90), 200, 57)
    assert not found.wrong, found.wrong[:5]
    assert found.counts["reminders"] > 5000
    assert found.counts["outages"] > 10
    assert found.counts["lists"] > 3
    assert min(found.counts[each] for each in ("jumps", "we_answered", "close", "reopen")) > 0


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns"])
async def test_summer_time_begins_without_a_reminder_lost(zone: str) -> None:
    found = await soak.run(timedelta(days=20), 12, 58, zone, begins=_utc("2028-03-10T09:00"))
    assert not found.wrong, found.wrong[:5]
    assert found.counts["reminders"] > 30


async def test_a_week_of_every_tick_says_what_the_ticks_that_matter_say() -> None:
    week, cases, seed = timedelta(days=7), 8, 59
    every = await soak.run(week, cases, seed, fully=True)
    some = await soak.run(week, cases, seed)
    assert every.said == some.said
    assert some.counts["reminders"] > 10
    assert not every.wrong + some.wrong


async def test_a_reminder_that_is_late_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wind = Clocks.wind

    async def winds_too_far(self: Clocks, clock: Any, swept: datetime, next_at: datetime) -> None:
        await wind(self, clock, swept, next_at + timedelta(minutes=5))

    monkeypatch.setattr(Clocks, "wind", winds_too_far)
    assert any("missing" in each for each in (await _days(6)).wrong)


async def test_a_reminder_in_the_night_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "night_around", lambda *_: None)
    assert any("early" in each for each in (await _days(8)).wrong)


async def test_a_reminder_of_an_answered_case_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def runs_for_ever(case: Case, rules: Rules) -> Any:
        since = case.turn_since or case.moved_at
        return running(replace(case, status=case.status, waiting_since=since), rules)

    running = clocks.running_clocks
    ours = Status.WAITING_US

    def goes_on(case: Case, rules: Rules) -> Any:
        answered = case.kind is Kind.BUYER_CHAT and not case.closed
        return runs_for_ever(replace(case, status=ours) if answered else case, rules)

    for module in (winding, ringing):
        monkeypatch.setattr(module, "running_clocks", goes_on)
    assert any("over" in each for each in (await _days(20)).wrong)


async def test_reminders_said_one_by_one_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "SEPARATE", 1000)
    assert any("reminders in" in each for each in (await _days(6, cases=40)).wrong)


async def test_a_catch_up_in_several_messages_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def is_forgotten(*_: object) -> Broken:
        return Broken()

    monkeypatch.setattr(reminders, "break_silence", is_forgotten)
    wrong = (await soak.run(timedelta(days=90), 40, 57)).wrong
    assert any("reminders in ['ping:" in each for each in wrong)
    assert any("silence" in each for each in wrong)


async def test_whoever_puts_their_reminders_off_often_loses_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deeds, "PUT_OFF", 0.6)
    monkeypatch.setattr(soak, "DEEDS_APART", timedelta(days=3))
    found = await soak.run(timedelta(days=25), 20, 61)
    assert not found.wrong, found.wrong[:5]
    assert min(found.counts[f"put off: {each}"] for each in (*deeds.NAPS, "wake")) > 0


async def test_a_sleep_that_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "PUT_OFF", 0.6)
    monkeypatch.setattr(soak, "DEEDS_APART", timedelta(days=3))
    monkeypatch.setattr(rounds, "holds", lambda *_: False)
    assert any("early" in each for each in (await _days(15)).wrong)


async def _days(days: int, cases: int = 20) -> soak.Findings:
    return await soak.run(timedelta(days=days), cases, 60)


# The almanac by itself --------------------------------------------------------------------------


def _all(clock: Expected, side: str, until: str) -> list[tuple[str, str]]:
    told = clock._until(side, _utc(until))
    return [(name, f"{at.astimezone(MOSCOW):%d.%m %H:%M}") for name, at in told]


def test_the_almanac_of_a_turn_that_ends_by_day() -> None:
    turn = Expected(1, "reply", _utc("2026-03-04T07:01"), 2, 1, MOSCOW)
    assert _all(turn, "leader", "2026-03-16T09:00") == [
        ("120h", "09.03 10:01"), ("72h", "11.03 10:01"), ("48h", "12.03 10:01"),
        ("24h", "13.03 10:01"), ("6h", "14.03 09:00"), ("1h", "14.03 09:01"),
        ("+1d", "15.03 10:01"), ("+2d", "16.03 10:01"),
    ]  # fmt: skip
    assert _all(turn, "owner", "2026-03-14T12:00") == [
        ("48h", "12.03 10:01"), ("24h", "13.03 10:01"), ("6h", "14.03 09:00"), ("0h", "14.03 10:01")
    ]  # fmt: skip


def test_what_a_night_holds_is_said_before_it() -> None:
    turn = Expected(1, "reply", _utc("2026-03-04T22:30"), 2, 1, MOSCOW)
    assert _all(turn, "leader", "2026-03-16T12:00")[-3:] == [
        ("6h", "14.03 19:30"), ("1h", "14.03 20:59"), ("+1d", "16.03 09:00")
    ]  # fmt: skip
    assert ("0h", "14.03 20:59") in _all(turn, "owner", "2026-03-15T12:00")


def test_what_comes_within_an_hour_of_the_night_of_a_deadline_is_one_word() -> None:
    turn = Expected(1, "reply", _utc("2026-03-04T23:30"), 2, 1, MOSCOW)
    assert _all(turn, "leader", "2026-03-16T12:00")[-3:-1] == [
        ("6h", "14.03 20:30"), ("1h", "14.03 20:30")
    ]  # fmt: skip
    assert ("0h", "14.03 20:30") in _all(turn, "owner", "2026-03-15T12:00")


@pytest.mark.parametrize(
    ("at", "hours"), [("2028-03-25T22:00", 11), ("2028-03-24T22:00", 12), ("2028-10-28T22:00", 13)]
)
def test_a_night_is_an_hour_shorter_or_longer_when_the_clocks_are_changed(
    at: str, hours: int
) -> None:
    night = night_of(_utc(at), ZoneInfo("Europe/Berlin"))
    assert night is not None
    assert night[1] - night[0] == timedelta(hours=hours)


def test_no_reminder_comes_before_one_that_stands_before_it_whoever_hears_that() -> None:
    turn = Expected(1, "reply", _utc("2026-03-04T18:59:45"), 2, 1, MOSCOW)
    ends = {side: [at for _, at in turn._until(side, _utc("2026-03-15T00:00"))][-1]
            for side in ("leader", "owner")}  # fmt: skip
    assert ends["leader"] == ends["owner"] == _utc("2026-03-14T17:59:45")


async def test_a_start_that_leaves_the_silence_untold_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def starts_as_if_nothing_had_been(self: ClockLoop) -> None:
        await self.tick()

    monkeypatch.setattr(ClockLoop, "wake", starts_as_if_nothing_had_been)
    assert any("silence" in each for each in (await _days(20, cases=4)).wrong)
