"""The design of the study of 2019 held against its promises, by drawing it many times.

    python bench/sample_design.py [--draws 10000] [--workers 1] [--seed 2019]

Every requirement is counted anew from the register; empirical inclusion probabilities are held
against the stated ones; the balance of population and centrality against simple random sampling.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from scipy.stats import norm

from maalkart.core.settings import Requirement, StudySettings, load_settings
from maalkart.core.study import Body
from maalkart.register.draw import designs_of, draw
from maalkart.register.frame import load_frame
from maalkart.workflow.start import DEFINITIONS

BATCHES = 40  # the spread of the test statistic is taken between them
BALANCED = ("population", "centrality")


@lru_cache
def study() -> tuple[StudySettings, tuple[Body, ...]]:
    """The definition of 2019 and its frame."""
    settings = load_settings(DEFINITIONS / "ks2019.toml")
    return settings, load_frame(settings.population, Path())


def batch(number: int, draws: int, *, seed: int) -> list[np.ndarray]:
    """Draws of one batch, a matrix (draws × bodies) for each design: municipalities, counties."""
    settings, frame = study()
    rng = np.random.default_rng([seed, number])
    designs = designs_of(frame, settings.sample, seed=1)
    return [np.array([d.draw(rng) for _ in range(draws)]) > 0.5 for d in designs]


def unmet(requirement: Requirement, bodies: tuple[Body, ...], drawn: np.ndarray) -> int:
    """In how many draws a requirement is broken, counted from the register's own cells."""
    facts = [body.facts.get(requirement.column, "") for body in bodies]
    if requirement.at_most is not None:
        groups = [[bool(f) and float(f) <= requirement.at_most for f in facts]]
    else:
        groups = [[f == value for f in facts] for value in requirement.each or [requirement.equals]]
    least = requirement.min_count or math.ceil((requirement.min_share or 0) * drawn[0].sum())
    return sum(int((drawn[:, np.array(group)].sum(axis=1) < least).sum()) for group in groups)


@dataclass(frozen=True)
class Inclusion:
    """How empirical inclusion probabilities stand to the stated ones.

    `mean_square` is the mean of z² over bodies, 1 if the stated ones are right; `z` is its distance
    from 1 in the standard deviations seen between batches; `p_largest` is the Bonferroni p-value of
    the largest |z| of a body.
    """

    mean_square: float
    z: float
    largest: float
    p_largest: float


def inclusion(drawn: np.ndarray, stated: np.ndarray) -> Inclusion:
    """The test for the bodies that are not certain."""
    chancy = stated < 1
    drawn, stated = drawn[:, chancy], stated[chancy]

    def scores(some: np.ndarray) -> np.ndarray:
        return (some.mean(axis=0) - stated) / np.sqrt(stated * (1 - stated) / len(some))

    each = [float((scores(part) ** 2).mean()) for part in np.array_split(drawn, BATCHES)]
    whole = scores(drawn)
    square, largest = float((whole**2).mean()), float(abs(whole).max())
    p = min(1.0, 2 * norm.sf(largest) * len(stated))
    return Inclusion(square, (square - 1) / float(np.std(each, ddof=1)), largest, p)


def gain(drawn: np.ndarray, stated: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """How many times smaller the root mean square error of a mean is than in a simple draw.

    First against a simple draw of as many of all bodies, then of those that are not certain.
    """
    error = (drawn / stated * values).sum(axis=1) / len(values) - values.mean()
    rmse = math.sqrt(float((error**2).mean()))
    chancy = stated < 1

    def simple(some: np.ndarray, size: float) -> float:
        return len(some) * math.sqrt((1 - size / len(some)) * some.var(ddof=1) / size) / len(values)

    plain = simple(values, stated.sum())
    return plain / rmse, simple(values[chancy], stated[chancy].sum()) / rmse


def seconds_of_a_draw() -> float:
    """Wall seconds of a draw as a user makes it, its design included."""
    settings, frame = study()
    began = time.perf_counter()
    draw(frame, settings.sample, seed=settings.sample.seed)
    return time.perf_counter() - began


def main() -> None:
    """Draw, count, print; exit 1 where a promise is not kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=10_000)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--seed", type=int, default=2019)
    asked = asked.parse_args()
    settings, frame = study()
    once = min(seconds_of_a_draw() for _ in range(5))
    print(f"one draw of {settings.sample.size} of {len(frame)}, design included: {once:.2f} s")
    began = time.perf_counter()
    with ProcessPoolExecutor(asked.workers) as pool:
        draws = [asked.draws // BATCHES] * BATCHES
        parts = []
        for part in pool.map(partial(batch, seed=asked.seed), range(BATCHES), draws):
            parts.append(part)
            print(f"{len(parts)} of {BATCHES} batches", file=sys.stderr, flush=True)
    kept = once < 1
    for at, design in enumerate(designs_of(frame, settings.sample, seed=1)):
        drawn, stated = np.concatenate([part[at] for part in parts]), design.probabilities
        sizes = set(drawn.sum(axis=1).tolist())
        print(f"\n{design.bodies[0].level}: {len(drawn)} draws of {sizes} of {len(stated)}")
        told = inclusion(drawn, stated)
        print(
            f"  inclusion probabilities {design.exactness}: mean z² {told.mean_square:.3f}"
            f" (z = {told.z:+.2f}), largest |z| {told.largest:.2f} (p = {told.p_largest:.2f})"
        )
        kept &= len(sizes) == 1 and abs(told.z) < 3 and told.p_largest > 0.001
        if design.bodies[0].level != "municipality":
            continue
        for one in settings.sample.require:
            broken = unmet(one, design.bodies, drawn)
            print(f"  required of {one.column}: broken in {broken}")
            kept &= broken == 0
        for column in BALANCED:
            values = np.array([float(body.facts[column]) for body in design.bodies])
            all_bodies, uncertain = gain(drawn, stated, values)
            print(
                f"  {column}: error of the mean {all_bodies:.1f} times smaller than in a simple"
                f" draw, {uncertain:.1f} times with the same bodies certain"
            )
            kept &= uncertain >= 2
    print(f"\n{asked.draws} draws in {time.perf_counter() - began:.0f} s")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
