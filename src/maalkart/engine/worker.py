"""The inside of a worker process: takes items, answers them, and never outlives its parent.

Started by the pool as a fresh interpreter, so that it inherits no threads, locks or open files.
"""

from __future__ import annotations

import fcntl
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from maalkart.core.errors import MaalkartError, ReadingError
from maalkart.engine import frames
from maalkart.engine.limits import MIB, Limits

SAY_SO = 0.5  # seconds between two signs of life: often enough for any limit, cheap to send


@dataclass
class _Reporting:
    """Where signs of life go; nowhere outside a worker."""

    fd: int | None = None
    limits: Limits | None = None
    last: float = 0.0


_reporting = _Reporting()


def alive() -> None:
    """Say that work is getting on: the clocks of `wall` and `cpu` start anew.

    Does nothing outside a worker, so that the same function runs in both places.
    """
    if _reporting.fd is None or _reporting.limits is None:
        return
    now = time.monotonic()
    if now - _reporting.last >= SAY_SO:
        _reporting.last = now
        _allow_processor(_reporting.limits)
        frames.send(_reporting.fd, frames.ALIVE)


def main(requests: int, answers: int, lifeline: int) -> None:
    """Serve until the parent closes the pipe."""
    _die_with(lifeline)
    _, body = frames.receive(requests)
    setup = pickle.loads(body)
    sys.path[:] = setup["path"]
    limits: Limits = setup["limits"]
    _limit(limits)
    _reporting.fd, _reporting.limits = answers, limits
    while True:
        try:
            _, body = frames.receive(requests)
        except frames.BrokenFrameError:
            return
        _allow_processor(limits)
        kind, answer = _answer(body)
        if len(answer) > limits.output:
            error = ReadingError(f"the result is larger than {limits.output // MIB} MB")
            kind, answer = frames.ERROR, pickle.dumps(error)
        frames.send(answers, kind, answer)


def _answer(body: bytes) -> tuple[bytes, bytes]:
    """Call the function; whatever it raises becomes an answer, since this is the process's edge."""
    try:
        function, arguments = pickle.loads(body)
        return frames.DONE, _result(function, arguments)
    except MaalkartError as error:
        return frames.ERROR, pickle.dumps(error)
    except MemoryError:
        limits = _reporting.limits or Limits()
        needed = ReadingError(f"it needs more than {limits.memory // MIB} MB of memory")
        return frames.BUG, pickle.dumps(needed)
    except BaseException as error:  # noqa: BLE001 - Rust engines panic with a BaseException
        where = traceback.extract_tb(error.__traceback__)[-1]
        said = (
            f"{type(error).__name__}: {error} ({os.path.basename(where.filename)}:{where.lineno})"
        )
        return frames.BUG, pickle.dumps(ReadingError(f"the program failed on it: {said[:500]}"))


def _result(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    return pickle.dumps(function(*arguments), protocol=pickle.HIGHEST_PROTOCOL)


def _limit(limits: Limits) -> None:
    """Memory as private pages (RLIMIT_DATA): mapped fonts and libraries are not counted."""
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file, limits.file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_processor(limits: Limits) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + limits.cpu) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _die_with(lifeline: int) -> None:
    """Let the kernel end this process group when the parent's end of the pipe closes.

    Works while native code holds the interpreter, where a watching thread would not.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    from maalkart.engine import worker  # the one that `alive` is imported from elsewhere

    worker.main(*(int(argument) for argument in sys.argv[1:]))
