"""Make the borders that ship: simplified, with edges that neighbours share kept as one.

    python tools/make_borders.py [../shared/registers]

Writes src/maalkart/register/data/borders.json, a TopoJSON of the municipalities of 2024 on a plane
in kilometres. Those of 2020 and 2019, and all counties, are joined from them by the registers.
© Kartverket, CC BY 4.0.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "maalkart" / "register" / "data" / "borders.json"

Point = tuple[float, float]
Ring = list[Point]
EARTH_KM = 6371.0
MERIDIAN = 15.0  # the middle of UTM 33, in which Norway is usually drawn
TOLERANCE_KM = 0.5  # under a third of a pixel where the whole country is 1,000 pixels tall
SMALLEST_KM2 = 6.0  # islands below this are under a pixel; a municipality keeps its largest
GRID_KM = 0.25


def main() -> None:
    """Read, find the edges that are shared, simplify each once, and write."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "registers"
    rings = dict(sorted(municipalities(source / "borders_municipalities_2024.geojson")))
    junctions = junctions_of(rings)
    arcs = Arcs()
    shapes = {
        number: [arcs.ring(pieces(ring, junctions)) for ring in several]
        for number, several in rings.items()
    }
    TARGET.write_text(topology(arcs, shapes), encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB, {len(arcs.lines)} edges")


def municipalities(path: Path) -> Iterator[tuple[str, list[Ring]]]:
    """Number and rings of each municipality on the plane, small islands left out."""
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            parts = [parts]
        rings = [[projected(*point[:2]) for point in ring] for part in parts for ring in part]
        rings.sort(key=lambda ring: -abs(area(ring)))
        kept = [r for n, r in enumerate(rings) if n == 0 or abs(area(r)) >= SMALLEST_KM2]
        yield feature["properties"]["kommunenummer"], kept


def projected(longitude: float, latitude: float) -> Point:
    """Kilometres east and north: transverse Mercator of a sphere (Snyder 1987, eq. 8-1 to 8-3)."""
    turn = math.radians(longitude - MERIDIAN)
    phi = math.radians(latitude)
    b = math.cos(phi) * math.sin(turn)
    return EARTH_KM * math.atanh(b), EARTH_KM * math.atan2(math.tan(phi), math.cos(turn))


def area(ring: Sequence[Point]) -> float:
    """Signed area of a closed ring in square kilometres."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def junctions_of(rings: Mapping[str, Sequence[Ring]]) -> set[Point]:
    """Points where edges meet: those with three neighbours or more."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for several in rings.values():
        for ring in several:
            for a, b in pairwise(ring):
                beside[a].add(b)
                beside[b].add(a)
    return {point for point, others in beside.items() if len(others) > 2}


def pieces(ring: Ring, junctions: set[Point]) -> list[Ring]:
    """A closed ring cut at its junctions; one closed piece, from its least point, without any."""
    open_ring = ring[:-1]
    first = next((n for n, point in enumerate(open_ring) if point in junctions), None)
    first = open_ring.index(min(open_ring)) if first is None else first
    turned = [*open_ring[first:], *open_ring[:first], open_ring[first]]
    cuts = [n for n, point in enumerate(turned) if point in junctions or n in (0, len(turned) - 1)]
    return [turned[a : b + 1] for a, b in pairwise(cuts)]


class Arcs:
    """Edges, each kept once, whichever way a ring runs along it."""

    def __init__(self) -> None:
        self.lines: list[list[tuple[int, int]]] = []
        self._known: dict[tuple[Point, ...], int] = {}

    def ring(self, several: Sequence[Ring]) -> list[int]:
        """The numbers of a ring's edges; ~n for edge n from its end to its beginning."""
        return [self._number(tuple(piece)) for piece in several]

    def _number(self, piece: tuple[Point, ...]) -> int:
        if piece in self._known:
            return self._known[piece]
        if piece[::-1] in self._known:
            return ~self._known[piece[::-1]]
        self._known[piece] = len(self.lines)
        self.lines.append(on_grid(simplified(piece)))
        return len(self.lines) - 1


def simplified(line: Sequence[Point]) -> list[Point]:
    """Douglas and Peucker (1973); a closed line is cut where it is farthest from its beginning."""
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda n: math.dist(line[0], line[n]))
        kept = [*simplified(line[: far + 1]), *simplified(line[far:])[1:]]
        return kept if len(kept) > 3 else widest(line, far)
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        away, at = max((distance(line[n], line[a], line[b]), n) for n in range(a + 1, b))
        if away > TOLERANCE_KM:
            keep.add(at)
            todo += [(a, at), (at, b)]
    return [line[n] for n in sorted(keep)]


def widest(line: Sequence[Point], far: int) -> list[Point]:
    """A thin island as a triangle, so that it keeps an area."""
    side = max(range(len(line)), key=lambda n: distance(line[n], line[0], line[far]))
    return [line[n] for n in (0, *sorted((far, side)))] + [line[0]]


def distance(point: Point, a: Point, b: Point) -> float:
    """How far a point is from the stretch from a to b."""
    along = (b[0] - a[0], b[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    if not length:
        return math.dist(point, a)
    share = ((point[0] - a[0]) * along[0] + (point[1] - a[1]) * along[1]) / length
    share = min(1.0, max(0.0, share))
    return math.dist(point, (a[0] + share * along[0], a[1] + share * along[1]))


def on_grid(line: Sequence[Point]) -> list[tuple[int, int]]:
    """Whole steps of the grid, without points that fall together."""
    steps = [(round(x / GRID_KM), round(y / GRID_KM)) for x, y in line]
    return [p for n, p in enumerate(steps) if n == 0 or p != steps[n - 1]] or steps[:1]


def topology(arcs: Arcs, shapes: Mapping[str, list[list[int]]]) -> str:
    """TopoJSON 1.0: edges as steps from point to point, north upwards."""
    west = min(x for line in arcs.lines for x, _ in line)
    south = min(y for line in arcs.lines for _, y in line)
    steps = []
    for line in arcs.lines:
        moved = [(x - west, y - south) for x, y in line]
        before = [(0, 0), *moved[:-1]]
        steps.append([[x - a, y - b] for (x, y), (a, b) in zip(moved, before, strict=True)])
    shown = [
        {"type": "MultiPolygon", "id": number, "arcs": [[ring] for ring in rings]}
        for number, rings in shapes.items()
    ]
    record = {
        "type": "Topology",
        "attribution": "© Kartverket, CC BY 4.0; simplified",
        "transform": {
            "scale": [GRID_KM, GRID_KM],
            "translate": [west * GRID_KM, south * GRID_KM],
        },
        "objects": {"municipalities_2024": {"type": "GeometryCollection", "geometries": shown}},
        "arcs": steps,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
