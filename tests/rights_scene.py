"""The scene of the matrix of rights: a journal full of canaries, two groups, four people, deeds."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from team import TOKEN, Member, Team

from cases.kinds import Category, EntryKind, Kind, Marketplace
from cases.lifecycles import Status
from cases.roles import Place
from handlers.presses import DraftPress, EditPress
from sandbox.groups import Group
from sandbox.queries import Query
from sandbox.wire import Json
from storage.columns import NewCase
from storage.history import By
from storage.tables import Tables

WHO = {"o": "the owner", "m": "a manager", "s": "a stranger", "r": "somebody who was removed"}
TEAM = "om"

NAMED = (
    "Канарейкин", "шовканарейки", "canary.pdf", "подписьканарейки", "дописаноканарейкой",
    "соседканарейки", "темаканарейки", "разделканарейки", "ответканарейки", "меткаканарейки",
)  # fmt: skip
"""What the journal holds and no group may see: of the cases, and of what the team keeps beside."""
NUMBERS = ("18777001", "18777002", "18777003")
"""What the team's group may see of the cases, and nobody outside of it."""
SECRETS = (*NAMED, *NUMBERS)
OWN = ("личнаяканарейка", "черновикканарейки")
"""What the owner keeps alone: a reply and a draft. No manager may see them."""

KEPT = (
    "attachments", "cabinets", "case_tags", "cases", "chat_groups", "choices", "clocks", "consents",
    "conversations", "duties", "entities", "entries", "history", "invitations", "leftovers",
    "limits", "links", "mentions", "parts", "people", "picks", "pings", "readings", "replies",
    "searches", "sections", "sketch_keys", "sketches", "spoken", "tags", "topics", "undos",
)  # fmt: skip
"""The tables that somebody without the right must not change."""
PASSING = ("facts", "inbox", "loops", "outbox", "silences")
"""The tables through which everything passes, a stranger's words too."""

FORM = ("/new", "Чат с покупателем")
ASIDE = (*FORM, "Порвалась молния", "/new", "Начать новое")
ABOUT = {"Ольга": "Порвалась молния", "Анна": "Пришёл другой размер", "Борис": "Фонарь не горит"}
"""What each of the team writes about: cases that are not alike."""
SAVED = ("Только что", "К итогу", "Сохранить")

Deed = Callable[["Scene", Member, Group | None], Awaitable[None]]
Named = Callable[["Scene", Member], Any]


@dataclass(frozen=True)
class Row:
    """How a handler is reached, and by whom: letters of WHO for each kind of chat.

    `before` are things the person says in private while they are still in the team, `prepares` is
    what they do after that. `shows` is a part of what the handler says to those who may.
    """

    deed: Deed
    private: str = ""
    group: str = ""
    foreign: str = ""
    before: tuple[str, ...] = ()
    prepares: Deed | None = None
    shows: str = ""

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


def sends(caption: str = "") -> Deed:
    """Send a file."""

    async def deed(_: Scene, member: Member, where: Group | None) -> None:
        content = f"%PDF {member.id}".encode()
        await member.person.sends_document("счёт.pdf", content, caption=caption, where=where)

    return deed


def presses(press: Any) -> Deed:
    """Press a button with this data, forged if need be: under any message of the bot there.

    What depends on who presses is a function of the scene and the person.
    """

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        given = press(scene, member) if callable(press) else press
        scene.forges(member, where, given if isinstance(given, str) else given.pack())

    return deed


def answers(text: str = "") -> Deed:
    """Say what has happened, each their own, and remember which message it was."""

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        scene.answered[member.id] = await member.person.says(
            text or ABOUT[member.person.first_name], where=where
        )
        await scene.team.settles()

    return deed


def edits(text: str) -> Deed:
    """Change the answer that was given; in a group, or where none was, another message."""

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        told = scene.answered.get(member.id)
        if told is None or where is not None:
            told = await member.person.says("привет", where=where)
        await member.person.edits(told, text)
        await scene.team.settles()

    return deed


def in_turn(*deeds: Deed) -> Deed:
    """Do one thing after another."""

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        for each in deeds:
            await each(scene, member, where)

    return deed


def opens(number: str) -> Deed:
    """Look at a case."""

    async def deed(scene: Scene, member: Member, _: Group | None) -> None:
        await member.person.says(f"/status {number}")
        await scene.team.settles()

    return deed


def replies_to_card(text: str) -> Deed:
    """Answer the bot's newest message there, and remember which message it was."""

    async def deed(scene: Scene, member: Member, where: Group | None) -> None:
        chat = where or member.person.private
        posts = [p for p in chat.posts.values() if p.author == scene.team.bot.id]
        told = await member.person.says(text, where=where, reply_to=posts[-1].body)
        await scene.team.settles()
        scene.answered.setdefault(member.id, told)

    return deed


async def saves(_: Scene, member: Member, __: Group | None) -> None:
    """Answer the rest of the form and save the case."""
    await member.does(*SAVED)


def own_draft(what: str) -> Named:
    """Do something with one's own draft; who has none tries the owner's."""
    return lambda scene, member: DraftPress(what=what, draft=scene.draft_of(member))


def own_edit(what: str) -> Named:
    """Decide about one's own changed answer; who has none tries the owner's."""

    def press(scene: Scene, member: Member) -> EditPress:
        told = scene.answered.get(member.id) or scene.answered[scene.team.owner.id]
        return EditPress(what=what, message=told["message_id"])

    return press


async def lets_numbers_be_heard(scene: Scene, _: Member, __: Group | None) -> None:
    """Let the team's group ask for the cards of the numbers that are named in it."""
    async with scene.team.database.transaction():
        await scene.team.database.rows("UPDATE chat_groups SET talks = 1")


async def closes_the_ticket(scene: Scene, _: Member, __: Group | None) -> None:
    """Close the second case."""
    async with scene.team.database.transaction():
        sql = "UPDATE cases SET status = 'closed', closed_at = created_at WHERE id = 2"
        await scene.team.database.rows(sql)


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


class Scene:
    """Linked chats and a ticket full of canaries, what the team keeps, and two groups.

    The second case is a ticket. The team's reply is 1, the owner's own is 2; the team's topic is
    «t1».
    """

    def __init__(self, team: Team) -> None:
        self.team = team
        self.people = {"o": team.owner, "m": team.anna, "s": team.stranger, "r": team.boris}
        self.groups: dict[Place, Group | None] = {Place.PRIVATE: None}
        self.answered: dict[int, Json] = {}
        self.drafts: dict[int, str] = {}
        self._next = -5_000

    @property
    def tables(self) -> Tables:
        tables: Tables = self.team.app.worker.services["tables"]
        return tables

    def next_id(self) -> int:
        self._next -= 1
        return self._next

    async def is_set(self, row: Row) -> None:
        """Let everybody talk to the bot in every chat, do what the row needs, and remove one."""
        await self.team.begins(_everybody_talks)
        _, ours, foreign = self.team.world.groups.values()
        self.groups |= {Place.GROUP: ours, Place.FOREIGN_GROUP: foreign}
        await self.team.collects()
        for member in (self.team.owner, self.team.anna, self.team.boris):
            await member.does(*row.before)
            if row.prepares:
                await row.prepares(self, member, None)
            await self._remember_draft(member)
        boris = await self.team.people.by_telegram(self.team.boris.id)
        assert boris is not None
        async with self.team.database.transaction():
            await self.team.people.remove(boris, self.team.clock.now())

    async def begins(self) -> None:
        """Let there be a journal, a team and two groups."""
        await self.team.hire()
        await self._registers()
        await self._keeps_its_own()
        await self._group("Команда", binds=True)
        await self._group("Чужая", binds=False)
        await self.team.stranger.starts()

    async def _registers(self) -> None:
        by = await self._by_owner()
        case, neighbour = (
            NewCase(
                kind, status, 1, answers, number, waiting_since=since,
            )
            for kind, status, since, answers, number in (
                (
                    Kind.BUYER_CHAT, Status.WAITING_US, self.team.clock.now(),
                    {"summary": "шовканарейки", "buyer": "Канарейкин"}, NUMBERS[0],
                ),
                (Kind.SUPPORT_TICKET, Status.SENT, None, {"summary": "соседканарейки"}, NUMBERS[1]),
            )
        )  # fmt: skip
        told = {"summary": "шовканарейки", "restated": "шовканарейки"}
        ticket = NewCase(Kind.SUPPORT_TICKET, Status.ANSWERED, 1, told, NUMBERS[2])
        async with self.team.database.transaction():
            await self.team.journal.register(case, by)
            await self.team.journal.register(neighbour, by)
            await self.team.journal.register(ticket, by)
            await self.tables.links.join(1, 2, by)
            await self.tables.tags.put(await self.team.search.get(1), "меткаканарейки", by)
            await self.tables.entries.write(
                1, EntryKind.ADDITION, "дописаноканарейкой", {}, by.now, by
            )
        await self.team.owner.person.sends_document(
            "canary.pdf", b"%PDF canary", caption="#1 подписьканарейки"
        )
        await self.team.settles()

    async def _keeps_its_own(self) -> None:
        """Let the team have topics, sections and replies, and the owner a reply and a draft."""
        by = await self._by_owner()
        async with self.team.database.transaction():
            await self.tables.topics.add(Category.TECH, "темаканарейки")
            await self.tables.sections.keep(Marketplace.WB, Category.TECH, "разделканарейки")
            await self.tables.replies.add("Команды", "ответканарейки", by, for_team=True)
            await self.tables.replies.add("Своё", "личнаяканарейка", by, for_team=False)
        await self.team.owner.does(*FORM, "черновикканарейки", "/new", "Начать новое")

    async def _by_owner(self) -> By:
        owner = await self.team.people.by_telegram(self.team.owner.id)
        return By(owner, Place.PRIVATE, self.team.clock.now())

    async def _group(self, title: str, *, binds: bool) -> None:
        group = self.team.world.group(title)
        for member in self.people.values():
            group.adds(member.person)
        group.adds(self.team.bot, admin=True)
        await self.team.settles()
        if binds:
            await self.team.owner.says("/bind@journal_bot", where=group)
        # A message of the bot, under which a button can be forged.
        await self.team.world.call(TOKEN, "sendMessage", {"chat_id": group.id, "text": "кнопка"})

    async def _remember_draft(self, member: Member) -> None:
        rows = await self.team.database.rows("SELECT key, answers FROM conversations")
        talk = f":{member.id}:{member.id}:"
        kept = [each for row in rows if talk in row["key"] for each in _drafts(row["answers"])]
        if kept:
            self.drafts[member.id] = str(kept[0]["id"])

    def draft_of(self, member: Member) -> str:
        """The first draft of a person; who has none tries the owner's."""
        return self.drafts.get(member.id) or self.drafts[self.team.owner.id]

    def forges(self, member: Member, where: Group | None, press: str) -> None:
        """Press a button that nobody was shown."""
        chat = where or member.person.private
        post = next(p for p in reversed(list(chat.posts.values())) if p.author == self.team.bot.id)
        asked = Query(member.person, self.team.bot, chat.id, post.key, self.team.clock.now())
        body = self.team.world.queries.ask(asked, post.body, press)
        self.team.bot.queue.put("callback_query", body)

    async def kept(self) -> list[tuple[Any, ...]]:
        """All that the journal keeps."""
        return await self.team.database.holds(*KEPT)

    async def failed(self) -> list[str]:
        """The updates with which a handler could not cope."""
        rows = await self.team.database.rows("SELECT payload FROM inbox WHERE tries > 0")
        return [str(row["payload"]) for row in rows]

    def said(self, where: Group | None, member: Member) -> list[str]:
        """What the bot has said so far in a chat, as it reads now: with its files and buttons."""
        chat = where or member.person.private
        return [_whole(p.body) for p in chat.posts.values() if p.author == self.team.bot.id]

    def chats(self) -> dict[tuple[Place, str], list[str]]:
        """What stands in every chat now, by the place and the letter of who reads it there."""
        private = {(Place.PRIVATE, w): self.said(None, each) for w, each in self.people.items()}
        groups = {(p, ""): self.said(g, self.team.owner) for p, g in self.groups.items() if g}
        return private | groups


async def _everybody_talks(team: Team) -> None:
    await Scene(team).begins()


def _whole(body: Json) -> str:
    """A message with all that can be read in it, and nothing of what it answers."""
    text = str(body.get("text") or body.get("caption") or "")
    files = {
        name: body[name]
        for name in ("document", "photo", "video", "audio", "voice", "reply_markup")
        if name in body
    }
    return f"{text}\n{json.dumps(files, ensure_ascii=False)}" if files else text


def words_of(said: str) -> str:
    """What was said, without the files and the buttons."""
    return re.sub(r"\n\{.*\}$", "", said)


def _drafts(answers: str) -> list[Json]:
    drafts: list[Json] = json.loads(answers).get("drafts", [])
    return drafts


def hidden_in(place: Place, who: str) -> tuple[str, ...]:
    """What a chat must not hold: a group, or the private chat of a person."""
    if place is Place.GROUP:
        return (*NAMED, *OWN)
    if place is Place.FOREIGN_GROUP or who not in TEAM:
        return (*SECRETS, *OWN)
    return OWN if who == "m" else ()
