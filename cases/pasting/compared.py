"""The compared sums: what comes out by the report and what by our own data, told side by side."""

import re
from collections.abc import Iterator

from cases import vocabulary as words
from cases.money import Money, parse_sum
from cases.pasting import signposts
from cases.pasting.mentions import Mention
from cases.pasting.pasted import Pasted
from cases.refusals import Refusal

_FIGURE = r"(?:\d{1,3}(?:[ '`]\d{3})+|\d{1,7})(?:[.,]\d{1,2})?"  # a report's number is longer
_NAMED = rf"(?: ?(?:{words.THOUSAND}|{words.MILLION}))?(?: ?(?:{words.BYN}|{words.RUB}))?"
_FORMS = tuple(
    (name, re.compile(rf"(?<!\w){lead}[ :=—-]{{1,3}}(?P<sum>{_FIGURE}{_NAMED})(?![\w%-]|[.,:/]\d)"))
    for name, lead in (
        ("report_sum", signposts.BY_REPORT),
        ("our_sum", signposts.BY_OUR_DATA),
    )
)
_NO_CURRENCY = "?"


def compared_sums(pasted: Pasted, currency: str | None) -> tuple[Mention, ...]:
    """Find «по отчёту 12 500» and «у нас 13 000»: (field, money), the field that of the form.

    The money is None when it cannot be read for sure: a short figure after «по отчёту» is no number
    of a report all the same. A sum without a currency is sure only beside the other one.
    """
    found = [each for name, form in _FORMS for each in _of(name, form, pasted, currency)]
    names = [mention.value[0] for mention, _ in found]
    pair = len(found) == len(_FORMS) == len(set(names))
    return tuple(
        Mention((each.value[0], each.value[1] if pair or named else None), each.span)
        for each, named in found
        if names.count(each.value[0]) == 1
    )


def _of(
    name: str, form: re.Pattern[str], pasted: Pasted, currency: str | None
) -> Iterator[tuple[Mention, bool]]:
    for match in form.finditer(pasted.cyrillic):
        named = _money(match["sum"], None)
        yield Mention((name, named or _money(match["sum"], currency)), match.span()), bool(named)


def _money(typed: str, currency: str | None) -> Money | None:
    try:
        money = parse_sum(typed, currency or _NO_CURRENCY)
    except Refusal:
        return None
    return money if money and money.currency != _NO_CURRENCY else None
