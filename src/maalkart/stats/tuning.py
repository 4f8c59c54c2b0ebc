"""How much a coder's answers count where people have checked some of them: λ of PPI++."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from maalkart.stats.design import Floats

Ints = npt.NDArray[np.int64]


def tuned(values: Floats, groups: Ints, chances: Floats) -> float:
    """λ from 0 (the coder counts nothing) to 1 (fully), from what people checked.

    All (n,): `values` are people's, `groups` those of the coder's answers that are alike, and
    `chances` the probabilities with which they were drawn. A mean is estimated by people's mean and
    λ times what the group's mean differs from it, and the differences of people's values from that,
    over their probabilities; λ is what gives this the least variance, as estimated, held to [0, 1]
    (PPI++, Angelopoulos, Duchi and Zrnic 2023). The means are those of all other checks
    (cross-fitting): a check does not speak for its own group, so that chance looks like no coder.
    1 where everything was checked, for then λ decides nothing.
    """
    spread = (1 - chances) / chances**2
    if not (spread > 0).any():
        return 1.0
    worth = 1 / chances
    every = _without(worth * values, worth, np.zeros(len(values), dtype=np.int64))
    own = _without(worth * values, worth, groups)
    told = np.where(np.isnan(own), 0.0, own - every)
    below = float((spread * told**2).sum())
    if below <= 0:
        return 0.0
    return float(np.clip((spread * told * (values - every)).sum() / below, 0, 1))


def _without(summed: Floats, worth: Floats, groups: Ints) -> Floats:
    """The mean of each check's group without itself; NaN where it is alone."""
    total, weight = np.bincount(groups, weights=summed), np.bincount(groups, weights=worth)
    many = np.bincount(groups)[groups]
    left = np.where(many > 1, weight[groups] - worth, np.nan)
    found: Floats = (total[groups] - summed) / left
    return found
