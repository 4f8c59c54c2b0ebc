"""The coder that answers from a trained model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from maalkart.coding.openings import only_opens
from maalkart.coding.semantic import Embedder
from maalkart.coding.trained.company import Floats, company_of, in_company
from maalkart.coding.trained.features import Findings, statement_views
from maalkart.coding.trained.meaning import Lift, Vectors, vectors_of
from maalkart.coding.trained.model import Model, Question, chances, load_model
from maalkart.core.errors import CodingError
from maalkart.core.statement import AIMS, Coding, Statement

SHIPPED = Path(__file__).parent.parent / "data" / "model"
BATCH = 2_000  # statements at a time: about 100 MB

Chances = dict[str, list[float]]  # by variable: the probability of each code of its question


@dataclass(frozen=True)
class TrainedCoder:
    """Answers every variable of the model, with the probability that the answer is right.

    With an embedder, what the vectors of statements tell counts too. Raises CodingError where the
    model has learned nothing of that embedder's vectors.
    """

    model: Model
    findings: Findings | None = None
    name: str = "trained"
    embedder: Embedder | None = None

    def __post_init__(self) -> None:
        if self.embedder is None:
            return
        known = self.model.meaning.embedder if self.model.meaning else "no embedder"
        if known != self.embedder.name:
            raise CodingError(
                f"the model learned from the vectors of {known}, not of {self.embedder.name}",
                hint="install that one, or train the model anew with maalkart fit --semantic",
            )

    @property
    def version(self) -> str:
        """The digest of what the model learned from, and the embedder that is asked."""
        with_vectors = f" {self.embedder.name}" if self.embedder else ""
        return self.model.digest[:12] + with_vectors

    @property
    def questions(self) -> Sequence[Question]:
        """What is asked, with what holds for these chances."""
        meaning = self.model.meaning
        return meaning.questions if self.embedder and meaning else self.model.questions

    def learned_from(self, statements: Sequence[Statement]) -> int:
        """How many of the statements the model learned from."""
        return self.model.learned_from(statement.text for statement in statements)

    def code(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer for the statements, in their order."""
        for statement, found in zip(statements, self.chances(statements), strict=True):
            for question in self.questions:
                by_code = dict(zip(question.codes, found[question.variable], strict=True))
                for code, chance in given(question, by_code):
                    yield Coding(
                        coder=self.name,
                        version=self.version,
                        statement=statement.id,
                        variable=question.variable,
                        code=code,
                        confidence=round(chance, 4),
                    )

    def chances(self, statements: Sequence[Statement]) -> Iterator[Chances]:
        """For each statement, the probability of every code of every variable.

        Statements of one document are to come together and in their order: what stands around a
        statement counts.
        """
        scores = [
            self.model.scores([statement_views(s, self.findings) for s in batch])
            for start in range(0, len(statements), BATCH)
            if (batch := statements[start : start + BATCH])
        ]
        if scores:
            found = _by_statement(self._parts(statements, np.vstack(scores)))
            nothing = _nothing(self.questions)
            for statement, of_it in zip(statements, found, strict=True):
                yield {**of_it, **nothing} if only_opens(statement) else of_it

    def _parts(
        self, statements: Sequence[Statement], scores: npt.NDArray[np.float32]
    ) -> dict[str, Floats]:
        """The chances by variable, statements × codes."""
        company = company_of(statements)
        lifts, vectors = self._lifts(statements)
        parts, at = {}, 0
        for question in self.questions:
            chance = chances(question, scores[:, at : at + len(question.codes)])
            if question.variable in lifts:
                chance = lifts[question.variable].lifted(chance, vectors)
            if question.company:
                chance = in_company(chance, company, question.company)
            parts[question.variable] = chance
            at += len(question.codes)
        return parts

    def _lifts(self, statements: Sequence[Statement]) -> tuple[Mapping[str, Lift], Vectors]:
        if self.embedder is None or self.model.meaning is None:
            return {}, np.empty((len(statements), 0), dtype=np.float32)
        return self.model.meaning.lifts, vectors_of(statements, self.embedder)


def _by_statement(parts: Mapping[str, Floats]) -> Iterator[Chances]:
    count = len(next(iter(parts.values()), ()))
    for start in range(0, count, BATCH):
        some = (part[start : start + BATCH].tolist() for part in parts.values())
        for row in zip(*some, strict=True):
            yield dict(zip(parts, row, strict=True))


def _nothing(questions: Sequence[Question]) -> Chances:
    """The chances of a line that makes no claim, where the codebook has a type for that."""
    return {
        question.variable: [float(code == "none") for code in question.codes]
        for question in questions
        if question.variable == "type" and "none" in question.codes
    }


def given(question: Question, found: Mapping[str, float]) -> list[tuple[str, float]]:
    """The codes that are likely enough, the likeliest first.

    A type is chosen in two steps: an aim where the chances of all aims together reach the
    threshold, then the likeliest of its side. Four ways of being an aim must not split the vote.
    """
    if not question.single:
        likely = [item for item in found.items() if item[1] >= question.threshold]
        return sorted(likely, key=_likeliest)[: question.at_most]
    ranked = sorted(found.items(), key=_likeliest)
    if question.handicap:
        less = dict(zip(question.codes, question.handicap, strict=True))
        ranked.sort(key=lambda item: (less[item[0]] - item[1], item[0]))
    if question.variable == "type":
        aim = sum(chance for code, chance in ranked if code in AIMS) >= question.threshold
        ranked = [item for item in ranked if (item[0] in AIMS) == aim] or ranked
    return ranked[:1]


def _likeliest(item: tuple[str, float]) -> tuple[float, str]:
    code, chance = item
    return -chance, code


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with the package."""
    return load_model(SHIPPED)
