"""Who is what in a group: creator, administrator, member, left or kicked, and how it reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from aiogram import types

from sandbox.known import fields_of
from sandbox.wire import Json


class Status(StrEnum):
    """Telegram's ChatMember.status."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"


PRESENT: Final = frozenset({Status.CREATOR, Status.ADMINISTRATOR, Status.MEMBER, Status.RESTRICTED})
ADMINS: Final = frozenset({Status.CREATOR, Status.ADMINISTRATOR})
_RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
    "can_manage_topics",
)
_PERMISSIONS: Final = tuple(
    name for name in fields_of(types.ChatMemberRestricted) if name.startswith("can_")
)
_EXTRA: Final[dict[Status, Json]] = {
    Status.CREATOR: {"is_anonymous": False},
    Status.ADMINISTRATOR: {"can_be_edited": False, "is_anonymous": False}
    | dict.fromkeys(_RIGHTS, True),
    Status.RESTRICTED: {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS, False),
    Status.KICKED: {"until_date": 0},
}


def member_card(status: Status, user: Json) -> Json:
    """The Telegram ChatMember object."""
    return {"status": status.value, "user": user, **_EXTRA.get(status, {})}
