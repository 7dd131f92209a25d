"""The methods about the bot itself: getMe, getUpdates, getFile, its names."""

from __future__ import annotations

from typing import Any, Final

from sandbox.commands import language_of
from sandbox.reach import unimplemented
from sandbox.refusals import bad_request, conflict
from sandbox.request import Request
from sandbox.webhooks import choose_updates
from sandbox.wire import Json

_WEBHOOK: Final = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)


def get_me(request: Request) -> Json:
    """GetMe."""
    return request.bot.profile


async def get_updates(request: Request) -> list[Json]:
    """getUpdates: a long poll that wakes at once."""
    if request.bot.webhook:
        raise conflict(_WEBHOOK)
    choose_updates(request)
    limit = min(max(request.integer("limit", 100), 1), 100)
    timeout = min(max(request.integer("timeout"), 0), 50)
    return await request.bot.queue.poll(request.integer("offset"), limit, timeout)


def refuse_to_leave(request: Request) -> Any:
    """LogOut and close would end the bot's work on Telegram's side."""
    raise unimplemented(f"method {request.method}")


def get_file(request: Request) -> Json:
    """getFile: up to 20 MiB."""
    file_id = request.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = request.world.files.find(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > request.world.rules.download_bytes:
        raise bad_request("file is too big")
    return file.as_file()


_ABOUT: Final = {
    "setmyname": ("name", 64),
    "setmydescription": ("description", 512),
    "setmyshortdescription": ("short_description", 120),
}


def set_about(request: Request) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    field, longest = _ABOUT[request.method.lower()]
    text = request.text(field)
    if len(text) > longest:
        raise bad_request(f"{field} is too long")
    request.bot.about[field, language_of(request)] = text
    return True


def get_about(request: Request) -> Json:
    """getMyName, getMyDescription, getMyShortDescription."""
    field, _ = _ABOUT[f"s{request.method.lower()[1:]}"]
    about, language = request.bot.about, language_of(request)
    usual = about.get((field, "")) or (request.bot.name if field == "name" else "")
    return {field: about.get((field, language)) or usual}
