"""Small multiples: the same bars side by side, one panel for each kind of document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.draw.bars import Bar, whisker
from maalkart.report.draw.svg import SOFT, TRACK, Drawing, Palette, fitted, joined, rect, text

WIDE, GAP, COLUMNS = 620, 24, 2
HEAD, LINE, LABEL, BAR, SIZE = 32, 33, 7, 7, 11
VALUE = 62


@dataclass(frozen=True, slots=True)
class Panel:
    """A title and its bars; all panels have the same bars in the same order."""

    title: str
    bars: tuple[Bar, ...]


def small_multiples(panels: Sequence[Panel], palette: Palette) -> Drawing:
    """Panels in two columns, so that a bar has its twin at the same height beside it."""
    wide = (WIDE - GAP) / COLUMNS
    high = HEAD + LINE * max((len(panel.bars) for panel in panels), default=0) + GAP
    parts = [
        _panel(panel, at % COLUMNS * (wide + GAP), at // COLUMNS * high, wide, palette)
        for at, panel in enumerate(panels)
    ]
    lines = -(-len(panels) // COLUMNS)
    return Drawing(WIDE, max(1, lines * high - GAP), joined(parts))


def _panel(panel: Panel, left: float, top: float, wide: float, palette: Palette) -> Markup:
    parts = [text(left, top + 16, fitted(panel.title, wide, 13), font_weight=600)]
    room = wide - VALUE
    for at, bar in enumerate(panel.bars):
        base = top + HEAD + at * LINE + SIZE
        under = base + LABEL
        parts += [
            text(left, base, fitted(bar.label, wide, SIZE), font_size=SIZE),
            rect(left, under, room, BAR, fill=TRACK),
            rect(left, under, round(room * bar.share, 1), BAR, fill=palette.accent),
            text(left + room + 6, under + BAR + 1, bar.value, font_size=SIZE, fill=SOFT),
        ]
        if bar.low is not None and bar.high is not None and bar.low < bar.high:
            low, high = (left + room * bound for bound in (bar.low, bar.high))
            parts.append(whisker(low, high, under + BAR / 2))
    return joined(parts)
