"""The figures: telephones and cards, also spelled out in words or spaced out."""

import re
from collections.abc import Iterator

from cases.checking import spelled
from cases.checking.findings import Advice, Fault, Finding, Span
from cases.checking.unveiled import Unveiled
from cases.checking.writing import Writing

_REGIONS = ("RU", "BY", "KZ")
_BETWEEN = r"[ ().\-/_*+\n]{0,3}"
_RUNS = tuple(
    re.compile(rf"(?<![\w+])[+]?\(?\d(?:{_BETWEEN}{sign}){{9,17}}(?!\w)")
    for sign in (r"\d", rf"(?:\d|(?<=[\d( -])[{spelled.ALIKE}](?=[ -]?\d))")
)
_CARD = re.compile(r"(?<![\w-])(?:\d{4}([ \-.]?)\d{4}\1\d{4}\1\d{4}(?:\1\d{2,3})?)(?![\w-])")
_ACCOUNT = re.compile(r"(?<!\w)(?:40[5-8]|30[12]|423)\d{2}(?:[ .]?\d{3,5}){3,5}(?!\w)")
_NUMERALS = {**spelled.ONES, **spelled.TEENS, **spelled.TENS, **spelled.HUNDREDS}
_NUMERAL = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?:{spelled.PLUS}\s+)?(?<!\w)(?:{_NUMERAL})(?!\w)"
    rf"(?:[\s,.\-]{{1,3}}(?:\d{{1,3}}(?!\w)|(?:{_NUMERAL})(?!\w)))+"
)
_GROUP = re.compile(rf"[+]?\(?[\d{spelled.ALIKE}]+\)?")
_FIRST = re.compile(r"\+|[78][ (-]|[78]9\d\d[ -]|[78]9\d{9}(?!\d)")
_WORD = re.compile(rf"{_NUMERAL}|\d+|{spelled.PLUS}")
_DATE = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)?\d\d(?!\.?\d)"
)
_IDENTIFIER = re.compile(
    rf"(?<!\w){spelled.IDENTIFIER_BEFORE}\.?{spelled.NUMBER_WORDS_BETWEEN}{{0,2}}"
    r"[ :=#.\-«(]{0,4}$"
)
_CALLED = re.compile(rf"(?<!\w){spelled.PHONE_BEFORE}[ :.\-=(]{{0,4}}(?:\w{{1,12}} ?[:\-]? ?)?$")
_CARD_CALLED = re.compile(rf"{spelled.CARD_BEFORE}[^.!?\d]{{0,30}}$")
_CARD_NAMED_AFTER = re.compile(rf"[^.!?\d]{{0,15}}{spelled.CARD_BEFORE}")
_MEASURED = re.compile(spelled.NOT_A_PHONE_AFTER)
_PHONE_LIKE = re.compile(
    r"\d{3}[ -]\d{3}[ -]?\d{2}[ -]?\d{2}|\(\d{3}\)[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}|(?:\d ){9}\d"
)
_BEGINS_A_CARD = ("2", "4", "5", "6", "9112")
_BEGINS_A_PHONE = re.compile(r"[78]\d{10}$|375\d{9}$")
_POSTING = re.compile(r"\d{7,11}-\d{4}(?:-\d{1,3})?")
_TEN = 10


def figures_of(text: Unveiled) -> Iterator[Finding]:
    """Find telephones, cards and accounts; identifiers, sums and dates are none."""
    cards = [text.plain.origin(span) for span in _cards(text.plain.text)]
    for span in cards:
        yield _finding(text, span, Fault.PAYMENT_DETAILS, Advice.MONEY_BY_PLATFORM)
    for writing in (text.plain, _in_figures(text.plain)):
        for span in _phones(writing.text):
            yield _finding(text, writing.origin(span), Fault.PHONE, Advice.DROP_CONTACT)


def _finding(text: Unveiled, span: Span, fault: Fault, advice: Advice) -> Finding:
    return Finding(fault, advice, span, text.fragment(span).strip())


def _phones(text: str) -> Iterator[Span]:
    for form in _RUNS:
        for match in form.finditer(text):
            span = next((s for s in _parts(match) if _is_phone(text, s)), None)
            if span:
                yield span


def _parts(match: re.Match[str]) -> Iterator[Span]:
    """Return where a telephone may begin and end in a run of figures: with a group of it."""
    groups = [
        (m.start() + match.start(), m.end() + match.start()) for m in _GROUP.finditer(match[0])
    ]
    for begin, _ in [groups[0], *(g for g in groups[1:] if _FIRST.match(match.string, g[0]))]:
        for _, end in reversed(groups):
            if begin < end:
                yield begin, end


def _is_phone(text: str, span: Span) -> bool:
    found, before = text[span[0] : span[1]], text[max(span[0] - 60, 0) : span[0]]
    digits = "".join(c for c in found.translate(spelled.DIGITS_ALIKE) if c.isdecimal())
    if len(digits) < _TEN or _is_something_else(found, text, span[1]):
        return False
    if found.startswith("+"):
        return _is_valid(f"+{digits}", None)
    if found.isdecimal() and _IDENTIFIER.search(before):
        return False
    if _BEGINS_A_PHONE.match(digits):
        return _is_valid_here(digits)
    dictated = bool(_CALLED.search(before) or _PHONE_LIKE.fullmatch(found))
    return len(digits) == _TEN and dictated and _is_valid_here(digits)


def _is_something_else(found: str, text: str, end: int) -> bool:
    """Whether the figures are a date, a posting of Ozon or so much of something."""
    return bool(_DATE.search(found) or _POSTING.fullmatch(found) or _MEASURED.match(text, end))


def _is_valid_here(digits: str) -> bool:
    inside = any(_is_valid(digits, region) for region in _REGIONS)
    return inside or (len(digits) > _TEN and _is_valid(f"+{digits}", None))


def _is_valid(digits: str, region: str | None) -> bool:
    """Whether the numbering plan of the region, or of the country after the +, has the number."""
    import phonenumbers  # noqa: PLC0415 - its metadata is heavy

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False


def _in_figures(plain: Writing) -> Writing:
    """Write numbers in words as their digits: «восемь девятьсот шестнадцать» is 8916."""
    return plain.rewritten(_SPELLED, lambda match: _digits(match[0]))


def _digits(spelled_out: str) -> str:
    """Return the digits as they are dictated: a ten takes the one that follows it, and so on."""
    written, pending = "", 0
    for word in _WORD.findall(spelled_out):
        value = _NUMERALS.get(word)
        if value is None:
            written, pending = written + _flushed(pending) + word.replace(spelled.PLUS, "+"), 0
        elif pending and value and value < _room(pending):
            pending += value
        else:
            written, pending = written + _flushed(pending), value
            if value == 0:
                written += "0"
    return written + _flushed(pending)


def _flushed(pending: int) -> str:
    return str(pending) if pending else ""


def _room(pending: int) -> int:
    """Which numerals may follow: after a hundred less than a hundred, after a ten less than ten."""
    if pending % 100 == 0:
        return 100
    return 10 if pending % 10 == 0 and pending % 100 >= 20 else 0  # noqa: PLR2004 - tens


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        before = text[: match.start()][-60:]
        named = _CARD_CALLED.search(before)
        begins = digits.startswith(_BEGINS_A_CARD) and not _IDENTIFIER.search(before)
        named = named or _CARD_NAMED_AFTER.match(text, match.end())
        if named or (begins and _luhn(digits)):
            yield match.span()
    for match in _ACCOUNT.finditer(text):
        if len(re.sub(r"\D", "", match[0])) == 20:  # noqa: PLR2004 - an account has 20 digits
            yield match.span()


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004 - Luhn's own
