"""The fields: every question the bot can ask, as rows of data."""

from collections.abc import Callable
from dataclasses import replace

from cases.asking import Answers, Ask, Bound, Field, Source, values
from cases.entities import EntityKind
from cases.kinds import (
    Category,
    Currency,
    GoodsKind,
    Kind,
    Marketplace,
    Priority,
    Proof,
    Risk,
    Wanted,
    WorkModel,
)
from cases.move_fields import OF_CASES

__all__ = ["FORMS", "REGISTRATION", "Answers", "Ask", "Bound", "Field", "Source"]


def _is_finance(answers: Answers) -> bool:
    return answers.get("category") == Category.FINANCE


def _needs_identifiers(answers: Answers) -> bool:
    return answers.get("category") in {Category.FINANCE, Category.LOGISTICS}


def _is_not_finance(answers: Answers) -> bool:
    return not _is_finance(answers)


def _is_other(answers: Answers) -> bool:
    return answers.get("category") == Category.OTHER


def _is_told_apart(answers: Answers) -> bool:
    """«Это другое» was pressed: the reason is asked out of turn."""
    return "difference" in answers


def _about(*categories: Category) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("category") in categories


CABINET = Field("cabinet", Ask.CHOICE, Source.CABINETS)
NUMBER = Field("number", Ask.NUMBER, required=False, limit=64)
SUMMARY = Field("summary", Ask.TEXT)
PRIORITY = Field("priority", Ask.CHOICE, values(Priority), default=Priority.NORMAL.value)
RISKS = Field("risks", Ask.CHOICES, values(Risk), required=False, asked=False, default=[])
RISK_SUM = Field("risk_sum", Ask.SUM, required=False)
ATTACHMENTS = Field("attachments", Ask.ATTACHMENTS, required=False)
ASSIGNEE = Field("assignee", Ask.CHOICE, Source.PEOPLE, asked=False)
DIFFERENCE = Field(
    "difference", Ask.TEXT, applies=_is_told_apart, asked=False, limit=500, ends=True
)  # fmt: skip

GOODS_DETAILS: tuple[Field, ...] = (
    Field("brand", Ask.TEXT, required=False, asked=False, limit=100),
    Field("size", Ask.TEXT, required=False, asked=False, limit=50),
    Field("received", Ask.PAST, required=False, asked=False),
)
"""What a standard phrase tells of the goods besides the article; never asked."""

STRENGTH: tuple[Field, ...] = (
    Field("who_cannot", Ask.TEXT, required=False, applies=_about(Category.ACCESS), limit=300),
    Field("rights_changed", Ask.TEXT, required=False, applies=_about(Category.ACCESS), limit=300),
    Field("report_sum", Ask.SUM, required=False, applies=_is_finance),
    Field("our_sum", Ask.SUM, required=False, applies=_is_finance),
    Field("exact_error", Ask.TEXT, required=False, applies=_about(Category.CONTENT), limit=500),
    Field("last_edit", Ask.TEXT, required=False, applies=_about(Category.CONTENT), limit=300),
    Field("endpoint", Ask.TEXT, required=False, applies=_about(Category.TECH), limit=300),
    Field(
        "as_expected", Ask.TEXT, required=False,
        applies=_about(Category.LOGISTICS, Category.TECH), limit=500,
    ),
)  # fmt: skip
"""What makes an appeal of each category strong: never required, but its absence is shown."""

SUPPORT_TICKET: tuple[Field, ...] = (
    CABINET,
    Field("category", Ask.CHOICE, values(Category)),
    Field("topic", Ask.CHOICE_OR_TEXT, Source.TOPICS, limit=200, after="category"),
    SUMMARY,
    Field(
        "nearest", Ask.CHOICE_OR_TEXT, Source.NEAREST, applies=_is_other, limit=200,
        instead="category",
    ),
    Field("period", Ask.PERIOD, applies=_is_finance),
    Field("when", Ask.PAST_OR_PERIOD, applies=_is_not_finance),
    Field("wanted", Ask.CHOICE, values(Wanted)),
    PRIORITY,
    Field("risks", Ask.CHOICES, values(Risk), required=False, default=[]),
    Field("entities", Ask.ENTITIES, required=_needs_identifiers),
    NUMBER,
    *STRENGTH,
    RISK_SUM,
    Field("section", Ask.TEXT, required=False, limit=200),
    Field("work_model", Ask.CHOICE, values(WorkModel), required=False),
    Field("own_deadline", Ask.FUTURE, required=False),
    ATTACHMENTS,
    ASSIGNEE,
    DIFFERENCE,
)  # fmt: skip
BUYER_CHAT: tuple[Field, ...] = (
    CABINET,
    SUMMARY,
    Field("appeared", Ask.PAST),
    Field("buyer", Ask.TEXT, required=False, limit=100),
    Field("goods", Ask.ENTITIES, required=False, entity=EntityKind.ARTICLE),
    *GOODS_DETAILS,
    Field(
        "chat_category",
        Ask.CHOICE,
        ("question", "defect", "wrong_goods", "delivery", "other"),
        required=False,
    ),
    NUMBER,
    RISK_SUM,
    ATTACHMENTS,
    Field("priority", Ask.CHOICE, values(Priority), asked=False, default=Priority.NORMAL.value),
    RISKS,
    ASSIGNEE,
    DIFFERENCE,
)
CHAT_RETURN: tuple[Field, ...] = (
    CABINET,
    Field("goods", Ask.ENTITIES, entity=EntityKind.ARTICLE),
    *GOODS_DETAILS[:2],  # when the goods came is asked below
    Field("reason", Ask.CHOICE_OR_TEXT, ("defect", "wrong_goods", "wrong_size", "changed_mind"),
          required=False, limit=200),
    SUMMARY,
    Field("appeared", Ask.PAST),
    Field("buyer", Ask.TEXT, required=False, limit=100),
    Field("price", Ask.SUM, required=False),
    Field("proof", Ask.CHOICE, values(Proof), required=False),
    NUMBER,
    ATTACHMENTS,
    Field("buyer_request", Ask.CHOICE, ("made", "not_yet"), required=False),
    Field("goods_kind", Ask.CHOICE, values(GoodsKind), required=False),
    Field("received", Ask.PAST, required=False),
    Field("priority", Ask.CHOICE, values(Priority), asked=False, default=Priority.NORMAL.value),
    RISKS,
    ASSIGNEE,
    DIFFERENCE,
)  # fmt: skip

COMPLETE = tuple(
    replace(field, asked=False, required=True)
    for field in SUPPORT_TICKET
    if field.name not in {"cabinet", "nearest", "number", "attachments", "assignee", "difference"}
)
"""What a red light of a ticket in the journal leads to: one question at a time, out of turn."""

ADD_FILES = (Field("attachments", Ask.ATTACHMENTS),)
LOOSE_FILES = (
    Field("attachments", Ask.ATTACHMENTS, asked=False),
    Field("which_case", Ask.CHOICE_OR_TEXT, Source.CASES, limit=64),
)

CABINET_SETUP = (
    Field("marketplace", Ask.CHOICE, values(Marketplace)),
    Field("cabinet_name", Ask.TEXT, limit=40),
    Field("currency", Ask.CHOICE, values(Currency)),
)
CABINET_RENAME = (Field("cabinet_name", Ask.TEXT, limit=40),)

TOPIC_NAME = (
    Field("category", Ask.CHOICE, values(Category), asked=False),
    Field("topic_key", Ask.TEXT, required=False, asked=False, limit=40),
    Field("topic_name", Ask.TEXT, limit=40),
)
SECTION_NAME = (
    Field("marketplace", Ask.CHOICE, values(Marketplace), asked=False),
    Field("category", Ask.CHOICE, values(Category), asked=False),
    Field("section_name", Ask.TEXT, limit=100),
)
CHECK = (Field("reply", Ask.TEXT, limit=4096),)
READY_REPLY = (
    Field("reply_title", Ask.TEXT, limit=40),
    Field("reply_text", Ask.REPLY, limit=1000),
)
REPLY_FOR = (Field("reply_for", Ask.NUMBER, limit=64),)

PASTE = (
    Field("kind", Ask.CHOICE, values(Kind)),
    Field("pasted", Ask.TEXT, required=False, asked=False, limit=4096),
    Field("attachments", Ask.ATTACHMENTS, required=False, asked=False),
)

FORMS: dict[str, tuple[Field, ...]] = {
    "support_ticket": SUPPORT_TICKET,
    "buyer_chat": BUYER_CHAT,
    "chat_return": CHAT_RETURN,
    "complete": COMPLETE,
    **OF_CASES,
    "paste": PASTE,
    "add_files": ADD_FILES,
    "loose_files": LOOSE_FILES,
    "cabinet_setup": CABINET_SETUP,
    "cabinet_rename": CABINET_RENAME,
    "topic_add": TOPIC_NAME,
    "topic_rename": TOPIC_NAME,
    "section_name": SECTION_NAME,
    "check": CHECK,
    "reply_mine": READY_REPLY,
    "reply_team": READY_REPLY,
    "reply_rename": READY_REPLY[:1],
    "reply_rewrite": READY_REPLY[1:],
    "reply_for": REPLY_FOR,
}
"""Every form by its name: the kinds' registration, what is asked of a case, the set-up."""

REGISTRATION = frozenset({"support_ticket", "buyer_chat", "chat_return"})
"""The forms that end with a summary to be checked before saving; the others save at once."""
