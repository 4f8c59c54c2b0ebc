"""Ranked bars with their intervals. Labels stand over bars and stay readable on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from maalkart.report.draw.svg import (
    INK,
    SOFT,
    TRACK,
    Drawing,
    Palette,
    fitted,
    joined,
    line,
    rect,
    text,
)

WIDE, LINE, LABEL, BAR = 400, 33, 13, 9
VALUE = 112  # room to the right for «19 av 41, 52 %»


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from 0 to 1 with its name and the figure in words; `low` and `high` its interval."""

    label: str
    share: float
    value: str
    low: float | None = None
    high: float | None = None


def ranked_bars(bars: Sequence[Bar], palette: Palette) -> Drawing:
    """Bars under each other on a scale to 100 %, with whiskers where there are intervals."""
    room = WIDE - VALUE
    parts = [_bar(at * LINE, room, bar, palette) for at, bar in enumerate(bars)]
    return Drawing(WIDE, LINE * len(bars), joined(parts))


def _bar(top: float, room: float, bar: Bar, palette: Palette) -> Markup:
    under = top + LABEL + 5
    middle = under + BAR / 2
    parts = [
        text(0, top + LABEL, fitted(bar.label, WIDE, 13)),
        rect(0, under, room, BAR, fill=TRACK),
        rect(0, under, round(room * bar.share, 1), BAR, fill=palette.accent),
        text(room + 8, under + BAR, bar.value, fill=SOFT),
    ]
    if bar.low is not None and bar.high is not None and bar.low < bar.high:
        parts.append(whisker(room * bar.low, room * bar.high, middle))
    return joined(parts)


def whisker(left: float, right: float, middle: float) -> Markup:
    """Dark on a white edge: seen on the bar as well as beside it."""
    ends = [(left, middle - 4, left, middle + 4), (right, middle - 4, right, middle + 4)]
    lines = [(left, middle, right, middle), *ends]
    edges = [line(*at, stroke="#ffffff", stroke_width=2.8) for at in lines]
    return joined(edges + [line(*at, stroke=INK, stroke_width=1.2) for at in lines])
