"""Means and shares of a population from a sample of it, with their variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from maalkart.stats.design import Design, Floats


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a part of the population with its variance and what the sample is worth for it."""

    share: float
    variance: float
    size: float


def hajek(design: Design, values: Floats, part: Floats) -> Share:
    """The share or mean of values (n,) among the bodies where `part` (n,) is 1.

    Both the total and the number of bodies in the part are estimated (Hájek 1971); the variance is
    that of the linearised ratio over the whole sample (Särndal, Swensson and Wretman 1992, 5.8).
    Raises ValueError where no drawn body is in the part.
    """
    weights = design.weights * part
    total = weights.sum()
    if total == 0:
        raise ValueError("no body of the part was drawn")
    inside = values[part > 0]
    share = float(np.clip(weights @ values / total, inside.min(), inside.max()))
    variance = float(design.variance((values - share) * part / total))
    return Share(share, variance, plain_size(design, weights))


def horvitz_thompson(design: Design, values: Floats, population: float) -> Share:
    """The mean of values (n,) over a population of known size (Horvitz and Thompson 1952)."""
    share = float(design.weights @ values / population)
    variance = float(design.variance(values / population))
    return Share(share, variance, plain_size(design, design.weights))


def plain_size(design: Design, weights: Floats) -> float:
    """What the bodies of a part are worth by their number and weights alone.

    Kish's effective size with finite-population correction; (n − 1) / (1 − n/N) in a simple random
    sample. Infinite where all were taken for certain.
    """
    chancy = float((weights**2 * (1.0 - design.chances)).sum())
    if chancy <= 0:
        return float("inf")
    freedom = max(1, int((design.chances < 1).sum()) - 1)
    return float(weights.sum()) ** 2 / chancy * freedom / (freedom + 1)
