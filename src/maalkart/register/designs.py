"""Simple and stratified samples, and how many to take of each stratum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def draw_simple(count: int, size: int, *, rng: np.random.Generator) -> Floats:
    """`size` of `count` bodies, every set of them as likely: 1 for those drawn, 0 for the rest."""
    drawn = np.zeros(count)
    drawn[rng.choice(count, size=size, replace=False)] = 1.0
    return drawn


def draw_stratified(
    strata: Sequence[str], sizes: dict[str, int], *, rng: np.random.Generator
) -> Floats:
    """A simple sample of each stratum; `strata` names that of each body."""
    names = np.array(strata)
    drawn = np.zeros(len(names))
    for name, size in sorted(sizes.items()):
        inside = np.flatnonzero(names == name)
        drawn[inside] = draw_simple(len(inside), size, rng=rng)
    return drawn


def allocate(strata: Sequence[str], size: int, *, least: int = 1) -> dict[str, int] | None:
    """How many to draw of each stratum, in proportion to the bodies in it, at least `least`.

    A stratum with fewer bodies is taken whole. Fractions go to the largest remainders, the larger
    stratum first. None where the size does not reach the least of each.
    """
    counts = {name: strata.count(name) for name in sorted(set(strata))}
    taken = {name: min(least, count) for name, count in counts.items()}
    if sum(taken.values()) > size or size > len(strata):
        return None
    while sum(taken.values()) < size:
        share = size / len(strata)
        lacking = {n: counts[n] * share - taken[n] for n in counts if taken[n] < counts[n]}
        taken[max(lacking, key=lambda n: (lacking[n], counts[n], n))] += 1
    return taken
