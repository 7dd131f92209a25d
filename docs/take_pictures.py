"""Takes the README's pictures from the running demo: `make pictures`."""

import asyncio
import shutil
import sys
from pathlib import Path

from demo_stage import PHONE, Visitor, demo_running
from page_stage import QUIET, opened
from playwright.async_api import async_playwright

PICTURES = Path(__file__).parent / "pictures"
LOOKS = {**PHONE, "viewport": {"width": 390, "height": 740}, "device_scale_factor": 2}
# One flat colour behind the bubbles: a gradient doubles the size of a picture.
CALM = """() => {
    document.activeElement.blur();
    document.documentElement.style.setProperty("--backdrop-end", "var(--backdrop)");
}"""


async def take(visitor: Visitor, name: str) -> None:
    """Take the open chat as it stands, without the sandbox's own banner."""
    await visitor.page.evaluate(CALM)
    keys = visitor.page.get_by_role("button", name="Клавиатура бота")
    if await keys.is_visible() and await keys.get_attribute("aria-expanded") == "true":
        await keys.click()
    await visitor.page.wait_for_timeout(500)  # what has just arrived is still sliding in
    await visitor.page.locator("#room").screenshot(path=PICTURES / f"{name}.png")


async def register(visitor: Visitor) -> None:
    """Anna records a chat; her form and her card are taken on the way."""
    await visitor.opens("Анна")
    await visitor.does(
        "Новое обращение",
        "Чат с покупателем",
        "WB · ИП Иванов",
        ("Что случилось", "Молния разошлась в первый день, хочу вернуть платье"),
    )
    await visitor.reads("Когда")
    await take(visitor, "form")
    await visitor.does("Только что", ("Как зовут", "Марина"), ("артикул", "140158860"), "Брак")
    await visitor.does("К итогу", "Сохранить")
    await visitor.reads("#6")
    await take(visitor, "card")


async def walk(visitor: Visitor) -> None:
    """Go through the day of the demo and take each picture where it belongs."""
    await visitor.opens("Ольга")
    await take(visitor, "ping")
    await register(visitor)
    await visitor.opens("Команда магазина")
    await visitor.page.get_by_label("пишет:").select_option("Борис")
    await visitor.sends("/status@journal_bot #6")
    await visitor.reads("#6")
    await take(visitor, "group")
    await visitor.opens("Ольга")
    await visitor.turns("+1 день")
    await visitor.reads("Доброе утро")
    await visitor.page.locator("#unfold").click()
    await take(visitor, "digest")


async def main() -> None:
    """Run the demo and a browser for as long as the pictures take."""
    PICTURES.mkdir(exist_ok=True)
    program = shutil.which("chromium") or sys.exit("no Chromium here: apt-get install chromium")
    async with demo_running() as (url, _), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=QUIET)
        page, _ = await opened(browser, url, **LOOKS)
        await walk(Visitor(page))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
