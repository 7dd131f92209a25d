"""A disk that fails on demand: SQLite's own layer over the system, with faults laid into it.

SQLite is built to be tested so: whatever it writes goes through a table of functions, its VFS. This
puts a VFS over the usual one in the very library that the bot's driver uses, so the code under test
is all real, down to the system's calls. A write that fails has written its first half, as happens.

What it does not show: a disk that lies, saying that it has written what a power cut then takes.
"""

import _sqlite3
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, ClassVar

OK, IOERR, FULL, CANTOPEN = 0, 10, 13, 14
WRITE, FSYNC, TRUNCATE, SHMSIZE = (IOERR | n << 8 for n in (3, 4, 6, 19))
CREATES = 0x4
"""The flag of an opening that may make a file."""


class Fault(Enum):
    """What the disk says."""

    IO_ERROR = "I/O error"
    NO_SPACE = "no space"


class _Methods(Structure):
    """sqlite3_io_methods, version 3."""

    names: ClassVar[tuple[str, ...]] = (
        "close", "read", "write", "truncate", "sync", "size", "lock", "unlock", "reserved",
        "control", "sector", "features", "shm_map", "shm_lock", "shm_barrier", "shm_unmap",
        "fetch", "unfetch",
    )  # fmt: skip
    _fields_ = [("version", c_int), *((name, c_void_p) for name in names)]


class _File(Structure):
    """sqlite3_file."""

    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = [
        ("version", c_int), ("file_size", c_int), ("longest_path", c_int), ("next", c_void_p),
        ("name", c_char_p), ("own", c_void_p),
        *((name, c_void_p) for name in (
            "open", "delete", "access", "full_path", "dl_open", "dl_error", "dl_sym", "dl_close",
            "random", "sleep", "time", "last_error", "time64", "set_call", "get_call", "next_call",
        )),
    ]  # fmt: skip


_OPEN = CFUNCTYPE(c_int, POINTER(_Vfs), c_void_p, POINTER(_File), c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, POINTER(_Vfs), c_void_p, c_int)
_WRITE = CFUNCTYPE(c_int, POINTER(_File), c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, POINTER(_File), c_int64)
_SYNC = CFUNCTYPE(c_int, POINTER(_File), c_int)
_SHM_MAP = CFUNCTYPE(c_int, POINTER(_File), c_int, c_int, c_int, c_void_p)


@dataclass
class Disk:
    """Counts writes, and refuses from the `fails_at`th on: once, or until it is mended."""

    fault: Fault = Fault.IO_ERROR
    fails_at: int | None = None
    once: bool = True
    writes: int = 0
    refused: int = 0

    def breaks(self, fault: Fault, at: int, *, once: bool) -> None:
        """Refuse the `at`th write from now."""
        self.fault, self.fails_at, self.once = fault, at, once
        self.writes = self.refused = 0

    def is_mended(self) -> None:
        """Take everything again."""
        self.fails_at = None

    @contextmanager
    def is_left_alone(self) -> Iterator[None]:
        """Neither count nor refuse what is written inside."""
        before = self.fails_at, self.writes, self.refused
        self.fails_at = None
        try:
            yield
        finally:
            self.fails_at, self.writes, self.refused = before

    def refuses(self) -> bool:
        """Count a write, and say whether it is refused."""
        self.writes += 1
        if self.fails_at is None or self.writes < self.fails_at or (self.once and self.refused):
            return False
        self.refused += 1
        return True


DISK = Disk()
"""The one disk: the library has one layer of this kind."""
_kept: list[Any] = []
"""What the library holds pointers to."""


@cache
def _own(address: int) -> Any:
    """Return a table of a file's functions in which those that write may fail."""
    usual = cast(address, POINTER(_Methods)).contents
    own = _Methods.from_buffer_copy(usual)
    write, truncate = _WRITE(usual.write), _TRUNCATE(usual.truncate)
    sync, shm_map = _SYNC(usual.sync), _SHM_MAP(usual.shm_map or 0)

    def may_write(file: Any, content: int, amount: int, offset: int) -> int:
        if not DISK.refuses():
            return int(write(file, content, amount, offset))
        write(file, content, amount // 2, offset)
        return FULL if DISK.fault is Fault.NO_SPACE else WRITE

    def may_truncate(file: Any, size: int) -> int:
        return TRUNCATE if DISK.refuses() else int(truncate(file, size))

    def may_sync(file: Any, flags: int) -> int:
        return FSYNC if DISK.refuses() else int(sync(file, flags))

    def may_map(file: Any, page: int, size: int, extend: int, mapped: int) -> int:
        if extend and DISK.refuses():
            return SHMSIZE
        return int(shm_map(file, page, size, extend, mapped))

    for name, made in (
        ("write", _WRITE(may_write)), ("truncate", _TRUNCATE(may_truncate)),
        ("sync", _SYNC(may_sync)), ("shm_map", _SHM_MAP(may_map)),
    ):  # fmt: skip
        if getattr(usual, name):  # a file that is not shared has nothing to map
            setattr(own, name, cast(made, c_void_p).value)
            _kept.append(made)
    _kept.append(own)
    return ctypes.pointer(own)


@contextmanager
def faulty_disk() -> Iterator[Disk]:
    """Let every connection that is opened inside write to the disk that may be broken."""
    library = ctypes.CDLL(_sqlite3.__file__)  # with the library that it is linked to
    find, register, unregister = (
        getattr(library, f"sqlite3_vfs_{name}") for name in ("find", "register", "unregister")
    )
    find.restype, find.argtypes = POINTER(_Vfs), [c_char_p]
    register.argtypes, unregister.argtypes = [POINTER(_Vfs), c_int], [POINTER(_Vfs)]
    usual = find(None)
    own = _Vfs.from_buffer_copy(usual.contents)
    usual_open, usual_delete = _OPEN(usual.contents.open), _DELETE(usual.contents.delete)

    def may_open(_: Any, path: int, file: Any, flags: int, opened: int) -> int:
        if flags & CREATES and DISK.fails_at is not None and DISK.refuses():
            file.contents.methods = None
            return CANTOPEN
        code = int(usual_open(usual, path, file, flags, opened))
        if code == OK and file.contents.methods:
            file.contents.methods = _own(cast(file.contents.methods, c_void_p).value)
        return code

    def may_delete(_: Any, path: int, to_disk: int) -> int:
        return IOERR | 10 << 8 if DISK.refuses() else int(usual_delete(usual, path, to_disk))

    opening, deleting = _OPEN(may_open), _DELETE(may_delete)
    own.name, own.next = b"faulty", None
    own.open, own.delete = (cast(each, c_void_p).value for each in (opening, deleting))
    _kept.extend((own, opening, deleting))
    register(ctypes.byref(own), 1)
    try:
        yield DISK
    finally:
        DISK.is_mended()
        unregister(ctypes.byref(own))
        register(usual, 1)
