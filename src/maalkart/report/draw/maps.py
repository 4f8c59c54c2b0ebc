"""A map: areas by shade, on the land that was not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.draw.svg import INK, LINE, Drawing, Palette, group, joined, path, rect, text

HIGH, LEGEND, SIZE = 560.0, 190, 12


@dataclass(frozen=True, slots=True)
class Step:
    """A shade of the legend (0–1) and what it stands for."""

    part: float
    said: str


@dataclass(frozen=True, slots=True)
class Shape:
    """An area's path and the step that it has; None is land outside the sample."""

    path: str
    step: int | None


def shaded_map(
    shapes: Sequence[Shape],
    size: tuple[int, int],
    legend: Sequence[Step],
    *,
    rest: str,
    palette: Palette,
) -> Drawing:
    """The areas on a sheet of its own height, with the legend where the sea leaves room."""
    scale = HIGH / size[1]
    land = [path(one.path) for one in shapes if one.step is None]
    parts = [group(land, fill="#f1f3f5", stroke="#b9c2cc", stroke_width=3)]
    for at, step in enumerate(legend):
        having = [path(one.path) for one in shapes if one.step == at]
        parts.append(group(having, fill=palette.shade(step.part), stroke=INK, stroke_width=5))
    wide = size[0] * scale
    drawn = group(parts, transform=f"scale({scale:.5f})", stroke_linejoin="round")
    return Drawing(round(wide, 1), HIGH, joined([drawn, _legend(legend, rest, wide, palette)]))


def _legend(legend: Sequence[Step], rest: str, wide: float, palette: Palette) -> Markup:
    rows = [(palette.shade(step.part), step.said, INK) for step in legend]
    rows.append(("#f1f3f5", rest, LINE))
    left, top = wide - LEGEND, HIGH - 24 * len(rows) - 8
    return joined([
        part
        for at, (fill, said, edge) in enumerate(rows)
        for part in (
            rect(left, top + at * 24, 16, 14, fill=fill, stroke=edge),
            text(left + 23, top + at * 24 + 12, said, font_size=SIZE),
        )
    ])  # fmt: skip
