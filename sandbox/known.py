"""The methods and parameters that exist, read from aiogram's own models so they move with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from aiogram import methods, types
from aiogram.methods.base import TelegramMethod


@cache
def known_methods() -> Mapping[str, tuple[str, frozenset[str]]]:
    """The name in lower case (Telegram ignores case) → the name and its parameters."""
    found = {}
    for model in vars(methods).values():
        if isinstance(model, type) and issubclass(model, TelegramMethod):
            name = getattr(model, "__api_method__", None)
            if isinstance(name, str):
                found[name.lower()] = (name, frozenset(model.model_fields))
    return found


@cache
def fields_of(model: type[types.TelegramObject]) -> frozenset[str]:
    """The names by which the fields of a Telegram type travel."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


@cache
def update_kinds() -> frozenset[str]:
    """Everything that `allowed_updates` can name."""
    return fields_of(types.Update) - {"update_id"}
