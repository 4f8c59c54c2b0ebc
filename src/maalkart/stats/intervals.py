"""Intervals for shares from small samples, where the usual ± two standard errors fails.

Coverage over all possible shares of 422 bodies, 41 drawn at random (nominal .95): Wald .903, Wilson
.956, Clopper–Pearson .972, Jeffreys .953 but .899 at worst. Hence Wilson (lowest .931).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv

NORMAL = 1.959963984540054  # the 97.5th percentile of the normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of a 95 % interval, both within what is possible."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """From bound to bound."""
        return self.high - self.low


def wilson(share: float, size: float, *, z: float = NORMAL) -> Interval:
    """Wilson's (1927) score interval for a share of `size` bodies, which need not be whole.

    Of none there is nothing to say; of infinitely many there is no doubt.

    >>> found = wilson(8 / 20, 20)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2188, 0.6134)
    """
    if size <= 0:
        return Interval(0.0, 1.0)
    if math.isinf(size):
        return Interval(share, share)
    weight = 1.0 + z * z / size
    centre = (share + z * z / (2 * size)) / weight
    half = z / weight * math.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    return Interval(max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share)))


def clopper_pearson(share: float, size: float) -> Interval:
    """The interval that never covers too rarely, and mostly too often (Clopper and Pearson 1934).

    With an effective size it is Korn and Graubard's (1998).

    >>> found = clopper_pearson(4 / 10, 10)
    >>> round(found.low, 4), round(found.high, 4)
    (0.1216, 0.7376)
    """
    hits = share * size
    low = float(betaincinv(hits, size - hits + 1, 0.025)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, size - hits, 0.975)) if hits < size else 1.0
    return Interval(min(low, share), max(high, share))


def effective_size(share: float, variance: float, plain: float) -> float:
    """Of how many independent draws a share with this variance is worth (Korn and Graubard 1998).

    At most `plain`, what the sample is worth when nothing but its size and weights is known: by
    chance a variance from few bodies can come out at next to nothing, and at a share of 0 or 1 it
    always does.
    """
    if variance <= 0 or not 0 < share < 1:
        return plain
    return min(share * (1 - share) / variance, plain)
