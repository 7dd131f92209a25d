"""Arguments as they travel over HTTP: a query, a form, JSON, or parts with files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterable
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.multipart import BodyPartReader

from sandbox.refusals import bad_request
from sandbox.request import Upload
from sandbox.wire import Json

Arguments = tuple[Json, dict[str, Upload]]


async def arguments_of(request: web.Request) -> Arguments:
    """The parameters and files of a call; Refused when the body cannot be read."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        return params | _object(await request.text()), {}
    if request.content_type == "multipart/form-data":
        fields, files = await _parts(await request.multipart())
        return params | fields, files
    form = await request.post()
    return params | {name: str(value) for name, value in form.items()}, {}


async def answered_call(response: aiohttp.ClientResponse) -> Arguments:
    """The call that a webhook put into its answer; nothing when it put none."""
    if response.content_type == "application/json":
        return _object(await response.text() or "{}"), {}
    if response.content_type == "multipart/form-data":
        return await _parts(aiohttp.MultipartReader.from_response(response))
    return {}, {}


def _object(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise bad_request("can't parse request body as JSON") from error
    if not isinstance(body, dict):
        raise bad_request("expected a JSON object")
    return body


async def _parts(reader: AsyncIterable[Any]) -> Arguments:
    params: Json = {}
    files: dict[str, Upload] = {}
    async for part in reader:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart")
        content, name = bytes(await part.read(decode=True)), part.name or ""
        if part.filename is None:
            params[name] = content.decode()
        else:
            files[name] = Upload(part.filename, content)
    return params, files
