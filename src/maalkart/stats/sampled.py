"""Shares of a population from the bodies that were drawn of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from maalkart.core.study import Body, Estimate, Question
from maalkart.stats.comparison import Difference, Together, difference, together
from maalkart.stats.correction import Statements, machine_ratio
from maalkart.stats.design import Design, Floats, Held, design_of
from maalkart.stats.intervals import effective_size, wilson
from maalkart.stats.means import hajek, plain_size
from maalkart.stats.ranking import Rank, rank_sets, ranks
from maalkart.stats.shares import Found, plain_share, plain_statements, within

CENSUS = "census"
CLUSTERS = "ratio of totals over bodies, Wilson interval on the effective sample size"
CALIBRATED = (
    "share with weights raked to known totals, Wilson interval on the effective sample size"
)
SAMPLE = "Hájek share, Wilson interval on the effective sample size"


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
        method = CENSUS if np.isinf(size) else self._method
        return replace(plain, share=share.share, low=bounds.low, high=bounds.high, method=method)

    @property
    def _method(self) -> str:
        return SAMPLE if self.design.calibrated is None else CALIBRATED

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """Places by estimated share, with those that each could hold."""
        values = np.array([self.values(one) for one in found.values()]).reshape(len(found), -1).T
        weights = self.design.weights * self.part(bodies)
        if not weights.any():
            return ranks([0.0] * len(found))
        sizes = weights @ values / weights.sum()
        spread = self.part(bodies)[:, None] * (values - sizes) / weights.sum()
        worth = plain_size(self.design, weights)
        if np.isinf(worth):
            return ranks([float(size) for size in sizes])
        rng = np.random.default_rng(self.seed)
        return rank_sets(sizes, self.design.residuals(spread), worth=worth, rng=rng)

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

    def share_within(
        self,
        group: Collection[str],
        bodies: Collection[str],
        found: Found,
        question: Question | None = None,
    ) -> Estimate:
        """The share among all bodies of the population that are like those of the group."""
        return self.share(group, within(group, found), question)

    def difference(
        self,
        found: Found,
        one: Collection[str],
        other: Collection[str],
        bodies: Collection[str] = (),
        question: Question | None = None,
    ) -> Difference | None:
        """The share in one group less that in another; None where either has no body."""
        if not one or not other:
            return None
        groups = [(self._inside(found, bodies), self.part(bodies)) for bodies in (one, other)]
        return difference(self.design, *groups)

    def together(
        self, bodies: Collection[str], found: Sequence[Found]
    ) -> Mapping[tuple[int, int], Together]:
        """By pair of things, whether bodies that have one have the other; empty of nobody asked."""
        if not bodies or not found:
            return {}
        values = np.column_stack([self.values(one) for one in found])
        return together(self.design, values, self.part(bodies))

    def _inside(self, found: Found, bodies: Collection[str]) -> Floats:
        return self.values(found) * self.part(bodies)

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
    bodies: Sequence[Body],
    *,
    balanced_on: Sequence[str] = (),
    held: Held | None = None,
    weights: Mapping[str, float] | None = None,
) -> SampledShares | None:
    """Shares by the design of a sample; None where a body has no inclusion probability."""
    design = design_of(bodies, balanced_on=balanced_on, held=held, weights=weights)
    if design is None:
        return None
    return SampledShares(design, {body.number: at for at, body in enumerate(bodies)})
