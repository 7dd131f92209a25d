"""The settings: read from the environment and `.env`, checked once at the start."""

import logging
import re
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from cases.kinds import Marketplace
from cases.rules import REPLY_LIMITS, QuietHours, ReplyLimit, Rules, Weekly

_TOKEN = re.compile(r"\d+:[\w-]+")
_SERVERS = frozenset({"http", "https"})
_PROXIES = frozenset({"http", "socks4", "socks5"})
"""What the library for proxies can speak; it would stop with a traceback at any other."""


class Settings(BaseSettings):
    """What the operator may set; `config.example.env` has every name with its meaning."""

    model_config = SettingsConfigDict(
        # «-sig»: Windows' Notepad begins a file with a mark that would be a part of the first name.
        env_file=".env",
        env_file_encoding="utf-8-sig",
        extra="ignore",
        env_ignore_empty=True,
    )

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    owner_id: int
    data_dir: Path = Path("data")
    database_url: str = "sqlite:///data/journal.db"
    timezone: str = "Europe/Moscow"
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy: Annotated[tuple[str, ...], NoDecode] = ()
    telegram_limits: bool = True
    digest_at: time = time(9)
    review_at: str = "mon 10:00"
    reply_limit_days: Annotated[int, Field(ge=1, le=60)] = 10
    backup_key: str | None = None
    quiet_hours: str = "21:00-09:00"
    log_level: str = "INFO"
    keep_buyers_days: Annotated[int, Field(ge=30, le=3650)] | None = None
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    clock_file: Path | None = None

    @model_validator(mode="before")
    @classmethod
    def _database_lies_in_the_data_folder(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("data_dir") and not given.get("database_url"):
            return {**given, "database_url": f"sqlite:///{given['data_dir']}/journal.db"}
        return given

    @model_validator(mode="after")
    def _token_is_given(self) -> "Settings":
        # The message is the setting's name: the operator is told which one to look at.
        if self.bot_token is None and self.bot_token_file is None:
            raise PydanticCustomError("missing", "BOT_TOKEN")
        try:
            token = self.token
        except (OSError, UnicodeError):
            raise PydanticCustomError("unreadable", "BOT_TOKEN_FILE") from None
        if not _TOKEN.fullmatch(token):
            raise PydanticCustomError("no_token", "BOT_TOKEN")
        return self

    @field_validator("telegram_proxy", mode="before")
    @classmethod
    def _split_proxies(cls, given: Any) -> Any:
        if isinstance(given, str):
            return tuple(each.strip() for each in given.split(",") if each.strip())
        return given

    @field_validator("telegram_proxy")
    @classmethod
    def _proxies_can_be_used(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for each in proxies:
            if not (_is_address(each, _PROXIES) and urlsplit(each).port):
                raise PydanticCustomError("no_proxy", "TELEGRAM_PROXY")
        return proxies

    @field_validator("telegram_api_url")
    @classmethod
    def _server_is_an_address(cls, url: str) -> str:
        if not _is_address(url, _SERVERS):
            raise PydanticCustomError("no_address", "TELEGRAM_API_URL")
        return url

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, OSError) as error:  # which pydantic does not take for a wrong value
            raise ValueError(name) from error
        return name

    @field_validator("backup_key")
    @classmethod
    def _key_can_be_used(cls, key: str | None) -> str | None:
        if key is not None and not is_public_key(key):
            raise ValueError("BACKUP_KEY")  # without the value: it may be the secret one
        return key

    @field_validator("quiet_hours")
    @classmethod
    def _hours_are_a_window(cls, written: str) -> str:
        _quiet(written)
        return written

    @field_validator("review_at")
    @classmethod
    def _review_is_a_day_and_a_time(cls, written: str) -> str:
        Weekly.read(written)
        return written

    @field_validator("log_level")
    @classmethod
    def _level_exists(cls, name: str) -> str:
        if name.upper() not in logging.getLevelNamesMapping():
            raise ValueError(name)
        return name

    @field_validator("database_url")
    @classmethod
    def _engine_is_known(cls, url: str) -> str:
        if not url.startswith("sqlite:///"):
            raise ValueError("DATABASE_URL must begin with sqlite:///")
        if not Path(url.removeprefix("sqlite:///")).name:
            raise ValueError("DATABASE_URL must name a file")
        return url

    @property
    def database_path(self) -> Path:
        """Where the journal's file lies."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @cached_property
    def token(self) -> str:
        """The bot's token, from the setting or from the file that holds it."""
        if self.bot_token is not None:
            return self.bot_token.get_secret_value()
        assert self.bot_token_file is not None  # noqa: S101 - checked at the start
        return self.bot_token_file.read_text("utf-8").strip()

    @property
    def rules(self) -> Rules:
        """The team's rules as these settings give them."""
        wb = ReplyLimit(timedelta(days=self.reply_limit_days), hard=True)
        return Rules(
            zone=ZoneInfo(self.timezone),
            quiet=_quiet(self.quiet_hours),
            digest_at=self.digest_at,
            review_at=Weekly.read(self.review_at),
            keep_buyers=timedelta(days=self.keep_buyers_days) if self.keep_buyers_days else None,
            reply_limits={**REPLY_LIMITS, Marketplace.WB: wb},
        )


def _is_address(url: str, schemes: frozenset[str]) -> bool:
    """Whether there is a known scheme, a host and, if any, a port that can be."""
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False


def is_public_key(key: str) -> bool:
    """Whether something can be encrypted for this key of age; a secret one is none."""
    from pyrage import RecipientError, x25519  # noqa: PLC0415 - only for who has set a key

    try:
        x25519.Recipient.from_str(key)
    except RecipientError:
        return False
    return True


def _quiet(written: str) -> QuietHours | None:
    """Read «21:00-09:00»; «off» is no quiet hours at all."""
    if written.strip().lower() == "off":
        return None
    start, _, end = written.partition("-")
    hours = QuietHours(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    if hours.start.tzinfo or hours.end.tzinfo:
        raise ValueError(written)  # they are the team's own hours, TIMEZONE says whose
    return hours
