"""Pages that came as one line each, without line breaks: what can still be told apart, is."""

from __future__ import annotations

from collections.abc import Sequence

from maalkart.read.flow import Leaf, join_hyphens
from maalkart.read.prose import Line, Sheet, leaves


def dumped(lines: Sequence[str]) -> list[Leaf]:
    """One page a line; the number of the page is that of the line."""
    return leaves(
        [
            Sheet(number=at, lines=(Line(text=join_hyphens(line.strip()), apart=True),))
            for at, line in enumerate(lines, start=1)
        ]
    )
