"""Means of what people would have coded, from a coder's answers and people's on a random part.

The estimators of the literature for independent draws, and their form for statements within bodies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from maalkart.stats.design import Design, Floats
from maalkart.stats.intervals import NORMAL, Interval, wilson
from maalkart.stats.means import plain_size
from maalkart.stats.planning import STATEMENTS, Bools, drawn_towards
from maalkart.stats.tuning import tuned

Ints = npt.NDArray[np.int64]
NOTHING = 1e-15  # a variance that is rounding
FOUND = 2  # the answer of the coder that a statement has the code; 1 that it is an aim without it
FEWEST = 2  # checks in a group: of a single one spread is blind
PARTED = 8  # checks of a group that is parted by how sure the coder was: fewer tell too little
STEPS = (0.04, 0.15, 0.5, 0.75, 0.9)  # chances between which a coder's answers are alike


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
    people's answers, not looked at where `chances` is 0 (not drawn for people). `sure` is the
    chance that the coder itself gave the code, NaN where it gave none; it need not be calibrated.
    """

    body: Ints
    told: Floats
    asked: Floats
    truth: Floats
    truly_asked: Floats
    chances: Floats
    sure: Floats | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of statements with its variance and interval, and how many of them were checked.

    `tuning` is how much the coder's answers count, λ from 0 to 1.
    """

    share: float
    variance: float
    bounds: Interval
    checked: int
    tuning: float = 1.0


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
    given what people found on average, and λ times what they found otherwise among those with the
    same answer of the coder, given with about the same chance of being right; those that people
    coded are given the difference as well, divided by their probability (the generalised difference
    estimator, Särndal, Swensson and Wretman 1992, 9.8; DSL with a saturated model, tuned as PPI++).
    The variance is that between bodies of these values, and the rest of that of drawing statements.
    """
    alike = _alike(of)
    if alike is None:
        return None
    found = _models(of, alike)
    models, tuning = _counted(of, alike, found)
    said, asked = (_pseudo(of, alike, models[:, at], at) for at in (0, 1))
    total = _weighted(design, of.body, asked)
    share = _weighted(design, of.body, said) / total
    between = float(design.variance(_by_body(design, of.body, said - share * asked) / total))
    within, floor = _within(design, of, alike, found, models, share)
    variance = between + (within + floor) / total**2
    smooth = _smooth(of, alike, found, share)
    share = float(min(1.0, max(0.0, share)))
    checked = int((of.chances > 0).sum())
    return Ratio(share, variance, share_bounds(share, smooth, variance, design), checked, tuning)


@dataclass(frozen=True, slots=True)
class _Alike:
    """The group of each statement (j,), and of each group what to expect before anyone looks."""

    groups: Ints
    guesses: tuple[float, ...]


def _alike(of: Statements) -> _Alike | None:
    """Statements by the coder's answer and how sure it was; None where people saw too few of one.

    Groups of one answer that hold few checks are joined with the next.
    """
    answer = np.where(of.told > 0, FOUND, np.where(of.asked > 0, 1, 0))
    sure = np.zeros(len(answer)) if of.sure is None else np.nan_to_num(of.sure)
    step = np.searchsorted(STEPS, sure, side="right")
    groups = np.zeros(len(answer), dtype=np.int64)
    guesses: list[float] = []
    for one in (0, 1, FOUND):
        for inside in _joined(answer == one, step, of.chances > 0):
            if (inside & (of.chances > 0)).sum() < min(FEWEST, inside.sum()):
                return None
            groups[inside] = len(guesses)
            known = of.sure is not None and one and not np.isnan(of.sure[inside]).any()
            guess = float(sure[inside].mean()) if known else STATEMENTS.of(one == FOUND)
            guesses.append(guess)
    return _Alike(groups, tuple(guesses))


def _joined(inside: Bools, step: Ints, seen: Bools) -> list[Bools]:
    """The statements of one answer, parted by how sure the coder was where checks allow it."""
    parts: list[Bools] = []
    for one in range(len(STEPS) + 1):
        part = inside & (step == one)
        if not part.any():
            continue
        if parts and (parts[-1] & seen).sum() < PARTED:
            parts[-1] = parts[-1] | part
        else:
            parts.append(part)
    if len(parts) > 1 and (parts[-1] & seen).sum() < PARTED:
        last = parts.pop()
        parts[-1] = parts[-1] | last
    return parts


def _models(of: Statements, alike: _Alike) -> Floats:
    """By group (k, 2): the shares that people found and asked."""
    models = np.zeros((len(alike.guesses), 2))
    for group in range(len(models)):
        drawn = (alike.groups == group) & (of.chances > 0)
        worth = 1.0 / of.chances[drawn]
        for at, values in enumerate((of.truth, of.truly_asked)):
            models[group, at] = worth @ values[drawn] / worth.sum()
    return models


def _counted(of: Statements, alike: _Alike, found: Floats) -> tuple[Floats, float]:
    """What is expected by group (k, 2), the coder counting as much as it helps; and how much."""
    drawn = of.chances > 0
    worth = 1.0 / of.chances[drawn]
    values = np.column_stack((of.truth[drawn], of.truly_asked[drawn]))
    mean = worth @ values / worth.sum()
    share = mean[0] / mean[1] if mean[1] > 0 else 0.0
    gaps = values[:, 0] - share * values[:, 1]
    tuning = tuned(gaps, alike.groups[drawn], of.chances[drawn])
    return mean + tuning * (found - mean), tuning


def _pseudo(of: Statements, alike: _Alike, model: Floats, at: int) -> Floats:
    values: Floats = model[alike.groups]
    drawn = of.chances > 0
    truth = (of.truth, of.truly_asked)[at]
    values[drawn] += (truth[drawn] - values[drawn]) / of.chances[drawn]
    return values


def _within(
    design: Design, of: Statements, alike: _Alike, found: Floats, models: Floats, share: float
) -> tuple[float, float]:
    """The variance of drawing statements that the spread between bodies does not hold already.

    Second: what is lacking where the checked statements of a group agree or are few, since the
    spread within it is taken about their own mean.
    """
    drawn = of.chances > 0
    place, chance = alike.groups[drawn], of.chances[drawn]
    gap = (of.truth - share * of.truly_asked)[drawn] - (models[:, 0] - share * models[:, 1])[place]
    weight = design.weights[of.body[drawn]]
    noise: Floats = (1 - chance) / chance**2 * gap**2
    floor = 0.0
    for group, guess in enumerate(alike.guesses):
        here = place == group
        if here.any():
            size, share_of = float(here.sum()), float(found[group, 0])
            smooth = drawn_towards(guess, share_of, size)
            lacking = smooth * (1 - smooth) - share_of * (1 - share_of)
            spread = weight**2 * (1 - chance) / chance**2
            freedom = max(1.0, size - 1)
            lost = float((spread * gap**2)[here].sum()) / freedom
            floor += max(lost, lacking * float(spread[here].sum()))
    return float((weight * noise).sum()), floor


def _smooth(of: Statements, alike: _Alike, models: Floats, share: float) -> float:
    """The share drawn a little towards a guess, so that a share of none is not without doubt."""
    many = len(alike.guesses)
    counts = np.bincount(alike.groups[of.chances > 0], minlength=many)
    sizes = np.bincount(alike.groups, minlength=many)
    smooth = np.array(
        [
            drawn_towards(guess, float(models[group, 0]), float(counts[group]))
            for group, guess in enumerate(alike.guesses)
        ]
    )
    asked = float(sizes @ models[:, 1])
    return float(np.clip(share + sizes @ (smooth - models[:, 0]) / asked, 1e-6, 1 - 1e-6))


def share_bounds(share: float, smooth: float, variance: float, design: Design) -> Interval:
    """Wilson's interval on the effective size, wider for the few bodies that tell the variance."""
    if variance <= 0:
        return wilson(share, float("inf"))
    freedom = max(1, int((design.chances < 1).sum()) - 1)
    wider = 1.0 if design.census else float(stdtrit(freedom, 0.975)) / NORMAL
    return wilson(share, smooth * (1 - smooth) / (variance * wider**2))


def _by_body(design: Design, body: Ints, values: Floats) -> Floats:
    return np.bincount(body, weights=values, minlength=design.size).astype(np.float64)


def _weighted(design: Design, body: Ints, values: Floats) -> float:
    return float(design.weights @ _by_body(design, body, values))
