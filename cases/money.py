"""Sums of money as people type them: in kopecks, never in floating point."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cases import vocabulary as words
from cases.refusals import Refusal, TypedRefusal

LARGEST = 100_000_000_000  # kopecks: a thousand million roubles is a slip of the finger
_LONGEST = 500  # characters; more is not an answer about a sum
_KOPECKS = 100
_PLACES = 2


@dataclass(frozen=True)
class Money:
    """A sum: `minor` in kopecks, `currency` is "RUB" or "BYN"; two currencies never add up."""

    minor: int
    currency: str


class SumUnreadable(TypedRefusal):
    """There is no sum in `text`, or it is not clear which: "12.500" may be 12.5 or 12,500."""


class SumNegative(TypedRefusal):
    """The sum in `text` is below zero."""


class SumTooLarge(TypedRefusal):
    """The sum in `text` is over `limit` kopecks."""

    limit = LARGEST


class SumInDoubt(Refusal):
    """It is not clear which of the `sums` is meant: a person can say."""

    def __init__(self, sums: tuple[Money, ...]) -> None:
        super().__init__(sums)
        self.sums = sums


class SeveralSums(SumInDoubt):
    """Different `sums` were typed, in this order."""


class OtherCurrency(SumInDoubt):
    """The first of the `sums` was typed, in a currency that is not the cabinet's, as the second."""

    def __init__(self, typed: Money, currency: str) -> None:
        super().__init__((typed, Money(typed.minor, currency)))


_FIGURE = (
    r"\d{1,3}(?:[ '`]\d{3})+(?:[.,]\d+)?"  # 12 500,00
    r"|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"  # 1.186,50
    r"|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"  # 1,186.50
    r"|\d+(?:[.,]\d+)?"
)
_END = r"(?![.,]?\d)"
_AMOUNT = re.compile(
    rf"(?P<only_kopecks>\d{{1,2}}) ?{words.KOPECKS}"
    rf"|(?:(?:(?P<byn_before>{words.BYN})|(?P<rub_before>{words.RUB})) ?)?"
    rf"(?P<figure>{_FIGURE}){_END}"
    rf"(?: ?(?:(?P<thousand>{words.THOUSAND})|(?P<million>{words.MILLION})))?"
    rf"(?(thousand)(?: (?P<ones>\d{{1,3}})(?![.,]?\d| \d{{3}}\b))?)"
    rf"(?(byn_before)|(?(rub_before)|(?: ?(?:(?P<byn>{words.BYN})|(?P<rub>{words.RUB})))?))"
    rf"(?: ?(?P<kopecks>\d{{1,2}}) ?{words.KOPECKS})?(?!\w)"
)
_BETWEEN = re.compile(rf"[ ,;:/+()=~≈!.\-]+|{words.SUM_FILLERS}")
_BELOW_ZERO = re.compile(rf"{words.MINUS} ?\d")
_SCALES = {"thousand": 1000, "million": 1_000_000}
_CURRENCIES = {"byn": "BYN", "byn_before": "BYN", "rub": "RUB", "rub_before": "RUB"}


@dataclass(frozen=True)
class _Amount:
    """A figure as written: `currency` is None where none is named."""

    minor: int
    currency: str | None


def parse_sum(text: str, currency: str) -> Money | None:
    """Read the one sum of the text, in `currency` where none is named. None is "unknown", not 0.

    Raises SumUnreadable, SumNegative, SumTooLarge, and SeveralSums when there is a choice.
    """
    plain = words.evened_words(text).strip(" .,!")
    if (plain or words.evened(text)) in words.UNKNOWN:
        return None
    if plain in words.ZERO:
        return Money(0, currency)
    if len(plain) > _LONGEST:
        raise SumUnreadable(text)
    if _BELOW_ZERO.match(plain):
        raise SumNegative(text)
    sums = _sums(list(_amounts(plain, text)), currency)
    if len(sums) > 1:
        raise SeveralSums(sums)
    if not sums:
        raise SumUnreadable(text)
    return sums[0]


def _sums(amounts: list[_Amount], currency: str) -> tuple[Money, ...]:
    """Give each amount a currency: its own, the only one named, or the default."""
    named = {each.currency for each in amounts if each.currency}
    default = named.pop() if len(named) == 1 else currency
    return tuple(dict.fromkeys(Money(each.minor, each.currency or default) for each in amounts))


def _amounts(plain: str, text: str) -> Iterator[_Amount]:
    """Every amount of the text; a word that is not about money makes it unreadable."""
    at = 0
    while at < len(plain):
        match = _AMOUNT.match(plain, at)
        if match:
            yield _Amount(_minor(match, text), _currency(match))
        else:
            match = _BETWEEN.match(plain, at)
        if match is None:
            raise SumUnreadable(text)
        at = match.end()


def _currency(match: re.Match[str]) -> str | None:
    return next((name for group, name in _CURRENCIES.items() if match[group]), None)


def _minor(match: re.Match[str], text: str) -> int:
    """The amount in kopecks; a fraction of a kopeck is a sign that we misread."""
    if match["only_kopecks"]:
        return int(match["only_kopecks"])
    scale = next((times for group, times in _SCALES.items() if match[group]), 1)
    figure = _decimal(match["figure"])
    if figure > LARGEST:
        raise SumTooLarge(text)
    if scale == 1 and _places(figure) > _PLACES:
        raise SumUnreadable(text)
    minor = (figure * scale + int(match["ones"] or 0)) * _KOPECKS + int(match["kopecks"] or 0)
    return _checked(minor, text)


def _checked(minor: Decimal, text: str) -> int:
    if minor > LARGEST:
        raise SumTooLarge(text)
    if minor != int(minor):
        raise SumUnreadable(text)
    return int(minor)


def _decimal(figure: str) -> Decimal:
    """Read a figure: the last separator is decimal unless it repeats."""
    figure = re.sub("[ '`]", "", figure)
    last = max(figure.rfind("."), figure.rfind(","))
    whole = re.sub("[.,]", "", figure)
    if last < 0 or figure.count(figure[last]) > 1:
        return Decimal(whole)
    return Decimal(whole).scaleb(last + 1 - len(figure))


def _places(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
