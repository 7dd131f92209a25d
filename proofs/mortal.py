"""A process of its own for one piece of work: what ends in it ends there."""

import os
from collections.abc import Callable


def child(work: Callable[[], object]) -> int:
    """Do the work in a process that is forked from this one; its pid."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return pid


def end_of(pid: int) -> int:
    """Wait until it is over; its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
