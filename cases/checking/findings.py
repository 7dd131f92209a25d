"""The findings: what is wrong with a text, where it stands, and what would be better."""

from dataclasses import dataclass
from enum import StrEnum

from cases.kinds import Marketplace

Span = tuple[int, int]
"""Where a fragment stands in the original text: begin and end, in characters."""


class Audience(StrEnum):
    """Whom a text is for."""

    WB_BUYER = "wb_buyer"
    OZON_BUYER = "ozon_buyer"
    SUPPORT = "support"


BUYERS: dict[Marketplace, Audience] = {
    Marketplace.WB: Audience.WB_BUYER,
    Marketplace.OZON: Audience.OZON_BUYER,
}


class Fault(StrEnum):
    """What may be wrong (DOMAIN.md, What may not be written to a buyer). Append only."""

    EXTERNAL_LINK = "external_link"
    MESSENGER = "messenger"
    EMAIL = "email"
    PHONE = "phone"
    OBFUSCATED_CONTACT = "obfuscated_contact"
    PAYMENT_DETAILS = "payment_details"
    PERSONAL_DATA = "personal_data"
    ONE_WORD = "one_word"
    BLAME = "blame"
    NEGATIVE_ABOUT_PLATFORM = "negative_about_platform"
    PROMISE = "promise"
    TOO_LONG = "too_long"
    BAD_FILE = "bad_file"
    VAGUENESS = "vagueness"
    SECRET = "secret"  # noqa: S105 - the name of a fault


class Advice(StrEnum):
    """What would be better: the code of a wording in `texts/checking.py`."""

    STAY_IN_CHAT = "stay_in_chat"
    DROP_LINK = "drop_link"
    DROP_CONTACT = "drop_contact"
    DO_NOT_ASK_CONTACT = "do_not_ask_contact"
    MONEY_BY_PLATFORM = "money_by_platform"
    DROP_PERSONAL = "drop_personal"
    DO_NOT_ASK_PERSONAL = "do_not_ask_personal"
    SAY_MORE = "say_more"
    NEUTRAL = "neutral"
    NEUTRAL_PLATFORM = "neutral_platform"
    PROMISE_MONEY = "promise_money"
    PROMISE_DELIVERY = "promise_delivery"
    PROMISE_DECISION = "promise_decision"
    SHORTEN = "shorten"
    FILE_KIND = "file_kind"
    FILE_SIZE = "file_size"
    FILES_TOTAL = "files_total"
    BE_CONCRETE = "be_concrete"
    ASK_CONCRETELY = "ask_concretely"
    FACTS_NOT_BLAME = "facts_not_blame"
    DROP_SECRET = "drop_secret"  # noqa: S105 - the code of an advice


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: `fragment` is the original text at `span`, or a file's name."""

    fault: Fault
    advice: Advice
    span: Span
    fragment: str


def crosses(one: Span, other: Span) -> bool:
    """Whether two fragments share a character."""
    return one[0] < other[1] and other[0] < one[1]
