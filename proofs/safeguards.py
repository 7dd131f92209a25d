"""The mutation run: turns off one safeguard of the bot after another; its proof must turn red.

Run it from the root of the project: `python -m proofs.safeguards [name …]`. Each is turned off in a
copy of the project, where the tests that prove it are run; a safeguard whose absence no test
notices is named, and the run has failed.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 1200
"""Seconds after which a run is stuck."""
COPIED = ("bot", "cases", "handlers", "proofs", "sandbox", "storage", "tests", "texts")


@dataclass(frozen=True)
class Safeguard:
    """A line that keeps a promise, what stands in its place without it, and what proves it."""

    name: str
    module: str
    line: str
    without: str
    proof: str


SAFEGUARDS = (
    Safeguard(
        "the inbox before the offset", "bot/receiver.py",
        "        await self._keep([_stored(raw) for raw in updates])\n",
        "        after = int(updates[-1]['update_id']) + 1\n"
        "        await self._bot(GetRawUpdates(offset=after, timeout=0, limit=1))\n"
        "        await self._keep([_stored(raw) for raw in updates])\n",
        "test_kill.py",
    ),
    Safeguard(
        "an update is handled once", "storage/queues.py",
        "    ON CONFLICT (update_id) DO NOTHING\n",
        "    ON CONFLICT (update_id) DO UPDATE SET state = 'pending', payload = excluded.payload\n",
        "test_worker.py",
    ),
    Safeguard(
        "one thing is said once", "storage/queues.py",
        "    VALUES (:key, :chat_id, :method,",
        "    VALUES (:key || hex(randomblob(8)), :chat_id, :method,",
        "test_queues.py test_storage.py",
    ),
    Safeguard(
        "what was being said at a crash is said again", "storage/queues.py",
        "SET state = 'pending', again = 1 WHERE state = 'sending'",
        "SET state = 'sent', again = 1 WHERE state = 'sending'",
        "test_kill.py",
    ),
    Safeguard(
        "the mark of a repetition", "bot/sender.py",
        "marked_again(row.method, body) if row.again else body",
        "body",
        "test_kill.py test_sender.py",
    ),
    Safeguard(
        "one transaction", "storage/database.py",
        'BEGIN, COMMIT = "BEGIN IMMEDIATE", "COMMIT"',
        'BEGIN, COMMIT = "SELECT 1", "SELECT 1"',
        "test_storage.py test_worker.py",
    ),
    Safeguard(
        "a power cut takes nothing", "storage/database.py",
        '"PRAGMA synchronous = FULL"', '"PRAGMA synchronous = OFF"',
        "test_storage.py",
    ),
    Safeguard(
        "the lock of the folder", "bot/__main__.py",
        'with FileLock(settings.data_dir / "bot.lock", timeout=0), _watched(settings):',
        "with _watched(settings):",
        "test_process.py",
    ),
    Safeguard(
        "one case of a number", "storage/first_schema.py",
        "CREATE UNIQUE INDEX cases_number ON", "CREATE INDEX cases_number ON",
        "test_storage.py",
    ),
    Safeguard(
        "the second of two is told", "storage/journal.py",
        "WHERE id = :id AND version = :version", "WHERE id = :id",
        "test_storage.py",
    ),
    Safeguard(
        "the gate", "cases/roles.py",
        "return role is not None and action in RIGHTS[place][role]", "return True",
        "test_monkeys.py test_rights.py",
    ),
    Safeguard(
        "a group sees the short card", "handlers/status.py",
        "cards.group_card(case, desk.rules, desk.now)", "cards.card(case, desk.rules, desk.now)",
        "test_monkeys.py",
    ),
    Safeguard(
        "escaping", "texts/formats.py",
        'return html.escape(_TURNS.sub("", text), quote=False)', "return text",
        "test_monkeys.py test_texts.py",
    ),
    Safeguard(
        "redaction", "bot/logs.py",
        'return _TOKEN.sub("***", text)', "return text",
        "test_logs.py",
    ),
    Safeguard(
        "history is never edited", "storage/migrations_to_wipe.py",
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END", "BEGIN SELECT 1; END",
        "test_storage.py",
    ),
    Safeguard(
        "a damaged journal is refused", "storage/soundness.py",
        'if file.execute(f"PRAGMA {check}(1)").fetchone() != ("ok",):', "if False:",
        "test_corruption.py",
    ),
    Safeguard(
        "a copy is read before it is a backup", "bot/backups.py",
        "        _verify(unfinished)\n", "        pass\n",
        "test_backups.py",
    ),
    Safeguard(
        "a stranger hears one sentence", "handlers/access.py",
        "return await _answer_stranger(handler, event, data, place)",
        "return await handler(event, data)",
        "test_rights.py",
    ),
)  # fmt: skip


def main() -> int:
    named = set(sys.argv[1:])
    chosen = [each for each in SAFEGUARDS if not named or each.name in named]
    unnoticed = []
    for each in chosen:
        seen = is_missed(each)
        print(f"{'missed' if seen else 'NOT MISSED':>10}: {each.name} ({each.proof})", flush=True)
        if not seen:
            unnoticed.append(each)
    print(f"{len(chosen)} safeguards were turned off one by one; {len(unnoticed)} went unnoticed")
    return 1 if unnoticed else 0


def is_missed(safeguard: Safeguard) -> bool:
    """Whether the proof turns red in a copy of the project without this safeguard."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.pyc"))
        for name in ("pyproject.toml", "config.example.env"):
            shutil.copy(ROOT / name, copy)
        module = copy / safeguard.module
        module.write_text(weakened(module.read_text("utf-8"), safeguard), "utf-8")
        tests = [f"tests/{name}" for name in safeguard.proof.split()]
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=copy, capture_output=True, check=False, timeout=LONGEST
        )
    return done.returncode == pytest.ExitCode.TESTS_FAILED


def weakened(source: str, safeguard: Safeguard) -> str:
    """Return the module without the safeguard. Raises ValueError when its line is not there."""
    if source.count(safeguard.line) != 1:
        msg = f"{safeguard.module} has no line of its own for: {safeguard.name}"
        raise ValueError(msg)
    return source.replace(safeguard.line, safeguard.without)


if __name__ == "__main__":
    sys.exit(main())
