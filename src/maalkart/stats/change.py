"""Change from one period to the next in the same places, though bodies merge and split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from maalkart.stats.comparison import Difference
from maalkart.stats.intervals import Interval

Links = Iterable[tuple[str, str]]
"""Pairs of a body before and one after that share territory."""


@dataclass(frozen=True, slots=True)
class Place:
    """The smallest territory that can be followed: bodies before, and what became of them."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def places(links: Links) -> tuple[Place, ...]:
    """Bodies joined by shared territory: a merger is one place, a split is one, and both at once.

    >>> places([("1601", "5001"), ("1662", "5001"), ("0301", "0301")])[0].before
    ('0301',)
    """
    root: dict[tuple[int, str], tuple[int, str]] = {}

    def find(node: tuple[int, str]) -> tuple[int, str]:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for before, after in links:
        one, other = sorted((find((0, before)), find((1, after))))
        root[other] = one
    parts: dict[tuple[int, str], tuple[set[str], set[str]]] = {}
    for node in list(root):
        parts.setdefault(find(node), (set(), set()))[node[0]].add(node[1])
    found = (Place(tuple(sorted(old)), tuple(sorted(new))) for old, new in parts.values())
    return tuple(sorted(found, key=lambda place: place.before))


@dataclass(frozen=True, slots=True)
class Change:
    """Places that had a code before and have it now, on average over the bodies of each.

    `gained` places had it in no body and have it in all, `lost` the other way. `difference` is the
    mean change with its interval, None with fewer than two places.
    """

    places: int
    before: float
    after: float
    gained: int
    lost: int
    difference: Difference | None

    @property
    def change(self) -> float:
        """The share after less that before."""
        return self.after - self.before


def change(
    followed: Iterable[Place], before: Mapping[str, bool], after: Mapping[str, bool]
) -> Change | None:
    """How a code spread between two periods, in the places where both were asked.

    `before` and `after` say for each body asked whether it had the code. A place with several
    bodies counts once, by the share of its asked bodies that had it. None where no place was asked
    in both. The interval is that of paired differences between places, taken as draws (Student).
    """
    pairs = [
        (_share(place.before, before), _share(place.after, after))
        for place in followed
        if any(body in before for body in place.before)
        and any(body in after for body in place.after)
    ]
    if not pairs:
        return None
    was, now = (np.array(values) for values in zip(*pairs, strict=True))
    gaps = now - was
    return Change(
        places=len(pairs),
        before=float(was.mean()),
        after=float(now.mean()),
        gained=int(((was == 0) & (now == 1)).sum()),
        lost=int(((was == 1) & (now == 0)).sum()),
        difference=_difference(gaps),
    )


def _share(bodies: Iterable[str], had: Mapping[str, bool]) -> float:
    asked = [had[body] for body in bodies if body in had]
    return sum(asked) / len(asked)


def _difference(gaps: np.ndarray) -> Difference | None:
    freedom = len(gaps) - 1
    if freedom < 1:
        return None
    mean, error = float(gaps.mean()), float(gaps.std(ddof=1) / np.sqrt(len(gaps)))
    error = max(error, 0.5 / len(gaps))  # where all changed alike, half a place could still differ
    half = float(stdtrit(freedom, 0.975)) * error
    chance = float(2 * stdtr(freedom, -abs(mean) / error))
    return Difference(mean, Interval(max(-1.0, mean - half), min(1.0, mean + half)), chance)
