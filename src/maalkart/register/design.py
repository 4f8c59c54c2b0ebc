"""A design: with which probabilities some bodies are drawn, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from maalkart.register.space import balance_rows, numeric, space_of, value_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Draws = Callable[[np.random.Generator], Floats]

TRIES = 10_000  # draws thrown away for one that holds all requirements, before that is said
SIMULATED = 2_000  # draws behind a simulated probability: one of .09 is known to ± .006


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
    asked = [wall for one in settings.require for wall in walls_of(one, bodies, size)]
    met = feasible(asked, size, certain)
    rest = tuple(body for body, sure in zip(bodies, certain, strict=True) if not sure)
    design = _drawn(
        rest, size - int(certain.sum()), settings, [_without(w, certain) for w in met.walls], seed
    )
    design = _with_certain(bodies, certain, design)
    return replace(design, walls=met.walls, problems=met.problems)


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
    bodies: tuple[Body, ...], size: int, settings: Sample, walls: Sequence[Wall], seed: int
) -> Design:
    """The declared method, for bodies of which none is certain."""
    count = len(bodies)
    walls = [w for w in walls if w.low > 0 or w.high < min(size, w.group.sum())]
    labels = _labels(bodies, settings)
    sizes = _stratum_sizes(labels, size, settings)
    chances = _probabilities(bodies, size, labels, sizes, settings)
    equal = settings.proportional_to is None
    draw: Draws | None = None
    if not walls and equal and settings.method == "simple":
        draw = lambda rng: draw_simple(count, size, rng=rng)  # noqa: E731
    elif not walls and equal and sizes is not None:
        draw = lambda rng: draw_stratified(labels, sizes, rng=rng)  # noqa: E731
    elif not walls and settings.method == "spread":
        space = space_of(bodies, _known(bodies, settings.spread_on))
        draw = lambda rng: draw_pivotal(chances, space, rng=rng)  # noqa: E731
    if draw is not None:
        return Design(bodies, chances, draw, labels)
    if equal and settings.method == "simple":
        draw = _rejective(lambda rng: draw_simple(count, size, rng=rng), walls)
        return _simulated(Design(bodies, chances, draw, labels), walls, seed)
    whole = Wall(np.ones(count, dtype=bool), size, size, "size")
    parts = _stratum_walls(labels, sizes or {})
    return _cube(Design(bodies, chances, _none, labels), [whole, *parts, *walls], settings, seed)


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
    safe = None if chances is None else nested(walls, chances)
    if chances is not None and safe is not None:
        return replace(
            design,
            probabilities=chances,
            draw=lambda rng: draw_cube(chances, balance=rows, walls=safe, space=space, rng=rng),
        )
    start = design.probabilities if chances is None else chances
    first = walls[:1] if chances is None else walls
    once = lambda rng: draw_cube(start, balance=rows, walls=first, space=space, rng=rng)  # noqa: E731
    return _simulated(replace(design, draw=_rejective(once, walls)), (), seed)


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


def _labels(bodies: Sequence[Body], settings: Sample) -> tuple[str, ...]:
    """The stratum of each body: its level where that is fixed, and its values in `stratify_by`."""
    columns = settings.stratify_by if settings.method == "stratified" else ()
    return tuple(
        " / ".join(
            ([body.level] if settings.counties is not None else [])
            + [value_of(body, column) or "–" for column in _known(bodies, columns)]
        )
        for body in bodies
    )


def _known(bodies: Sequence[Body], columns: Sequence[str]) -> list[str]:
    """The columns that are filled for these bodies: counties have fewer than municipalities."""
    return [c for c in columns if any(value_of(body, c) for body in bodies)]


def _stratum_sizes(labels: tuple[str, ...], size: int, settings: Sample) -> dict[str, int] | None:
    """How many of each stratum; None where the method has none."""
    if settings.method != "stratified":
        return None
    sizes = allocate(labels, size, least=settings.min_per_stratum)
    if sizes is None:
        count = len(set(labels))
        raise StudyError(
            f"{size} bodies do not reach {settings.min_per_stratum} of each of {count} strata",
            place="study.toml, [sample] stratify_by",
            hint="draw more, lower min_per_stratum, or choose a column with fewer values",
        )
    return sizes


def _stratum_walls(labels: tuple[str, ...], sizes: dict[str, int]) -> list[Wall]:
    names = np.array(labels)
    return [Wall(names == name, count, count, name) for name, count in sizes.items()]


def _probabilities(
    bodies: Sequence[Body],
    size: int,
    labels: tuple[str, ...],
    sizes: dict[str, int] | None,
    settings: Sample,
) -> Floats:
    """Before any requirement: equal, or in proportion to a column; in each stratum, if any."""
    weights = _weights(bodies, settings)
    if sizes is None:
        return proportional(weights, size)
    for wall in _stratum_walls(labels, sizes):
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
