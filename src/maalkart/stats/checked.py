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
from maalkart.core.study import Body, Estimate, Question, Strength
from maalkart.stats.comparison import Difference, Together
from maalkart.stats.correction import Ratio, Statements, corrected_ratio
from maalkart.stats.design import Floats, Held
from maalkart.stats.intervals import Interval, wilson
from maalkart.stats.means import plain_size
from maalkart.stats.planning import BODIES, Bools
from maalkart.stats.quantification import quantified
from maalkart.stats.ranking import Rank, rank_sets, ranks
from maalkart.stats.sampled import SampledShares, sampled_shares
from maalkart.stats.shares import Estimator, Found, PlainShares

METHOD = "two-phase share corrected by people, Wilson interval on the effective sample size"
STATEMENTS_METHOD = "two-phase ratio corrected by people (DSL), Wilson interval on its variance"
ADJUSTED_METHODS: Mapping[Quantifier, str] = {
    "adjusted_count": "share adjusted by errors in other documents (adjusted count), Wilson",
    "em": "share adjusted by errors in other documents (EM), Wilson",
}
LEVELS: Mapping[Strength, int] = {"said": 1, "mentioned": 1, "goal": 2, "top": 3}
FEWEST = 2  # checks among the bodies of one answer, or all of them: of a single one spread is blind


@dataclass(frozen=True, slots=True)
class Check:
    """What people found in a body: 0 not said, 1 mentioned, 2 as a goal, 3 at the top.

    `chance` is the probability with which the body was drawn to be checked.
    """

    level: int
    chance: float


Checks = Mapping[tuple[str, str], Mapping[str, Check]]
"""By variable and code, and by body."""


@dataclass(frozen=True, slots=True)
class Validated:
    """The coder's errors in other documents, by variable and code, and how they are used.

    `tables` (d, 3, 3) count, by document, what is right (not asked, asked, has the code) against
    the coder's answer.
    """

    tables: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    by: Quantifier = "adjusted_count"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share with its interval, and how many checks it rests on."""

    share: float
    bounds: Interval
    checked: int


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies for which the coder gave one answer: their weight, and what people found there.

    `share` is people's, `smooth` the same drawn a little towards a guess, `variance` that of the
    former as an estimate of the group's in the sample.
    """

    weight: float
    share: float
    smooth: float
    variance: float


def corrected_share(
    weights: Floats, told: Floats, truth: Floats, chances: Floats, *, plain: float
) -> Corrected | None:
    """The share that people would have found, from the coder's answers and their own.

    All of (n,): `weights` are 1 / inclusion probability and 0 outside the part asked, `told` the
    coder's answer, `truth` people's where `chances` > 0. `plain` is what the bodies asked are worth
    as a sample. None where people have checked too few.

    Double sampling for stratification, the coder's answer being the stratum (Cochran 1977, 12.2):
    design-based supervised learning (Egami, Hinck, Stewart and Wei 2023) with the share in each
    answer as the model, so that it holds however wrong the coder is, and in whichever group. The
    variance is that of drawing bodies and that of checking some of them, Σ W² (1 − m/n) p(1 − p)/m.
    """
    groups = []
    for answer in (0.0, 1.0):
        inside = (weights > 0) & (told == answer)
        if inside.any():
            group = _group(answer, weights, truth, chances, inside)
            if group is None:
                return None
            groups.append(group)
    share = min(1.0, sum(one.weight * one.share for one in groups))
    smooth = sum(one.weight * one.smooth for one in groups)
    checking = sum(one.weight**2 * one.variance for one in groups)
    drawing = 0.0 if np.isinf(plain) else smooth * (1 - smooth) / plain
    variance = drawing + checking
    size = smooth * (1 - smooth) / variance if variance > 0 else plain
    checked = int(((weights > 0) & (chances > 0)).sum())
    return Corrected(share, wilson(share, size), checked)


def _group(
    answer: float, weights: Floats, truth: Floats, chances: Floats, inside: Bools
) -> Group | None:
    found = inside & (chances > 0)
    bodies, checked = int(inside.sum()), int(found.sum())
    if checked < min(FEWEST, bodies):
        return None
    worth = weights[found] / chances[found]
    share = float(worth @ truth[found] / worth.sum())
    size = float(worth.sum()) ** 2 / float((worth**2).sum())
    smooth = BODIES.smoothed(answer, share, size)
    return Group(
        weight=float(weights[inside].sum() / weights.sum()),
        share=share,
        smooth=share if checked == bodies else smooth,
        variance=max(0.0, 1 - checked / bodies) * smooth * (1 - smooth) / size,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, body by body (n,): the arguments of `corrected_share`."""

    weights: Floats
    told: Floats
    truth: Floats
    chances: Floats


def _correct(asked: Asked, *, plain: float = 1.0) -> Corrected | None:
    return corrected_share(asked.weights, asked.told, asked.truth, asked.chances, plain=plain)


def _share(asked: Asked) -> float:
    corrected = _correct(asked)
    return corrected.share if corrected is not None else 0.0


def _behind(asked: Asked) -> Floats:
    """For each body, the share that people found behind the coder's answer on it."""
    found = np.zeros(len(asked.told))
    for answer in (0.0, 1.0):
        inside = (asked.weights > 0) & (asked.told == answer)
        group = _group(answer, asked.weights, asked.truth, asked.chances, inside)
        if inside.any() and group is not None:
            found[inside] = group.share
    return found


def _outcomes(asked: Asked) -> Floats:
    """Pseudo-outcomes: that share, and the difference over its probability where people looked."""
    values = _behind(asked)
    drawn = asked.chances > 0
    values[drawn] += (asked.truth[drawn] - values[drawn]) / asked.chances[drawn]
    return values


def _noise(asked: Asked) -> Floats:
    """How much each body's outcome varies with whether it was drawn to be checked."""
    drawn = asked.chances > 0
    noise = np.zeros(len(asked.told))
    gap = (asked.truth - _behind(asked))[drawn]
    noise[drawn] = (1 - asked.chances[drawn]) / asked.chances[drawn] ** 2 * gap**2
    return noise


@dataclass(frozen=True)
class CheckedShares:
    """Shares under the design of the sample, corrected where people have checked enough."""

    sampled: SampledShares
    checks: Checks
    validated: Validated = field(default_factory=Validated)

    def share(
        self, bodies: Collection[str], found: Found, question: Question | None = None
    ) -> Estimate:
        """Corrected over all documents; by kind of document, what was checked does not tell."""
        plain = self.sampled.share(bodies, found, question)
        corrected = self._corrected(bodies, found, question)
        if corrected is None:
            return plain
        return _put_right(plain, corrected, METHOD)

    def ranks(self, bodies: Collection[str], found: Mapping[Question, Found]) -> tuple[Rank, ...]:
        """Places by corrected shares where all are corrected, else by the coder's answers."""
        asked = [self._asked(bodies, said, question) for question, said in found.items()]
        ready = [one for one in asked if one is not None and _correct(one) is not None]
        if not ready or len(ready) < len(asked):
            return self.sampled.ranks(bodies, found)
        sizes = np.array([_share(one) for one in ready])
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
        outcomes = np.column_stack([_outcomes(one) for one in asked])
        inside = (weights > 0)[:, None] * (outcomes - sizes) / total
        noise = [float((weights * _noise(one)).sum()) / total**2 for one in asked]
        drawing = self.sampled.design.residuals(inside)
        return np.vstack((drawing, np.diag(np.sqrt(noise))))

    def difference(
        self, found: Found, one: Collection[str], other: Collection[str]
    ) -> Difference | None:
        """By the coder's answers: in a group there are seldom checks enough."""
        return self.sampled.difference(found, one, other)

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
        return _correct(asked, plain=self._worth(asked))

    def _asked(
        self, bodies: Collection[str], found: Found, question: Question | None
    ) -> Asked | None:
        """What the coder and people answered; None where people were not asked."""
        if question is None or question.kinds or not bodies:
            return None
        checks = self.checks.get((question.variable, question.code), {})
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
