"""Inclusion probabilities, fixed before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maalkart.register.cube import AT_WALL, Wall

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDS = 1_000  # of fitting to walls; the design of 2019 takes 8


def proportional(sizes: Floats, count: int) -> Floats:
    """Probabilities that sum to `count`, in proportion to sizes, those above 1 made certain.

    Särndal, Swensson and Wretman (1992), section 3.6.2. Equal sizes give equal probabilities.
    """
    return scaled(sizes.astype(np.float64), np.ones(len(sizes), dtype=bool), count)


def scaled(values: Floats, group: Bools, total: float) -> Floats:
    """Values whose sum over a group is `total`, in proportion to what they are, none above 1."""
    fitted = values.copy()
    full = group & False
    while (free := group & ~full).any():
        fitted[free] = values[free] * (total - full.sum()) / values[free].sum()
        if not (over := free & (fitted > 1)).any():
            break
        fitted[over] = 1.0
        full |= over
    return fitted


def fitted(probabilities: Floats, walls: Sequence[Wall]) -> Floats | None:
    """The probabilities moved so that the expected counts are within all walls; None where not.

    Group after group is scaled to its nearest limit until all hold: projections onto convex sets by
    relative entropy (Bregman 1967), so that bodies in the same groups keep their proportions.
    """
    values = probabilities.copy()
    for _ in range(ROUNDS):
        far = 0.0
        for wall in walls:
            count = float(values[wall.group].sum())
            limit = min(max(count, wall.low), wall.high)
            far = max(far, abs(count - limit))
            if abs(count - limit) > AT_WALL / 10:
                values = scaled(values, wall.group, limit)
        if far <= AT_WALL / 10:
            return values
    return None
