"""What the document's ordinary text looks like: the measure for everything that stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from maalkart.read.structure.model import Line

USUAL_PITCH = 1.25  # of the type size; used where a size has too few lines to measure


@dataclass(frozen=True, slots=True)
class Styles:
    """The body type, and for each size the usual distance from line to line."""

    size: float
    bold: bool
    color: str | None
    font: str
    pitches: dict[float, float]

    def pitch(self, size: float) -> float:
        """Usual distance between lines of that size, in points."""
        return self.pitches.get(round(size), USUAL_PITCH * size)


def survey(pages: Iterable[list[list[Line]]]) -> Styles:
    """Weigh every style by its letters; `pages` hold the flows of each page."""
    sizes: Counter[float] = Counter()
    looks: Counter[tuple[float, bool, str | None, str]] = Counter()
    steps: dict[float, Counter[float]] = {}
    for flows in pages:
        for flow in flows:
            for line in flow:
                sizes[_half(line.size)] += len(line.text)
                looks[_half(line.size), line.bold, line.color, line.font] += len(line.text)
            for above, below in pairwise(flow):
                step = below.middle - above.middle
                if round(above.size) == round(below.size) and 0.9 < step / above.size < 2.2:
                    steps.setdefault(round(above.size), Counter())[_half(step)] += 1
    if not sizes:
        return Styles(10.0, False, None, "", {})
    size = sizes.most_common(1)[0][0]
    look = max((look for look in looks if look[0] == size), key=lambda look: (looks[look], look[1]))
    pitches = {
        key: min(step for step, n in found.items() if n * 2 >= max(found.values()))
        for key, found in steps.items()
        if found.total() >= 3
    }
    return Styles(size, look[1], look[2], look[3], pitches)


def _half(value: float) -> float:
    return round(value * 2) / 2
