"""The methods and parameters that exist, read from aiogram's own models so they move with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aiogram import methods, types
from aiogram.methods.base import TelegramMethod


@dataclass(frozen=True, slots=True)
class KnownMethod:
    """A method of the Bot API: its proper name, its parameters, and aiogram's model of it."""

    name: str
    parameters: frozenset[str]
    model: type[TelegramMethod[Any]]


@cache
def known_methods() -> Mapping[str, KnownMethod]:
    """The methods by their names in lower case: Telegram ignores case."""
    found = {}
    for model in vars(methods).values():
        if isinstance(model, type) and issubclass(model, TelegramMethod):
            name = getattr(model, "__api_method__", None)
            if isinstance(name, str):
                parameters = frozenset(model.model_fields)
                found[name.lower()] = KnownMethod(name, parameters, model)
    return found


@cache
def fields_of(model: type[types.TelegramObject]) -> frozenset[str]:
    """The names by which the fields of a Telegram type travel."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


@cache
def update_kinds() -> frozenset[str]:
    """Everything that `allowed_updates` can name."""
    return fields_of(types.Update) - {"update_id"}
