"""One connection a host, and a pause between requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


class Clock:
    """The time of this machine."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Turn:
    """The turns of one host: one request at a time, each a while after the end of the last."""

    def __init__(self, clock: Clock, delay: float, *, wait_first: bool) -> None:
        self.delay = delay
        self._clock = clock
        self._lock = threading.RLock()
        self._free = clock.seconds() + (delay if wait_first else 0.0)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """No one else asks this host for the time of a block."""
        with self._lock:
            yield

    @contextmanager
    def request(self) -> Iterator[None]:
        """Wait for the turn, and count the pause from the end of the block."""
        with self._lock:
            self._clock.sleep(max(0.0, self._free - self._clock.seconds()))
            try:
                yield
            finally:
                self._free = self._clock.seconds() + self.delay

    def rest(self, seconds: float) -> None:
        """Let the next request wait at least so long from now."""
        with self._lock:
            self._free = max(self._free, self._clock.seconds() + seconds)


class Turns:
    """The turns of all hosts. `wait_first`: someone may have asked just before this began."""

    def __init__(self, clock: Clock, delay: float, *, wait_first: bool) -> None:
        self._clock = clock
        self._delay = delay
        self._wait_first = wait_first
        self._lock = threading.Lock()
        self._hosts: dict[str, Turn] = {}

    def of(self, host: str) -> Turn:
        """The turns of one host, the same for all who ask."""
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = Turn(self._clock, self._delay, wait_first=self._wait_first)
            return self._hosts[host]
