"""The logs: JSON lines with ids only; the token never gets into them."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

_TOKEN = re.compile(r"\d{6,12}:[\w-]{30,}|(?<=/bot)\d+:[\w-]+|(?<=://)[^/@\s]+:[^/@\s]+(?=@)")
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_QUIET = {
    # It writes the message of a handler's error, which may quote people; the worker tells of it.
    "aiogram.event": logging.CRITICAL,
    "apscheduler": logging.WARNING,
    "aiosqlite": logging.WARNING,
}


class JsonLines(logging.Formatter):
    """One JSON object a line, with whatever `extra` was given; secrets are struck out."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
            **{k: v for k, v in record.__dict__.items() if k not in _STANDARD},
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _where(record.exc_info[1])
        return redacted(json.dumps(line, ensure_ascii=False, default=str))


def redacted(text: str) -> str:
    """Strike tokens and passwords out of a text."""
    return _TOKEN.sub("***", text)


def _where(error: BaseException) -> str:
    """Name an error and its place. Its message is left out: it may quote what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in reversed(frames))
    cause = error.__cause__ or error.__context__
    because = f" because {type(cause).__name__}" if cause else ""
    return f"{type(error).__name__}{because} at {places}"


def start_logging(level: str) -> None:
    """Write every log of the process to the standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)
