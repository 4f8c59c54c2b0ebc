"""Ranked bars as SVG: drawn by hand, so that the same numbers give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDE, LINE, LABEL, BAR = 400, 38, 15, 10  # labels stand over bars and stay readable on a phone
VALUE = 78  # room to the right for «19 av 41»


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from 0 to 1 with its name and the figure in words."""

    label: str
    share: float
    value: str


def ranked_bars(bars: Sequence[Bar], *, id: str, title: str, description: str) -> Markup:
    """Bars under each other, widest scale 100 %; title and description say what they show."""
    parts = [_bar(at, bar) for at, bar in enumerate(bars)]
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {w} {h}" aria-labelledby="{id}-t {id}-d">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{parts}</svg>'
    ).format(
        w=WIDE,
        h=LINE * len(bars),
        id=id,
        title=title,
        desc=description,
        parts=Markup("").join(parts),
    )


def _bar(at: int, bar: Bar) -> Markup:
    top = at * LINE
    room = WIDE - VALUE
    return Markup(
        '<text x="0" y="{text}">{label}</text>'
        '<rect class="track" x="0" y="{y}" width="{room}" height="{high}"/>'
        '<rect class="bar" x="0" y="{y}" width="{wide}" height="{high}"/>'
        '<text class="value" x="{end}" y="{base}">{value}</text>'
    ).format(
        text=top + LABEL,
        label=escape(bar.label),
        y=top + LABEL + 6,
        room=room,
        high=BAR,
        wide=round(room * bar.share, 1),
        end=room + 8,
        base=top + LABEL + 6 + BAR,
        value=bar.value,
    )
