"""Which machines may be touched: a check between the name of a host and the connection to it.

The connection is made to the very address that was checked, so that a name that points elsewhere a
moment later gains nothing; and every connection is made here, those of redirects too.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import httpcore
import httpx

Place = tuple[str, int]
Resolve = Callable[[str, int], Sequence[Place]]
"""The addresses and ports behind a host's name and port; raises OSError where there are none."""


class TooSlowError(Exception):
    """An answer that has taken all the time there is."""


_NAT64 = ip_network("64:ff9b::/96")


class ForbiddenError(Exception):
    """An address that must not be touched."""


def resolve(host: str, port: int) -> list[Place]:
    """What the machine's own resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(place[0]), int(place[1])) for *_, place in found))


class Guard:
    """Lets addresses of the open internet through, and those of the networks that are allowed."""

    def __init__(self, resolve: Resolve = resolve, allow: Iterable[str] = ()) -> None:
        self._resolve = resolve
        self._allow = tuple(ip_network(network) for network in allow)

    def places(self, host: str, port: int) -> Sequence[Place]:
        """Where a host may be reached; raises ForbiddenError where one place must not be touched.

        One bad address among several forbids them all: an honest name has none.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"no such host: {host}") from error
        for place, _ in found:
            if not self._open(place):
                raise ForbiddenError(f"{host} is at {place}, not on the open internet")
        return found

    def _open(self, place: str) -> bool:
        address = ip_address(place.partition("%")[0])
        if any(address in network for network in self._allow):
            return True
        return all(inner.is_global and not inner.is_multicast for inner in _layers(address))


def _layers(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, and any that it carries inside itself."""
    inner: list[IPv4Address | IPv6Address | None] = []
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        inner += [IPv4Address(int(address) & 0xFFFFFFFF)] if address in _NAT64 else []
    found = [one for one in inner if one is not None]
    yield from found or [address]


class GuardedBackend(httpcore.NetworkBackend):
    """Makes connections for httpcore, to checked places only, and ends those that take too long."""

    def __init__(self, guard: Guard, *, max_seconds: float) -> None:
        self._guard = guard
        self._plain = httpcore.SyncBackend()
        self._max_seconds = max_seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked place that answers."""
        refused: Exception = httpcore.ConnectError(f"no such host: {host}")
        for place, at in self._guard.places(host, port):
            try:
                stream = self._plain.connect_tcp(place, at, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return TimedStream(stream, self._max_seconds)
        raise refused

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: a socket of this machine is not of the web."""
        raise ForbiddenError(f"{path} is a socket of this machine")

    def sleep(self, seconds: float) -> None:
        """As httpcore asks."""
        time.sleep(seconds)


class TimedStream(httpcore.NetworkStream):
    """A connection on which one answer may take `max_seconds` in all, however it drips."""

    def __init__(self, stream: httpcore.NetworkStream, max_seconds: float) -> None:
        self._stream = stream
        self._max_seconds = max_seconds
        self._until = time.monotonic() + max_seconds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read; raises TooSlowError once the time is used up."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TooSlowError(f"the answer took more than {self._max_seconds:.0f} s")
        try:
            return self._stream.read(max_bytes, left if timeout is None else min(left, timeout))
        except httpcore.ReadTimeout:
            if time.monotonic() < self._until:
                raise
            raise TooSlowError(f"the answer took more than {self._max_seconds:.0f} s") from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write a request: the time of its answer begins."""
        self._until = time.monotonic() + self._max_seconds
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Let go."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; the certificate is checked against the host's name."""
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return TimedStream(stream, self._max_seconds)

    def get_extra_info(self, info: str) -> Any:
        """As the connection beneath says."""
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """httpx over guarded connections: one at a time, and no proxy that could go round the guard."""

    def __init__(self, guard: Guard, *, max_seconds: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            network_backend=GuardedBackend(guard, max_seconds=max_seconds),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the answer is not read yet."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
