"""What the owner has forgotten at somebody's request: buyers in closed cases, people who left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from samples import NOW
from stories import CHAT, SAVED, TICKET
from team import Member, Team, make_team

from bot.backups import NAME, _thin_out, gone_by, make_backup, restore_backup
from bot.ledger import Ledger
from bot.settings import Settings
from cases.rules import DAY
from handlers.forgetting import MOST
from storage.wiping import Oblivion
from texts import forgetting as words
from texts import undoing

CLOSED = ("Закрыть", "Решено")


@pytest.fixture
async def there(team: Team) -> Team:
    """#1 an open ticket, #2 a closed chat of Тимур."""
    await team.begins(filled)
    return team


@pytest.fixture
async def on_disk(tmp_path: Path) -> AsyncIterator[Team]:
    """The same in a file."""
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC), tmp_path) as team:
        yield await filled(team)


async def filled(team: Team) -> Team:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SAVED)
    await closes(team, "#2")
    return team


async def closes(team: Team, number: str) -> None:
    await team.anna.says(f"/status {number}")
    await team.anna.does(*CLOSED)


def traces(folder: Path, *needles: str) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(needle.encode() in path.read_bytes() for needle in needles)
    ]


async def test_the_owner_reads_what_goes_and_what_stays_before_it_goes(there: Team) -> None:
    told = await there.owner.says("/forget #2")
    for part in ("Забыть покупателя в #2?", "навсегда", "Останутся номер", "Вернуть будет нельзя"):
        assert part in told
    assert there.owner.buttons[:2] == [words.YES, words.NO]
    assert "Разошёлся шов" in await there.anna.says("/status #2")


async def test_after_the_second_press_the_buyer_is_forgotten(there: Team) -> None:
    await there.owner.says("/forget #2")
    assert "Забыл покупателя: #2" in await there.owner.presses(words.YES)
    told = await there.anna.says("/status #2")
    assert "Данные покупателя удалены" in told
    assert "Тимур" not in told
    history = await there.anna.presses("История")
    assert "Ольга: данные покупателя удалены по просьбе" in history


async def test_on_the_disk_nothing_of_the_buyer_is_left(on_disk: Team) -> None:
    assert traces(on_disk.folder, "Тимур", "тимур")
    await on_disk.owner.says("/forget Тимур")
    await on_disk.owner.presses(words.YES)
    await on_disk.app.clock.erase()
    assert traces(on_disk.folder, "Тимур", "тимур", "шов") == []


async def test_what_is_forgotten_can_not_be_put_back_as_it_was(there: Team) -> None:
    await there.owner.says("/forget #2")
    await there.owner.presses(words.YES)
    await there.anna.presses(undoing.UNDO)
    assert there.anna.person.alerts[-1] == undoing.NOT_KEPT
    assert "Тимур" not in await there.anna.says("/status #2")


async def test_no_means_no(there: Team) -> None:
    await there.owner.says("/forget #2")
    assert await there.owner.presses(words.NO) == words.LEFT
    assert "Тимур" in await there.anna.says("/status #2")


@pytest.mark.parametrize("asked", ["#2", "Тимур", "тимур", "140158860"])
async def test_a_buyer_is_found_by_what_is_known_of_them(there: Team, asked: str) -> None:
    assert "Забыть покупателя в #2?" in await there.owner.says(f"/forget {asked}")


async def test_an_open_case_has_to_be_closed_first(there: Team) -> None:
    assert "#1 ещё открыто" in await there.owner.says("/forget #1")
    assert "#1" in there.owner.buttons


async def test_nothing_found_says_what_would_do(there: Team) -> None:
    told = await there.owner.says("/forget Ктоэто")
    assert "«Ктоэто» не нашёл" in told
    assert "номер обращения" in told
    assert await there.owner.says("/forget") == words.USAGE


async def test_all_cases_of_a_buyer_are_forgotten_at_once(there: Team) -> None:
    await there.anna.does(*CHAT, "К итогу", "Сохранить", "Это другое", "Второй заказ")
    await closes(there, "#3")
    told = await there.owner.says("/forget Тимур")
    assert "нашёл: 2 обращения" in told.replace("\u00a0", " ")
    await there.owner.presses("Забыть все 2")
    assert "Забыл покупателя" in await there.owner.presses(words.YES)
    for number in ("#2", "#3"):
        assert "Тимур" not in await there.anna.says(f"/status {number}")


async def test_one_of_them_stays_open_and_all_stay(there: Team) -> None:
    await there.anna.does(*CHAT, "К итогу", "Сохранить", "Это другое", "Второй заказ")
    await there.owner.says("/forget Тимур")
    assert "#3 ещё открыто" in await there.owner.presses("Забыть все 2")
    assert "Тимур" in await there.anna.says("/status #2")


async def test_what_has_changed_meanwhile_is_shown_once_more(there: Team) -> None:
    await there.owner.says("/forget #2")
    await there.anna.says("/status #2")
    await there.anna.does("Покупатель написал", "Только что")
    assert "#2 ещё открыто" in await there.owner.presses(words.YES)
    await closes(there, "#2")
    await there.owner.says("/forget #2")
    assert "Забыл" in await there.owner.presses(words.YES)


async def test_the_second_press_changes_nothing(there: Team) -> None:
    await there.owner.says("/forget #2")
    await there.owner.person.presses(words.YES)
    await there.owner.person.presses(words.YES)
    await there.settles()
    assert len([ln for ln in await there.history.of(2) if ln.what == "forgotten"]) == 1
    assert "уже удалены" in await there.owner.says("/forget #2")


async def test_too_many_are_not_one_buyer(there: Team) -> None:
    for _ in range(MOST):
        case = await there.search.get(1)
        async with there.database.transaction():
            await there.database.rows(
                """INSERT INTO cases (kind, status, version, cabinet_id, answers, author_id,
                    created_at, moved_at) SELECT kind, status, 1, cabinet_id, answers, author_id,
                    created_at, moved_at FROM cases WHERE id = :id""",
                {"id": case.id},
            )
            rows = await there.database.rows("SELECT MAX(id) AS id FROM cases")
            await there.finding.keep(rows[0]["id"])
    assert await there.owner.says("/forget модерации") == words.TOO_MANY


async def test_a_form_about_a_forgotten_case_is_gone_and_others_stay(there: Team) -> None:
    await there.boris.does("/new", "Чат с покупателем", "Порвалась молния")
    await there.anna.says("/status #2")
    await there.anna.presses("Добавить запись")
    await there.owner.says("/forget #2")
    await there.owner.presses(words.YES)
    await there.anna.says("дописываю")
    assert (await there.search.get(2)).entries == 0
    assert "Порвалась молния" in await there.boris.says("/drafts")


async def test_a_backup_that_brings_a_forgotten_buyer_back_does_not_keep_them(
    on_disk: Team, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path)
    backup = make_backup(settings, NOW)
    await on_disk.owner.says("/forget #2")
    await on_disk.owner.presses(words.YES)
    await on_disk.app.clock.erase()
    await on_disk.database.close()
    restore_backup(settings, backup)
    async with make_team(datetime(2026, 3, 5, 9, 0, tzinfo=UTC), tmp_path) as again:
        assert "Тимур" in str((await again.search.get(2)).answers)
        await again.app.clock.erase()
        assert "Тимур" not in str((await again.search.get(2)).answers)
        assert (await again.history.of(2))[-1].what == "forgotten"
        await again.app.clock.erase()
        assert len(Ledger(tmp_path).read()) == 2
    assert not any(name.startswith("journal.db") for name in current(traces(tmp_path, "Тимур")))


def current(names: list[str]) -> list[str]:
    return [name for name in names if "before-restore" not in name]


async def test_what_came_after_a_case_was_forgotten_is_not_forgotten(there: Team) -> None:
    await there.owner.says("/forget #2")
    await there.owner.presses(words.YES)
    await there.app.clock.erase()
    await there.waits(hours=1)
    await there.anna.says("/status #2")
    await there.anna.does("Покупатель написал", "Только что")
    await closes(there, "#2")
    (once,) = Ledger(there.folder).read()
    assert await there.app.clock.alarms.tables.wiping.is_back(once) is None


@pytest.mark.parametrize("line", ["", "nonsense", "[]", '{"case": 1}', '{"case": "x"}', "\x00"])
def test_a_line_of_the_ledger_that_is_none_is_passed_over(tmp_path: Path, line: str) -> None:
    ledger, once = Ledger(tmp_path), Oblivion(57, 1, 2)
    ledger.path.write_text(f"{line}\n")
    ledger.add([once])
    ledger.add([once])
    assert ledger.read() == (once,)


def settings_of(folder: Path) -> Settings:
    return Settings(_env_file=None, bot_token="42:TEST", owner_id=1, data_dir=folder)  # noqa: S106 - made up


async def leaves(team: Team, member: Member) -> None:
    person = await team.people.by_telegram(member.id)
    assert person
    async with team.database.transaction():
        await team.people.remove(person, team.clock.now())


async def test_who_has_left_is_forgotten_by_name_everywhere(on_disk: Team) -> None:
    await on_disk.boris.does(
        "/new", "Чат с покупателем", "Фонарь не горит", "Только что", "К итогу", "Сохранить"
    )
    await on_disk.boris.does("/new", "Чат с покупателем", "Черновик")
    await leaves(on_disk, on_disk.boris)
    told = await on_disk.owner.says("/forget борис")
    assert "Забыть бывшего сотрудника Борис" in told
    assert "«Бывший сотрудник 3»" in await on_disk.owner.presses(words.YES)
    await on_disk.owner.says("/status #3")
    assert "Бывший сотрудник 3: заведено" in await on_disk.owner.presses("История")
    await on_disk.app.clock.erase()
    assert traces(on_disk.folder, "Борис", "Черновик", str(on_disk.boris.id)) == []


async def test_who_is_in_the_team_has_to_leave_first(there: Team) -> None:
    assert "Борис ещё в команде" in await there.owner.says("/forget Борис")


async def test_somebody_forgotten_may_come_back_as_somebody_new(there: Team) -> None:
    await leaves(there, there.boris)
    await there.owner.says("/forget Борис")
    await there.owner.presses(words.YES)
    link = (await there.owner.says("/invite")).split("start=")[1].split()[0]
    await there.boris.starts(link)
    assert "Бывший" not in await there.owner.says("/team")
    person = await there.people.by_telegram(there.boris.id)
    assert person
    assert (person.id, person.name) == (4, "Борис")


@pytest.mark.parametrize("day", range(14))
def test_the_day_on_which_the_last_copy_is_gone_is_told_honestly(tmp_path: Path, day: int) -> None:
    settings = settings_of(tmp_path)
    folder = tmp_path / "backups"
    folder.mkdir()
    assert gone_by(settings, NOW) is None
    nights = [NOW + n * DAY for n in range(day + 1)]
    for night in nights:
        (folder / night.strftime(NAME)).touch()
    told = gone_by(settings, nights[-1] + timedelta(hours=1))
    assert told
    at = nights[-1]
    while at.date() <= told.date():
        at += DAY
        _backs_up(folder, at)
    left = {path.name for path in folder.iterdir()}
    assert not left & {night.strftime(NAME) for night in nights}


def _backs_up(folder: Path, at: datetime) -> None:
    (folder / at.strftime(NAME)).touch()
    _thin_out(folder)
