"""Rows into values: how a case, a person and a cabinet are read from the database."""

import json

from cases.case import Absence, Cabinet, Case, Newest, Person
from cases.hours import hours_of
from cases.kinds import Currency, EntryKind, Kind, Marketplace
from cases.lifecycles import Status
from cases.money import Money
from cases.roles import Role
from cases.snoozes import snoozes_of
from cases.working import Work
from storage.database import Row
from storage.instants import loaded

CASE_COLUMNS = """
    cases.*, cabinets.marketplace, cabinets.name AS cabinet_name, cabinets.currency,
    cabinets.operational_id, cabinets.financial_id, cabinets.chats_off,
    people.telegram_id, people.name AS person_name, people.role, people.username,
    people.removed_at, people.away_from, people.away_until, people.stand_in_id,
    (SELECT COUNT(*) FROM attachments WHERE attachments.case_id = cases.id) AS files,
    (SELECT COUNT(*) FROM entries WHERE entries.case_id = cases.id) AS entries,
    (SELECT MIN(other_id) FROM links WHERE links.case_id = cases.id) AS linked_id,
    (SELECT COUNT(*) FROM links WHERE links.case_id = cases.id) AS links,
    (SELECT name FROM people AS workers
        WHERE workers.id = cases.worked_by AND workers.removed_at IS NULL) AS worker,
    (SELECT MIN(consents.asked_at) FROM consents WHERE consents.case_id = cases.id
        AND consents.version = cases.version AND consents.answer IS NULL) AS asked_at,
    newest.kind AS newest_kind, newest.at AS newest_at, newest.has_time AS newest_has_time,
    newest.files AS newest_files, SUBSTR(newest.text, 1, 500) AS newest_text
    FROM cases
    JOIN cabinets ON cabinets.id = cases.cabinet_id
    LEFT JOIN people ON people.id = cases.assignee_id
    LEFT JOIN entries AS newest ON newest.id = (
        SELECT told.id FROM entries AS told
        WHERE told.case_id = cases.id AND told.kind <> 'escalation'
        ORDER BY told.at DESC, told.id DESC LIMIT 1)
"""
"""What `case_of` reads: the case, its cabinet, its assignee, its newest entry in one query."""


def case_of(row: Row) -> Case:
    """Read a row of CASE_COLUMNS."""
    return Case(
        id=row["id"],
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        version=row["version"],
        cabinet=_cabinet_of_case(row),
        answers=json.loads(row["answers"]),
        created_at=loaded(row["created_at"]),
        moved_at=loaded(row["moved_at"]),
        author_id=row["author_id"],
        number=row["number"],
        assignee=_assignee(row),
        risk=_money(row["risk_minor"], row["risk_currency"]),
        recovered=_money(row["recovered_minor"], row["recovered_currency"]),
        waiting_since=loaded(row["waiting_since"]),
        turn_since=loaded(row["turn_since"]),
        answered_at=loaded(row["answered_at"]),
        due_at=loaded(row["due_at"]),
        closed_at=loaded(row["closed_at"]),
        attachments=row["files"],
        shown_at=loaded(row["shown_at"]),
        entries=row["entries"],
        linked_id=row["linked_id"],
        work=_work(row),
        links=row["links"],
        snoozes=snoozes_of(json.loads(row["snoozes"] or "{}")),
        newest=_newest(row),
        tags=tuple(row["tags"].split()),
        wiped_at=loaded(row["wiped_at"]),
        stood_since=loaded(row["stood_since"]),
        asked_at=loaded(row["asked_at"]),
    )


def person_of(row: Row) -> Person:
    """Read a row of `people`."""
    return Person(
        id=row["id"],
        telegram_id=row["telegram_id"],
        name=row["name"],
        role=Role(row["role"]),
        username=row["username"],
        removed_at=loaded(row["removed_at"]),
        quiet=hours_of(row["quiet"]),
        deputy_id=row["deputy_id"],
        away=_absence(row),
        out_of_reach=row["unreachable_since"] is not None,
        missed_since=loaded(row["missed_since"]),
    )


def cabinet_of(row: Row) -> Cabinet:
    """Read a row of `cabinets`."""
    return Cabinet(
        id=row["id"],
        marketplace=Marketplace(row["marketplace"]),
        name=row["name"],
        currency=Currency(row["currency"]),
        operational_id=row["operational_id"],
        financial_id=row["financial_id"],
        chats_off=bool(row["chats_off"]),
    )


def _cabinet_of_case(row: Row) -> Cabinet:
    return Cabinet(
        id=row["cabinet_id"],
        marketplace=Marketplace(row["marketplace"]),
        name=row["cabinet_name"],
        currency=Currency(row["currency"]),
        operational_id=row["operational_id"],
        financial_id=row["financial_id"],
        chats_off=bool(row["chats_off"]),
    )


def _assignee(row: Row) -> Person | None:
    if row["assignee_id"] is None:
        return None
    return Person(
        id=row["assignee_id"],
        telegram_id=row["telegram_id"],
        name=row["person_name"],
        role=Role(row["role"]),
        username=row["username"],
        removed_at=loaded(row["removed_at"]),
        away=_absence(row),
    )


def _work(row: Row) -> Work | None:
    if row["worker"] is None:
        return None
    return Work(row["worked_by"], row["worker"], loaded(row["worked_since"]))


def _newest(row: Row) -> Newest | None:
    if row["newest_kind"] is None:
        return None
    return Newest(
        EntryKind(row["newest_kind"]), loaded(row["newest_at"]), bool(row["newest_has_time"]),
        row["newest_text"], tuple(json.loads(row["newest_files"])),
    )  # fmt: skip


def _absence(row: Row) -> Absence | None:
    if row["away_until"] is None:
        return None
    return Absence(loaded(row["away_from"]), loaded(row["away_until"]), row["stand_in_id"])


def _money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)
