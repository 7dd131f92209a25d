"""The secrets: passwords, tokens and signatures, which go to nobody."""

from collections.abc import Iterator

from cases.checking.findings import Advice, Fault, Finding
from cases.pasting.confidential import secrets_of as secret_spans
from cases.pasting.pasted import Pasted


def secrets_of(original: str) -> Iterator[Finding]:
    """Find what looks like a password or a token."""
    pasted = Pasted.of(original)
    for span in secret_spans(pasted):
        words = pasted.words(span)
        at = original.find(words)
        yield Finding(
            Fault.SECRET, Advice.DROP_SECRET, (max(at, 0), max(at, 0) + len(words)), words
        )
