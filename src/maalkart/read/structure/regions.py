"""Drawn boxes that hold text of their own: sidebars, fact boxes, shaded headings; and charts."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from maalkart.core.document import Box
from maalkart.read.raw import RawPage, Shape
from maalkart.read.structure.model import Line
from maalkart.read.structure.rules import UNSEEN

THIN = 3.0  # points; anything thinner is a rule, not an area
WHOLE = 0.75  # of the page's area: a box this large is its background
CLOSE = 1.6  # of the type size, from line to line of a paragraph
BAR = 3.0  # of the type size: a shade no higher than this is a bar behind a title
FEW_LETTERS = 22  # the middle label of a chart is shorter than this; running text is longer
MANY_STROKES = 6  # shapes inside one frame before it can be a drawing
MOST_SHAPES = 400  # looked at on one page; maps have tens of thousands


@dataclass(frozen=True, slots=True)
class Region:
    """An area of the page whose lines are read together; `seen` where a reader sees its edges."""

    box: Box
    chart: bool = False
    seen: bool = True


def regions_of(page: RawPage, lines: list[Line]) -> list[Region]:
    """Boxes with text in them, the smallest that hold a line first."""
    shapes = [shape for shape in page.shapes if _is_area(page, shape)][:MOST_SHAPES]
    areas = _merged(shapes)
    seen = [shape.box for shape in shapes if shape.fill not in UNSEEN]
    drawn = [shape.box for shape in shapes if shape.stroke or shape.fill not in UNSEEN]
    found: list[Region] = []
    level = [line for line in lines if not line.rotated]
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
    """Boxes stacked edge to edge with the same sides are one (Word shades line by line)."""
    out: list[Box] = []
    for shape in sorted(shapes, key=lambda s: (round(s.box.left), round(s.box.right), s.box.top)):
        box, last = shape.box, out[-1] if out else None
        if (
            last
            and abs(last.left - box.left) < 1.5
            and abs(last.right - box.right) < 1.5
            and box.top <= last.bottom + 1.5
        ):
            out[-1] = Box(
                left=last.left,
                top=last.top,
                right=last.right,
                bottom=max(last.bottom, box.bottom),
            )
        else:
            out.append(box)
    return out


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


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
