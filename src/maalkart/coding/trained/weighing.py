"""How much a statement's company counts, learned from chances of documents that were left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from maalkart.coding.trained.company import Company, Floats, in_company, signs
from maalkart.coding.trained.model import Question

FEWEST = 1_000  # statements: company is not weighed on fewer
FAINT = 0.01  # codes less likely than this teach nothing unless they are right
LEAST_GAIN = 1e-3  # nats a statement: less is chance


def weighed(
    question: Question,
    chance: Floats,
    company: Company,
    right: Floats,
    asked: npt.NDArray[np.int64],
    part: npt.NDArray[np.int64],
) -> tuple[Question, Floats]:
    """The question with weights for company, and chances of the parts that were left out anew.

    `chance` has a row for every statement, `right` one for each that was `asked`; `part` numbers
    the parts that rows are left out with. What gains nothing is left as it was.
    """
    if question.single or len(asked) < FEWEST:
        return question, chance
    found = [sign[asked] for sign in signs(chance, company)]
    told = chance.copy()
    for left_out in np.unique(part):
        weights = _weights(found, chance[asked], right, part[asked] != left_out)
        told[part == left_out] = in_company(chance, company, weights)[part == left_out]
    if _loss(told[asked], right) > _loss(chance[asked], right) - LEAST_GAIN:
        return question, chance
    everyone = np.ones(len(asked), dtype=np.bool_)
    weights = _weights(found, chance[asked], right, everyone)
    return replace(question, company=tuple(round(weight, 4) for weight in weights)), told


def _weights(
    found: Sequence[Floats], chance: Floats, right: Floats, rows: npt.NDArray[np.bool_]
) -> list[float]:
    telling = rows[:, None] & ((chance > FAINT) | (right > 0))
    table = np.column_stack([sign[telling] for sign in found])
    machine = LogisticRegression(C=1.0, max_iter=300).fit(table, right[telling] > 0)
    return [*map(float, machine.coef_[0]), float(machine.intercept_[0])]


def _loss(chance: Floats, right: Floats) -> float:
    safe = np.clip(np.where(right > 0, chance, 1.0 - chance), 1e-6, 1.0)
    return float(-np.log(safe).sum(axis=1).mean())
