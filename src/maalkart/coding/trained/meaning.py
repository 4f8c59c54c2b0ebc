"""What a statement and the lines around it mean, beside their words.

The vectors of an embedder (the extra `semantic`) are features of their own. They are asked after
the words: what a linear model of the vectors tells of the error that the words left (ridge
regression, Hoerl and Kennard 1970, on the residuals of documents that were left out) lifts each
code, by a weight that is learned too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from maalkart.coding.semantic import Embedder
from maalkart.coding.trained.company import LEAST, Floats
from maalkart.core.statement import Statement

Vectors = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

VIEWS = ("own", "above", "before", "after")
STIFFNESS = 30.0  # of the ridge: rows that pull every weight to nought


@dataclass(frozen=True, kw_only=True)
class Lift:
    """How vectors change the chances of one variable.

    `weights` are columns of vectors × codes; `scale` weighs the words' log chance (or log odds),
    the vectors' say, and with sets an offset.
    """

    weights: Vectors
    scale: tuple[float, ...]

    def lifted(self, chance: Floats, vectors: Vectors) -> Floats:
        """The chances of codes (statements × codes), given the vectors.

        Where there was nothing to embed, the words' chances stand.
        """
        if not vectors.shape[1]:
            return chance
        return scaled(chance, (vectors @ self.weights).astype(np.float64), self.scale)


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


def scaled(chance: Floats, say: Floats, scale: Sequence[float]) -> Floats:
    """Chances by log chance and say; with three weights each code is right or wrong by itself."""
    safe = np.clip(chance, LEAST, 1.0 - LEAST)
    if len(scale) == 3:
        odds = scale[0] * np.log(safe / (1.0 - safe)) + scale[1] * say + scale[2]
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))))
    raised = scale[0] * np.log(safe) + scale[1] * say
    raised -= raised.max(axis=1, keepdims=True)
    power = np.exp(raised)
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def learned(
    chance: Floats,
    right: Floats,
    asked: Rows,
    vectors: Vectors,
    part: Rows,
    *,
    single: bool,
) -> tuple[Lift, Floats]:
    """A lift, and the chances it gives all statements when their part is left out.

    `chance`, `vectors` and `part` have a row for every statement, `right` one for each that was
    `asked`; `chance` are the words' own, of statements that were left out.
    """
    left = right - chance[asked]
    numbers = np.unique(part).tolist()
    sums = {p: _sums(vectors[asked], left, part[asked] == p) for p in numbers}
    squares = np.sum([of for of, _ in sums.values()], axis=0)
    products = np.sum([of for _, of in sums.values()], axis=0)
    say = np.zeros_like(chance)
    for p in numbers:
        here = part == p
        say[here] = vectors[here] @ _ridge(squares - sums[p][0], products - sums[p][1])
    scale = _scale(chance[asked], say[asked], right, single=single)
    weights = _ridge(squares, products).astype(np.float32)
    return Lift(weights=weights, scale=scale), scaled(chance, say, scale)


def _sums(vectors: Vectors, left: Floats, some: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    rows = vectors[some]
    return (rows.T @ rows).astype(np.float64), rows.T.astype(np.float64) @ left[some]


def _ridge(squares: Floats, products: Floats) -> Floats:
    return np.asarray(np.linalg.solve(squares + STIFFNESS * np.eye(len(squares)), products))


def _scale(chance: Floats, say: Floats, right: Floats, *, single: bool) -> tuple[float, ...]:
    """The weights of the greatest likelihood."""

    def loss(scale: npt.NDArray[np.float64]) -> float:
        told = np.clip(scaled(chance, say, scale.tolist()), 1e-6, 1.0 - 1e-6)
        if single:
            return float(-np.log((told * right).sum(axis=1)).mean())
        return float(-np.log(np.where(right > 0, told, 1.0 - told)).sum(axis=1).mean())

    start = np.array([1.0, 0.0] if single else [1.0, 0.0, 0.0])
    found = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 200, "xatol": 1e-3})
    return tuple(round(float(weight), 4) for weight in found.x)
