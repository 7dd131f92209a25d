"""The methods that send a message once more: copies, and forwards that name their origin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.chats import Post
from sandbox.delivery import Delivery, addressed, sent
from sandbox.formatting import formatted
from sandbox.origins import content_of, origin_of
from sandbox.reach import named_chat
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request
from sandbox.sending import check_caption
from sandbox.wire import Json

_WORDS = ("caption", "caption_entities")
_MOST = 100


def forward_message(request: Request) -> Json:
    """forwardMessage: anything but service messages and what is protected."""
    delivery = addressed(request)
    return _forwarded(delivery, _source(request, request.integer("message_id"), "forward"))


def forward_messages(request: Request) -> list[Json]:
    """forwardMessages: those that can be forwarded; the others are skipped."""
    return _all(request, "forward", _forwarded)


def copy_message(request: Request) -> Json:
    """copyMessage: the same words without a link to where they were said."""
    said = formatted(request, "caption", "caption_entities")
    delivery = addressed(request)
    post = _source(request, request.integer("message_id"), "copy")
    content = content_of(post.body)
    if "caption" in request.arguments and "text" not in content:
        check_caption(said)
        kept = {name: value for name, value in content.items() if name not in _WORDS}
        content = kept | said.fields(*_WORDS)
    return {"message_id": sent(delivery, content)["message_id"]}


def copy_messages(request: Request) -> list[Json]:
    """copyMessages: those that can be copied; the others are skipped."""
    dropped = _WORDS if request.flag("remove_caption") else ()

    def copied(delivery: Delivery, post: Post) -> Json:
        content = content_of(post.body)
        return sent(delivery, {name: content[name] for name in content if name not in dropped})

    return _all(request, "copy", copied)


def _forwarded(delivery: Delivery, post: Post) -> Json:
    origin = origin_of(post.body, delivery.request.world)
    return sent(delivery, {"forward_origin": origin, **content_of(post.body)})


def _source(request: Request, number: int, deed: str) -> Post:
    post = named_chat(request, "from_chat_id").posts.get(number) if number > 0 else None
    if post is None:
        raise bad_request(f"message to {deed} not found")
    if post.service or post.body.get("has_protected_content"):
        done = {"forward": "forwarded", "copy": "copied"}[deed]
        raise bad_request(f"message can't be {done}")
    return post


def _all(request: Request, deed: str, again: Callable[[Delivery, Post], Json]) -> list[Json]:
    numbers: Any = request.parsed("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= _MOST:
        raise bad_request("message identifiers are not specified")
    if sorted(set(map(int, numbers))) != list(map(int, numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    delivery = addressed(request)
    found = []
    for number in numbers:
        try:
            found.append(_source(request, int(number), deed))
        except Refused as refusal:
            if "chat" in refusal.description or refusal.code != 400:
                raise
    if not found:
        raise bad_request(f"there are no messages to {deed}")
    return [{"message_id": again(delivery, post)["message_id"]} for post in found]
