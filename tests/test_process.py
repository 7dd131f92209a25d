"""The real process over HTTP: set-up, the three kinds, a ping, the group, stops and restarts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from process import PATIENCE, TOKEN, BotProcess, tells

from sandbox.clock import Clock
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.world import World

pytestmark = pytest.mark.timeout(600)

TICKET = (
    ("/new", "Что записываем?"),
    ("Обращение в поддержку", "О чём обращение?"),
    ("Доступ и роли", "Какая тема?"),
    ("Не могу войти", "Что случилось?"),
    ("После смены пароля кабинет не открывается", "Когда это случилось?"),
    ("вчера", "Что нужно от поддержки?"),
    ("Вернуть доступ", "Насколько срочно?"),
    ("Обычная", "Чем это грозит?"),
    ("Пропустить", "Какие номера поддержка должна увидеть?"),
    ("Пропустить", "Какой номер у диалога"),
    ("18123456", "Кто именно не видит"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)
CHAT = (
    ("/new", "Что записываем?"),
    ("Чат с покупателем", "Что случилось?"),
    ("Разошёлся шов, хочу вернуть юбку", "Когда сообщение появилось"),
    ("Только что", "Как зовут покупателя?"),
    ("Тимур", "Какой товар"),
    ("140158860", "О чём пишет покупатель?"),
    ("Брак", "Какой номер у диалога"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)
RETURN = (
    ("/new", "Что записываем?"),
    ("Возврат через чат", "Какой товар"),
    ("140158861", "Почему покупатель возвращает?"),
    ("Брак", "Что случилось?"),
    ("Не держит замок", "Когда сообщение появилось"),
    ("Только что", "Как зовут покупателя?"),
    ("Пропустить", "Сколько стоит товар?"),
    ("1 186", "Покупатель приложил фото"),
    ("Есть фото или видео", "Какой номер у диалога"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)
# Unlike the chat above in everything: else the bot asks whether it is the same one.
INTERRUPTED = (
    ("/new", "Что записываем?"),
    ("Чат с покупателем", "Что случилось?"),
    ("Пришла кружка без ручки", "Когда сообщение появилось"),
)
RESUMED = (
    ("Вера", "Какой товар"),
    ("196320101", "О чём пишет покупатель?"),
    ("Не тот товар", "Какой номер у диалога"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)


@dataclass
class Office:
    """The team on the phone, and the bot's process that may be exchanged for its next life."""

    world: World
    server: Server
    data: Path
    owner: Person
    anna: Person
    group: Group
    bot: BotProcess

    async def next_life(self) -> None:
        self.bot = await BotProcess.starts(self.data, self.server.url, self.owner.id)

    async def set_up(self) -> None:
        await tells(
            self.owner,
            ("/start", "На какой площадке"),
            ("Wildberries", "Как его называть"),
            ("ИП Иванов", "В какой валюте"),
            ("Рубли, ₽", "добавлен"),
        )
        link = await tells(self.owner, ("/invite", "t.me/journal_bot?start="))
        token = re.search(r"start=([\w-]+)", link)
        assert token
        await self.anna.starts(token[1])
        await self.anna.hears("вы в команде", timeout=PATIENCE)
        for member in (self.owner, self.anna, self.world.bot_under_test):
            self.group.adds(member)
        await self.owner.hears("Меня добавили в группу", timeout=PATIENCE)
        await self.owner.presses("Подключить группу")
        await self.owner.hears("подключена", where=self.group, timeout=PATIENCE)


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Office]:
    data = tmp_path_factory.mktemp("office") / "data"
    data.mkdir()
    clock = Clock(offset_file=data / "clock")
    clock.goes_to(datetime(2026, 3, 4, 9, 0, tzinfo=UTC))
    world = World(clock)
    world.bot(token=TOKEN, username="journal_bot", name="Журнал обращений")
    owner, anna = world.person("Ольга", username="olga"), world.person("Анна", username="anna")
    server = await serve(world)
    bot = await BotProcess.starts(data, server.url, owner.id)
    made = Office(world, server, data, owner, anna, world.group("Команда"), bot)
    try:
        await made.set_up()
        yield made
    finally:
        await made.bot.is_gone()
        await server.close()


@pytest.fixture(scope="module")
async def cases(office: Office) -> list[str]:
    """One case of each kind; their cards as the manager saw them."""
    return [await tells(office.anna, *story) for story in (TICKET, CHAT, RETURN)]


def _case_id(card: str) -> str:
    found = re.search(r"#\d+", card)
    assert found
    return found[0]


async def test_the_owner_is_told_that_the_invited_manager_came(office: Office) -> None:
    assert "Анна (@anna) теперь в команде" in office.owner.chat.transcript
    office.world.assert_nothing_refused()


async def test_a_case_of_each_kind_gets_its_own_number(cases: list[str]) -> None:
    first, *others = (int(_case_id(card)[1:]) for card in cases)
    assert others == [first + 1, first + 2]
    assert "18123456" in cases[0]
    assert "1\u00a0186" in cases[2]


async def test_status_answers_in_the_bound_group(office: Office, cases: list[str]) -> None:
    await office.anna.says("/status@journal_bot 18123456", where=office.group)
    answer = await office.anna.hears("18123456", where=office.group, timeout=PATIENCE)
    assert _case_id(answer["text"]) == _case_id(cases[0])
    assert answer["reply_to_message"]["text"] == "/status@journal_bot 18123456"


async def test_on_the_ninth_day_the_manager_and_the_owner_are_pinged(
    office: Office, cases: list[str]
) -> None:
    await tells(office.anna, ("/help", "/new"))
    office.owner.acted()
    office.world.clock.moves(days=9)
    for case in cases[1:]:
        due = f"истекает срок ответа по {_case_id(case)}"
        assert "Завтра" in (await office.anna.hears(due, timeout=PATIENCE))["text"]
        assert "Анна" in (await office.owner.hears(due, timeout=PATIENCE))["text"]
    await office.anna.hears(f"{_case_id(cases[0])} без движения", timeout=PATIENCE)


async def test_files_come_to_the_disk_over_http_and_go_out_as_one_archive(
    office: Office, cases: list[str]
) -> None:
    case = _case_id(cases[1])
    await office.anna.sends_document("Отчёт.pdf", b"%PDF over http", caption=f"{case} за март")
    await office.anna.hears("№\u00a01", timeout=PATIENCE)
    caption = ""
    while "1\u00a0файл" not in caption:  # until the collector has been there
        await office.anna.says(f"/pack {case}")
        sent = await office.anna.hears(f"Архив {case}", timeout=PATIENCE)
        caption = sent["caption"]
    kept = office.data / "attachments" / f"{int(case[1:]):04}" / "01-Отчёт.pdf"
    assert kept.read_bytes() == b"%PDF over http"
    file = office.world.files.find(sent["document"]["file_id"])
    assert file
    archive = zipfile.ZipFile(io.BytesIO(file.content))
    assert archive.read("файлы/01-Отчёт.pdf") == b"%PDF over http"
    office.world.assert_nothing_refused()


async def test_a_form_goes_on_after_the_process_was_stopped(office: Office) -> None:
    await tells(office.anna, *INTERRUPTED)
    assert await office.bot.stops() == 0
    await office.anna.says("вчера 10:01")
    await office.next_life()
    await office.anna.hears("Как зовут покупателя?", timeout=PATIENCE)
    card = await tells(office.anna, *RESUMED)
    assert "Вера" in card
    assert "Пришла кружка без ручки" in card
    office.world.assert_nothing_refused()


async def test_a_second_process_on_the_same_folder_refuses_to_start(office: Office) -> None:
    second = await BotProcess.starts(office.data, office.server.url, office.owner.id, name="second")
    assert await second.ends() == 1
    assert "Бот уже запущен с этой папкой данных" in second.written


async def test_a_wrong_token_ends_the_start_with_a_clear_sentence(
    office: Office, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    wrong = TOKEN.replace("AAH", "BBH")
    with office.world.expects_refusal("Unauthorized"):
        bot = await BotProcess.starts(data, office.server.url, office.owner.id, token=wrong)
        assert await bot.ends() == 1
    assert "Telegram не принял токен" in bot.written
    assert wrong not in bot.written


async def test_the_log_is_json_lines_and_the_token_is_in_none_of_them(office: Office) -> None:
    office.world.faults.lay(method="sendMessage", drop=True)
    await tells(office.anna, ("/help", "/new"))
    lines = office.bot.written.splitlines()
    assert any(json.loads(line)["what"] == "not said yet" for line in lines)
    assert TOKEN.partition(":")[2] not in office.bot.written
