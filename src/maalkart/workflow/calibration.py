"""Weights that make a sample meet what is known of its population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from maalkart.core.errors import StudyError
from maalkart.core.study import Body
from maalkart.register.frame import load_frame
from maalkart.stats.response import responding
from maalkart.stats.weights import rake
from maalkart.workflow.study import Study

MOST = 12  # classes of a column: with more, most would have no body in a sample of 41
PLACE = "study.toml, [estimate] calibrate_on"


def calibrated(study: Study, bodies: Sequence[Body], read: Collection[str]) -> Mapping[str, float]:
    """Weights of the bodies with documents, raked to the register's totals; empty where not asked.

    They start from the weights that make up for those without documents (`responding`). Raises
    StudyError where a column has too many classes, or a class no body with documents.
    """
    columns = study.settings.estimate.calibrate_on
    there = [body for body in responding(bodies, read) if body.number in read]
    if not columns or not there or any(body.inclusion_probability is None for body in there):
        return {}
    frame = load_frame(study.settings.population, study.folder)
    margins = []
    for column in columns:
        totals = Counter(_class(body, column) for body in frame)
        if len(totals) > MOST:
            raise StudyError(
                f"«{column}» has {len(totals)} classes, too many to calibrate on",
                place=PLACE,
                hint=f"choose a column with at most {MOST}",
            )
        margins.append(([_class(body, column) for body in there], dict(totals)))
    base = np.array([1 / (body.inclusion_probability or 1.0) for body in there])
    try:
        raked = rake(base, margins)
    except ValueError as error:
        raise StudyError(str(error), place=PLACE, hint="leave a column out") from None
    return {body.number: float(one) for body, one in zip(there, raked, strict=True)}


def _class(body: Body, column: str) -> str:
    return body.level if column == "level" else body.facts.get(column, "")
