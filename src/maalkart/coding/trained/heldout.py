"""How well a coder answers for documents that it did not learn from, with intervals.

Intervals are the middle 95 % of a bootstrap that draws whole documents: the statements of one
document are alike, and drawing them one by one would promise too much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from maalkart.coding.trained.coder import given
from maalkart.coding.trained.margins import Floats
from maalkart.coding.trained.model import Question
from maalkart.core.agreement import clustered, f1, kappa, nominal_alpha

Figures = dict[str, float | int | None]
Measures = Mapping[str, Callable[[Floats], float | None]]


def quality(question: Question, chance: Floats, right: Floats, documents: Sequence[str]) -> Figures:
    """Of held-out chances (statements × codes) and what is right, each statement of a document.

    `kappa` and `alpha` of a question with one answer, else `micro_f1`, each with `_low` and
    `_high`; None where undefined. `calibration_error` is in ten bins of equal width.
    """
    place = {name: at for at, name in enumerate(dict.fromkeys(documents))}
    group = np.array([place[name] for name in documents], dtype=np.int64)
    if question.single:
        first = [given(question, dict(zip(question.codes, row, strict=True)))[0] for row in chance]
        told = np.array([question.codes.index(code) for code, _ in first])
        truth = right.argmax(axis=1)
        sure, hit = np.array([chance for _, chance in first]), told == truth
        tables = np.zeros((len(place), len(question.codes), len(question.codes)))
        np.add.at(tables, (group, truth, told), 1.0)
        measures: Measures = {"kappa": kappa, "alpha": nominal_alpha}
    else:
        chosen = picked(chance, question.threshold, question.at_most)
        sure, hit = chance[chosen], right[chosen] > 0
        counts = np.column_stack([(chosen & (right > 0)).sum(axis=1), chosen.sum(axis=1),
                                  right.sum(axis=1)])  # fmt: skip
        tables = np.zeros((len(place), 3))
        np.add.at(tables, group, counts)
        measures = {"micro_f1": f1}
    found: Figures = dict(_measured(tables, measures))
    found["calibration_error"] = round(_calibration_error(sure, hit), 4)
    return found | {"examples": len(right), "documents": len(place)}


def _measured(tables: Floats, measures: Measures) -> Iterator[tuple[str, float | None]]:
    """Each measure of the tables summed, and of documents drawn anew; tables by document."""
    for name, measure in measures.items():
        found = clustered(tables, measure)
        for end, value in (("", found.value), ("_low", found.low), ("_high", found.high)):
            yield f"{name}{end}", None if value is None else round(value, 4)


def _calibration_error(sure: Floats, hit: npt.NDArray[np.bool_]) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(float((sure - hit)[bins == b].sum())) for b in range(10)]
    return sum(gaps) / max(1, len(sure))


def picked(chance: Floats, least: float, at_most: int | None) -> npt.NDArray[np.bool_]:
    """The codes that are answered: those with the chance asked for, the likeliest `at_most`."""
    chosen = chance >= least
    if at_most is not None and at_most < chance.shape[1]:
        limit = -np.sort(-chance, axis=1)[:, at_most - 1]
        chosen &= chance >= limit[:, None]
    return chosen


def micro_f1(chosen: npt.NDArray[np.bool_], right: Floats) -> float:
    """2 · right / (told + true) over all codes; 0 where there is neither."""
    both = float((chosen & (right > 0)).sum())
    return 2 * both / max(1.0, float(chosen.sum() + right.sum()))
