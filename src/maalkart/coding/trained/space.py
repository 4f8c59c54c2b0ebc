"""The features that are kept, and rows of views as sparse matrices over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from maalkart.coding.trained.features import VIEWS
from maalkart.coding.trained.hashing import BITS, MASK, Ids, feature

Views = Mapping[str, Ids]
_SALT = np.array([feature(f"view:{view}") for view in VIEWS], dtype=np.uint32)
_NUMBER = {view: number for number, view in enumerate(VIEWS)}


@dataclass(frozen=True, kw_only=True)
class Space:
    """Which hashed features are columns.

    `kept` are the hashes, `view` the number of the view each belongs to, `rarity` the weight of
    the feature within its view (inverse document frequency), `weight` the weight of each view.
    """

    kept: npt.NDArray[np.uint32]
    view: npt.NDArray[np.uint8]
    rarity: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]

    @cached_property
    def _column(self) -> npt.NDArray[np.int32]:
        column = np.full(1 << BITS, -1, dtype=np.int32)
        column[self.kept] = np.arange(len(self.kept), dtype=np.int32)
        return column

    def ordered(self, first: npt.NDArray[np.int64]) -> Space:
        """The same space with these columns first, in the order given, and then the others."""
        others = np.ones(len(self.kept), dtype=np.bool_)
        others[first] = False
        order = np.concatenate([first, np.flatnonzero(others)])
        return Space(
            kept=self.kept[order],
            view=self.view[order],
            rarity=self.rarity[order],
            weight=self.weight,
        )

    def rows(self, found: Sequence[Views]) -> sparse.csr_matrix:
        """One row each; within a row, each view has its own length `weight`."""
        ids, at, _ = flat(found)
        column = self._column[ids]
        there = column >= 0
        matrix = _counted(at[there], column[there], (len(found), len(self.kept)))
        matrix.data = (1.0 + np.log(matrix.data)) * self.rarity[matrix.indices]
        self._scale(matrix)
        return matrix

    def _scale(self, matrix: sparse.csr_matrix) -> None:
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        views = self.view[matrix.indices]
        group = rows * len(VIEWS) + views
        size = matrix.shape[0] * len(VIEWS)
        lengths = np.sqrt(np.bincount(group, weights=matrix.data**2, minlength=size))
        matrix.data = (matrix.data * self.weight[views] / lengths[group]).astype(np.float32)


def first_columns(rows: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """The first `count` columns; in time that grows with the entries, not with the columns."""
    here = rows.indices < count
    ends = np.concatenate([[0], np.cumsum(here)])[rows.indptr]
    return sparse.csr_matrix(
        (rows.data[here], rows.indices[here], ends), shape=(rows.shape[0], count)
    )


def flat(
    found: Sequence[Views],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Salted hash, row and view of every feature of every row."""
    parts: list[Ids] = []
    places: list[tuple[int, int, int]] = []
    for row, views in enumerate(found):
        for view, part in views.items():
            if len(part):
                parts.append(part)
                places.append((row, _NUMBER[view], len(part)))
    table = np.array(places, dtype=np.int64).reshape(-1, 3)
    owner = np.repeat(table[:, 1], table[:, 2])
    ids = np.concatenate([np.empty(0, dtype=np.uint32), *parts])
    return (ids ^ _SALT[owner]) & MASK, np.repeat(table[:, 0], table[:, 2]), owner.astype(np.uint8)


def learn_space(
    found: Sequence[Views], *, groups: Sequence[str], weights: Mapping[str, float], least: int = 2
) -> Space:
    """Keep the features that occur in at least `least` groups (documents, or single statements).

    A feature of one document alone says nothing of the next one.
    """
    ids, at, views = flat(found)
    number = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    group = np.array([number[name] for name in groups], dtype=np.int64)
    pairs = np.unique(ids.astype(np.int64) * len(number) + group[at])
    kept, in_groups = np.unique(pairs // len(number), return_counts=True)
    kept = kept[in_groups >= least]
    in_rows = np.unique(ids.astype(np.int64) * len(found) + at) // len(found)
    counted = np.bincount(in_rows, minlength=1 << BITS)[kept]
    owner = np.zeros(1 << BITS, dtype=np.uint8)
    owner[ids] = views
    return Space(
        kept=kept.astype(np.uint32),
        view=owner[kept],
        rarity=(np.log((1 + len(found)) / (1 + counted)) + 1.0).astype(np.float32),
        weight=np.array([weights.get(view, 1.0) for view in VIEWS], dtype=np.float32),
    )


def _counted(
    rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int32], shape: tuple[int, int]
) -> sparse.csr_matrix:
    """How often each column stands in each row: row and column sorted as one number."""
    cells, counts = np.unique(rows << BITS | columns, return_counts=True)
    starts = np.searchsorted(cells, np.arange(shape[0] + 1) << BITS)
    return sparse.csr_matrix((counts.astype(np.float32), cells & int(MASK), starts), shape=shape)
