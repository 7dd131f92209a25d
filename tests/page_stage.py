"""A browser beside a sandbox: the test plays the bot, a hand on the page plays the person.

PYTEST_DONT_REWRITE: the test modules import names from here before pytest takes the fixtures.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from sandbox.clock import Clock
from sandbox.groups import Group
from sandbox.people import Person
from sandbox.server import serve
from sandbox.world import World

TOKEN = "42:TEST"  # noqa: S105 - the sandbox's own, worth nothing
BEGINNING = datetime(2026, 3, 13, 7, 1, tzinfo=UTC)
PATIENCE = 60
"""Seconds that a busy machine may need; nothing that is waited for takes as long."""
DESKTOP = {"width": 1280, "height": 860}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=1000 * PATIENCE)


@dataclass
class Stage:
    """One sandbox with the bot's part in the test's hands."""

    world: World
    anna: Person
    team: Group
    url: str
    offset: int

    async def bot(self, method: str, **params: Any) -> Any:
        return await self.world.call(TOKEN, method, params)

    async def says(self, text: str, **params: Any) -> Any:
        return await self.bot("sendMessage", chat_id=self.anna.id, text=text, **params)

    async def hears(self, kind: str) -> Any:
        async with asyncio.timeout(PATIENCE):
            while True:
                for update in await self.bot("getUpdates", offset=self.offset, timeout=PATIENCE):
                    self.offset = update["update_id"] + 1
                    if kind in update:
                        return update[kind]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    if program is None and os.environ.get("CI"):
        pytest.fail("no Chromium here: apt-get install chromium")
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        await launched.close()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    world = World(Clock.frozen(at=BEGINNING))
    bot = world.bot(token=TOKEN, username="journal_bot", name="Журнал")
    anna, boris = world.person("Анна", username="anna"), world.person("Борис", username="boris")
    team = world.group("Команда")
    for member in (anna, boris, bot):
        team.adds(member)
    await anna.starts()
    server = await serve(world, host="127.0.0.1", port=0)
    heard = await world.call(TOKEN, "getUpdates", {})
    yield Stage(world, anna, team, server.url, heard[-1]["update_id"] + 1)
    await server.close()


async def opened(browser: Browser, url: str, **looks: Any) -> tuple[Page, list[str]]:
    context = await browser.new_context(locale="ru-RU", **{"viewport": DESKTOP, **looks})
    context.set_default_timeout(1000 * PATIENCE)
    page, complaints = await context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    await page.goto(url)
    await page.locator("body.ready").wait_for()
    return page, complaints


@pytest.fixture
async def page(browser: Browser, stage: Stage) -> AsyncIterator[Page]:
    page, complaints = await opened(browser, f"{stage.url}/#{stage.anna.id}")
    yield page
    await page.context.close()
    assert complaints == [], complaints


async def goes_to(page: Page, chat: int) -> None:
    """Open a chat by its address and wait until the page shows it, and no longer the one before."""
    await page.evaluate("chat => (location.hash = `#${chat}`)", str(chat))
    row = page.locator(f"[data-chat='{chat}']")
    await expect(row).to_have_attribute("aria-current", "true")


async def flip(switch: Locator) -> None:
    """Press a switch and wait until the server has done it: the page draws it as the server says.

    Only then may the test turn the clock, or look at the world.
    """
    now_is = await switch.get_attribute("aria-checked")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false" if now_is == "true" else "true")


def newest(page: Page) -> Locator:
    return page.locator("#messages > .message").last


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def keys(*texts: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": text, "callback_data": text} for text in texts]]}
