"""Functions for workers, good and bad; they stand in a module because they travel by name."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from maalkart.core.errors import ReadingError
from maalkart.engine import alive


def double(number: int) -> int:
    return 2 * number


def slow_when_even(number: int) -> int:
    time.sleep(0.05 if number % 2 == 0 else 0)
    return number


def own_pid(_: object) -> int:
    return os.getpid()


def crash(_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def crash_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    return number


def plain_error(_: object) -> None:
    raise ReadingError("a reason", hint="a remedy")


def bug(_: object) -> float:
    return 1 / 0


class PanicError(BaseException):
    pass


def panic(_: object) -> None:
    raise PanicError("index out of bounds")


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def sleep_with_signs_of_life(seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.1)
        alive()
    return "awake"


def spin(_: object) -> None:
    while True:
        pass


def hoard(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def chatter(megabytes: int) -> bytes:
    return bytes(megabytes << 20)


def leave_a_child(where: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(where).write_text(str(child.pid))
    time.sleep(60)


def end_by_itself(_: object) -> None:
    os._exit(3)


def print_a_lot(_: object) -> str:
    print("x" * 1_000_000)
    sys.stderr.write("y" * 1_000_000)
    return "said"


def temporary(_: object) -> str:
    folder = os.environ["TMPDIR"]
    Path(folder, "left.txt").write_text("left")
    return folder


def say_why(item: object, error: ReadingError) -> str:
    return f"{item}: {error.message}"


def crash_again(_: object, __: ReadingError) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)
