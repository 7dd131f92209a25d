"""The chat page in a real Chromium: weather, files, blocking, groups and their members."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from page_stage import BEGINNING, Stage, button, flip, goes_to, newest
from playwright.async_api import Page, expect

from sandbox.refusals import Refused

pytest_plugins = ("page_stage",)

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.mark.parametrize(
    ("choice", "file", "shown"),
    [("Файл", ("акт.pdf", b"%PDF-1.4"), ".file"), ("Фото", ("шов.png", PIXEL), ".photo img")],
)
async def test_a_file_is_sent_shown_and_can_be_opened(
    page: Page, stage: Stage, choice: str, file: tuple[str, bytes], shown: str
) -> None:
    name, content = file
    await button(page, "Прикрепить").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("menuitem", name=choice).click()
    await (await choosing.value).set_files({"name": name, "mimeType": "", "buffer": content})
    await page.keyboard.type("Вот")
    await button(page, "Отправить").click()
    await expect(newest(page)).to_contain_text("Вот")
    link = newest(page).locator(shown)
    address = await link.get_attribute("href") or await link.get_attribute("src")
    answer = await page.request.get(f"{stage.url}{address}")
    assert await answer.body() == content


async def test_several_files_go_all(page: Page, stage: Stage) -> None:
    await button(page, "Прикрепить").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("menuitem", name="Файл").click()
    names = ("первый.txt", "второй.txt")
    files = [{"name": name, "mimeType": "text/plain", "buffer": b"1"} for name in names]
    await (await choosing.value).set_files(files)  # type: ignore[arg-type]  # plain dicts will do
    await button(page, "Отправить").click()
    for name in names:
        await expect(page.locator("#messages").get_by_text(name)).to_be_visible()
    assert [(await stage.hears("message"))["document"]["file_name"] for _ in names] == [*names]


async def test_an_album_is_one_bubble(page: Page, stage: Stage) -> None:
    bubbles = page.locator("#messages > .message")
    before = await bubbles.count()
    for number in range(3):
        await stage.anna.sends_document(
            f"{number}.txt", b"1", album="a", caption="Всё" * (not number)
        )
    await expect(newest(page).locator(".file")).to_have_count(3)
    await expect(newest(page)).to_contain_text("Всё")
    assert await bubbles.count() == before + 1


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Telegram отвечает медленно", {"method": None, "delay": 3, "times": None}),
        ("Слишком много запросов", {"method": None, "code": 429, "times": None}),
        ("Связь рвётся после отправки", {"method": "sendMessage", "lose_answer": True, "times": 1}),
    ],
)
async def test_weather_is_laid_and_cleared(
    page: Page, stage: Stage, title: str, fault: dict[str, Any]
) -> None:
    await page.locator("#weather").click()
    switch = page.get_by_role("switch", name=title)
    await flip(switch)
    laid = stage.world.faults.as_json()[0]
    assert {name: laid[name] for name in fault} == fault
    await button(page, "Снова ясно").click()
    await expect(switch).not_to_be_checked()
    assert stage.world.faults.as_json() == []


async def test_two_weathers_are_lifted_one_by_one(page: Page, stage: Stage) -> None:
    await page.locator("#weather").click()
    slow = page.get_by_role("switch", name="Telegram отвечает медленно")
    torn = page.get_by_role("switch", name="Связь рвётся после отправки")
    for switch in (slow, torn):
        await flip(switch)
    assert [one["lose_answer"] for one in stage.world.faults.as_json()] == [True, False]
    await flip(slow)
    await expect(torn).to_be_checked()


async def test_a_person_blocks_the_bot_and_lets_it_back(page: Page, stage: Stage) -> None:
    await page.locator("#weather").click()
    await page.get_by_role("switch", name="Бот заблокирован: Анна").click()
    await expect(button(page, "Разблокировать бота")).to_be_visible()
    assert stage.anna.blocked
    await button(page, "Разблокировать бота").click()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_visible()


async def test_a_group_becomes_a_supergroup(page: Page, stage: Stage) -> None:
    small = stage.world.group("Малая", basic=True)
    small.adds(stage.anna)
    await expect(page.locator(f"[data-chat='{small.id}']")).to_be_visible()
    await goes_to(page, small.id)
    await page.locator("#weather").click()
    await button(page, "«Малая» станет супергруппой").click()
    await expect(page.locator(".head-note")).to_contain_text("супергруппа")
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_visible()


async def test_members_come_and_go(page: Page, stage: Stage) -> None:
    await goes_to(page, stage.team.id)
    await button(page, "Участники").click()
    await page.get_by_role("switch", name="Борис").click()
    await expect(page.locator("#messages .line").last).to_contain_text("Борис больше не в группе")
    await expect(page.get_by_label("пишет:").get_by_role("option")).to_have_text(["Анна"])


async def test_a_minute_of_429_is_counted_down_and_ends_by_itself(page: Page, stage: Stage) -> None:
    await page.locator("#weather").click()
    switch = page.get_by_role("switch", name="Слишком много запросов")
    await flip(switch)
    await expect(switch).to_contain_text("ещё 60 с")
    for words in ("Раз", "Два"):
        with pytest.raises(Refused, match="retry after 60"):
            await stage.says(words)
    refused = page.locator("#messages .refused").last
    await expect(refused).to_contain_text("Бот ждёт до 10:02:00 и повторит сам")
    await expect(page.locator(".outcome")).to_contain_text("отказов 2")
    await expect(page.locator(".outcome")).to_contain_text("бот ждёт и повторит 2")
    stage.world.clock.moves(seconds=59)
    with pytest.raises(Refused, match=r"retry after 1$"):
        await stage.says("Два")
    stage.world.clock.moves(seconds=1)
    await expect(switch).not_to_be_checked()
    await expect(page.locator("#weather")).to_contain_text("ясно")
    await stage.says("Два")
    await expect(page.locator("#messages .refused").last).to_contain_text("Бот повторил, и дошло")


async def test_a_minute_of_429_outlives_another_weather(page: Page, stage: Stage) -> None:
    await page.locator("#weather").click()
    minute_of_429 = page.get_by_role("switch", name="Слишком много запросов")
    await flip(minute_of_429)
    stage.world.clock.moves(seconds=20)
    await expect(minute_of_429).to_contain_text("ещё 40 с")
    await flip(page.get_by_role("switch", name="Telegram отвечает медленно"))
    minute = next(one for one in stage.world.faults.laid if one.code == 429)
    assert minute.until == BEGINNING + timedelta(seconds=60)
