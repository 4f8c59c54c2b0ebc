"""Train a coder on coded statements: a team's own decisions, or the project's training set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from maalkart.coding.codebook import Codebook, Variable
from maalkart.coding.semantic import Embedder
from maalkart.coding.trained.calibrating import calibrated, with_threshold
from maalkart.coding.trained.company import Company, company_of
from maalkart.coding.trained.features import Findings, statement_views
from maalkart.coding.trained.heldout import quality
from maalkart.coding.trained.margins import Floats, Solved, Task, parts_of, solve
from maalkart.coding.trained.meaning import Lift, Vectors, learned, vectors_of
from maalkart.coding.trained.model import (
    Meaning,
    Model,
    Question,
    chances,
    codes_of,
    load_model,
    names_of,
    save_model,
)
from maalkart.coding.trained.space import Space, learn_space
from maalkart.coding.trained.weighing import weighed
from maalkart.core.errors import CodingError
from maalkart.core.statement import Codes, Statement

__all__ = ["Example", "Fitted", "examples_of", "fit", "learn", "load", "save"]

# How long each view is beside the others. The statement's own words weigh most; layout and the line
# that opens the list at 1.6 times their first weight raised kappa by .005 to .013 on documents left
# out, other views at 0 or 1.6 times changed less (gold, November 2026).
VIEW_WEIGHTS = {
    "own": 1.5,
    "pairs": 1.0,
    "opening": 0.5,
    "layout": 1.2,
    "lead": 1.4,
    "heading": 0.8,
    "above": 0.4,
    "before": 0.5,
    "before2": 0.3,
    "after": 0.3,
    "after2": 0.2,
    "cell": 0.3,
    "findings": 1.5,
}
STRENGTH = 0.1  # 0.05–0.5 differ by less than .01 kappa
# Of some 400,000. Kappa of type is .002 lower with 120,000 of them, .006 with 60,000, and .004
# lower in whole numbers (documents left out, November 2026). Each takes 110 bytes of the file.
MOST_FEATURES = 100_000
MOST_EXAMPLES = 120_000  # some twenty minutes on one core
LEAST_EXAMPLES = 20
STEPS = 127.0
# Read off the words themselves by rules; nothing to learn.
BY_RULE = frozenset({"explicit_sdgs", "concepts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A coded statement to learn from. `group` is its document; `unsure` are variables left out.

    `written` ones were made up to learn from: they teach, but nothing is measured on them.
    """

    statement: Statement
    codes: Codes
    group: str
    weight: float = 1.0
    unsure: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A model and the chances it gives each example when the example's document is left out.

    `held_out` holds, per variable, the rows of the examples that were asked (`asked`) and their
    chances; rows × codes. `with_meaning` holds those that vectors have lifted, if there were any.
    """

    model: Model
    asked: dict[str, npt.NDArray[np.int64]]
    held_out: dict[str, Floats]
    with_meaning: dict[str, Floats]


def fit(
    decisions: Iterable[tuple[Statement, Codes]],
    codebook: Codebook,
    *,
    seed: int = 1,
    findings: Findings | None = None,
    embedder: Embedder | None = None,
) -> Model:
    """Train on decided statements; raises CodingError where there are too few to learn from.

    Statements of one document are left out together when quality is measured; loose ones are
    spread over ten groups by their id and the seed.
    """
    examples = examples_of(decisions, seed=seed)
    return learn(examples, codebook, findings=findings, embedder=embedder).model


def examples_of(decisions: Iterable[tuple[Statement, Codes]], *, seed: int) -> list[Example]:
    """Decisions as examples, each with the group it is left out with."""
    return [
        Example(statement=statement, codes=codes, group=_group(statement, seed))
        for statement, codes in decisions
    ]


def _group(statement: Statement, seed: int) -> str:
    if statement.evidence:
        return statement.evidence[0].document
    return f"loose {sha256(f'{seed} {statement.id}'.encode()).digest()[0] % 10}"


def save(model: Model, folder: Path) -> None:
    """Write a model where `load` finds it: arrays in safetensors, the card in JSON."""
    save_model(model, folder)


def load(folder: Path) -> Model:
    """Read a model; raises CodingError where it cannot be used."""
    return load_model(folder)


def learn(
    examples: Sequence[Example],
    codebook: Codebook,
    *,
    findings: Findings | None = None,
    embedder: Embedder | None = None,
    workers: int = 1,
) -> Fitted:
    """Fit every variable of the codebook that the examples answer in more than one way.

    Examples of one document are to stand together and in its order, for what stands around a
    statement is learned from too. With an embedder the model also learns what vectors tell beside
    the words, for those who code with the same embedder. `workers` processes give the same model as
    one.
    """
    _enough(examples)
    found = [statement_views(example.statement, findings) for example in examples]
    space = learn_space(found, groups=[e.group for e in examples], weights=VIEW_WEIGHTS)
    learner = _Learner(
        rows=space.rows(found),
        company=company_of([example.statement for example in examples]),
        part=parts_of([example.group for example in examples]),
        real=np.array([not example.written for example in examples]),
        weight=np.array([example.weight for example in examples]),
        language=np.array([example.statement.language for example in examples]),
        document=np.array([example.group for example in examples]),
        vectors=None if embedder is None else _vectors(examples, embedder),
        workers=workers,
    )
    parts, asked_of = [], {}
    plain, lifted, lifts = _Told(), _Told(), {}
    for masks, variables in _by_mask(examples, codebook).items():
        asked = np.frombuffer(masks, dtype=np.int64)
        answers = [_answers([examples[at] for at in asked], variable) for variable in variables]
        solved = learner.solved(asked, np.hstack(answers))
        met = learner.real[asked]
        at = 0
        for variable, right in zip(variables, answers, strict=True):
            here = slice(at, at + right.shape[1])
            at += right.shape[1]
            case = _Case(variable, solved.held_out[:, here], asked[met], right[met])
            plain.add(case, *learner.answered(case))
            if learner.vectors is not None:
                lifts[variable.id], *told = learner.lifted(case)
                lifted.add(case, *told)
            parts.append((solved.weights[:, here], solved.offset[here]))
            asked_of[variable.id] = asked[met]
    card = _card(examples, codebook, plain.quality)
    model = _packed(space, learner.rows, parts, plain.questions, card)
    real = (example.statement.text for example in examples if not example.written)
    model = replace(model, seen=np.unique(names_of(real)))
    if embedder is not None:
        meaning = Meaning(
            embedder=embedder.name,
            lifts=lifts,
            questions=tuple(lifted.questions),
            held_out_quality=lifted.quality,
        )
        model = replace(model, meaning=meaning)
    return Fitted(
        model=model, asked=asked_of, held_out=plain.held_out, with_meaning=lifted.held_out
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A variable, the scores of all examples left out, and what is right of those `asked`."""

    variable: Variable
    scores: Floats
    asked: npt.NDArray[np.int64]
    right: Floats


@dataclass(frozen=True, slots=True)
class _Told:
    """What has been learned to answer: questions, held-out chances and quality by variable."""

    questions: list[Question] = field(default_factory=list)
    held_out: dict[str, Floats] = field(default_factory=dict)
    quality: dict[str, Any] = field(default_factory=dict)

    def add(self, case: _Case, question: Question, chance: Floats, quality: Any) -> None:
        """Keep what was learned of one variable."""
        self.questions.append(question)
        self.held_out[case.variable.id] = chance
        self.quality[case.variable.id] = quality


@dataclass(frozen=True, kw_only=True)
class _Learner:
    """What is known of every example, whatever is asked: arrays with a row for each."""

    rows: sparse.csr_matrix
    company: Company
    part: npt.NDArray[np.int64]
    real: npt.NDArray[np.bool_]
    weight: Floats
    language: npt.NDArray[np.str_]
    document: npt.NDArray[np.str_]
    vectors: Vectors | None
    workers: int

    def solved(self, asked: npt.NDArray[np.int64], answers: Floats) -> Solved:
        task = Task(
            rows=self.rows, asked=asked, answers=answers, part=self.part, weight=self.weight,
            strength=STRENGTH,
        )  # fmt: skip
        return solve(task, workers=self.workers)

    def answered(self, case: _Case) -> tuple[Question, Floats, Any]:
        """The question with its settings, the chances of those who were asked, and quality."""
        question = self._calibrated(case)
        return self._settled(case, question, chances(question, case.scores))

    def lifted(self, case: _Case) -> tuple[Lift, Question, Floats, Any]:
        """The same with what vectors tell beside the words, and how it is told."""
        question = self._calibrated(case)
        assert self.vectors is not None
        lift, chance = learned(
            chances(question, case.scores), case.right, case.asked, self.vectors, self.part,
            single=question.single,
        )  # fmt: skip
        return lift, *self._settled(case, question, chance)

    def _calibrated(self, case: _Case) -> Question:
        documents = self.document[case.asked]
        return calibrated(case.variable, case.scores[case.asked], case.right, documents)

    def _settled(
        self, case: _Case, question: Question, chance: Floats
    ) -> tuple[Question, Floats, Any]:
        asked, right = case.asked, case.right
        question, chance = weighed(question, chance, self.company, right, asked, self.part)
        question = with_threshold(question, chance[asked], right)
        return question, chance[asked], self.quality(question, chance[asked], asked, right)

    def quality(
        self, question: Question, chance: Floats, asked: npt.NDArray[np.int64], right: Floats
    ) -> dict[str, Any]:
        """Held-out quality by language, where there is enough of it."""
        languages = self.language[asked]
        return {
            language: quality(question, chance[of_it], right[of_it], self.document[asked][of_it])
            for language in ("all", *sorted(set(languages)))
            if (of_it := (languages == language) | (language == "all")).sum() >= LEAST_EXAMPLES
        }


def _vectors(examples: Sequence[Example], embedder: Embedder) -> Vectors:
    """Of the real ones, from which alone is learned what vectors tell; noughts for the others."""
    real = [at for at, example in enumerate(examples) if not example.written]
    found = vectors_of([examples[at].statement for at in real], embedder)
    vectors = np.zeros((len(examples), found.shape[1]), dtype=np.float32)
    vectors[real] = found
    return vectors


def _enough(examples: Sequence[Example]) -> None:
    groups = {example.group for example in examples}
    if len(examples) < LEAST_EXAMPLES or len(groups) < 2:
        raise CodingError(
            f"{len(examples)} coded statements in {len(groups)} documents are too few",
            hint=f"code at least {LEAST_EXAMPLES}, in two documents or more",
        )
    if len(examples) > MOST_EXAMPLES:
        raise CodingError(
            f"{len(examples)} coded statements are more than the {MOST_EXAMPLES} that can be used",
            hint="give the latest ones",
        )


def _by_mask(examples: Sequence[Example], codebook: Codebook) -> dict[bytes, list[Variable]]:
    """Variables that are asked of the same examples are solved together."""
    groups: dict[bytes, list[Variable]] = {}
    for variable in codebook.variables:
        if variable.id in BY_RULE:
            continue
        asked = [
            at
            for at, example in enumerate(examples)
            if variable.id not in example.unsure
            and (not variable.for_types or example.codes.type in variable.for_types)
        ]
        told = {str(getattr(examples[at].codes, variable.id, None)) for at in asked}
        if len(told) > 1:
            groups.setdefault(np.array(asked, dtype=np.int64).tobytes(), []).append(variable)
    return groups


def _answers(examples: Sequence[Example], variable: Variable) -> Floats:
    """1 where the example has the code; examples × codes."""
    place = {code.id: at for at, code in enumerate(variable.codes)}
    right = np.zeros((len(examples), len(place)))
    for row, example in enumerate(examples):
        value = getattr(example.codes, variable.id)
        for code in value if isinstance(value, tuple) else (value,):
            if str(code) in place:
                right[row, place[str(code)]] = 1.0
    return right


def _packed(
    space: Space,
    rows: sparse.csr_matrix,
    parts: Sequence[tuple[Floats, Floats]],
    questions: Sequence[Question],
    card: Any,
) -> Model:
    """Whole-number weights of the features that matter most: by weight and by what rows hold."""
    weights = np.hstack([weight for weight, _ in parts])
    held = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=0)).reshape(-1))
    size = np.abs(weights).max(axis=1) * held
    kept = np.sort(np.argsort(-size, kind="stable")[:MOST_FEATURES])
    step = np.maximum(np.abs(weights).max(axis=0) / STEPS, 1e-12)
    return Model(
        space=space.ordered(kept),
        weights=np.rint(weights[kept] / step).astype(np.int8),
        step=step.astype(np.float32),
        offset=np.concatenate([offset for _, offset in parts]).astype(np.float32),
        questions=tuple(questions),
        card=card,
    )


def digest_of(examples: Sequence[Example]) -> str:
    """Of all that is learned from, in the order given."""
    digest = sha256()
    for example in examples:
        said = json.dumps(asdict(example), ensure_ascii=False, sort_keys=True)
        digest.update(said.encode("utf-8") + b"\n")
    return digest.hexdigest()


def _card(examples: Sequence[Example], codebook: Codebook, measured: Any) -> dict[str, Any]:
    return {
        "digest": digest_of(examples),
        "codebook": codebook.digest,
        "codebook_codes": codes_of(codebook),
        "examples": len(examples),
        "documents": len({example.group for example in examples}),
        "held_out_quality": measured,
        "strength": STRENGTH,
        "view_weights": VIEW_WEIGHTS,
    }
