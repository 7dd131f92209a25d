"""The words of the journal: kinds, marketplaces, categories and the other closed lists."""

from enum import StrEnum


class Kind(StrEnum):
    """What a case is about (DOMAIN.md, Words)."""

    SUPPORT_TICKET = "support_ticket"
    BUYER_CHAT = "buyer_chat"
    CHAT_RETURN = "chat_return"


class Marketplace(StrEnum):
    """Where the cabinet is."""

    WB = "wb"
    OZON = "ozon"


class Currency(StrEnum):
    """What a cabinet counts in; amounts of two currencies are never added."""

    RUB = "RUB"
    BYN = "BYN"


class Category(StrEnum):
    """What the trouble is about."""

    ACCESS = "access"
    FINANCE = "finance"
    LOGISTICS = "logistics"
    CONTENT = "content"
    TECH = "tech"
    OTHER = "other"


class EntryKind(StrEnum):
    """What an entry of a case is.

    An addition is what was about to become a second case, an escalation the text that was composed
    for the dialog; what a merged case told is an entry of the time when that case was registered.
    The others are the conversation: our message, the marketplace's answer, the
    buyer's message, and a note of the team's own, which moves nothing.
    """

    ADDITION = "addition"
    ESCALATION = "escalation"
    MERGED = "merged"
    OURS = "ours"
    SUPPORT = "support"
    BUYER = "buyer"
    NOTE = "note"


class Priority(StrEnum):
    """How urgent a case is: it sets when a silent ticket counts as stale."""

    BURNING = "burning"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Risk(StrEnum):
    """What makes a case dangerous beyond its sum."""

    SALES_STOPPED = "sales_stopped"
    BLOCKED = "blocked"
    MASS_CANCELLATIONS = "mass_cancellations"
    FINES = "fines"


class Wanted(StrEnum):
    """What we ask the support for."""

    EXPLANATION = "explanation"
    CORRECTION = "correction"
    RECALCULATION = "recalculation"
    UNBLOCKING = "unblocking"
    ACCESS = "access"


class WorkModel(StrEnum):
    """How the goods reach the buyer."""

    WAREHOUSE = "warehouse"  # FBW at Wildberries, FBO at Ozon
    FBS = "fbs"
    DBS = "dbs"


class Outcome(StrEnum):
    """How a ticket or a return ended."""

    SOLVED = "solved"
    PARTLY = "partly"
    REFUSED = "refused"
    IRRELEVANT = "irrelevant"
    DUPLICATE = "duplicate"


class ChatOutcome(StrEnum):
    """How a buyer's chat ended."""

    SOLVED = "solved"
    BUYER_SILENT = "buyer_silent"
    PASSED_TO_WB = "passed_to_wb"
    SPAM = "spam"


class GoodsKind(StrEnum):
    """What kind of goods are returned: all but the last are not taken back."""

    SUPPLEMENTS = "supplements"
    PET_FOOD = "pet_food"
    FOOD = "food"
    OTHER = "other"


class Proof(StrEnum):
    """Whether the buyer has shown what is wrong with the goods."""

    YES = "yes"
    NO = "no"


TOPICS: dict[Category, tuple[str, ...]] = {
    Category.ACCESS: ("cannot_log_in", "section_hidden", "no_rights"),
    Category.FINANCE: ("payouts_differ", "unclear_deductions", "corrections", "document_errors"),
    Category.LOGISTICS: ("status_stuck", "return_not_accepted", "supply_differs"),
    Category.CONTENT: ("moderation_fails", "features_vanished", "error_after_upload"),
    Category.TECH: ("api_error", "screen_error"),
    Category.OTHER: (),
}
"""Ready topics to offer, by category (DOMAIN.md, Fields of each kind)."""
