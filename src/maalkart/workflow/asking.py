"""A language model as coder of a study's or of loose statements, when the user asks for it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maalkart.coding import codebook as codebooks
from maalkart.coding.llm import Client, Cost, Endpoint, LlmCoder
from maalkart.coding.protocol import collect
from maalkart.core.errors import StudyError, UsageError
from maalkart.core.settings import Llm
from maalkart.core.statement import Statement
from maalkart.store.answers import Answers
from maalkart.workflow.documents import stored_statements
from maalkart.workflow.loose import read_statements
from maalkart.workflow.one_file import coded
from maalkart.workflow.plan import codebook_path, plan
from maalkart.workflow.study import Study, write_text

ANSWERS = "answers.db"
ASKED = "asked.jsonl"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What asking costs, in the words of study.toml's prices."""

    host: str
    model: str
    statements: int
    cost: Cost
    price: float
    currency: str

    def __str__(self) -> str:
        tokens = f"{self.cost.tokens_in + self.cost.tokens_out:,}".replace(",", " ")
        priced = f"{self.price:.2f} {self.currency}" if self.price else "no price given"
        return (
            f"{self.statements} statements to {self.model} at {self.host}: "
            f"{self.cost.requests} requests, {tokens} tokens, {priced}"
        )


class Asking:
    """A language model, ready to be asked; what was answered before is not asked again."""

    def __init__(self, coder: LlmCoder, settings: Llm) -> None:
        self.coder, self._settings = coder, settings

    def estimate(self, statements: Sequence[Statement]) -> Bill:
        """What asking about those that have no answer yet will cost, about."""
        count = len(self.coder.missing(statements))
        return self._bill(count, self.coder.estimate(statements))

    def ask(self, statements: Sequence[Statement], progress: Progress) -> Bill:
        """Ask about the statements; raises CodingError, with all that was answered kept."""

        def told(done: int, total: int, spent: Cost) -> None:
            progress(f"ask {self.price(spent):.2f} {self._settings.currency}", done, total)

        self.coder.progress = told
        before = len(self.coder.missing(statements))
        self.coder.fill(statements)
        answered = before - len(self.coder.missing(statements))
        return self._bill(answered, self.coder.spent)

    def _bill(self, statements: int, cost: Cost) -> Bill:
        endpoint = self.coder.client.endpoint
        return Bill(
            host=endpoint.host,
            model=endpoint.model,
            statements=statements,
            cost=cost,
            price=self.price(cost),
            currency=self._settings.currency,
        )

    def price(self, cost: Cost) -> float:
        """In the currency of study.toml."""
        settings = self._settings
        return cost.price(per_million_in=settings.price_in, per_million_out=settings.price_out)


@contextmanager
def asking(study: Study, *, environment: Mapping[str, str] = os.environ) -> Iterator[Asking]:
    """The language model of a study's `[coder.llm]`; raises StudyError where there is none."""
    settings = study.settings.coder.llm
    if settings is None:
        raise StudyError(
            "no language model is named",
            place=str(study.folder / "study.toml"),
            hint='write [coder.llm] with address = "http://localhost:11434/v1" and model = "…"',
        )
    endpoint = Endpoint(
        address=settings.address,
        model=settings.model,
        key=_key(settings, environment),
        seconds=settings.seconds,
    )
    codebook = codebooks.load(codebook_path(study))
    with Client(endpoint) as client, Answers(study.folder / ANSWERS) as cache:
        coder = LlmCoder(
            client,
            codebook,
            cache,
            together=settings.together,
            workers=settings.workers,
        )
        made = Asking(coder, settings)
        if settings.most is not None:
            most = settings.most
            coder.limit = lambda spent: made.price(spent) >= most
        yield made


def _key(settings: Llm, environment: Mapping[str, str]) -> str | None:
    if settings.key_from is None:
        return None
    key = environment.get(settings.key_from, "").strip()
    if not key:
        raise UsageError(
            f"the environment variable {settings.key_from} is empty",
            place="[coder.llm] key_from",
            hint=f"export {settings.key_from}=… before you start",
        )
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Statements to be coded, and what each is called in what is written."""

    names: Sequence[Mapping[str, object]]
    statements: Sequence[Statement]
    loose: bool


def loose_work(source: Path) -> Work:
    """The loose statements of a JSON Lines file."""
    ids, statements = read_statements(source)
    return Work(names=[{"id": told} for told in ids], statements=statements, loose=True)


def study_work(study: Study) -> Work:
    """All statements of a study that have been read and split."""
    names: list[Mapping[str, object]] = []
    found: list[Statement] = []
    for task in plan(study).tasks:
        for one in stored_statements(study.derived, task.keys.split):
            first = one.evidence[0]
            place = {"document": task.name, "page": first.page, "quote": first.quote}
            names.append({"id": one.id, **place})
            found.append(one)
    if not found:
        raise StudyError(
            "no documents are read yet",
            place=str(study.folder),
            hint=f"read them with: maalkart read {study.folder}",
        )
    return Work(names=names, statements=found, loose=False)


def write(work: Work, model: Asking, target: Path) -> int:
    """Write a line per statement that was answered; how many were not.

    What was not answered has no line: the coder abstains, and `evaluate --answers` leaves it out.
    """
    coder = model.coder
    codings = (coder.kept_loose if work.loose else coder.kept)(work.statements)
    by_id = collect(codings)
    lines = [
        json.dumps({**name, **coded(by_id[one.id])}, ensure_ascii=False)
        for name, one in zip(work.names, work.statements, strict=True)
        if one.id in by_id
    ]
    write_text(target, "".join(line + "\n" for line in lines))
    return len(work.statements) - len(lines)
