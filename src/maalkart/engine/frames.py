"""Messages over a pipe: four bytes of kind and length, then the body."""

from __future__ import annotations

import os
import select
import struct
import time

_HEAD = struct.Struct("!cQ")
CHUNK = 1 << 20

SETUP, ITEM, DONE, ERROR, BUG, ALIVE = b"S", b"I", b"D", b"E", b"B", b"."


class BrokenFrameError(Exception):
    """The other end closed the pipe, or announced more than it may send."""


class LateError(Exception):
    """Nothing came before the deadline."""


def send(fd: int, kind: bytes, body: bytes = b"") -> None:
    """Write one whole message; raises BrokenPipeError where nobody reads."""
    left = memoryview(_HEAD.pack(kind, len(body)) + body)
    while left:
        left = left[os.write(fd, left) :]


def receive(
    fd: int,
    *,
    most: int | None = None,
    deadline: float | None = None,
) -> tuple[bytes, bytes]:
    """Read one message of at most `most` bytes before `deadline` (monotonic seconds)."""
    kind, length = _HEAD.unpack(_exactly(fd, _HEAD.size, deadline))
    if most is not None and length > most:
        raise BrokenFrameError(f"a message of {length} bytes")
    return kind, _exactly(fd, length, deadline)


def _exactly(fd: int, length: int, deadline: float | None) -> bytes:
    parts, missing = [], length
    while missing:
        if deadline is not None:
            _wait(fd, deadline)
        part = os.read(fd, min(missing, CHUNK))
        if not part:
            raise BrokenFrameError("the pipe was closed")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _wait(fd: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise LateError
