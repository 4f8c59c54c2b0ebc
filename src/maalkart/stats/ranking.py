"""Places in an order, and which places each could hold in the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from maalkart.stats.design import Floats
from maalkart.stats.intervals import NORMAL

DRAWS = 2000  # the places move in fewer than one of a hundred codes between seeds
EQUAL = 9  # decimals to which two shares are the same


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, 1 first; `tied` where another has the same place.

    `best` and `worst` are the places that it could hold in the population, where that was found.
    """

    place: int
    tied: bool
    best: int | None = None
    worst: int | None = None


def ranks(sizes: Sequence[float]) -> tuple[Rank, ...]:
    """Places by size, greatest first; equals share the better place («1, 2, 2, 4»).

    >>> [(rank.place, rank.tied) for rank in ranks([5, 9, 5])]
    [(2, True), (1, False), (2, True)]
    """
    even = [round(size, EQUAL) for size in sizes]
    return tuple(
        Rank(1 + sum(other > size for other in even), even.count(size) > 1) for size in even
    )


def rank_sets(
    sizes: Floats, residuals: Floats, *, worth: float, rng: np.random.Generator
) -> tuple[Rank, ...]:
    """Places with those that each could hold, all of them right at once in 95 of 100 samples.

    `sizes` (k,) are estimates and `residuals` (n, k) what the variance of each is the sum of
    squares of, body by body; `worth` is the effective number of bodies. One code is certainly
    before another where the difference is greater than chance makes the greatest of all
    differences: its place is then at best one more than the number of those before it (Mogstad,
    Romano, Shaikh and Wilhelm 2024, «Inference for Ranks», Rev. Econ. Stud. 91, with the sample's
    own residuals in place of their bootstrap).
    """
    apart = _errors(sizes, residuals, worth)
    lead = sizes[None, :] - sizes[:, None]  # of the column over the row
    before = lead > _critical(residuals, apart, rng) * apart
    return tuple(
        Rank(
            one.place,
            one.tied,
            best=1 + int(before[at].sum()),
            worst=len(sizes) - int(before[:, at].sum()),
        )
        for at, one in enumerate(ranks([float(size) for size in sizes]))
    )


def _errors(sizes: Floats, residuals: Floats, worth: float) -> Floats:
    """Standard errors (k, k) of all differences.

    A code that all or none of the drawn have shows no variance; it is then given that of one more
    success and one more failure.
    """
    shared = residuals.T @ residuals
    smooth = (sizes * worth + 1) / (worth + 2)
    own = np.maximum(np.diag(shared), smooth * (1 - smooth) / worth)
    least = smooth * (1 - smooth) / worth / worth  # of two codes that always go together
    variance = own[:, None] + own[None, :] - 2 * shared
    found: Floats = np.sqrt(np.maximum(variance, least[:, None]))
    return found


def _critical(residuals: Floats, apart: Floats, rng: np.random.Generator) -> float:
    """The size that the greatest of all differences, in standard errors, exceeds in 5 of 100."""
    first, second = np.triu_indices(len(apart), 1)
    if not len(first):
        return 0.0
    noise = rng.standard_normal((DRAWS, residuals.shape[0])) @ residuals
    greatest = np.zeros(DRAWS)
    for at in range(0, DRAWS, 200):
        part = slice(at, at + 200)
        gaps = np.abs(noise[part][:, first] - noise[part][:, second]) / apart[first, second]
        greatest[part] = gaps.max(axis=1)
    return float(max(np.quantile(greatest, 0.95), NORMAL))
