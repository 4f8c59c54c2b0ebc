"""The cube method: samples that are balanced, spread, and never outside their walls.

A walk from the inclusion probabilities to a corner of the cube [0, 1]^N. Each step goes one way or
the other along a direction that keeps every balance, by chance and as far as it can, so that the
expectation stays where it is and the inclusion probabilities are exact (Deville and Tillé 2004,
Biometrika 91). A direction takes as few bodies as keep the balance (Chauvet and Tillé 2006); where
these are neighbours, the sample is spread as well (Grafström and Tillé 2013, Environmetrics 24: the
local cube). When no direction is left, balances are given up one by one, the last first.

The heaviest bodies are decided first, each against all the others: left to the end, Bergen would be
thrown in when nothing can make up for it any more.

Walls are limits on counts. A step ends at a wall, and the walk then stays at it: the expectation is
kept there too. Where the walls are two families of nested groups, all corners between them are
whole (their matrix is totally unimodular: Edmonds 1970), and every sample keeps every wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maalkart.register.space import Space

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

DECIDED = 1e-12  # this near to 0 or 1 a body is decided: below it, roundings of 1e-16 add up
AT_WALL = 1e-9  # this near to a wall a count is at it: some hundred bodies, decided as above
WHOLE = 1e-6  # what decided bodies left out when the last one had to take it
HEAVIEST = 20  # 0: population's error is .6 of a simple draw's; 5: .18; 20: .21; 40: .20 (2019)
FEW = 10  # and one in so many at most: those decided against all the others are not spread
NOTHING = 1e-9  # rows are scaled to 1 at most: what is below this in a direction is rounding


@dataclass(frozen=True, slots=True)
class Wall:
    """The number of bodies drawn of a group (a mask over the bodies) is within low and high."""

    group: Bools
    low: float
    high: float
    name: str = ""


def draw_cube(
    probabilities: Floats,
    *,
    balance: Floats,
    walls: Sequence[Wall],
    space: Space | None = None,
    rng: np.random.Generator,
) -> Floats:
    """One draw: 1 for bodies in the sample, 0 for the rest, and a fraction where walls clash.

    `probabilities`: N, their sums within all walls (the size is one of them). `balance`: p × N,
    rows in order of weight; Σ_sample row/π is kept near Σ row. Bodies near to one another in
    `space` are played against each other. Fractions are left only where the walls are more than
    two families of nested groups.
    """
    order = rng.permutation(len(probabilities))
    walk = _Walk(
        probabilities[order],
        balance[:, order],
        [Wall(w.group[order], w.low, w.high) for w in walls],
        None if space is None else Space(space.coordinates[order], space.categories[order]),
    )
    while walk.step(rng):
        pass
    drawn = np.empty_like(walk.place)
    drawn[order] = walk.place
    whole = np.rint(drawn)
    return np.where(abs(drawn - whole) < WHOLE, whole, drawn)


def heaviest(weights: Floats) -> list[int]:
    """The bodies that weigh most in the balances (p × N, row/π), heaviest first."""
    many = min(HEAVIEST, weights.shape[1] // FEW) if len(weights) else 0
    weights = weights - weights.mean(axis=1, keepdims=True)
    spread = weights.std(axis=1, keepdims=True)
    heavy = np.square(weights / np.where(spread > 0, spread, 1)).sum(axis=0)
    return [int(body) for body in np.argsort(-heavy, kind="stable")[:many]]


class _Walk:
    """Where the walk is, which bodies are undecided, and what each step must keep."""

    def __init__(
        self,
        probabilities: Floats,
        balance: Floats,
        walls: Sequence[Wall],
        space: Space | None,
    ) -> None:
        self.place = probabilities.astype(np.float64)
        self.undecided: Ints = np.flatnonzero(_open(self.place))
        self.space = space
        self._balance = _scaled(balance / probabilities)
        self._groups = np.array([w.group for w in walls], dtype=np.float64)
        self._low = np.array([w.low for w in walls])
        self._high = np.array([w.high for w in walls])
        self._counts = self._groups @ self.place
        self._reached = self._at_wall()
        self._kept = len(self._balance)
        self._rows = self._matrix()
        self._heavy = heaviest(balance / probabilities)

    def step(self, rng: np.random.Generator) -> bool:
        """Go one step; False when there is nowhere to go."""
        if not len(self.undecided):
            return False
        taken, direction = self._against_all() or self._among_near(rng)
        if direction is None:
            return self._give_up()
        ahead, back = self._reach(taken, direction)
        if ahead + back == 0:
            return self._give_up()
        forward = rng.random() * (ahead + back) < back
        self._go(taken, direction * (ahead if forward else -back))
        return True

    def _against_all(self) -> tuple[Ints, Floats] | None:
        """A direction for the heaviest undecided body, that all the others make up for."""
        while self._heavy:
            body = self._heavy[0]
            if body in self.undecided:
                others = self.undecided[self.undecided != body]
                here = self.place[others]
                room = np.sqrt(np.minimum(here, 1 - here))
                rows = self._rows[:, others] * room
                answer = np.linalg.lstsq(rows, self._rows[:, body], rcond=None)[0]
                missed = rows @ answer - self._rows[:, body]
                if abs(missed).max(initial=0.0) < NOTHING:
                    return np.append(others, body), np.append(-room * answer, 1.0)
            self._heavy.pop(0)
        return None

    def _among_near(self, rng: np.random.Generator) -> tuple[Ints, Floats | None]:
        """A direction among a few bodies, near to one another where the sample is to be spread."""
        some = self._some(rng)
        direction = null_vector(self._rows[:, some])
        return some[: 0 if direction is None else len(direction)], direction

    def _some(self, rng: np.random.Generator) -> Ints:
        """As many undecided bodies as surely hold a direction: neighbours of one at random."""
        enough = len(self._rows) + 1
        if len(self.undecided) <= enough or self.space is None:
            return self.undecided[:enough]
        one = self.undecided[rng.integers(len(self.undecided))]
        away = self.space.away(one, self.undecided)
        near = np.argpartition(away, enough - 1)[:enough]
        return self.undecided[near[np.lexsort((near, away[near]))]]

    def _reach(self, taken: Ints, direction: Floats) -> tuple[float, float]:
        """How far one can go ahead and back before a body is decided or a wall is met."""
        here = self.place[taken]
        with np.errstate(divide="ignore"):  # what a direction leaves alone is infinitely far away
            to_one, to_zero = (1 - here) / direction, -here / direction
        ahead = float(np.maximum(to_one, to_zero).min())
        back = float(np.minimum(to_one, to_zero).max())
        pull = self._groups[:, taken] @ direction
        for at in np.flatnonzero((abs(pull) > NOTHING) & ~self._reached).tolist():
            to_high = (self._high[at] - self._counts[at]) / pull[at]
            to_low = (self._low[at] - self._counts[at]) / pull[at]
            ahead = min(ahead, max(to_high, to_low))
            back = max(back, min(to_high, to_low))
        return max(0.0, ahead), max(0.0, -back)

    def _go(self, taken: Ints, move: Floats) -> None:
        there = self.place[taken] + move
        there[there < DECIDED] = 0.0
        there[there > 1 - DECIDED] = 1.0
        self._counts += self._groups[:, taken] @ (there - self.place[taken])
        self.place[taken] = there
        self.undecided = self.undecided[_open(self.place[self.undecided])]
        reached = self._at_wall()
        if (reached & ~self._reached).any():
            self._reached |= reached
            self._rows = self._matrix()

    def _give_up(self) -> bool:
        """Give up the least of the balances; False where only walls are left."""
        if not self._kept:
            return False
        self._kept -= 1
        self._rows = self._matrix()
        return True

    def _at_wall(self) -> Bools:
        near = np.minimum(self._counts - self._low, self._high - self._counts)
        return np.asarray(near < AT_WALL)

    def _matrix(self) -> Floats:
        return np.concatenate([self._groups[self._reached], self._balance[: self._kept]])


def null_vector(rows: Floats) -> Floats | None:
    """A vector that every row is at right angles to, over the first columns that allow one.

    It is as short as it can be, ends in 1, and is the only one of its kind; None where the columns
    are independent. By elimination, so that it is the same on any machine.
    """
    reduced: list[tuple[int, list[float], list[float]]] = []  # pivot, what is left, made of what
    for at, column in enumerate(rows[rows.any(axis=1)].T.tolist()):
        mix = [0.0] * at + [1.0]
        for pivot, other, its_mix in reduced:
            if factor := column[pivot] / other[pivot]:
                column = [a - factor * b for a, b in zip(column, other, strict=True)]
                mix[: len(its_mix)] = [a - factor * b for a, b in zip(mix, its_mix, strict=False)]
        sizes = [abs(value) for value in column]
        largest = max(sizes, default=0.0)
        if largest < NOTHING:
            return np.array(mix)
        reduced.append((sizes.index(largest), column, mix))
    return None


def _open(place: Floats) -> Bools:
    return np.asarray((place > DECIDED) & (place < 1 - DECIDED))


def _scaled(rows: Floats) -> Floats:
    largest = abs(rows).max(axis=1, keepdims=True, initial=0.0)
    return rows / np.where(largest > 0, largest, 1.0)
