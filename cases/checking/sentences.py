"""The sentences: which words stand around a fragment."""

import re

from cases.checking.findings import Span
from cases.checking.invitations import REFUSED
from cases.checking.writing import Writing

_NEAR = 60  # characters
_REFUSED = re.compile(REFUSED)
_END = re.compile(r"[.!?…]+(?=\s|$)|\n")


def is_refused(original: str, span: Span) -> bool:
    """Whether the words before a fragment name it only to refuse it."""
    return bool(_REFUSED.search(Writing.of(original[max(span[0] - _NEAR, 0) : span[0]]).text))


def sentence_at(original: str, span: Span) -> str:
    """Return the sentence around a span of the original, evened out."""
    ends = [0, *(match.end() for match in _END.finditer(original)), len(original)]
    begin = max(at for at in ends if at <= span[0])
    end = min(at for at in ends if at >= span[1])
    return Writing.of(original[begin:end]).text
