"""Shaded cells that a word processor drew in many small pieces, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from maalkart.core.document import Box
from maalkart.read.raw import Shape

THIN = 2.5  # points; a thinner area is a rule
TOUCH = 1.0  # points between pieces of one shade
MOST = 250  # pieces of one shade; patterns and maps have thousands
FEWEST = 4  # pieces before they are put together: fewer are cells as they stand
FULL = 0.97  # of the box around the pieces must be covered
WHITE = frozenset({"ffffff", "FFFFFF"})


def whole(shapes: Sequence[Shape]) -> list[Shape]:
    """The shapes, with every shade that fills a box given as the cells that its pieces leave.

    Word draws a shaded row as lines, paddings and rests; the edges that no piece crosses are those
    of the cells.
    """
    by_fill: dict[str, list[Shape]] = {}
    out: list[Shape] = []
    for shape in shapes:
        wide, high = shape.box.right - shape.box.left, shape.box.bottom - shape.box.top
        if shape.fill and shape.fill not in WHITE and not shape.stroke and min(wide, high) > THIN:
            by_fill.setdefault(shape.fill, []).append(shape)
        else:
            out.append(shape)
    for fill, pieces in by_fill.items():
        for group in _touching(pieces):
            boxes = _cells([piece.box for piece in group]) if FEWEST <= len(group) <= MOST else []
            out += [Shape(box=box, fill=fill, stroke=None) for box in boxes] or group
    return out


def _touching(pieces: list[Shape]) -> list[list[Shape]]:
    """Groups of pieces that touch or overlap one another."""
    done: list[list[Shape]] = []
    groups: list[tuple[Box, list[Shape]]] = []  # those that a piece further down may still touch
    for piece in sorted(pieces, key=lambda piece: (piece.box.top, piece.box.left)):
        near: list[tuple[Box, list[Shape]]] = []
        still: list[tuple[Box, list[Shape]]] = []
        for group in groups:
            if group[0].bottom < piece.box.top - TOUCH:
                done.append(group[1])
            else:
                (near if _touch(group[0], piece.box) else still).append(group)
        box = _around([piece.box, *(box for box, _ in near)])
        groups = [*still, (box, [each for _, group in near for each in group] + [piece])]
    return done + [group for _, group in groups]


def _touch(one: Box, other: Box) -> bool:
    beside = one.left - TOUCH <= other.right and other.left <= one.right + TOUCH
    return beside and one.top - TOUCH <= other.bottom and other.top <= one.bottom + TOUCH


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def _cells(boxes: list[Box]) -> list[Box]:
    """The cells of a shade; none where its pieces do not fill the box around them."""
    around = _around(boxes)
    if not _filled(boxes, around):
        return []
    xs = _uncrossed([(box.left, box.right) for box in boxes])
    ys = _uncrossed([(box.top, box.bottom) for box in boxes])
    return [
        Box(left=left, top=top, right=right, bottom=bottom)
        for top, bottom in pairwise(ys)
        for left, right in pairwise(xs)
    ]


def _uncrossed(spans: list[tuple[float, float]]) -> list[float]:
    """The ends of the spans, and the places between where one ends and no other goes on."""
    edges: list[float] = []
    reach = None
    for start, end in sorted(spans):
        if reach is None or start >= reach - TOUCH:
            edges.append(start)
        reach = end if reach is None else max(reach, end)
    return [*edges, reach] if reach is not None else []


def _filled(boxes: list[Box], around: Box) -> bool:
    """Whether the boxes cover the box around them; overlaps count once."""
    area = 0.0
    ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
    for top, bottom in pairwise(ys):
        middle, reach = (top + bottom) / 2, around.left
        for box in sorted((b for b in boxes if b.top <= middle <= b.bottom), key=lambda b: b.left):
            area += max(0.0, box.right - max(reach, box.left)) * (bottom - top)
            reach = max(reach, box.right)
    return area >= FULL * (around.right - around.left) * (around.bottom - around.top)
