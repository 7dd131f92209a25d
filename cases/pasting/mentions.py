"""The mentions: identifiers, numbers of appeals and sums, found in the middle of a text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cases import vocabulary as words
from cases.entities import EntitiesUnreadable, Entity, parse_entities
from cases.kinds import Marketplace
from cases.money import Money, parse_sum
from cases.numbers import LONGEST, clean_number
from cases.pasting import signposts
from cases.pasting.confidential import secrets_of
from cases.pasting.pasted import Pasted, Span
from cases.refusals import Refusal


@dataclass(frozen=True)
class Mention:
    """Something found: its value, and where in the text it stands."""

    value: Any
    span: Span
    marketplace: Marketplace | None = None


def _latin(russian: str) -> str:
    return russian.translate(words.AS_LATIN)


_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{11,12}"
_ALONE, _ENDS = r"(?<![\w.:/@-])", r"(?![\w@-]|[.:/]\w)"
_LINKS: tuple[tuple[re.Pattern[str], Marketplace], ...] = (
    (re.compile(r"(?:https?://)?(?:www\.)?wildberries\.\w{2,3}/catalog/\d[^\s|]*"), Marketplace.WB),
    (re.compile(r"(?:https?://)?(?:www\.|m\.)?ozon\.\w{2,3}/product/[^\s|]+"), Marketplace.OZON),
)
_OTHER_LINK = re.compile(r"(?:https?://|www\.)[^\s|]+|[\w.+-]{1,64}@[\w-]+\.[\w.]+")
# Forms that speak for themselves (MARKETPLACES.md, section 6), and whose they are.
_FORMS: tuple[tuple[re.Pattern[str], Marketplace | None], ...] = tuple(
    (re.compile(_ALONE + form + _ENDS), marketplace)
    for form, marketplace in (
        (r"\d{7,11}-\d{4}-\d{1,3}", Marketplace.OZON),
        (r"\d{7,11}-\d{4}", Marketplace.OZON),
        (r"\d+_[0-9a-f]{32}", Marketplace.WB),
        (r"wb-(?:gi|trbx)-\d+", Marketplace.WB),
        (r"(?=[\w.]{16,64}(?![\w.]))[0-9a-z]+_[0-9a-z]+(?:\.[0-9a-z]+)+", Marketplace.WB),
        (r"(?=[\w.]{16,64}(?![\w.]))[0-9a-z]{2,}\.(?:[0-9a-z]{1,40}\.)?\d+\.\d+", Marketplace.WB),
        (r"(?=[0-9a-f]*\d)(?:[0-9a-f]{32}|[0-9a-f]{40,42})", None),
        (r"[sr]\d{9,11}", None),
        (_UUID, None),
        (r"\d{19,20}", None),
    )
)
_WB_CHAT = re.compile(rf"{_ALONE}\d{{1,3}}:{_UUID}(?![\w:-])")
_NUMBER = re.compile(
    rf"\b{_latin(signposts.NUMBER_BEFORE)} ?[:=]? ?(?:#|№)? ?"
    rf"(?P<number>(?=[\w/-]{{0,40}}\d)[\w#/-]{{3,{LONGEST}}})(?!\w|[:.,]\d)"
    rf"(?!{_latin(signposts.NOT_COUNTED)})"
)
_NO_VALUE = (  # a date, a year, a count or a sum
    r"(?!(?:\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d\d-\d\d|20[0-3]\d)(?![\w-])"
    rf"|(?:\d{{1,3}}(?: \d{{3}})+|\d+(?:[.,-]\d+)*){_latin(signposts.NOT_COUNTED)})"
)
_VALUE = (
    rf"{_NO_VALUE}(?:\d{{1,3}}(?: \d{{3}}){{2,}}(?![\w-])"
    r"|(?=[\w/.-]{0,40}\d)(?=[\w/.-]{4,64}(?![\w/-]))[\w/]+(?:[.-][\w/]+)*(?![\w/-]))"
)
_LABELLED = re.compile(
    rf"\b(?:{'|'.join(map(_latin, words.ENTITY_WORDS))})[^\W\d_]*(?:[_-]?id)?"
    rf"(?: {_latin(signposts.LABEL_FILLERS)}){{0,2}}"
    rf"(?:[ .:=]*[#№] ?\w[\w/-]*(?<=\d)(?![\w/-])|[ \n.:=\"«„“(]*{_VALUE})"
    rf"(?:(?:,[ \n]?| {signposts.AND} |[ \n]){_VALUE})*"
)
_BARE = re.compile(r"(?<![\w.,:/+@#-])(?<!\d )\d{6,10}(?![\w/@-]|[.,:]\d| \d{3}\b)")
_NOT_BEFORE = re.compile(rf"(?<!\w){_latin(signposts.NOT_BEFORE)}[ .:#№+]{{0,3}}$")
_VERSION = re.compile(rf"(?<!\w){_latin(signposts.VERSION)} ?\d[\d.]*")
_PHONE = re.compile(r"(?<![\w-])(?:\+?\d[ (-]{0,2})?9\d{2}[ )-]{0,2}\d{3}[ -]?\d\d[ -]?\d\d(?!\d)")
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d\d-\d\d")


def linked_goods(pasted: Pasted) -> tuple[Mention, ...]:
    """Find links to product pages: the articles that they lead to."""
    found = [
        Mention(entities, match.span(), marketplace)
        for form, marketplace in _LINKS
        for match in form.finditer(pasted.latin)
        if (entities := _read(pasted.words(match.span())))
    ]
    return tuple(found)


def other_links(pasted: Pasted) -> tuple[Span, ...]:
    """Find other links and mail addresses: their figures are no identifiers."""
    return tuple(match.span() for match in _OTHER_LINK.finditer(pasted.latin))


def phones(pasted: Pasted) -> tuple[Span, ...]:
    """Find telephones and versions, whose figures mean nothing to a case."""
    forms = (_PHONE, _VERSION)
    return tuple(match.span() for form in forms for match in form.finditer(pasted.latin))


def chat_numbers(pasted: Pasted) -> tuple[Mention, ...]:
    """Find ids of buyer chats of Wildberries, which no other number looks like."""
    spans = [match.span() for match in _WB_CHAT.finditer(pasted.latin)]
    return tuple(Mention(pasted.words(span), span, Marketplace.WB) for span in spans)


def numbers(pasted: Pasted) -> tuple[Mention, ...]:
    """Find numbers that a word calls the number of an appeal or of a chat."""
    found = []
    for match in _NUMBER.finditer(pasted.latin):
        number = clean_number(pasted.words(match.span("number")))
        if not _DATE.fullmatch(number):
            found.append(Mention(number, match.span()))
    return tuple(found)


def identifiers(pasted: Pasted) -> tuple[Mention, ...]:
    """Find identifiers that have a form or a word of their own."""
    found = list(_labelled(pasted))
    found += [each for each in _formed(pasted) if not _crosses(each.span, found)]
    return tuple(sorted(found, key=lambda each: each.span))


def lone_figures(pasted: Pasted) -> tuple[Mention, ...]:
    """Find figures of 6 to 10 digits of no known kind: an article, an order, a supply or other."""
    return tuple(
        Mention(_read(match[0]), match.span())
        for match in _BARE.finditer(pasted.latin)
        if not _is_other_number(pasted, match)
    )


def _is_other_number(pasted: Pasted, match: re.Match[str]) -> bool:
    """Whether the word before says that it is a telephone, an account, a code."""
    return bool(_NOT_BEFORE.search(pasted.latin[max(match.start() - 20, 0) : match.start()]))


def _labelled(pasted: Pasted) -> Iterator[Mention]:
    for match in _LABELLED.finditer(pasted.latin):
        entities = _read(pasted.words(match.span()))
        if entities:
            yield Mention(entities, match.span(), _form_inside(pasted, match.span()))


def _formed(pasted: Pasted) -> Iterator[Mention]:
    for form, marketplace in _FORMS:
        for match in form.finditer(pasted.latin):
            entities = _read(pasted.words(match.span()))
            if entities and not _is_other_number(pasted, match):
                yield Mention(entities, match.span(), marketplace)


def _form_inside(pasted: Pasted, span: Span) -> Marketplace | None:
    """Whose form stands inside the span: a word before it does not hide it."""
    found = (marketplace for form, marketplace in _FORMS if form.search(pasted.latin, *span))
    return next(found, None)


def _read(fragment: str) -> tuple[Entity, ...]:
    try:
        return parse_entities(fragment)
    except EntitiesUnreadable:
        return ()


def _crosses(span: Span, found: Iterable[Mention]) -> bool:
    return any(span[0] < each.span[1] and each.span[0] < span[1] for each in found)


_FIGURE = r"(?:\d{1,3}(?:[ '`]\d{3})+|\d+)(?:[.,]\d+)*"
_NAMED = rf"(?:{words.BYN}|{words.RUB})"
_SUM = re.compile(
    rf"(?<![\w.,/:#-])(?<!\d )(?P<sign>{words.MINUS} ?)?(?P<sum>{_FIGURE}"
    rf" ?(?:(?:{words.THOUSAND}|{words.MILLION})(?: ?{_NAMED})?|{_NAMED})"
    rf"(?: ?\d{{1,2}} ?{words.KOPECKS})?)(?!\w)"
    rf"|(?<!\w)(?:{signposts.SUM_BEFORE})[ :=-]{{1,3}}"
    rf"(?P<said>{_FIGURE})(?! ?{_NAMED})(?![\w%-]|[.,:]\d| \d)"
    rf"(?! ?(?:{words.THOUSAND}|{words.MILLION}))"
)
_NO_CURRENCY = "?"  # stands where neither the text nor the cabinet has named one


def sums(pasted: Pasted, currency: str | None) -> tuple[Mention, ...]:
    """Find sums: with a currency, with thousands, or announced; in `currency` if none is named.

    A sum that cannot be read for sure, or has no currency at all, is a mention of None.
    """
    return tuple(
        Mention(_money(match, currency), match.span()) for match in _SUM.finditer(pasted.cyrillic)
    )


def _money(match: re.Match[str], currency: str | None) -> Money | None:
    if match["sign"]:
        return None
    try:
        money = parse_sum(match["sum"] or match["said"], currency or _NO_CURRENCY)
    except Refusal:
        return None
    return money if money and money.currency != _NO_CURRENCY else None


def secret_free(pasted: Pasted) -> tuple[Pasted, bool]:
    """Leave out passwords, tokens and signatures; tells whether there were any."""
    spans = secrets_of(pasted)
    return (pasted.cut(spans) if spans else pasted), bool(spans)
