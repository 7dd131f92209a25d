"""The sandbox over HTTP: the Bot API for the bot, `/sandbox/` and a page for people."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from sandbox.bodies import arguments_of
from sandbox.links import is_loopback
from sandbox.people_routes import add_people_routes
from sandbox.refusals import ConnectionLost, HtmlAnswer, Refused

if TYPE_CHECKING:
    from sandbox.world import World

PAGE: Final = Path(__file__).parent / "page"
LARGEST_BODY: Final = 64 * 1024 * 1024


class Server:
    """A running sandbox; `url` has no slash at its end."""

    def __init__(self, world: World, runner: web.AppRunner, host: str, port: int) -> None:
        self.url = f"http://{host}:{port}"
        self.port = port
        self._world = world
        self._runner = runner

    async def close(self) -> None:
        """Stop; long polls are cut off, webhooks get nothing more."""
        await self._world.close()
        await self._runner.cleanup()


async def serve(
    world: World,
    host: str = "127.0.0.1",
    port: int = 0,
    extras: Callable[[web.Application], None] | None = None,
) -> Server:
    """Serve `world` on a loopback address; port 0 takes a free one. ValueError for other hosts.

    `extras` adds routes of its own to the application, before those that take any address.
    """
    if not is_loopback(host):
        raise ValueError("the sandbox listens on loopback addresses only")
    app = web.Application(client_max_size=LARGEST_BODY)
    bot_side = BotSide(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", bot_side.call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", bot_side.download)
    add_people_routes(app, world)
    if extras is not None:
        extras(app)
    app.router.add_get("/", _index)
    app.router.add_get("/page/{name}", _page_file)
    app.router.add_route("*", "/{anything:.*}", _nothing)
    # A poller that went away must not stand in the way of the next one.
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    return Server(world, runner, host, runner.addresses[0][1])


class BotSide:
    """What a bot may ask for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._running: set[asyncio.Task[Any]] = set()

    async def call(self, request: web.Request) -> web.StreamResponse:
        """`/bot<token>/<method>`: GET or POST; JSON, urlencoded or multipart."""
        try:
            result = await self._done(request)
        except Refused as refusal:
            return _refusal(refusal)
        except HtmlAnswer as fault:
            bad_gateway = HTTPStatus.BAD_GATEWAY
            return web.Response(status=bad_gateway, text=fault.page, content_type="text/html")
        except ConnectionLost:
            return _hang_up(request)
        return _json({"ok": True, "result": result})

    async def download(self, request: web.Request) -> web.Response:
        """`/file/bot<token>/<path>`: the content of a file."""
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] not in self._world.bots:
            return _refusal(Refused(401, "Unauthorized"))
        if file is None or file.size > self._world.rules.download_bytes:
            return _refusal(Refused(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def _done(self, request: web.Request) -> Any:
        params, files = await arguments_of(request)
        token, method = request.match_info["token"], request.match_info["method"]
        work = self._world.call(token, method, params, files)
        if method.lower() == "getupdates":
            return await work
        # Telegram finishes what it was asked to do, also when the caller did not wait.
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # a refusal nobody waited for is in the journal


def _json(body: Any, status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json")


def _refusal(refusal: Refused) -> web.Response:
    response = _json(refusal.answer(), refusal.code)
    wait = (refusal.parameters or {}).get("retry_after")
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _nothing(_request: web.Request) -> web.Response:
    return _refusal(Refused(404, "Not Found"))


async def _index(_request: web.Request) -> web.StreamResponse:
    return _file(PAGE / "index.html")


async def _page_file(request: web.Request) -> web.StreamResponse:
    return _file(PAGE / Path(request.match_info["name"]).name)


def _file(path: Path) -> web.StreamResponse:
    if not path.is_file():
        return _refusal(Refused(404, "Not Found"))
    return web.FileResponse(path, headers={"Cache-Control": "no-store"})
