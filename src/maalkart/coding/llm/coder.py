"""The coder that asks a language model."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from threading import Lock
from typing import Protocol

from maalkart.coding.codebook import Codebook
from maalkart.coding.llm.answers import Answer, checked, codings, schema, taken
from maalkart.coding.llm.client import Client
from maalkart.coding.llm.cost import ANSWER_TOKENS, Cost, tokens
from maalkart.coding.llm.prompt import FORM, content, messages
from maalkart.core.errors import CodingError
from maalkart.core.statement import Coding, Statement

TOGETHER = 20  # statements a request: they share the codebook, some 12,000 tokens
ROUNDS = 3  # a statement without a valid answer is asked twice more, in ever smaller company
LONGEST = 4_000  # letters: a longer text is no statement, and is not sent


class Cache(Protocol):
    """Answers that are kept, by key; used by several threads at once."""

    def get(self, key: str) -> str | None:
        """What was kept under a key."""
        ...

    def put(self, key: str, value: str) -> None:
        """Keep an answer."""
        ...


Progress = Callable[[int, int, Cost], None]  # answered, asked, spent


def _silent(done: int, total: int, spent: Cost) -> None:
    pass


def _fence() -> str:
    return secrets.token_hex(16)


@dataclass
class LlmCoder:
    """Asks about what the cache does not hold; gives no codings where no answer held.

    `spent` grows with every reply. `limit`, where given, says whether what was spent is too much:
    then CodingError is raised, and all that was answered is in the cache.
    """

    client: Client
    codebook: Codebook
    cache: Cache
    name: str = "llm"
    together: int = TOGETHER
    workers: int = 4
    progress: Progress = _silent
    limit: Callable[[Cost], bool] | None = None
    fence: Callable[[], str] = _fence
    spent: Cost = field(default_factory=Cost)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def version(self) -> str:
        """Changes with the model, the codebook and the way of asking."""
        said = f"{FORM} {self.client.endpoint.model} {self.codebook.digest}"
        return sha256(said.encode()).hexdigest()[:12]

    def code(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer for the statements, in their order."""
        self.fill(statements)
        yield from self.kept(statements)

    def code_loose(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer as for texts without context: what they are about is coded whatever the type."""
        self.fill(statements)
        yield from self.kept_loose(statements)

    def kept(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Only what has been answered before; nothing is sent."""
        return self._codings(statements, loose=False)

    def kept_loose(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """The same, as for texts without context."""
        return self._codings(statements, loose=True)

    def _codings(self, statements: Sequence[Statement], *, loose: bool) -> Iterator[Coding]:
        by = (self.name, self.version)
        for statement in statements:
            answer = self.answer(statement)
            if answer is not None:
                yield from codings(answer, statement, self.codebook, by=by, loose=loose)

    def answer(self, statement: Statement) -> Answer | None:
        """What the cache holds of a statement; checked again, for a file can be changed."""
        kept = self.cache.get(self.key(statement))
        if kept is None:
            return None
        try:
            row = json.loads(kept)
        except ValueError:
            return None
        return checked(row, statement, self.codebook) if isinstance(row, dict) else None

    def key(self, statement: Statement) -> str:
        """By all that the answer depends on; the same words under the same headings are one."""
        told = json.dumps(content(statement), ensure_ascii=False, sort_keys=True)
        return sha256(f"{self.version}\n{told}".encode()).hexdigest()

    def missing(self, statements: Sequence[Statement]) -> list[Statement]:
        """Those that have to be asked about, each text once."""
        first: dict[str, Statement] = {}
        for statement in statements:
            if statement.text.strip() and len(statement.text) <= LONGEST:
                first.setdefault(self.key(statement), statement)
        return [one for one in first.values() if self.answer(one) is None]

    def estimate(self, statements: Sequence[Statement]) -> Cost:
        """What asking about them will cost, if every answer holds the first time."""
        total = Cost()
        for batch in self._batches(self.missing(statements), self.together):
            asked = messages(self.codebook, batch, "0" * 32)
            words = sum(tokens(message["content"]) for message in asked)
            words += tokens(json.dumps(schema(self.codebook)))
            total += Cost(requests=1, tokens_in=words, tokens_out=ANSWER_TOKENS * len(batch))
        return total

    def fill(self, statements: Sequence[Statement]) -> None:
        """Ask until every statement has an answer that holds, or has been asked often enough."""
        asked = len(self.missing(statements))
        for turn in range(ROUNDS):
            left = self.missing(statements)
            if not left:
                return
            together = max(1, self.together // 4**turn)
            self._ask_all(self._batches(left, together), asked, asked - len(left))

    def _ask_all(self, batches: list[list[Statement]], total: int, done: int) -> None:
        self.progress(done, total, self.spent)
        with ThreadPoolExecutor(max_workers=self.workers) as pool:
            try:
                for answered in pool.map(self._ask, batches):
                    done += answered
                    self.progress(done, total, self.spent)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _ask(self, batch: list[Statement]) -> int:
        """Ask about a batch and keep what holds; the number of answers kept."""
        self._heed_limit()
        fence = self.fence()
        while any(fence in statement.text for statement in batch):
            fence = self.fence()
        reply = self.client.ask(messages(self.codebook, batch, fence), schema(self.codebook))
        with self._lock:
            self.spent += reply.cost
        found = taken(reply.text, batch, self.codebook)
        for place, answer in found.items():
            self.cache.put(self.key(batch[place]), json.dumps(answer, ensure_ascii=False))
        return len(found)

    def _heed_limit(self) -> None:
        if self.limit is not None and self.limit(self.spent):
            raise CodingError(
                "the cost has reached its limit",
                place="[coder.llm] most",
                hint="raise it and start again; what is answered is kept",
            )

    @staticmethod
    def _batches(statements: Sequence[Statement], size: int) -> list[list[Statement]]:
        """Batches of one document each: what stands in one cannot reach another's answers."""
        batches = []
        for _, run in groupby(statements, key=_document):
            of = list(run)
            batches += [of[at : at + size] for at in range(0, len(of), size)]
        return batches


def _document(statement: Statement) -> str:
    return statement.evidence[0].document if statement.evidence else ""
