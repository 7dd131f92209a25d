"""The sentences: which words stand around a fragment."""

import re

from cases.checking.findings import Span
from cases.checking.writing import Writing

_END = re.compile(r"[.!?…]+(?=\s|$)|\n")


def sentence_at(original: str, span: Span) -> str:
    """Return the sentence around a span of the original, evened out."""
    ends = [0, *(match.end() for match in _END.finditer(original)), len(original)]
    begin = max(at for at in ends if at <= span[0])
    end = min(at for at in ends if at >= span[1])
    return Writing.of(original[begin:end]).text
