"""A sample drawn many times over, to see what the drawing holds of the register's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.draw import designs_of
from maalkart.stats.design import Held
from maalkart.stats.held import held, nothing_held, side_by_side

FEWEST = 10  # bodies drawn in a part of the design: of fewer, no slope can be told
REDRAWS = 200  # a variance is then known to ± 10 %; the design of 2019 takes 9 seconds


def columns_held(sample: Sample) -> tuple[str, ...]:
    """The columns on which every sample that could be drawn is nearly alike."""
    if sample.method == "balanced":
        return tuple(dict.fromkeys((*sample.balance_on, *sample.spread_on)))
    return sample.spread_on if sample.method == "spread" else ()


def redrawn(frame: Sequence[Body], sample: Sample) -> Held | None:
    """What the drawing holds; None where its method balances and spreads on nothing."""
    return _redrawn(_Drawing(tuple(frame), sample)) if frame and columns_held(sample) else None


@dataclass(frozen=True)
class _Drawing:
    """A frame and a way of drawing: known again in the same process where both are equal."""

    frame: tuple[Body, ...]
    sample: Sample

    def __hash__(self) -> int:
        return hash((len(self.frame), self.sample.model_dump_json()))


@lru_cache(maxsize=2)
def _redrawn(drawing: _Drawing) -> Held:
    sample, parts = drawing.sample, []
    for design in designs_of(drawing.frame, sample, seed=sample.seed):
        chances = np.minimum(design.probabilities, 1)
        if chances.sum() < FEWEST:
            parts.append(nothing_held(design.bodies))
            continue
        rng = np.random.default_rng([sample.seed, len(chances)])
        drawn = np.array([design.draw(rng) for _ in range(REDRAWS)])
        parts.append(held(design.bodies, columns_held(sample), drawn, chances))
    return side_by_side(parts)
