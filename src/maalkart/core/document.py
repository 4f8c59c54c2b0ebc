"""What a reader hands on: pages, blocks and icons of one document.

The text of a page is clean text in reading order: ligatures opened, hyphens at line ends joined,
furniture kept but marked. Every block is a span of its page's text, and every character of the text
that stands on paper can be traced to a box there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from maalkart.core.errors import EvidenceError

BlockKind = Literal[
    "heading",
    "paragraph",
    "list_item",
    "table_cell",
    "caption",
    "footnote",
    "pull_quote",  # text lifted out of the page and said again: never counted twice
    "contents",  # a line of a contents list: kept, never a statement
    "furniture",  # running headers and footers, page numbers, margin line numbers
]
BODY_KINDS: frozenset[BlockKind] = frozenset({"heading", "paragraph", "list_item", "table_cell"})

PageSource = Literal["text", "ocr", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in PDF points from the page's top left, as the page is shown."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError(f"empty or inverted box: {self}")


@dataclass(frozen=True, slots=True)
class Run:
    """`page.text[start:end]` stands in `box`: a word, or a stretch of one line."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a file, or one section where the format has no pages.

    `number` counts from 1 and is the PDF's own order (or the number of a page marker in text);
    `label` is what is printed on it, or the title of the section. `runs` are in order of `start`
    and do not overlap. `note` says why a page was read otherwise than from its text, or not at all.
    """

    number: int
    text: str
    runs: tuple[Run, ...] = ()
    width: float | None = None
    height: float | None = None
    label: str | None = None
    source: PageSource = "text"
    engine: str = ""
    note: str | None = None

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"pages count from 1, not {self.number}")
        if any(a.end > b.start for a, b in pairwise(self.runs)):
            raise ValueError(f"runs of page {self.number} overlap or are out of order")

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where `text[start:end]` stands; a run cut by the span is cut in proportion."""
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        boxes = []
        for run in self.runs[first:]:
            if run.start >= end:
                break
            if run.end <= start:
                continue
            boxes.append(_part(run, max(start, run.start), min(end, run.end)))
        return tuple(boxes)


def _part(run: Run, start: int, end: int) -> Box:
    if (start, end) == (run.start, run.end):
        return run.box
    box, length = run.box, run.end - run.start
    wide = (box.right - box.left) / length
    return Box(
        left=box.left + wide * (start - run.start),
        right=box.left + wide * (end - run.start),
        top=box.top,
        bottom=box.bottom,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, list item or cell: `page.text[start:end] == text`.

    `order` counts blocks through the whole document. `level` is 1 for the highest heading, and the
    depth (from 1) of a list item. `marker` is the bullet or number that was printed before the text
    and is not part of it («1.2», «•»). Cells carry `table` (counted through the document), `row`
    and `column` (from 0), and `header` where the cell heads its row or column. `continues` is true
    when the block carries on the sentence, item or cell of the body block before it, across a page
    or column break; a cell carries on the cell before it in its table's column. `panel` tells the
    drawn boxes of a page apart, from 1: what stands in one is read on its own.
    """

    page: int
    order: int
    kind: BlockKind
    start: int
    end: int
    text: str
    level: int | None = None
    marker: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    header: bool = False
    continues: bool = False
    panel: int | None = None


_SENTENCE = re.compile(r"[^\W\d_]{2}\.$")
FULLEST_COVER = 500  # letters; a page with a checklist has more
LONGEST_TITLE = 160  # letters of a line on a cover; a paragraph is longer


class OnPage(Protocol):
    """What stands on a page, finished or in the making."""

    @property
    def page(self) -> int:
        """The number of its page."""

    @property
    def text(self) -> str:
        """What it says."""


def cover_of(blocks: Iterable[OnPage]) -> int | None:
    """The first page where it holds no text but titles and others follow.

    Its titles name the document: they are no headings of what comes after.
    """
    pages: dict[int, list[str]] = {}
    for block in blocks:
        pages.setdefault(block.page, []).append(block.text)
    if len(pages) < 2:
        return None
    first = min(pages)
    lengths = [len(text) for text in pages[first]]
    sentences = any(_SENTENCE.search(text) for text in pages[first])
    bare = max(lengths) <= LONGEST_TITLE and sum(lengths) <= FULLEST_COVER and not sentences
    return first if bare else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """The picture of a UN goal on a page; `how` is «picture», «alt text» or «caption»."""

    page: int
    sdg: int
    how: str
    box: Box | None = None


LOSSES = frozenset({"broken-off", "too-many-pages"})  # codes of notes on pages that are not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the reader could not do, or did another way; `page` is None for the whole file."""

    page: int | None
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file by its sha256 (`id`), as read.

    `paged` is false where the format has no pages: its pages are then sections. `title`, `created`
    and `tagged` are what the file says of itself.
    """

    id: str
    name: str
    format: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    icons: tuple[Icon, ...] = ()
    notes: tuple[Note, ...] = ()
    paged: bool = True
    title: str | None = None
    created: str | None = None

    def page(self, number: int) -> Page:
        """The page with that number; raises EvidenceError where there is none."""
        if 0 < number <= len(self.pages) and self.pages[number - 1].number == number:
            return self.pages[number - 1]
        for page in self.pages:
            if page.number == number:
                return page
        raise EvidenceError(f"there is no page {number}", place=self.name)
