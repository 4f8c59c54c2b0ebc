"""Shares of bodies where people have checked some of the coder's answers, drawn at random.

Two phases: bodies are drawn of the population, and of these some are checked. A body has a code
when any of its statements has it, so errors in statements become errors in bodies in a way that
depends on how often a body repeats itself. Nothing is therefore carried over from statements: the
unit that people check is the published one, «does this body say this?».
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from maalkart.core.settings import Quantifier
from maalkart.core.study import Body, Estimate, Question, Strength, within_kind
from maalkart.stats.comparison import Difference, Together
from maalkart.stats.correction import Ratio, Statements, corrected_ratio
from maalkart.stats.design import Floats, Held
from maalkart.stats.means import plain_size
from maalkart.stats.quantification import quantified
from maalkart.stats.ranking import Rank, rank_sets, ranks
from maalkart.stats.sampled import SampledShares, sampled_shares
from maalkart.stats.shares import Estimator, Found, PlainShares
from maalkart.stats.twophase import (
    Asked,
    Corrected,
    correct,
    corrected_difference,
    corrected_part,
    noise_of,
    outcomes,
    share_of,
)

METHOD = "two-phase share corrected by people, Wilson interval on the effective sample size"
STATEMENTS_METHOD = "two-phase ratio corrected by people (DSL), Wilson interval on its variance"
ADJUSTED_METHODS: Mapping[Quantifier, str] = {
    "adjusted_count": "share adjusted by errors in other documents (adjusted count), Wilson",
    "em": "share adjusted by errors in other documents (EM), Wilson",
}
LEVELS: Mapping[Strength, int] = {"said": 1, "mentioned": 1, "goal": 2, "top": 3}


@dataclass(frozen=True, slots=True)
class Check:
    """What people found in a body: 0 not said, 1 mentioned, 2 as a goal, 3 at the top.

    `chance` is the probability with which the body was drawn to be checked.
    """

    level: int
    chance: float


Checks = Mapping[tuple[str, str], Mapping[str, Check]]
"""By variable (of a kind of document, «domains@samfunnsdel») and code, and by body."""


@dataclass(frozen=True, slots=True)
class Validated:
    """The coder's errors in other documents, by variable and code, and how they are used.

    `tables` (d, 3, 3) count, by document, what is right (not asked, asked, has the code) against
    the coder's answer.
    """

    tables: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    by: Quantifier = "adjusted_count"


@dataclass(frozen=True)
class CheckedShares:
    """Shares under the design of the sample, corrected where people have checked enough."""

    sampled: SampledShares
    checks: Checks
    validated: Validated = field(default_factory=Validated)

    def share(
        self, bodies: Collection[str], found: Found, question: Question | None = None
    ) -> Estimate:
        """Corrected over all documents, and of a kind of them where that was checked."""
        plain = self.sampled.share(bodies, found, question)
        corrected = self._corrected(bodies, found, question)
        if corrected is None:
            return plain
        return _put_right(plain, corrected, METHOD)

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """Places by corrected shares where all are corrected, else by the coder's answers."""
        asked = [self._asked(bodies, said, question) for question, said in found.items()]
        ready = [one for one in asked if one is not None and correct(one) is not None]
        if not ready or len(ready) < len(asked):
            return self.sampled.ranks(bodies, found)
        sizes = np.array([share_of(one) for one in ready])
        worth = self._worth(ready[0])
        if np.isinf(worth):
            return ranks([float(size) for size in sizes])
        rng = np.random.default_rng(self.sampled.seed)
        return rank_sets(sizes, self._residuals(ready, sizes), worth=worth, rng=rng)

    def _worth(self, asked: Asked) -> float:
        return plain_size(self.sampled.design, asked.weights)

    def _residuals(self, asked: Sequence[Asked], sizes: Floats) -> Floats:
        """What drawing bodies adds to the doubt, and below it what checking some of them adds.

        Checks of each code are drawn on their own, hence a row for each.
        """
        weights = asked[0].weights
        total = weights.sum()
        values = np.column_stack([outcomes(one) for one in asked])
        inside = (weights > 0)[:, None] * (values - sizes) / total
        noise = [float((weights * noise_of(one)).sum()) / total**2 for one in asked]
        drawing = self.sampled.design.residuals(inside)
        return np.vstack((drawing, np.diag(np.sqrt(noise))))

    def share_within(
        self,
        group: Collection[str],
        bodies: Collection[str],
        found: Found,
        question: Question | None = None,
    ) -> Estimate:
        """Corrected by the checks in the group, and where they are few by those of all bodies."""
        plain = self.sampled.share_within(group, bodies, found, question)
        corrected = self._corrected_part(group, bodies, found, question)
        return plain if corrected is None else _put_right(plain, corrected, METHOD)

    def difference(
        self,
        found: Found,
        one: Collection[str],
        other: Collection[str],
        bodies: Collection[str] = (),
        question: Question | None = None,
    ) -> Difference | None:
        """Of corrected shares where both can be corrected, else by the coder's answers."""
        parts = [
            self._corrected_part(group, bodies, found, question) if group else None
            for group in (one, other)
        ]
        if parts[0] is None or parts[1] is None or set(one) & set(other):
            return self.sampled.difference(found, one, other)
        return corrected_difference(parts[0], parts[1])

    def _corrected_part(
        self,
        group: Collection[str],
        bodies: Collection[str],
        found: Found,
        question: Question | None,
    ) -> Corrected | None:
        asked = self._asked(bodies, found, question)
        if asked is None or not group:
            return None
        part = self.sampled.part(group)
        worth = plain_size(self.sampled.design, asked.weights * part)
        return corrected_part(asked, part, plain=worth)

    def together(
        self, bodies: Collection[str], found: Sequence[Found]
    ) -> Mapping[tuple[int, int], Together]:
        """By the coder's answers, likewise."""
        return self.sampled.together(bodies, found)

    def share_of_statements(self, of: Statements, question: Question | None = None) -> Estimate:
        """Corrected where people have coded statements of each answer of the coder.

        Else adjusted, where they have coded statements of other documents.
        """
        plain, design = self.sampled.share_of_statements(of, question), self.sampled.design
        if plain.share is None:
            return plain
        corrected = corrected_ratio(design, of) if (of.chances > 0).any() else None
        if corrected is not None:
            return _put_right(plain, corrected, STATEMENTS_METHOD)
        tables = self.validated.tables.get((question.variable, question.code)) if question else None
        adjusted = None if tables is None else quantified(design, of, tables, self.validated.by)
        if adjusted is None:
            return plain
        method = ADJUSTED_METHODS[self.validated.by]
        return replace(_put_right(plain, adjusted, method), correction="adjusted")

    def _corrected(
        self, bodies: Collection[str], found: Found, question: Question | None
    ) -> Corrected | None:
        asked = self._asked(bodies, found, question)
        if asked is None:
            return None
        return correct(asked, plain=self._worth(asked))

    def _asked(
        self, bodies: Collection[str], found: Found, question: Question | None
    ) -> Asked | None:
        """What the coder and people answered; None where people were not asked."""
        if question is None or len(question.kinds) > 1 or not bodies:
            return None
        variable = within_kind(question.variable, next(iter(question.kinds), None))
        checks = self.checks.get((variable, question.code), {})
        if not checks:
            return None
        design, place = self.sampled.design, self.sampled.place
        truth, chances = np.zeros(design.size), np.zeros(design.size)
        for body, check in checks.items():
            if body in place:
                truth[place[body]] = check.level >= LEVELS[question.strength]
                chances[place[body]] = check.chance
        weights = design.weights * self.sampled.part(bodies)
        return Asked(weights, self.sampled.values(found), truth, chances)


def _put_right(plain: Estimate, found: Corrected | Ratio, method: str) -> Estimate:
    """The coder's estimate with the share, the interval and the number of checks by people."""
    return replace(
        plain,
        share=found.share,
        low=found.bounds.low,
        high=found.bounds.high,
        method=method,
        correction="corrected",
        checked=found.checked,
    )


def estimator(
    bodies: Sequence[Body],
    *,
    balanced_on: Sequence[str] = (),
    held: Held | None = None,
    weights: Mapping[str, float] | None = None,
    checks: Checks | None = None,
    validated: Validated | None = None,
) -> Estimator:
    """What estimates shares from these bodies: by their design, or plainly where none is known."""
    sampled = sampled_shares(bodies, balanced_on=balanced_on, held=held, weights=weights)
    if sampled is None:
        return PlainShares()
    return CheckedShares(sampled, checks or {}, validated or Validated())
