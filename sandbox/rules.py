"""Telegram's numbers in one place: what is undocumented, or depends on the day, is a setting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

TEXT_CODE_POINTS: Final = 4096
CAPTION_CODE_POINTS: Final = 1024
RAW_TEXT_BYTES: Final = 32_768
CALLBACK_DATA_BYTES: Final = 64
CALLBACK_ANSWER_CODE_POINTS: Final = 200
COPY_TEXT_CODE_POINTS: Final = 256
ALBUM_LONGEST: Final = 10
RICH_CODE_POINTS: Final = 32_768
RICH_BLOCKS: Final = 500
RICH_LEVELS: Final = 16
RICH_MEDIA: Final = 50
RICH_COLUMNS: Final = 20
PICTURE_SIDES: Final = 10_000
PICTURE_RATIO: Final = 20
DELETABLE_FOR: Final = timedelta(hours=48)
UPDATE_LIVES: Final = timedelta(hours=24)
CALLBACK_LIVES: Final = timedelta(seconds=150)


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of one world.

    `callback_deadline`: reports say 5 to 20 s. `markup_*`: how large an inline keyboard may be.
    `conflict_pause`: seconds between two 409 answers to pollers. `hasty_polling_waits`: whether
    asking for the same offset again within 3 s waits for 3 s, and within 0.5 s gives one update,
    as Telegram does; off, because it slows tests down. `ids_restart_after`: how long a bot must be
    without updates for its update ids to begin anew, lower; None for never. `webhook_answer`: how
    many real seconds a webhook has to answer. `webhook_retry`: the delays, in seconds of the
    world's clock, after the first, second… failure; the last one stays. The last three are the
    flood limits, which are in force only while `World.flood.on`.
    """

    callback_deadline: timedelta = timedelta(seconds=15)
    markup_buttons: int = 100
    markup_bytes: int = 10_240
    upload_bytes: int = 50 * 1024 * 1024
    photo_bytes: int = 10 * 1024 * 1024
    download_bytes: int = 20 * 1024 * 1024
    conflict_pause: float = 3.0
    hasty_polling_waits: bool = False
    ids_restart_after: timedelta | None = timedelta(days=7)
    webhook_answer: float = 10.0
    webhook_retry: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
    chat_each_second: int = 1
    group_each_minute: int = 20
    overall_each_second: int = 30
