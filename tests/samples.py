"""Ready-made people, cabinets and cases for the tests of rules and texts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.case import Cabinet, Case, Person
from cases.kinds import Currency, Kind, Marketplace
from cases.lifecycles import FIRST_STATUS, Status
from cases.roles import Role

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
OLGA = Person(1, 7_000_000_019, "Ольга", Role.OWNER)
ANNA = Person(2, 7_000_001_032, "Анна", Role.MANAGER)
WB = Cabinet(1, Marketplace.WB, "ИП Иванов", Currency.RUB)
OZON = Cabinet(2, Marketplace.OZON, "ООО Север", Currency.BYN)


def written(at: datetime, *, has_time: bool = True) -> dict[str, Any]:
    """Write a moment as the answers keep it."""
    return {"at": int(at.timestamp()), "has_time": has_time}


def a_case(
    kind: Kind = Kind.BUYER_CHAT,
    status: Status | None = None,
    answers: Mapping[str, Any] | None = None,
    **more: Any,
) -> Case:
    """Make a case of Anna's that appeared at NOW."""
    case = Case(
        id=57,
        kind=kind,
        status=status or FIRST_STATUS[kind],
        version=1,
        cabinet=WB,
        answers=answers or {},
        created_at=NOW,
        moved_at=NOW,
        author_id=ANNA.id,
        assignee=ANNA,
    )
    return replace(case, **more)


def a_chat(waiting_since: datetime = NOW, **more: Any) -> Case:
    """Make a buyer's chat with the clock running and its deadline set."""
    due = waiting_since + timedelta(days=10)
    return a_case(Kind.BUYER_CHAT, waiting_since=waiting_since, due_at=due, **more)


OWNER_ROW = """
    INSERT INTO people (id, telegram_id, name, role, joined_at) VALUES (1, 1, 'О', 'owner', 0)
"""
