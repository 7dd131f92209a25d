"""The deeds: what the people of the soak do with their cases, by the bot's own buttons.

`Deeds.clocks` is the almanac's side of it: which clock has to run for each case by now.
"""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place
from proofs.almanac import LEADER, Expected, nap
from proofs.rush import Member, Team
from sandbox.queries import Query
from storage.columns import NewCase
from storage.history import By

NAPS = ("1h", "3h", "tomorrow", "monday")
PUT_OFF = 0.25
"""So many of the deeds on a case that reminds only put its reminders off."""
ON_THE_SCREEN = 12
"""So many messages of a chat are kept; ten years of them would fill the memory."""


@dataclass
class Subject:
    """A case as the almanac knows it."""

    id: int
    kind: Kind
    leader: Member
    state: str
    asleep: dict[int, datetime] = field(default_factory=dict)


class Deeds:
    """The people of one team with their cases."""

    def __init__(self, team: Team, random: Random, zone: ZoneInfo) -> None:
        self.team, self.random, self.zone = team, random, zone
        self.cases: list[Subject] = []
        self.clocks: dict[int, Expected] = {}
        self.ids: dict[int, int] = {}

    async def begin(self, cases: int) -> None:
        """Let everybody come in, and let the team have so many cases."""
        await self.team.hire()
        for member in (self.team.owner, self.team.anna, self.team.boris):
            person = await self.team.people.by_telegram(member.id)
            assert person is not None
            self.ids[member.id] = person.id
            await member.says("/help")
            await member.says("/list")
        for number in range(cases):
            await self._register((Kind.BUYER_CHAT, Kind.SUPPORT_TICKET)[number % 2])

    async def _register(self, kind: Kind) -> None:
        leader = self.random.choice((self.team.anna, self.team.boris))
        owner, now = await self.team.people.by_telegram(self.team.owner.id), self.team.clock.now()
        chat = kind is Kind.BUYER_CHAT
        status = Status.WAITING_US if chat else Status.SENT
        new = NewCase(
            kind, status, 1, {"summary": "шов", "category": "content"}, f"N-{len(self.cases)}",
            assignee_id=self.ids[leader.id], waiting_since=now if chat else None,
        )  # fmt: skip
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, By(owner, Place.PRIVATE, now))
        self.cases.append(Subject(case.id, kind, leader, status.value))
        self._starts(self.cases[-1])

    def _starts(self, subject: Subject) -> None:
        kind = "reply" if subject.kind is Kind.BUYER_CHAT else "stale"
        leader, owner = self.ids[subject.leader.id], self.ids[self.team.owner.id]
        self.clocks[subject.id] = Expected(
            subject.id,
            kind,
            self.team.clock.now(),
            leader,
            owner,
            self.zone,
            subject.asleep,
        )

    async def move(self) -> str:
        """Let whoever leads some case do what comes next there; return what it was."""
        subject = self.random.choice(self.cases)
        if subject.id in self.clocks and self.random.random() < PUT_OFF:
            return await self._put_off(subject, self.clocks[subject.id])
        name, answers, state = self.random.choice(DEEDS[subject.kind][subject.state])
        row = await self.team.database.row(_VERSION, {"id": subject.id})
        assert row is not None
        await self._press(subject.leader, f"v1:{name}:{subject.id}:{row['version']}")
        for answer in answers:
            await self._answer(subject.leader, answer)
        subject.state = state
        if state == "closed" or name == "buyer_wrote":  # who writes it down is awake
            subject.asleep.clear()
        self.clocks.pop(subject.id, None)
        if state in RUNNING:
            self._starts(subject)
        self._forget()
        return name

    async def _put_off(self, subject: Subject, clock: Expected) -> str:
        """Let whoever leads a case put its reminder off, or bring it back to its time."""
        person, now = self.ids[subject.leader.id], self.team.clock.now()
        name = self.random.choice(("wake", *NAPS) if person in subject.asleep else NAPS)
        press = f"z:{{}}:{subject.id}:{clock.kind}:0"
        await self._press(subject.leader, press.format(name))
        if name == "wake":
            del subject.asleep[person]
            clock.woken[person] = now
        elif latest := clock.latest(LEADER, now):
            wanted = nap(name, now, self.zone)
            if wanted > latest:
                await self._press(subject.leader, press.format("latest"))
            if ends := clock.sleep_ends(min(wanted, latest), latest, now):
                subject.asleep[person] = ends
        clock.next_at = clock.looks(now)
        self._forget()
        return f"put off: {name}"

    async def _press(self, who: Member, press: str) -> None:
        """Press a button that stood under some message of long ago."""
        world, bot = self.team.world, self.team.bot
        posts = [p for p in who.person.private.posts.values() if p.author == bot.id]
        post = next(each for each in reversed(posts) if each.keyboard is None)
        asked = Query(who.person, bot, who.id, post.key, self.team.clock.now())
        bot.queue.put("callback_query", world.queries.ask(asked, post.body, press))
        await self.team.settles()

    async def _answer(self, who: Member, answer: str) -> None:
        if answer in who.buttons:
            await who.person.presses(answer)
        else:
            await who.person.says(answer)
        await self.team.settles()

    def _forget(self) -> None:
        """Let the world forget what has scrolled out of sight."""
        self.team.world.calls.clear()
        for member in (self.team.owner, self.team.anna, self.team.boris):
            member.person.answers.clear()
            posts = member.person.private.posts
            for key in list(posts)[:-ON_THE_SCREEN]:
                del posts[key]


_VERSION = "SELECT version FROM cases WHERE id = :id"

Deed = tuple[str, tuple[str, ...], str]
CLOSES = ("Решено", "Нисколько", "Пропустить")
DEEDS: dict[Kind, dict[str, tuple[Deed, ...]]] = {
    Kind.BUYER_CHAT: {
        "waiting_us": (
            ("we_answered", (), "waiting_buyer"), ("we_answered", (), "waiting_buyer"),
            ("close_chat", ("Спам",), "closed"),
        ),
        "waiting_buyer": (
            ("buyer_wrote", ("Только что",), "waiting_us"), ("close_chat", ("Спам",), "closed"),
        ),
        "closed": (("buyer_wrote", ("Только что",), "waiting_us"),),
    },
    Kind.SUPPORT_TICKET: {
        "sent": (("answered", (), "answered"), ("support_asks", (), "waiting_us")),
        "answered": (("support_asks", (), "waiting_us"), ("close", CLOSES, "closed")),
        "waiting_us": (("we_replied", (), "sent"),),
        "closed": (("reopen", (), "reopened"),),
        "reopened": (("answered", (), "answered"), ("close", CLOSES, "closed")),
    },
}  # fmt: skip
"""What may be done in each status: the button, what is answered, and the status after it."""
RUNNING = {"waiting_us", "sent", "answered", "reopened"}
