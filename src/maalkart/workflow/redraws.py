"""A sample drawn many times over, to see what the drawing holds of the register's columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.design import Design
from maalkart.register.draw import designs_of
from maalkart.stats.design import Floats, Held
from maalkart.stats.held import held, imbalance, nothing_held, side_by_side, working_columns
from maalkart.store import frames
from maalkart.store.derived import Derived, Step
from maalkart.workflow.steps import contents, digest

DIGITS = 9  # that are kept of a covariance: beyond them machines differ
FEWEST = 10  # bodies drawn in a part of the design: of fewer, no slope can be told
REDRAWS = 200  # a variance is then known to ± 10 %; the design of 2019 takes 9 seconds


def columns_held(sample: Sample) -> tuple[str, ...]:
    """The columns on which every sample that could be drawn is nearly alike."""
    if sample.method == "balanced":
        return tuple(dict.fromkeys((*sample.balance_on, *sample.spread_on)))
    return sample.spread_on if sample.method == "spread" else ()


def redrawn(frame: Sequence[Body], sample: Sample, derived: Derived | None = None) -> Held | None:
    """What the drawing holds; None where its method balances and spreads on nothing.

    What redraws show is kept in `derived`, where one is given, for the same frame and settings.
    """
    names = columns_held(sample)
    if not frame or not names:
        return None
    parts, keep = [], set()
    for design in designs_of(frame, sample, seed=sample.seed):
        if np.minimum(design.probabilities, 1).sum() < FEWEST:
            parts.append(nothing_held(design.bodies))
            continue
        columns = working_columns(design.bodies, names)
        key = digest(sample.model_dump_json(), *(str(body) for body in design.bodies))
        keep.add(key)
        known = None if derived is None else _known(derived, key)
        if known is None:
            known = _drawn_anew(design, columns, sample.seed)
            if derived is not None:
                rows = [{"values": row} for row in known.tolist()]
                derived.write(_step(), key, {"imbalance": frames.frame("imbalance", key, rows)})
        parts.append(held(design.bodies, columns, known))
    if derived is not None:
        derived.pack(_step(), keep)
        derived.forget_other_versions(_step())
    return side_by_side(parts)


def _drawn_anew(design: Design, columns: Floats, seed: int) -> Floats:
    """The imbalance over redraws, rounded so that it is the same on any machine."""
    rng = np.random.default_rng([seed, len(design.bodies)])
    drawn = np.array([design.draw(rng) for _ in range(REDRAWS)])
    found = imbalance(columns, drawn, np.minimum(design.probabilities, 1))
    rounded = [[float(f"{value:.{DIGITS}g}") for value in row] for row in found.tolist()]
    return np.array(rounded).reshape(found.shape)


def _known(derived: Derived, key: str) -> Floats | None:
    rows = derived.read(_step(), "imbalance", [key])["values"].to_list()
    return np.array(rows) if rows else None


@lru_cache
def _step() -> Step:
    seen = (contents("core"), contents("register"), contents("stats"), str(REDRAWS))
    return Step("redraw", digest(*seen)[:12], ("imbalance",))
