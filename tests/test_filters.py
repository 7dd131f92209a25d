"""An update is asked about by one handler after another, in one loop and in one router."""

import asyncio
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.types import Message
from stories import CHAT
from team import Team

from handlers.filters import ask_in_place
from handlers.routers import ROUTERS, in_a_row


async def test_nobody_waits_for_a_thread_that_only_looks_at_an_update(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    hops: list[Any] = []

    async def hop(look: Any, *known: Any, **more: Any) -> Any:
        hops.append(look)
        return look(*known, **more)

    await team.hire()
    group = await team.binds_group()
    monkeypatch.setattr(asyncio, "to_thread", hop)
    await team.anna.does(*CHAT, "К итогу", "Сохранить")
    await team.anna.presses("Мы ответили")
    await team.anna.says("и ещё: шов разошёлся")
    await team.anna.says("#1 как там?", where=group)
    await team.anna.person.sends_photo(caption="#1")
    await team.settles()
    assert not hops


async def test_a_filter_that_is_asked_in_place_is_still_asked(team: Team) -> None:
    router = Router()

    def is_long(message: Message, now: str = "") -> bool:
        return len(message.text or "") > len(now)

    async def hears() -> None: ...

    router.message(F.text, is_long)(hears)
    ask_in_place(router)
    (handler,) = router.message.handlers
    anna = team.anna.person
    for text, heard in (("слово", True), ("", False), ("эх", False)):
        message = Message.model_validate({
            "message_id": 1, "date": 1, "chat": {"id": anna.id, "type": "private"}, "text": text,
        })  # fmt: skip
        assert (await handler.check(message, now="ага", other=1))[0] is heard


def test_every_handler_stands_in_one_row_in_the_order_of_the_routers() -> None:
    row = in_a_row()
    for event in ("message", "edited_message", "callback_query", "my_chat_member"):
        apart = [each for router in ROUTERS for each in router.observers[event].handlers]
        assert row.observers[event].handlers == apart
        assert apart


def test_no_router_has_something_of_its_own_that_the_row_would_leave_out() -> None:
    for router in ROUTERS:
        assert not router.sub_routers
        for observer in router.observers.values():
            assert not (*observer.middleware, *observer.outer_middleware)
            assert not observer._handler.filters
