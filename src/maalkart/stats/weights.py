"""Weights for bodies that did not answer, and weights that meet known totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from maalkart.stats.design import Floats

ROUNDS = 200  # of raking: margins of a real register are met to a millionth in fewer than 30
CLOSE = 1e-9  # relative distance from a margin that counts as met


def answering(
    weights: Floats, answered: npt.NDArray[np.bool_], *classings: Sequence[str]
) -> Floats:
    """Weights (n,) of those that answered, raised for those of the same class that did not.

    0 for those that did not answer (weighting-class adjustment, Särndal and Lundström 2005, 6).
    Right where those who did not answer are like those of their class who did. `classings` go from
    the finest to the coarsest: a class in which none answered is made up for by the next that holds
    it. Raises ValueError where none answered in a class of the last.
    """
    raised = weights * answered
    for names in map(np.array, classings):
        for name in np.unique(names):
            inside = names == name
            there = raised[inside].sum()
            if there > 0:
                raised[inside] *= weights[inside].sum() / there
    lost = [name for name in np.unique(names) if raised[names == name].sum() == 0]
    if lost:
        raise ValueError(f"none of the class «{lost[0]}» answered: join it with another")
    found: Floats = raised
    return found


def rake(weights: Floats, margins: Sequence[tuple[Sequence[str], Mapping[str, float]]]) -> Floats:
    """Weights (n,) that meet several sets of known totals at once (Deming and Stephan 1940).

    Each margin is the class of every body and the population's total of every class. Raises
    ValueError where a class has a total but no body, or where the totals contradict each other.
    """
    raked = weights.astype(float).copy()
    classes = [np.array(names) for names, _ in margins]
    for names, (_, totals) in zip(classes, margins, strict=True):
        for name, total in totals.items():
            if total > 0 and raked[names == name].sum() == 0:
                raise ValueError(f"«{name}» has a total of {total:g} but no body in the sample")
    for _ in range(ROUNDS):
        worst = 0.0
        for names, (_, totals) in zip(classes, margins, strict=True):
            for name, total in totals.items():
                inside = names == name
                factor = total / raked[inside].sum() if raked[inside].sum() else 1.0
                raked[inside] *= factor
                worst = max(worst, abs(factor - 1))
        if worst < CLOSE:
            return raked
    raise ValueError("the known totals contradict each other: no weights meet them all")
