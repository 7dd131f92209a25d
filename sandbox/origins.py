"""Where a forwarded message comes from, and what of it travels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sandbox.wire import Json, without_nulls

if TYPE_CHECKING:
    from sandbox.world import World

_ENVELOPE: Final = frozenset(
    {"message_id", "from", "sender_chat", "chat", "date", "edit_date", "edited", "author_signature"}
    | {"reply_to_message", "reply_markup", "media_group_id", "forward_origin", "effect_id"}
    | {"message_thread_id", "is_topic_message", "is_automatic_forward", "has_protected_content"}
    | {"receiver_user", "ephemeral_message_id"}
)


def content_of(message: Json) -> Json:
    """What a message says, without who, where and when."""
    return {name: value for name, value in message.items() if name not in _ENVELOPE}


def origin_of(message: Json, world: World, *, hidden: bool = False) -> Json:
    """The MessageOrigin of a forward: the first one stays; `hidden` names a person without a link.

    A person whose account says so is hidden in any case.
    """
    if "forward_origin" in message:
        kept: Json = message["forward_origin"]
        return kept
    date, signature = message["date"], message.get("author_signature")
    sender = message.get("sender_chat")
    if sender and sender["id"] == message["chat"]["id"] and sender["type"] == "channel":
        place = {"chat": sender, "message_id": message["message_id"]}
        return {
            "type": "channel",
            "date": date,
            **place,
            **without_nulls(author_signature=signature),
        }
    if sender:
        return {"type": "chat", "date": date, "sender_chat": sender}
    user = message["from"]
    person = world.people.get(user["id"])
    if hidden or (person is not None and person.hides_forwards):
        return {"type": "hidden_user", "date": date, "sender_user_name": user["first_name"]}
    return {"type": "user", "date": date, "sender_user": user}
