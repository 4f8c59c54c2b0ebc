"""Drawing a sample: every body carries the probability with which it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from maalkart.core.errors import MaalkartError, StudyError
from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.design import Design, design_of, everyone
from maalkart.register.space import check_column


@dataclass(frozen=True, slots=True)
class Draw:
    """The bodies drawn, in the order of the register, and what could not be met."""

    bodies: tuple[Body, ...]
    problems: tuple[MaalkartError, ...] = ()


def draw(frame: Sequence[Body], settings: Sample, *, seed: int) -> Draw:
    """Bodies by the declared method. Raises StudyError where the frame cannot give what is asked.

    A body drawn has two facts more: `probability_method`, and `stratum` where there is one.
    """
    drawn: dict[str, Body] = {}
    problems: list[MaalkartError] = []
    for number, design in enumerate(designs_of(frame, settings, seed=seed)):
        problems += design.problems
        for at in np.flatnonzero(design.draw(np.random.default_rng([seed, number]))):
            drawn[design.bodies[at].number] = _told(design, int(at))
    return Draw(tuple(drawn[b.number] for b in frame if b.number in drawn), tuple(problems))


def _told(design: Design, at: int) -> Body:
    body = design.bodies[at]
    facts = {**body.facts, "probability_method": design.exactness}
    if design.strata[at]:
        facts["stratum"] = design.strata[at]
    chance = min(1.0, float(design.probabilities[at]))
    return replace(body, inclusion_probability=chance, facts=facts)


def designs_of(frame: Sequence[Body], settings: Sample, *, seed: int) -> tuple[Design, ...]:
    """The design of the frame; one for counties and one for the rest where their number is fixed.

    `seed` is used where probabilities must be simulated.
    """
    if settings.method == "all":
        return (everyone(frame),)
    size = settings.size
    if size is None or size > len(frame):
        hint = f"write a size from 1 to {len(frame)}"
        raise _cannot(f"draw {size} bodies of {len(frame)}", "size", hint)
    _check_certain(frame, settings)
    for column in (*settings.balance_on, *settings.spread_on, *settings.stratify_by):
        check_column(frame, column)
    if settings.counties is None:
        return (design_of(frame, size, settings, seed=seed),)
    counties = [body for body in frame if body.level == "county"]
    others = [body for body in frame if body.level != "county"]
    asked = settings.counties
    if not size - len(others) <= asked <= min(size, len(counties)):
        hint = f"the register has {len(counties)} counties and {len(others)} others"
        raise _cannot(f"draw {asked} counties among {size} bodies", "counties", hint)
    parts = ((others, size - asked), (counties, asked))
    return tuple(design_of(some, count, settings, seed=seed) for some, count in parts if count)


def _check_certain(frame: Sequence[Body], settings: Sample) -> None:
    known = {body.number for body in frame}
    for number in settings.certain:
        if number not in known:
            hint = "write its number as in the register, with its leading zero («0301»)"
            raise _cannot(f"find a body with the number «{number}»", "certain", hint)


def _cannot(what: str, key: str, hint: str) -> StudyError:
    return StudyError(f"cannot {what}", place=f"study.toml, [sample] {key}", hint=hint)
