"""Change between two periods: a ring for the earlier, a disc for the later, a line between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.draw.svg import (
    INK,
    LINE,
    PAPER,
    SOFT,
    Drawing,
    Palette,
    circle,
    fitted,
    joined,
    line,
    text,
)

WIDE, ROW, TOP, VALUE = 400, 38, 30, 112


@dataclass(frozen=True, slots=True)
class Change:
    """A share before and after, from 0 to 1, and both in words."""

    label: str
    before: float
    after: float
    value: str


def changes(rows: Sequence[Change], before: str, after: str, palette: Palette) -> Drawing:
    """Rows under each other on one scale; the legend says which period is which."""
    parts = [
        circle(6, 9, 4.5, fill=PAPER, stroke=INK, stroke_width=1.8),
        text(16, 13, before, fill=SOFT),
        circle(WIDE / 2 + 6, 9, 5, fill=palette.accent),
        text(WIDE / 2 + 16, 13, after, fill=SOFT),
    ]
    parts += [_row(row, TOP + at * ROW, palette) for at, row in enumerate(rows)]
    return Drawing(WIDE, TOP + ROW * len(rows), joined(parts))


def _row(row: Change, top: float, palette: Palette) -> Markup:
    room = WIDE - VALUE - 12
    middle = top + 24
    before, after = 6 + room * row.before, 6 + room * row.after
    return joined([
        text(0, top + 13, fitted(row.label, WIDE, 13)),
        line(6, middle, 6 + room, middle, stroke=LINE),
        line(before, middle, after, middle, stroke=palette.accent, stroke_width=3),
        circle(before, middle, 4.5, fill=PAPER, stroke=INK, stroke_width=1.8),
        circle(after, middle, 5, fill=palette.accent),
        text(room + 18, middle + 4, row.value, fill=SOFT, font_size=12),
    ])  # fmt: skip
