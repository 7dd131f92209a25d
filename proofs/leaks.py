"""The leaks: people of every sort try everything everywhere; no canary reaches the wrong eyes.

The monkeys, with more to do: people are removed and invited again, the owner changes, groups are
unbound and bound, buttons that others were shown are forged, commands and links are tried in every
chat. Every case and every sentence has a canary of its own, and `proofs/eyes.py` says who may see
it. `python -m proofs.leaks 10000`.
"""

import argparse
import asyncio
import json
import re
import sys
import time
from collections import deque
from random import Random, SystemRandom
from typing import Any

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from handlers.presses import TeamPress
from proofs.eyes import Eyes, Sort
from proofs.monkeys import BEGINS, Deed, Monkeys
from proofs.rush import Member, Team, make_team
from sandbox.calls import Call
from sandbox.chats import Post
from sandbox.groups import Group
from sandbox.queries import Query
from storage.columns import NewCase
from storage.history import By

CASES = 12
SEEN = 400
"""So many of the newest buttons are remembered, to be forged."""
FILES = ("Document", "Photo", "MediaGroup", "Video", "Voice", "Animation", "Audio")
_PRESS = re.compile(r'"callback_data": ?"([^"]{1,64})"')
_LINK = re.compile(r"https://t\.me/\S+\?start=\S+")


class Snoops(Monkeys):
    """Monkeys who want to see what is not for them."""

    def __init__(self, team: Team, random: Random) -> None:
        super().__init__(team, random)
        self.eyes = Eyes(team.database)
        self.deeds |= SNOOPING
        self.shown: deque[str] = deque(maxlen=SEEN)
        self.invitations: list[str] = []
        self.heard: dict[int, int] = {}
        self.suspects: list[tuple[str, int]] = []
        self.looked = 0

    @property
    def people(self) -> list[Member]:
        """Everybody as often as the others."""
        return [self.team.owner, self.team.anna, self.team.boris, self.team.stranger]

    async def prepare(self) -> None:
        """Plant the cases, and let everybody be in both groups."""
        await super().prepare()
        for member in self.people:
            for group in (self.team.group, self.foreign):
                if not group.has(member.id):
                    group.adds(member.person)
        await self.team.stranger.starts()
        for number in range(CASES):
            await self._plant(list(Kind)[number % 3])
        owner = self.team.owner
        word = self.eyes.canary(Sort.OWN, owner.id)
        await owner.does("/new", "Чат с покупателем", f"Черновик {word}", "/new", "Начать новое")
        await self.notice()

    async def _plant(self, kind: Kind) -> None:
        """Register a case whose every text is a canary; its number is one that a group may see."""
        word, number = self.eyes.canary(Sort.CASE), self.eyes.canary(Sort.NUMBER)
        status = {Kind.SUPPORT_TICKET: Status.SENT, Kind.BUYER_CHAT: Status.WAITING_US}
        answers: dict[str, Any] = {"summary": f"суть {word}", "category": "content"}
        answers |= {"buyer": f"Тимур {word}", "details": word, "restated": word}
        now, owner = self.team.clock.now(), await self.team.people.by_telegram(self.team.owner.id)
        new = NewCase(
            kind, status.get(kind, Status.REQUESTED), 1, answers, number, waiting_since=now
        )
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, By(owner, Place.PRIVATE, now))
        caption = f"#{case.id} {word}"
        await self.team.owner.person.sends_document(f"{word}.pdf", word.encode(), caption=caption)
        await self.team.collects()

    def canary(self, who: Member, where: Group | None) -> str:
        """Return a word of one's own for each thing that is said in private."""
        return self.eyes.canary(Sort.TYPED, who.id) if where is None else ""

    async def notice(self) -> None:
        """Hold what the bot has shown since against who may see it now."""
        await self.eyes.look()
        for call in self.team.world.calls[self.looked :]:
            text = json.dumps(call.params, ensure_ascii=False, default=str)
            self.shown.extend(_PRESS.findall(text.replace('\\"', '"')))
            self.suspects.append((f"{call.method} {text}", int(call.params.get("chat_id") or 0)))
        for each in self.people:
            told = each.person.answers[self.heard.get(each.id, 0) :]
            self.heard[each.id] = len(each.person.answers)
            self.suspects += [(f"toast {one['text']}", each.id) for one in told]
        suspects, self.suspects = self.suspects, []
        for text, chat in suspects:
            hidden = await self.eyes.hidden(text, chat) if chat else []
            hidden += _files(text) if chat and chat not in self.eyes.members else []
            if hidden:
                last = " → ".join(list(self.done)[-3:])
                self.troubles.leaked.append(f"{hidden} in {chat}: {text[:3000]}\n    after {last}")

    def look(self) -> None:
        """Look at every call, and begin to count anew where the journal of calls was emptied."""
        super().look()
        self.looked = len(self.team.world.calls)

    def leaks(self, call: Call) -> list[str]:  # noqa: ARG002 - `notice` has looked at it
        """Leave it to `notice`."""
        return []


def _files(text: str) -> list[str]:
    return [f"a file by {each}" for each in FILES if text.startswith(f"send{each} ")]


async def _forge(snoops: Snoops, who: Member) -> None:
    """Press a button that anybody was ever shown, under any message of the bot."""
    if not snoops.shown:
        raise LookupError
    where = snoops.random.choice([None, None, snoops.team.group, snoops.foreign])
    snoops.done[-1] += f" in {where.title if where else 'private'}"
    _press(snoops, who, where, snoops.random.choice(snoops.shown))


def _press(snoops: Snoops, who: Member, where: Group | None, press: str) -> None:
    chat = where or who.person.private
    posts = [each for each in chat.posts.values() if _can_be_changed(snoops, each)]
    if not posts:
        raise LookupError
    snoops.done[-1] += f" {press}"
    post = snoops.random.choice(posts[-30:])
    asked = Query(who.person, snoops.team.bot, chat.id, post.key, snoops.team.clock.now())
    body = snoops.team.world.queries.ask(asked, post.body, press)
    snoops.team.bot.queue.put("callback_query", body)


def _can_be_changed(snoops: Snoops, post: Post) -> bool:
    """Whether it is a message of the bot that buttons may stand under."""
    ours = post.author == snoops.team.bot.id and not post.service
    return ours and post.keyboard is None and "text" in post.body


async def _ask(snoops: Snoops, who: Member) -> None:
    """Ask for a case by whatever names it, anywhere."""
    case = snoops.random.randrange(1, CASES + 1)
    word = f"{2 * case - 1:05}"
    command = snoops.random.choice((
        f"/status #{case}", f"/status кнрн{2 * case:05}", f"#{case}", f"/find кнрс{word}",
        f"/find кнрс{word}", f"/start case_{case}", f"/pack {case}", f"#{case} дописать", "/list",
        f"/how wb {case}", "/preview", "/drafts", "/team", "/digest", "/chronicle", "/me",
    ))  # fmt: skip
    where = snoops.random.choice([None, snoops.team.group, snoops.foreign])
    if where:
        command = re.sub(r"^(/\w+)", r"\1@journal_bot", command)
    snoops.done[-1] += f" {command} in {where.title if where else 'private'}"
    reply = None
    posts = [p for p in (where or who.person.private).posts.values() if p.by_bot]
    if posts and snoops.random.random() < 0.3:
        reply = snoops.random.choice(posts[-20:]).body
    await who.person.says(command, where=where, reply_to=reply)


async def _remove(snoops: Snoops, _: Member) -> None:
    """Let the owner remove somebody, by the button for it."""
    sql = "SELECT id, role FROM people WHERE removed_at IS NULL"
    people = [row["id"] for row in await snoops.team.database.rows(sql) if row["role"] != "owner"]
    if not people:
        raise LookupError
    press = TeamPress(what="removed", id=snoops.random.choice(people)).pack()
    _press(snoops, await _owner(snoops), None, press)


async def _invite(snoops: Snoops, who: Member) -> None:
    """Let somebody follow a fresh invitation, or one that was spent; mostly who is not in yet."""
    outside = [each for each in snoops.people if each.id not in snoops.eyes.members]
    if outside and snoops.random.random() < 0.8:
        who = snoops.random.choice(outside)
        who.person.unblocks()
    owner = await _owner(snoops)
    if snoops.random.random() < 0.7:
        await owner.says("/invite")
        snoops.invitations += _LINK.findall(owner.sees)
    if not snoops.invitations:
        raise LookupError
    await who.person.follows(snoops.random.choice(snoops.invitations[-3:]))


async def _owner(snoops: Snoops) -> Member:
    owner = await snoops.team.people.owner()
    return next(each for each in snoops.people if owner and each.id == owner.telegram_id)


async def _demote(snoops: Snoops, who: Member) -> None:
    """Make somebody else of the team the owner, as the settings may at a start."""
    if who.id not in snoops.eyes.members:
        raise LookupError
    async with snoops.team.database.transaction():
        await snoops.team.people.keep_one_owner(who.id)
    snoops.team.app.worker.services["owner_id"] = who.id
    snoops.team.app.worker.owner_id = who.id


async def _unbind(snoops: Snoops, who: Member) -> None:
    """Take the bot out of a group, or bring it in and bind the group or not."""
    group = snoops.random.choice([snoops.team.group, snoops.foreign])
    if group.has(snoops.team.bot.id):
        if snoops.random.random() < 0.5:
            group.removes(snoops.team.bot, by=who.person)
        else:
            await who.person.says("/bind@journal_bot", where=group)
        return
    group.adds(snoops.team.bot, admin=snoops.random.random() < 0.5, by=who.person)
    await snoops.team.settles()
    if group is snoops.team.group:
        await (await _owner(snoops)).person.says("/bind@journal_bot", where=group)


SNOOPING: dict[str, tuple[Deed, int]] = {
    "forges": (_forge, 60),  # type: ignore[dict-item]  # snoops are monkeys
    "asks": (_ask, 40),  # type: ignore[dict-item]  # the same
    "removes": (_remove, 6),  # type: ignore[dict-item]  # the same
    "invites": (_invite, 10),  # type: ignore[dict-item]  # the same
    "demotes": (_demote, 2),  # type: ignore[dict-item]  # the same
    "unbinds": (_unbind, 4),  # type: ignore[dict-item]  # the same
}


async def run(deeds: int, seed: int) -> Snoops:
    """Let them do so many things; the same seed does the same."""
    async with make_team(BEGINS) as team:
        snoops = Snoops(team, Random(seed))  # noqa: S311 - a choice, not a secret
        await snoops.prepare()
        await snoops.go_on(deeds)
        return snoops


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proofs.leaks", description=__doc__)
    parser.add_argument("deeds", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=None)
    chosen = parser.parse_args()
    seed = SystemRandom().randrange(10**6) if chosen.seed is None else chosen.seed
    begun = time.monotonic()
    snoops = asyncio.run(run(chosen.deeds, seed))
    print(f"seed {seed}, {time.monotonic() - begun:.0f} s; {dict(snoops.counts)}")
    print(f"canaries: {len(snoops.eyes.authors)}, seen {snoops.eyes.seen} times by who may")
    for name, found in vars(snoops.troubles).items():
        print(f"{name:>10}: {len(found)}", *list(dict.fromkeys(found))[:8], sep="\n    ")
    return 0 if snoops.troubles.none else 1


if __name__ == "__main__":
    sys.exit(main())
