"""How the bot is: for the owner, for the operator, for Docker and for Prometheus."""

import asyncio
import socket
import urllib.request
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from samples import NOW
from team import Team

from bot.backups import make_backup
from bot.health import Diagnosis, diagnosis
from bot.metrics import served_metrics
from bot.settings import Settings
from cases.health import FATAL, LATEST, LITTLE, Trouble, Vitals, troubles
from cases.rules import DAY, HOUR
from storage.database import Database
from storage.vitals import Signs
from texts.health import TROUBLES, trouble

SECOND = timedelta(seconds=1)
WELL = Vitals(ticked_at=NOW, polled_at=NOW, free=LITTLE, backed_up_at=NOW, begun_at=NOW - 9 * DAY)
ILL: dict[Trouble, Vitals] = {
    Trouble.CLOCK: replace(WELL, ticked_at=NOW - LATEST[Trouble.CLOCK] - SECOND),
    Trouble.TELEGRAM: replace(WELL, polled_at=NOW - LATEST[Trouble.TELEGRAM] - SECOND),
    Trouble.SPACE: replace(WELL, free=LITTLE - 1),
    Trouble.UNHANDLED: replace(WELL, unhandled_since=NOW - LATEST[Trouble.UNHANDLED] - SECOND),
    Trouble.UNSAID: replace(WELL, unsaid_since=NOW - LATEST[Trouble.UNSAID] - SECOND),
    Trouble.BACKUP: replace(WELL, backed_up_at=NOW - LATEST[Trouble.BACKUP] - SECOND),
    Trouble.DEAD: replace(WELL, dead=1),
}


@pytest.mark.parametrize("one", Trouble)
def test_each_trouble_is_found_alone_and_has_words(one: Trouble) -> None:
    assert troubles(ILL[one], NOW) == (one,)
    assert trouble(one, ILL[one], NOW)
    assert set(TROUBLES) == set(Trouble)


def test_a_bot_at_the_very_limits_is_well() -> None:
    at_limits = Vitals(
        ticked_at=NOW - LATEST[Trouble.CLOCK], polled_at=NOW - LATEST[Trouble.TELEGRAM],
        unsaid_since=NOW - LATEST[Trouble.UNSAID], free=LITTLE,
        unhandled_since=NOW - LATEST[Trouble.UNHANDLED], begun_at=NOW - LATEST[Trouble.BACKUP],
    )  # fmt: skip
    assert troubles(at_limits, NOW) == ()


def test_a_young_journal_needs_no_backup_yet_and_an_old_one_does() -> None:
    young = replace(WELL, backed_up_at=None, begun_at=NOW - HOUR)
    assert troubles(young, NOW) == ()
    assert troubles(replace(young, begun_at=NOW - 9 * DAY), NOW) == (Trouble.BACKUP,)


def test_a_bot_that_has_never_run_is_told_so() -> None:
    assert troubles(Vitals(free=LITTLE), NOW) == (Trouble.CLOCK, Trouble.TELEGRAM)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=tmp_path)  # noqa: S106 - made up


@pytest.fixture
async def journal(settings: Settings) -> AsyncIterator[Database]:
    opened = await Database.open(settings.database_path)
    await _shows_a_sign(opened, "clock", NOW)
    await _shows_a_sign(opened, "receiver", NOW)
    yield opened
    await opened.close()


async def _shows_a_sign(journal: Database, loop: str, at: datetime) -> None:
    await journal.rows(
        "INSERT OR REPLACE INTO loops (name, at) VALUES (:loop, :at)",
        {"loop": loop, "at": int(at.timestamp())},
    )


async def _waits(journal: Database, since: datetime, not_before: datetime, tries: int = 0) -> None:
    await journal.rows(
        "INSERT INTO outbox (key, method, body, priority, state, tries, again, not_before,"
        " created_at) VALUES ('k', 'sendMessage', '{}', 1, 'pending', :tries, 0, :late, :at)",
        {"at": int(since.timestamp()), "late": int(not_before.timestamp()), "tries": tries},
    )


def _seen_at(settings: Settings, at: datetime) -> Diagnosis:
    """Look at the bot when its clock shows `at` to the second."""
    clock = settings.data_dir / "clock"
    clock.write_text(str((at - datetime.now(UTC)).total_seconds()))
    return diagnosis(settings.model_copy(update={"clock_file": clock}))


async def test_a_bot_that_ticks_and_speaks_is_well(settings: Settings, journal: Database) -> None:
    assert _seen_at(settings, NOW + 2 * timedelta(minutes=1)) == Diagnosis((), fatal=False)


async def test_a_bot_whose_clock_stands_is_not_well(settings: Settings, journal: Database) -> None:
    found = _seen_at(settings, NOW + timedelta(minutes=4))
    assert found == Diagnosis(("Часы бота стоят 4\xa0мин: напоминания не уходят.",), fatal=True)


async def test_a_bot_that_telegram_does_not_answer_is_not_well(
    settings: Settings, journal: Database
) -> None:
    await _shows_a_sign(journal, "clock", NOW + HOUR)
    (said,) = _seen_at(settings, NOW + HOUR).found
    assert "Telegram не отвечает 1\xa0ч" in said


async def _later(journal: Database) -> datetime:
    """Let an hour pass in which the bot is well."""
    for loop in ("clock", "receiver"):
        await _shows_a_sign(journal, loop, NOW + HOUR)
    return NOW + HOUR


async def test_a_bot_whose_words_wait_long_is_not_well(
    settings: Settings, journal: Database
) -> None:
    now = await _later(journal)
    await _waits(journal, now - timedelta(minutes=11), now - timedelta(minutes=11))
    (said,) = _seen_at(settings, now).found
    assert "ждут отправки 11" in said


async def test_words_that_wait_for_the_morning_are_not_late(
    settings: Settings, journal: Database
) -> None:
    now = await _later(journal)
    await _waits(journal, now - 9 * HOUR, now - SECOND)
    assert _seen_at(settings, now).found == ()


async def test_words_that_are_tried_again_and_again_are_late_between_two_tries(
    settings: Settings, journal: Database
) -> None:
    now = await _later(journal)
    await _waits(journal, now - HOUR, now + timedelta(minutes=5), tries=7)
    (said,) = _seen_at(settings, now).found
    assert "ждут отправки 1\xa0ч" in said


async def test_an_update_that_waits_long_or_was_put_aside_is_told(
    settings: Settings, journal: Database
) -> None:
    now = await _later(journal)
    await journal.rows(
        "INSERT INTO inbox (update_id, chat_id, payload, state, tries, not_before, received_at)"
        " VALUES (1, 1, '{}', 'pending', 0, 0, :at), (2, 1, '{}', 'dead', 3, 0, :at)",
        {"at": int((now - timedelta(minutes=6)).timestamp())},
    )
    found = _seen_at(settings, now)
    assert found.fatal
    assert [said.split()[0] for said in found.found] == ["Принятое", "За"]
    assert (await Signs(journal).read(now + 8 * DAY)).dead == 0


async def test_an_old_backup_is_told_and_does_not_make_docker_restart_the_bot(
    settings: Settings, journal: Database
) -> None:
    make_backup(settings, NOW - 2 * DAY)
    found = _seen_at(settings, NOW)
    assert found.fatal is False
    assert "Свежей копии журнала нет 2\xa0дня" in found.found[0]
    assert {Trouble.BACKUP, Trouble.DEAD}.isdisjoint(FATAL)


def test_a_bot_that_never_ran_is_not_well_and_no_journal_is_made(settings: Settings) -> None:
    assert diagnosis(settings).fatal
    assert not settings.database_path.exists()


def test_a_file_that_is_no_journal_is_told(settings: Settings) -> None:
    settings.database_path.write_bytes(b"no journal" * 1000)
    found = diagnosis(settings)
    assert found.fatal
    assert "не читается" in found.found[0]


@pytest.fixture
async def hired(team: Team) -> Team:
    await team.hire()
    return team


async def test_the_owner_asks_how_the_bot_is(hired: Team) -> None:
    await hired.waits(minutes=2)
    answer = await hired.owner.says("/health")
    assert answer.startswith("Всё в порядке.")
    assert "Последняя копия: " in answer
    assert "Ждёт отправки: ничего\nЖдёт разбора: ничего" in answer
    assert "Не удалось разобрать за неделю: 0\xa0сообщений" in answer


async def test_a_bot_that_has_just_started_again_is_well_before_its_first_poll(
    hired: Team,
) -> None:
    """Else a timer that restarts a sick bot would restart it for ever after a long stop."""
    hired.world.clock.goes_by(HOUR)
    await hired.app.clock.wake()
    now = hired.app.now()
    vitals = await hired.app.worker.services["tables"].signs.read(now)
    assert troubles(hired.app.clock.disk(vitals), now) == ()


async def test_a_manager_does_not_hear_how_the_bot_is(hired: Team) -> None:
    assert await hired.anna.says("/health") == "Это может только владелец."


async def test_the_owner_hears_of_a_full_disk_once_a_day(hired: Team) -> None:
    healthy = hired.app.clock.disk
    hired.app.clock.disk = lambda vitals: replace(healthy(vitals), free=123_000_000)
    await hired.waits(minutes=2)
    assert hired.owner.sees == (
        "⚠️ На диске осталось 117,3\xa0МБ: освободите место. Подробнее: /health"
    )
    heard = len(hired.owner.person.chat.messages)
    await hired.waits(minutes=2)
    assert len(hired.owner.person.chat.messages) == heard
    await hired.waits(days=1)
    texts = [str(m.get("text")) for m in hired.owner.person.chat.messages[heard:]]
    assert sum("На диске осталось" in text for text in texts) == 1
    assert "На диске" not in hired.anna.saw


async def test_the_owner_hears_of_a_backup_that_fails_and_not_of_one_being_made(
    hired: Team,
) -> None:
    healthy, clock = hired.app.clock.disk, hired.app.clock
    clock.disk = lambda vitals: replace(healthy(vitals), backed_up_at=NOW - 9 * DAY)
    await hired.waits(minutes=2)
    assert "копии" not in hired.owner.saw

    def fails(*_: object) -> None:
        raise OSError

    clock.nightly_backup = fails
    await clock.back_up()
    await hired.waits(minutes=2)
    assert hired.owner.sees.startswith("⚠️ Свежей копии журнала нет")
    clock.nightly_backup = lambda *_: None
    await hired.waits(hours=2)
    await clock.back_up()
    heard = len(hired.owner.person.chat.messages)
    await hired.waits(days=1)
    later = [str(m.get("text")) for m in hired.owner.person.chat.messages[heard:]]
    assert not any("Свежей копии" in text for text in later)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _scraped(settings: Settings) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{settings.metrics_port}/metrics") as answer:
        return str(answer.read().decode())


async def test_prometheus_reads_the_same_facts(settings: Settings, journal: Database) -> None:
    await _waits(journal, NOW, NOW)
    watched = settings.model_copy(update={"metrics_port": _free_port()})
    with served_metrics(watched):
        scraped = await asyncio.to_thread(_scraped, watched)
    lines = dict(line.rsplit(" ", 1) for line in scraped.splitlines())
    assert lines["journal_readable"] == "1.0"
    assert lines['journal_trouble{trouble="unsaid"}'] == "1.0"
    assert lines['journal_trouble{trouble="unhandled"}'] == "0.0"
    assert float(lines["journal_unsaid_age_seconds"]) > LATEST[Trouble.UNSAID].total_seconds()
    assert "journal_backup_age_seconds" not in lines


def test_prometheus_is_told_when_the_journal_cannot_be_read(settings: Settings) -> None:
    watched = settings.model_copy(update={"metrics_port": _free_port()})
    with served_metrics(watched):
        assert "journal_readable 0.0" in _scraped(watched)


def test_the_metrics_listen_on_this_machine_only_and_a_taken_port_is_refused(
    settings: Settings,
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        watched = settings.model_copy(update={"metrics_port": taken.getsockname()[1]})
        with pytest.raises(OSError, match="in use"), served_metrics(watched):
            pass
