"""The fields of moves: what a move asks before it is made, and what else is asked of a case."""

from cases.asking import Answers, Ask, Bound, Field, Source, values
from cases.kinds import ChatOutcome, Currency, Outcome


def _sum_differs(answers: Answers) -> bool:
    """The sum to be confirmed is not the price: it is asked about once more."""
    price, confirmed = answers.get("price"), answers.get("confirmed_sum")
    return bool(price and confirmed and price != confirmed)


CLOSE = (
    Field("outcome", Ask.CHOICE, values(Outcome)),
    Field("recovered", Ask.SUM),
    Field("comment", Ask.TEXT, required=False, limit=500),
)
CLOSE_MATCHED = (
    Field("outcome", Ask.CHOICE, values(Outcome)),
    Field("recovered", Ask.SUM, asked=False),
    Field("comment", Ask.TEXT, required=False, limit=500, beside="recovered", shows=("recovered",)),
)
CLOSE_CHAT = (Field("chat_outcome", Ask.CHOICE, values(ChatOutcome)),)
SEND = (Field("number", Ask.NUMBER, limit=64),)
BUYER_WROTE = (Field("appeared", Ask.PAST, bound=Bound.OUR_ANSWER),)
ANSWERED_EARLIER = (Field("answered", Ask.PAST, bound=Bound.TURN_START),)
PRICE = Field("price", Ask.SUM)
CONFIRM_MONEY = (
    PRICE,
    Field("confirmed_sum", Ask.SUM, Source.RISK_SUM),
    Field("sum_differs", Ask.CHOICE, ("sure",), applies=_sum_differs, after="confirmed_sum"),
)
REFUSE = (PRICE, Field("refusal", Ask.TEXT, limit=1000))
MONEY_DIFFERS = (Field("received_sum", Ask.SUM),)
ESCALATE = (
    Field("restated", Ask.TEXT, Source.PHRASE, limit=200),
    Field("missed", Ask.CHOICES, Source.POINTS, required=False, default=[]),
    Field("missed_else", Ask.TEXT, required=False, limit=300),
    Field("to_attach", Ask.ATTACHMENTS, required=False),
    Field("specialist", Ask.CHOICE_OR_TEXT, Source.SPECIALISTS, required=False, limit=100),
    Field("next_look", Ask.FUTURE),
)
PROMISE = (
    Field("promised_until", Ask.FUTURE),
    Field("promised", Ask.TEXT, limit=300),
)
OTHER_CASE = (Field("other_case", Ask.CHOICE_OR_TEXT, Source.NEIGHBOURS, limit=64),)
AWAY = (
    Field("away_until", Ask.FUTURE),
    Field("stand_in", Ask.CHOICE, Source.COLLEAGUES),
)
DUTY = (Field("duty_until", Ask.FUTURE),)
DIGEST_TIME = (Field("digest_hour", Ask.HOUR),)
QUIET = (Field("quiet_hours", Ask.HOURS),)
SNOOZE = (
    Field("snoozed_clock", Ask.TEXT, required=False, asked=False, limit=40),
    Field("snooze_until", Ask.FUTURE),
)
ENTRY = (
    Field(
        "entry_text", Ask.TEXT, required=lambda answers: not answers.get("entry_files"), limit=4096
    ),
    Field("entry_files", Ask.ATTACHMENTS, required=False, asked=False),
    Field("entry_at", Ask.PAST, asked=False),
    Field("entry_inside", Ask.PAST, required=False, asked=False),
    Field(
        "entry_kind", Ask.CHOICE, Source.ENTRY_KINDS, beside="entry_at", offers="entry_inside",
        shows=("entry_text", "entry_files", "entry_at"),
    ),
)  # fmt: skip
THEIR_STATUS = (Field("their_status", Ask.CHOICE_OR_TEXT, ("none",), limit=100),)
TAG = (Field("tag", Ask.TEXT, limit=200),)
LIMIT = (
    Field("currency", Ask.CHOICE, values(Currency), asked=False),
    Field("consent_limit", Ask.SUM),
)

OF_CASES: dict[str, tuple[Field, ...]] = {
    "close": CLOSE,
    "close_matched": CLOSE_MATCHED,
    "close_chat": CLOSE_CHAT,
    "send": SEND,
    "buyer_wrote": BUYER_WROTE,
    "answered_earlier": ANSWERED_EARLIER,
    "confirm_money": CONFIRM_MONEY,
    "refuse": REFUSE,
    "money_differs": MONEY_DIFFERS,
    "escalate": ESCALATE,
    "promise": PROMISE,
    "away": AWAY,
    "duty": DUTY,
    "quiet": QUIET,
    "digest_at": DIGEST_TIME,
    "link": OTHER_CASE,
    "merge": OTHER_CASE,
    "entry": ENTRY,
    "their_status": THEIR_STATUS,
    "tag": TAG,
    "limit": LIMIT,
    "snooze": SNOOZE,
}
"""The forms about a case that is in the journal already, by their names."""
