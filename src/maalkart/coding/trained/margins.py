"""Linear support vector machines, one a code, with scores of rows whose group was left out.

Squared hinge loss with a weight a row (Fan and others 2008, «LIBLINEAR»). Against ridge regression
type kappa on documents left out is the same (.50 both, gold, November 2026), and time grows with
the number of rows, not with its cube.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float64]

PARTS = 5  # of the groups, left out in turn
TOLERANCE = 0.1  # a finer one takes twice the time and changes one answer in five thousand
SEED = 1  # of the order in which rows are visited


TOGETHER = 16  # codes that are solved in one go by one worker


@dataclass(frozen=True, kw_only=True)
class Solved:
    """`weights` (features × codes), `offset` (codes) and `held_out` scores (all rows × codes)."""

    weights: Floats
    offset: Floats
    held_out: Floats


@dataclass(frozen=True, kw_only=True)
class Task:
    """Rows, the answers (asked × codes) of those that were `asked`, their weights and parts.

    `part` numbers the part that each row is left out with; `strength` is LIBLINEAR's C.
    """

    rows: sparse.csr_matrix
    asked: npt.NDArray[np.int64]
    answers: Floats
    part: npt.NDArray[np.int64]
    weight: Floats
    strength: float


def solve(task: Task, *, workers: int = 1) -> Solved:
    """Fit, and score every row, asked or not, by a fit that did not see its part.

    The answer does not depend on `workers`, the number of processes at work.
    """
    codes = task.answers.shape[1]
    whole = Solved(
        weights=np.zeros((task.rows.shape[1], codes)),
        offset=np.zeros(codes),
        held_out=np.zeros((task.rows.shape[0], codes)),
    )
    jobs = [
        (left_out, slice(start, min(start + TOGETHER, codes)))
        for left_out in (*range(PARTS), None)
        for start in range(0, codes, TOGETHER)
    ]
    for (left_out, here), (weights, offset, scores) in zip(
        jobs, _answers(task, jobs, workers), strict=True
    ):
        if left_out is None:
            whole.weights[:, here], whole.offset[here] = weights, offset
        else:
            whole.held_out[task.part == left_out, here] = scores
    return whole


_Job = tuple[int | None, slice]
_Answer = tuple[Any, Any, Any]


def _answers(task: Task, jobs: Sequence[_Job], workers: int) -> Iterator[_Answer]:
    if workers == 1:
        yield from (_one(task, *job) for job in jobs)
        return
    # Forked workers share the rows; each takes the next job.
    with get_context("fork").Pool(workers, _take, (task,)) as pool:
        yield from pool.imap(_of_taken, jobs)


_taken: list[Task] = []


def _take(task: Task) -> None:
    _taken[:] = [task]


def _of_taken(job: _Job) -> _Answer:
    return _one(_taken[0], *job)


def _one(task: Task, left_out: int | None, here: slice) -> _Answer:
    """Weights and offset of the last fit; else scores of the part that was left out."""
    learned = np.ones(len(task.asked), dtype=np.bool_)
    if left_out is not None:
        learned = task.part[task.asked] != left_out
    rows = task.rows[task.asked[learned]]
    weights, offset = _fitted(
        rows, task.answers[learned, here], task.weight[task.asked[learned]], task.strength
    )
    if left_out is None:
        return weights, offset, None
    return None, None, task.rows[task.part == left_out] @ weights + offset


def parts_of(groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """The part each row is left out with: groups stay whole, parts have about the same size."""
    filled = [0] * PARTS
    part: dict[str, int] = {}
    for group, size in sorted(Counter(groups).items(), key=lambda item: (-item[1], item[0])):
        part[group] = filled.index(min(filled))
        filled[part[group]] += size
    return np.array([part[group] for group in groups], dtype=np.int64)


def _fitted(
    rows: sparse.csr_matrix, answers: Floats, weight: Floats, strength: float
) -> tuple[Floats, Floats]:
    weights = np.zeros((rows.shape[1], answers.shape[1]))
    offset = np.full(answers.shape[1], -1.0)
    for code in range(answers.shape[1]):
        right = answers[:, code] > 0
        if right.all() or not right.any():
            offset[code] = 1.0 if right.any() else -1.0
            continue
        machine = LinearSVC(C=strength, tol=TOLERANCE, random_state=SEED)
        machine.fit(rows, right, sample_weight=weight)
        weights[:, code], offset[code] = machine.coef_[0], machine.intercept_[0]
    return weights, offset
