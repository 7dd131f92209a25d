"""The methods about the topics of a forum."""

from __future__ import annotations

from sandbox.forums import FIRST_COLOUR, TOPIC_NAME_CODE_POINTS, Forum
from sandbox.groups import Group
from sandbox.reach import named_chat
from sandbox.refusals import bad_request
from sandbox.request import Request
from sandbox.wire import Json

_COLOURS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})


def create_forum_topic(request: Request) -> Json:
    """createForumTopic: a ForumTopic."""
    forum = _forum(request, "create a topic")
    name = _name(request)
    colour = request.integer("icon_color", FIRST_COLOUR)
    if colour not in _COLOURS:
        raise bad_request("invalid icon color specified")
    number = forum.opens(name, request.bot, colour)
    return {"message_thread_id": number, "name": name, "icon_color": colour}


def edit_forum_topic(request: Request) -> bool:
    """editForumTopic: another name."""
    forum, number = _topic(request, "edit the topic")
    name = _name(request)
    if forum.topic(number).name == name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    forum.renames(number, name, request.bot)
    return True


def close_forum_topic(request: Request) -> bool:
    """closeForumTopic: from now on only administrators write there."""
    return _shut(request, closed=True)


def reopen_forum_topic(request: Request) -> bool:
    """reopenForumTopic: everyone writes there again."""
    return _shut(request, closed=False)


def delete_forum_topic(request: Request) -> bool:
    """deleteForumTopic: with everything in it."""
    forum, number = _topic(request, "delete the topic")
    forum.removes(number)
    return True


def _shut(request: Request, *, closed: bool) -> bool:
    forum, number = _topic(request, "close the topic" if closed else "reopen the topic")
    if forum.topic(number).closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    forum.closes(number, request.bot, closed=closed)
    return True


def _topic(request: Request, deed: str) -> tuple[Forum, int]:
    forum, number = _forum(request, deed), request.integer("message_thread_id")
    forum.topic(number)
    return forum, number


def _forum(request: Request, deed: str) -> Forum:
    chat = named_chat(request)
    if not isinstance(chat, Group) or chat.forum is None:
        raise bad_request("the chat is not a forum")
    if not chat.is_admin(request.bot.id):
        raise bad_request(f"not enough rights to {deed}")
    return chat.forum


def _name(request: Request) -> str:
    name = request.text("name").strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > TOPIC_NAME_CODE_POINTS:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name
