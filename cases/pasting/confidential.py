"""What must never be kept: passwords, tokens and signatures, found in what people paste."""

import re
from collections.abc import Iterator

from cases.pasting import signposts
from cases.pasting.pasted import Pasted, Span

_LONGEST_PIECE = 64  # characters without a blank; more of them with a figure are a signature
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY_WORD = r"(?:reply-?sign|api-?key|client-?secret|(?:access-?)?token|bearer)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"eyj[\w-]{8,}(?:\.[\w-]*){0,2}",  # a JWT, which is what a WB token is
        r"(?<!\w)\d{8,10}:[\w-]{35}(?![\w-])",  # a Telegram bot's token
        rf"(?<!\w)\d+:{_UUID}:[0-9a-f:]{{16,}}",  # WB's replySign, whole or cut
        rf"{_KEY_WORD}\W{{1,4}}(?:bearer )?(?=[\w.:/+=-]{{0,40}}\d)[\w.:/+=-]{{12,}}",
        r"(?:password|passwd|pwd)\W{1,3}\S{4,}",
    )
)
_PIECE = re.compile(rf"[^\s|]{{{_LONGEST_PIECE + 1},}}")
_NAMED = re.compile(
    rf"(?:{signposts.PASSWORDS})(?: ?[:=-] ?\S{{4,}}| (?=\S{{0,60}}\d)[^\s|]{{5,}})"
)


def secrets_of(pasted: Pasted) -> tuple[Span, ...]:
    """Where the text holds what looks like a password, a token or a signature."""
    return tuple(_found(pasted))


def _found(pasted: Pasted) -> Iterator[Span]:
    for form in _FORMS:
        yield from (match.span() for match in form.finditer(pasted.latin))
    yield from (match.span() for match in _NAMED.finditer(pasted.cyrillic))
    for piece in _PIECE.finditer(pasted.latin):
        if any(map(str.isdigit, piece[0])) and "//" not in piece[0]:
            yield piece.span()
