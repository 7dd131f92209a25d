"""What is told in confidence is in no line of the log, and a line that has it fails its test."""

import logging
from typing import Any

import pytest
from canaries import Canaries, found_in

TOLD = ("42:TEST", "Тимур", "канарейка", "кнрс00012", "+79990000000")


@pytest.mark.parametrize("secret", TOLD)
def test_a_line_with_a_canary_is_found(secret: str) -> None:
    canaries = Canaries()
    for told in (
        {"msg": f"said {secret}"},
        {"msg": "said", "to": {"who": [secret]}},
        {"msg": "said %s", "args": (secret,)},
    ):
        canaries.emit(logging.makeLogRecord(told))
    assert len(canaries.taken()) == 3
    assert not canaries.taken()
    assert found_in(f"one\n{secret} two\nthree") == [f"{secret} two"]


def test_what_is_not_said_is_not_found() -> None:
    canaries = Canaries()
    try:
        int(TOLD[1])
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    canaries.emit(logging.makeLogRecord({"msg": "an update failed", "exc_info": info}))
    assert canaries.seen == 1
    assert not canaries.taken()


def test_the_suite_listens() -> None:
    (listening,) = [h for h in logging.getLogger().handlers if isinstance(h, Canaries)]
    before = listening.seen
    logging.getLogger("bot.worker").info("Тимур пишет")
    logging.getLogger("aiogram.event").error("it quotes people, and is silent")
    assert listening.seen == before + 1
    assert listening.taken()


def test_a_canary_fails_the_test_that_has_told_it(request: pytest.FixtureRequest) -> None:
    plugins = request.config.pluginmanager.get_plugins()
    suite: Any = next(each for each in plugins if hasattr(each, "CANARIES"))
    running = suite.pytest_runtest_call()
    next(running)
    logging.getLogger("bot.worker").warning("Тимур пишет")
    with pytest.raises(pytest.fail.Exception, match="a canary in the log"):
        next(running)
