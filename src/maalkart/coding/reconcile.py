"""Several coders, one answer per variable: by measured reliability, with the reason kept.

The trained coder gives every code a calibrated chance. What another coder said is evidence: the
chance is multiplied by how often that coder says so when the code is right, against when it is not
(Bayes' rule; the rates are measured per code on documents left out of the training). `trust`, from
0 to 1, weakens the evidence where coders err together; it too is measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from maalkart.coding import codebook as codebooks
from maalkart.coding.codebook import Codebook
from maalkart.coding.protocol import LOOSE, Coder
from maalkart.coding.semantic import Embedder
from maalkart.coding.trained.coder import (
    BATCH,
    SHIPPED,
    Chances,
    TrainedCoder,
    given,
    shipped_model,
)
from maalkart.coding.trained.model import CARD, Question, codes_of, load_model
from maalkart.coding.trained.signs import signs_of
from maalkart.coding.wordcoder import WordCoder, load_lists
from maalkart.core.errors import CodingError
from maalkart.core.statement import Coding, Statement

RELIABILITY = "reliability.json"
# A text without heading, neighbour or document is not what the trained coder was measured on:
# there the words answer, if they have an answer. Kappa of UN goals on English passages
# is .76 by words, .72 with both, .29 by the model; on titles of indicators .57, .52 and .34.
ALONE = frozenset({"sdgs"})
NOTHING = ""  # what a coder said who gave no code
FAINT = 0.02  # the silence of the second coder lifts no code from here over its threshold
LEAST, MOST = 1e-4, 1.0 - 1e-4


@dataclass(frozen=True, kw_only=True)
class Rates:
    """How one coder answers one variable: how often it says a thing when a code is right.

    With one answer per statement, `says[right][said]`; else `says[code]` holds the shares
    [said when right, said when not]. `alone[n - 1][k]` is the chance that the k-th of n codes is
    right where the coder answers alone.
    """

    trust: float
    says: Mapping[str, Any]
    alone: Sequence[Sequence[float]] = ()

    def evidence(self, code: str, said: Set[str]) -> float:
        """Log of how much likelier a code is made by what was said, for sets of codes."""
        heard, silent = self._evidence.get(code, (0.0, 0.0))
        return heard if code in said else silent

    def likelihood(self, code: str, said: str) -> float:
        """Log of how often `said` is said when `code` is right, for one answer."""
        return self._likelihood.get(code, {}).get(said, 0.0)

    @cached_property
    def _evidence(self) -> dict[str, tuple[float, float]]:
        """By code: where it is said, and where it is not."""
        return {
            code: (self._log(right, wrong), self._log(1.0 - right, 1.0 - wrong))
            for code, (right, wrong) in self.says.items()
        }

    @cached_property
    def _likelihood(self) -> dict[str, dict[str, float]]:
        return {
            code: {said: self._log(share, 1.0) for said, share in of.items()}
            for code, of in self.says.items()
        }

    def _log(self, right: float, wrong: float) -> float:
        return self.trust * math.log(max(right, LEAST) / max(wrong, LEAST))


Reliability = Mapping[str, Rates]  # by variable
_Answer = tuple[str, str, float | None, str | None]  # variable, code, confidence, because


@dataclass(frozen=True)
class Reconciled:
    """The trained coder and a second one, as one coder.

    `answers` of variables that the model does not know are the second coder's own.
    """

    trained: TrainedCoder
    second: Coder
    reliability: Reliability
    codebook: Codebook
    name: str = "maalkart"
    loose: bool = False

    @property
    def version(self) -> str:
        """Changes with either coder, and with what is known of their reliability."""
        rates = {name: [of.trust, of.says, of.alone] for name, of in self.reliability.items()}
        said = json.dumps(rates, sort_keys=True)
        digest = sha256(f"{self.trained.version} {self.second.version} {said}".encode())
        return digest.hexdigest()[:12]

    def learned_from(self, statements: Sequence[Statement]) -> int:
        """How many of the statements the model learned from."""
        return self.trained.learned_from(statements)

    def code_loose(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer as for texts without context: what they are about is coded whatever the type."""
        return replace(self, loose=True).code(statements)

    def code(self, statements: Sequence[Statement]) -> Iterator[Coding]:
        """Answer for the statements, in their order."""
        chances = self.trained.chances(statements)
        for start in range(0, len(statements), BATCH):
            yield from self._coded(statements[start : start + BATCH], chances)

    def _coded(
        self, statements: Sequence[Statement], chances: Iterator[Chances]
    ) -> Iterator[Coding]:
        version = self.version
        second: dict[str, list[Coding]] = {}
        loosely = getattr(self.second, "code_loose", self.second.code)
        for coding in loosely(statements):
            second.setdefault(coding.statement, []).append(coding)
        for statement, found in zip(statements, chances, strict=False):
            said = _by_variable(second.get(statement.id, ()))
            if self.loose and stands_alone(statement):
                own = said.keys() & ALONE
                found = {name: chance for name, chance in found.items() if name not in own}
            for variable, code, sure, because in self._answers(found, said):
                yield Coding(
                    coder=self.name,
                    version=version,
                    statement=statement.id,
                    variable=variable,
                    code=code,
                    confidence=sure,
                    because=because,
                )

    def _answers(self, found: Chances, said: Mapping[str, Sequence[Coding]]) -> Iterator[_Answer]:
        type_ = "none"
        for question in self._in_order:
            variable = question.variable
            if variable not in found or not self._asked(variable, type_):
                continue
            others = {coding.code: coding for coding in said.get(variable, ())}
            alone = {
                code: chance
                for code, chance in zip(question.codes, found[variable], strict=True)
                if question.single or chance > FAINT or code in others
            }
            for code, sure in given(question, self._joined(question, alone, others.keys())):
                if variable == "type":
                    type_ = code
                yield variable, code, round(sure, 4), _because(code, alone[code], others)
        for variable, codings in said.items():
            if variable not in found and self._asked(variable, type_):
                yield from self._own(variable, codings)

    def _own(self, variable: str, said: Sequence[Coding]) -> Iterator[_Answer]:
        """What the second coder says where the first has no say, as sure as it was found right."""
        rates = self.reliability.get(variable)
        known = rates.alone if rates else ()
        for at, coding in enumerate(said):
            sure = coding.confidence
            if sure is None and at < len(said) <= len(known):
                sure = known[len(said) - 1][at]
            yield variable, coding.code, sure, coding.because

    @cached_property
    def _in_order(self) -> Sequence[Question]:
        return sorted(self.trained.questions, key=lambda q: q.variable != "type")

    def _asked(self, variable: str, type_: str) -> bool:
        types = self.codebook.variable(variable).for_types
        return not types or type_ in types or (self.loose and variable in LOOSE)

    def _joined(
        self, question: Question, found: Mapping[str, float], said: Set[str]
    ) -> Mapping[str, float]:
        rates = self.reliability.get(question.variable)
        if rates is None:
            return found
        return (joined_one if question.single else joined_each)(found, said, rates)


def stands_alone(statement: Statement) -> bool:
    """Whether a text came without anything that shows where it stands."""
    context = statement.context
    around = (context.heading_path, context.lead_in, context.before, context.after)
    return not statement.evidence and not any(around)


def joined_one(found: Mapping[str, float], said: Set[str], rates: Rates) -> dict[str, float]:
    """Chances of the codes of a variable with one answer, given what was said; they sum to 1."""
    word = next(iter(said), NOTHING)
    raised = {
        code: math.log(max(chance, LEAST)) + rates.likelihood(code, word)
        for code, chance in found.items()
    }
    top = max(raised.values())
    power = {code: math.exp(value - top) for code, value in raised.items()}
    total = sum(power.values())
    return {code: value / total for code, value in power.items()}


def joined_each(found: Mapping[str, float], said: Set[str], rates: Rates) -> dict[str, float]:
    """The chance of each code by itself, given what was said."""
    joined = {}
    for code, chance in found.items():
        chance = min(max(chance, LEAST), MOST)
        odds = math.log(chance / (1.0 - chance)) + rates.evidence(code, said)
        joined[code] = 1.0 / (1.0 + math.exp(-odds))
    return joined


def _by_variable(codings: Iterable[Coding]) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = {}
    for coding in codings:
        found.setdefault(coding.variable, []).append(coding)
    return found


def _because(code: str, alone: float, others: Mapping[str, Coding]) -> str:
    because = f"trained {alone:.2f}"
    if code in others:
        words = others[code].because
        return f"{because}; words: {words}" if words else f"{because}; words too"
    return f"{because}; words say {', '.join(others)}" if others else because


def load_reliability(path: Path) -> Reliability:
    """Measured rates by variable; none where the file is not there."""
    if not path.is_file():
        return {}
    said = json.loads(path.read_text(encoding="utf-8"))
    return {name: Rates(**of) for name, of in said.items()}


def default_coder(
    codebook: Codebook | None = None,
    *,
    model: Path | None = None,
    embedder: Embedder | None = None,
) -> Coder:
    """The coder of the product: offline, fast, the same answer every time.

    Trained and word coder, reconciled, where there is a model for the codebook: the one in the
    folder `model`, or the one that ships. Otherwise the words answer alone. With an embedder, what
    statements mean counts too. Raises CodingError where the folder's model cannot be used with the
    codebook, or knows nothing of the embedder.
    """
    book = codebooks.load() if codebook is None else codebook
    words = WordCoder(book, load_lists(book))
    folder = SHIPPED if model is None else model
    if not (folder / CARD).is_file():
        return words
    found = shipped_model() if model is None else load_model(folder)
    if found.card["codebook_codes"] != codes_of(book):
        if model is None:
            return words
        raise CodingError(
            "the model was trained for another codebook",
            place=str(folder),
            hint="train it anew with maalkart fit",
        )
    trained = TrainedCoder(found, signs_of(words), embedder=embedder)
    return Reconciled(trained, words, load_reliability(folder / RELIABILITY), book)
