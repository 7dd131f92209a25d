"""The routers in the order in which they listen: the busiest first."""

from aiogram import Router

from handlers import (
    cabinets,
    conversation,
    drafts,
    edits,
    groups,
    how,
    lists,
    moves,
    otherwise,
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
    moves.router,
    conversation.router,
    pasting.router,
    otherwise.router,
)
"""Commands stand before the conversation, so that they work in the middle of a form."""
