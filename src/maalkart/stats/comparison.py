"""Differences between shares, with intervals, and which of them to believe when many are made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from maalkart.stats.design import Design, Floats
from maalkart.stats.intervals import NORMAL, Interval, effective_size, wilson
from maalkart.stats.means import Share, hajek

NOTHING = 1e-9  # of a share: what rounding leaves where a code is in all bodies or in none


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another, its 95 % interval, and the chance of one as great were there none.

    `adjusted` is the latter when all the differences made together are counted (Holm or
    Benjamini and Hochberg), None until they are.
    """

    difference: float
    bounds: Interval
    chance: float
    adjusted: float | None = None

    @property
    def reversed(self) -> Difference:
        """The second share less the first."""
        bounds = Interval(-self.bounds.high, -self.bounds.low)
        return replace(self, difference=-self.difference, bounds=bounds)


def difference(
    design: Design, one: tuple[Floats, Floats], other: tuple[Floats, Floats]
) -> Difference:
    """The difference of two shares, each of values (n,) among the bodies of a part (n,).

    Parts may be other bodies (two groups), the same (two codes) or overlap: what they share counts.
    The interval joins two Wilson intervals (Newcombe 1998; with correlation Zou and Donner 2008,
    «MOVER»), the chance is that of the normal distribution. Raises ValueError for an empty part.
    """
    shares = [hajek(design, values, part) for values, part in (one, other)]
    residuals = np.column_stack(
        [
            design.residuals((values - share.share) * part / (design.weights @ part))
            for share, (values, part) in zip(shares, (one, other), strict=True)
        ]
    )
    shared = residuals.T @ residuals
    error = math.sqrt(max(0.0, float(shared[0, 0] + shared[1, 1] - 2 * shared[0, 1])))
    spread = math.sqrt(float(shared[0, 0] * shared[1, 1]))
    correlation = float(shared[0, 1]) / spread if spread > 0 else 0.0
    bounds = [wilson(share.share, _size(share)) for share in shares]
    first, second = ((one.share, limits) for one, limits in zip(shares, bounds, strict=True))
    return apart(first, second, error, correlation)


def apart(
    one: tuple[float, Interval],
    other: tuple[float, Interval],
    error: float,
    correlation: float = 0.0,
) -> Difference:
    """The difference of two shares that have intervals, with its standard error."""
    (a, first), (b, second) = one, other
    bounds = _joined(a, first, b, second, correlation)
    return Difference(a - b, bounds, _chance(a - b, error, bounds))


def _joined(a: float, first: Interval, b: float, second: Interval, correlation: float) -> Interval:
    gap = a - b
    below, above = (
        _reach(a - first.low, second.high - b, correlation),
        _reach(first.high - a, b - second.low, correlation),
    )
    return Interval(max(-1.0, gap - below), min(1.0, gap + above))


def _size(share: Share) -> float:
    return effective_size(share.share, share.variance, share.size)


def _reach(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other))


def _chance(gap: float, error: float, bounds: Interval) -> float:
    if bounds.width == 0:
        return 1.0 if gap == 0 else 0.0  # all were asked: the difference is what it is
    error = max(error, bounds.width / (2 * NORMAL) * 0.5)  # by chance it can be nothing
    return _two_sided(gap / error)


def _two_sided(z: float) -> float:
    """The chance of a normal deviate as far out."""
    return math.erfc(abs(z) / math.sqrt(2))


def holm(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Chances of a single false difference among all (Holm 1979): for a few planned comparisons.

    >>> from maalkart.stats.intervals import Interval
    >>> made = [Difference(0.1, Interval(0, 0.2), chance) for chance in (0.01, 0.04, 0.03)]
    >>> [round(one.adjusted or 0, 2) for one in holm(made)]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(found)), key=lambda at: found[at].chance)
    adjusted, worst = [0.0] * len(found), 0.0
    for step, at in enumerate(order):
        worst = max(worst, min(1.0, (len(found) - step) * found[at].chance))
        adjusted[at] = worst
    return tuple(replace(one, adjusted=to) for one, to in zip(found, adjusted, strict=True))


def benjamini_hochberg(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Chances such that of those below .05 one in twenty is false: for a search among many."""
    if not found:
        return ()
    chances = np.array([one.chance for one in found])
    order = np.argsort(chances)[::-1]
    places = np.arange(len(chances), 0, -1)
    adjusted = np.empty(len(chances))
    raised = chances[order] * len(chances) / places
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(raised))
    return tuple(replace(one, adjusted=float(to)) for one, to in zip(found, adjusted, strict=True))


@dataclass(frozen=True, slots=True)
class Together:
    """Two codes in the same bodies: how many have both, how many would if one did not go with the
    other, and the difference in share.
    """

    both: int
    expected: float
    excess: Difference


def together(design: Design, values: Floats, part: Floats) -> dict[tuple[int, int], Together]:
    """By pair of codes (columns of values (n, k)), whether those with one have the other as well.

    The excess over chance is p(both) − p(first) p(second), its variance that of the linearised
    estimate. Raises ValueError where no drawn body is in the part.
    """
    weights = design.weights * part
    total = weights.sum()
    if total == 0:
        raise ValueError("no body of the part was drawn")
    first, second = np.triu_indices(values.shape[1], 1)
    single = weights @ values / total
    one, other = single[first], single[second]
    joint = values[:, first] * values[:, second]
    both = weights @ joint / total
    line = joint - other * values[:, first] - one * values[:, second] - (both - 2 * one * other)
    errors = np.sqrt(design.variance(part[:, None] * line / total))
    counts = part @ joint
    return {
        (int(a), int(b)): Together(
            int(counts[at]),
            float(one[at] * other[at] * part.sum()),
            _excess(float(both[at] - one[at] * other[at]), float(errors[at])),
        )
        for at, (a, b) in enumerate(zip(first, second, strict=True))
    }


def _excess(excess: float, error: float) -> Difference:
    half = NORMAL * error
    chance = _two_sided(excess / error) if error > NOTHING else 1.0
    return Difference(excess, Interval(excess - half, excess + half), chance)
