"""The managers of the kill test: each types every answer once and waits for the next question."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from sandbox.people import Person
from sandbox.wire import Json

PATIENCE = 180.0
"""Seconds; the bot lives a second at a time, so an answer may need several lives."""

TICKET = (
    ("/new", "Что записываем?"),
    ("Обращение в поддержку", "О чём обращение?"),
    ("Доступ и роли", "Какая тема?"),
    ("Не могу войти", "Что случилось?"),
    ("После смены пароля кабинет не открывается", "Когда это случилось?"),
    ("вчера", "Что нужно от поддержки?"),
    ("Вернуть доступ", "Насколько срочно?"),
    ("Обычная", "Чем это грозит?"),
    ("Пропустить", "Какие номера поддержка должна увидеть?"),
    ("заказ {order}", "Какой номер у диалога"),
    ("{number}", "Кто именно не видит"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)
CHAT = (
    ("/new", "Что записываем?"),
    ("Чат с покупателем", "Что случилось?"),
    ("Разошёлся шов, хочу вернуть юбку", "Когда сообщение появилось"),
    ("Только что", "Как зовут покупателя?"),
    ("Тимур", "Какой товар"),
    ("140158860", "О чём пишет покупатель?"),
    ("Брак", "Какой номер у диалога"),
    ("{number}", "Какая сумма под риском?"),
    ("К итогу", "проверьте"),
    ("Сохранить", "Записал: #"),
)
STORIES = (CHAT, TICKET)
PRIVATE = ("Тимур", "Разошёлся шов", "После смены пароля")
"""What they type and no log may hold."""


@dataclass
class Manager:
    """One person with a phone. `saved` are the numbers whose «Сохранить» was pressed.

    `unanswered` is what the bot never replied to; after that this person gives up.
    """

    person: Person
    numbers: Iterator[int]
    saved: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    async def works(self, enough: Callable[[], bool], rests: Callable[[], Awaitable[None]]) -> None:
        """Register one case after the other until it is enough, and one of each story anyway.

        On a slow machine the first of them may take all the lives there are. Rests after each.
        """
        turn = 0
        while (turn < len(STORIES) or not enough()) and not self.unanswered:
            await self._registers(f"K-{next(self.numbers)}", STORIES[turn % len(STORIES)])
            turn += 1
            await rests()

    async def _registers(self, number: str, story: tuple[tuple[str, str], ...]) -> None:
        heard: Json = {}
        for deed, answer in story:
            if deed == "Сохранить":
                self.saved.append(number)
            try:
                heard = await self._does(_filled(deed, number), answer, heard)
            except AssertionError as missed:
                self.unanswered.append(f"{number} {deed}: {missed}")
                return

    async def _does(self, deed: str, answer: str, asked: Json) -> Json:
        """Press the button under the question, or type; then wait, and never repeat it."""
        if deed in _labels(asked):
            await self.person.presses(deed, on=asked)
        else:
            await self.person.says(deed)
        return await self.person.hears(answer, timeout=PATIENCE)


def _filled(deed: str, number: str) -> str:
    """Put the number in; each ticket is about an order of its own, or it would be a double."""
    return deed.format(number=number, order=10_000_000 + int(number.removeprefix("K-")))


def _labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def case_ids(text: str) -> set[int]:
    """Return the cases that a message names by #number."""
    return {int(number) for number in re.findall(r"#(\d+)", text)}
