"""The mischief: what a monkey may do next, each as a person does it with a client of Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from proofs.phrases import ANSWERS

if TYPE_CHECKING:
    from proofs.monkeys import Monkeys
    from proofs.rush import Member

ONWARD = ("Сохранить", "К итогу")
BACKWARD = ("← Назад", "Отмена", "Исправить")
KEPT = 60
"""So many of the newest messages of a chat are looked at for a button to press."""


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


Deed = Callable[[Any, "Member"], Awaitable[None]]
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
