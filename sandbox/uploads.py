"""The file of a call: new bytes, or the id of a file that Telegram has."""

from __future__ import annotations

from typing import Final

from sandbox.files import StoredFile, measured, picture_type
from sandbox.reach import unimplemented
from sandbox.refusals import Refused, bad_request
from sandbox.request import Request, Upload
from sandbox.rules import PICTURE_RATIO, PICTURE_SIDES

_NOT_IDS: Final = frozenset(" <>:/")


def attached(request: Request, kind: str) -> StoredFile:
    """The file that is a parameter of its own."""
    return resolved(request, kind, request.text(kind), request.files.get(kind))


def resolved(request: Request, kind: str, given: str, alone: Upload | None = None) -> StoredFile:
    """The file that `given` names: attach://part or a file_id; `alone` came without a name."""
    upload = request.files.get(given.removeprefix("attach://")) or alone
    if upload is not None:
        return _uploaded(request, kind, upload)
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if "://" in given:
        raise unimplemented("sending a file by its address")
    known = request.world.files.find(given)
    if known is None:
        reason = "Wrong character in the string" if set(given) & _NOT_IDS else "Wrong string length"
        raise bad_request(f"wrong remote file identifier specified: {reason}")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind} as {kind}")
    return known


def _uploaded(request: Request, kind: str, upload: Upload) -> StoredFile:
    rules, size = request.world.rules, len(upload.content)
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > rules.upload_bytes:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo":
        _check_picture(upload.content, rules.photo_bytes)
    return request.world.files.keep(kind, upload.name, upload.content)


def _check_picture(content: bytes, largest: int) -> None:
    if len(content) > largest:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo")
    if not picture_type(content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = measured(content)
    if width + height > PICTURE_SIDES or max(width, height) > PICTURE_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
