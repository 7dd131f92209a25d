"""Whether the parameters of a call have the types that aiogram's own models give them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from aiogram import types
from aiogram.methods.base import TelegramMethod

from sandbox.refusals import bad_request
from sandbox.wire import Json

#: None when the value fits, else what is wrong with it.
Check = Callable[[Any], str | None]
Model = type[types.TelegramObject] | type[TelegramMethod[Any]]

#: Telegram's own words for what is wrong with it are known.
_OWN_WORDS: Final = frozenset({"reply_markup"})
_BOOLEANS: Final = frozenset({"true", "false", "True", "False", "0", "1", "yes", "no", ""})
_NO_VALUE: Final = frozenset({"Default", "InputFile"})


@cache
def checks_of(model: Model) -> Mapping[str, Check]:
    """A check for each field, by the name under which it travels."""
    fields = model.model_fields.items()
    return {field.alias or name: _check(field.annotation) for name, field in fields}


def check_types(model: type[TelegramMethod[Any]], arguments: Json) -> None:
    """Refused for the first argument that the method's model would not take.

    JSON that came as text is read first; text that is no JSON is left to whoever reads it.
    """
    checks = checks_of(model)
    for name, value in arguments.items():
        wrong = None if name in _OWN_WORDS else checks[name](value)
        if wrong and isinstance(value, str):
            try:
                wrong = checks[name](json.loads(value))
            except ValueError:
                wrong = wrong if checks[name] in _SCALARS.values() else None
        if wrong:
            told = f'parameter "{name}" {wrong}'
            raise bad_request(
                told if wrong.startswith("must be") else f"can't parse {name}: {wrong}"
            )


def _string(value: Any) -> str | None:
    if type(value) is str:
        return None
    # Telegram reads a number as its text.
    fits = isinstance(value, str | int | float) and not isinstance(value, bool)
    return None if fits else "must be of type String"


def _integer(value: Any) -> str | None:
    if isinstance(value, str):
        fits = value.strip().removeprefix("-").isdecimal() or not value
    else:
        fits = isinstance(value, int) and not isinstance(value, bool)
    return None if fits else "must be of type Integer"


def _number(value: Any) -> str | None:
    try:
        float(value)
    except (TypeError, ValueError):
        return "must be of type Number"
    return None


def _boolean(value: Any) -> str | None:
    fits = value in _BOOLEANS if isinstance(value, str) else isinstance(value, int)
    return None if fits else "must be of type Boolean"


def _anything(_value: Any) -> str | None:
    return None


_SCALARS: Final[dict[Any, Check]] = {
    str: _string,
    int: _integer,
    float: _number,
    bool: _boolean,
    datetime: _integer,
    timedelta: _integer,
    Any: _anything,
}


def _check(annotation: Any) -> Check:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _check(inside[0])
    if origin in (Union, UnionType):
        return _either([one for one in inside if not _means_nothing(one)])
    if origin is Literal:
        return _one_of(frozenset(str(getattr(one, "value", one)) for one in inside))
    if origin is list:
        return _list_of(_check(inside[0]))
    if _is_model(annotation):
        return _object_of(annotation)
    return _SCALARS.get(annotation, _anything)


def _means_nothing(annotation: Any) -> bool:
    return annotation is NoneType or getattr(annotation, "__name__", "") in _NO_VALUE


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, types.TelegramObject)


def _one_of(values: frozenset[str]) -> Check:
    def check(value: Any) -> str | None:
        return None if str(value) in values else f"must be one of {', '.join(sorted(values))}"

    return check


def _list_of(inner: Check) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be of type Array"
        return next((wrong for one in value if (wrong := inner(one))), None)

    return check


def _object_of(model: type[types.TelegramObject]) -> Check:
    # Looked up when first used: rich blocks contain one another.
    def check(value: Any) -> str | None:
        return _misfit(model, value) if isinstance(value, dict) else "must be of type Object"

    return check


def _misfit(model: type[types.TelegramObject], value: Json) -> str | None:
    checks = checks_of(model)
    for name, inner in value.items():
        if name not in checks:
            return f'unknown field "{name}"'
        wrong = checks[name](inner)
        if wrong:
            joint = " " if wrong.startswith("must be") else ": "
            return f'Field "{name}"{joint}{wrong}'
    missing = next((name for name in _required(model) if name not in value), None)
    return f'Can\'t find field "{missing}"' if missing else None


@cache
def _required(model: type[types.TelegramObject]) -> tuple[str, ...]:
    fields = model.model_fields.items()
    return tuple(field.alias or name for name, field in fields if field.is_required())


def _either(kinds: list[Any]) -> Check:
    flat = [part for one in kinds for part in _unpacked(one)]
    typed = {kind: _object_of(one) for one in flat if _is_model(one) for kind in _type_of(one)}
    others = [_check(one) for one in flat if not (_is_model(one) and _type_of(one))]
    if len(others) == 1 and not typed:
        return others[0]

    def check(value: Any) -> str | None:
        if typed and isinstance(value, dict):
            chosen = typed.get(str(value.get("type")))
            return chosen(value) if chosen else "Unsupported type specified"
        first = None
        for one in others:
            wrong = one(value)
            if wrong is None:
                return None
            first = first or wrong
        return first or "must be of type Object"

    return check


def _unpacked(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return _unpacked(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(part for one in get_args(annotation) for part in _unpacked(one))
    return (annotation,)


@cache
def _type_of(model: type[types.TelegramObject]) -> tuple[str, ...]:
    field = model.model_fields.get("type")
    if field is None or get_origin(field.annotation) is not Literal:
        return ()
    return tuple(str(getattr(one, "value", one)) for one in get_args(field.annotation))
