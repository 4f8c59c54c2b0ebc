"""What every sample must hold: requirements as walls, and what can be met of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from maalkart.core.errors import StudyError
from maalkart.core.settings import Requirement
from maalkart.core.study import Body
from maalkart.register.cube import Wall
from maalkart.register.space import check_column, number_of, value_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
PLACE = "study.toml, [[sample.require]]"
SECONDS = 10.0  # for one question to the solver; those of the design of 2019 take milliseconds


def walls_of(requirement: Requirement, bodies: Sequence[Body], size: int) -> list[Wall]:
    """A requirement as walls: one, or one a value for `each`.

    `bodies`: those that `size` are drawn of. Raises StudyError for a column that is not there, and
    for a share of a number that is not fixed.
    """
    level = [body.level == requirement.level for body in bodies]
    if not any(level):
        return []
    check_column([b for b in bodies if b.level == requirement.level], requirement.column)
    shares = (requirement.min_share, requirement.max_share)
    if not all(level) and any(share is not None for share in shares):
        raise StudyError(
            f"a share needs to know how many of level {requirement.level} are drawn",
            place=PLACE,
            hint="fix it with [sample] counties, or ask for a count",
        )
    low, high = _limits(requirement, size)
    return [
        Wall(
            np.array([body.level == requirement.level and holds(body) for body in bodies]),
            low,
            high,
            f"{_amount(low, high)} with {said}",
        )
        for said, holds in _conditions(requirement)
    ]


def _limits(requirement: Requirement, size: int) -> tuple[float, float]:
    """The counts between which the number drawn must lie."""
    low = max(requirement.min_count or 0, math.ceil((requirement.min_share or 0) * size - 1e-9))
    high = math.inf
    if requirement.max_count is not None:
        high = float(requirement.max_count)
    if requirement.max_share is not None:
        high = min(high, math.floor(requirement.max_share * size + 1e-9))
    return float(low), high


def _amount(low: float, high: float) -> str:
    said = [f"at least {low:.0f}"] if low else []
    said += [f"at most {high:.0f}"] if high < math.inf else []
    return " and ".join(said) or "any number"


def _conditions(requirement: Requirement) -> list[tuple[str, Callable[[Body], bool]]]:
    """What is asked of a body, in words and as a test."""
    column = requirement.column
    if requirement.at_most is not None:
        most = requirement.at_most
        return [
            (f"{column} at most {most:g}", lambda b: _number(b, column, math.inf) <= most),
        ]
    if requirement.at_least is not None:
        least = requirement.at_least
        return [
            (f"{column} at least {least:g}", lambda b: _number(b, column, -math.inf) >= least),
        ]
    values = requirement.each or (requirement.equals or "",)
    return [(f"{column} {value}", _is(column, value)) for value in values]


def _is(column: str, value: str) -> Callable[[Body], bool]:
    return lambda body: value_of(body, column).casefold() == value.casefold()


def _number(body: Body, column: str, otherwise: float) -> float:
    number = number_of(value_of(body, column))
    return otherwise if number is None else number


@dataclass(frozen=True, slots=True)
class Feasible:
    """Walls that can all be met, and what had to be given up for it."""

    walls: tuple[Wall, ...]
    problems: tuple[StudyError, ...]


def feasible(
    walls: Sequence[Wall], size: int, certain: Bools, *, fixed: Sequence[Wall] = ()
) -> Feasible:
    """Move walls that cannot be met as little as can be; say which, and what would meet them.

    `fixed` walls, those of strata, are not moved.
    """
    least = _least_shortfall(walls, size, certain, fixed) if walls else np.zeros(0)
    if not least.any():
        return Feasible(tuple(walls), ())
    moved, problems = [], []
    for wall, short in zip(walls, least, strict=True):
        if not short:
            moved.append(wall)
        elif wall.low > 0 and short > 0:
            moved.append(replace(wall, low=wall.low - short))
            problems.append(_problem(wall, short, walls, size, certain))
        else:
            moved.append(replace(wall, high=wall.high - short))
            problems.append(_problem(wall, short, walls, size, certain))
    return Feasible(tuple(moved), tuple(problems))


def _problem(
    wall: Wall, short: float, walls: Sequence[Wall], size: int, certain: Bools
) -> StudyError:
    there = int(wall.group.sum())
    if short < 0:
        hint = f"allow {wall.high - short:.0f}, or draw fewer bodies"
    elif there < wall.low:
        hint = f"the register has {there}: ask for {wall.low - short:.0f} at most"
    else:
        enough = _size_that_meets(walls, certain)
        hint = f"ask for {wall.low - short:.0f} at most"
        hint += f", or draw {enough - size} bodies more" if enough and enough > size else ""
    reached = wall.low - short if short > 0 else wall.high - short
    return StudyError(
        f"«{wall.name}» cannot be met in {size} bodies: {reached:.0f} is the nearest that can be",
        place=PLACE,
        hint=hint,
    )


def _least_shortfall(
    walls: Sequence[Wall], size: int, certain: Bools, fixed: Sequence[Wall]
) -> Floats:
    """How far each wall must move (down where positive, up where negative) for all to be met.

    A whole-number programme: the least sum of steps over all samples of the size.
    """
    count, many = len(certain), len(walls)
    whole = [Wall(np.ones(count, dtype=bool), size, size), *fixed]
    groups = np.array([wall.group for wall in walls], dtype=np.float64)
    rows = np.block(
        [
            [np.array([wall.group for wall in whole]), np.zeros((len(whole), 2 * many))],
            [groups, np.eye(many), -np.eye(many)],
        ]
    )
    low = np.array([wall.low for wall in (*whole, *walls)])
    high = np.array([wall.high for wall in (*whole, *walls)])
    answer = milp(
        np.concatenate([np.zeros(count), np.ones(2 * many)]),
        constraints=LinearConstraint(rows, low, high),
        bounds=Bounds(
            np.concatenate([certain.astype(float), np.zeros(2 * many)]),
            np.concatenate([np.ones(count), np.full(2 * many, float(count))]),
        ),
        integrality=np.ones(count + 2 * many),
        options={"time_limit": SECONDS},
    )
    if answer.x is None:
        raise StudyError(
            "no sample of this size holds all that are certain",
            place="study.toml, [sample]",
            hint=f"{int(certain.sum())} are certain: draw at least as many",
        )
    steps = np.rint(answer.x[count:])
    return np.asarray(steps[:many] - steps[many:], dtype=np.float64)


def _size_that_meets(walls: Sequence[Wall], certain: Bools) -> int | None:
    """The least size at which all walls can be met, shares counted as they stand; None if none."""
    answer = milp(
        np.ones(len(certain)),
        constraints=[
            LinearConstraint(wall.group.astype(float), wall.low, np.inf) for wall in walls
        ],
        bounds=Bounds(certain.astype(float), np.ones(len(certain))),
        integrality=np.ones(len(certain)),
        options={"time_limit": SECONDS},
    )
    return None if answer.x is None else int(np.rint(answer.x).sum())


def nested(walls: Sequence[Wall], probabilities: Floats) -> tuple[Wall, ...] | None:
    """The same walls or narrower ones, as two families of nested groups; None where not found.

    Two groups of a family are apart, or one lies within the other. A wall that fits neither family
    is cut along the groups that it crosses, each part with what it can be sure of: at most the
    whole number below what is expected. Where the parts add up to the wall, it is kept. Of several
    ways the one with the fewest walls is taken: each costs freedom to balance and to spread.
    """
    by_size = sorted(walls, key=lambda wall: float(probabilities[wall.group].sum()))
    orders = [list(walls), by_size]
    orders += [[w for w in walls if w is not last] + [last] for last in walls]
    ways = [_families(order, probabilities, cut_along) for order in orders for cut_along in (0, 1)]
    return min((way for way in ways if way is not None), key=len, default=None)


def _families(
    walls: Sequence[Wall], probabilities: Floats, cut_along: int
) -> tuple[Wall, ...] | None:
    families: tuple[list[Wall], list[Wall]] = ([], [])
    for wall in walls:
        family = next((f for f in families if not any(_cross(wall, other) for other in f)), None)
        if family is not None:
            family.append(wall)
        elif (parts := _cut(wall, families[cut_along], probabilities)) is not None:
            families[cut_along].extend(parts)
        else:
            return None
    return (*families[0], *families[1])


def _cross(a: Wall, b: Wall) -> bool:
    both = (a.group & b.group).any()
    return bool(both and (a.group & ~b.group).any() and (b.group & ~a.group).any())


def _cut(wall: Wall, family: Sequence[Wall], probabilities: Floats) -> list[Wall] | None:
    """A wall's parts inside the groups it crosses, each with limits that chance cannot break."""
    parts = [wall.group]
    for other in family:
        if _cross(wall, other):
            parts = [p for part in parts for p in (part & other.group, part & ~other.group)]
    parts = [part for part in parts if part.any()]
    expected = [float(probabilities[part].sum()) for part in parts]
    low = [math.floor(count + 1e-9) for count in expected]
    high = [math.ceil(count - 1e-9) for count in expected]
    unlimited = wall.high >= wall.group.sum()
    if sum(low) < wall.low or not (unlimited or sum(high) <= wall.high):
        return None
    while sum(low) > wall.low:  # the farther a wall is from what is expected, the less it binds
        tightest = max(range(len(parts)), key=lambda n: (low[n] / (expected[n] or 1.0), n))
        low[tightest] -= 1
    ceilings = [float(part.sum()) for part in parts] if unlimited else high
    return [Wall(p, lo, hi, wall.name) for p, lo, hi in zip(parts, low, ceilings, strict=True)]
