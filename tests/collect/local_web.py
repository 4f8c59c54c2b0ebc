"""A web of our own: many hosts on loopback addresses, and a record of every request to them.

Nothing here reaches beyond the machine. Hosts have names ending in .test, which the resolver of
the web turns into addresses under 127.0.1.0/24; 127.0.0.66 stands for machines that must never be
touched, and counts whoever connects.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from urllib.parse import unquote

OPEN = "127.0.1.0/24"
SECRET = "127.0.0.66"


@dataclass(frozen=True)
class Reply:
    """What a server answers; `chunks` are sent one by one, however long it takes."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Callable[[], Iterator[bytes]] | None = None


@dataclass(frozen=True)
class Asked:
    """A request as the server saw it; times in seconds of one clock.

    `ended` is when the answer was ready to be sent: no client has it earlier.
    """

    host: str
    path: str
    began: float
    ended: float
    agent: str
    marked: bool  # whether it asked only for what has changed
    status: int
    cut: bool  # whether it is one that clients hang up on


Handler = Callable[[str, Mapping[str, str]], Reply]


class LocalWeb:
    """Hosts with their handlers; a context manager that serves them."""

    def __init__(self, hosts: Mapping[str, Handler]) -> None:
        self.hosts = dict(hosts)
        self.asked: list[Asked] = []
        self.touched: list[tuple[str, int]] = []
        self.places: dict[str, tuple[str, int]] = {}
        self._servers: list[ThreadingHTTPServer] = []
        self._secret = socket.socket()

    def __enter__(self) -> LocalWeb:
        for number, (host, handler) in enumerate(self.hosts.items(), start=1):
            server = _Server((f"127.0.1.{number}", 0), _handler(self, host, handler))
            self._start(server.serve_forever, 0.05)
            self._servers.append(server)
            self.places[host] = (f"127.0.1.{number}", server.server_address[1])
        self._secret.bind((SECRET, 0))
        self._secret.listen()
        self.places["intern.test"] = (SECRET, self._secret.getsockname()[1])
        self._start(self._watch)
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._secret.close()

    def _start(self, target: Callable[..., object], *arguments: object) -> None:
        threading.Thread(target=target, args=arguments, daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                connection, place = self._secret.accept()
            except OSError:
                return
            self.touched.append(place)
            connection.close()

    def resolve(self, host: str, port: int) -> list[tuple[str, int]]:
        """What the names of this web stand for; literal addresses stand for themselves."""
        return resolved(self.places, host, port)

    def of(self, host: str) -> list[Asked]:
        """The requests to a host, in the order in which they began."""
        return sorted((one for one in self.asked if one.host == host), key=lambda one: one.began)

    def pauses(self, host: str) -> list[float]:
        """Seconds from the end of each request to the beginning of the next."""
        return [after.began - before.ended for before, after in pairwise(self.of(host))]

    def times_asked(self) -> dict[tuple[str, str], int]:
        """How often each address was asked for."""
        times: dict[tuple[str, str], int] = defaultdict(int)
        for one in self.asked:
            times[one.host, one.path] += 1
        return times


def resolved(places: Mapping[str, tuple[str, int]], host: str, port: int) -> list[tuple[str, int]]:
    """The resolver of a web, from its table alone: for other processes."""
    if host in places:
        return [tuple(places[host])] if port in (80, places[host][1]) else []  # type: ignore[list-item]
    if host.replace(".", "").isdigit() or ":" in host:
        return [(host, port)]
    raise OSError(f"no host {host}")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


def _handler(web: LocalWeb, host: str, answer: Handler) -> type[BaseHTTPRequestHandler]:
    class Handling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            began = time.monotonic()
            reply = answer(unquote(self.path), self.headers)
            ended = time.monotonic()
            asked_back = "if-none-match" in self.headers or "if-modified-since" in self.headers
            agent = self.headers.get("user-agent", "")
            web.asked.append(  # before the answer: its receiver may look at once
                Asked(
                    host,
                    self.path,
                    began,
                    ended,
                    agent,
                    asked_back,
                    reply.status,
                    reply.chunks is not None,
                )
            )
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Type", reply.kind)
            if reply.chunks is not None:
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                for chunk in reply.chunks():
                    self.wfile.write(chunk)
                    self.wfile.flush()
                return
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the terminal quiet."""

    return Handling
