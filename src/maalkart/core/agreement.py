"""Agreement of two or more coders, beyond what chance would give.

Every function answers None where the measure is undefined: nothing shared, or no variation. Units
are given as the values that coders gave each, None where a coder gave none. It lies in `core`, for
both coders and studies are measured by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=Hashable)
Unit = Sequence[T | None]
Distance = Callable[[T, T], float]
Counts = npt.NDArray[np.float64]
LEAST_DEFINED = 0.5  # of the draws: where a measure is undefined in most, it has no interval


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure with the middle 95 % of it when whole clusters are drawn anew; None: undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def agreement(confusion: Counts) -> float | None:
    """The share of units on which two coders say the same, from their table of counts."""
    total = confusion.sum()
    return float(np.trace(confusion) / total) if total else None


def percent(units: Sequence[Unit[T]]) -> float | None:
    """The share of pairs of coders that say the same of a unit, averaged over units."""
    shares = []
    for values in _paired(units):
        same = sum(count * (count - 1) for count in Counter(values).values())
        shares.append(same / (len(values) * (len(values) - 1)))
    return sum(shares) / len(shares) if shares else None


def kappa(confusion: Counts) -> float | None:
    """Cohen's kappa (1960) of a square table of counts, coder by coder.

    The textbook table of 50 proposals: 20 and 15 agreed on, 5 and 10 not.

    >>> round(kappa(np.array([[20.0, 5.0], [10.0, 15.0]])), 2)
    0.4
    """
    total = confusion.sum()
    if total == 0:
        return None
    expected = float((confusion.sum(axis=0) * confusion.sum(axis=1)).sum() / total**2)
    if expected >= 1.0:
        return None
    return float((np.trace(confusion) / total - expected) / (1.0 - expected))


def gwet_ac1(units: Sequence[Unit[T]], *, codes: int | None = None) -> float | None:
    """Gwet's AC1 (2008, Brit. J. Math. Stat. Psych. 61), which rare codes do not upset.

    Chance agreement is Σ π(1 − π)/(q − 1) over the q codes, π a code's mean share over all units
    with a value. `codes` is q where not all codes occur.
    """
    observed = percent(units)
    rated = [[value for value in unit if value is not None] for unit in units]
    rated = [values for values in rated if values]
    names = {value for values in rated for value in values}
    number = len(names) if codes is None else codes
    if observed is None or number < 2:
        return None
    shares = [sum(v.count(name) / len(v) for v in rated) / len(rated) for name in names]
    chance = sum(share * (1 - share) for share in shares) / (number - 1)
    return (observed - chance) / (1 - chance)


def table_ac1(confusion: Counts) -> float | None:
    """Gwet's AC1 of two coders without gaps, from their table of counts over all codes there are.

    >>> round(table_ac1(np.array([[118.0, 5.0], [2.0, 0.0]])), 4)
    0.9408
    """
    total = confusion.sum()
    if not total or len(confusion) < 2:
        return None
    shares = (confusion.sum(axis=0) + confusion.sum(axis=1)) / (2 * total)
    chance = float((shares * (1 - shares)).sum()) / (len(confusion) - 1)
    return float((np.trace(confusion) / total - chance) / (1 - chance))


def nominal_alpha(confusion: Counts) -> float | None:
    """Krippendorff's alpha for two coders without gaps and a nominal variable.

    Of the coincidence matrix o = c + cᵀ with n values: 1 − (n − 1) (n − Σ o_kk) / (n² − Σ n_k²)
    (Krippendorff 2011, «Computing Krippendorff's alpha-reliability», section C).
    """
    both = confusion + confusion.T
    n = both.sum()
    spread = n**2 - (both.sum(axis=0) ** 2).sum()
    if n < 2 or spread == 0:
        return None
    return float(1.0 - (n - 1.0) * (n - np.trace(both)) / spread)


def alpha(units: Sequence[Unit[T]], distance: Distance[T]) -> float | None:
    """Krippendorff's alpha for any number of coders, with gaps: 1 − observed / expected distance.

    (Krippendorff 2011, section E; `distance` is squared where his is.) A unit that fewer than two
    coders answered says nothing.
    """
    paired = _paired(units)
    values = Counter(value for unit in paired for value in unit)
    n = values.total()
    observed = sum(_apart(Counter(unit), distance) / (len(unit) - 1) for unit in paired)
    expected = _apart(values, distance)
    return None if expected == 0 else 1.0 - (n - 1) * observed / expected


def _paired(units: Sequence[Unit[T]]) -> list[list[T]]:
    """The values of the units that two coders or more have answered."""
    found = [[value for value in unit if value is not None] for unit in units]
    return [values for values in found if len(values) > 1]


def _apart(values: Counter[T], distance: Distance[T]) -> float:
    """The sum of distances over all ordered pairs of values."""
    names = list(values)
    half = sum(
        values[a] * values[b] * distance(a, b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
    )
    return 2.0 * half


def nominal(a: T, b: T) -> float:
    """0 where two values are the same, else 1."""
    return float(a != b)


def interval(a: float, b: float) -> float:
    """The squared difference of two numbers."""
    return float((a - b) ** 2)


def ordinal(units: Sequence[Unit[T]], order: Sequence[T]) -> Distance[T]:
    """Distance by rank, for codes in an order: the squared number of values in between.

    The two themselves count half (Krippendorff 2011, section E).
    """
    counts = Counter(value for unit in _paired(units) for value in unit)
    place = {value: at for at, value in enumerate(order)}
    below = np.cumsum([0, *(counts[value] for value in order)])

    def distance(a: T, b: T) -> float:
        low, high = sorted((place[a], place[b]))
        between = below[high + 1] - below[low]
        return float((between - (counts[a] + counts[b]) / 2) ** 2)

    return distance


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """Distance of two sets: the share of their elements that they do not have in common."""
    return 1.0 - len(a & b) / len(a | b) if a | b else 0.0


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """Distance of two sets (Passonneau 2006): 1 − Jaccard · monotonicity; 0 where both are empty.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, else 0.

    >>> round(masi(frozenset("ab"), frozenset("a")), 3)
    0.667
    """
    if a == b:
        return 0.0
    shared = a & b
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1.0 - len(shared) / len(a | b) * monotonicity


def bootstrap(
    clusters: Sequence[Sequence[Unit[T]]],
    measure: Callable[[Sequence[Unit[T]]], float | None],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
) -> tuple[float, float] | None:
    """The middle 95 % of a measure when whole clusters (documents) are drawn anew.

    Units of one document are alike, and drawing them one by one would promise too much. None where
    there are fewer than two clusters, or where half of the draws or more leave it undefined.
    """
    if len(clusters) < 2:
        return None
    found = []
    for chosen in rng.integers(len(clusters), size=(draws, len(clusters))):
        value = measure([unit for at in chosen for unit in clusters[at]])
        if value is not None:
            found.append(value)
    if len(found) <= draws // 2:
        return None
    low, high = np.percentile(found, (2.5, 97.5))
    return float(low), float(high)


def clustered(
    tables: Counts, measure: Callable[[Counts], float | None], *, draws: int = 400, seed: int = 1
) -> Coefficient:
    """A measure of tables summed over clusters, with its interval; tables: (clusters, …).

    The same as `bootstrap` for measures that need counts alone: the bounds move less than .005
    between seeds. Without an interval where there is a single cluster.
    """
    many = len(tables)
    value = measure(tables.sum(axis=0)) if many else None
    if many < 2:
        return Coefficient(value)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(many, np.full(many, 1 / many), size=draws).astype(float)
    found = [measure(one) for one in np.tensordot(times, tables, axes=1)]
    known = [one for one in found if one is not None]
    if len(known) <= draws * LEAST_DEFINED:
        return Coefficient(value)
    low, high = np.percentile(known, (2.5, 97.5))
    return Coefficient(value, float(low), float(high))


def f1(counts: Counts) -> float | None:
    """2 · right / (told + true) of (…, 3) counts of right, told and true, summed over codes.

    >>> f1(np.array([[3.0, 4.0, 5.0], [1.0, 1.0, 2.0]]))
    0.6666666666666666
    """
    right, told, true = counts.reshape(-1, 3).sum(axis=0)
    return float(2 * right / (told + true)) if told + true else None
