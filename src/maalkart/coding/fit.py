"""Train a coder on coded statements: a team's own decisions, or the project's training set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from maalkart.coding.codebook import Codebook, Variable
from maalkart.coding.trained.features import Findings, statement_views
from maalkart.coding.trained.heldout import micro_f1, picked, quality
from maalkart.coding.trained.margins import Floats, solve
from maalkart.coding.trained.model import (
    Model,
    Question,
    chances,
    codes_of,
    load_model,
    names_of,
    save_model,
)
from maalkart.coding.trained.space import learn_space
from maalkart.core.errors import CodingError
from maalkart.core.statement import AIMS, Codes, Statement

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
MOST_FEATURES = 60_000  # by the size of their weights; all 110,000 make the files twice as large
MOST_EXAMPLES = 60_000  # some ten minutes on one core
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
    chances; rows × codes.
    """

    model: Model
    asked: dict[str, npt.NDArray[np.int64]]
    held_out: dict[str, Floats]


def fit(
    decisions: Iterable[tuple[Statement, Codes]],
    codebook: Codebook,
    *,
    seed: int = 1,
    findings: Findings | None = None,
) -> Model:
    """Train on decided statements; raises CodingError where there are too few to learn from.

    Statements of one document are left out together when quality is measured; loose ones are
    spread over ten groups by their id and the seed.
    """
    return learn(examples_of(decisions, seed=seed), codebook, findings=findings).model


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
    examples: Sequence[Example], codebook: Codebook, *, findings: Findings | None = None
) -> Fitted:
    """Fit every variable of the codebook that the examples answer in more than one way."""
    _enough(examples)
    found = [statement_views(example.statement, findings) for example in examples]
    space = learn_space(found, groups=[e.group for e in examples], weights=VIEW_WEIGHTS)
    rows = space.rows(found)
    parts, asked_of, held_out = [], {}, {}
    questions, measured = [], {}
    for masks, variables in _by_mask(examples, codebook).items():
        asked = np.frombuffer(masks, dtype=np.int64)
        of = [examples[at] for at in asked]
        answers = [_answers(of, variable) for variable in variables]
        solved = solve(
            rows[asked],
            np.hstack(answers),
            groups=[example.group for example in of],
            weight=np.array([example.weight for example in of]),
            strength=STRENGTH,
        )
        met = np.array([not example.written for example in of])
        languages = np.array([example.statement.language for example in of])[met]
        documents = np.array([example.group for example in of])[met]
        at = 0
        for variable, right in zip(variables, answers, strict=True):
            here = slice(at, at + right.shape[1])
            at += right.shape[1]
            scores, truth = solved.held_out[met, here], right[met]
            question = _calibrated(variable, scores, truth)
            chance = chances(question, scores)
            questions.append(question)
            parts.append((solved.weights[:, here], solved.offset[here]))
            asked_of[variable.id], held_out[variable.id] = asked[met], chance
            measured[variable.id] = {
                language: quality(question, chance[of_it], truth[of_it], documents[of_it])
                for language in ("all", *sorted(set(languages)))
                if (of_it := (languages == language) | (language == "all")).sum() >= LEAST_EXAMPLES
            }
    model = _packed(space, parts, questions, _card(examples, codebook, measured))
    real = (example.statement.text for example in examples if not example.written)
    model = replace(model, seen=np.unique(names_of(real)))
    return Fitted(model=model, asked=asked_of, held_out=held_out)


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


def _calibrated(variable: Variable, scores: Floats, right: Floats) -> Question:
    """Turn held-out scores into chances, and find the threshold with the best micro-F1."""
    codes = tuple(code.id for code in variable.codes)
    if variable.at_most == 1:
        question = Question(
            variable=variable.id,
            codes=codes,
            single=True,
            slope=(round(_softmax_slope(scores, right), 4),) * len(codes),
            offset=(0.0,) * len(codes),
            at_most=1,
        )
        if variable.id != "type":
            return question
        return replace(question, threshold=_aim_threshold(codes, chances(question, scores), right))
    line = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), right.reshape(-1))
    slope = (round(float(line.coef_[0, 0]), 4),) * len(codes)
    offset = (round(float(line.intercept_[0]), 4),) * len(codes)
    question = Question(
        variable=variable.id,
        codes=codes,
        single=False,
        slope=slope,
        offset=offset,
        at_most=variable.at_most,
    )
    chance = chances(question, scores)
    tried = [round(0.2 + 0.02 * step, 2) for step in range(21)]
    best = max(tried, key=lambda least: micro_f1(picked(chance, least, variable.at_most), right))
    return replace(question, threshold=best)


def _softmax_slope(scores: Floats, right: Floats) -> float:
    """The slope of the greatest likelihood.

    One slope and no offsets: offsets by code would draw rare types to the frequent ones (type kappa
    .567 with them, .582 without, plans of the gold, November 2026).
    """
    rows, truth = np.arange(len(right)), right.argmax(axis=1)

    def loss(slope: float) -> float:
        raised = scores * slope
        top = raised.max(axis=1)
        total = np.log(np.exp(raised - top[:, None]).sum(axis=1)) + top
        return float((total - raised[rows, truth]).mean())

    return float(minimize_scalar(loss, bounds=(0.5, 10.0), method="bounded").x)


def _aim_threshold(codes: Sequence[str], chance: Floats, right: Floats) -> float:
    """The chance of any aim from which answering an aim gives the best F1."""
    aims = np.array([code in AIMS for code in codes])
    found, truth = chance[:, aims].sum(axis=1), right[:, aims].sum(axis=1)
    if not aims.any() or not truth.any():
        return 0.5
    tried = [round(0.4 + 0.02 * step, 2) for step in range(11)]
    return max(tried, key=lambda least: micro_f1(found >= least, truth))


def _packed(
    space: Any, parts: Sequence[tuple[Floats, Floats]], questions: Sequence[Question], card: Any
) -> Model:
    """Whole-number weights of the features that matter most."""
    weights = np.hstack([weight for weight, _ in parts])
    size = np.abs(weights).max(axis=1) * space.rarity * space.weight[space.view]
    order = np.argsort(-size, kind="stable")[:MOST_FEATURES]
    kept = np.sort(order)
    step = np.maximum(np.abs(weights).max(axis=0) / STEPS, 1e-12)
    return Model(
        space=space.only(kept),
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
