import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import JsonLines, redacted, start_logging

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz01234"  # noqa: S105 - made up
BUYER = "Тимур Канарейкин, +7 900 123-45-67"


class Leak(Exception):
    """An error whose message quotes what people wrote."""


def line(record: logging.LogRecord) -> dict[str, Any]:
    written = JsonLines().format(record)
    assert "\n" not in written
    read: dict[str, Any] = json.loads(written)
    return read


def record(what: str, *args: object, error: Exception | None = None, **extra: Any) -> Any:
    """A record as a logger would make it."""
    info = (type(error), error, error.__traceback__) if error else None
    return logging.getLogger("bot.test").makeRecord(
        "bot.test", logging.ERROR, __file__, 1, what, args, info, extra=extra
    )


def caught(error: Exception, cause: Exception | None = None) -> Exception:
    """An error that has been raised, with where it was."""
    try:
        raise error from cause
    except Leak as raised:
        return raised


def test_a_line_is_one_json_object_with_the_instant_and_the_ids() -> None:
    read = line(record("an update failed", update=7, incident="00FF"))
    assert (read["what"], read["from"], read["level"]) == ("an update failed", "bot.test", "error")
    assert (read["update"], read["incident"]) == (7, "00FF")
    assert read["at"].endswith("+00:00")


def test_russian_is_written_as_it_is_and_line_breaks_stay_inside() -> None:
    written = JsonLines().format(record("слово\nслово"))
    assert "слово\\nслово" in written


@pytest.mark.parametrize(
    "leaking",
    [
        record(f"polling with {TOKEN}"),
        record("polling with %s", TOKEN),
        record("polling", url=f"https://api.telegram.org/bot{TOKEN}/getUpdates"),
        record("polling", deep={"list": [{"token": TOKEN}]}),
        record("polling", error=caught(Leak(TOKEN))),
        record("polling", error=caught(Leak("x"), Leak(TOKEN))),
        record("the object %s", {"bot_token": TOKEN}),
    ],
    ids=["text", "argument", "url", "deep", "error", "cause", "object"],
)
def test_the_token_is_never_written(leaking: logging.LogRecord) -> None:
    written = JsonLines().format(leaking)
    assert TOKEN not in written
    assert TOKEN.split(":")[1] not in written


def test_a_short_token_in_an_address_is_struck_out_too() -> None:
    assert redacted("http://127.0.0.1/bot42:TEST/getMe") == "http://127.0.0.1/bot***/getMe"
    assert "TEST" not in redacted("http://127.0.0.1/file/bot42:TEST/photos/1.jpg")


@pytest.mark.parametrize(
    "proxy", ["socks5://anna:secret-word@10.0.0.1:1080", "http://anna:secret-word@proxy.example:80"]
)
def test_the_password_of_a_proxy_is_never_written(proxy: str) -> None:
    written = JsonLines().format(record(f"cannot reach {proxy}", proxy=proxy))
    assert "secret-word" not in written
    assert proxy.split("@")[1] in written


def test_the_message_of_an_error_is_left_out_for_it_may_quote_people() -> None:
    error = caught(Leak(f"cannot save {BUYER}"), Leak(BUYER))
    read = line(record("an update failed", error=error))
    assert "Канарейкин" not in str(read)
    assert read["error"].startswith("Leak because Leak at test_logs.py:")


def test_the_whole_stack_of_an_error_is_not_needed_and_stays_short() -> None:
    def deep(level: int) -> None:
        if not level:
            raise Leak(BUYER)
        deep(level - 1)

    with pytest.raises(Leak) as raised:
        deep(50)
    assert len(line(record("x", error=raised.value))["error"]) < 200


def test_something_that_is_no_json_is_written_as_words() -> None:
    assert line(record("x", odd={1}))["odd"] == "{1}"


@given(st.text(), st.dictionaries(st.text(min_size=1), st.text()))
def test_any_words_make_one_line_of_json(what: str, given_: dict[str, str]) -> None:
    read = line(record("%s", what, words=given_))
    assert (read["what"], read["words"]) == (redacted(what), given_)


@given(st.text(alphabet="абв <>/@", max_size=20), st.text(alphabet="абв <>/@", max_size=20))
def test_a_token_is_struck_out_wherever_it_stands(before: str, after: str) -> None:
    assert TOKEN.split(":")[1] not in redacted(f"{before}{TOKEN}{after}")


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-03-14T10:01:00.000+00:00",
        "обращение #57, номер 18123456, артикул 140158860",
        "http://127.0.0.1:8080/page",
        "12:30:45",
    ],
)
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert redacted(harmless) == harmless


def test_the_process_logs_json_to_the_standard_error_and_libraries_are_quiet(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = []  # pytest's: they would be closed
    try:
        start_logging("info")
        logging.getLogger("bot.test").info("started with %s", TOKEN)
        logging.getLogger("aiogram.event").error("it failed: %s", BUYER)
        logging.getLogger("bot.test").debug("not asked for")
    finally:
        root.handlers = handlers
        root.setLevel(level)
    (only,) = capsys.readouterr().err.splitlines()
    assert json.loads(only)["what"] == "started with ***"
