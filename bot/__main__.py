"""The commands: `python -m bot run | demo | healthcheck | backup | restore | restore-drill`."""

import argparse
import asyncio
import gc
import getpass
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from bot.folders import close_to_others, unusable
from bot.logs import start_logging
from bot.settings import Settings
from texts import operator

log = logging.getLogger(__name__)


def main() -> int:
    """Do what the operator asked for; returns the exit code."""
    arguments = _parser().parse_args()
    if arguments.command == "demo":
        if not (Path(__file__).parent.parent / "sandbox").is_dir():  # as in the image
            return _stop(operator.NO_DEMO)
        with _sparing_the_collector():
            from bot.demo import demo  # noqa: PLC0415 - the sandbox is needed only here
        return asyncio.run(demo(arguments))
    close_to_others()
    try:
        settings = Settings()
    except ValidationError as error:
        # A check of several settings at once has no place: its message is the setting's name.
        names = [str(e["loc"][0]) if e["loc"] else e["msg"] for e in error.errors()]
        return _stop(operator.bad_settings(names))
    except UnicodeError:
        return _stop(operator.ENV_NOT_UTF8)
    except OSError:
        return _stop(operator.ENV_UNREADABLE)
    start_logging(settings.log_level)
    return COMMANDS[arguments.command](settings, arguments)


def run(settings: Settings, _: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    if wrong := unusable(settings):
        return _stop(operator.bad_settings([wrong]))
    try:
        with FileLock(settings.data_dir / "bot.lock", timeout=0), _watched(settings):
            return _event_loop()(_run(settings))
    except Timeout:
        return _stop(operator.ALREADY_RUNS)
    except PortTaken:
        return _stop(operator.PORT_TAKEN)


class PortTaken(Exception):
    """Something else listens where the metrics are to be."""


@contextmanager
def _watched(settings: Settings) -> Iterator[None]:
    """Serve the metrics while the bot runs, if they are asked for."""
    if settings.metrics_port is None:
        yield
        return
    from bot.metrics import served_metrics  # noqa: PLC0415 - only for who has a Prometheus

    with ExitStack() as stack:
        try:
            stack.enter_context(served_metrics(settings))
        except OSError as error:
            raise PortTaken from error
        yield


async def _run(settings: Settings) -> int:
    """Run until stopped; what ends the run otherwise is told in one sentence."""
    _stop_politely()
    with _sparing_the_collector():
        from bot.app import opened  # noqa: PLC0415 - aiogram costs seconds, not all commands pay
    try:
        async with opened(settings) as app:
            await app.introduce(settings.owner_id)
            await app.run()
    except asyncio.CancelledError:
        return 0
    except Exception as error:
        if told := _why(error, settings):
            return _stop(told)
        # Into the log, which strikes secrets out, and not as a bare traceback.
        log.exception("the bot has stopped")
        return _stop(operator.BROKEN)
    return 0


def _why(error: Exception, settings: Settings) -> str | None:
    """Name a known reason why the bot cannot run; None for an unknown one."""
    from aiogram.exceptions import TelegramUnauthorizedError  # noqa: PLC0415 - imported by now

    from bot.backups import BackupDamaged  # noqa: PLC0415 - the same
    from bot.receiver import AnotherProcess  # noqa: PLC0415 - the same
    from storage.database import DatabaseDamaged  # noqa: PLC0415 - the same
    from storage.soundness import DatabaseTooNew  # noqa: PLC0415 - the same

    match error:
        case TelegramUnauthorizedError():
            return operator.WRONG_TOKEN
        case AnotherProcess():
            return operator.ANOTHER_PROCESS
        case DatabaseTooNew():
            return operator.newer(_newest_backup(settings))
        case BackupDamaged():
            return operator.NO_BACKUP_NO_UPDATE
        case DatabaseDamaged():
            return operator.damaged(settings.database_path, _newest_backup(settings))
    return None


def _stop_politely() -> None:
    """Let SIGTERM and SIGINT end the run in order: what is begun is finished."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - we are in one
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


@contextmanager
def _sparing_the_collector() -> Iterator[None]:
    """Let Python's collector pass over what the imports make: it never becomes garbage.

    Looking through it was a fifth of the start, and later a tenth of the cost of an update.
    """
    gc.disable()
    yield
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 100)


def _event_loop() -> Callable[..., int]:
    """Return uvloop's runner where it is installed: thread hops are what SQLite costs us."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return asyncio.run
    return uvloop.run


def healthcheck(settings: Settings, _: argparse.Namespace) -> int:
    """Say whether the bot lives; for Docker. Never imports aiogram."""
    from bot.health import diagnosis  # noqa: PLC0415 - not for every command

    known = diagnosis(settings)
    if known.found:
        sys.stderr.write(operator.unhealthy(known.found) + "\n")
    return int(known.fatal)


def backup(settings: Settings, _: argparse.Namespace) -> int:
    """Make a backup now and print where it lies."""
    from bot.backups import BackupDamaged, make_backup  # noqa: PLC0415 - not for every command
    from bot.now import Now  # noqa: PLC0415 - not for every command

    try:
        made = make_backup(settings, Now(settings.clock_file)())
    except FileNotFoundError:
        return _stop(operator.NO_JOURNAL)
    except BackupDamaged:
        return _stop(operator.BACKUP_FAILED)
    except OSError:
        return _stop(operator.bad_settings(["data_dir"]))
    sys.stdout.write(f"{made}\n")
    return 0


def restore(settings: Settings, arguments: argparse.Namespace) -> int:
    """Put a backup in the journal's place; the old file is kept beside it."""
    from bot import vault  # noqa: PLC0415 - not for every command

    if wrong := unusable(settings):
        return _stop(operator.bad_settings([wrong]))
    try:
        with FileLock(settings.data_dir / "bot.lock", timeout=0):
            vault.restore(settings, arguments.file, arguments.identity, getpass.getpass)
    except Timeout:
        return _stop(operator.STOP_FIRST)
    except vault.REFUSALS as error:
        return _stop(operator.not_restored(type(error).__name__, arguments.file))
    sys.stdout.write(operator.restored(arguments.file) + "\n")
    return 0


def restore_drill(settings: Settings, _: argparse.Namespace) -> int:
    """Show that the newest backup can be restored, row by row and file by file."""
    from bot.backups import BackupDamaged  # noqa: PLC0415 - not for every command
    from bot.drill import drill  # noqa: PLC0415 - the same

    try:
        done = drill(settings)
    except FileNotFoundError:
        return _stop(operator.NO_BACKUPS)
    except BackupDamaged as error:
        return _stop(operator.bad_backup(Path(str(error))))
    if not done.passed:
        return _stop(operator.drill_failed(done.backup, done.differing, done.missing))
    sys.stdout.write(operator.drilled(done.backup, done.tables, done.rows, done.files) + "\n")
    return 0


def _newest_backup(settings: Settings) -> Path | None:
    from bot.backups import newest_backup  # noqa: PLC0415 - not for every command

    return newest_backup(settings)


def _stop(why: str) -> int:
    sys.stderr.write(why + "\n")
    return 1


COMMANDS = {
    "run": run, "healthcheck": healthcheck, "backup": backup, "restore": restore,
    "restore-drill": restore_drill,
}  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=operator.DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in operator.HELP.items():
        commands.add_parser(name, help=meaning)
    demo = commands.add_parser("demo", help=operator.HELP_DEMO)
    demo.add_argument("--port", type=int, default=8080, help=operator.HELP_PORT)
    demo.add_argument("--data", type=Path, help=operator.HELP_DATA)
    demo.add_argument("--reset", action="store_true", help=operator.HELP_RESET)
    restoring = commands.add_parser("restore", help=operator.HELP_RESTORE)
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--identity", type=Path, help=operator.HELP_IDENTITY)
    return parser


if __name__ == "__main__":
    sys.exit(main())
