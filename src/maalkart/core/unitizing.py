"""Agreement on where statements begin and end: Krippendorff's alpha for units on a continuum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple


class Section(NamedTuple):
    """A stretch of a continuum, end excluded: a unit that a coder marked, or a gap between them."""

    start: int
    end: int
    marked: bool

    @property
    def length(self) -> int:
        """In characters, or whatever the continuum is measured in."""
        return self.end - self.start


Spans = Sequence[tuple[int, int]]
"""What one coder marked: starts and ends (excluded), without overlaps."""


def unitizing_alpha(coders: Sequence[Spans], start: int, end: int) -> float | None:
    """Krippendorff's αU for spans of one category (2004, «Content Analysis», 2nd ed., 11.6).

    None with fewer than two coders or where no one marked anything. Raises ValueError where spans
    overlap or leave the continuum.
    """
    return pooled_unitizing_alpha([coders], start, end)


def pooled_unitizing_alpha(
    categories: Sequence[Sequence[Spans]], start: int, end: int
) -> float | None:
    """The same over several categories, whose units may overlap: their disagreements summed."""
    found = [disagreement(coders, start, end) for coders in categories]
    observed, expected = sum(one for one, _ in found), sum(other for _, other in found)
    return None if expected == 0 else 1.0 - observed / expected


def disagreement(coders: Sequence[Spans], start: int, end: int) -> tuple[float, float]:
    """Observed and expected disagreement; both 0 where there is nothing to compare.

    Observed is the squared distance of units that overlap, and the squared length of units that lie
    where another coder marked nothing; expected is what all placings of the same units would give.
    """
    if len(coders) < 2 or not any(coders):
        return 0.0, 0.0
    lines = [list(_sections(spans, start, end)) for spans in coders]
    return _observed(lines, end - start), _expected(lines, end - start)


def _sections(spans: Spans, start: int, end: int) -> Iterator[Section]:
    """Units and the gaps between them, in order, from one end to the other."""
    at = start
    for first, last in sorted(spans):
        if not at <= first < last <= end:
            raise ValueError(f"the span {first}–{last} is empty, outside or overlaps another")
        if at < first:
            yield Section(at, first, False)
        yield Section(first, last, True)
        at = last
    if at < end:
        yield Section(at, end, False)


def _observed(lines: Sequence[Sequence[Section]], length: int) -> float:
    total = sum(
        _distance(one, other)
        for first, second in combinations(lines, 2)
        for one, other in _meeting(first, second)
    )
    coders = len(lines)
    return 2.0 * total / (coders * (coders - 1) * length**2)


def _meeting(
    first: Sequence[Section], second: Sequence[Section]
) -> Iterator[tuple[Section, Section]]:
    """Every pair of sections that share a part of the continuum."""
    at = there = 0
    while at < len(first) and there < len(second):
        yield first[at], second[there]
        ends = first[at].end, second[there].end
        at += ends[0] <= ends[1]
        there += ends[1] <= ends[0]


def _distance(one: Section, other: Section) -> float:
    if one.marked and other.marked:
        return float((one.start - other.start) ** 2 + (one.end - other.end) ** 2)
    if one.marked != other.marked:
        unit, gap = (one, other) if one.marked else (other, one)
        within = gap.start <= unit.start and unit.end <= gap.end
        return float(unit.length**2) if within else 0.0
    return 0.0


def _expected(lines: Sequence[Sequence[Section]], length: int) -> float:
    units = [one.length for line in lines for one in line if one.marked]
    gaps = [one.length for line in lines for one in line if not one.marked]
    total = 0.0
    for size in units:
        total += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        total += size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
    all_ = len(lines) * length
    placings = all_ * (all_ - 1) - sum(size * (size - 1) for size in units)
    return 2.0 / length * total / placings
