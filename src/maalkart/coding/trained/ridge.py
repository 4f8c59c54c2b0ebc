"""Ridge regression onto several codes at once, with exact answers for groups left out.

In the dual: with K = X Xᵀ of n rows, alpha = (K + λI)⁻¹ Y gives weights Xᵀ alpha, and the score of
a row i in group g, had the group been left out, is y_g − ((K + λI)⁻¹_gg)⁻¹ alpha_g. One inversion
thus gives the model and an honest score of every row, document by document (the block form of the
leave-one-out formula; Cawley and Talbot 2003, «Efficient leave-one-out cross-validation of kernel
Fisher discriminant classifiers»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Solved:
    """`weights` (features × codes), `offset` (codes) and `held_out` scores (rows × codes)."""

    weights: Floats
    offset: Floats
    held_out: Floats


def solve(
    rows: sparse.csr_matrix,
    answers: Floats,
    *,
    groups: Sequence[str],
    weight: Floats,
    penalty: float,
) -> Solved:
    """Fit, and score every row as if its group were not there; time grows with rows³."""
    root = np.sqrt(weight)[:, None]
    offset = (weight[:, None] * answers).sum(axis=0) / weight.sum()
    scaled = sparse.csr_matrix(sparse.diags(root[:, 0]) @ rows)
    kernel = np.asarray((scaled @ scaled.T).toarray(), dtype=np.float64)
    kernel[np.diag_indices_from(kernel)] += penalty
    inverse = linalg.inv(kernel, overwrite_a=True, check_finite=False)
    alpha = inverse @ (root * (answers - offset))
    held_out = np.empty_like(answers)
    for at in _places(groups):
        missed = np.linalg.solve(inverse[np.ix_(at, at)], alpha[at])
        held_out[at] = answers[at] - missed / root[at]
    return Solved(weights=np.asarray(scaled.T @ alpha), offset=offset, held_out=held_out)


def _places(groups: Sequence[str]) -> list[npt.NDArray[np.int64]]:
    places: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        places.setdefault(group, []).append(at)
    return [np.array(of, dtype=np.int64) for of in places.values()]
