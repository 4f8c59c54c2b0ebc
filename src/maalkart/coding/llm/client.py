"""Requests to an address that speaks the OpenAI chat form, with patience and with limits.

Nothing is sent anywhere else: redirects are not followed, and proxies of the environment are not
used. The answer may be slow, wrong or hostile: it is read against a clock and a limit of size.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx

from maalkart.coding.llm.cost import Cost
from maalkart.core.errors import CodingError, UsageError

AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
FIRST_PAUSE = 1.0  # seconds; doubled every time
LONGEST_PAUSE = 60.0
LARGEST_ANSWER = 4 * 1024 * 1024  # bytes; forty answers are 20 kB
SAID = 300  # letters of a server's complaint that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where and what: the address up to /chat/completions, the model, and how patient to be.

    `seconds` is the most that one request may take, `attempts` how often it is tried. Raises
    UsageError for what is no http address, and for a key that would go unencrypted to another
    machine.
    """

    address: str
    model: str
    key: str | None = None
    seconds: float = 120.0
    attempts: int = 6

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"«{self.address}» is no address",
                place="[coder.llm] address",
                hint="write one like http://localhost:11434/v1",
            )
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if self.key and parts.scheme == "http" and not local:
            raise UsageError(
                "the key would be sent without encryption",
                place="[coder.llm] address",
                hint="use an https address",
            )

    @property
    def host(self) -> str:
        """The machine that texts are sent to, for people to see."""
        return urlsplit(self.address).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, and what it cost."""

    text: str
    cost: Cost


class _TryAgainError(Exception):
    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Client:
    """One connection pool to one endpoint; `sleep` and `clock` are there for the tests."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.endpoint = endpoint
        self._sleep, self._clock = sleep, clock
        key = endpoint.key
        self._http = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(endpoint.seconds, connect=min(20.0, endpoint.seconds)),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Reply:
        """One request; raises CodingError when the endpoint refuses, or never answers."""
        pause, why = FIRST_PAUSE, ""
        for attempt in range(self.endpoint.attempts):
            if attempt:
                self._sleep(pause)
            try:
                return self._once(messages, schema)
            except (_TryAgainError, httpx.TransportError) as error:
                why = str(error) or type(error).__name__
                wait = error.wait if isinstance(error, _TryAgainError) else None
                doubled = FIRST_PAUSE * 2**attempt
                pause = min(LONGEST_PAUSE, doubled if wait is None else max(wait, doubled))
        raise CodingError(
            f"no answer after {self.endpoint.attempts} attempts: {why}",
            place=self.endpoint.host,
            hint="start again later; what is answered is kept",
        )

    def _once(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Reply:
        body = {
            "model": self.endpoint.model,
            "messages": list(messages),
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "codes", "strict": True, "schema": schema},
            },
        }
        address = self.endpoint.address.rstrip("/") + "/chat/completions"
        ends = self._clock() + self.endpoint.seconds
        with self._http.stream("POST", address, json=body) as response:
            said = self._read(response, ends)
        if response.status_code in AGAIN:
            raise _TryAgainError(f"status {response.status_code}", _retry_after(response))
        if response.status_code != 200:
            raise self._refused(response.status_code, said)
        return _reply(said)

    def _read(self, response: httpx.Response, ends: float) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > LARGEST_ANSWER:
                raise _TryAgainError(f"an answer of more than {LARGEST_ANSWER} bytes")
            if self._clock() > ends:
                raise _TryAgainError(f"no whole answer in {self.endpoint.seconds:.0f} seconds")
            parts.append(part)
        return b"".join(parts)

    def _refused(self, status: int, said: bytes) -> CodingError:
        text = " ".join(said.decode("utf-8", "replace").split())[:SAID]
        hints = {
            401: "set the key in the environment variable that study.toml names",
            403: "see what the key gives access to",
            404: "check address and model in [coder.llm]",
        }
        return CodingError(
            f"status {status}: {text}" if text else f"status {status}",
            place=self.endpoint.host,
            hint=hints.get(status, "check [coder.llm] in study.toml"),
        )


def _retry_after(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _reply(said: bytes) -> Reply:
    try:
        told = json.loads(said)
        text = told["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise _TryAgainError("an answer that is no chat completion") from None
    if not isinstance(text, str):
        raise _TryAgainError("an answer without text")
    return Reply(text, Cost(requests=1, **_usage(told.get("usage"))))


def _usage(told: Any) -> dict[str, int]:
    """Tokens as reported; a server may leave them out, or say what cannot be."""
    names = {"tokens_in": "prompt_tokens", "tokens_out": "completion_tokens"}
    values = {
        ours: told.get(theirs) if isinstance(told, dict) else 0 for ours, theirs in names.items()
    }
    return {
        name: value if isinstance(value, int) and 0 <= value < 10**8 else 0
        for name, value in values.items()
    }
