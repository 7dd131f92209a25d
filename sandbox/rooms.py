"""The methods about chats and who is in them: getChat, getChatMember, leaveChat."""

from __future__ import annotations

from sandbox.chats import Chat
from sandbox.groups import Group
from sandbox.memberships import Status, member_card
from sandbox.reach import named_chat
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.wire import Json

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


def get_chat(request: Request) -> Json:
    """getChat: a ChatFullInfo with what the sandbox knows."""
    gifts = dict.fromkeys([*_GIFTS, "gifts_from_channels"], False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return named_chat(request).card | more


def get_chat_member(request: Request) -> Json:
    """getChatMember: of anyone the world knows; strangers have left."""
    chat = named_chat(request)
    number = request.integer("user_id")
    account = request.world.account(number)
    if account is None:
        raise bad_request("invalid user_id specified" if number <= 0 else "user not found")
    status = chat.status(number) if isinstance(chat, Group) else Status.MEMBER
    return member_card(status, account.card)


def get_chat_administrators(request: Request) -> list[Json]:
    """getChatAdministrators: without other bots, as by default."""
    group = _group(named_chat(request))
    return [
        member_card(status, group.accounts[one].card)
        for one, status in group.statuses.items()
        if group.is_admin(one) and (one == request.bot.id or not group.accounts[one].card["is_bot"])
    ]


def get_chat_member_count(request: Request) -> int:
    """getChatMemberCount: people and bots."""
    chat = named_chat(request)
    return sum(chat.has(one) for one in chat.statuses) if isinstance(chat, Group) else 2


def leave_chat(request: Request) -> bool:
    """leaveChat: a group; a private chat cannot be left."""
    group = named_chat(request)
    if not isinstance(group, Group):
        raise bad_request("chat member status can't be changed in private chats")
    group.loses(request.bot)
    return True


def _group(chat: Chat) -> Group:
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return chat
