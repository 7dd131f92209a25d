"""What a closed HTML tag becomes: its entity, shaped by its attributes and by what is inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sandbox.links import WrongLinkError, checked_link, mentioned_user
from sandbox.refusals import bad_request
from sandbox.wire import Json

TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}


@dataclass(frozen=True, slots=True)
class ClosedTag:
    """A tag with its text: `within` is the tag around it, `entities` all that were closed before.

    `offset` and `length` are in UTF-16 units of the plain text.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    offset: int
    length: int
    within: str
    entities: list[Json]

    @property
    def plain(self) -> Json:
        """The entity without anything special."""
        return {"type": TAGS[self.name], "offset": self.offset, "length": self.length}


def shaped(tag: ClosedTag) -> Json | None:
    """The entity of the tag, None for one that leaves only its text behind."""
    shape = _SHAPES.get(tag.name)
    return shape(tag) if shape else tag.plain


def _link(tag: ClosedTag) -> Json | None:
    # A link without href links to its own text; what is no address is plain text.
    address = tag.attributes.get("href") or tag.text
    user = mentioned_user(address)
    if user is not None:
        return {**tag.plain, "type": "text_mention", "user": {"id": user}}
    try:
        return {**tag.plain, "url": checked_link(address)}
    except WrongLinkError:
        return None


def _code(tag: ClosedTag) -> Json:
    # The language is kept for the `pre` around it, which alone may show it.
    known = tag.attributes.get("class", "")
    if tag.within == "pre" and known.startswith("language-"):
        return {**tag.plain, "language": known.removeprefix("language-")}
    return tag.plain


def _pre(tag: ClosedTag) -> Json:
    # Nothing inside `pre` keeps its own form; the language comes from the code inside.
    inside = [one for one in tag.entities if one["offset"] >= tag.offset]
    tag.entities[:] = [one for one in tag.entities if one["offset"] < tag.offset]
    whole = [one for one in inside if one["length"] == tag.length and "language" in one]
    return {**tag.plain, "language": whole[0]["language"]} if whole else tag.plain


def _blockquote(tag: ClosedTag) -> Json:
    folded = "expandable" in tag.attributes
    return {**tag.plain, "type": "expandable_blockquote"} if folded else tag.plain


def _emoji(tag: ClosedTag) -> Json:
    known = tag.attributes.get("emoji-id", "")
    if not known.isdecimal() or int(known) == 0:
        reason = "Invalid custom emoji identifier specified"
        raise bad_request(f"can't parse entities: {reason}")
    return {**tag.plain, "custom_emoji_id": known}


_SHAPES: Final[dict[str, Callable[[ClosedTag], Json | None]]] = {
    "a": _link,
    "code": _code,
    "pre": _pre,
    "blockquote": _blockquote,
    "tg-emoji": _emoji,
}
