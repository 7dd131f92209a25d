"""The deeds: what the people of the soak do with their cases, by the bot's own buttons.

`Deeds.clocks` is the almanac's side of it: which clock has to run for each case by now.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cases.kinds import Kind
from cases.lifecycles import Status
from cases.roles import Place, Role
from proofs.almanac import Ladder
from proofs.crew import Away, Crew
from proofs.expected import Expected
from proofs.rush import Member, Team
from sandbox.queries import Query
from storage.columns import NewCase
from storage.history import By

ARE_LATE, LATE = 0.3, timedelta(days=12)
"""So many of the buyers' messages are written down late, by so much at the most."""
ON_THE_SCREEN = 12
"""So many messages of a chat are kept; ten years of them would fill the memory."""


@dataclass
class Subject:
    """A case as the almanac knows it."""

    id: int
    kind: Kind
    leader: Member | None
    state: str
    answered: datetime
    asleep: dict[int, datetime] = field(default_factory=dict)


class Deeds:
    """The people of one team with their cases."""

    def __init__(self, team: Team, random: Random, zone: ZoneInfo) -> None:
        self.team, self.random, self.zone = team, random, zone
        self.cases: list[Subject] = []
        self.clocks: dict[int, Expected] = {}
        self.ids: dict[int, int] = {}
        self.crew = Crew(0, zone)
        self.members: dict[int, Member] = {}

    async def begin(self, cases: int) -> None:
        """Let everybody come in, and let the team have so many cases."""
        vera = self.team.member("Вера", "vera")
        await self.team.hire()
        async with self.team.database.transaction():
            now = self.team.clock.now()
            await self.team.people.join(vera.id, "Вера", "vera", Role.MANAGER, now)
        await vera.starts()
        for member in (self.team.owner, self.team.anna, self.team.boris, vera):
            person = await self.team.people.by_telegram(member.id)
            assert person is not None
            self.ids[member.id] = person.id
            self.members[person.id] = member
            await member.says("/help")
            await member.says("/list")
        self.crew.owner = self.ids[self.team.owner.id]
        await self.name_deputy(self.team.anna, self.ids[self.team.boris.id])
        for number in range(cases):
            await self._register((Kind.BUYER_CHAT, Kind.SUPPORT_TICKET)[number % 2])

    async def name_deputy(self, member: Member, other: int) -> None:
        """Let somebody name their deputy in «/me»; 0 is nobody."""
        await self.press(member, f"me:deputy:{other}:")
        self.crew.deputies[self.ids[member.id]] = other or None

    def look_near(self, person: int) -> None:
        """Look at once at near deadlines of theirs, of nobody, of who is away: others hear now."""
        now = self.team.clock.now()
        for clock in self.clocks.values():
            led = clock.leader in {None, person, *self.crew.away(now)}
            if clock.is_near(now) and (led or person == self.crew.owner):
                clock.look_by(now)

    def turn(self) -> tuple[list[int], dict[int, Away]]:
        """Return who goes or is back just now: their near deadlines are looked at then."""
        now = self.team.clock.now()
        gone, back = self.crew.gone(now), self.crew.back(now)
        for person in (*gone, *back):
            self.look_near(person)
        return gone, back

    async def _register(self, kind: Kind) -> None:
        leader = self.random.choice((*self.members.values(), None))
        by = self.random.choice((self.team.owner, leader or self.team.anna))
        person, now = await self.team.people.by_telegram(by.id), self.team.clock.now()
        chat = kind is Kind.BUYER_CHAT
        since = now - self.random.random() * LATE if self.random.random() < ARE_LATE else now
        since = since.replace(microsecond=0)
        status = Status.WAITING_US if chat else Status.SENT
        new = NewCase(
            kind, status, 1, {"summary": "шов", "category": "content"}, f"N-{len(self.cases)}",
            assignee_id=self._id(leader), waiting_since=since if chat else None,
        )  # fmt: skip
        async with self.team.database.transaction():
            case = await self.team.journal.register(new, By(person, Place.PRIVATE, now))
        self.cases.append(Subject(case.id, kind, leader, status.value, now))
        self._starts(self.cases[-1], by, since if chat else now)

    def _id(self, member: Member | None) -> int | None:
        return self.ids[member.id] if member else None

    def _starts(self, subject: Subject, by: Member, since: datetime) -> None:
        kind = "reply" if subject.kind is Kind.BUYER_CHAT else "stale"
        begun = self.ids[by.id], self.team.clock.now()
        self.clocks[subject.id] = Expected(
            subject.id, Ladder(kind, since, self.zone), self._id(subject.leader),
            self.crew, begun, subject.asleep,
        )  # fmt: skip

    async def move(self) -> str:
        """Let whoever leads some case do what comes next there; return what it was."""
        subject = self.random.choice(self.cases)
        name, answers, state = self.random.choice(DEEDS[subject.kind][subject.state])
        who = subject.leader or self.random.choice([*self.members.values()])
        await self.press(who, f"v1:{name}:{subject.id}:{await self.version(subject)}")
        since = now = self.team.clock.now()
        if name == "buyer_wrote" and self.random.random() < ARE_LATE:
            since = self._lately(subject, now)
        if since < now:
            answers = (f"{since.astimezone(self.zone):%d.%m.%Y %H:%M}",)
        for answer in answers:
            await self.answer(who, answer)
        subject.state = state
        subject.answered = now if name == "we_answered" else subject.answered
        if state == "closed":
            subject.asleep.clear()
        elif name == "buyer_wrote":
            self._wakes(subject, self.ids[who.id], now)
        self.clocks.pop(subject.id, None)
        if state in RUNNING:
            self._starts(subject, who, since)
        self.forget()
        return "wrote late" if since < now else name

    async def version(self, subject: Subject) -> int:
        """Return by which version of a case a button is pressed now."""
        return (await self.team.search.get(subject.id)).version

    def _wakes(self, subject: Subject, person: int, now: datetime) -> None:
        """The buyer's message ends all sleep: who has written it down and who leads know of it."""
        for sleeper in [*subject.asleep]:
            if sleeper in {person, self._id(subject.leader)}:
                del subject.asleep[sleeper]
            else:
                subject.asleep[sleeper] = now

    def _lately(self, subject: Subject, now: datetime) -> datetime:
        """Draw when the buyer has written whose message is written down only now."""
        earliest = max(now - LATE, subject.answered + timedelta(minutes=1))
        if earliest > now:
            return now
        wrote = earliest + self.random.random() * (now - earliest)
        local = wrote.astimezone(self.zone).replace(second=0, microsecond=0, fold=0)
        return local.astimezone(UTC)

    async def see(self, person: int, case: int, at: datetime) -> None:
        """Let somebody press «Вижу» under a reminder; of no case (0), under a message of many."""
        press = f"c:seen:{case}" if case else f"s:{int(at.timestamp())}"
        await self.press(self.members[person], press)
        clocks = self.clocks.values() if not case else filter(None, [self.clocks.get(case)])
        for clock in clocks:
            clock.see(person, None if case else at)
        self.forget()

    async def press(self, who: Member, press: str) -> None:
        """Press a button that stood under some message of long ago."""
        world, bot = self.team.world, self.team.bot
        posts = [p for p in who.person.private.posts.values() if p.author == bot.id]
        post = next(each for each in reversed(posts) if each.keyboard is None)
        asked = Query(who.person, bot, who.id, post.key, self.team.clock.now())
        bot.queue.put("callback_query", world.queries.ask(asked, post.body, press))
        await self.team.settles()

    async def answer(self, who: Member, answer: str) -> None:
        """Answer a question by the button that says this, or in writing."""
        if answer in who.buttons:
            await who.person.presses(answer)
        else:
            await who.person.says(answer)
        await self.team.settles()

    def forget(self) -> None:
        """Let the world forget what has scrolled out of sight."""
        self.team.world.calls.clear()
        for member in self.members.values():
            member.person.answers.clear()
            posts = member.person.private.posts
            for key in list(posts)[:-ON_THE_SCREEN]:
                del posts[key]


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
