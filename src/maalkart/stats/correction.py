"""Means of what people would have coded, from a coder's answers and people's on a random part.

The estimators of the literature for independent draws, and their form for statements within bodies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import t as student

from maalkart.stats.design import Design, Floats
from maalkart.stats.intervals import NORMAL, Interval, wilson
from maalkart.stats.means import plain_size
from maalkart.stats.planning import STATEMENTS

Ints = npt.NDArray[np.int64]
NOTHING = 1e-15  # a variance that is rounding
FOUND = 2  # the group of statements in which the coder found the code


@dataclass(frozen=True, slots=True)
class Mean:
    """An estimate with its variance; `tuning` is the weight given to the coder's answers."""

    mean: float
    variance: float
    tuning: float = 1.0

    @property
    def interval(self) -> Interval:
        """The normal 95 % interval."""
        half = NORMAL * float(np.sqrt(self.variance))
        return Interval(self.mean - half, self.mean + half)


def dsl_mean(told: Floats, truth: Floats, chances: Floats) -> Mean:
    """Design-based supervised learning of a mean (Egami, Hinck, Stewart and Wei 2023, NeurIPS 36).

    `told` (n,) is the coder's answer, `truth` (n,) people's; `chances` (n,) are the probabilities
    with which statements were drawn for people, 0 where they were not (there `truth` is not looked
    at). The pseudo-outcome told + (truth − told)/π has the right mean however wrong the coder is.
    """
    drawn = chances > 0
    outcome = told.astype(float).copy()
    outcome[drawn] += (truth[drawn] - told[drawn]) / chances[drawn]
    return Mean(float(outcome.mean()), float(outcome.var(ddof=1) / len(outcome)))


def ppi_mean(
    told: Floats, told_checked: Floats, truth: Floats, *, tuning: float | None = 1.0
) -> Mean:
    """Prediction-powered inference for a mean (Angelopoulos and others 2023, Science 382).

    `told` (N,) are the coder's answers on statements that no one checked, `told_checked` and
    `truth` (n,) those on statements that people coded, a simple random part. With `tuning` None the
    weight of the coder is chosen to give the least variance (PPI++, Angelopoulos, Duchi and Zrnic
    2023): λ = cov(truth, told) / ((1 + n/N) var(told)), held to [0, 1].
    """
    n, many = len(truth), len(told)
    weight = tuning
    if weight is None:
        every = np.concatenate((told, told_checked)).var(ddof=1)
        shared = float(np.cov(truth, told_checked)[0, 1])
        weight = float(np.clip(shared / ((1 + n / many) * every), 0, 1)) if every > 0 else 0.0
    left = truth - weight * told_checked
    mean = weight * told.mean() + left.mean()
    variance = weight**2 * told.var(ddof=1) / many + left.var(ddof=1) / n
    return Mean(float(mean), float(variance), weight)


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements of drawn bodies: whose each is, what the coder answered, what people answered.

    All (j,). `body` is a place in the design. `told` is 1 where the coder found the code, `asked`
    where it counted the statement in the denominator (an aim); `truth` and `truly_asked` are
    people's answers, not looked at where `chances` is 0 (not drawn for people).
    """

    body: Ints
    told: Floats
    asked: Floats
    truth: Floats
    truly_asked: Floats
    chances: Floats


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of statements with its variance and interval, and how many of them were checked."""

    share: float
    variance: float
    bounds: Interval
    checked: int


def machine_ratio(design: Design, of: Statements) -> Ratio:
    """The share of statements by the coder alone: bodies are clusters, errors are left out."""
    total = _weighted(design, of.body, of.asked)
    share = min(1.0, _weighted(design, of.body, of.told) / total)
    gaps = _by_body(design, of.body, of.told - share * of.asked)
    variance = float(design.variance(gaps / total))
    if variance <= NOTHING:  # all or none: no spread is seen, and each body counts as one draw
        speaking = _by_body(design, of.body, of.asked) > 0
        return Ratio(share, 0.0, wilson(share, plain_size(design, design.weights * speaking)), 0)
    return Ratio(share, variance, share_bounds(share, share, variance, design), 0)


def corrected_ratio(design: Design, of: Statements) -> Ratio | None:
    """The share of statements that people would have found; None where they have coded too few.

    Statements for people are drawn with known probabilities within drawn bodies. Each statement is
    given what people found on average among those with the same answer of the coder, and those that
    people coded the difference as well, divided by their probability (the generalised difference
    estimator, Särndal, Swensson and Wretman 1992, 9.8; DSL with a saturated model). The variance is
    that between bodies of these values, and the rest of that of drawing statements.
    """
    groups = _answers(of)
    models = _models(of, groups)
    if models is None:
        return None
    said, asked = (_pseudo(of, groups, models[:, at], at) for at in (0, 1))
    total = _weighted(design, of.body, asked)
    share = _weighted(design, of.body, said) / total
    between = float(design.variance(_by_body(design, of.body, said - share * asked) / total))
    within, floor = _within(design, of, groups, models, share)
    variance = between + (within + floor) / total**2
    smooth = _smooth(of, groups, models, share)
    share = float(min(1.0, max(0.0, share)))
    checked = int((of.chances > 0).sum())
    return Ratio(share, variance, share_bounds(share, smooth, variance, design), checked)


def _answers(of: Statements) -> Ints:
    """0 not asked, 1 asked, 2 found: the groups in which the coder's answers are alike."""
    found: Ints = np.where(of.told > 0, FOUND, np.where(of.asked > 0, 1, 0)).astype(np.int64)
    return found


def _models(of: Statements, groups: Ints) -> Floats | None:
    """By group (3, 2): the shares that people found and asked; None where a group lacks answers."""
    models = np.zeros((3, 2))
    for group in range(3):
        inside = groups == group
        drawn = inside & (of.chances > 0)
        if not inside.any():
            continue
        if drawn.sum() < min(2, inside.sum()):
            return None
        worth = 1.0 / of.chances[drawn]
        for at, values in enumerate((of.truth, of.truly_asked)):
            models[group, at] = worth @ values[drawn] / worth.sum()
    return models


def _pseudo(of: Statements, groups: Ints, models: Floats, at: int) -> Floats:
    values = models[groups]
    drawn = of.chances > 0
    truth = (of.truth, of.truly_asked)[at]
    values[drawn] += (truth[drawn] - values[drawn]) / of.chances[drawn]
    return values


def _within(
    design: Design, of: Statements, groups: Ints, models: Floats, share: float
) -> tuple[float, float]:
    """The variance of drawing statements that the spread between bodies does not hold already.

    Second: what is lacking where all checked statements of a group agree.
    """
    drawn = of.chances > 0
    place, chance = groups[drawn], of.chances[drawn]
    gap = (of.truth - share * of.truly_asked)[drawn] - (models[:, 0] - share * models[:, 1])[place]
    weight = design.weights[of.body[drawn]]
    noise: Floats = (1 - chance) / chance**2 * gap**2
    floor = 0.0
    for group in range(3):
        here = place == group
        if here.any():
            size, share_of = float(here.sum()), float(models[group, 0])
            smooth = STATEMENTS.smoothed(group == FOUND, share_of, size)
            lacking = smooth * (1 - smooth) - share_of * (1 - share_of)
            spread = (weight**2 * (1 - chance) / chance**2)[here].sum()
            floor += max(0.0, lacking * float(spread))
    return float((weight * noise).sum()), floor


def _smooth(of: Statements, groups: Ints, models: Floats, share: float) -> float:
    """The share drawn a little towards a guess, so that a share of none is not without doubt."""
    counts = np.bincount(groups[of.chances > 0], minlength=3)
    sizes = np.bincount(groups, minlength=3)
    guessed = [
        STATEMENTS.smoothed(group == FOUND, float(models[group, 0]), float(counts[group]))
        for group in range(3)
    ]
    smooth = np.array(guessed)
    asked = float(sizes @ models[:, 1])
    return float(np.clip(share + sizes @ (smooth - models[:, 0]) / asked, 1e-6, 1 - 1e-6))


def share_bounds(share: float, smooth: float, variance: float, design: Design) -> Interval:
    """Wilson's interval on the effective size, wider for the few bodies that tell the variance."""
    if variance <= 0:
        return wilson(share, float("inf"))
    freedom = max(1, int((design.chances < 1).sum()) - 1)
    wider = 1.0 if design.census else float(student.ppf(0.975, freedom)) / NORMAL
    return wilson(share, smooth * (1 - smooth) / (variance * wider**2))


def _by_body(design: Design, body: Ints, values: Floats) -> Floats:
    return np.bincount(body, weights=values, minlength=design.size).astype(np.float64)


def _weighted(design: Design, body: Ints, values: Floats) -> float:
    return float(design.weights @ _by_body(design, body, values))
