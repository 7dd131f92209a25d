"""The summary of a pasted text: the text itself, without what a one-line command says around it."""

import re
from collections.abc import Iterable

from cases.pasting.pasted import Pasted, Span

LONGEST = 1500  # characters: what the field keeps; a longer letter is cut at a word
_CUT = "…"
_WORD = re.compile(r"[^\W\d_]{2,}")
_SEVERAL_SENTENCES = re.compile(r"[.!?;](?=\s)|\n")
_BLANKS = " ,.:;|-–—"


def summary_of(
    pasted: Pasted, understood: Iterable[Span], around: Iterable[Span], fewest: int
) -> str:
    """Return the text, or "" when fewer than `fewest` words are in it besides `understood`.

    Of a single sentence the spans `around` are left out at both ends: the marketplace, lone
    figures, the sum, the deadline and the urgency of a one-line command.
    """
    if len(_WORD.findall(pasted.without(understood).latin)) < fewest:
        return ""
    if _SEVERAL_SENTENCES.search(pasted.seen.strip()):
        return _short(pasted.seen)
    begin, end = _inner(pasted.seen, sorted(around))
    return _short(pasted.seen[begin:end].strip(_BLANKS))


def _inner(seen: str, around: list[Span]) -> Span:
    begin, end = 0, len(seen)
    for span in around:
        if not seen[begin : span[0]].strip(_BLANKS):
            begin = max(begin, span[1])
    for span in reversed(around):
        if span[0] >= begin and not seen[span[1] : end].strip(_BLANKS):
            end = min(end, span[0])
    return begin, end


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    whole_words = text[: LONGEST - len(_CUT)].rsplit(maxsplit=1)
    return whole_words[0] + _CUT
