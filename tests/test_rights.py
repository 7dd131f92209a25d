"""The authorisation matrix: every handler, for every role in every kind of chat.

Each handler has a row in ROWS. The row says how the handler is reached, and who may reach it where;
for everybody else the same deed must show nothing, change nothing and say nothing but a refusal.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters.callback_data import CallbackData
from rights_rows import NO_REFUSAL, ROWS
from rights_scene import (
    FORM,
    KEPT,
    OWN,
    PASSING,
    TEAM,
    WHO,
    Named,
    Row,
    Scene,
    answers,
    edits,
    hidden_in,
    own_draft,
    own_edit,
    words_of,
)
from team import Team, dispatcher, make_team

from cases.roles import RIGHTS, Action, Place, Role
from handlers.otherwise import ANSWERS
from handlers.presses import FormPress, ReplyPress
from handlers.routers import ROUTERS
from texts import team as words

REFUSED = {words.STRANGER, words.INVITATION_SPENT, *ANSWERS.values()}


def handlers(routers: tuple[Router, ...] = ROUTERS) -> Iterator[tuple[str, Router, str]]:
    """Every handler that is registered, with its router and its observer."""
    for router in routers:
        for name, observer in router.observers.items():
            for handler in observer.handlers:
                yield _name(handler), router, name


def _name(handler: HandlerObject) -> str:
    return f"{handler.callback.__module__.split('.', 1)[1]}.{handler.callback.__name__}"


def handler_of(name: str) -> str:
    """The handler that a row is about."""
    return name.partition(":")[0]


def test_every_handler_has_a_row_and_every_row_a_handler() -> None:
    registered = {name for name, _, _ in handlers()}
    rowed = {handler_of(name) for name in ROWS}
    without = [
        f"handlers/{name.replace('.', '.py: ')} has no row. Add it to ROWS in tests/rights_rows.py:"
        f' "{name}": Row(says("/…"), private=TEAM), with who may reach it, and how.'
        for name in sorted(registered - rowed)
    ]
    assert not without, "\n".join(without)
    assert not rowed - registered, "rows of handlers that are no more"


def test_a_missing_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROWS, "lists.show_open")
    with pytest.raises(AssertionError, match=r"handlers/lists\.py: show_open has no row\. Add it"):
        test_every_handler_has_a_row_and_every_row_a_handler()


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Write down which handlers run."""
    heard: list[str] = []

    async def listen(handler: Any, event: Any, data: dict[str, Any]) -> Any:
        heard.append(_name(data["handler"]))
        return await handler(event, data)

    observers = [o for router in dispatcher().sub_routers for o in router.observers.values()]
    for observer in observers:
        observer.middleware.register(listen)
    try:
        yield heard
    finally:
        for observer in observers:
            observer.middleware.unregister(listen)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with make_team(datetime(2026, 3, 4, 9, 0, tzinfo=UTC)) as team:
        yield Scene(team)


@pytest.mark.parametrize("name", ROWS)
async def test_who_may_reach_it_does_and_nobody_else_sees_anything(
    scene: Scene, name: str
) -> None:  # fmt: skip
    row = ROWS[name]
    await scene.is_set(row)
    order = sorted((row.may(who, place), place, who) for place in Place for who in "srmo")
    with overheard() as heard:
        for may, place, who in order:  # those who may not come first: nothing has changed yet
            heard.clear()
            await _try(scene, name, who, place, heard, may=may)


async def _try(
    scene: Scene, name: str, who: str, place: Place, heard: list[str], *, may: bool
) -> None:
    member, handler, row = scene.people[who], handler_of(name), ROWS[name]
    told = f"{name}: {WHO[who]} in {place}"
    kept, before = [] if may else await scene.kept(), scene.chats()
    alerts = len(member.person.alerts)
    await row.deed(scene, member, scene.groups[place])
    await scene.team.settles()
    news = _all_news(before, scene.chats())
    toasts = member.person.alerts[alerts:]
    assert_nothing_leaks(news, told)
    assert_holds_none(hidden_in(place, who), toasts, told)
    assert not await scene.failed(), f"{told}: the handler could not cope"
    said = news.pop((place, who if place is Place.PRIVATE else ""))
    spoken = {*map(words_of, said), *toasts}
    if may:
        assert handler in heard, f"{told}: heard by {heard or 'nobody'}"
        shown = "\n".join([*said, *(each for more in news.values() for each in more), *toasts])
        assert who not in TEAM or row.shows in shown, f"{told}: {spoken}"
        assert (
            name == NO_REFUSAL or who not in TEAM or not (REFUSED - {words.BUTTON_IS_PAST}) & spoken
        ), f"{told}: {spoken}"
        return
    assert not any(news.values()), f"{told}: others heard something"
    assert handler not in heard or spoken <= REFUSED, f"{told}: {spoken}"
    if who in TEAM and handler not in heard:
        return  # another handler has heard it, and has a row of its own
    assert await scene.kept() == kept, f"{told}: the journal has changed"
    if place is not Place.PRIVATE:
        assert not said, f"{told}: {said}"
    else:
        assert spoken <= REFUSED, f"{told}: {spoken}"


def _all_news(
    before: dict[tuple[Place, str], list[str]], now: dict[tuple[Place, str], list[str]]
) -> dict[tuple[Place, str], list[str]]:
    return {chat: _news(before[chat], said) for chat, said in now.items()}


def assert_nothing_leaks(news: dict[tuple[Place, str], list[str]], told: str) -> None:
    """No chat, whoever has done something wherever, comes to hold what is hidden from it."""
    for (place, who), said in news.items():
        assert_holds_none(hidden_in(place, who), said, f"{told}: {WHO.get(who, place)}")


def assert_holds_none(hidden: tuple[str, ...], said: list[str], told: str) -> None:
    seen = [secret for secret in hidden for text in said if secret in text]
    assert not seen, f"{told} saw {seen}"


def _news(before: list[str], now: list[str]) -> list[str]:
    """What was said or changed since."""
    return [text for n, text in enumerate(now) if n >= len(before) or before[n] != text]


OF_THE_OWNER: dict[str, Named] = {
    **{f"the draft: {what}": own_draft(what) for what in ("go", "delete", "sure")},
    **{
        f"the form: {what}": lambda scene, member, what=what: FormPress(
            draft=scene.draft_of(member), step=1, what=what
        )
        for what in ("summary", "cancel", "save")
    },
    **{f"the edit: {what}": own_edit(what) for what in ("update", "leave")},
    **{
        f"the reply: {what}": lambda _, __, what=what: ReplyPress(what=what, id=2)
        for what in ("show", "take", "rename", "rewrite", "for", "ask_remove", "remove")
    },
    "the reply: filled": lambda _, __: ReplyPress(what="show", id=2, case=1),
}
"""Presses that carry what is the owner's alone."""


@pytest.mark.parametrize("name", OF_THE_OWNER)
async def test_a_manager_reaches_nothing_that_is_the_owners_alone(scene: Scene, name: str) -> None:
    await scene.is_set(Row(answers("")))
    await scene.team.owner.does(*FORM)
    for deed in (answers("личнаяканарейка"), edits("черновикканарейки")):
        await deed(scene, scene.team.owner, None)
    kept, before = await _of_others(scene), scene.chats()
    press: CallbackData = OF_THE_OWNER[name](scene, scene.team.anna)
    scene.forges(scene.team.anna, None, press.pack())
    await scene.team.settles()
    await scene.team.anna.says("18777001")  # where a form has opened, it is answered
    assert_nothing_leaks(_all_news(before, scene.chats()), name)
    assert_holds_none(OWN, scene.team.anna.person.alerts, name)
    assert not await scene.failed()
    assert await _of_others(scene) == kept


async def _of_others(scene: Scene) -> list[tuple[Any, ...]]:
    """All that the journal keeps but the conversation of the one who tries."""
    anna = f":{scene.team.anna.id}:"
    return [row for row in await scene.kept() if row[0] != "conversations" or anna not in row[1]]


async def test_every_table_is_watched(team: Team) -> None:
    rows = await team.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {row["name"] for row in rows if not row["name"].startswith(INSIDE)}
    assert tables == {*KEPT, *PASSING}


INSIDE = ("sqlite_", "sketch_words", "sketch_stems", "reading_words", "reading_terms")
"""The tables that SQLite keeps for itself, and its indexes of words."""


def test_the_gate_lets_nobody_do_more_in_a_group_than_in_private() -> None:
    for role in Role:
        assert RIGHTS[Place.GROUP][role] <= RIGHTS[Place.PRIVATE][role]
        assert RIGHTS[Place.FOREIGN_GROUP][role] <= RIGHTS[Place.GROUP][role]
        assert RIGHTS[Place.GROUP][role] <= {Action.VIEW_SHORT, Action.BIND}
