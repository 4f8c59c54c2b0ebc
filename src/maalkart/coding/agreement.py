"""Agreement of two coders: kappa, alpha, precision, recall, F1, calibration.

Every function answers None where the measure is undefined: nothing shared, or no variation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=Hashable)
Counts = npt.NDArray[np.float64]


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


def agreement(confusion: Counts) -> float | None:
    """The share of statements on which both say the same."""
    total = confusion.sum()
    return float(np.trace(confusion) / total) if total else None


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


def alpha(pairs: Sequence[tuple[T, T]], distance: Callable[[T, T], float]) -> float | None:
    """Krippendorff's alpha of two coders without gaps, by a distance: 1 − observed / expected."""
    if not pairs:
        return None
    observed = sum(distance(a, b) for a, b in pairs) / len(pairs)
    values = Counter(value for pair in pairs for value in pair)
    names, n = list(values), values.total()
    apart = sum(
        values[a] * values[b] * distance(a, b)
        for at, a in enumerate(names)
        for b in names[at + 1 :]
    )
    if apart == 0:
        return None
    return 1.0 - observed * n * (n - 1) / (2.0 * apart)


@dataclass(frozen=True, slots=True)
class Score:
    """How one code was found: counts, and the measures they give."""

    right: float
    told: float
    true: float

    @property
    def precision(self) -> float | None:
        """The share of the answers that are right."""
        return self.right / self.told if self.told else None

    @property
    def recall(self) -> float | None:
        """The share of the truth that was answered."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """2 · right / (told + true)."""
        both = self.told + self.true
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Answers with a confidence from `low` to `high`: how sure they were, how often right."""

    low: float
    high: float
    answers: int
    sure: float
    right: float


def reliability(
    confidences: Sequence[float], right: Sequence[bool], *, bins: int = 10
) -> tuple[float | None, tuple[Bin, ...]]:
    """Expected calibration error over bins of equal width (Guo and others 2017), and the bins."""
    if not confidences:
        return None, ()
    sure, hit = np.array(confidences), np.array(right, dtype=float)
    at = np.minimum((sure * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        here = at == number
        if here.any():
            found.append(
                Bin(
                    low=number / bins,
                    high=(number + 1) / bins,
                    answers=int(here.sum()),
                    sure=float(sure[here].mean()),
                    right=float(hit[here].mean()),
                )
            )
    error = sum(of.answers * abs(of.sure - of.right) for of in found) / len(sure)
    return float(error), tuple(found)


def bounds(values: Sequence[Any]) -> tuple[float, float] | None:
    """The middle 95 % of bootstrap values; None where most are undefined."""
    known = [value for value in values if value is not None]
    if len(known) < max(2, len(values) // 2):
        return None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)
