"""Ninety days of a team in virtual time: every reminder that is due comes once, and in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ClockLoop
from cases import climbing, clocks, rounds
from cases.case import Case, Person, Snooze
from cases.kinds import Kind
from cases.ladders import Clock
from cases.lifecycles import Status
from cases.roster import Roster
from cases.rules import Rules
from handlers import reminders, ringing, snoozing
from handlers.silences import Broken
from proofs import deeds, naps, soak
from proofs.almanac import Ladder, awake_for, night_of
from proofs.crew import Crew
from proofs.expected import Expected
from storage import winding
from storage.clocks import Clocks
from storage.history import By
from storage.snoozes import Snoozes

MOSCOW = ZoneInfo("Europe/Moscow")


def _utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


async def test_ninety_days_bring_each_reminder_once_and_in_time() -> None:
    found = await soak.run(timedelta(days=90), 110, 57)
    assert not found.wrong, found.wrong[:5]
    assert found.counts["reminders"] > 4000
    assert found.counts["outages"] > 10
    assert found.counts["went on"] > 100
    assert found.counts["lists"] > 3
    done = (
        "leaves",
        "returns",
        "duty",
        "jumps",
        "we_answered",
        "close",
        "reopen",
        "seen",
        "wrote late",
        "hands over",
        "takes over",
        "shift comes back",
    )
    assert min(found.counts[each] for each in done) > 0


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns"])
async def test_summer_time_begins_without_a_reminder_lost(zone: str) -> None:
    found = await soak.run(timedelta(days=20), 12, 58, zone, begins=_utc("2028-03-10T09:00"))
    assert not found.wrong, found.wrong[:5]
    assert found.counts["reminders"] > 30


async def test_a_week_of_every_tick_says_what_the_ticks_that_matter_say() -> None:
    week, cases, seed = timedelta(days=7), 8, 60
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
    breaks = reminders.break_silence

    async def is_forgotten(*given: Any) -> Broken:
        await breaks(*given)
        return Broken()

    monkeypatch.setattr(reminders, "break_silence", is_forgotten)
    monkeypatch.setattr(soak, "OUTAGES_IN_TEN_YEARS", 10_000)
    wrong = (await soak.run(timedelta(days=20), 40, 57)).wrong
    assert any("reminders in ['ping:" in each for each in wrong)
    assert any("silence" in each for each in wrong)


async def test_whoever_puts_their_reminders_off_often_loses_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(naps, "PUT_OFF", 3)
    monkeypatch.setattr(soak, "DEEDS_APART", timedelta(days=3))
    found = await soak.run(timedelta(days=25), 20, 61)
    assert not found.wrong, found.wrong[:5]
    kinds = [f"put off: {each}" for each in (*naps.NAPS, *naps.TYPED, "wake")]
    assert min(found.counts[each] for each in kinds) > 0
    assert min(found.counts[f"{each} (another's)"] for each in kinds[:-1]) > 0


async def test_a_sleep_that_is_not_kept_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naps, "PUT_OFF", 3)
    monkeypatch.setattr(soak, "DEEDS_APART", timedelta(days=3))
    monkeypatch.setattr(rounds, "holds", lambda *_: False)
    assert any("early" in each for each in (await _days(15)).wrong)


async def test_a_date_that_is_not_slept_until_its_morning_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(naps, "PUT_OFF", 3)
    monkeypatch.setattr(snoozing, "date_until", lambda moment, *_: moment.at)
    assert any("missing" in each for each in (await _days(15)).wrong)


async def test_a_sleep_of_the_owner_that_keeps_who_leads_asleep_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def holds_all(_: Snooze | None, clock: Clock, case: Case, *more: Any) -> bool:
        return any(holds(each, clock, case, *more) for each in case.snoozes.values())

    holds = rounds.holds
    monkeypatch.setattr(naps, "PUT_OFF", 3)
    monkeypatch.setattr(rounds, "holds", holds_all)
    assert any("missing" in each for each in (await _days(15)).wrong)


async def test_a_reminder_that_goes_on_too_late_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(climbing, "PATIENCE", timedelta(hours=25))
    assert any("120h:" in each and "missing" in each for each in (await _days(12)).wrong)


async def test_a_reminder_that_goes_on_though_somebody_has_seen_it_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(climbing, "_is_seen", lambda *_: False)
    found = await soak.run(timedelta(days=15), 20, 62)
    assert any("early" in each for each in found.wrong)


async def test_a_reminder_that_does_not_go_on_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = Roster.chain
    monkeypatch.setattr(Roster, "chain", lambda self, case: chain(self, case)[:1])
    assert any("missing" in each for each in (await _days(10)).wrong)


async def test_a_reminder_that_goes_on_though_it_had_passed_when_it_was_begun_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deeds, "ARE_LATE", 1)
    monkeypatch.setattr(climbing, "_knew", lambda *_: False)
    found = await soak.run(timedelta(days=6), 20, 64)
    assert any("early" in each for each in found.wrong)


async def test_whoever_is_away_often_and_comes_back_misses_nothing_and_hears_nothing_twice(
    people_come_and_go: None,
) -> None:
    found = await soak.run(timedelta(days=25), 20, 63)
    assert not found.wrong, found.wrong[:5]
    assert min(found.counts[each] for each in ("leaves", "returns", "duty", "names a deputy")) > 0


@pytest.mark.parametrize("forgotten", ["is_away", "on_duty", "acting_for"])
async def test_a_reminder_to_somebody_who_is_not_there_is_noticed(
    forgotten: str, monkeypatch: pytest.MonkeyPatch, people_come_and_go: None
) -> None:
    knows_nobody = {
        "is_away": lambda *_: False, "on_duty": None, "acting_for": lambda _, person: person,
    }  # fmt: skip
    monkeypatch.setattr(Roster, forgotten, knows_nobody[forgotten])
    assert any("missing" in each for each in (await _days(15)).wrong)


async def test_a_return_that_nobody_tells_of_is_noticed(
    monkeypatch: pytest.MonkeyPatch, people_come_and_go: None
) -> None:
    wakes = reminders.wake_people

    async def tells_nobody(*given: Any) -> tuple[list[Any], set[int]]:
        await wakes(*given)
        return [], set()

    monkeypatch.setattr(reminders, "wake_people", tells_nobody)
    assert any(":0 is missing" in each for each in (await _days(15)).wrong)


async def test_a_near_deadline_that_is_not_looked_at_by_who_hears_anew_is_noticed(
    monkeypatch: pytest.MonkeyPatch, people_come_and_go: None
) -> None:
    async def looks_later(*_: Any) -> None:
        pass

    monkeypatch.setattr(Clocks, "look_at_near", looks_later)
    assert any("missing" in each for each in (await _days(40)).wrong)


@pytest.fixture
def people_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "COMINGS_APART", timedelta(hours=8))


async def test_whoever_is_handed_many_cases_hears_of_them_and_nobody_hears_twice(
    much_is_handed_over: None,
) -> None:
    found = await soak.run(timedelta(days=25), 20, 65)
    assert not found.wrong, found.wrong[:5]
    assert min(found.counts[f"shift {each}"] for each in ("goes over", "comes back")) > 3


async def test_a_reminder_to_whoever_led_before_is_noticed(
    monkeypatch: pytest.MonkeyPatch, much_is_handed_over: None
) -> None:
    led: dict[int, Person | None] = {}

    def led_first(self: Roster, case: Case) -> Person | None:
        return leads(self, replace(case, assignee=led.setdefault(case.id, case.assignee)))

    leads = Roster.leader
    monkeypatch.setattr(Roster, "leader", led_first)
    assert any("missing" in each for each in (await _days(15)).wrong)


async def test_a_sleep_that_goes_over_with_its_case_is_noticed(
    monkeypatch: pytest.MonkeyPatch, much_is_handed_over: None
) -> None:
    follow = Snoozes.follow

    async def goes_over(self: Snoozes, case: Case, by: By, new: dict[str, Any]) -> None:
        if "assignee_id" not in new:
            await follow(self, case, by, new)

    monkeypatch.setattr(naps, "PUT_OFF", 3)
    monkeypatch.setattr(soak, "DEEDS_APART", timedelta(days=3))
    monkeypatch.setattr(Snoozes, "follow", goes_over)
    assert any("early" in each for each in (await _days(20)).wrong)


@pytest.fixture
def much_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "HANDOVERS_APART", timedelta(hours=6))


async def _days(days: int, cases: int = 20) -> soak.Findings:
    return await soak.run(timedelta(days=days), cases, 60)


# The almanac by itself --------------------------------------------------------------------------


def _all(clock: Ladder, side: str, until: str) -> list[tuple[str, str]]:
    return [(each.name, _local(each.at)) for each in clock.until(side, _utc(until))]


def _local(at: datetime) -> str:
    return f"{at.astimezone(MOSCOW):%d.%m %H:%M}"


def test_the_almanac_of_a_turn_that_ends_by_day() -> None:
    turn = Ladder("reply", _utc("2026-03-04T07:01"), MOSCOW)
    assert _all(turn, "leader", "2026-03-16T09:00") == [
        ("120h", "09.03 10:01"), ("72h", "11.03 10:01"), ("48h", "12.03 10:01"),
        ("24h", "13.03 10:01"), ("6h", "13.03 20:59"), ("1h", "14.03 09:01"),
        ("+1d", "15.03 10:01"), ("+2d", "16.03 10:01"),
    ]  # fmt: skip
    assert _all(turn, "owner", "2026-03-14T12:00") == [
        ("48h", "12.03 10:01"), ("24h", "13.03 10:01"), ("6h", "13.03 20:59"), ("0h", "14.03 10:01")
    ]  # fmt: skip


def test_what_a_night_holds_is_said_before_it() -> None:
    turn = Ladder("reply", _utc("2026-03-04T22:30"), MOSCOW)
    assert _all(turn, "leader", "2026-03-16T12:00")[-3:] == [
        ("6h", "14.03 19:30"), ("1h", "14.03 20:59"), ("+1d", "16.03 09:00")
    ]  # fmt: skip
    assert ("0h", "14.03 20:59") in _all(turn, "owner", "2026-03-15T12:00")


def test_what_comes_within_an_hour_of_the_night_of_a_deadline_is_one_word() -> None:
    turn = Ladder("reply", _utc("2026-03-04T23:30"), MOSCOW)
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
    turn = Ladder("reply", _utc("2026-03-04T18:59:45"), MOSCOW)
    ends = {side: turn.until(side, _utc("2026-03-15T00:00"))[-1].at for side in ("leader", "owner")}
    assert ends["leader"] == ends["owner"] == _utc("2026-03-14T17:59:45")


def test_what_nobody_sees_goes_on_after_a_day_or_two_hours_or_half_of_what_is_left() -> None:
    began = _utc("2026-03-04T07:01")
    crew = Crew(1, MOSCOW, {2: 3})
    turn = Expected(1, Ladder("reply", began, MOSCOW), 2, crew, (2, began))
    ticks = ["2026-03-09T07:01", "2026-03-10T07:01", "2026-03-12T07:01", "2026-03-12T09:01",
             "2026-03-14T06:00", "2026-03-14T06:01", "2026-03-14T06:31"]  # fmt: skip
    said = {at: [key.split(":", 4)[-1] for key in turn.comes(_utc(at), ())] for at in ticks}
    assert [*said.values()] == [
        ["120h:2"], ["120h:3"], ["48h:2", "48h:1"], ["48h:3"], ["6h:2", "6h:1"], ["1h:2"], ["1h:3"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [("T17:30", 2, "05.03 10:30"), ("T22:00", 1, "05.03 10:00"), ("T06:30", 13, "05.03 10:30")],
)
def test_hours_of_the_night_are_not_waited(since: str, hours: int, until: str) -> None:
    assert _local(awake_for(timedelta(hours=hours), _utc(f"2026-03-04{since}"), MOSCOW)) == until


async def test_a_start_that_leaves_the_silence_untold_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def starts_as_if_nothing_had_been(self: ClockLoop) -> None:
        await self.tick()

    monkeypatch.setattr(ClockLoop, "wake", starts_as_if_nothing_had_been)
    assert any("silence" in each for each in (await _days(20, cases=4)).wrong)
