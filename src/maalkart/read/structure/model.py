"""What the structure layer works on between the engine's items and the finished blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from maalkart.core.document import BlockKind

SNAP = 3.0  # points; rules nearer than this are one line of a grid


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


class Word(NamedTuple):
    """A word with its stretch of the line; `glued` where no space stands before it."""

    text: str
    left: float
    right: float
    bold: bool = False
    glued: bool = False


@dataclass(slots=True)
class Line:
    """Words on one baseline with no wide gap between them, in points from the page's top left.

    `top` and `bottom` are normalised to the size of the type, since fonts give their own boxes
    wildly different air. `marker` is a bullet or number cut off the front; `text_left` is where
    the words after it begin.
    """

    words: list[Word]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    color: str | None
    font: str
    rotated: bool = False
    marker: str | None = None
    text_left: float = 0.0
    marks: tuple[int, ...] = ()
    text: str = ""
    cut: list[Word] = field(default_factory=list)  # the words of the marker, to be put back
    underlined: bool = False
    held: int | None = None  # stands for a table or a box that is read on its own
    noted: BlockKind | None = None  # a kind settled before the blocks are made
    item: int | None = None  # the list item of the page that the structure tree puts it in

    @property
    def middle(self) -> float:
        """Half way down the line."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """The first of the measures by which lines are sorted down the page."""
        return self.top + min(self.bottom - self.top, 24.0) / 2

    @property
    def width(self) -> float:
        """From the first ink to the last."""
        return self.right - self.left


@dataclass(slots=True)
class Draft:
    """A block in the making: its lines, and what is known of it so far."""

    page: int
    lines: list[Line]
    kind: BlockKind = "paragraph"
    level: int | None = None
    marker: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    header: bool = False
    across: bool = False  # a cell that is a whole row of its table
    continues: bool = False
    run_in: bool = False  # bold words that opened a paragraph, and now stand before it
    region: int = 0
    flow: tuple[float, float] = field(default=(0.0, 0.0))  # left and right edge of its column

    @property
    def text(self) -> str:
        """The lines with a space between: for rules, not for the page."""
        return " ".join(line.text for line in self.lines)

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def size(self) -> float:
        """Of the type in most of its letters."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)
