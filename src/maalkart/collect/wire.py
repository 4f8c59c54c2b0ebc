"""One request and its answer, read within limits, and known by its bytes."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

import maalkart
from maalkart.collect.address import host_of, normal
from maalkart.collect.content import ENOUGH, content_of, refusal
from maalkart.collect.guard import ForbiddenError, Guard, GuardedTransport, TooSlowError
from maalkart.collect.polite import Clock
from maalkart.collect.robots import NAME
from maalkart.core.fetch import Fetch, Outcome
from maalkart.core.settings import Collect

MIB = 1 << 20
KEPT_HEADERS, KEPT_LETTERS = 50, 1000

_BROKEN = (
    httpx.HTTPError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
)
_SAID: dict[int, Outcome] = {404: "vanished", 410: "vanished"}
_SAID |= dict.fromkeys((408, 425, 429, 500, 502, 503, 504), "failed")


class _NotFetchedError(Exception):
    """Something that is never fetched, however it is asked for."""


class Wire:
    """Sends requests, one connection a host; safe to use from several threads."""

    def __init__(self, *, settings: Collect, guard: Guard, clock: Clock) -> None:
        self._settings, self._guard, self._clock = settings, guard, clock
        self._lock = threading.Lock()
        self._clients: dict[str, httpx.Client] = {}

    def close(self) -> None:
        """Let go of all connections."""
        for client in self._clients.values():
            client.close()

    def ask(self, address: str, before: Fetch | None) -> tuple[Fetch, bytes]:
        """Ask once; `before` is what was got earlier, and then only news are asked for."""
        try:
            with self._client(address).stream("GET", address, headers=_marks(before)) as response:
                return self._answer(address, response, before)
        except ForbiddenError as error:
            return self.told(address, "forbidden", because=str(error)), b""
        except (_NotFetchedError, TooSlowError) as error:
            return self.told(address, "refused", because=str(error)), b""
        except httpx.InvalidURL:
            return self.told(address, "refused", because="not an address of the web"), b""
        except _BROKEN as error:
            because = str(error) or type(error).__name__
            return self.told(address, "failed", because=because), b""

    def told(self, address: str, outcome: Outcome, **known: Any) -> Fetch:
        """What came of an address, with the time."""
        now = self._clock.now().isoformat(timespec="seconds")
        return Fetch(address=address, fetched=now, outcome=outcome, **known)

    def _client(self, address: str) -> httpx.Client:
        host = host_of(address)
        with self._lock:
            if host not in self._clients:
                self._clients[host] = httpx.Client(
                    transport=GuardedTransport(self._guard, max_seconds=self._settings.max_seconds),
                    headers=_introduction(self._settings.contact),
                    timeout=self._settings.timeout,
                    trust_env=False,
                )
            return self._clients[host]

    def _answer(
        self, address: str, response: httpx.Response, before: Fetch | None
    ) -> tuple[Fetch, bytes]:
        status, headers = response.status_code, _kept(response.headers)
        known: dict[str, Any] = {"status": status, "headers": headers}
        if response.has_redirect_location:
            target = normal(response.headers["location"], address)
            if target is None:
                raise _NotFetchedError("it leads to something that is not of the web")
            return self.told(address, "redirect", location=target, **known), b""
        if status == 304 and before is not None:
            known |= {"sha256": before.sha256, "size": before.size, "content": before.content}
            return self.told(address, "unchanged", **known), b""
        if status != 200:
            outcome = _SAID.get(status, "refused")
            return self.told(address, outcome, because=f"the server says {status}", **known), b""
        data = self._body(address, response)
        content = content_of(data)
        if content is None:
            raise _NotFetchedError("neither a document nor a page of text" if data else "empty")
        return self.told(address, "fetched", size=len(data), content=content, **known), data

    def _body(self, address: str, response: httpx.Response) -> bytes:
        """The content, whole; given up as soon as it is too large or shows what it is."""
        most = int(self._settings.max_mb * MIB)
        packed = urlsplit(address).path.endswith(".xml.gz")  # a sitemap may be sent so
        data = bytearray()
        for part in response.iter_bytes():
            first = len(data) < ENOUGH
            data += part
            if len(data) > most or _declared(response) > most:
                raise _NotFetchedError(f"larger than {self._settings.max_mb:g} MB")
            what = refusal(bytes(data[:ENOUGH])) if first and not packed else None
            if what is not None:
                raise _NotFetchedError(f"{what}, not a document")
        return _unpacked(bytes(data), most) if packed else bytes(data)


def _introduction(contact: str) -> dict[str, str]:
    """Who asks, and how to reach them."""
    return {
        "user-agent": f"{NAME}/{maalkart.__version__} (reads plans; contact: {contact})",
        "accept": "text/html,application/pdf,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "nb,nn,no;q=0.9,en;q=0.5",
        "accept-encoding": "gzip, deflate",
    }


def _marks(before: Fetch | None) -> dict[str, str]:
    """Ask only for what has changed since."""
    if before is None:
        return {}
    names = {"etag": "if-none-match", "last-modified": "if-modified-since"}
    return {
        ours: before.headers[theirs] for theirs, ours in names.items() if theirs in before.headers
    }


def _kept(headers: httpx.Headers) -> Mapping[str, str]:
    pairs = list(headers.items())[:KEPT_HEADERS]
    return {name.lower(): value[:KEPT_LETTERS] for name, value in pairs if name != "set-cookie"}


def _declared(response: httpx.Response) -> int:
    told = response.headers.get("content-length", "")
    return int(told) if told.isdigit() else 0


def _unpacked(data: bytes, most: int) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, most)
    except zlib.error:
        raise _NotFetchedError("a damaged archive") from None
