"""Calls: a Bot API method by its name with plain JSON, through aiogram's session."""

from functools import cache
from typing import Any, ClassVar

from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response
from pydantic import ConfigDict

ANSWER = Response[Any]
"""Held here, because pydantic forgets a model that nobody holds and makes it anew for each call."""


class Call(TelegramMethod[Any]):
    """A call whose parameters and answer stay as they are: nothing is validated twice."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __returning__: ClassVar[Any] = Any
    __api_method__: ClassVar[str] = ""


@cache
def _named(name: str) -> type[Call]:
    class Named(Call):
        """A call of this method."""

        __api_method__: ClassVar[str] = name

    return Named


def call(name: str, parameters: dict[str, Any]) -> Call:
    """Return the call; proxy, base URL, time-outs and errors are aiogram's own."""
    return _named(name)(**parameters)
