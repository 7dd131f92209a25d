"""The columns: how a case is written into its row, when it is registered and when it changes."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cases.answers import Attachment
from cases.case import Case
from cases.kinds import Kind
from cases.lifecycles import Status
from cases.money import Money
from cases.numbers import number_key
from storage.history import By
from storage.instants import stored


@dataclass(frozen=True)
class NewCase:
    """A case that is about to be registered."""

    kind: Kind
    status: Status
    cabinet_id: int
    answers: dict[str, Any]
    number: str | None = None
    assignee_id: int | None = None
    risk: Money | None = None
    waiting_since: datetime | None = None
    attachments: tuple[Attachment, ...] = ()


def columns_of(new: NewCase, by: By) -> dict[str, Any]:
    """Return what the row of a new case holds."""
    key = number_key(new.number or "") or None
    return {
        "kind": new.kind,
        "status": new.status,
        "cabinet": new.cabinet_id,
        "number": new.number,
        "number_key": key,
        "number_tail": key[::-1] if key else None,
        "answers": json.dumps(new.answers, ensure_ascii=False),
        "author": by.person.id if by.person else None,
        "assignee": new.assignee_id,
        "risk_minor": new.risk.minor if new.risk else None,
        "risk_currency": new.risk.currency if new.risk else None,
        "now": stored(by.now),
        "waiting_since": stored(new.waiting_since),
    }


def changed_columns(case: Case, new: dict[str, Any]) -> dict[str, Any]:
    """Return what the row of a case holds after a change; `new` is by the fields of Case."""
    changed = replace(case, **{name: new[name] for name in new if name != "assignee_id"})
    key = number_key(changed.number or "") or None
    assignee_id = case.assignee.id if case.assignee else None
    return {
        "id": case.id,
        "version": case.version,
        "status": changed.status,
        "number": changed.number,
        "number_key": key,
        "number_tail": key[::-1] if key else None,
        "answers": json.dumps(dict(changed.answers), ensure_ascii=False),
        "assignee": new.get("assignee_id", assignee_id),
        "risk_minor": changed.risk.minor if changed.risk else None,
        "risk_currency": changed.risk.currency if changed.risk else None,
        "recovered_minor": changed.recovered.minor if changed.recovered else None,
        "recovered_currency": changed.recovered.currency if changed.recovered else None,
        "waiting_since": stored(changed.waiting_since),
        "turn_since": stored(changed.turn_since),
        "answered_at": stored(changed.answered_at),
        "moved_at": stored(changed.moved_at),
        "stood_since": stored(_stood_since(case, changed)),
        "closed_at": stored(changed.closed_at),
    }


def _stood_since(case: Case, changed: Case) -> datetime:
    """Return when the status began: what is movement without a new status leaves that as it is."""
    if changed.status is not case.status:
        return changed.moved_at
    return min(case.since, changed.moved_at)
