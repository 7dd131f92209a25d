"""What must never be kept: passwords, tokens and signatures, found in what people write."""

import re
from collections.abc import Iterator

from cases.pasting import signposts
from cases.pasting.pasted import Pasted, Span

_LONGEST_PIECE = 64  # characters without a blank; more of them with a figure are a signature
_SHORTEST = {"password": 4, "digits": 5, "key": 12}  # characters of what is taken for one
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY_WORD = r"(?:reply-?sign|api-?key|client-?secret|(?:access-?)?token|bearer)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"eyj[\w-]{8,}(?:\.[\w-]*){0,2}",  # a JWT, which is what a WB token is
        r"(?<!\w)\d{8,10}:[\w-]{35}(?![\w-])",  # a Telegram bot's token
        rf"(?<!\w)\d+:{_UUID}:[0-9a-f:]{{16,}}",  # WB's replySign, whole or cut
        rf"{_KEY_WORD}\W{{1,4}}(?:bearer )?(?=[\w.:/+=-]{{0,40}}\d)[\w.:/+=-]{{12,}}",
        r"(?<!\w)(?:sk[-_]|gh[pousr]_|glpat-|xox[a-z]-)[\w-]{16,}",
    )
)
_PIECE = re.compile(rf"[^\s|,;]{{{_LONGEST_PIECE + 1},}}")  # a list without blanks is no piece
_UNBROKEN = re.compile(r"(?<![\w/.=?&%+-])[\w-]{32,}(?![\w/])")  # though not inside a link
_OF_A_RANDOM_KEY = (str.isdigit, str.isupper, str.islower)
_VALUE = r"(?P<value>[^\s|]+)"
_SEPARATOR = r"(?P<sign> ?[:=] ?)|(?P<blank> ?[-–—] | )"
_RUSSIAN = re.compile(
    rf"(?P<changed>(?:{signposts.CHANGED_BEFORE})\w* )?(?:(?P<key>{signposts.KEYS})"
    rf"|(?P<bent>{signposts.PASSWORDS_BENT})|(?:{signposts.PASSWORDS}))"
    rf"(?:{signposts.WHAT_IT_OPENS})?(?:{_SEPARATOR}){_VALUE}"
)
_ENGLISH = re.compile(
    r"(?P<changed>(?:forgot|change|reset)\w* )?(?P<key>\0)?(?P<bent>\0)?"
    rf"(?<!\w)(?:password|passwd|pwd|pass)(?: is)?(?:{_SEPARATOR}){_VALUE}"
)
_NO_PASSWORD = re.compile(  # a date, a time, a version, or a word that is often said after it
    rf"v?[\d.:/,-]*[.:/,-][\d.:/,-]*|{signposts.WORDS_AFTER}"
)
_CYRILLIC = re.compile(signposts.RUSSIAN_WORD)


def holds_secret(text: str) -> bool:
    """Whether the text holds what looks like a password, a token or a signature."""
    return next(_found(Pasted.of(text)), None) is not None


def secrets_of(pasted: Pasted) -> tuple[Span, ...]:
    """Where the text holds what looks like a password, a token or a signature."""
    return tuple(_found(pasted))


def _found(pasted: Pasted) -> Iterator[Span]:
    for form in _FORMS:
        yield from (match.span() for match in form.finditer(pasted.latin))
    for piece in _PIECE.finditer(pasted.latin):
        if any(map(str.isdigit, piece[0])) and "//" not in piece[0]:
            yield piece.span()
    yield from (m.span() for m in _UNBROKEN.finditer(pasted.seen) if _is_random(m[0]))
    for naming, text in ((_RUSSIAN, pasted.cyrillic), (_ENGLISH, pasted.latin)):
        for match in naming.finditer(text):
            if _is_secret(match, pasted.seen[slice(*match.span("value"))]):
                yield match.span()


def _is_random(word: str) -> bool:
    """Whether figures and letters of both cases are mixed; identifiers keep to one case."""
    return word.isascii() and all(sum(map(kind, word)) > 1 for kind in _OF_A_RANDOM_KEY)


def _is_secret(named: re.Match[str], seen: str) -> bool:
    """Whether that which stands after the word is a password, and not a word about one."""
    value = seen.strip(signposts.AROUND_VALUES)
    plain = value.lower()
    if _NO_PASSWORD.fullmatch(plain):
        return False
    mixed = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    if named["key"]:
        return mixed and value.isascii() and len(value) >= _SHORTEST["key"]
    if named["sign"] and _CYRILLIC.fullmatch(plain):
        return len(value) >= _SHORTEST["password"] and _ends(named) and not _is_state(plain)
    if named["sign"]:
        return len(value) >= _SHORTEST["password"]
    if named["bent"] or named["changed"]:
        return mixed and named["changed"] is None
    return _may_stand_alone(value, mixed=mixed)


def _may_stand_alone(value: str, *, mixed: bool) -> bool:
    if not value.isascii() and not mixed:
        return False
    return len(value) >= _SHORTEST["digits" if not value.isalpha() else "password"]


def _ends(named: re.Match[str]) -> bool:
    """Whether nothing follows the word: «пароль: солнышко», not «пароль: меняли вчера»."""
    return named["value"][-1] in ".,;!?" or named.string[named.end() : named.end() + 1] in {
        "",
        "\n",
    }


def _is_state(word: str) -> bool:
    return re.match(signposts.STATES_AFTER, word) is not None
