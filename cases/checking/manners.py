"""The manners: blame, promises, money past the platform and the rest that phrases give away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cases.checking import phrases
from cases.checking.findings import Advice, Fault, Finding, Span
from cases.checking.sentences import is_refused, sentence_at
from cases.checking.unveiled import Unveiled

_FEW_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+|\d+")
_GREETING = re.compile(rf"(?<!\w){phrases.GREETINGS}(?!\w)")
_FULL_NAME = re.compile(rf"(?<!\w)(?:{phrases.FULL_NAME})")


@dataclass(frozen=True)
class Phrase:
    """What may not be said, unless the same sentence says something that makes it harmless."""

    fault: Fault
    advice: Advice
    form: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def _phrase(fault: Fault, advice: Advice, form: str, unless: str | None = None) -> Phrase:
    harmless = re.compile(rf"(?<!\w)(?:{unless})") if unless else None
    return Phrase(fault, advice, re.compile(rf"(?<!\w)(?:{form})(?!\w)"), harmless)


TO_BUYERS: tuple[Phrase, ...] = (
    _phrase(Fault.PAYMENT_DETAILS, Advice.MONEY_BY_PLATFORM, phrases.PAYMENT, phrases.NOT_PAYMENT),
    _phrase(Fault.PERSONAL_DATA, Advice.DROP_PERSONAL, phrases.PERSONAL, phrases.NOT_PERSONAL),
    _phrase(
        Fault.PERSONAL_DATA, Advice.DO_NOT_ASK_PERSONAL, phrases.ASKS_PERSONAL,
        phrases.NOT_PERSONAL,
    ),
    _phrase(Fault.BLAME, Advice.NEUTRAL, phrases.BLAME, phrases.NOT_BLAME),
    _phrase(
        Fault.NEGATIVE_ABOUT_PLATFORM, Advice.NEUTRAL_PLATFORM, phrases.NEGATIVE,
        phrases.NOT_NEGATIVE,
    ),
    _phrase(Fault.PROMISE, Advice.PROMISE_MONEY, phrases.PROMISE_MONEY, phrases.NOT_PROMISE),
    _phrase(Fault.PROMISE, Advice.PROMISE_DELIVERY, phrases.PROMISE_DELIVERY, phrases.NOT_PROMISE),
    _phrase(Fault.PROMISE, Advice.PROMISE_DECISION, phrases.PROMISE_DECISION, phrases.NOT_PROMISE),
)  # fmt: skip
TO_SUPPORT: tuple[Phrase, ...] = (
    _phrase(Fault.VAGUENESS, Advice.BE_CONCRETE, phrases.VAGUE),
    _phrase(Fault.BLAME, Advice.FACTS_NOT_BLAME, phrases.BLAME_IN_APPEAL),
)


def phrases_of(text: Unveiled, known: tuple[Phrase, ...]) -> Iterator[Finding]:
    """Find the phrases that may not be said."""
    for phrase in known:
        for match in phrase.form.finditer(text.plain.text):
            span = text.plain.origin(match.span())
            if not _is_harmless(text, span, phrase):
                yield Finding(phrase.fault, phrase.advice, span, text.fragment(span).strip())


def _is_harmless(text: Unveiled, span: Span, phrase: Phrase) -> bool:
    if phrase.fault is Fault.PAYMENT_DETAILS and is_refused(text.original, span):
        return True
    return bool(phrase.unless and phrase.unless.search(sentence_at(text.original, span)))


def full_names(text: Unveiled) -> Iterator[Finding]:
    """Find surnames with names and patronymics."""
    for match in _FULL_NAME.finditer(text.original):
        yield Finding(Fault.PERSONAL_DATA, Advice.DROP_PERSONAL, match.span(), match[0])


def too_little(text: Unveiled) -> Iterator[Finding]:
    """Find a reply that says nothing beside its greeting."""
    rest = _GREETING.sub(" ", text.plain.text)
    said = text.original.strip()
    if said and len(_WORD.findall(rest)) <= _FEW_WORDS:
        begin = text.original.index(said)
        span = (begin, begin + len(said))
        yield Finding(Fault.ONE_WORD, Advice.SAY_MORE, span, said)
