"""The checker: «Можно ли это отправлять?», asked of a text and of the files that go with it."""

from collections.abc import Iterable, Iterator

from cases.answers import Attachment
from cases.checking.contacts import contacts_of
from cases.checking.figures import figures_of
from cases.checking.files import files_wrong
from cases.checking.findings import Advice, Audience, Fault, Finding, crosses
from cases.checking.manners import TO_BUYERS, TO_SUPPORT, full_names, phrases_of, too_little
from cases.checking.secrets import secrets_of
from cases.checking.unveiled import Unveiled

LIMIT = 1000
"""UTF-16 units that a message to a buyer may have, on both marketplaces."""
_FIRST = tuple(Fault)


def check(text: str, audience: Audience, files: tuple[Attachment, ...] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a text and its files, in the order in which it stands there."""
    found = _to_support(text) if audience is Audience.SUPPORT else _to_a_buyer(text, audience)
    return (*_distinct(found), *files_wrong(files))


def _to_a_buyer(original: str, audience: Audience) -> Iterator[Finding]:
    text = Unveiled.of(original)
    yield from secrets_of(original)
    yield from contacts_of(text, audience)
    yield from figures_of(text)
    yield from phrases_of(text, TO_BUYERS)
    yield from full_names(text)
    yield from too_little(text)
    yield from _too_long(original)


def _to_support(original: str) -> Iterator[Finding]:
    yield from secrets_of(original)
    yield from phrases_of(Unveiled.of(original), TO_SUPPORT)


def _too_long(text: str) -> Iterator[Finding]:
    units = 0
    for at, sign in enumerate(text):
        units += len(sign.encode("utf-16-le")) // 2
        if units > LIMIT:
            yield Finding(Fault.TOO_LONG, Advice.SHORTEN, (at, len(text)), text[at:])
            return


def _distinct(found: Iterable[Finding]) -> list[Finding]:
    """Keep one finding for a fragment: plainly said before disguised, and the longest one."""
    kept: list[Finding] = []
    for each in sorted(found, key=_precedence):
        if each.fault in _WHOLE or not any(
            crosses(each.span, other.span) for other in kept if other.fault not in _WHOLE
        ):
            kept.append(each)
    if len(kept) > 1:
        kept = [each for each in kept if each.fault is not Fault.ONE_WORD]
    return sorted(kept, key=lambda each: (each.span, _FIRST.index(each.fault)))


_WHOLE = frozenset({Fault.ONE_WORD, Fault.TOO_LONG})
"""What is said of a text as a whole: it hides no other fault."""
_SURE = frozenset({Fault.SECRET, Fault.PAYMENT_DETAILS})


def _precedence(finding: Finding) -> tuple[bool, int, bool]:
    length = finding.span[1] - finding.span[0]
    return finding.fault not in _SURE, -length, finding.fault is Fault.OBFUSCATED_CONTACT
