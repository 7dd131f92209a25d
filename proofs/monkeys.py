"""The monkeys: people who do everything at random through the whole bot; nothing may go wrong.

A person of the team, a stranger or somebody who was removed says, presses, edits, forwards and
sends whatever there is, in private and in groups, while the clock is turned and updates come twice.
Whatever is typed in private carries a canary. It prints what was unhandled, refused or leaked:
`python -m proofs.monkeys 20000`; a seed as the second number repeats a run.
"""

import asyncio
import logging
import sys
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

from sandbox.calls import Call
from sandbox.groups import Group
from sandbox.wire import Json

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]
from team import Member, Team, make_team  # noqa: E402 - it lies among the tests

BEGINS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
CANARY = "канарейка"
REMEMBERED = 12
NO_HARM = ("bot was blocked by the user", "current content and reply markup of the message")
"""Refusals that people bring about: a block, and a second press that changes nothing."""
KEPT = 60
"""So many of the newest messages of a chat are looked at for a button to press."""

COMMANDS = (
    "/start", "/help", "/new", "/list", "/status", "/status 18123456", "/status #1", "/status №2",
    "/status 3456", "/cancel", "/team", "/invite", "/cabinets", "/bind", "/drafts", "/how",
    "/how wb", "/check", "/tpl", "/find", "/find выплаты", "/topics", "/pack 1", "/limits",
    "/nonsense",
    "/new wb 18123456 выплаты не сходятся 12500р до пятницы", "/start case_1", "/start abc",
)  # fmt: skip
ANSWERS = (
    "сегодня 14:30", "вчера", "04.03", "31.02", "завтра", "01.03–15.03", "3 дня назад", "12 500",
    "1186 р", "27,53 BYN", "не знаю", "0", "-5", "№ 18-123-456", "18123456", "#1", "140158860",
    "артикул 140158860, заказ 5632423", "Сохранить", "назад", "Отмена", "да", "WB", "ИП Иванов",
    'Хочу вернуть товар "Юбка, бренд Зима, размер 44, артикул 140158860"',
    "Не сходятся выплаты за 01.03–15.03. И карточка не проходит модерацию.",
    "https://www.wildberries.ru/catalog/140158860/detail.aspx",
)  # fmt: skip
ONWARD = ("Сохранить", "К итогу")
BACKWARD = ("← Назад", "Отмена", "Исправить")
HOSTILE = (
    "<b>", "&", "</pre>", "{номер}", "{}", "%s", "\u202eтекст", "а\u200bб", "👩‍👩‍👧‍👦", "�",
    "'; DROP TABLE cases; --", "\\", "`_*[", "1" * 300, "9" * 19, "٣٤٥", "①②", "½", "\u00a0",
    "ё" * 40, "ﷺ" * 20, "/", "//", "@", "#", "№", "—", "  \n  ", "слово " * 600, "1.1.1",
    "99.99.9999 99:99", "0x1F", "1e9",
)  # fmt: skip


@dataclass
class Troubles:
    """What went wrong; all of it must stay empty."""

    unhandled: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.unhandled or self.refused or self.leaked)


class Listener(logging.Handler):
    """Takes what the bot logs as an error, with what the monkeys did before it."""

    def __init__(self, troubles: Troubles, done: deque[str]) -> None:
        super().__init__(logging.ERROR)
        self._troubles, self._done = troubles, done

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one error."""
        told = self.format(record)
        if "blocked by the user" not in str(getattr(record, "reason", "")):
            last = " → ".join(list(self._done)[-4:])
            self._troubles.unhandled.append(
                f"{told} {getattr(record, 'reason', '')}\n    after {last}"
            )


class Monkeys:
    """The people, and what each of them may do next."""

    def __init__(self, team: Team, random: Random) -> None:
        self.team, self.random = team, random
        self.done: deque[str] = deque(maxlen=REMEMBERED)
        self.troubles = Troubles()
        self.counts: Counter[str] = Counter()
        self.said: list[tuple[Member, Json]] = []
        self.foreign = team.world.group("Чужая группа")
        self.deeds = dict(DEEDS)
        self._looked_at = 0

    async def prepare(self) -> None:
        """Take everybody in and bind the group; another group stays foreign."""
        await self.team.hire()
        await self.team.binds_group()
        self.foreign.adds(self.team.stranger.person)
        self.foreign.adds(self.team.anna.person)
        self.foreign.adds(self.team.bot)
        await self.team.settles()

    async def go_on(self, deeds: int) -> None:
        """Let people do so many things; whatever is logged as an error meanwhile is noted."""
        listener = Listener(self.troubles, self.done)
        logging.getLogger().addHandler(listener)
        try:
            for _ in range(deeds):
                await self.act()
        finally:
            logging.getLogger().removeHandler(listener)

    async def act(self) -> None:
        """Let somebody do something, and let the bot finish."""
        who = self.random.choice(self.people)
        name = self.random.choices(list(self.deeds), [each[1] for each in self.deeds.values()])[0]
        self.done.append(f"{who.person.first_name} {name}")
        try:
            await self.deeds[name][0](self, who)
        except (LookupError, ValueError, PermissionError):
            return  # there is no such button, or no client lets a person do this
        self.counts[name] += 1
        await self.team.settles()
        await self.notice()
        self.look()

    @property
    def people(self) -> list[Member]:
        """Whoever may act next; Anna does so more often."""
        team = self.team
        return [team.owner, team.anna, team.anna, team.boris, team.stranger]

    def place(self, who: Member) -> Group | None:
        """Mostly the private chat, now and then a group that the person is in."""
        groups = [g for g in (self.team.group, self.foreign) if g.has(who.person.id)]
        return self.random.choice(groups) if groups and self.random.random() < 0.15 else None

    async def notice(self) -> None:
        """Learn what has changed before the calls are looked at."""

    def canary(self, who: Member, where: Group | None) -> str:  # noqa: ARG002 - one for all here
        """Return the word that what this person says there carries."""
        return CANARY if where is None else ""

    def words(self, who: Member, where: Group | None) -> str:
        """Something to say. What is said in private carries a canary, unless it is a command."""
        kind = self.random.random()
        if kind < 0.3:
            return self.random.choice(COMMANDS)
        said = self.random.choice(HOSTILE if kind > 0.8 else ANSWERS)
        if where is None and self.random.random() < 0.4:
            said = f"{said[:4000]} {self.canary(who, where)}"
        return said[:4096]

    def look(self) -> None:
        """Look at every call since the last look."""
        world = self.team.world
        for call in world.calls[self._looked_at :]:
            if not call.ok and not (call.description or "").endswith(NO_HARM):
                last = " → ".join(list(self.done)[-4:])
                self.troubles.refused.append(
                    f"{call.method}: {call.description} {str(call.params)[:300]}\n    after {last}"
                )
            self.troubles.leaked.extend(self.leaks(call))
        self._looked_at = len(world.calls)
        if self._looked_at > 5000:
            world.calls.clear()
            self._looked_at = 0

    def leaks(self, call: Call) -> list[str]:
        """Return what a call shows to somebody who may not see it."""
        chat = int(call.params.get("chat_id") or 0)
        hidden = chat < 0 or chat == self.team.stranger.id
        leaked = hidden and CANARY in str(call.params)
        return [f"{call.method} {str(call.params)[:300]}"] if leaked else []


async def _say(monkeys: Monkeys, who: Member) -> None:
    where = monkeys.place(who)
    text = monkeys.words(who, where)
    monkeys.done[-1] += f" {text[:60]!r}"
    monkeys.said = [*monkeys.said[-20:], (who, await who.person.says(text, where=where))]


async def _press(monkeys: Monkeys, who: Member) -> None:
    """Press any button in sight, old ones too."""
    where = monkeys.place(who)
    view = who.person.sees(where) if where else who.person.chat
    shown = [m for m in view.messages[-KEPT:] if "inline_keyboard" in (m.get("reply_markup") or {})]
    if not shown:
        raise LookupError
    # The newest message is the likeliest.
    on = shown[-1] if monkeys.random.random() < 0.75 else monkeys.random.choice(shown)
    buttons = [b for row in on["reply_markup"]["inline_keyboard"] for b in row]
    button = monkeys.random.choice(buttons)
    monkeys.done[-1] += f" [{button['text']}] {button.get('callback_data', '')}"
    how: dict[str, Any] = {"twice": True} if monkeys.random.random() < 0.1 else {}
    if monkeys.random.random() < 0.03:
        how["inaccessible"] = True
    press = button.get("callback_data")
    if press is None:
        raise LookupError
    await who.person.presses(on=on, press=press, where=where, **how)


async def _register(monkeys: Monkeys, who: Member) -> None:
    """Go through a form to its end, as well as a monkey can."""
    await who.person.says("/new")
    for _ in range(30):
        await monkeys.team.settles()
        shown = who.buttons
        wanted = [b for b in shown if b in ONWARD] or [b for b in shown if b not in BACKWARD]
        if wanted and monkeys.random.random() < 0.7:
            await who.person.presses(monkeys.random.choice(wanted))
        else:
            await who.person.says(monkeys.random.choice(ANSWERS))
        if "Сохранить" in wanted:
            return


async def _press_key(monkeys: Monkeys, who: Member) -> None:
    keys = who.person.chat.keyboard
    if not keys:
        raise LookupError
    await who.person.says(monkeys.random.choice(keys))


async def _send(monkeys: Monkeys, who: Member) -> None:
    where, person, random = monkeys.place(who), who.person, monkeys.random
    caption = random.choice(("", monkeys.canary(who, where), "накладная"))
    kind = random.randrange(8)
    monkeys.done[-1] += f" kind {kind}"
    if kind == 0:
        await person.sends_album([b"1", b"2", b"3"], caption=caption, where=where)
    elif kind == 1:
        await person.sends_document("отчёт.xlsx", b"x", caption=caption, where=where)
    elif kind == 2:
        await person.sends_document("../../etc/passwd", b"x", where=where, size=30_000_000)
    elif kind == 3:
        await person.sends_voice(where=where)
    elif kind == 4:
        await person.sends_sticker(where=where)
    elif kind == 5:
        await person.sends_location(55.7, 37.6, where=where)
    elif kind == 6:
        await person.sends_contact(where=where)
    else:
        await person.sends_photo(caption=caption, where=where)


async def _edit(monkeys: Monkeys, _: Member) -> None:
    who, message = monkeys.random.choice(monkeys.said)
    await who.person.edits(message, monkeys.words(who, None))


async def _forward(monkeys: Monkeys, who: Member) -> None:
    _, message = monkeys.random.choice(monkeys.said)
    if message["chat"]["id"] < 0 or message["chat"]["id"] == who.id:
        await who.person.forwards(message, hidden=monkeys.random.random() < 0.5)


async def _twice(monkeys: Monkeys, _: Member) -> None:
    monkeys.team.world.updates.deliver_again(monkeys.team.world.updates.last_id)


async def _turn(monkeys: Monkeys, _: Member) -> None:
    await monkeys.team.waits(hours=monkeys.random.choice((1, 1, 6, 24, 100)))


async def _block(_: Monkeys, who: Member) -> None:
    if who.person.blocked:
        who.person.unblocks()
    else:
        who.person.blocks()


Deed = Callable[[Monkeys, Member], Awaitable[None]]
DEEDS: dict[str, tuple[Deed, int]] = {
    "says": (_say, 40),
    "presses": (_press, 60),
    "registers": (_register, 3),
    "presses a key": (_press_key, 3),
    "sends": (_send, 6),
    "edits": (_edit, 2),
    "forwards": (_forward, 2),
    "is heard twice": (_twice, 2),
    "waits": (_turn, 1),
    "blocks": (_block, 1),
}
"""What a monkey does, and how often."""


async def run(deeds: int, seed: int) -> Monkeys:
    """Let the monkeys do so many things; the same seed does the same."""
    async with make_team(BEGINS) as team:
        monkeys = Monkeys(team, Random(seed))  # noqa: S311 - a choice, not a secret
        await monkeys.prepare()
        await monkeys.go_on(deeds)
        return monkeys


def main() -> None:
    deeds, *given = map(int, sys.argv[1:] or ["2000"])
    seed = given[0] if given else SystemRandom().randrange(10**6)
    monkeys = asyncio.run(run(deeds, seed))
    print(f"seed {seed}; {dict(monkeys.counts)}")
    for name, found in vars(monkeys.troubles).items():
        print(f"{name:>10}: {len(found)}")
        for each in list(dict.fromkeys(found))[:8]:
            print("   ", each)
    sys.exit(0 if monkeys.troubles.none else 1)


if __name__ == "__main__":
    main()
