"""A button whose words this version does not know is answered, and nothing fails."""

import pytest
from aiogram.filters.callback_data import CallbackData
from rights_scene import Scene
from stories import CHAT
from team import Team

from handlers.presses import (
    CasePress,
    CheckPress,
    FormPress,
    HowPress,
    NewPress,
    ReplyPress,
    TopicPress,
)


@pytest.mark.parametrize(
    "forged",
    [
        CasePress(what="sing", case=1), FormPress(draft="1", step=0, what="sing"),
        NewPress(kind="song"), HowPress(what="section", where="moon", category="finance"),
        TopicPress(what="list", category="songs"), ReplyPress(what="sing"),
        CheckPress(what="as", audience="moon"),
    ],
    ids=lambda press: press.pack(),
)  # fmt: skip
async def test_a_word_that_no_button_carries_any_more_is_answered(
    team: Team, forged: CallbackData
) -> None:
    await team.hire()
    await team.owner.does(*CHAT, "К итогу", "Сохранить", "/new")
    Scene(team).forges(team.owner, None, forged.pack())
    await team.settles()
    assert not await team.database.rows("SELECT * FROM inbox WHERE state <> 'done'")
