"""Asking for addresses: guarded, polite, patient, and each of them once in a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlsplit

from maalkart.collect.address import host_of
from maalkart.collect.guard import Guard
from maalkart.collect.polite import Clock, Turn, Turns
from maalkart.collect.robots import Rules
from maalkart.collect.wire import Wire
from maalkart.core.fetch import Answer, Fetch
from maalkart.core.settings import Collect

MAX_HOPS = 8  # redirects in a row; browsers give up at 20, honest sites need two or three
ATTEMPTS = 3
PAUSE = 4.0  # times the delay before the second attempt, doubled for each further one
LONGEST_WAIT = 120.0  # seconds that Retry-After may ask for; one that asks for more is left
DOWN = 3  # addresses in a row without an answer, and a host is taken to be down


class Log(Protocol):
    """What has been asked for in this round, and what earlier ones got."""

    @property
    def resumed(self) -> bool:
        """Whether something was asked for in this round already."""
        ...

    def done(self, address: str) -> Fetch | None:
        """What came of an address in this round, failures left out."""
        ...

    def before(self, address: str) -> Fetch | None:
        """What an earlier round got."""
        ...

    def add(self, fetch: Fetch) -> None:
        """Append."""
        ...


class Shelf(Protocol):
    """Where contents lie, by their sha256."""

    def put(self, data: bytes) -> str:
        """Keep it; returns its sha256."""
        ...

    def get(self, sha256: str) -> bytes | None:
        """The content, or None where it is not there."""
        ...


Witness = Callable[[Fetch, bytes], None]


class Fetcher:
    """Answers for addresses; safe to use from several threads."""

    def __init__(
        self,
        *,
        log: Log,
        shelf: Shelf,
        settings: Collect,
        guard: Guard,
        clock: Clock,
        witness: Witness | None = None,
    ) -> None:
        self._log, self._shelf, self._clock, self._witness = log, shelf, clock, witness
        self._wire = Wire(settings=settings, guard=guard, clock=clock)
        self._turns = Turns(clock, settings.delay, wait_first=log.resumed)
        self._rules: dict[str, Rules] = {}
        self._failed: dict[str, Fetch] = {}
        self._failures: Counter[str] = Counter()
        self.asked = 0

    def close(self) -> None:
        """Let go of all connections."""
        self._wire.close()

    def get(self, address: str) -> Answer:
        """What an address leads to, redirects followed, each of them checked like the first."""
        hops: list[Fetch] = []
        seen: set[str] = set()
        while True:
            hop = self._one(address)
            hops.append(hop)
            seen.add(address)
            if hop.outcome != "redirect" or hop.location is None:
                return Answer(tuple(hops))
            if hop.location in seen or len(hops) > MAX_HOPS:
                hops.append(
                    self._wire.told(hop.location, "refused", because="redirects that lead nowhere")
                )
                return Answer(tuple(hops))
            address = hop.location

    def content(self, fetch: Fetch) -> bytes:
        """The bytes that were fetched; nothing where there are none."""
        return (self._shelf.get(fetch.sha256) or b"") if fetch.sha256 else b""

    def rules(self, address: str) -> Rules:
        """What the site of an address asks for."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            answer = self._robots(site)
            rules = Rules.of(answer, self.content(answer.last))
            turn = self._turns.of(parts.netloc)
            turn.delay = max(turn.delay, rules.delay)
            self._rules[site] = rules
        return self._rules[site]

    def _robots(self, site: str) -> Answer:
        """robots.txt, with the redirects that it is allowed (RFC 9309: five)."""
        hops = [self._once(f"{site}/robots.txt")]
        while hops[-1].location and len(hops) <= 5:
            hops.append(self._once(hops[-1].location))
        return Answer(tuple(hops))

    def _one(self, address: str) -> Fetch:
        known = self._known(address)
        if known is not None:
            return known
        no = self.rules(address).refusal(address)
        if no is None:
            return self._once(address)
        closed = self.rules(address).closed is not None
        fetch = self._wire.told(address, "failed" if closed else "disallowed", because=no)
        if not closed:
            self._log.add(fetch)
        return fetch

    def _known(self, address: str) -> Fetch | None:
        done = self._log.done(address)
        if done is not None and done.sha256 and self._shelf.get(done.sha256) is None:
            done = None
        return done or self._failed.get(address)

    def _once(self, address: str) -> Fetch:
        """Ask, unless another thread has just done so."""
        host = host_of(address)
        turn = self._turns.of(host)
        with turn.taken():
            known = self._known(address)
            if known is not None:
                return known
            if self._failures[host] >= DOWN:
                return self._wire.told(address, "failed", because="its host does not answer")
            fetch = self._patiently(address, turn)
            failed = fetch.outcome == "failed"
            self._failures[host] = self._failures[host] + 1 if failed else 0
            if failed:
                self._failed[address] = fetch
            self._log.add(fetch)
            return fetch

    def _patiently(self, address: str, turn: Turn) -> Fetch:
        """Ask up to three times, with growing pauses, or those that the server asks for."""
        for attempt in range(ATTEMPTS):
            with turn.request():
                fetch = self._ask(address)
            if fetch.outcome != "failed" or attempt == ATTEMPTS - 1:
                break
            wait = max(turn.delay * PAUSE * 2**attempt, self._asked_wait(fetch))
            if wait > LONGEST_WAIT:
                break
            turn.rest(wait)
        return fetch

    def _asked_wait(self, fetch: Fetch) -> float:
        told = fetch.headers.get("retry-after", "").strip()
        if told.isdigit():
            return float(told)
        with suppress(ValueError, TypeError):
            until = parsedate_to_datetime(told)
            until = until if until.tzinfo else until.replace(tzinfo=UTC)
            return max(0.0, (until - self._clock.now()).total_seconds())
        return 0.0

    def _ask(self, address: str) -> Fetch:
        before = self._log.before(address)
        if before is not None and self._shelf.get(before.sha256 or "") is None:
            before = None
        self.asked += 1
        fetch, data = self._wire.ask(address, before)
        if not data:
            return fetch
        fetch = replace(fetch, sha256=self._shelf.put(data))
        if self._witness is not None:
            self._witness(fetch, data)
        return fetch
