"""Drawn boxes that hold text of their own: sidebars, fact boxes, shaded headings; and charts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from maalkart.core.document import Box
from maalkart.read.raw import RawPage, Shape
from maalkart.read.structure.model import SNAP, Line
from maalkart.read.structure.rules import UNSEEN

THIN = 3.0  # points; anything thinner is a rule, not an area
WHOLE = 0.75  # of the page's area: a box this large is its background
CLOSE = 1.6  # of the type size, from line to line of a paragraph
BAR = 3.0  # of the type size: a shade no higher than this is a bar behind a title
FEW_LETTERS = 22  # the middle label of a chart is shorter than this; running text is longer
MANY_STROKES = 6  # shapes inside one frame before it can be a drawing
FEWEST_STEPS = 4  # of an axis
LONGEST_COUNT = 10  # digits of a figure on it
MOST_SHAPES = 400  # looked at on one page; maps have tens of thousands


@dataclass(frozen=True, slots=True)
class Region:
    """An area of the page whose lines are read together; `seen` where a reader sees its edges."""

    box: Box
    chart: bool = False
    seen: bool = True
    bars: tuple[Box, ...] = ()  # those of a row, read one after the other


def regions_of(page: RawPage, lines: list[Line]) -> list[Region]:
    """Boxes with text in them, the smallest that hold a line first."""
    shapes = [shape for shape in page.shapes if _is_area(page, shape)][:MOST_SHAPES]
    areas = _merged(shapes)
    seen = [shape.box for shape in shapes if shape.fill not in UNSEEN]
    drawn = [shape.box for shape in shapes if shape.stroke or shape.fill not in UNSEEN]
    level = [line for line in lines if not line.rotated]
    found = _rows_of_bars(shapes, level)
    for box in areas:
        inside = [line for line in level if holds(box, line)]
        if not inside or len(inside) > 0.9 * len(level):
            continue
        if _is_chart(page, box, inside):
            found.append(Region(box, chart=True))
        elif len(inside) == 1 and box in seen and _is_bar(box, inside[0], level):
            found.append(Region(box, seen=False))
        elif len(inside) >= 2 and not _cuts(box, level) and not _is_shading(box, inside, level):
            found.append(Region(box, seen=any(_same_sides(box, shape) for shape in drawn)))
    return sorted(found, key=lambda region: (_area(region.box), region.box.top, region.box.left))


def _is_shading(box: Box, inside: list[Line], lines: list[Line]) -> bool:
    """Whether a shade without air around its type lies behind some lines of a paragraph."""
    first, last = min(inside, key=lambda x: x.middle), max(inside, key=lambda x: x.middle)
    if abs(first.left - box.left) > 2 or abs(last.left - box.left) > 2:
        return False
    return any(
        abs(line.left - box.left) < 2
        and abs(line.size - first.size) < 0.1
        and (
            0 < first.middle - line.middle < CLOSE * line.size
            or 0 < line.middle - last.middle < CLOSE * line.size
        )
        for line in lines
        if not box.top - 2 <= line.middle <= box.bottom + 2
    )


def _is_bar(box: Box, line: Line, lines: list[Line]) -> bool:
    """Whether a shade under one line reaches far beyond it: what it heads is as wide as the bar."""
    low = box.bottom - box.top < BAR * line.size
    alone = not any(box.top < other.middle < box.bottom for other in lines if other is not line)
    return low and alone and box.right - box.left > 2 * line.width


def _rows_of_bars(shapes: list[Shape], lines: list[Line]) -> list[Region]:
    """Bars of unlike look end to end, one line on each: a label, and the title that it labels.

    Bars that look alike are the heads of columns.
    """
    bars: list[tuple[Shape, Line]] = []
    for shape in shapes:
        inside = [line for line in lines if holds(shape.box, line)]
        if len(inside) == 1 and shape.box.bottom - shape.box.top < BAR * inside[0].size:
            bars.append((shape, inside[0]))
    rows: dict[
        tuple[int, int], Region
    ] = {}  # by the lines: a bar may be drawn as shade and as edge
    for first, label in bars:
        for second, title in bars:
            if first.fill != second.fill and _meet(first.box, second.box, label.size):
                both = (first.box, second.box)
                rows[id(label), id(title)] = Region(_around(*both), seen=False, bars=both)
    return list(rows.values())


def _meet(first: Box, second: Box, reach: float) -> bool:
    """Whether one box begins on the right of the other, on its row and no further than `reach`."""
    level = abs(first.top - second.top) < THIN and abs(first.bottom - second.bottom) < THIN
    return level and -THIN < second.left - first.right < reach


def _around(first: Box, second: Box) -> Box:
    return Box(
        left=min(first.left, second.left),
        top=min(first.top, second.top),
        right=max(first.right, second.right),
        bottom=max(first.bottom, second.bottom),
    )


def _same_sides(box: Box, part: Box) -> bool:
    """Whether a box is that part, or stacked of such."""
    level = box.top - 2 <= part.top and part.bottom <= box.bottom + 2
    return level and abs(box.left - part.left) < 2 and abs(box.right - part.right) < 2


def holds(box: Box, line: Line) -> bool:
    """Whether the line stands in the box."""
    return (
        box.left - 2 <= line.left
        and line.right <= box.right + 2
        and box.top - 2 <= line.middle <= box.bottom + 2
    )


def _is_area(page: RawPage, shape: Shape) -> bool:
    box = shape.box
    wide, high = box.right - box.left, box.bottom - box.top
    return (
        wide > 40
        and high > 12
        and wide * high < WHOLE * page.width * page.height
        and (shape.stroke is not None or shape.fill is not None)
    )


def _merged(shapes: list[Shape]) -> list[Box]:
    """Boxes stacked edge to edge with the same sides are one (Word shades line by line).

    White paper under a shade is not: it holds the caption of a chart.
    """
    out: list[Shape] = []
    for shape in sorted(shapes, key=lambda s: (round(s.box.left), round(s.box.right), s.box.top)):
        box, last = shape.box, out[-1].box if out else None
        if (
            last
            and (out[-1].fill in UNSEEN) == (shape.fill in UNSEEN)
            and abs(last.left - box.left) < 1.5
            and abs(last.right - box.right) < 1.5
            and box.top <= last.bottom + 1.5
        ):
            bottom = max(last.bottom, box.bottom)
            whole = Box(left=last.left, top=last.top, right=last.right, bottom=bottom)
            out[-1] = Shape(box=whole, fill=shape.fill, stroke=shape.stroke)
        else:
            out.append(shape)
    return [shape.box for shape in out]


def _cuts(box: Box, lines: list[Line]) -> bool:
    """Whether the box cuts through lines: then it is decoration, not a frame."""
    return any(
        line.left < box.left - 4 < line.right and box.top < line.middle < box.bottom
        for line in lines
    ) or any(
        line.left < box.right + 4 < line.right and box.top < line.middle < box.bottom
        for line in lines
    )


def _is_chart(page: RawPage, box: Box, inside: list[Line]) -> bool:
    if median(len(line.text) for line in inside) > FEW_LETTERS or len(inside) < 3:
        return False
    if max(len(line.text) for line in inside) > 3 * FEW_LETTERS:
        return False
    if _has_axis(inside):
        return True
    strokes = 0
    for shape in page.shapes[: 10 * MOST_SHAPES]:
        at = shape.box
        if at.right - at.left < THIN or at.bottom - at.top < THIN or at == box:
            continue
        if box.left <= at.left and at.right <= box.right and box.top <= at.top <= box.bottom:
            strokes += not any(
                at.left - 2 <= line.left
                and line.right <= at.right + 2
                and at.top - 2 <= line.middle <= at.bottom + 2
                for line in inside
            )
    return strokes >= MANY_STROKES


def _has_axis(inside: list[Line]) -> bool:
    """Whether figures stand one under another at even steps, of the page and of the count.

    Nearly all stand alone on their rows; in a table there would be others beside them.
    """
    columns: dict[int, list[tuple[float, int]]] = {}
    for line in inside:
        said = line.text.rstrip(" %")
        beside = sum(abs(line.middle - other.middle) < 0.5 * line.size for other in inside) > 1
        if said.isdecimal() and len(said) < LONGEST_COUNT and not beside:
            columns.setdefault(round(line.right / SNAP), []).append((line.middle, int(said)))
    for key in columns:
        marks = sorted(columns[key] + columns.get(key + 1, []))
        steps = [(below - above, b - a) for (above, a), (below, b) in pairwise(marks)]
        even = [
            step
            for step in steps
            if step[1] and step[1] == steps[0][1] and abs(step[0] - steps[0][0]) < 1
        ]
        if len(even) >= FEWEST_STEPS and len(even) >= len(steps) - 1:
            return True
    return False


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
