"""The numbers that marketplaces give to appeals: cleaned as typed, and keyed to be compared."""

import re
import unicodedata
from functools import lru_cache

from cases import vocabulary as words
from cases.refusals import Refusal

LONGEST = 64  # characters; no number of a dialog seen is longer than 40

_ANNOUNCED = re.compile(rf"(?:[№#\s:.,–—-]|(?:{words.NUMBER_WORDS})(?!\w))+", re.IGNORECASE)
_QUOTES = " «»\"'"


class NumberEmpty(Refusal):
    """There is no letter and no digit to be a number."""


class NumberTooLong(Refusal):
    """More than `limit` characters: a text, not a number."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


def clean_number(text: str) -> str:
    """Return the number as typed, without a leading sign or word for it, and invisible signs.

    Raises NumberEmpty, NumberTooLong.
    """
    seen = " ".join(words.without_invisible(text).split())
    announced = _ANNOUNCED.match(seen)
    number = seen[announced.end() if announced else 0 :].strip(_QUOTES)
    if not any(map(str.isdecimal, number_key(number))):
        raise NumberEmpty  # «нет» and «не знаю» are not numbers
    if len(number) > LONGEST:
        raise NumberTooLong(LONGEST)
    return number


@lru_cache(maxsize=1024)
def number_key(text: str) -> str:
    """Return the compared form: small letters of one alphabet and digits; "" when none is left.

    Two numbers with equal keys are one number (DOMAIN.md, One problem, one case), but two empty
    keys are not: an empty key matches nothing.
    """
    composed = unicodedata.normalize("NFKC", words.without_invisible(text).replace("№", ""))
    # Once more after casefold: it takes some letters apart that NFKC puts together.
    small = unicodedata.normalize("NFKC", composed.casefold()).casefold()
    return "".join(filter(str.isalnum, map(words.shown, small))).translate(words.AS_LATIN)


def nearest(number: str, candidates: tuple[str, ...], most: int = 3) -> tuple[str, ...]:
    """Return the candidates that look most like the number: a slip of a finger, two digits swapped.

    Nothing is returned for a number of fewer than four letters and digits: all look alike.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed only when nothing was found

    key = number_key(number)
    if len(key) < 4:  # noqa: PLR2004 - see above
        return ()
    by_distance = sorted((OSA.distance(key, number_key(each)), each) for each in set(candidates))
    return tuple(each for distance, each in by_distance if distance <= max(len(key) // 4, 1))[:most]
