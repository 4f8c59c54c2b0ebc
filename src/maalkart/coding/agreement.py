"""How well codes were found: precision, recall, F1, calibration; agreement is that of `core`.

Every function answers None where the measure is undefined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from maalkart.core.agreement import agreement, alpha, kappa, masi, nominal_alpha, table_ac1

__all__ = [
    "Bin",
    "Score",
    "agreement",
    "alpha",
    "bounds",
    "kappa",
    "masi",
    "nominal_alpha",
    "reliability",
    "table_ac1",
]


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
