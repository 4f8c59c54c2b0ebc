"""What a worker may use for one item before it is stopped."""

from __future__ import annotations

import signal
from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on untrusted work, for each item.

    `wall` and `cpu` are seconds since the item began or since the function last said that it is
    getting on (`alive`); `total` is the end of patience whatever it says. `memory` and `output` are
    bytes, `file` is the largest file that the item may write. A worker is replaced after `items`
    items, or when an item leaves it holding more than a third of `memory`.
    """

    wall: float = 60.0
    cpu: float = 60.0
    total: float = 3600.0
    memory: int = 2048 * MIB
    output: int = 512 * MIB
    file: int = 1024 * MIB
    items: int = 200


def died_of(status: int, limits: Limits) -> str:
    """Say in words how a worker ended; `status` is a return code as subprocess gives it."""
    if status >= 0:
        return f"the worker that read it ended by itself (code {status})"
    known = {
        signal.SIGXCPU: f"it used more than {limits.cpu:g} seconds of processor time",
        signal.SIGXFSZ: f"it wrote a file of more than {limits.file // MIB} MB",
        signal.SIGKILL: "its worker was killed, most often because the machine ran out of memory",
    }
    try:
        number = signal.Signals(-status)
    except ValueError:
        return f"its worker was ended by signal {-status}"
    memory = limits.memory // MIB
    crashed = f"its worker crashed ({number.name}): damaged, or more than {memory} MB needed"
    return known.get(number, crashed)
