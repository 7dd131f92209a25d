"""The line after a command: its kind said in one word, and the number of the dialog in front."""

import re
from dataclasses import replace

from cases.entities import EntityKind
from cases.pasting import phrases
from cases.pasting.mentions import Mention
from cases.pasting.pasted import Span
from cases.pasting.reading import Reading
from cases.pasting.subject import Hint

_COMMAND = re.compile(r"/new(?:@\w+)?(?:\s+|$)")
_BLANKS = " |,.:;#-–—"
_LONGEST = 10


def without_command(text: str) -> tuple[str, bool]:
    """Return the text without its /new, and whether it had one."""
    command = _COMMAND.match(text)
    return (text[command.end() :], True) if command else (text, False)


def kind_of_line(reading: Reading) -> Hint | None:
    """Return the kind that is named first or last: «чат ozon 140158860 шов».

    «Возврат не принят» names none: the word belongs to what has gone wrong.
    """
    for kind, form in phrases.KIND_WORDS.items():
        for match in re.finditer(rf"(?<!\w){form}(?!\w)", reading.pasted.cyrillic):
            if _is_at_an_end(reading, match.span()) and not _is_in_a_trouble(reading, match.span()):
                return Hint(kind, match.span())
    return None


def with_number_in_front(reading: Reading, kind: Hint | None) -> Reading:
    """Take a lone figure in front of a ticket's line, or after its `kind`, for its number."""
    first = reading.entities[0] if reading.entities else None
    if first is None or reading.numbers or not _is_lone(reading, first):
        return reading
    if not _is_in_front(reading, first.span[0], [kind.span] if kind else []):
        return reading
    number = Mention(first.value[0].value, first.span)
    return replace(reading, entities=reading.entities[1:], numbers=(number,))


def _is_lone(reading: Reading, mention: Mention) -> bool:
    kinds = [each.kind for each in mention.value]
    words = reading.pasted.words(mention.span)
    return kinds == [EntityKind.OTHER] and words.isdecimal() and len(words) <= _LONGEST


def _is_at_an_end(reading: Reading, span: Span) -> bool:
    text = _without_marketplaces(reading, [])
    return not text[: span[0]].strip(_BLANKS) or not text[span[1] :].strip(_BLANKS)


def _is_in_front(reading: Reading, at: int, around: list[Span]) -> bool:
    return not _without_marketplaces(reading, around)[:at].strip(_BLANKS)


def _without_marketplaces(reading: Reading, around: list[Span]) -> str:
    spans = [*around, *(each.span for each in reading.marketplaces)]
    return reading.pasted.without(spans).cyrillic


def _is_in_a_trouble(reading: Reading, span: Span) -> bool:
    return any(each.span[0] <= span[0] < each.span[1] for each in reading.evidence)
