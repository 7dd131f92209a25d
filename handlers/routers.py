"""The routers in the order in which they listen: the busiest first."""

from collections.abc import Iterable

from aiogram import Router

from handlers import (
    absence,
    again,
    attaching,
    backing,
    cabinets,
    checking,
    chronicle,
    claims,
    completing,
    consent,
    conversation,
    drafts,
    duty,
    edits,
    entering,
    entries,
    escalating,
    evidence,
    filing,
    finding,
    forgetting,
    groups,
    handing,
    health,
    how,
    limits,
    linking,
    lists,
    me,
    merging,
    moves,
    otherwise,
    packing,
    pasting,
    picking,
    preview,
    promises,
    registering,
    replies,
    settings,
    snoozing,
    start,
    status,
    tagging,
    talk,
    team,
    their_status,
    timeline,
    topics,
    undoing,
    working,
)

ROUTERS: tuple[Router, ...] = (
    status.router,
    pasting.lines,
    registering.router,
    lists.router,
    finding.router,
    picking.router,
    start.router,
    team.router,
    chronicle.router,
    cabinets.router,
    topics.router,
    drafts.router,
    how.router,
    entering.router,
    edits.router,
    completing.router,
    checking.router,
    replies.router,
    groups.router,
    again.router,
    claims.router,
    promises.router,
    consent.router,
    limits.router,
    health.router,
    me.router,
    absence.router,
    duty.router,
    settings.router,
    forgetting.router,
    backing.router,
    preview.router,
    entries.router,
    linking.router,
    merging.router,
    filing.router,
    their_status.router,
    tagging.router,
    handing.router,
    escalating.router,
    working.router,
    snoozing.router,
    timeline.router,
    moves.router,
    undoing.router,
    evidence.router,
    packing.router,
    attaching.router,
    conversation.router,
    pasting.router,
    attaching.loose,
    talk.router,
    otherwise.router,
)
"""Commands stand before the conversation, so that they work in the middle of a form."""


def in_a_row(routers: Iterable[Router] = ROUTERS) -> Router:
    """Return one router with all their handlers, in this order.

    aiogram asks router after router, which costs more than to ask the handlers in them. They must
    have no filters or middlewares of their own.
    """
    row = Router(name="all")
    for router in routers:
        for event, observer in router.observers.items():
            row.observers[event].handlers += observer.handlers
    return row
