"""Borders as SVG paths, for maps: the areas of a structure of Norway.

Neighbours share their edges, so that areas that merged are joined without a seam. There are no
borders of 2019: municipalities that merged in 2020 share the area of the one they went into.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from maalkart.core.study import Body, Level
from maalkart.register.frame import SHIPPED, load_bodies

_FILE = Path(__file__).parent / "data" / "borders.json"
ATTRIBUTION = "© Kartverket, CC BY 4.0"
Point = tuple[int, int]
Ring = tuple[int, ...]  # numbers of edges; ~n for edge n from its end to its beginning


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a map: the bodies it stands for, by number, and its SVG path."""

    numbers: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class _Borders:
    """Edges as points (right and down, from 0), and the rings of each municipality of 2024."""

    edges: tuple[tuple[Point, ...], ...]
    rings: Mapping[str, tuple[Ring, ...]]
    size: Point


def areas(register: str, level: Level = "municipality") -> tuple[Area, ...]:
    """The areas of a register that ships («norway-2019»), in the order of their first body.

    Each body of the level stands in one area; several stand in one where they merged. Empty for a
    register without borders.
    """
    if register not in SHIPPED:
        return ()
    bodies = load_bodies(SHIPPED[register])
    members = _members(bodies) if level == "county" else {}
    parts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for body in bodies:
        if body.level == level:
            of = members[body.number] if level == "county" else _municipalities_2024(body)
            parts[of].append(body.number)
    return tuple(Area(tuple(numbers), _path(of)) for of, numbers in parts.items())


def paths(register: str, level: Level = "municipality") -> dict[str, str]:
    """The SVG path of each body's area; the same for bodies that share one."""
    return {number: area.path for area in areas(register, level) for number in area.numbers}


def size() -> tuple[int, int]:
    """Width and height of the drawing: `viewBox="0 0 width height"`; a step is 250 metres."""
    return _borders().size


def _municipalities_2024(body: Body) -> tuple[str, ...]:
    """The municipalities of 2024 whose areas make up that of a municipality."""
    split = {"1507": ("1508", "1580")}  # Ålesund of 2020 is Ålesund and Haram again
    return split.get(body.number, (body.facts.get("number_2024", body.number),))


def _members(bodies: Sequence[Body]) -> dict[str, tuple[str, ...]]:
    """The municipalities of 2024 in each county; of one that came of two counties, most people."""
    municipalities = [body for body in bodies if body.level == "municipality"]
    municipalities.sort(key=lambda body: int(body.facts["population"]))
    county = {
        number: body.facts["county_number"]
        for body in municipalities
        for number in _municipalities_2024(body)
    }
    found: dict[str, list[str]] = defaultdict(list)
    for number in sorted(county):
        found[county[number]].append(number)
    return {number: tuple(inside) for number, inside in found.items()}


@lru_cache(maxsize=1)
def _borders() -> _Borders:
    record = json.loads(_FILE.read_text(encoding="utf-8"))
    lines = [_points(steps) for steps in record["arcs"]]
    width = max(x for line in lines for x, _ in line)
    height = max(y for line in lines for _, y in line)
    shapes = record["objects"]["municipalities_2024"]["geometries"]
    return _Borders(
        edges=tuple(tuple((x, height - y) for x, y in line) for line in lines),
        rings={shape["id"]: tuple(tuple(ring) for (ring,) in shape["arcs"]) for shape in shapes},
        size=(width, height),
    )


def _points(steps: Iterable[Sequence[int]]) -> list[Point]:
    x = y = 0
    points = []
    for right, up in steps:
        x, y = x + right, y + up
        points.append((x, y))
    return points


@lru_cache(maxsize=1024)
def _path(municipalities: tuple[str, ...]) -> str:
    borders = _borders()
    rings = [ring for number in municipalities for ring in borders.rings[number]]
    return "".join(_drawn(ring, borders.edges) for ring in _outline(rings, borders.edges))


def _outline(rings: Sequence[Ring], edges: Sequence[Sequence[Point]]) -> list[Ring]:
    """Rings around areas that lie together: an edge that two of them share is left out."""
    used = {edge for ring in rings for edge in ring}
    outer = [edge for ring in rings for edge in ring if ~edge not in used]
    if len(outer) == len(used):
        return list(rings)
    outer = [edge for edge in outer if len(edges[max(edge, ~edge)]) > 1]  # some shrink to a point
    after: dict[Point, list[int]] = defaultdict(list)
    for edge in reversed(outer):
        after[_ends(edge, edges)[0]].append(edge)
    joined = []
    for edge in outer:
        if edge in (beginning := after[_ends(edge, edges)[0]]):
            beginning.remove(edge)
            ring = [edge]
            while following := after[_ends(ring[-1], edges)[1]]:
                ring.append(following.pop())
            joined.append(tuple(ring))
    return joined


def _ends(edge: int, edges: Sequence[Sequence[Point]]) -> tuple[Point, Point]:
    line = edges[max(edge, ~edge)]
    return (line[0], line[-1]) if edge >= 0 else (line[-1], line[0])


def _drawn(ring: Ring, edges: Sequence[Sequence[Point]]) -> str:
    """A closed path: moved to its first point, then in relative steps."""
    points: list[Point] = []
    for edge in ring:
        line = edges[edge] if edge >= 0 else edges[~edge][::-1]
        points.extend(line[1:] if points else line)
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points[:-1]))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"
