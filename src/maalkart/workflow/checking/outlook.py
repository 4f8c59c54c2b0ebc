"""What a number of checks would give, before anyone starts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from maalkart.stats.correction import Statements, machine_ratio
from maalkart.stats.design import Floats
from maalkart.stats.intervals import wilson
from maalkart.stats.planning import (
    Outlook,
    body_outlook,
    body_width,
    fewest_checks,
    rates,
    spread,
)
from maalkart.workflow.checking.decided import Recorded
from maalkart.workflow.checking.material import Material

STEPS = (5, 10, 15, 20, 30, 40, 60, 80, 120)  # bodies a code, shown to choose among
SIZES = (50, 100, 200, 300, 400, 600, 800, 1000, 1500, 2000)  # statements, likewise


def groups_of(material: Material, variable: str) -> Mapping[str, tuple[list[str], list[str]]]:
    """By code, the bodies in which the coder did not find it, and those in which it did."""
    return {code: material.groups(variable, code) for code in material.codes(variable)}


def sizes_of(material: Material, variable: str) -> list[tuple[int, int]]:
    """By code, how many bodies are in each of the two groups."""
    return [(len(no), len(yes)) for no, yes in groups_of(material, variable).values()]


def of_bodies(material: Material, variable: str) -> list[Outlook]:
    """What it gives to check so many bodies for every code of a variable, up to all of them."""
    groups, most = sizes_of(material, variable), len(material.asked_of(variable))
    steps = [step for step in STEPS if step < most] + [most]
    return [body_outlook(groups, material.worth(variable), step) for step in steps]


def bodies_for(material: Material, variable: str, width: float) -> int | None:
    """How many bodies to check for every code; None where not even all give the width."""
    return fewest_checks(sizes_of(material, variable), material.worth(variable), width)


def of_recorded(material: Material, recorded: Recorded) -> float:
    """The mean width to expect once all that is drawn is checked."""
    variable = recorded.draw.variable
    if recorded.draw.of == "statements":
        total = min(len(recorded.drawn), len(material.statements))
        return _width(material, material.answers(variable), rates(doubt(material, variable), total))
    widths = []
    for code in dict.fromkeys(one.code for one in recorded.drawn):
        asked = {one.unit for one in recorded.drawn if one.code == code}
        groups = material.groups(variable, code)
        seen = [sum(body in asked for body in group) for group in groups]
        widths.append(body_width([len(group) for group in groups], seen, material.worth(variable)))
    return float(np.mean(widths))


def doubt(material: Material, variable: str) -> Floats:
    """How doubtful each statement is, over all codes of a variable together."""
    place = {one.statement.id: at for at, one in enumerate(material.statements)}
    told = np.zeros((len(place), len(material.codes(variable))), dtype=bool)
    sure = np.full(told.shape, np.nan)
    for column, code in enumerate(material.codes(variable)):
        for found in material.found(variable, code).values():
            for one in found:
                told[place[one.statement], column] = True
        for statement, chance in material.data.sure.get((variable, code), {}).items():
            if statement in place and told[place[statement], column]:
                sure[place[statement], column] = chance
    summed: Floats = np.sqrt((spread(told, sure=sure) ** 2).sum(axis=1))
    return summed


def of_statements(material: Material, variable: str) -> list[Outlook]:
    """What it gives to code so many statements, on average over the codes of a variable."""
    most = len(material.statements)
    sizes = [size for size in SIZES if size < most] + [most]
    answers, doubts = material.answers(variable), doubt(material, variable)
    return [Outlook(size, _width(material, answers, rates(doubts, size))) for size in sizes]


def statements_for(material: Material, variable: str, width: float) -> int | None:
    """How many statements to code; None where not even all give the width."""
    answers, doubts = material.answers(variable), doubt(material, variable)
    low, high = 2, len(material.statements)
    if _width(material, answers, rates(doubts, high)) > width:
        return None
    while low < high:
        middle = (low + high) // 2
        if _width(material, answers, rates(doubts, middle)) <= width:
            high = middle
        else:
            low = middle + 1
    return low


def _width(material: Material, answers: Mapping[str, Statements], chances: Floats) -> float:
    place = {one.statement.id: at for at, one in enumerate(material.statements)}
    rows = np.array([place[one.statement.id] for one in material.data.statements])
    widths = [_expected(material, of, chances[rows]) for of in answers.values()]
    return float(np.mean(widths))


def _expected(material: Material, of: Statements, chances: Floats) -> float:
    """The width to expect: the spread between bodies as the coder sees it, and that of checking."""
    ratio = machine_ratio(material.design, of)
    weights = material.design.weights[of.body]
    doubtful = spread(of.told > 0, sure=of.sure) ** 2
    noise = (weights**2 * (1 - chances) / chances * doubtful).sum()
    variance = ratio.variance + float(noise / (weights @ of.asked) ** 2)
    share = min(max(ratio.share, 0.01), 0.99)
    size = share * (1 - share) / variance if variance > 0 else float("inf")
    return wilson(share, size).width
