"""The demo as its visitor has it: the real process, and a hand in a browser.

PYTEST_DONT_REWRITE: the test modules import names from here before pytest takes the fixtures.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from page_stage import newest
from playwright.async_api import Locator, Page, expect

ROOT = Path(__file__).parent.parent
PATIENCE = 200.0
"""Seconds that a busy machine may need to start the demo and its bot: they import aiogram twice."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def started(*arguments: str, **more: Any) -> Process:
    """`python -m bot demo` on a free port."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TELEGRAM_LIMITS": "false"}
    pipes = {"stdout": PIPE, **more}
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, **pipes)


@asynccontextmanager
async def demo_running(*arguments: str, **more: Any) -> AsyncIterator[tuple[str, Process]]:
    """The same, when it can be visited: its address and the process."""
    process = await started(*arguments, **more)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            told = (await process.stdout.readline()).decode()
        yield told.split()[-1], process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@pytest.fixture(scope="module")
async def demo() -> AsyncIterator[str]:
    """One demo for a module: its address."""
    async with demo_running() as (url, _):
        yield url


class Visitor:
    """A hand on the page of the demo."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tour = page.get_by_role("complementary", name="Тур по журналу")

    def key(self, name: str) -> Locator:
        """The lowest button with this name in the open chat."""
        return self.page.locator("#room").get_by_role("button", name=name, exact=True).last

    def row(self, title: str) -> Locator:
        """A chat of the list by its name."""
        return self.page.locator(".chat-row", has=self.page.get_by_text(title, exact=True))

    def step(self, name: str) -> Locator:
        """A step of the tour by its id."""
        return self.page.locator(f"[data-step={name}]")

    async def opens(self, title: str) -> None:
        """Open a chat by its name in the list, on a phone from the other screen."""
        back = self.page.get_by_role("link", name="К списку чатов")
        if await back.is_visible():
            await back.click()
        await self.row(title).click()
        await self.is_in(title)

    async def is_in(self, title: str) -> None:
        """Wait until this chat is the open one: the one before has keys of the same names."""
        await expect(self.row(title)).to_have_attribute("aria-current", "true")
        await expect(self.page.locator("#composer")).to_be_visible()

    async def presses(self, name: str) -> None:
        """Press a button of the chat, when all is answered, and wait for what comes of it."""
        await expect(self.key(name)).to_be_visible()
        await self.is_answered()
        before = await newest(self.page).inner_text()
        await self.key(name).click()
        await expect(newest(self.page)).not_to_have_text(before, use_inner_text=True)

    async def sends(self, text: str) -> None:
        """Type and send."""
        await self.page.get_by_role("textbox", name="Сообщение").fill(text)
        await self.page.get_by_role("button", name="Отправить", exact=True).click()

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send a file by the paper-clip."""
        await self.page.get_by_role("button", name="Прикрепить").click()
        async with self.page.expect_file_chooser() as choosing:
            await self.page.get_by_role("menuitem", name="Файл").click()
        file = {"name": name, "mimeType": "", "buffer": content}
        await (await choosing.value).set_files(file)  # type: ignore[arg-type]  # plain dicts will do
        await self.page.get_by_role("button", name="Отправить", exact=True).click()
        await expect(self.page.locator(".message.mine .file").last).to_contain_text(name)
        await self.is_answered()

    async def is_answered(self) -> None:
        """Wait until the newest message is another's: the bot has said something to one's own."""
        await expect(newest(self.page)).to_contain_class("theirs")

    async def inserts(self) -> None:
        """Let the tour put its words into the input, and send them."""
        await self.tour.get_by_role("button", name="Вставить").click()
        field = self.page.get_by_role("textbox", name="Сообщение")
        await expect(field).not_to_have_value("")
        await field.press("Enter")

    async def reads(self, text: str) -> None:
        """Wait for the newest message of another to say so."""
        theirs = self.page.locator("#messages > .message.theirs").last
        await expect(theirs).to_contain_text(text)

    async def does(self, *deeds: str | tuple[str, str]) -> None:
        """Go through a form: a name is a button; a pair is a question and what is typed."""
        for deed in deeds:
            if isinstance(deed, str):
                await self.presses(deed)
            else:
                await self.reads(deed[0])
                await self.sends(deed[1])
                await self.hears_back(deed[1])

    async def hears_back(self, text: str) -> None:
        """Wait for the answer to what was just sent.

        Only behind one's own message the newest one is the answer, and not the question.
        """
        await expect(self.page.locator(".message.mine").last).to_contain_text(text)
        await self.is_answered()

    async def turns(self, name: str) -> None:
        """Press a button of the clock, behind the little clock where the banner is narrow."""
        chip = self.page.get_by_role("button", name=name, exact=True)
        if not await chip.first.is_visible():
            await self.page.locator("#unfold").click()
        await chip.first.click()


async def asked(page: Page, path: str) -> Any:
    """What the server of the page answers."""
    return await (await page.request.get(f"{page.url.split('#')[0]}{path}")).json()
