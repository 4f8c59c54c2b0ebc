"""Agreement on sets, and intervals from drawing whole documents anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maalkart.coding.agreement import bounds
from maalkart.core.agreement import masi

Counts = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Pair = tuple[frozenset[str], frozenset[str]]
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A measure with its interval; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def clusters_drawn(count: int, *, draws: int = DRAWS, seed: int = 1) -> Counts:
    """How often each of `count` documents is drawn in each draw (draws, count)."""
    size = max(1, count)
    rng = np.random.default_rng(seed)
    return rng.multinomial(size, np.full(size, 1 / size), size=draws).astype(float)


def set_alpha(pairs: Sequence[Pair], group: Ints, drawn: Counts) -> Found:
    """Krippendorff's alpha of two coders' sets by MASI (Passonneau 2006).

    `group` (n,) is the document of each pair, `drawn` (draws, documents) how often each is drawn.
    """
    sets = sorted({one for pair in pairs for one in pair}, key=sorted)
    place = {one: at for at, one in enumerate(sets)}
    apart = np.array([[masi(one, other) for other in sets] for one in sets]).reshape(
        len(sets), len(sets)
    )
    observed = np.zeros(drawn.shape[1])
    counts = np.zeros((drawn.shape[1], len(sets)))
    for at, (one, other) in zip(group, pairs, strict=True):
        first, second = place[one], place[other]
        observed[at] += 2 * apart[first, second]
        counts[at, first] += 1
        counts[at, second] += 1

    def alphas(times: Counts) -> list[float | None]:
        seen, values = times @ observed, times @ counts
        total = values.sum(axis=1)
        expected = ((values @ apart) * values).sum(axis=1)
        return [
            None if of <= 0 else float(1 - (n - 1) * apart_by / of)
            for n, apart_by, of in zip(total, seen, expected, strict=True)
        ]

    return interval_of(alphas, drawn)


def interval_of(alphas: Callable[[Counts], list[float | None]], drawn: Counts) -> Found:
    """A measure of the documents as they are, and its middle 95 % when they are drawn anew.

    `alphas` gives it for times (k, documents), `drawn` are such times; no interval of one document.
    """
    [value] = alphas(np.ones((1, drawn.shape[1])))
    limits = bounds(alphas(drawn)) if drawn.shape[1] > 1 else None
    return Found(value, *(limits or (None, None)))
