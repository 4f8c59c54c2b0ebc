"""From the scores of documents that were left out to chances, and to what is answered from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from maalkart.coding.codebook import Variable
from maalkart.coding.trained.heldout import micro_f1, picked
from maalkart.coding.trained.margins import Floats
from maalkart.coding.trained.model import Question
from maalkart.core.agreement import kappa
from maalkart.core.statement import AIMS


def calibrated(
    variable: Variable, scores: Floats, right: Floats, documents: npt.NDArray[np.str_]
) -> Question:
    """The question that turns held-out scores into chances; each statement is of a document.

    Where one code is right, each document counts the same: chances are to hold in the next
    document, which is one, not in the next statement of a long one (calibration error of type on
    the gold's pages .045, and .057 when statements count the same; November 2026).
    """
    codes = tuple(code.id for code in variable.codes)
    single = variable.at_most == 1
    if single:
        slope, offset = _softmax_slope(scores, right, _equal(documents)), 0.0
    else:
        line = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), right.reshape(-1))
        slope, offset = float(line.coef_[0, 0]), float(line.intercept_[0])
    return Question(
        variable=variable.id,
        codes=codes,
        single=single,
        slope=(round(slope, 4),) * len(codes),
        offset=(round(offset, 4),) * len(codes),
        at_most=variable.at_most,
    )


def with_threshold(question: Question, chance: Floats, right: Floats) -> Question:
    """The question with what settles its answers, as held-out chances have it.

    For sets and aims the threshold with the best micro-F1; for the other questions a handicap.
    """
    if question.variable == "type":
        return replace(question, threshold=_aim_threshold(question.codes, chance, right))
    if question.single:
        return replace(question, handicap=_handicap(chance, right))
    tried = [round(0.2 + 0.02 * step, 2) for step in range(21)]
    best = max(tried, key=lambda least: micro_f1(picked(chance, least, question.at_most), right))
    return replace(question, threshold=best)


def _handicap(chance: Floats, right: Floats) -> tuple[float, ...]:
    """What to take off each chance so that frequent codes do not swallow rare ones.

    Answering the likeliest code gives the most right answers and too few rare ones. Kappa, which
    counts against that, grows with each answer by the chance of its code less (1 − kappa) times the
    code's share (its derivative by the answer). None where kappa does not grow.
    """
    plain = _kappa(chance, right)
    if plain is None:
        return ()
    handicap = np.round((1.0 - plain) * right.mean(axis=0), 4)
    better = _kappa(chance - handicap, right)
    gains = better is not None and better > plain
    return tuple(map(float, handicap)) if gains else ()


def _kappa(value: Floats, right: Floats) -> float | None:
    table = np.zeros((right.shape[1], right.shape[1]))
    np.add.at(table, (right.argmax(axis=1), value.argmax(axis=1)), 1.0)
    return kappa(table)


def _equal(documents: npt.NDArray[np.str_]) -> Floats:
    """Weights of statements that give each document the same; they sum to 1."""
    _, place, count = np.unique(documents, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (len(count) * count[place]))


def _softmax_slope(scores: Floats, right: Floats, weight: Floats) -> float:
    """The slope of the greatest likelihood.

    One slope and no offsets: offsets by code would draw rare types to the frequent ones (type kappa
    .567 with them, .582 without, plans of the gold, November 2026).
    """
    rows, truth = np.arange(len(right)), right.argmax(axis=1)

    def loss(slope: float) -> float:
        raised = scores * slope
        top = raised.max(axis=1)
        total = np.log(np.exp(raised - top[:, None]).sum(axis=1)) + top
        return float(weight @ (total - raised[rows, truth]))

    return float(minimize_scalar(loss, bounds=(0.5, 10.0), method="bounded").x)


def _aim_threshold(codes: Sequence[str], chance: Floats, right: Floats) -> float:
    """The chance of any aim from which answering an aim gives the best F1."""
    aims = np.array([code in AIMS for code in codes])
    found, truth = chance[:, aims].sum(axis=1), right[:, aims].sum(axis=1)
    if not aims.any() or not truth.any():
        return 0.5
    tried = [round(0.4 + 0.02 * step, 2) for step in range(11)]
    return max(tried, key=lambda least: micro_f1(found >= least, truth))
