"""The local pivotal method: a sample spread in space, whatever the inclusion probabilities.

Two bodies that are each other's nearest fight: one takes as much of the other's probability as it
can hold, by chance so that both expectations stay (Deville and Tillé 1998, Biometrika 85;
Grafström, Lundström and Schelin 2012, Biometrics 68: LPM1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maalkart.register.space import Space

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DECIDED = 1e-12  # this near to 0 or 1 a body is decided


def draw_pivotal(probabilities: Floats, space: Space, *, rng: np.random.Generator) -> Floats:
    """One draw of N: 1 in the sample, 0 outside it; the probabilities sum to a whole number."""
    place = probabilities.astype(np.float64)
    undecided = rng.permutation(np.flatnonzero((place > 0) & (place < 1)))
    while len(undecided) > 1:
        one, other = _mutual(space, undecided, rng)
        place[one], place[other] = _fight(place[one], place[other], rng)
        still = (place[undecided] > DECIDED) & (place[undecided] < 1 - DECIDED)
        undecided = undecided[still]
    return np.rint(place)


def _mutual(space: Space, undecided: Ints, rng: np.random.Generator) -> tuple[int, int]:
    """Two bodies of which each is the other's nearest, from one at random."""
    while True:
        one = int(undecided[rng.integers(len(undecided))])
        other = int(_nearest(space, undecided, one)[0])
        if one in _nearest(space, undecided, other):
            return one, other


def _nearest(space: Space, undecided: Ints, one: int) -> Ints:
    """The bodies nearest to one, in the order given, which is random already."""
    others = undecided[undecided != one]
    away = space.away(one, others)
    return np.asarray(others[away == away.min()])


def _fight(one: float, other: float, rng: np.random.Generator) -> tuple[float, float]:
    """Where two probabilities go: one of them to 0 or to 1, their sum and expectations kept."""
    both = one + other
    if both < 1:
        return (0.0, both) if rng.random() * both < other else (both, 0.0)
    wins = rng.random() * (2 - both) < 1 - other
    return (1.0, both - 1) if wins else (both - 1, 1.0)
