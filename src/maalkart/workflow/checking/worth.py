"""What a coder has been worth by what people have checked so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from maalkart.stats.correction import Statements, corrected_ratio, machine_ratio, share_bounds
from maalkart.stats.planning import STATEMENTS, drawn_towards
from maalkart.stats.tuning import tuned
from maalkart.store.decisions import Decision, Drawn
from maalkart.workflow.checking.draws import FOUND
from maalkart.workflow.checking.material import Material

Answered = Iterable[tuple[Drawn, Decision, float]]


@dataclass(frozen=True, slots=True)
class Worth:
    """The mean width of people's answers alone, and λ: how much the coder counts, 0 to 1.

    Each is None where too little is checked to tell.
    """

    alone: float | None
    tuning: float | None


def of_statements(material: Material, variable: str) -> Worth:
    """Over the codes of a variable that are corrected."""
    widths, tunings = [], []
    for of in material.answers(variable).values():
        ratio = corrected_ratio(material.design, of) if (of.chances > 0).any() else None
        if ratio is None:
            continue
        widths.append(_alone(material, of, ratio.share))
        if len(np.unique(of.truth[of.chances > 0])) > 1:
            tunings.append(ratio.tuning)
    return Worth(_mean(widths), _mean(tunings))


def _alone(material: Material, of: Statements, share: float) -> float:
    """The width from as many statements drawn with equal chances: of bodies, and of statements."""
    seen = of.chances > 0
    people, chance = 1 / of.chances[seen], float(seen.mean())
    aims = float(people @ of.truly_asked[seen] / people.sum())
    weights = material.design.weights[of.body]
    smooth = drawn_towards(STATEMENTS.missed, share, float(seen.sum()))
    noise = (1 - chance) / chance * float((weights**2).sum()) * smooth * (1 - smooth) * aims
    between = machine_ratio(material.design, of).variance
    variance = between + noise / (aims * float(weights.sum())) ** 2
    return share_bounds(share, smooth, variance, material.design).width


def of_bodies(done: Answered) -> float | None:
    """λ over the codes of which people found some bodies with it and some without."""
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for one, decision, chance in done:
        told, truth = one.stratum == FOUND, int(decision.answer) > 0
        rows.setdefault(one.code, []).append((float(truth), float(told), chance))
    return _mean(_by_code(rows))


def _by_code(rows: Mapping[str, list[tuple[float, float, float]]]) -> list[float]:
    found = []
    for checks in rows.values():
        truth, told, chances = np.array(checks).T
        if len(np.unique(truth)) > 1 and (chances < 1).any():
            found.append(tuned(truth, told.astype(np.int64), chances))
    return found


def _mean(values: list[float]) -> float | None:
    return float(np.mean(values)) if values else None
