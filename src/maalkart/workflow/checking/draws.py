"""Drawing what people are to check, and recording it with its probabilities."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from maalkart.core.errors import UsageError
from maalkart.stats.planning import draw, rates, split
from maalkart.store.decisions import Decisions, Draw, Drawn, Unit
from maalkart.workflow.checking.decided import Recorded
from maalkart.workflow.checking.material import Material, numbers
from maalkart.workflow.checking.outlook import doubt, groups_of
from maalkart.workflow.study import opened

FOUND, NOT_FOUND, ALL = "found", "not found", "all"


def draw_bodies(material: Material, variable: str, *, each: int, seed: int) -> Recorded:
    """Draw bodies to check for every code of a variable: those with it, and those without."""
    found: list[Drawn] = []
    for code, groups in groups_of(material, variable).items():
        parts = split([len(group) for group in groups], each)
        for group, stratum, count in zip(groups, (NOT_FOUND, FOUND), parts, strict=True):
            keys = numbers(seed, [f"{body} {variable} {code}" for body in group])
            for at in np.argsort(keys, kind="stable")[:count]:
                chance = count / len(group)
                found.append(_drawn(group[at], code, stratum, chance))
    keys = numbers(seed, [f"{one.unit} {variable} {one.code}" for one in found])
    order = [found[at] for at in np.argsort(keys, kind="stable")]
    return _record(material, "bodies", variable, seed, order)


def draw_statements(material: Material, variable: str, *, total: int, seed: int) -> Recorded:
    """Draw statements to code, the doubtful ones more often."""
    ids = [one.statement.id for one in material.statements]
    chances = rates(doubt(material, variable), total)
    places = draw(chances, numbers(seed, ids))
    order = [_drawn(ids[at], "", ALL, float(chances[at])) for at in places]
    return _record(material, "statements", variable, seed, order)


def _drawn(unit: str, code: str, stratum: str, chance: float) -> Drawn:
    return Drawn(place=0, unit=unit, code=code, stratum=stratum, chance=chance)


def _record(material: Material, of: Unit, variable: str, seed: int, order: list[Drawn]) -> Recorded:
    if not order:
        raise UsageError("there is nothing to check", hint="choose another variable")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = Draw(drawn=now, of=of, variable=variable, seed=seed, coder=material.data.coder)
    placed = tuple(
        Drawn(place=at, unit=one.unit, code=one.code, stratum=one.stratum, chance=one.chance)
        for at, one in enumerate(order, start=1)
    )
    with opened(material.study) as database:
        number = Decisions(database).add_draw(made, placed)
    return Recorded(number, made, placed)
