"""Stories of merging: two cases become one, found by every number, with nothing lost or later."""

import re
from datetime import timedelta

import pytest
from rights_scene import Scene
from stories import CHAT, RETURN, TICKET
from team import Member, Team
from test_linking import forges

from bot.collector import TooBig
from bot.shelf import Part
from cases.case import Case
from cases.files import CaseFile
from cases.ladders import ClockKind
from cases.lifecycles import Status
from cases.money import Money
from cases.roles import Place
from handlers.merging import MergePress
from handlers.presses import CasePress, FilesPress, MovePress
from storage.history import By

SAVED = ("К итогу", "Сохранить")
APART = ("Это другое", "Пишет второй раз")
LATER_CHAT = (
    "/new", "Чат с покупателем", "Опять пишет про шов", "сегодня 11:01", "Тимур", "140158860",
    "Брак",
)  # fmt: skip
SECOND_TICKET = tuple(
    {"18123456": "18999000", "Карточка висит на модерации": "Пропали описания у платья"}.get(d, d)
    for d in TICKET
)
YES = "Да, объединить"


@pytest.fixture
async def journal(team: Team) -> Team:
    """#1 and #2: two chats of one buyer, Anna's since 10:01 and Boris's since 11:01."""
    await team.begins(_begun)
    return team


async def _begun(team: Team) -> None:
    await team.hire()
    await team.anna.does(*CHAT, *SAVED)
    await team.boris.does(*LATER_CHAT, *SAVED)
    if "Это другое" in team.boris.buttons:
        await team.boris.does(*APART)
    assert (await team.search.get(2)).assignee is not None


async def told(team: Team, case_id: int) -> list[str]:
    rows = await team.database.rows(
        "SELECT what FROM history WHERE case_id = :id ORDER BY id", {"id": case_id}
    )
    whats = [row["what"] for row in rows]
    return [what for what in whats if what not in {"told_apart", "has_alike"}]


async def clocks(team: Team, case_id: int) -> list[str]:
    rows = await team.database.rows("SELECT kind FROM clocks WHERE case_id = :id", {"id": case_id})
    return sorted(row["kind"] for row in rows)


async def merge(team: Team, member: Member, gone: int, kept: int) -> str:
    return await member.does(f"/status #{gone}", "Объединить", f"#{kept}", YES)


async def both(team: Team) -> tuple[Case, Case]:
    return await team.search.get(1), await team.search.get(2)


def press(gone: Case, kept: Case) -> str:
    return MergePress(
        what="sure", gone=gone.id, gone_version=gone.version, kept=kept.id,
        kept_version=kept.version,
    ).pack()  # fmt: skip


async def test_both_are_shown_before_and_what_will_happen(journal: Team) -> None:
    await journal.boris.does("/status #2", "Объединить")
    assert "Объединяем #2" in journal.boris.sees
    assert "#1 чат, Тимур, артикул 140158860" in journal.boris.sees
    assert "#1" in journal.boris.buttons
    question = await journal.boris.says("#1")
    assert question.startswith("Объединить #2 с #1?")
    assert "«Разошёлся шов»" in question
    assert "«Опять пишет про шов»" in question
    assert "Останется #1: «ждёт нашего ответа», ведёт Анна." in question
    assert "Срок ближайший из двух: сб\u00a014.03, 10:01" in question
    assert "Отменить объединение будет нельзя." in question
    assert journal.boris.buttons == [YES, "Наоборот", "Не надо"]
    card = await journal.boris.presses("Не надо")
    assert "#2 · чат с покупателем" in card
    assert await told(journal, 1) == await told(journal, 2) == ["registered"]


async def test_the_one_that_goes_is_merged_and_has_no_clocks(journal: Team) -> None:
    card = await merge(journal, journal.boris, 2, 1)
    assert card.startswith("Объединил: #2 теперь в #1.")
    row = await journal.database.row("SELECT * FROM cases WHERE id = 2")
    assert row is not None
    assert (row["status"], row["merged_into"], row["side"]) == ("merged", 1, "nobody")
    assert row["closed_at"] is not None
    assert row["due_at"] is row["waiting_since"] is None
    assert await clocks(journal, 2) == []
    assert await clocks(journal, 1) == [ClockKind.REPLY]
    assert await told(journal, 1) == ["registered", "merged_here"]
    assert await told(journal, 2) == ["registered", "merged_into"]


async def test_every_number_opens_the_one_that_stays(journal: Team) -> None:
    await journal.anna.does(*TICKET)
    await journal.anna.does(*SECOND_TICKET)
    await merge(journal, journal.anna, 4, 3)
    for asked in (
        "/status #4",
        "/status 18999000",
        "18999000",
        "/status 9000",
        "#4",
        "№18-999-000",
    ):
        card = await journal.boris.says(asked)
        assert "#3 · обращение в поддержку" in card, asked
        assert ("#4 теперь в #3" in card) == (asked != "/status 9000"), asked
    assert "#4 теперь в #3" in await journal.boris.starts("case_4")
    assert "теперь в" not in await journal.boris.says("18123456")
    assert await journal.boris.says("/find 18999000")
    assert re.findall(r"#(\d+) Не", journal.boris.sees) == ["3"]
    assert re.findall(r"#(\d+) Не", await journal.boris.says("/find платье")) == ["3"]
    for search in ("/list", "Список"):
        assert "#4" not in await journal.boris.says(search)
    await journal.boris.does("/list", "Все списки")
    assert "Закрытые 0" in journal.boris.buttons


async def test_the_group_gets_the_card_of_the_one_that_stays(journal: Team) -> None:
    await merge(journal, journal.boris, 2, 1)
    group = await journal.binds_group()
    shown = await journal.anna.says("/status@journal_bot #2", where=group)
    assert shown.startswith("#2 теперь в #1\n")
    assert "шов" not in shown


async def test_buttons_of_the_old_card_open_the_new_one_and_move_nothing(journal: Team) -> None:
    seen = await journal.search.get(2)
    await merge(journal, journal.boris, 2, 1)
    before = await journal.search.get(1)
    assert seen.version < before.version
    for version in range(1, before.version):
        move = MovePress(move="we_answered", case=2, version=version)
        await forges(journal, journal.anna, move.pack())
        assert "#2 теперь в #1" in journal.anna.sees
        assert "объединено с обращением #2, Борис" in journal.anna.sees
    assert await journal.search.get(1) == before
    assert before.status is Status.WAITING_US
    await forges(journal, journal.anna, CasePress(what="history", case=2).pack())
    assert "#2 теперь в #1" in journal.anna.sees
    await forges(journal, journal.anna, FilesPress(what="add", case=2).pack())
    assert "Добавляем файлы #1" in journal.anna.sees


async def test_every_button_behind_more_of_the_old_card_tells_of_the_new_one(
    journal: Team,
) -> None:
    await journal.anna.does("/status #2", "Ещё")
    labels = [each for each in journal.anna.buttons if each != "Карточка"]
    cards = {}
    for label in labels:
        await journal.anna.does("/status #2", "Ещё")
        cards[label] = journal.anna.person.chat.messages[-1]
    await merge(journal, journal.boris, 2, 1)
    for label, card in cards.items():
        before = len(journal.anna.person.chat.messages)
        await journal.anna.person.presses(label, on=card)
        await journal.settles()
        now_is = next(
            m for m in journal.anna.person.chat.messages if m["message_id"] == card["message_id"]
        )
        news = [str(m["text"]) for m in journal.anna.person.chat.messages[before:]]
        assert any("#1" in each for each in (str(now_is["text"]), *news)), label
        assert "#2 · чат" not in str(now_is["text"]) or news, label
        await journal.anna.says("/cancel")


async def test_an_old_reminder_that_is_put_off_shows_the_one_that_stays(journal: Team) -> None:
    await journal.waits(days=5)
    reminder = journal.boris.person.chat.messages[-1]
    assert "по #2" in reminder["text"]
    await merge(journal, journal.anna, 2, 1)
    await journal.boris.person.presses("Отложить", on=reminder)
    await journal.settles()
    shown = [str(m["text"]) for m in journal.boris.person.chat.messages]
    assert any("#2 теперь в #1" in each for each in shown)


async def test_the_earlier_turn_the_nearer_wall_and_the_higher_urgency_stay(team: Team) -> None:
    await team.hire()
    await team.boris.does(*LATER_CHAT, *SAVED)
    await team.anna.does(*CHAT, *SAVED)
    if "Это другое" in team.anna.buttons:
        await team.anna.does(*APART)
    later, earlier = await both(team)
    assert earlier.waiting_since is not None
    assert later.waiting_since is not None
    assert earlier.waiting_since < later.waiting_since
    await merge(team, team.anna, 2, 1)
    now_is = await team.search.get(1)
    assert (now_is.waiting_since, now_is.due_at) == (earlier.waiting_since, earlier.due_at)
    assert "Ждёт нашего ответа, с ср\u00a004.03, 10:01" in team.anna.sees


async def test_tickets_keep_the_nearer_own_deadline_the_urgency_and_the_larger_risk(
    team: Team,
) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SECOND_TICKET)
    async with team.database.transaction():
        for case_id, days, priority, risk in ((1, 9, "low", 90000), (2, 5, "burning", 50000)):
            case = await team.search.get(case_id)
            at = team.clock.now() + timedelta(days=days)
            answers = {
                **case.answers, "priority": priority,
                "own_deadline": {"at": int(at.timestamp()), "has_time": True},
            }  # fmt: skip
            by = By(None, Place.PRIVATE, team.clock.now())
            await team.journal.change(
                case, by, "edited:priority", answers=answers, risk=Money(risk, "RUB")
            )
    question = await team.anna.does("/status #2", "Объединить", "#1")
    assert "Срочность: горит." in question
    assert "Под риском останется 900\u00a0₽; 500\u00a0₽ не прибавляю." in question
    assert "Номера на площадке разные" in question
    await team.anna.presses(YES)
    now_is = await team.search.get(1)
    assert now_is.due_at == team.clock.now() + timedelta(days=5)
    assert now_is.priority == "burning"
    assert now_is.risk is not None
    assert now_is.risk.minor == 90000


async def is_kept(team: Team, count: int) -> None:
    """The first files are on the disk, however many of them are taken at once."""
    for _ in range(count):
        await team.collects()
    rows = await team.database.rows("SELECT 1 FROM attachments WHERE state = 'kept'")
    assert len(rows) == count


async def test_files_go_on_with_the_numbers_and_lie_where_they_lay(journal: Team) -> None:
    await journal.anna.person.sends_document("чек.pdf", b"%PDF 1", caption="#1 чек")
    await journal.boris.person.sends_document("шов.pdf", b"%PDF 2", caption="#2 шов")
    await journal.boris.person.sends_document("бирка.pdf", b"%PDF 3", caption="#2 бирка")
    await journal.settles()
    await is_kept(journal, 3)
    await journal.boris.person.sends_document("поздно.pdf", b"%PDF 4", caption="#2 поздно")
    await journal.settles()
    question = await journal.boris.does("/status #2", "Объединить", "#1")
    assert "3\u00a0файла (номера пойдут после №\u00a01)" in question
    await journal.boris.presses(YES)
    files = await journal.attachments.files(1)
    assert [(f.number, f.place) for f in files[:3]] == [
        (1, "0001/01-чек.pdf"), (2, "0002/01-шов.pdf"), (3, "0002/02-бирка.pdf"),
    ]  # fmt: skip
    await journal.collects()
    files = await journal.attachments.files(1)
    assert files[3].place == "0001/04-поздно.pdf"
    shelf = journal.app.collector.shelf
    assert [shelf.path(f.place).read_bytes()[-1:] for f in files] == [b"1", b"2", b"3", b"4"]
    assert "📎 4" in await journal.boris.says("/status #1")
    history = await journal.boris.presses("История")
    assert "объединено с обращением #2, вложения №\u00a01–3 теперь №\u00a02–4" in history
    assert "#2 · " in history
    await journal.boris.person.sends_document("ещё.pdf", b"%PDF 5", caption="#2 ещё")
    await journal.settles()
    assert "Добавил к #1: №\u00a05" in journal.boris.sees
    await journal.boris.says("/pack #1")
    journal.world.assert_nothing_refused()


@pytest.mark.parametrize("too_big", [False, True])
async def test_a_file_that_is_on_its_way_while_its_case_is_merged_goes_over_too(
    journal: Team, monkeypatch: pytest.MonkeyPatch, too_big: bool
) -> None:
    await journal.anna.person.sends_document("чек.pdf", b"%PDF 1", caption="#1 чек")
    await journal.settles()
    await is_kept(journal, 1)
    await journal.boris.person.sends_document("шов.pdf", b"%PDF 2", caption="#2 шов")
    await journal.settles()
    collector = journal.app.collector
    download = collector._download

    async def merged_meanwhile(file: CaseFile, part: Part) -> None:
        await download(file, part)
        await merge(journal, journal.boris, 2, 1)
        if too_big:
            raise TooBig

    monkeypatch.setattr(collector, "_download", merged_meanwhile)
    await journal.collects()
    last = (await journal.attachments.files(1))[-1]
    if too_big:
        assert (last.number, last.state) == (2, "too_big")
        return
    assert (last.number, last.state, last.place) == (2, "kept", "0002/01-шов.pdf")
    root = collector.shelf.root
    lying = sorted(each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file())
    assert lying == ["0001/01-чек.pdf", "0002/01-шов.pdf"]


async def test_what_was_written_goes_over_with_its_times(journal: Team) -> None:
    await journal.boris.does("/status #2", "Обещали", "через 2 дня", "отправим замену")
    promised = (await journal.search.get(2)).answers
    journal.clock.moves(hours=5)
    await merge(journal, journal.anna, 2, 1)
    now_is = await journal.search.get(1)
    for name in ("promised", "promised_until", "promised_at"):
        assert now_is.answers[name] == promised[name]
    assert await clocks(journal, 1) == [ClockKind.PROMISE, ClockKind.REPLY]
    details = await journal.anna.presses("Подробно")
    assert "Из объединённого ср\u00a004.03, 12:00, Анна: «Опять пишет про шов»" in details


async def test_links_go_over_and_the_two_are_no_longer_linked_with_each_other(
    journal: Team,
) -> None:
    await journal.anna.does(*TICKET)
    for other in ("#1", "#3"):
        await journal.anna.does("/status #2", "Связать", other)
    await merge(journal, journal.anna, 2, 1)
    rows = await journal.database.rows("SELECT case_id, other_id FROM links ORDER BY case_id")
    assert [tuple(row) for row in rows] == [(1, 3), (3, 1)]
    assert "связано с #1" in await journal.anna.says("/status #3")


async def test_a_chain_opens_its_end_and_a_circle_cannot_be_made(journal: Team) -> None:
    await journal.anna.does(*LATER_CHAT[:2], "Третий раз пишет", *LATER_CHAT[3:], *SAVED)
    if "Это другое" in journal.anna.buttons:
        await journal.anna.does("Это другое", "Ещё раз")
    await merge(journal, journal.anna, 3, 2)
    await merge(journal, journal.anna, 2, 1)
    for number in (2, 3):
        assert f"#{number} теперь в #1" in await journal.boris.says(f"/status #{number}")
    await journal.boris.does("/status #1", "Объединить", "#3")
    assert "Это то же самое обращение" in journal.boris.sees
    history = await journal.boris.does("/status #1", "История")
    assert "#3 · " in history
    assert "объединено в обращение #2" in history


async def test_of_two_who_merge_in_opposite_directions_one_does(journal: Team) -> None:
    first, second = await both(journal)
    for member, given in (
        (journal.anna, press(second, first)), (journal.boris, press(first, second)),
    ):  # fmt: skip
        Scene(journal).forges(member, None, given)
    await journal.settles()
    rows = await journal.database.rows("SELECT id, merged_into FROM cases ORDER BY id")
    assert [row["merged_into"] for row in rows] in ([None, 1], [2, None])
    assert len(await told(journal, 1)) == len(await told(journal, 2)) == 2
    seen = journal.anna.sees + journal.boris.sees
    assert "Объединил:" in seen
    assert len(re.findall(r"#\d теперь в #\d", seen)) >= 2


async def test_the_same_press_twice_merges_once(journal: Team) -> None:
    await journal.boris.does("/status #2", "Объединить", "#1")
    await journal.boris.presses(YES, twice=True)
    assert await told(journal, 1) == ["registered", "merged_here"]


@pytest.mark.parametrize("changed", [1, 2])
async def test_a_case_that_changed_meanwhile_is_looked_at_again(
    journal: Team, changed: int
) -> None:
    await journal.boris.does("/status #2", "Объединить", "#1")
    await journal.anna.does(f"/status #{changed}", "Обещали", "через 2 дня", "замену")
    again = await journal.boris.presses(YES)
    assert again.startswith("Пока вы смотрели, одно из них изменилось.")
    assert await told(journal, 1) != ["registered", "merged_here"]
    assert (await journal.boris.presses(YES)).startswith("Объединил: #2 теперь в #1.")


REFUSED = {
    "another kind": (("/status #1", "Объединить", "#4"), "у них разный путь", "Связать"),
    "itself": (("/status #1", "Объединить", "#1"), "Это то же самое обращение", "Отмена"),
    "closed": (
        ("/status #2", "Закрыть", "Спам", "/status #1", "Объединить", "#2"),
        "#2 уже закрыто, у него свой итог", "Связать",
    ),
    "the buyer of one still waits": (
        ("/status #1", "Мы ответили", "/status #2", "Объединить", "#1"),
        "#2 ушло дальше (ждёт нашего ответа), чем #1", "Наоборот",
    ),
    "two promises": (
        (
            "/status #1", "Обещали", "через 2 дня", "замену",
            "/status #2", "Обещали", "через 3 дня", "деньги", "/status #2", "Объединить", "#1",
        ),
        "В обоих стоит обещание", "Связать",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_one_is_refused_with_a_reason_and_a_way(
    journal: Team, name: str
) -> None:
    deeds, reason, way = REFUSED[name]
    await journal.anna.does(*TICKET)
    await journal.anna.does(*RETURN)
    await journal.anna.does(*deeds)
    assert reason in journal.anna.sees
    assert way in journal.anna.buttons
    assert YES not in journal.anna.buttons
    assert not await journal.database.rows("SELECT 1 FROM cases WHERE merged_into IS NOT NULL")


async def test_a_refused_pair_is_linked_by_one_press(journal: Team) -> None:
    await journal.anna.does(*TICKET)
    await journal.anna.does("/status #1", "Объединить", "#3")
    assert (await journal.anna.presses("Связать")).startswith("Связал #1 и #3")


async def test_the_other_way_round_is_one_press_away(journal: Team) -> None:
    await journal.anna.does("/status #1", "Мы ответили")
    await journal.anna.does("/status #2", "Объединить", "#1", "Наоборот")
    assert "Объединить #1 с #2?" in journal.anna.sees
    await journal.anna.presses(YES)
    assert "#1 теперь в #2" in await journal.anna.says("/status #1")


async def test_the_number_of_the_one_that_goes_stays_unique_in_the_cabinet(team: Team) -> None:
    await team.hire()
    await team.anna.does(*TICKET)
    await team.anna.does(*SECOND_TICKET)
    await merge(team, team.anna, 2, 1)
    third = [{"18123456": "18999000"}.get(deed, deed) for deed in TICKET]
    await team.boris.does(*third)
    assert "Этот номер уже в журнале: #1" in team.boris.sees
    assert len(await team.database.rows("SELECT 1 FROM cases")) == 2


async def test_a_number_goes_over_to_a_case_without_one(journal: Team) -> None:
    async with journal.database.transaction():
        case = await journal.search.get(2)
        by = By(None, Place.PRIVATE, journal.clock.now())
        await journal.journal.change(case, by, "edited:number", number="Ч-77 01")
    await merge(journal, journal.anna, 2, 1)
    assert (await journal.search.get(1)).number == "Ч-77 01"
    assert "#1 · чат" in await journal.boris.says("/status Ч7701")


async def test_whoever_led_the_other_one_and_the_owner_are_told_once(journal: Team) -> None:
    heard = {m: len(m.person.chat.messages) for m in (journal.anna, journal.boris, journal.owner)}
    await merge(journal, journal.boris, 2, 1)
    for member in (journal.anna, journal.owner):
        assert len(member.person.chat.messages) == heard[member] + 1
        assert member.sees.startswith("Объединение (Борис): #2 теперь в #1.")


async def test_what_was_reminded_of_is_not_reminded_of_again(team: Team) -> None:
    await team.hire()
    await team.anna.does(*LATER_CHAT, *SAVED)
    await team.anna.does(*CHAT, *SAVED)
    if "Это другое" in team.anna.buttons:
        await team.anna.does(*APART)
    await team.waits(days=5)
    said = [m["text"] for m in team.anna.person.chat.messages]
    assert sum("#2" in text for text in said[-3:]) >= 1
    await merge(team, team.anna, 2, 1)
    count = len(team.anna.person.chat.messages)
    await team.waits(minutes=5)
    assert len(team.anna.person.chat.messages) == count


async def test_a_form_that_was_open_for_the_one_that_goes_goes_on(journal: Team) -> None:
    await journal.anna.does("/status #2", "Добавить файлы")
    await journal.anna.person.sends_document("акт.pdf", b"%PDF 9")
    await journal.settles()
    await merge(journal, journal.boris, 2, 1)
    await journal.anna.presses("Готово")
    assert [f.attachment.name for f in await journal.attachments.files(1)] == ["акт.pdf"]
