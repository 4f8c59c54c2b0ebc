"""`maalkart plan-coding`: what checking gives, what is drawn to be checked, and the gain so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from maalkart.coding import codebook as codebooks
from maalkart.core.errors import MaalkartError, UsageError
from maalkart.core.study import Estimate, Question, Strength, parted
from maalkart.report.base import StudyData
from maalkart.report.emphasis import Answers
from maalkart.report.mentions import Mentions, by_design
from maalkart.report.terms import terms_of
from maalkart.stats.intervals import wilson
from maalkart.stats.planning import Outlook
from maalkart.store.decisions import Decision, Drawn
from maalkart.workflow.checking import outlook, worth
from maalkart.workflow.checking.decided import Recorded, answered, last_draws, standing
from maalkart.workflow.checking.draws import draw_bodies, draw_statements
from maalkart.workflow.checking.files import write_codes, write_table
from maalkart.workflow.checking.material import STRONG, Material
from maalkart.workflow.checking.taking import take_in
from maalkart.workflow.checking.worth import Worth
from maalkart.workflow.plan import codebook_path
from maalkart.workflow.study import Study

Of = Literal["bodies", "statements"]
Answer = tuple[Drawn, Decision, float]
OF_STATEMENTS = ("domains", "themes")  # what people are asked of a statement, beside its type


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """How far checking has come, and the mean width of intervals with it and without.

    `corrected` counts the codes that are corrected by now. `alone` is the mean width of intervals
    from as many of people's answers on units drawn at random, the coder put aside, `expected` that
    to expect once all that is drawn is checked. `gone` of what was drawn are no longer there, since
    the documents are read otherwise or have changed. `counts` is λ, how much the coder's answers
    count, from 0 to 1.
    """

    of: Of
    variable: str
    checked: int
    drawn: int
    codes: int
    corrected: int
    width: float | None
    alone: float | None
    uncorrected: float
    expected: float
    gone: int = 0
    counts: float | None = None


@dataclass(frozen=True, slots=True)
class CodingPlan:
    """What to choose among, or what was drawn and where the table lies."""

    outlooks: tuple[Outlook, ...]
    checks: int | None = None
    table: Path | None = None
    codes: Path | None = None


def options(study: Study, *, of: Of, variable: str) -> CodingPlan:
    """What different numbers of checks would give."""
    material = Material.of(study)
    _known(material, of, variable)
    find = outlook.of_bodies if of == "bodies" else outlook.of_statements
    return CodingPlan(tuple(find(material, variable)))


def draw_for(study: Study, *, of: Of, variable: str, width: float) -> CodingPlan:
    """Draw as many checks as a mean width of intervals asks for, record them and write the table.

    Raises UsageError where no number of checks gives it: then the bodies drawn are too few.
    """
    material = Material.of(study)
    seed = study.settings.sample.seed
    _known(material, of, variable)
    wanted = outlook.bodies_for if of == "bodies" else outlook.statements_for
    count = wanted(material, variable, width)
    if count is None:
        find = outlook.of_bodies if of == "bodies" else outlook.of_statements
        least = find(material, variable)[-1].width
        raise UsageError(
            f"no amount of checking gives intervals of {width:.2f}: with all checked they are "
            f"{least:.2f} wide on average, for so few bodies are drawn",
            hint=f"ask for {np.ceil(least * 100 + 1) / 100:.2f} or more, or draw more bodies",
        )
    if of == "bodies":
        recorded = draw_bodies(material, variable, each=count, seed=seed)
        return CodingPlan((), len(recorded.drawn), write_table(material, recorded))
    recorded = draw_statements(material, variable, total=count, seed=seed)
    table, codes = write_table(material, recorded), write_codes(material, variable)
    return CodingPlan((), len(recorded.drawn), table, codes)


def _known(material: Material, of: Of, variable: str) -> None:
    material.codes(variable)
    if of == "statements" and variable not in OF_STATEMENTS:
        raise UsageError(
            f"statements are not coded for «{variable}»",
            hint=f"choose among: {', '.join(OF_STATEMENTS)}; or check bodies",
        )


def decide(study: Study, table: Path, *, person: str | None) -> tuple[int, list[MaalkartError]]:
    """Take in the answers of a filled-in table; returns how many were new, and what was not.

    What people have answered is kept also where the coding is no longer fresh.
    """
    terms = terms_of(codebooks.load(codebook_path(study)))
    return take_in(study, terms, table, person=person)


def gains(study: Study) -> Iterator[Gain]:
    """How far each draw has come, and what it gives by now."""
    draws = last_draws(study)
    if not draws:
        return
    material, decisions = Material.of(study), standing(study)
    for recorded in draws:
        yield _gain(material, recorded, list(answered(recorded, decisions)))


def _gain(material: Material, recorded: Recorded, done: list[Answer]) -> Gain:
    draw = recorded.draw
    shares = _shares(material, recorded)
    with_checks = [one for one in shares if one.correction == "corrected"]
    if draw.of == "bodies":
        found = Worth(_alone(material, with_checks, draw.variable), worth.of_bodies(done))
    else:
        found = worth.of_statements(material, draw.variable)
    return Gain(
        of=draw.of,
        variable=draw.variable,
        checked=len(done),
        drawn=len(recorded.drawn),
        codes=len(shares),
        corrected=len(with_checks),
        width=_mean(with_checks),
        alone=found.alone,
        counts=found.tuning,
        uncorrected=_mean(_shares(material, recorded, corrected=False)) or 0.0,
        expected=outlook.of_recorded(material, recorded),
        gone=_gone(material, recorded),
    )


def _gone(material: Material, recorded: Recorded) -> int:
    if recorded.draw.of == "bodies":
        there = set(material.asked_of(recorded.draw.variable))
    else:
        there = {one.statement.id for one in material.statements}
    return sum(one.unit not in there for one in recorded.drawn)


def _shares(material: Material, recorded: Recorded, *, corrected: bool = True) -> list[Estimate]:
    data, draw = material.data, recorded.draw
    mentions = _mentions(data, corrected=corrected)
    if draw.of == "bodies":
        name, kind = parted(draw.variable)
        strength: Strength = "mentioned" if name in STRONG else "said"
        kinds = (kind,) if kind else ()
        return [
            mentions.estimate.share(
                material.asked_of(draw.variable),
                {
                    body: [one.statement for one in found]
                    for body, found in material.found(draw.variable, code).items()
                },
                Question(name, code, strength, kinds),
            )
            for code in dict.fromkeys(one.code for one in recorded.drawn)
        ]
    told = Answers(mentions)
    return [
        mentions.estimate.share_of_statements(told.of(draw.variable, code))
        for code in material.codes(draw.variable)
    ]


def _mentions(data: StudyData, *, corrected: bool) -> Mentions:
    kept = data if corrected else replace(data, checks={}, coded={})
    return Mentions(kept, by_design(kept))


def _mean(shares: list[Estimate]) -> float | None:
    widths = [one.high - one.low for one in shares if one.high is not None and one.low is not None]
    return float(np.mean(widths)) if widths else None


def _alone(material: Material, shares: list[Estimate], variable: str) -> float | None:
    """People's answers as a simple random part of the bodies that were drawn."""
    widths = []
    all_, drawn = len(material.asked_of(variable)), material.worth(variable)
    for one in shares:
        left = (1 / one.checked - 1 / all_) + (0.0 if np.isinf(drawn) else 1 / drawn)
        size = float("inf") if left <= 0 else 1 / left
        widths.append(wilson(one.share or 0.0, size).width)
    return float(np.mean(widths)) if widths else None
