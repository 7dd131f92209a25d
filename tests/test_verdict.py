"""What the proofs take for a reminder: alone, in a list, in a digest, under a silence."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.presses import CasePress
from proofs.verdict import _reminded_of
from sandbox.calls import Call
from texts.reminders import several
from texts.silences import KEPT

SILENCE = f"Я не работал с 12:00 до 15:00. {KEPT}\n\n"
LINES = ["🔴 #1 чат: просрочено на 1 ч", "🟠 #2 чат: до 18:00"]
SEEN = {"inline_keyboard": [[{"callback_data": CasePress(what="seen", case=3).pack()}]]}
OTHERS = "\n\n🔴 Просрочено: 1\n#9 чат — на 1 ч"
RICH = (
    "<p>Я не работал.</p><h3>Добрый день</h3><p>Подошли сроки: 2<br>🔴 #1 чат<br>🟠 #2 чат</p>"
    "<details><summary>Просрочено: 1</summary><table><tr><td>#9</td></tr></table></details>"
)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"text": several(LINES)}, {1, 2}),
        ({"text": SILENCE + several(LINES)}, {1, 2}),
        ({"text": SILENCE + "Добрый день\n\nПодошли сроки: 2\n" + "\n".join(LINES) + OTHERS},
         {1, 2}),
        ({"rich_message": {"html": RICH}}, {1, 2}),
        ({"rich_message": json.dumps({"html": RICH})}, {1, 2}),
        ({"text": f"{SILENCE}🟠 #3 и #4", "reply_markup": SEEN}, {3}),
        ({"text": "Добрый день" + OTHERS}, set()),
    ],
)  # fmt: skip
def test_only_what_is_reminded_of_counts(params: dict[str, Any], named: set[int]) -> None:
    call = Call(1, datetime(2026, 3, 4, tzinfo=UTC), "sendMessage", params)
    assert _reminded_of(call) == named
