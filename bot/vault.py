"""The vault: the journal and its files as one archive that only the holder of a key can open."""

import gzip
import os
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from bot.backups import BackupDamaged, restore_backup
from bot.settings import Settings
from bot.shelf import FOLDER, Shelf
from texts.operator import UNLOCK_KEY

JOURNAL = "journal.db"
HEADER = b"age-encryption.org/"
"""What every file begins with that age has encrypted."""
LOCKED_KEYS = (HEADER, b"-----BEGIN AGE ENCRYPTED FILE-----")
"""What a file of keys begins with that lies under a passphrase."""
_PIECE = 1024 * 1024
_LEVEL = 6
"""How hard the archive is compressed: photos are not any smaller for more."""


class KeyNeeded(Exception):
    """The backup is encrypted, and no key was given."""


class KeyWrong(Exception):
    """The file holds no secret key of age, or not the one for this backup."""


class PassphraseWrong(Exception):
    """The file with the key is itself encrypted, and this passphrase does not open it."""


REFUSALS = (BackupDamaged, KeyNeeded, KeyWrong, PassphraseWrong)


def lock_up(out: Path, recipient: str, backup: Path, shelf: Shelf | None) -> None:
    """Write an encrypted archive of a backup, and of the files on the shelf if there is one.

    Nothing is ever written unencrypted: what is packed goes through a pipe. Raises OSError.
    """
    import pyrage  # noqa: PLC0415 - only for who has set a key

    key = pyrage.x25519.Recipient.from_str(recipient)
    reads, writes = os.pipe()
    failed: list[BaseException] = []
    packing = threading.Thread(target=_pack, args=(writes, backup, shelf, failed))
    packing.start()
    try:
        with os.fdopen(reads, "rb") as packed, out.open("wb") as locked:
            pyrage.encrypt_io(packed, locked, [key])
    finally:
        packing.join()
    if failed:
        raise failed[0]


def _pack(pipe: int, backup: Path, shelf: Shelf | None, failed: list[BaseException]) -> None:
    try:
        with (
            os.fdopen(pipe, "wb") as plain,
            gzip.open(plain, "wb", _LEVEL) as packed,
            tarfile.open(fileobj=packed, mode="w|") as archive,
        ):
            archive.add(backup, JOURNAL)
            for path in _files(shelf):
                archive.add(path, f"{FOLDER}/{path.relative_to(shelf.root).as_posix()}")  # type: ignore[union-attr]  # no shelf, no files
    except BaseException as error:  # noqa: BLE001 - raised where it is waited for
        failed.append(error)


def _files(shelf: Shelf | None) -> Iterator[Path]:
    """Return the finished files; one that is removed meanwhile is left out."""
    if shelf is not None and shelf.root.is_dir():
        for path in sorted(shelf.root.rglob("*")):
            if path.is_file() and shelf.parts not in path.parents:
                yield path


def size_of(shelf: Shelf) -> int:
    """Return how many bytes the finished files have: photos cannot be made any smaller."""
    return sum(path.stat().st_size for path in _files(shelf))


def restore(
    settings: Settings, backup: Path, identity: Path | None, passphrase: Callable[[str], str]
) -> None:
    """Put a backup in the journal's place, an encrypted one with the files it has.

    `passphrase` asks for one, with these words, where the key lies encrypted (`age -p`). Raises
    KeyNeeded, KeyWrong, PassphraseWrong and BackupDamaged, and has changed nothing then.
    """
    if not _is_locked(backup):
        restore_backup(settings, backup)
        return
    if identity is None:
        raise KeyNeeded
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unlocked-", dir=settings.data_dir) as name:
        folder = Path(name)
        _unlock(backup, _keys(identity, passphrase), folder)
        restore_backup(settings, folder / JOURNAL)
        _put_back(folder / FOLDER, settings.data_dir / FOLDER)


def _is_locked(backup: Path) -> bool:
    try:
        with backup.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError as error:
        raise BackupDamaged(str(backup)) from error


def _unlock(backup: Path, keys: list[Any], folder: Path) -> None:
    import pyrage  # noqa: PLC0415 - as above

    packed = folder / "packed"
    try:
        with backup.open("rb") as locked, packed.open("wb") as opened:
            pyrage.decrypt_io(locked, opened, keys)
    except (OSError, pyrage.DecryptError) as error:
        not_ours = "No matching keys" in str(error)
        raise (KeyWrong if not_ours else BackupDamaged(str(backup))) from error
    try:
        with tarfile.open(packed, "r:gz") as archive:
            for member in archive:
                _take_out(archive, member, folder)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupDamaged(str(backup)) from error
    packed.unlink()


def _keys(identity: Path, passphrase: Callable[[str], str]) -> list[Any]:
    """Read the secret keys of a file as age-keygen writes it. Raises KeyWrong, PassphraseWrong."""
    import pyrage  # noqa: PLC0415 - as above

    try:
        written = identity.read_bytes()
        if written.startswith(LOCKED_KEYS):
            written = _opened(written, passphrase(UNLOCK_KEY))
        lines = [line.strip() for line in written.decode("utf-8").splitlines()]
        keys = [
            pyrage.x25519.Identity.from_str(each) for each in lines if each[:1] not in {"", "#"}
        ]
    except EOFError as error:  # there is nobody to ask, as under cron
        raise PassphraseWrong from error
    except (OSError, UnicodeError, pyrage.IdentityError) as error:
        raise KeyWrong from error
    if not keys:
        raise KeyWrong
    return keys


def _opened(written: bytes, passphrase: str) -> bytes:
    import pyrage  # noqa: PLC0415 - as above

    try:
        opened: bytes = pyrage.passphrase.decrypt(written, passphrase)
    except pyrage.DecryptError as error:
        raise PassphraseWrong from error
    return opened


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Take one file out; whatever is not where we put it is none of ours."""
    place = PurePosixPath(member.name)
    ours = place == PurePosixPath(JOURNAL) or place.parts[:1] == (FOLDER,)
    if not (member.isfile() and ours) or ".." in place.parts:
        raise tarfile.TarError(member.name)
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    packed: IO[bytes] | None = archive.extractfile(member)
    assert packed is not None  # noqa: S101 - of a file there is always something to read
    with packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, _PIECE)


def _put_back(files: Path, root: Path) -> None:
    """Move the files to their places; one that lies there already never changes, and stays."""
    for path in sorted(files.rglob("*")):
        target = root / path.relative_to(files)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
