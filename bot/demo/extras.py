"""What the demo adds to the sandbox's page: the tour, the way to the next deadline, the restart."""

import json
from typing import Any

from aiohttp import web

from bot.demo.process import BotProcess
from bot.demo.tour import Tour
from texts import tour
from texts.examples import BOT_NAME


class Extras:
    """Routes for the sandbox's server. The page learns of them from `/page/extras.json`."""

    def __init__(self, guide: Tour, bot: BotProcess, opening: int) -> None:
        self._guide, self._bot, self._opening = guide, bot, opening

    def add(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/page/extras.json", self.offered)
        app.router.add_get("/demo/tour", self.tour)
        app.router.add_get("/demo/roles", self.roles)
        app.router.add_get("/demo/next-deadline", self.next_deadline)
        app.router.add_post("/demo/restart", self.restart)

    async def offered(self, _request: web.Request) -> web.Response:
        """What there is: the chat to begin with, who is who, the tour, moments to go to, deeds."""
        deadline = {"title": tour.JUMP, "from": "/demo/next-deadline", "none": tour.NO_DEADLINE}
        restart = {"title": tour.RESTART, "note": tour.RESTART_NOTE, "done": tour.RESTARTED}
        return _json(
            {
                "title": BOT_NAME,
                "open": self._opening,
                "roles": self._guide.roles(),
                "rolesFrom": "/demo/roles",
                "tour": {"title": tour.OPENING, "from": "/demo/tour"},
                "jumps": [deadline],
                "deeds": [{**restart, "to": "/demo/restart"}],
            }
        )

    async def tour(self, _request: web.Request) -> web.Response:
        """The steps with their ticks."""
        return _json(self._guide.steps())

    async def roles(self, _request: web.Request) -> web.Response:
        """Who is who by now, as the journal has it."""
        return _json(self._guide.roles())

    async def next_deadline(self, _request: web.Request) -> web.Response:
        """The instant shortly before the nearest deadline, or null."""
        at = self._guide.next_deadline()
        return _json({"at": at and at.isoformat()})

    async def restart(self, _request: web.Request) -> web.Response:
        """Kill the bot and start it; answers when it is back."""
        await self._bot.restarts()
        return _json({"ok": True})


def _json(body: Any) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")
