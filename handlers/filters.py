"""The filters: those that only look at an update are asked where it is handled, not in a thread."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject


def ask_in_place(router: Router) -> None:
    """Ask plain functions and `F.…` in the loop; aiogram would send each to a thread and wait."""
    for observer in router.observers.values():
        for handler in observer.handlers:
            for each in _with_parts(handler.filters or ()):
                if not each.awaitable:
                    each.callback, each.awaitable = _in_place(each.callback), True


def _with_parts(filters: Iterable[FilterObject]) -> Iterator[FilterObject]:
    """Those of which others are made (`or_f`) as well."""
    for each in filters:
        yield each
        yield from _with_parts(getattr(each.callback, "targets", ()))


def _in_place(look: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def looks(*event: Any, **known: Any) -> Any:
        return look(*event, **known)

    return looks
