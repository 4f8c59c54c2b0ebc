"""Shares of a population from the bodies that were drawn of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from maalkart.core.study import Body, Estimate, Question
from maalkart.stats.correction import Statements, machine_ratio
from maalkart.stats.design import Design, Floats, design_of
from maalkart.stats.intervals import effective_size, wilson
from maalkart.stats.ranking import Rank, rank_sets, ranks
from maalkart.stats.shares import Found, plain_share, plain_statements

CENSUS = "census"
CLUSTERS = "ratio of totals over bodies, Wilson interval on the effective sample size"
SAMPLE = "Hájek share, Wilson interval on the effective sample size"


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
    share = float(weights @ values / total)
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


@dataclass(frozen=True)
class SampledShares:
    """Estimates shares of bodies under the design by which they were drawn."""

    design: Design
    place: Mapping[str, int]
    seed: int = 1
    _parts: dict[tuple[str, ...], Floats] = field(default_factory=dict)

    def share(
        self, bodies: Collection[str], found: Found, question: Question | None = None
    ) -> Estimate:
        """The share among all bodies of the population that are like those asked."""
        plain = plain_share(bodies, found)
        if plain.share is None:
            return plain
        share = hajek(self.design, self.values(found), self.part(bodies))
        size = effective_size(share.share, share.variance, share.size)
        bounds = wilson(share.share, size)
        method = CENSUS if np.isinf(size) else SAMPLE
        return replace(plain, share=share.share, low=bounds.low, high=bounds.high, method=method)

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """Places by estimated share, with those that each could hold."""
        values = np.array([self.values(one) for one in found.values()]).reshape(len(found), -1).T
        weights = self.design.weights * self.part(bodies)
        if not weights.any():
            return ranks([0.0] * len(found))
        sizes = weights @ values / weights.sum()
        if self.design.census:
            return ranks([float(size) for size in sizes])
        spread = self.part(bodies)[:, None] * (values - sizes) / weights.sum()
        rng = np.random.default_rng(self.seed)
        return rank_sets(sizes, self.design.residuals(spread), rng=rng)

    def share_of_statements(self, of: Statements, question: Question | None = None) -> Estimate:
        """The share of statements in the population, bodies being drawn with all they say."""
        plain = plain_statements(of)
        if not plain.denominator:
            return plain
        ratio = machine_ratio(self.design, of)
        method = CENSUS if self.design.census else CLUSTERS
        return replace(
            plain, share=ratio.share, low=ratio.bounds.low, high=ratio.bounds.high, method=method
        )

    def values(self, found: Found) -> Floats:
        """1 where something was found in a drawn body."""
        values = np.zeros(self.design.size)
        for body, said in found.items():
            values[self.place[body]] = float(bool(said))
        return values

    def part(self, bodies: Collection[str]) -> Floats:
        """1 where a drawn body is among those asked."""
        key = tuple(bodies)
        if key not in self._parts:
            part = np.zeros(self.design.size)
            part[[self.place[body] for body in key]] = 1.0
            self._parts[key] = part
        return self._parts[key]


def sampled_shares(
    bodies: Sequence[Body], *, balanced_on: Sequence[str] = ()
) -> SampledShares | None:
    """Shares by the design of a sample; None where a body has no inclusion probability."""
    design = design_of(bodies, balanced_on=balanced_on)
    if design is None:
        return None
    return SampledShares(design, {body.number: at for at, body in enumerate(bodies)})
