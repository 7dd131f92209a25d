"""The routers in the order in which they listen: the busiest first."""

from aiogram import Router

from handlers import (
    again,
    attaching,
    cabinets,
    conversation,
    drafts,
    edits,
    entries,
    evidence,
    groups,
    how,
    lists,
    moves,
    otherwise,
    packing,
    pasting,
    registering,
    start,
    status,
    team,
    topics,
)

ROUTERS: tuple[Router, ...] = (
    status.router,
    pasting.lines,
    registering.router,
    lists.router,
    start.router,
    team.router,
    cabinets.router,
    topics.router,
    drafts.router,
    how.router,
    edits.router,
    groups.router,
    again.router,
    entries.router,
    moves.router,
    evidence.router,
    packing.router,
    attaching.router,
    conversation.router,
    pasting.router,
    attaching.loose,
    otherwise.router,
)
"""Commands stand before the conversation, so that they work in the middle of a form."""
