"""A heat map: rows by columns, darker where something is said more strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.draw.svg import (
    INK,
    LINE,
    PAPER,
    Drawing,
    Palette,
    circle,
    fitted,
    joined,
    rect,
    text,
)

LABELS, SIZE, ROW = 240, 11, 15
LEGEND = 34
SHADES = (0.0, 0.3, 0.62, 1.0)  # none, mentioned, goal, top: apart in grey


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A name and a strength (0–3) for each column; `heading` rows have none."""

    label: str
    strengths: tuple[int, ...] = ()
    heading: bool = False


def heat_map(
    columns: Sequence[str], rows: Sequence[HeatRow], legend: Sequence[str], palette: Palette
) -> Drawing:
    """Strengths by shade; the strongest has a dot as well, so that it does not lean on colour."""
    cell = max(11, min(22, 420 // max(1, len(columns))))
    head = 14 + max((len(fitted(name, 120, SIZE)) for name in columns), default=0) * SIZE * 0.6
    wide = max(LABELS + cell * len(columns) + 8, 460)
    parts = [_legend(legend, palette)]
    parts += [
        text(
            0, 0, fitted(name, 120, SIZE), font_size=SIZE,
            transform=f"translate({LABELS + at * cell + cell / 2 + 4:.1f} {LEGEND + head - 5:.1f}) "
            "rotate(-90)",
        )
        for at, name in enumerate(columns)
    ]  # fmt: skip
    parts += [_row(row, LEGEND + head + at * ROW, cell, palette) for at, row in enumerate(rows)]
    return Drawing(wide, LEGEND + head + ROW * len(rows) + 4, joined(parts))


def _row(row: HeatRow, top: float, cell: float, palette: Palette) -> Markup:
    weight = 600 if row.heading else 400
    indent = 0 if row.heading else 10
    label = fitted(row.label, (LABELS if not row.heading else 2 * LABELS) - indent - 6, SIZE)
    parts = [text(indent, top + ROW - 4, label, font_size=SIZE, font_weight=weight)]
    for at, strength in enumerate(row.strengths):
        left = LABELS + at * cell
        shade = palette.shade(SHADES[strength])
        parts.append(rect(left, top, cell - 1, ROW - 1, fill=shade))
        if strength == 3:
            parts.append(circle(left + cell / 2 - 0.5, top + ROW / 2 - 0.5, 2, fill=PAPER))
    return joined(parts)


def _legend(legend: Sequence[str], palette: Palette) -> Markup:
    parts, left = [], 0.0
    for at, said in enumerate(legend):
        parts.append(rect(left, 2, 14, 12, fill=palette.shade(SHADES[at]), stroke=LINE))
        if at == 3:
            parts.append(circle(left + 7, 8, 2, fill=PAPER))
        parts.append(text(left + 19, 13, said, font_size=SIZE, fill=INK))
        left += 19 + len(said) * SIZE * 0.56 + 16
    return joined(parts)
