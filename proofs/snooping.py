"""The snooping: what people try who want to see what is not for them, and how they come and go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers.presses import TeamPress
from sandbox.queries import Query

if TYPE_CHECKING:
    from proofs.leaks import Snoops
    from proofs.mischief import Deed
    from proofs.rush import Member
    from sandbox.chats import Post
    from sandbox.groups import Group

CASES = 12
"""So many are there to be asked for."""
_LINK = re.compile(r"https://t\.me/\S+\?start=\S+")


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
    "forges": (_forge, 60),
    "asks": (_ask, 40),
    "removes": (_remove, 6),
    "invites": (_invite, 10),
    "demotes": (_demote, 2),
    "unbinds": (_unbind, 4),
}
