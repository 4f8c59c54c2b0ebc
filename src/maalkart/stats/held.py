"""What a balanced or spread drawing nearly holds fixed, and by how much it misses.

The formula of Deville and Tillé takes the balance to be exact. It is not: the last bodies are drawn
with some balances given up, and a balance on population forces small bodies in where a large one
comes, which moves all that does not grow in proportion with population. Both are found by drawing
anew: the covariance of the estimated totals of working columns over the draws. What they explain of
a figure varies as they do, and only the rest as the formula says (replication where no formula
holds; the regression is that of Särndal, Swensson and Wretman 1992, 6.4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from maalkart.core.study import Body
from maalkart.stats.design import Floats, Held, indicators

SMOOTH = 10  # different numbers: with more, a column stands beside its rank in the frame
CLASSES = 12  # of a column of words: with more, hardly any is held


def working_columns(frame: Sequence[Body], names: Sequence[str]) -> Floats:
    """The columns (N, q) of a frame: numbers, then classes, then ranks, for what is curved.

    Where a number is missing its mean stands.
    """
    columns, ranks = [], []
    for name in names:
        found = indicators(frame, name)
        if len(found) > CLASSES:
            continue
        columns += found
        ranks += [_ranked(one) / len(frame) for one in found if len(set(one)) > SMOOTH]
    kept = [np.array(one) for one in (*columns, *ranks) if len(set(np.asarray(one).tolist())) > 1]
    return np.column_stack(kept) if kept else np.zeros((len(frame), 0))


def _ranked(values: Sequence[float] | Floats) -> Floats:
    """Ranks from 1; equal values share their mean rank."""
    _, place, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    mean: Floats = np.cumsum(counts) - (counts - 1) / 2
    return mean[place]


def imbalance(columns: Floats, drawn: Floats, chances: Floats) -> Floats:
    """The covariance (q, q) of the estimated totals of columns (N, q) over draws (r, N)."""
    totals = drawn / chances @ columns
    return np.cov(totals, rowvar=False).reshape(columns.shape[1], columns.shape[1])


def held(bodies: Sequence[Body], columns: Floats, covariance: Floats) -> Held:
    """What a drawing holds of the columns (N, q) of its bodies."""
    by_body = {body.number: row for body, row in zip(bodies, columns, strict=True)}
    return Held(by_body, covariance)


def nothing_held(bodies: Sequence[Body]) -> Held:
    """Of bodies drawn without balance, or of which too few are drawn to tell a slope."""
    return Held({body.number: np.zeros(0) for body in bodies}, np.zeros((0, 0)))


def side_by_side(parts: Sequence[Held]) -> Held:
    """Several draws that go each on its own, such as municipalities and counties, as one."""
    sizes = [len(part.covariance) for part in parts]
    starts = np.cumsum([0, *sizes])
    covariance, values = np.zeros((starts[-1], starts[-1])), {}
    for part, start, size in zip(parts, starts, sizes, strict=False):
        covariance[start : start + size, start : start + size] = part.covariance
        for number, row in part.values.items():
            values[number] = np.zeros(starts[-1])
            values[number][start : start + size] = row
    return Held(values, covariance)
