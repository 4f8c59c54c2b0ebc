"""Which headings a block stands under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from maalkart.core.document import Block
from maalkart.split.flow import Flow


class Path:
    """The open headings, from the highest, as the blocks of a document pass.

    A heading in a box beside the text heads what the box holds; after it the text goes on under
    the headings it stood under before. A box with nothing but a heading is a heading drawn large,
    and a numbered one («2.3») belongs to the text wherever it stands.
    """

    def __init__(self, stream: Iterable[Flow]) -> None:
        self.headings: list[Block] = []
        self._before: list[Block] | None = None
        blocks = [flow.block for flow in stream]
        self._boxes = {_box(block) for block in blocks if block.kind != "heading"}

    def meets(self, block: Block) -> None:
        """Close what ends before the block: a box, and the headings that a heading replaces."""
        boxed = block.panel is not None and _box(block) in self._boxes
        if block.kind == "heading" and block.marker and self._before is None:
            boxed = False
        if not boxed and self._before is not None:
            self.headings, self._before = self._before, None
        elif boxed and self._before is None:
            self._before = list(self.headings)
        if block.kind == "heading":
            self.headings = above(self.headings, block)


def over_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The headings right over a contents list, by their order: they head nothing else."""
    return frozenset(
        above.order
        for above, below in pairwise(blocks)
        if above.kind == "heading" and below.kind == "contents"
    )


def _box(block: Block) -> tuple[int, int | None]:
    return block.page, block.panel


def above(path: list[Block], heading: Block) -> list[Block]:
    """The headings that a heading stands under; one without a level is the equal of the last."""
    level = heading.level or (path[-1].level if path else None) or 1
    return [block for block in path if (block.level or 1) < level]
