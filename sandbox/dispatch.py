"""The way of one call: token, method, faults, the doing, the journal."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.bots import TOKEN, Bot
from sandbox.calls import Call
from sandbox.faults import Fault
from sandbox.methods import find_method
from sandbox.refusals import Refused
from sandbox.request import Request, Upload
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.world import World


async def call(
    world: World,
    token: str,
    method: str,
    params: Mapping[str, Any],
    files: Mapping[str, Upload | bytes],
) -> Any:
    """Do one call of the Bot API and write it down; see `World.call`."""
    given = {name: plain for name, value in params.items() if (plain := _plain(value)) is not None}
    fault = None
    try:
        bot = _bot(world, token)
        fault = world.faults.take(method, given.get("chat_id"))
        if fault:
            world.events.record("fault", method=method, chat=given.get("chat_id"))
            await fault.before(world.clock.now())
        result = await _done(Request(world, bot, method, given, _uploads(files)))
    except Refused as refusal:
        _refused(world, method, given, refusal, fault)
        raise
    _written(world, method, given, result)
    if fault:
        fault.after()
    return result


async def _done(request: Request) -> Any:
    method = find_method(request.method, request.arguments, _file_parameters(request))
    result = method.answer(request)
    return await result if inspect.isawaitable(result) else result


def _plain(value: Any) -> Any:
    """The value without what aiogram leaves in models for its session to fill in or drop."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {name: one for name, given in value.items() if (one := _plain(given)) is not None}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value.timestamp()) if isinstance(value, datetime) else None


def _file_parameters(request: Request) -> frozenset[str]:
    # A file is either a parameter itself, or is pointed at by attach://name.
    if not request.files:
        return frozenset()
    pointed = str(list(request.arguments.values()))
    return frozenset(name for name in request.files if f"attach://{name}" not in pointed)


def _bot(world: World, token: str) -> Bot:
    if not TOKEN.fullmatch(token):
        raise Refused(401, "Unauthorized: invalid token specified")
    bot = world.bots.get(token)
    if bot is None:
        raise Refused(401, "Unauthorized")
    return bot


def _uploads(files: Mapping[str, Upload | bytes]) -> Mapping[str, Upload]:
    return {
        name: file if isinstance(file, Upload) else Upload(name, file)
        for name, file in files.items()
    }


def _written(world: World, method: str, params: Json, result: Any) -> None:
    if method == "getUpdates":
        return
    number = world.journal.next_number()
    world.journal.write(Call(number, world.clock.now(), method, params, result))
    world.events.record("call", method=method, params=params)


def _refused(
    world: World, method: str, params: Json, refusal: Refused, fault: Fault | None
) -> None:
    laid = fault is not None and fault.code is not None
    expected = laid or world.journal.is_expected(refusal.description)
    told = (refusal.code, refusal.description, expected, refusal.parameters)
    number, now = world.journal.next_number(), world.clock.now()
    call = Call(number, now, method, params, None, *told)
    world.journal.write_refusal(call)
    world.events.record("refused", chat=params.get("chat_id"), **call.as_json())
