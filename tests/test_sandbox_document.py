"""The sandbox's document: every address and every deed stands there, and its example runs."""

import re
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.clock import Clock
from sandbox.deeds import DEEDS
from sandbox.people_routes import add_people_routes
from sandbox.world import World

DOCUMENT = (Path(__file__).parent.parent / "docs" / "sandbox.md").read_text("utf-8")


def test_every_address_of_the_peoples_side_is_in_the_document() -> None:
    app, world = web.Application(), World(Clock())
    add_people_routes(app, world)
    served = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    told = re.findall(r"^\| `(GET|POST|DELETE) (\S+)` \|", DOCUMENT, re.MULTILINE)
    assert set(told) == served
    assert {f"/sandbox/{name}" for name in DEEDS} <= {path for _, path in told}


async def test_the_example_of_the_document_runs() -> None:
    found = re.search(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102 - our own document
    await names["story"]()
