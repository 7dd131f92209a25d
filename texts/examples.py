"""The demo: who is in it and which cases lie in its journal already."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

OWNER, ANNA, BORIS, STRANGER = "Ольга", "Анна", "Борис", "Прохожий"
PEOPLE = ((OWNER, "olga"), (ANNA, "anna"), (BORIS, "boris"), (STRANGER, "prohozhy"))
"""Names and usernames; the stranger, who is last, is in neither the team nor its group."""
ROLES = {"owner": "владелец", "manager": "менеджер"}
NO_ROLE = "не в команде"
GROUP = "Команда магазина"
BOT_NAME = "Журнал обращений"
CABINETS = (("wb", "ИП Иванов", "RUB"), ("ozon", "ООО Север", "BYN"))


@dataclass(frozen=True)
class Example:
    """A case of the demo. `age` is how long ago it began; `moves` have been made since."""

    kind: str
    cabinet: int
    assignee: str
    age: timedelta
    number: str | None
    answers: dict[str, Any]
    risk: tuple[int, str] | None = None
    moves: tuple[str, ...] = field(default=())


CASES = (
    Example(
        "buyer_chat", 0, BORIS, timedelta(days=8, hours=20), None,
        {
            "summary": "Разошёлся шов, хочу вернуть юбку", "buyer": "Тимур",
            "goods": [{"kind": "article", "value": "140158860"}], "chat_category": "defect",
        },
        (118600, "RUB"),
    ),
    Example(
        "buyer_chat", 0, BORIS, timedelta(days=2, hours=3), None,
        {
            "summary": "Подойдёт ли чехол к модели 2024 года?", "buyer": "Мария",
            "goods": [{"kind": "article", "value": "196320101"}], "chat_category": "question",
        },
    ),
    Example(
        "support_ticket", 0, BORIS, timedelta(days=4, hours=2), "18123456",
        {
            "category": "finance", "topic": "payouts_differ", "wanted": "recalculation",
            "summary": "Выплата за неделю меньше, чем в отчёте о реализации",
            "entities": [{"kind": "report", "value": "51223344"}], "priority": "normal",
        },
        (4820000, "RUB"),
    ),
    Example(
        "support_ticket", 1, ANNA, timedelta(hours=20), "OZ-7781923",
        {
            "category": "content", "topic": "moderation_fails", "wanted": "correction",
            "summary": "Карточка не проходит модерацию после правки описания",
            "entities": [{"kind": "article", "value": "1100526203"}], "priority": "high",
        },
        (2753, "BYN"),
        ("answered",),
    ),
    Example(
        "chat_return", 0, ANNA, timedelta(days=5, hours=1), None,
        {
            "summary": "Провод короче, чем в описании", "buyer": "Алёна", "reason": "defect",
            "goods": [{"kind": "article", "value": "13480414"}], "proof": "yes",
            "price": {"minor": 315700, "currency": "RUB"},
        },
        (315700, "RUB"),
    ),
)  # fmt: skip
