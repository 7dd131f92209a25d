from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.__main__ import main
from bot.settings import Settings, _quiet
from cases.kinds import Marketplace
from cases.rules import REPLY_LIMITS, QuietHours
from texts import operator

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz01234"  # noqa: S105 - made up
REQUIRED = {"BOT_TOKEN": TOKEN, "OWNER_ID": "7000000019"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine, and no `.env` of this folder."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> "Asked":
    return Asked(monkeypatch)


class Asked:
    """Settings read from an environment with these names in it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, **environment: str | None) -> Settings:
        for name, value in (REQUIRED | environment).items():
            if value is None:
                self._monkeypatch.delenv(name, raising=False)
            else:
                self._monkeypatch.setenv(name, value)
        return Settings()

    def refused(self, **environment: str | None) -> list[str]:
        """What the operator is told to look at, as the command writes it."""
        with pytest.raises(ValidationError) as refused:
            self(**environment)
        assert TOKEN not in str(refused.value)
        errors = refused.value.errors()
        return [".".join(map(str, each["loc"])).upper() or each["msg"] for each in errors]


def test_the_defaults_are_those_of_the_design(settings: Asked) -> None:
    read = settings()
    assert read.token == TOKEN
    assert read.database_path == Path("data/journal.db")
    rules = read.rules
    assert (rules.zone.key, rules.digest_at) == ("Europe/Moscow", time(9))
    assert rules.quiet == QuietHours(time(21), time(9))
    assert rules.reply_limits == REPLY_LIMITS


def test_the_token_may_lie_in_a_file(settings: Asked, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    read = settings(BOT_TOKEN=None, BOT_TOKEN_FILE=str(tmp_path / "token"))
    assert read.token == TOKEN


def test_an_empty_setting_is_one_that_is_not_given(settings: Asked, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    read = settings(BOT_TOKEN="", BOT_TOKEN_FILE=str(tmp_path / "token"), TIMEZONE="")
    assert (read.token, read.timezone) == (TOKEN, "Europe/Moscow")


def test_a_file_of_settings_is_read_and_the_environment_is_stronger(
    settings: Asked, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TIMEZONE=Europe/Minsk\nREPLY_LIMIT_DAYS=5\nSOMETHING=else\n")
    read = settings(REPLY_LIMIT_DAYS="7")
    assert read.timezone == "Europe/Minsk"
    assert read.rules.reply_limits[Marketplace.WB].within == timedelta(days=7)


def test_the_token_is_not_shown_by_accident(settings: Asked) -> None:
    assert TOKEN not in repr(settings())


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"BOT_TOKEN": None}, ["BOT_TOKEN"]),
        ({"BOT_TOKEN": None, "BOT_TOKEN_FILE": "nowhere"}, ["BOT_TOKEN_FILE"]),
        ({"BOT_TOKEN": None, "BOT_TOKEN_FILE": "."}, ["BOT_TOKEN_FILE"]),
        ({"BOT_TOKEN": "my token"}, ["BOT_TOKEN"]),
        ({"OWNER_ID": None}, ["OWNER_ID"]),
        ({"OWNER_ID": "@olga"}, ["OWNER_ID"]),
        ({"TIMEZONE": "Moscow"}, ["TIMEZONE"]),
        ({"TIMEZONE": "Europe"}, ["TIMEZONE"]),
        ({"TIMEZONE": "../etc/passwd"}, ["TIMEZONE"]),
        ({"TIMEZONE": "/etc/localtime"}, ["TIMEZONE"]),
        ({"QUIET_HOURS": "21-9"}, ["QUIET_HOURS"]),
        ({"QUIET_HOURS": "21:00"}, ["QUIET_HOURS"]),
        ({"QUIET_HOURS": "25:00-09:00"}, ["QUIET_HOURS"]),
        ({"QUIET_HOURS": "ночью"}, ["QUIET_HOURS"]),
        ({"QUIET_HOURS": "21:00+03:00-09:00"}, ["QUIET_HOURS"]),
        ({"DIGEST_AT": "утром"}, ["DIGEST_AT"]),
        ({"REPLY_LIMIT_DAYS": "0"}, ["REPLY_LIMIT_DAYS"]),
        ({"REPLY_LIMIT_DAYS": "61"}, ["REPLY_LIMIT_DAYS"]),
        ({"LOG_LEVEL": "LOUD"}, ["LOG_LEVEL"]),
        ({"DATABASE_URL": "postgresql://bot@db/journal"}, ["DATABASE_URL"]),
        ({"DATABASE_URL": "sqlite:///"}, ["DATABASE_URL"]),
        ({"TELEGRAM_PROXY": "ftp://host:21"}, ["TELEGRAM_PROXY"]),
        ({"TELEGRAM_PROXY": "host:1080"}, ["TELEGRAM_PROXY"]),
        ({"TELEGRAM_PROXY": "socks5://host"}, ["TELEGRAM_PROXY"]),
        ({"TELEGRAM_PROXY": "socks5://host:port"}, ["TELEGRAM_PROXY"]),
        ({"TELEGRAM_PROXY": "http://host:3128, nonsense"}, ["TELEGRAM_PROXY"]),
        ({"TELEGRAM_API_URL": "nonsense"}, ["TELEGRAM_API_URL"]),
        ({"TELEGRAM_API_URL": "api.telegram.org"}, ["TELEGRAM_API_URL"]),
        ({"TELEGRAM_API_URL": "ftp://api.telegram.org"}, ["TELEGRAM_API_URL"]),
        ({"TELEGRAM_API_URL": "http://[::1"}, ["TELEGRAM_API_URL"]),
        ({"TIMEZONE": "Moscow", "OWNER_ID": "no"}, ["OWNER_ID", "TIMEZONE"]),
    ],
    ids=lambda value: "-".join(map(str, value)),
)
def test_a_wrong_setting_is_named(
    settings: Asked, environment: dict[str, str | None], named: list[str]
) -> None:
    assert settings.refused(**environment) == named


@pytest.mark.parametrize(
    "url", ["https://api.telegram.org", "http://127.0.0.1:8081", "http://bot-api:8081/prefix"]
)
def test_a_server_of_ones_own_is_taken(settings: Asked, url: str) -> None:
    assert settings(TELEGRAM_API_URL=url).telegram_api_url == url


def started(monkeypatch: pytest.MonkeyPatch, command: str, **environment: str) -> int:
    """The exit code of the command with these settings."""
    for name, value in (REQUIRED | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["bot", command])
    return main()


@pytest.mark.parametrize("command", ["run", "healthcheck", "backup"])
@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("TELEGRAM_PROXY", "ftp://u:secret@host:21", "socks5://сервер:порт"),
        ("TELEGRAM_API_URL", "nonsense", "https://api.telegram.org"),
        ("OWNER_ID", "@olga", "только цифры"),
        ("TIMEZONE", "Moscow", "Europe/Moscow"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line_that_says_what_is_right(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    name: str,
    value: str,
    right: str,
) -> None:
    assert started(monkeypatch, command, **{name: value}) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{name}: " in told
    assert right in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"DATA_DIR": "file/inside"}, "DATA_DIR: "),
        ({"DATA_DIR": "file"}, "DATA_DIR: "),
        ({"DATABASE_URL": "sqlite:///file/journal.db"}, "DATABASE_URL: "),
        ({"DATABASE_URL": "sqlite:///folder"}, "DATABASE_URL: "),
    ],
    ids=str,
)
def test_a_folder_that_cannot_be_made_stops_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    environment: dict[str, str],
    named: str,
) -> None:
    Path("file").write_text("not a folder")
    Path("folder").mkdir()
    assert started(monkeypatch, "run", **environment) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert named in told


def test_a_file_of_settings_in_another_encoding_is_refused_with_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".env").write_bytes("# Настройки\nTIMEZONE=Europe/Minsk\n".encode("cp1251"))
    assert started(monkeypatch, "run") == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "UTF-8" in told


def test_the_mark_that_notepad_writes_does_not_hide_the_first_setting(settings: Asked) -> None:
    Path(".env").write_bytes("TIMEZONE=Europe/Minsk\n".encode("utf-8-sig"))
    assert settings().timezone == "Europe/Minsk"


def test_of_every_setting_the_operator_is_told_what_would_be_right() -> None:
    assert set(operator.SETTINGS) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("off", ["off", "OFF", " off "])
def test_quiet_hours_can_be_switched_off(settings: Asked, off: str) -> None:
    assert settings(QUIET_HOURS=off).rules.quiet is None


def test_quiet_hours_are_read_with_spaces_too(settings: Asked) -> None:
    assert settings(QUIET_HOURS=" 22:30 - 07:00 ").rules.quiet == QuietHours(time(22, 30), time(7))


def test_the_reply_limit_changes_wildberries_only(settings: Asked) -> None:
    limits = settings(REPLY_LIMIT_DAYS="4").rules.reply_limits
    assert limits[Marketplace.WB].within == timedelta(days=4)
    assert limits[Marketplace.OZON] == REPLY_LIMITS[Marketplace.OZON]


def test_the_journal_lies_in_the_data_folder_unless_said_otherwise(settings: Asked) -> None:
    assert settings(DATA_DIR="/srv/bot").database_path == Path("/srv/bot/journal.db")
    there = settings(DATA_DIR="/srv/bot", DATABASE_URL="sqlite:////var/j.db")
    assert there.database_path == Path("/var/j.db")


def test_several_proxies_are_separated_by_commas(settings: Asked) -> None:
    read = settings(TELEGRAM_PROXY="socks5://u:p@host:1080, http://other:3128,")
    assert read.telegram_proxy == ("socks5://u:p@host:1080", "http://other:3128")
    assert settings(TELEGRAM_PROXY=None).telegram_proxy == ()


def test_every_setting_is_in_the_example_and_every_example_is_a_setting() -> None:
    example = (Path(__file__).parent.parent / "config.example.env").read_text("utf-8")
    written = {
        line.lstrip("# ").split("=")[0]
        for line in example.splitlines()
        if "=" in line and line.lstrip("# ").split("=")[0].isupper()
    }
    internal = {"CLOCK_FILE", "TELEGRAM_LIMITS"}  # of the demo and of the benchmarks
    known = {name.upper() for name in Settings.model_fields}
    assert known - internal <= written
    assert written <= known


@given(st.times(), st.times())
def test_any_window_that_is_written_is_read_back(start: time, end: time) -> None:
    written = f"{start:%H:%M}-{end:%H:%M}"
    assert _quiet(written) == QuietHours(
        time(start.hour, start.minute), time(end.hour, end.minute)
    )  # fmt: skip
