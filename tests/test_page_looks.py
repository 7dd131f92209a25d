"""The chat page in a real Chromium: narrow and wide, light and dark, by ear and by thumb."""

from typing import Any

import pytest
from page_stage import DESKTOP, Stage, goes_to, keys, newest, opened
from playwright.async_api import Browser, Page, expect

from sandbox.refusals import Refused

pytest_plugins = ("page_stage",)

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": DESKTOP}
# Text whose contrast with the grounds under it is below WCAG AA.
PALE = """() => {
    const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (colour) => {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data];
    };
    const over = ([r, g, b, a], under) =>
        [r, g, b].map((part, i) => (part * a + under[i] * (255 - a)) / 255);
    const ground = (node) => {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        if (!node) return rgba(dark ? "#000" : "#fff");
        return over(rgba(getComputedStyle(node).backgroundColor), ground(node.parentElement));
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pale = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const node = walker.currentNode.parentElement;
        const seen = node.checkVisibility({ visibilityProperty: true });
        if (!text || !seen || node.closest(".hidden, noscript")) continue;
        const under = ground(node);
        const [a, b] = [light(over(rgba(getComputedStyle(node).color), under)), light(under)];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const where = node.className || node.tagName;
        if (ratio < 4.5) pale.push(`${ratio.toFixed(2)} ${where}: ${text.slice(0, 30)}`);
    }
    return pale;
}"""

# Things to press that are smaller than a thumb; links inside a text are exempt, as in WCAG.
SMALL = """() => [...document.querySelectorAll("button, a[href], select, textarea, input, summary")]
    .filter((node) => node.checkVisibility() && !node.closest(".words, .skip"))
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44)
    .map(([node, box]) => `${node.className} ${node.textContent} ${box.width}x${box.height}`)"""

OVERFLOW = """() => [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility())
    .filter((node) => !node.closest(".hidden, pre, .skip, .rich-table, .topics"))
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.className || node.tagName)"""


async def full_room(stage: Stage) -> None:
    """A chat with one of everything that the bot can show."""
    rich = (
        "<b>Срок</b> <code>140158860</code> <a href='https://example.org/'>ссылка</a> "
        f"<blockquote>цитата</blockquote><pre>{'длинная строка ' * 12}</pre>{'слово' * 40}"
    )
    rows = [
        [{"text": name, "callback_data": name, "style": name} for name in ("danger", "success")],
        [{"text": "primary", "callback_data": "p", "style": "primary"}],
        [{"text": f"Кнопка с длинным именем {n}", "callback_data": f"{n}"} for n in range(3)],
        [{"text": "Копия", "copy_text": {"text": "57"}}],
    ]
    asked = await stage.says(rich, parse_mode="HTML", reply_markup={"inline_keyboard": rows})
    await stage.anna.says("Отвечаю", reply_to=asked)
    await stage.anna.sends_document("перечень.pdf", b"%PDF-1.4", caption="Файл")
    await stage.says("Дальше?", reply_markup={"keyboard": [[{"text": "Да"}, {"text": "Нет"}]]})
    with pytest.raises(Refused):
        await stage.says("<b>нет конца", parse_mode="HTML")
    await stage.anna.says("Всем привет", where=stage.team)


@pytest.mark.parametrize("looks", [PHONE, WIDE], ids=["390px", "1280px"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_fits_is_readable_and_can_be_hit(
    browser: Browser, stage: Stage, looks: dict[str, Any], scheme: str
) -> None:
    await full_room(stage)
    page, complaints = await opened(
        browser,
        f"{stage.url}/#{stage.anna.id}",
        color_scheme=scheme,
        reduced_motion="reduce",
        **looks,
    )
    for chat in (stage.anna.id, stage.team.id):
        await goes_to(page, chat)
        await expect(newest(page)).to_be_in_viewport()
        for drawer in ("#weather", "#refusals"):
            assert (
                await page.evaluate("document.documentElement.scrollWidth")
                <= looks["viewport"]["width"]
            )
            assert await page.evaluate(OVERFLOW) == []
            assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
            assert await page.evaluate(SMALL) == []
            assert await page.evaluate(PALE) == []
            await page.locator(drawer).click()
            await expect(page.locator("#side h2")).to_be_focused()
            await page.keyboard.press("Escape")
    await page.context.close()
    assert complaints == []


async def test_dark_mode_is_dark(browser: Browser, stage: Stage) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page, _ = await opened(browser, f"{stage.url}/#{stage.anna.id}", color_scheme=scheme)
        grounds.append(await page.evaluate("getComputedStyle(document.body).backgroundColor"))
        await page.context.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(23, 33, 43)"]


async def test_a_phone_has_the_list_and_the_chat_as_two_screens(
    browser: Browser, stage: Stage
) -> None:
    page, _ = await opened(browser, stage.url, **PHONE)
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_hidden()
    await page.locator(f"[data-chat='{stage.anna.id}']").tap()
    await expect(page.get_by_role("textbox", name="Сообщение")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Чаты")).to_be_hidden()
    await page.get_by_role("link", name="К списку чатов").tap()
    await expect(page.locator(f"[data-chat='{stage.anna.id}']")).to_be_focused()
    await page.context.close()


async def test_a_chat_that_is_not_open_counts_what_the_bot_says(page: Page, stage: Stage) -> None:
    await stage.bot("sendMessage", chat_id=stage.team.id, text="Раз")
    await stage.bot("sendMessage", chat_id=stage.team.id, text="Два")
    row = page.locator(f"[data-chat='{stage.team.id}']")
    await expect(row.locator(".badge")).to_have_text("2 непрочитанных")
    await row.click()
    await expect(row.locator(".badge")).to_have_count(0)


async def test_new_messages_are_told_to_a_screen_reader(page: Page, stage: Stage) -> None:
    await stage.says("Верно?", reply_markup=keys("Да", "Нет"))
    await expect(page.locator("[aria-live=polite]")).to_have_text("Журнал: Верно?. Кнопки: Да, Нет")


async def test_a_reply_and_an_edit_by_the_menu_of_a_message(page: Page, stage: Stage) -> None:
    await stage.says("Что записать?")
    await expect(newest(page)).to_contain_text("Что записать?")
    await newest(page).hover()
    await newest(page).get_by_role("button", name="Действия").click()
    await page.get_by_role("menuitem", name="Ответить").click()
    await page.keyboard.type("Жалобу")
    await page.keyboard.press("Enter")
    await expect(newest(page).locator(".quote")).to_contain_text("Что записать?")
    await newest(page).get_by_role("button", name="Действия").click()
    await page.get_by_role("menuitem", name="Изменить").click()
    await page.keyboard.type(" и чек")
    await page.keyboard.press("Enter")
    await expect(newest(page)).to_contain_text("Жалобу и чек")
    await expect(newest(page)).to_contain_text("изменено")


async def test_on_a_phone_what_is_typed_gets_the_room_of_other_buttons(
    browser: Browser, stage: Stage
) -> None:
    await stage.says("Когда?", reply_markup={"keyboard": [[{"text": "Вчера"}]]})
    page, _ = await opened(browser, f"{stage.url}/#{stage.anna.id}", **PHONE)
    field = page.get_by_role("textbox", name="Сообщение")
    others = [page.get_by_role("button", name=name) for name in ("Команды бота", "Клавиатура")]
    for one in others:
        await expect(one).to_be_visible()
    await field.fill("Молния разошлась")
    for one in others:
        await expect(one).to_be_hidden()
    await expect(page.get_by_role("button", name="Прикрепить")).to_be_visible()
    await page.context.close()
