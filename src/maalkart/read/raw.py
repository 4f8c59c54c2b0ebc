"""What a PDF engine hands to the structure layer: items on a page, before anyone has read them.

Coordinates are normalised once, here: PDF points from the top left of the page as it is shown
(rotation applied, crop box removed).
"""

from __future__ import annotations

from dataclasses import dataclass

from maalkart.core.document import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A stretch of text set in one style on one line, as the engine found it.

    `size` is the size of the type in points as shown (text matrix applied). `mark` is the item's
    marked-content id, by which the structure tree points to it.
    """

    text: str
    box: Box
    font: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    color: str | None = None  # RRGGBB
    rotation: float = 0.0
    mark: int | None = None
    confidence: float | None = None  # of OCR, 0–1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A drawn rectangle, line or curve; `fill` and `stroke` are RRGGBB, or None where not drawn."""

    box: Box
    fill: str | None = None
    stroke: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element of the structure tree of a tagged PDF, with the marks it covers on this page."""

    kind: str
    marks: tuple[int, ...] = ()
    children: tuple[Tag, ...] = ()
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One page as an engine found it; `tags` is empty where the file is not tagged."""

    number: int
    width: float
    height: float
    items: tuple[Item, ...]
    shapes: tuple[Shape, ...] = ()
    images: tuple[Box, ...] = ()
    tags: tuple[Tag, ...] = ()
    label: str | None = None
    engine: str = ""
    source: str = "text"  # "text", "ocr" or "unread"
    note: str | None = None
