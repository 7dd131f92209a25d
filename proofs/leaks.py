"""The leaks: people of every sort try everything everywhere; no canary reaches the wrong eyes.

The monkeys, with more to do: people are removed and invited again, the owner changes, groups are
unbound and bound, buttons that others were shown are forged, commands and links are tried in every
chat. Every case and every sentence has a canary of its own, and `proofs/eyes.py` says who may see
it. `python -m proofs.leaks 10000`.
"""

import asyncio
import json
import re
import sys
from collections import deque
from random import Random
from typing import Any

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from proofs.eyes import Eyes, Sort
from proofs.monkeys import BEGINS, Monkeys
from proofs.reports import asked, tell
from proofs.rush import Member, Team, make_team
from proofs.snooping import CASES, SNOOPING
from sandbox.calls import Call
from sandbox.groups import Group
from storage.columns import NewCase
from storage.history import By

SEEN = 400
"""So many of the newest buttons are remembered, to be forged."""
FILES = ("Document", "Photo", "MediaGroup", "Video", "Voice", "Animation", "Audio")
_PRESS = re.compile(r'"callback_data": ?"([^"]{1,64})"')


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


async def run(deeds: int, seed: int) -> Snoops:
    """Let them do so many things; the same seed does the same."""
    async with make_team(BEGINS) as team:
        snoops = Snoops(team, Random(seed))  # noqa: S311 - a choice, not a secret
        await snoops.prepare()
        await snoops.go_on(deeds)
        return snoops


def main() -> int:
    chosen = asked("leaks", __doc__, "deeds", 2000)
    snoops = asyncio.run(run(chosen.deeds, chosen.seed))
    eyes = snoops.eyes
    seen = f"canaries: {len(eyes.authors)}, seen {eyes.seen} times by who may"
    return tell(chosen.seed, [str(dict(snoops.counts)), seen], vars(snoops.troubles))


if __name__ == "__main__":
    sys.exit(main())
