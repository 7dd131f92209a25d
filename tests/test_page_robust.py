"""The chat page in a real Chromium: the sandbox falls silent, buttons and code are narrow."""

from collections.abc import Callable

import pytest
from page_stage import Stage, button, keys, newest, opened
from playwright.async_api import Browser, Locator, Page, TimeoutError, expect  # noqa: A004 - Playwright's own

from sandbox.refusals import Refused

pytest_plugins = ("page_stage",)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def test_what_is_typed_outlives_a_silent_sandbox(browser: Browser, stage: Stage) -> None:
    page, _ = await opened(browser, f"{stage.url}/#{stage.anna.id}")
    field = page.get_by_role("textbox", name="Сообщение")
    await page.route("**/sandbox/say", lambda route: route.abort())
    await field.fill("Долгий рассказ покупателя")
    await button(page, "Отправить").click()
    await expect(page.get_by_text("Песочница не отвечает, жду её")).to_be_visible()
    await expect(field).to_have_value("Долгий рассказ покупателя")
    await expect(page.get_by_text("Failed to fetch")).to_have_count(0)
    await page.unroute("**/sandbox/say")
    await button(page, "Отправить").click()
    await expect(newest(page)).to_contain_text("Долгий рассказ покупателя")
    await expect(page.get_by_text("Песочница не отвечает, жду её")).to_be_hidden()
    await page.context.close()


async def test_three_buttons_on_a_phone_keep_their_words_whole(
    browser: Browser, stage: Stage
) -> None:
    page, _ = await opened(browser, f"{stage.url}/#{stage.anna.id}", **PHONE)
    await stage.says("Решение?", reply_markup=keys("Согласиться", "Отказать", "Уточняющий вопрос"))
    agree = button(page, "Согласиться").locator("span")
    await expect(agree).to_be_visible()
    lines = "node => { const r = document.createRange(); r.selectNodeContents(node);"
    assert await agree.evaluate(lines + " return r.getClientRects().length; }") == 1
    wide = "() => document.documentElement.scrollWidth"
    assert await page.evaluate(wide) == 390
    await page.context.close()


async def test_long_lines_of_a_block_to_copy_wrap(page: Page, stage: Stage) -> None:
    entity = {"type": "pre", "offset": 0, "length": 300}
    await stage.says("слово " * 50, entities=[entity])
    block = newest(page).locator("pre")
    await expect(block).to_be_visible()
    assert await block.evaluate("node => node.scrollWidth <= node.clientWidth")


async def test_a_refusal_is_put_into_plain_words_and_calms_down(page: Page, stage: Stage) -> None:
    await page.locator("#weather").click()
    await page.get_by_role("switch", name="Бот заблокирован: Анна").click()
    await expect(button(page, "Разблокировать бота")).to_be_visible()
    try:
        await stage.says("Раз")
    except Refused as refused:
        assert refused.code == 403  # noqa: PT017 - the page is looked at below
    await expect(page.locator("#refusals")).to_contain_class("alarmed")
    await expect(page.locator("#messages .refused")).to_contain_text("Боту сюда писать нельзя")
    await expect(page.locator(".outcome")).not_to_contain_text("ждёт")
    await button(page, "Снова ясно").click()
    await expect(page.locator("#refusals")).not_to_contain_class("alarmed")


@pytest.mark.parametrize(
    "seek",
    [
        lambda page: page.get_by_role("switch", name="Связь рвётся после отправки"),
        lambda page: button(page, "Вчера"),
        lambda page: page.locator(".chat-row", has_text="Команда"),
    ],
    ids=["a switch of a drawer", "a key under the input", "a chat of the list"],
)
async def test_a_button_under_the_finger_stays_until_it_is_lifted(
    page: Page, stage: Stage, seek: Callable[[Page], Locator]
) -> None:
    await stage.says("Когда?", reply_markup={"keyboard": [[{"text": "Вчера"}]]})
    await expect(newest(page)).to_contain_text("Когда?")
    await page.locator("#weather").click()
    pressed = seek(page)
    await pressed.hover()
    node = await pressed.element_handle()
    await page.mouse.down()
    with pytest.raises(Refused):
        await stage.says("<b>нет конца", parse_mode="HTML")
    await _reads(page, stage)
    await page.evaluate("new Promise((resolve) => setTimeout(resolve))")  # it could draw by now
    assert await node.evaluate("node => node.isConnected")
    await node.evaluate("node => node.addEventListener('click', () => (window.clicked = true))")
    await page.mouse.up()
    assert await page.evaluate("window.clicked")
    await expect(page.get_by_text("И ещё одно").first).to_be_visible()


async def _reads(page: Page, stage: Stage) -> None:
    """Let something be said until the page has read a transcript that holds it."""
    for _ in range(6):
        try:
            async with page.expect_response("**/messages?*", timeout=10_000) as heard:
                await stage.says("И ещё одно")
            await (await heard.value).finished()
        except TimeoutError:
            continue
        return
    raise TimeoutError
