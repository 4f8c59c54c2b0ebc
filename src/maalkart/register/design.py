"""A design: with which probabilities some bodies are drawn, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from maalkart.core.errors import StudyError
from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.cube import AT_WALL, Wall, draw_cube
from maalkart.register.designs import allocate, draw_simple, draw_stratified
from maalkart.register.pivotal import draw_pivotal
from maalkart.register.probabilities import fitted, proportional, scaled
from maalkart.register.requirements import feasible, nested, walls_of
from maalkart.register.space import Space, balance_rows, numeric, space_of, value_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Draws = Callable[[np.random.Generator], Floats]

TRIES = 1_000  # draws thrown away for one that holds all requirements, before that is said
SIMULATED = 1_000  # draws behind a simulated probability: one of .09 is known to ± .009


@dataclass(frozen=True, slots=True)
class Design:
    """How some bodies are drawn: the probability of each, and a draw by a generator.

    `draw` gives 1 for the bodies in the sample and 0 for the rest, and keeps all `walls`.
    `exactness` tells whether the probabilities are known or simulated.
    """

    bodies: tuple[Body, ...]
    probabilities: Floats
    draw: Draws
    strata: tuple[str, ...]
    exactness: Literal["exact", "simulated"] = "exact"
    walls: tuple[Wall, ...] = ()
    problems: tuple[StudyError, ...] = ()


def everyone(bodies: Sequence[Body]) -> Design:
    """Every body, with certainty."""
    ones = np.ones(len(bodies))
    return Design(tuple(bodies), ones, lambda _: ones, ("",) * len(bodies))


def design_of(bodies: Sequence[Body], size: int, settings: Sample, *, seed: int) -> Design:
    """The design of `size` bodies by the declared method, with those that are certain.

    Requirements that cannot be met are moved to the nearest that can, and are among the problems.
    """
    certain = np.array([body.number in settings.certain for body in bodies])
    rest = tuple(body for body, sure in zip(bodies, certain, strict=True) if not sure)
    left = size - int(certain.sum())
    strata = _strata(rest, left, settings)
    asked = [wall for one in settings.require for wall in walls_of(one, bodies, size)]
    fixed = [_among(wall, certain) for wall in strata.walls]
    met = feasible(asked, size, certain, fixed=fixed)
    walls = [_without(wall, certain) for wall in met.walls]
    try:
        design = _drawn(rest, left, settings, strata, walls, seed)
    except StudyError as error:  # what could not be met is the cause, where there is any
        raise (met.problems[0] if met.problems else error) from None
    return replace(_with_certain(bodies, certain, design), walls=met.walls, problems=met.problems)


def _among(wall: Wall, certain: Bools) -> Wall:
    """A wall for the bodies that are not certain, as one for all."""
    group = np.zeros(len(certain), dtype=bool)
    group[~certain] = wall.group
    return replace(wall, group=group)


def _without(wall: Wall, certain: Bools) -> Wall:
    """A wall for the bodies that are not certain."""
    sure = int((wall.group & certain).sum())
    return Wall(wall.group[~certain], max(0, wall.low - sure), wall.high - sure, wall.name)


def _with_certain(bodies: Sequence[Body], certain: Bools, design: Design) -> Design:
    if not certain.any():
        return design
    strata = iter(design.strata)

    def all_of(values: Floats) -> Floats:
        whole = np.ones(len(certain))
        whole[~certain] = values
        return whole

    return replace(
        design,
        bodies=tuple(bodies),
        probabilities=all_of(design.probabilities),
        draw=lambda rng: all_of(design.draw(rng)),
        strata=tuple("certain" if sure else next(strata) for sure in certain),
    )


def _drawn(
    bodies: tuple[Body, ...],
    size: int,
    settings: Sample,
    strata: _Strata,
    walls: Sequence[Wall],
    seed: int,
) -> Design:
    """The declared method, for bodies of which none is certain."""
    walls = [w for w in walls if w.low > 0 or w.high < min(size, w.group.sum())]
    chances = _probabilities(bodies, size, strata, settings)
    equal = settings.proportional_to is None
    draw: Draws | None = None
    if equal and settings.method == "simple":
        draw = partial(_simple, len(bodies), size)
    elif not walls and equal and strata.walls:
        draw = partial(_stratified, strata)
    elif not walls and settings.method == "spread":
        draw = partial(_spread, chances, space_of(bodies, _known(bodies, settings.spread_on)))
    if draw is None:
        whole = Wall(np.ones(len(bodies), dtype=bool), size, size, "size")
        start = Design(bodies, chances, _none, strata.labels)
        return _cube(start, [whole, *strata.walls, *walls], settings, seed)
    design = Design(bodies, chances, draw, strata.labels)
    if not walls:
        return design
    return _simulated(replace(design, draw=_rejective(draw, walls)), walls, seed)


def _simple(count: int, size: int, rng: np.random.Generator) -> Floats:
    return draw_simple(count, size, rng=rng)


def _stratified(strata: _Strata, rng: np.random.Generator) -> Floats:
    sizes = {wall.name: int(wall.low) for wall in strata.walls}
    return draw_stratified(strata.labels, sizes, rng=rng)


def _spread(chances: Floats, space: Space, rng: np.random.Generator) -> Floats:
    return draw_pivotal(chances, space, rng=rng)


def _none(_: np.random.Generator) -> Floats:
    return np.zeros(0)


def _cube(design: Design, walls: Sequence[Wall], settings: Sample, seed: int) -> Design:
    """The cube method within walls: exact where the walls nest, else rejective and simulated."""
    bodies = design.bodies
    balanced = settings.method == "balanced"
    rows = balance_rows(bodies, _known(bodies, settings.balance_on if balanced else ()))
    spread = _known(bodies, settings.spread_on if balanced or settings.method == "spread" else ())
    space = space_of(bodies, spread) if spread else None
    chances = fitted(design.probabilities, walls)
    if chances is None:
        raise StudyError(
            "the requirements can only be met by leaving some bodies without a chance",
            place="study.toml, [[sample.require]]",
            hint="ask for less, or draw more bodies",
        )
    safe = nested(walls, chances)
    draw = partial(_balanced, chances, rows, safe or walls, space)
    design = replace(design, probabilities=chances, draw=draw)
    if safe is not None:
        return design
    return _simulated(replace(design, draw=_rejective(draw, walls)), (), seed)


def _balanced(
    chances: Floats,
    rows: Floats,
    walls: Sequence[Wall],
    space: Space | None,
    rng: np.random.Generator,
) -> Floats:
    return draw_cube(chances, balance=rows, walls=walls, space=space, rng=rng)


def _rejective(draw: Draws, walls: Sequence[Wall]) -> Draws:
    """Draw until a sample is whole and keeps all walls."""

    def kept(rng: np.random.Generator) -> Floats:
        for _ in range(TRIES):
            drawn = draw(rng)
            if np.isin(drawn, (0.0, 1.0)).all() and all(_holds(wall, drawn) for wall in walls):
                return drawn
        raise StudyError(
            f"none of {TRIES} draws meets all requirements",
            place="study.toml, [[sample.require]]",
            hint='draw with method = "balanced", which meets them by design, or ask for less',
        )

    return kept


def _holds(wall: Wall, drawn: Floats) -> bool:
    return bool(wall.low - AT_WALL <= drawn[wall.group].sum() <= wall.high + AT_WALL)


def _simulated(design: Design, alike: Sequence[Wall], seed: int) -> Design:
    """Probabilities from many draws: (times drawn + 1) / (draws + 1).

    Fattorini (2006), Biometrika 93. Bodies on the same side of all walls `alike` are as likely in
    a simple draw: they share a mean.
    """
    rng = np.random.default_rng([seed, len(design.bodies)])
    times = sum((design.draw(rng) for _ in range(SIMULATED)), np.zeros(len(design.bodies)))
    chances = (times + 1) / (SIMULATED + 1)
    if alike:
        sides = np.array([wall.group for wall in alike]).T
        for side in np.unique(sides, axis=0):
            same = (sides == side).all(axis=1)
            chances[same] = chances[same].mean()
    return replace(design, probabilities=chances, exactness="simulated")


@dataclass(frozen=True, slots=True)
class _Strata:
    """The stratum of each body, and a wall for each where the method fixes their numbers."""

    labels: tuple[str, ...]
    walls: tuple[Wall, ...] = ()


def _strata(bodies: Sequence[Body], size: int, settings: Sample) -> _Strata:
    """Strata by level, where its number is fixed, and by the values in `stratify_by`."""
    stratified = settings.method == "stratified"
    columns = _known(bodies, settings.stratify_by) if stratified else []
    labels = tuple(
        " / ".join(
            ([body.level] if settings.counties is not None else [])
            + [value_of(body, column) or "–" for column in columns]
        )
        for body in bodies
    )
    if not stratified:
        return _Strata(labels)
    sizes = allocate(labels, size, least=settings.min_per_stratum)
    if sizes is None:
        raise StudyError(
            f"{size} bodies do not reach {settings.min_per_stratum} of each of"
            f" {len(set(labels))} strata",
            place="study.toml, [sample] stratify_by",
            hint="draw more, lower min_per_stratum, or choose a column with fewer values",
        )
    names = np.array(labels)
    return _Strata(labels, tuple(Wall(names == n, k, k, n) for n, k in sizes.items()))


def _known(bodies: Sequence[Body], columns: Sequence[str]) -> list[str]:
    """The columns that are filled for these bodies: counties have fewer than municipalities."""
    return [c for c in columns if any(value_of(body, c) for body in bodies)]


def _probabilities(bodies: Sequence[Body], size: int, strata: _Strata, settings: Sample) -> Floats:
    """Before any requirement: equal, or in proportion to a column; in each stratum, if any."""
    weights = _weights(bodies, settings)
    if not strata.walls:
        return proportional(weights, size)
    for wall in strata.walls:
        weights = scaled(weights, wall.group, wall.low)
    return weights


def _weights(bodies: Sequence[Body], settings: Sample) -> Floats:
    if settings.proportional_to is None:
        return np.ones(len(bodies))
    weights = numeric(bodies, settings.proportional_to)
    if weights is None or (weights <= 0).any():
        raise StudyError(
            f"cannot draw in proportion to «{settings.proportional_to}»",
            place="study.toml, [sample] proportional_to",
            hint="name a column with a number above 0 for every body",
        )
    return weights
