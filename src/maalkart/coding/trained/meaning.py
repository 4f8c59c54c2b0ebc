"""What a statement and the lines around it mean, beside their words.

The vectors of an embedder (the extra `semantic`) are asked by a judge of their own, a network with
one hidden layer, and the two judgements are pooled: chances are multiplied, each to a power that
documents left out have shown (logarithmic pooling, Genest and Zidek 1986). Of documents left out,
kappa of type rises by .022 so; ridge regression on what the words left open gave .008 (gold,
November 2026; docs/coding.md).
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from maalkart.coding.semantic import Embedder
from maalkart.coding.trained.company import LEAST, Floats
from maalkart.core.statement import Statement

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

VIEWS = ("own", "above", "before", "after")
HIDDEN = 96  # units; 192 change nothing
ROUNDS = 5  # over all rows
SPREAD = 4.0  # what vectors are multiplied by: those of e5 lie close together
FAR = -30.0  # log odds of codes that nobody was given
SEED = 1


@dataclass(frozen=True, kw_only=True)
class Lift:
    """What vectors say of one variable, and how it is pooled with what the words say.

    `hidden` is (columns of vectors + 1) × units and `out` (units + 1) × codes; the last rows are
    offsets. `scale` holds the powers of the words' and the vectors' chances; with three numbers
    codes are right or wrong by themselves, and the last is an offset of the log odds.
    """

    hidden: Vectors
    out: Vectors
    scale: tuple[float, ...] = (1.0, 1.0)

    def lifted(self, chance: Floats, vectors: Vectors) -> Floats:
        """The chances of codes (statements × codes), given the vectors.

        Where there was nothing to embed, the words' chances stand.
        """
        if not vectors.shape[1]:
            return chance
        return pooled(chance, self.said(vectors), self.scale)

    def said(self, vectors: Vectors) -> Floats:
        """The log odds of codes by vectors alone; statements × codes."""
        units = np.maximum(vectors @ self.hidden[:-1] + self.hidden[-1], 0.0)
        return np.asarray(units @ self.out[:-1] + self.out[-1], dtype=np.float64)


def vectors_of(statements: Sequence[Statement], embedder: Embedder) -> Vectors:
    """A row a statement: the vectors of its views side by side, noughts where a view is empty."""
    lines = [line for statement in statements for line in _lines(statement)]
    texts = list(dict.fromkeys(line for line in lines if line))
    if not texts:
        return np.zeros((len(statements), 0), dtype=np.float32)
    found = embedder.passages(texts)
    table = np.vstack([found, np.zeros((1, found.shape[1]), dtype=np.float32)])
    place = {text: at for at, text in enumerate(texts)} | {"": len(texts)}
    rows = np.array([place[line] for line in lines], dtype=np.int64)
    return table[rows].reshape(len(statements), -1)


def _lines(statement: Statement) -> tuple[str, str, str, str]:
    """The texts of `VIEWS`."""
    context = statement.context
    path = context.heading_path
    above = context.lead_in or (path[-1] if path else "")
    before = context.before[-1] if context.before else ""
    after = context.after[0] if context.after else ""
    return statement.text, above, before, after


def pooled(chance: Floats, said: Floats, scale: Sequence[float]) -> Floats:
    """Chances by the words and log odds by the vectors, pooled; statements × codes."""
    safe = np.clip(chance, LEAST, 1.0 - LEAST)
    if len(scale) == 3:
        odds = scale[0] * np.log(safe / (1.0 - safe)) + scale[1] * said + scale[2]
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))))
    raised = scale[0] * np.log(safe) + scale[1] * said
    raised -= raised.max(axis=1, keepdims=True)
    power = np.exp(raised)
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def learned(
    chance: Floats, right: Floats, asked: Rows, vectors: Vectors, part: Rows, *, single: bool
) -> tuple[Lift, Floats]:
    """A lift, and the chances it gives all statements when their part is left out.

    `chance`, `vectors` and `part` have a row for every statement, `right` one for each that was
    `asked`; `chance` are the words' own, of statements that were left out.
    """
    said = np.zeros_like(chance)
    for left_out in np.unique(part).tolist():
        here, some = part == left_out, part[asked] != left_out
        judge = _judge(vectors[asked[some]], right[some], single=single)
        said[here] = judge.said(vectors[here])
    scale = _scale(chance[asked], said[asked], right, single=single)
    judge = _judge(vectors[asked], right, single=single)
    return replace(judge, scale=scale), pooled(chance, said, scale)


def _judge(vectors: Vectors, right: Floats, *, single: bool) -> Lift:
    """A network that tells codes by vectors; statements × codes are `right`."""
    middle = vectors.mean(axis=0)
    truth = right.argmax(axis=1) if single else right.astype(int)
    network = MLPClassifier(
        (HIDDEN,), alpha=1e-3, batch_size=min(256, len(vectors)), max_iter=ROUNDS, random_state=SEED
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
        network.fit((vectors - middle) * SPREAD, truth)
    hidden, out = network.coefs_
    first, last = network.intercepts_
    hidden = hidden * SPREAD
    return Lift(
        hidden=np.vstack([hidden, first - middle @ hidden]).astype(np.float32),
        out=_by_code(np.vstack([out, last]), network, right.shape[1], single=single),
    )


def _by_code(out: Floats, network: MLPClassifier, codes: int, *, single: bool) -> Vectors:
    """A column a code: two codes come as one column, and some codes nobody was given."""
    if not single:
        return out.astype(np.float32)
    if out.shape[1] == 1:
        out = np.hstack([np.zeros_like(out), out])
    told = np.zeros((len(out), codes), dtype=np.float32)
    told[-1] = FAR
    told[:, network.classes_] = out
    return told


def _scale(chance: Floats, said: Floats, right: Floats, *, single: bool) -> tuple[float, ...]:
    """The powers of the greatest likelihood."""

    def loss(scale: npt.NDArray[np.float64]) -> float:
        told = np.clip(pooled(chance, said, scale.tolist()), 1e-6, 1.0 - 1e-6)
        if single:
            return float(-np.log((told * right).sum(axis=1)).mean())
        return float(-np.log(np.where(right > 0, told, 1.0 - told)).sum(axis=1).mean())

    start = np.array([0.5, 0.5] if single else [0.5, 0.5, 0.0])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 200, "xatol": 1e-3})
    return tuple(round(float(weight), 4) for weight in found.x)
