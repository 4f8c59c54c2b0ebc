"""Shares where people have checked some of the coder's answers: the formulas of two phases."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from maalkart.stats.comparison import Difference, apart
from maalkart.stats.design import Floats
from maalkart.stats.intervals import Interval, wilson
from maalkart.stats.planning import BODIES, Bools

FEWEST = 2  # checks among the bodies of one answer, or all of them: of a single one spread is blind


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share with its interval, and how many checks it rests on."""

    share: float
    bounds: Interval
    checked: int
    variance: float = 0.0


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
    return Corrected(share, wilson(share, size), checked, variance)


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


def correct(asked: Asked, *, plain: float = 1.0) -> Corrected | None:
    return corrected_share(asked.weights, asked.told, asked.truth, asked.chances, plain=plain)


def share_of(asked: Asked) -> float:
    corrected = correct(asked)
    return corrected.share if corrected is not None else 0.0


def behind(asked: Asked) -> Floats:
    """For each body, the share that people found behind the coder's answer on it."""
    found = np.zeros(len(asked.told))
    for answer in (0.0, 1.0):
        inside = (asked.weights > 0) & (asked.told == answer)
        group = _group(answer, asked.weights, asked.truth, asked.chances, inside)
        if inside.any() and group is not None:
            found[inside] = group.share
    return found


def outcomes(asked: Asked) -> Floats:
    """Pseudo-outcomes: that share, and the difference over its probability where people looked."""
    values = behind(asked)
    drawn = asked.chances > 0
    values[drawn] += (asked.truth[drawn] - values[drawn]) / asked.chances[drawn]
    return values


def noise_of(asked: Asked) -> Floats:
    """How much each body's outcome varies with whether it was drawn to be checked."""
    drawn = asked.chances > 0
    noise = np.zeros(len(asked.told))
    gap = (asked.truth - behind(asked))[drawn]
    noise[drawn] = (1 - asked.chances[drawn]) / asked.chances[drawn] ** 2 * gap**2
    return noise


def corrected_part(asked: Asked, part: Floats, *, plain: float) -> Corrected | None:
    """The share in a part (n,) of the bodies asked, by what people found in all of them.

    Where the part has checks enough of its own they alone decide. Else what people found behind
    each answer of the coder anywhere stands for it here, and the checks of the part correct that
    (the generalised difference estimator, Särndal, Swensson and Wretman 1992, 9.8): right on
    average however else the coder errs here, and as wide as so few checks must leave it. `plain` is
    what the bodies of the part are worth as a sample. None with fewer than two checks in the part,
    or too few in all.
    """
    weights = asked.weights * part
    own = replace(asked, weights=weights)
    found = correct(own, plain=plain)
    drawn = (weights > 0) & (asked.chances > 0)
    if found is not None or drawn.sum() < FEWEST or correct(asked) is None:
        return found
    total = float(weights.sum())
    share = float(np.clip(weights @ outcomes(asked) / total, 0, 1))
    smooth, checking = 0.0, 0.0
    for answer in (0.0, 1.0):
        inside = (asked.weights > 0) & (asked.told == answer)
        group = _group(answer, asked.weights, asked.truth, asked.chances, inside)
        if group is None:
            continue
        seen = inside & (asked.chances > 0)
        chance = min(1.0, float(seen.sum()) / max(1.0, float(inside.sum())))
        here = weights[inside]
        smooth += float(here.sum()) / total * group.smooth
        noise = group.smooth * (1 - group.smooth) * (1 - chance) / chance
        checking += float((here**2).sum()) / total**2 * noise
    drawing = 0.0 if np.isinf(plain) else smooth * (1 - smooth) / plain
    variance = drawing + checking
    size = smooth * (1 - smooth) / variance if variance > 0 else plain
    return Corrected(share, wilson(share, size), int(drawn.sum()), variance)


def corrected_difference(one: Corrected, other: Corrected) -> Difference:
    """One corrected share less that of other bodies (Newcombe 1998)."""
    error = float(np.sqrt(one.variance + other.variance))
    return apart((one.share, one.bounds), (other.share, other.bounds), error)
