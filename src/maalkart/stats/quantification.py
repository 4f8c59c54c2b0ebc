"""Shares adjusted by error rates from other data, where no one has coded the study's own.

Weaker than a correction: it holds only if the coder errs here as it did there. Such a share is
called «adjusted», never «corrected».
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from maalkart.stats.design import Floats
from maalkart.stats.intervals import NORMAL, Interval


@dataclass(frozen=True, slots=True)
class Rates:
    """How a coder did on data that people had coded: of those with the code it found `hits`, of
    those without it found `false`.
    """

    hits: int
    positives: int
    false: int
    negatives: int


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An adjusted share with its 95 % interval."""

    share: float
    bounds: Interval


def rogan_gladen(found: int, asked: int, rates: Rates) -> Adjusted | None:
    """The adjusted count, (q + specificity − 1) / (sensitivity + specificity − 1), within [0, 1].

    Rogan and Gladen (1978), with the interval of Lang and Reiczigel (2014, Prev. Vet. Med. 113),
    which adds a little to every count. None where the coder does no better than chance.
    """
    if not (asked and rates.positives and rates.negatives):
        return None
    sensitivity = rates.hits / rates.positives
    specificity = 1 - rates.false / rates.negatives
    if sensitivity + specificity <= 1:
        return None
    share = (found / asked + specificity - 1) / (sensitivity + specificity - 1)
    return Adjusted(min(1.0, max(0.0, share)), _lang_reiczigel(found, asked, rates, share))


def _lang_reiczigel(found: int, asked: int, rates: Rates, share: float) -> Interval:
    z2 = NORMAL**2
    n, positives, negatives = asked + z2, rates.positives + 2, rates.negatives + 2
    apparent = (found + z2 / 2) / n
    sensitivity = (rates.hits + 1) / positives
    specificity = (rates.negatives - rates.false + 1) / negatives
    gain = sensitivity + specificity - 1
    middle = (apparent + specificity - 1) / gain
    shift = (
        2
        * z2
        * (
            middle * sensitivity * (1 - sensitivity) / positives
            - (1 - middle) * specificity * (1 - specificity) / negatives
        )
    )
    variance = (
        apparent * (1 - apparent) / n
        + middle**2 * sensitivity * (1 - sensitivity) / positives
        + (1 - middle) ** 2 * specificity * (1 - specificity) / negatives
    ) / gain**2
    half, inside = NORMAL * math.sqrt(variance), min(1.0, max(0.0, share))
    low, high = middle + shift - half, middle + shift + half
    return Interval(max(0.0, min(low, inside)), min(1.0, max(high, inside)))


def em_shares(answers: Floats, prior: Floats, *, rounds: int = 500) -> Floats:
    """The shares of k codes in new data, from probabilities (n, k) and the old shares (k,).

    Saerens, Latinne and Decaestecker (2002, Neural Computation 14): the coder's probabilities are
    taken to be calibrated where the codes had the shares `prior`; they are re-weighted until the
    shares they give are those they were given.
    """
    shares = prior.astype(float).copy()
    for _ in range(rounds):
        weighted = answers * (shares / prior)
        weighted /= weighted.sum(axis=1, keepdims=True)
        found = weighted.mean(axis=0)
        if np.abs(found - shares).max() < 1e-9:
            break
        shares = found
    result: Floats = shares
    return result
