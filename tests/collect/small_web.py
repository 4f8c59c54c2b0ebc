"""One fetcher over a local web, with a log in memory and a clock that does not wait."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from local_web import OPEN, Handler, LocalWeb, Reply

from maalkart.collect.fetch import Fetcher
from maalkart.collect.guard import Guard
from maalkart.collect.polite import Clock
from maalkart.core.fetch import Fetch
from maalkart.core.settings import Collect


class QuickClock(Clock):
    """Time that passes only when someone waits; `waits` are the pauses."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._passed = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 25, tzinfo=UTC) + timedelta(seconds=self._passed)

    def seconds(self) -> float:
        return self._passed

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.waits.append(round(seconds, 3))
        self._passed += seconds


class Memory:
    """A log and a shelf that are forgotten."""

    def __init__(self, before: Mapping[str, Fetch] | None = None) -> None:
        self.rows: dict[str, Fetch] = {}
        self.resumed = False
        self._before = before or {}
        self._kept: dict[str, bytes] = {}

    def done(self, address: str) -> Fetch | None:
        found = self.rows.get(address)
        return None if found is None or found.outcome == "failed" else found

    def before(self, address: str) -> Fetch | None:
        return self._before.get(address)

    def add(self, fetch: Fetch) -> None:
        self.rows[fetch.address] = fetch

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept[sha256] = data
        return sha256

    def get(self, sha256: str) -> bytes | None:
        return self._kept.get(sha256)


def site(pages: Mapping[str, Reply | str], robots: str = "") -> Handler:
    """A host that answers these paths, and 404 to all others."""

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply(robots.encode(), "text/plain") if robots else Reply(status=404)
        found = pages.get(path, Reply(b"borte", status=404))
        return Reply(found.encode()) if isinstance(found, str) else found

    return answer


@contextmanager
def fetching(hosts: Mapping[str, Handler], memory: Memory | None = None, **settings: Any) -> Any:
    """A web, a fetcher over it, and its clock."""
    told = {"contact": "test@example.org", "timeout": 1.0, "max_seconds": 1.0, "max_mb": 1.0}
    chosen = Collect(**{**told, **settings})
    memory, clock = memory or Memory(), QuickClock()
    with LocalWeb(hosts) as web:
        guard = Guard(web.resolve, (OPEN,))
        fetcher = Fetcher(log=memory, shelf=memory, settings=chosen, guard=guard, clock=clock)
        try:
            yield web, fetcher, clock
        finally:
            fetcher.close()
