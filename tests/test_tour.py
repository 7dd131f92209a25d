"""The demo in a real Chromium: the tour by clicking, every kind by thumb, reminders, weather."""

import base64
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.async_playwright import Axe
from demo_stage import PHONE, Visitor, asked, demo_running
from page_stage import DESKTOP, button, flip, newest, opened
from playwright.async_api import Browser, expect

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

pytest_plugins = ("page_stage", "demo_stage")


@pytest.fixture
async def visitor(browser: Browser, demo: str) -> AsyncIterator[Visitor]:
    page, complaints = await opened(browser, demo)
    yield Visitor(page)
    await page.context.close()
    assert complaints == []


@pytest.fixture
async def thumb(browser: Browser, demo: str) -> AsyncIterator[Visitor]:
    page, complaints = await opened(browser, demo, **PHONE)
    yield Visitor(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await page.evaluate("document.scrollingElement.scrollTop") == 0
    await page.context.close()
    assert complaints == []


@pytest.fixture
async def newcomer(browser: Browser) -> AsyncIterator[Visitor]:
    """Who comes first to a demo of their own, where nothing has happened yet."""
    async with demo_running() as (url, _):
        page, complaints = await opened(browser, url)
        yield Visitor(page)
        await page.context.close()
        assert complaints == []


async def test_the_tour_is_walked_from_start_to_end(newcomer: Visitor) -> None:
    visitor, page, tour = newcomer, newcomer.page, newcomer.tour
    await expect(tour).to_be_visible()
    await expect(tour.locator(".done")).to_have_count(0)
    await button(tour, "Показать").click()
    await visitor.is_in("Анна")
    await visitor.does("Новое обращение", "Чат с покупателем", "WB · ИП Иванов")
    await visitor.reads("Что случилось")
    await visitor.inserts()
    await visitor.does("Только что", "Пропустить", "Пропустить", "Брак", "К итогу", "Сохранить")
    await expect(visitor.step("registered")).to_have_class("step done")

    await visitor.inserts()
    await expect(visitor.step("found")).to_have_class("step done")
    await button(tour, "+9 дней").click()
    await visitor.reads("Доброе утро")
    await expect(visitor.step("waited")).to_have_class("step done")
    await visitor.presses("#6")
    await expect(visitor.step("pinged")).to_have_class("step done")
    await button(tour, "Показать").click()
    ping = page.locator("#messages > .message", has_text="истекает срок ответа по #6")
    await button(ping, "Мы ответили").click()
    await expect(visitor.step("answered")).to_have_class("step done")
    await visitor.inserts()
    await expect(visitor.step("asked")).to_have_class("step done")
    await button(tour, "+1 день").click()
    await expect(visitor.step("digested")).to_have_class("step done")
    await button(tour, "Показать").click()
    await button(page, "Начать").click()
    await visitor.inserts()
    await expect(tour).to_contain_text("Тур пройден")
    await visitor.hears_back("#6")
    await expect(newest(page)).to_contain_text("Это рабочий бот команды")
    assert "#6" not in await newest(page).inner_text()


async def test_a_buyer_chat_is_recorded_by_thumb_with_a_picture_sent_as_a_file(
    thumb: Visitor,
) -> None:
    await thumb.opens("Анна")
    await thumb.does(
        "Новое обращение",
        "Чат с покупателем",
        "WB · ИП Иванов",
        ("Что случилось", "Стёрлась надпись на кружке"),
        "Сегодня утром",
        ("Как зовут", "Вера"),
        ("ртикул", "196320101"),
        "Брак",
        "Пропустить",
        "Пропустить",
    )
    await thumb.sends_file("кружка.png", PIXEL)
    await thumb.does("Готово", "Сохранить")
    await thumb.reads("📎 1")


async def test_a_ticket_is_recorded_by_thumb(thumb: Visitor) -> None:
    await thumb.opens("Борис")
    await thumb.does(
        "Новое обращение",
        "Обращение в поддержку",
        "WB · ИП Иванов",
        "Контент и карточка",
        "Не проходит модерацию",
        ("Что случилось", "Карточка висит на модерации третий день"),
        "Вчера",
        "Исправление",
        "Обычная",
        "Пропустить",
        "Пропустить",
        ("номер", "18777555"),
        "К итогу",
        "Сохранить",
    )
    await thumb.reads("18777555")


async def test_a_return_is_recorded_by_thumb(thumb: Visitor) -> None:
    await thumb.opens("Анна")
    await thumb.does(
        "Новое обращение",
        "Возврат через чат",
        "WB · ИП Иванов",
        ("ртикул", "13480414"),
        "Брак",
        ("Что случилось", "Порвался ремешок"),
        "Вчера",
        ("Как зовут", "Пропустить"),
        ("Сколько", "1 186"),
        "Есть фото или видео",
        "Пропустить",
        "Пропустить",
        "Сохранить",
    )
    await thumb.reads("возврат")


async def test_nine_days_later_a_ping_is_answered_by_its_button(thumb: Visitor) -> None:
    await thumb.opens("Борис")
    await thumb.turns("+9 дней")
    pings = thumb.page.locator("#messages > .message", has_text="истекает срок ответа")
    await button(pings.last, "Мы ответили").tap()
    await expect(thumb.page.get_by_text("Ответили, ждём покупателя").last).to_be_visible()


async def test_the_group_hears_a_short_card(thumb: Visitor) -> None:
    await thumb.opens("Команда магазина")
    await thumb.page.get_by_label("пишет:").select_option("Борис")
    await thumb.sends("/status@journal_bot #2")
    await thumb.reads("чат с покупателем")
    assert "Мария" not in await newest(thumb.page).inner_text()
    assert await thumb.page.locator("#messages").get_by_role("button", name="Открыть").count()


async def test_the_clock_goes_to_shortly_before_the_nearest_deadline(visitor: Visitor) -> None:
    due = await asked(visitor.page, "demo/next-deadline")
    await visitor.turns("до срока")
    at = datetime.fromisoformat(due["at"]).astimezone(ZoneInfo("Europe/Moscow"))
    # The clock goes on: where a minute ends just then, the next one is seen.
    seen = "|".join(f"{at + timedelta(minutes=n):%d.%m, %H:%M}" for n in range(2))
    await expect(visitor.page.locator("#now")).to_contain_text(re.compile(seen))


async def test_a_form_goes_on_after_the_bot_was_killed(visitor: Visitor) -> None:
    await visitor.opens("Анна")
    await visitor.does("Новое обращение", "Чат с покупателем", "WB · ИП Иванов")
    await visitor.reads("Что случилось")
    await visitor.page.locator("#weather").click()
    await button(visitor.page, "Бот перезапускается").click()
    await visitor.sends("Не пришёл пояс от платья")
    await expect(visitor.page.locator(".toast")).to_contain_text("снова на связи")
    await visitor.reads("Когда сообщение появилось")


# Here nothing is due: the clock was turned before the bot began anew, and a ping would be torn too.
async def test_an_answer_that_was_lost_is_told_and_repeated(visitor: Visitor) -> None:
    await visitor.opens("Борис")
    await visitor.page.locator("#weather").click()
    torn = visitor.page.get_by_role("switch", name="Связь рвётся после отправки")
    await flip(torn)
    await visitor.sends("/help")
    refused = visitor.page.locator("#messages .refused").last
    await expect(refused).to_contain_text("Связь оборвалась: сообщение дошло")
    await visitor.reads("(повтор)")
    await expect(refused).to_contain_text("Бот повторил, и дошло")
    await expect(torn).not_to_be_checked()


async def test_what_telegram_refuses_for_a_minute_is_red_and_comes_later(visitor: Visitor) -> None:
    await visitor.opens("Борис")
    await visitor.page.locator("#weather").click()
    await flip(visitor.page.get_by_role("switch", name="Слишком много запросов"))
    await visitor.sends("/help")
    refused = visitor.page.locator("#messages .refused").last
    await expect(refused).to_contain_text("429Too Many Requests: retry after")
    await expect(refused).to_contain_text("и повторит сам")
    await visitor.turns("+1 час")
    await expect(refused).to_contain_text("Бот повторил, и дошло")


async def test_the_owner_blocks_the_bot_and_the_refusal_is_shown(visitor: Visitor) -> None:
    await visitor.opens("Ольга")
    await visitor.page.locator("#weather").click()
    await flip(visitor.page.get_by_role("switch", name="Бот заблокирован: Ольга"))
    await visitor.turns("+1 день")
    refused = visitor.page.locator("#messages .refused").last
    await expect(refused).to_contain_text("403")
    await button(visitor.page, "Разблокировать бота").click()
    await expect(visitor.page.get_by_role("textbox", name="Сообщение")).to_be_visible()


async def test_a_group_that_grows_into_a_supergroup_is_still_answered(visitor: Visitor) -> None:
    await visitor.opens("Команда магазина")
    await visitor.page.locator("#weather").click()
    await button(visitor.page, "«Команда магазина» станет супергруппой").click()
    await expect(visitor.page.locator(".head-note")).to_contain_text("супергруппа")
    await visitor.sends("/status@journal_bot #2")
    await visitor.reads("чат с покупателем")


@pytest.mark.parametrize("looks", [PHONE, {"viewport": DESKTOP}], ids=["390px", "1280px"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_labels_and_contrast_pass_axe(
    browser: Browser, demo: str, looks: dict[str, Any], scheme: str
) -> None:
    page, complaints = await opened(
        browser, demo, color_scheme=scheme, reduced_motion="reduce", **looks
    )
    visitor = Visitor(page)
    for chat in ("Ольга", "Команда магазина"):
        await visitor.opens(chat)
        for gauge in ("#tour", "#weather", "#refusals"):
            if await page.locator(gauge).get_attribute("aria-expanded") == "false":
                await page.locator(gauge).click()
            found = await Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            await page.locator("#side").get_by_role("button", name="Закрыть").click()
    assert (
        await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    )
    await page.context.close()
    assert complaints == []


async def test_on_a_phone_a_step_of_the_sheet_opens_its_chat(thumb: Visitor) -> None:
    await thumb.page.locator("#tour").click()
    await expect(thumb.tour).to_be_in_viewport()
    await thumb.tour.get_by_role("button", name="Показать: Борис спрашивает в группе").tap()
    await expect(thumb.tour).to_be_hidden()
    await expect(thumb.page.locator("#room-title")).to_have_text("Команда магазина")
    chosen = thumb.page.locator("#writer option:checked")
    await expect(chosen).to_have_text("Борис")
