"""The authorisation matrix: every handler, for every role in every kind of chat.

Each handler has a row in ROWS. The row says how the handler is reached, and who may reach it where;
for everybody else the same deed must show nothing, change nothing and say nothing but a refusal.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from team import Member, Team, make_team

from cases.kinds import Kind
from cases.roles import RIGHTS, Action, Place, Role
from handlers.keyboards import (
    BindPress,
    CasePress,
    FindPress,
    FormPress,
    ListPress,
    MovePress,
    NewPress,
    TeamPress,
)
from handlers.otherwise import ANSWERS
from handlers.routers import ROUTERS
from sandbox.groups import Group
from sandbox.queries import Query
from storage.history import By
from storage.journal import NewCase
from texts import team as words

WHO = {"o": "the owner", "m": "a manager", "s": "a stranger", "r": "somebody who was removed"}
SECRETS = ("Канарейкин", "шовканарейки", "18777001", "canary.pdf")
"""What stands in the one case of the journal and nobody but the team may see."""
NAMED = ("Канарейкин", "шовканарейки", "canary.pdf")
"""What of it no group may see; the number may be said there."""
REFUSED = {words.STRANGER, words.INVITATION_SPENT, *ANSWERS.values()}
KEPT = ("cases", "history", "people", "cabinets", "invitations", "attachments", "picks", "searches")
"""The tables that somebody without the right must not change."""
NO_REFUSAL = "otherwise.refuse"
"""The handler whose answer is the refusal itself."""

Deed = Callable[["Scene", Member, Group | None], Awaitable[None]]


@dataclass(frozen=True)
class Row:
    """How a handler is reached, and by whom: letters of WHO for each kind of chat.

    `before` are things the person says in private while they are still in the team.
    """

    deed: Deed
    private: str = ""
    group: str = ""
    foreign: str = ""
    before: tuple[str, ...] = ()

    def may(self, who: str, place: Place) -> bool:
        """Whether this person reaches the handler there."""
        columns = {Place.PRIVATE: self.private, Place.GROUP: self.group}
        return who in columns.get(place, self.foreign)


def says(text: str) -> Deed:
    """Write this; a command is written to the bot by name in a group."""

    async def deed(_: Scene, member: Member, where: Group | None) -> None:
        told = re.sub(r"^(/\w+)", r"\1@journal_bot", text) if where else text
        await member.person.says(told, where=where)

    return deed


def presses(press: Any) -> Deed:
    """Press a button with this data, forged if need be: under any message of the bot there."""

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        packed = press if isinstance(press, str) else press.pack()
        scene.forges(member, where, packed)

    return deed


async def blocks(_: Scene, member: Member, where: Group | None) -> None:
    if where is None:
        member.person.blocks()
        member.person.unblocks()
    else:
        await member.person.says("привет", where=where)


async def takes_the_bot_out(scene: Scene, member: Member, where: Group | None) -> None:
    if where is None:
        await member.person.says("привет")
    else:
        where.adds(scene.team.bot, admin=True)
        where.removes(scene.team.bot, by=member.person)


async def makes_it_a_supergroup(scene: Scene, member: Member, where: Group | None) -> None:
    if where is None:
        await member.person.says("привет")
    else:
        where.announce({"migrate_to_chat_id": scene.next_id()}, member.person)


ALL, TEAM, OWNER = "omsr", "om", "o"
LIST = {"of": "open"}
PAGE = ListPress(do="page", **LIST)
FORM = ("/new", "Чат с покупателем")

ROWS: dict[str, Row] = {
    "status.show_case": Row(says("/status 18777001"), private=TEAM, group=TEAM, foreign=TEAM),
    "status.show_number": Row(says("18777001"), private=TEAM),
    "pasting.begin_from_line": Row(says("/new wb 18777001 выплаты 12500р"), private=TEAM),
    "pasting.begin_from_paste": Row(
        says('Хочу вернуть товар "Юбка, бренд Шов, артикул 140158860"'), private=TEAM
    ),
    "registering.choose_kind": Row(says("/new"), private=TEAM),
    "registering.begin": Row(presses(NewPress(kind=Kind.BUYER_CHAT)), private=TEAM),
    "lists.show_open": Row(says("/list"), private=TEAM),
    "lists.look_at_list": Row(presses(ListPress(do="card", id=1, **LIST)), private=TEAM),
    "finding.find": Row(says("/find шовканарейки"), private=TEAM),
    "finding.find_in_private": Row(says("/find шовканарейки"), group=TEAM, foreign=TEAM),
    "finding.turn_found": Row(
        presses(FindPress(do="page", search=1)), private=TEAM, before=("/find шовканарейки",)
    ),
    "picking.pick": Row(presses(ListPress(do="tick", id=1, **LIST)), private=TEAM),
    "picking.choose_how": Row(presses(ListPress(do="hand", **LIST)), private=TEAM),
    "picking.ask_once": Row(presses(ListPress(do="take", **LIST)), private=TEAM),
    "picking.change_all": Row(presses(ListPress(do="take!", **LIST)), private=TEAM),
    "start.start": Row(says("/start case_1"), private="omsr"),
    "start.show_help": Row(says("/help"), private=TEAM, group=TEAM, foreign=TEAM),
    "start.cancel": Row(says("/cancel"), private=TEAM),
    "team.invite": Row(says("/invite"), private=OWNER),
    "team.invite_by_press": Row(presses(TeamPress(what="invite")), private=OWNER),
    "team.show_team": Row(says("/team"), private=OWNER),
    "team.show_team_again": Row(presses(TeamPress(what="team")), private=OWNER),
    "team.ask_to_remove": Row(presses(TeamPress(what="remove", id=2)), private=OWNER),
    "team.remove": Row(presses(TeamPress(what="removed", id=2)), private=OWNER),
    "cabinets.show_cabinets": Row(says("/cabinets"), private=OWNER),
    "cabinets.add_cabinet": Row(presses(TeamPress(what="add_cabinet")), private=OWNER),
    "cabinets.rename_cabinet": Row(presses(TeamPress(what="rename_cabinet", id=1)), private=OWNER),
    "groups.bind": Row(says("/bind"), group=OWNER, foreign=OWNER),
    "groups.bind_by_press": Row(presses(BindPress(chat=-1)), private=OWNER),
    "groups.explain_binding": Row(says("/bind"), private=TEAM),
    "groups.follow_group": Row(makes_it_a_supergroup, group=ALL, foreign=ALL),
    "groups.keep_reachable": Row(blocks, private=ALL),
    "groups.keep_group": Row(takes_the_bot_out, group=ALL, foreign=ALL),
    "moves.make_move": Row(presses(MovePress(move="we_answered", case=1, version=1)), private=TEAM),
    "moves.look_at_case": Row(presses(CasePress(what="full", case=1)), private=TEAM),
    "conversation.take_answer": Row(says("Разошёлся шов"), private=TEAM, before=FORM),
    "conversation.take_press": Row(
        presses(FormPress(draft="1", step=0, what="cancel")),
        private=TEAM,
        group=TEAM,
        foreign=TEAM,  # a form of a group there is never
        before=FORM,
    ),
    "otherwise.explain_commands": Row(says("/nosuchcommand"), private=TEAM),
    "otherwise.explain": Row(says("привет"), private=TEAM),
    "otherwise.answer_press": Row(presses("zz:1"), private=TEAM, group=TEAM, foreign=TEAM),
    NO_REFUSAL: Row(says("/invite"), private="m"),
}
"""Every handler by its module and name. Who stands nowhere in a row is refused or not heard."""


def handlers(routers: tuple[Router, ...] = ROUTERS) -> Iterator[tuple[str, Router, str]]:
    """Every handler that is registered, with its router and its observer."""
    for router in routers:
        for name, observer in router.observers.items():
            for handler in observer.handlers:
                yield _name(handler), router, name


def _name(handler: HandlerObject) -> str:
    return f"{handler.callback.__module__.split('.', 1)[1]}.{handler.callback.__name__}"


def test_every_handler_has_a_row_and_every_row_a_handler() -> None:
    registered = {name for name, _, _ in handlers()}
    without = [
        f"handlers/{name.replace('.', '.py: ')} has no row. Add it to ROWS in tests/test_rights.py:"
        f' "{name}": Row(says("/…"), private=TEAM), with who may reach it, and how.'
        for name in sorted(registered - ROWS.keys())
    ]
    assert not without, "\n".join(without)
    assert not ROWS.keys() - registered, "rows of handlers that are no more"


def test_a_missing_row_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROWS, "lists.show_open")
    with pytest.raises(AssertionError, match=r"handlers/lists\.py: show_open has no row\. Add it"):
        test_every_handler_has_a_row_and_every_row_a_handler()


class Scene:
    """A journal with one case full of secrets, a bound group, a foreign one, and four people."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.people = {"o": team.owner, "m": team.anna, "s": team.stranger, "r": team.boris}
        self.groups: dict[Place, Group | None] = {Place.PRIVATE: None}
        self._next = -5_000

    def next_id(self) -> int:
        self._next -= 1
        return self._next

    async def is_set(self, row: Row) -> None:
        """Let everybody talk to the bot in every chat, do what the row needs, and remove one."""
        await self.team.hire()
        await self._registers()
        self.groups[Place.GROUP] = await self._group("Команда", binds=True)
        self.groups[Place.FOREIGN_GROUP] = await self._group("Чужая", binds=False)
        await self.team.stranger.starts()
        for member in (self.team.owner, self.team.anna, self.team.boris):
            await member.does(*row.before)
        boris = await self.team.people.by_telegram(self.team.boris.id)
        assert boris is not None
        async with self.team.database.transaction():
            await self.team.people.remove(boris, self.team.clock.now())

    async def _registers(self) -> None:
        owner = await self.team.people.by_telegram(self.team.owner.id)
        answers = {"summary": "шовканарейки", "buyer": "Канарейкин"}
        new = NewCase(
            Kind.BUYER_CHAT, FIRST, 1, answers, "18777001", waiting_since=self.team.clock.now()
        )
        async with self.team.database.transaction():
            await self.team.journal.register(new, By(owner, Place.PRIVATE, self.team.clock.now()))

    async def _group(self, title: str, *, binds: bool) -> Group:
        group = self.team.world.group(title)
        for member in self.people.values():
            group.adds(member.person)
        group.adds(self.team.bot, admin=True)
        await self.team.settles()
        if binds:
            await self.team.owner.says("/bind@journal_bot", where=group)
        # A message of the bot, under which a button can be forged.
        await self.team.world.call(
            TOKEN_OF_THE_BOT, "sendMessage", {"chat_id": group.id, "text": "кнопка"}
        )
        return group

    def forges(self, member: Member, where: Group | None, press: str) -> None:
        """Press a button that nobody was shown."""
        chat = where or member.person.private
        post = next(p for p in reversed(list(chat.posts.values())) if p.author == self.team.bot.id)
        asked = Query(member.person, self.team.bot, chat.id, post.key, self.team.clock.now())
        body = self.team.world.queries.ask(asked, post.body, press)
        self.team.bot.queue.put("callback_query", body)

    async def kept(self) -> list[tuple[Any, ...]]:
        """All that the journal keeps."""
        found: list[tuple[Any, ...]] = []
        for table in KEPT:
            rows = await self.team.database.rows(f"SELECT * FROM {table}")  # noqa: S608 - ours
            found += [(table, *row) for row in rows]
        return found

    def said(self, where: Group | None, member: Member) -> list[str]:
        """What the bot has said so far in a chat, as it reads now."""
        chat = where or member.person.private
        return [str(p.body.get("text", "")) for p in chat.posts.values() if p.author == self.bot]

    @property
    def bot(self) -> int:
        return self.team.bot.id


FIRST = "waiting_us"
TOKEN_OF_THE_BOT = "42:TEST"  # noqa: S105 - the sandbox's own


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Write down which handlers run."""
    heard: list[str] = []

    async def listen(handler: Any, event: Any, data: dict[str, Any]) -> Any:
        heard.append(_name(data["handler"]))
        return await handler(event, data)

    observers = {id(o): o for _, router, name in handlers() for o in [router.observers[name]]}
    for observer in observers.values():
        observer.middleware.register(listen)
    try:
        yield heard
    finally:
        for observer in observers.values():
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
            await _try(scene, name, row, who, place, heard, may=may)


async def _try(
    scene: Scene, name: str, row: Row, who: str, place: Place, heard: list[str], *, may: bool
) -> None:
    member, where = scene.people[who], scene.groups[place]
    told = f"{name}: {WHO[who]} in {place}"
    kept, before = await scene.kept(), scene.said(where, member)
    alerts = len(member.person.alerts)
    elsewhere = _elsewhere(scene, member, where)
    await row.deed(scene, member, where)
    await scene.team.settles()
    said = _news(before, scene.said(where, member))
    answers = member.person.alerts[alerts:]
    assert_nothing_leaks(scene, said + answers, who, place, told)
    assert _elsewhere(scene, member, where) == elsewhere or may, f"{told}: others heard something"
    if may:
        assert name in heard, f"{told}: heard by {heard or 'nobody'}"
        if name != NO_REFUSAL and who in TEAM:
            assert not REFUSED & {*said, *answers}, f"{told}: {said} {answers}"
        return
    assert name not in heard or {*said, *answers} <= REFUSED, f"{told}: {said} {answers}"
    if who in TEAM:
        return  # another handler may have heard it, and has a row of its own
    assert await scene.kept() == kept, f"{told}: the journal has changed"
    if place is not Place.PRIVATE:
        assert not said, f"{told}: {said}"
    else:
        assert {*said, *answers} <= REFUSED, f"{told}: {said} {answers}"


def assert_nothing_leaks(scene: Scene, said: list[str], who: str, place: Place, told: str) -> None:
    """Nobody outside the team sees anything of the case, and no group what is of the buyer."""
    hidden = SECRETS if who not in TEAM else NAMED if place is not Place.PRIVATE else ()
    seen = [secret for secret in hidden for text in said if secret in text]
    assert not seen, f"{told}: saw {seen}"


def _news(before: list[str], now: list[str]) -> list[str]:
    """What was said or changed since."""
    return [text for n, text in enumerate(now) if n >= len(before) or before[n] != text]


def _elsewhere(scene: Scene, member: Member, where: Group | None) -> list[list[str]]:
    """What everybody else reads in private, and what stands in the other groups."""
    others = [scene.said(None, other) for other in scene.people.values() if other is not member]
    return others + [scene.said(g, member) for g in scene.groups.values() if g and g is not where]


def test_the_gate_lets_nobody_do_more_in_a_group_than_in_private() -> None:
    for role in Role:
        assert RIGHTS[Place.GROUP][role] <= RIGHTS[Place.PRIVATE][role]
        assert RIGHTS[Place.FOREIGN_GROUP][role] <= RIGHTS[Place.GROUP][role]
        assert RIGHTS[Place.GROUP][role] <= {Action.VIEW_SHORT, Action.BIND}
