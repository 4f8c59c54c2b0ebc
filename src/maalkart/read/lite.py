"""Liteparse's items as raw pages: the first rung of reading a PDF."""

from __future__ import annotations

import re
from pathlib import Path

from liteparse import LiteParse, ParseError
from liteparse.types import ParsedPage, StructureTreeElement, TextItem, VectorGraphics

from maalkart.core.document import Box
from maalkart.core.errors import ReadingError
from maalkart.read.raw import Item, RawPage, Shape, Tag

ENGINE = "liteparse"
NO_CAP = 10_000_000  # liteparse cuts silently at 1,000 pages unless told otherwise
BOLD_WEIGHT = 600  # OpenType: 600 is semibold, the lightest weight that reads as bold
HAIRLINE = 0.2  # a drawn line has no width as a box; this keeps the box from being empty
MAX_DEPTH = 60  # of a structure tree; deeper ones are made to harm
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|(?<![a-z])fet(?![a-z])", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def read_pages(path: Path, *, first: int = 1, last: int | None = None) -> list[RawPage]:
    """Every page from `first` to `last` (both counted from 1 and included), without OCR.

    Raises ReadingError where liteparse cannot open the file or gives up on it.
    """
    wanted = None if first == 1 and last is None else f"{first}-{last or NO_CAP}"
    parser = LiteParse(
        ocr_enabled=False,
        quiet=True,
        max_pages=NO_CAP,
        target_pages=wanted,
        extract_text_metadata=True,
        extract_structure_tree=True,
        extract_vector_graphics=True,
        extract_images=True,
    )
    try:
        result = parser.parse(path)
    except (ParseError, OSError, ValueError) as error:
        raise ReadingError(f"liteparse could not read the file: {error}", place=str(path)) from None
    pictures: dict[int, list[Box]] = {}
    for image in result.images:
        box = _box(image.bbox.x, image.bbox.y, image.bbox.width, image.bbox.height)
        pictures.setdefault(image.page, []).append(box)
    return [_page(page, tuple(pictures.get(page.page_num, ()))) for page in result.pages]


def _page(page: ParsedPage, pictures: tuple[Box, ...]) -> RawPage:
    roots = page.structure_tree.roots if page.structure_tree else []
    return RawPage(
        number=page.page_num,
        width=page.width,
        height=page.height,
        items=tuple(_item(item) for item in page.text_items if item.text.strip()),
        shapes=_shapes(page.vector_graphics),
        images=pictures,
        tags=tuple(_tag(root, 0) for root in roots),
        label=page.page_label or None,
        engine=ENGINE,
    )


def _item(item: TextItem) -> Item:
    font = item.font_name or ""
    # font_size is 1.0 where the size sits in the text matrix; font_height has it applied.
    size = item.font_height or (item.height if (item.font_size or 0) <= 1 else item.font_size) or 0
    return Item(
        text=item.text,
        box=_box(item.x, item.y, item.width, item.height),
        font=_SUBSET.sub("", font),
        size=round(abs(size), 2),
        bold=(item.font_weight or 0) >= BOLD_WEIGHT or bool(_BOLD_NAME.search(font)),
        italic=bool(_ITALIC_NAME.search(font)),
        color=_color(item.fill_color),
        rotation=item.rotation,
        mark=item.mcid,
        confidence=item.confidence,
    )


def _shapes(graphics: VectorGraphics | None) -> tuple[Shape, ...]:
    if graphics is None:
        return ()
    areas = [
        Shape(
            box=_box(*shape.bbox),
            fill=_color(shape.fill_color) if shape.fill else None,
            stroke=_color(shape.stroke_color) if shape.stroke else None,
        )
        for shape in graphics.shapes
    ]
    strokes = [
        Shape(
            box=_box(
                min(line.x1, line.x2),
                min(line.y1, line.y2),
                abs(line.x2 - line.x1),
                abs(line.y2 - line.y1),
            ),
            stroke=_color(line.stroke_color),
        )
        for line in graphics.lines
        if line.stroke
    ]
    return tuple(areas + strokes)


def _tag(element: StructureTreeElement, depth: int) -> Tag:
    children = element.children if depth < MAX_DEPTH else []
    return Tag(
        kind=element.type,
        marks=tuple(element.marked_content_ids),
        children=tuple(_tag(child, depth + 1) for child in children),
        alt=element.alt_text or None,
    )


def _box(x: float, y: float, width: float, height: float) -> Box:
    return Box(left=x, top=y, right=x + max(width, HAIRLINE), bottom=y + max(height, HAIRLINE))


def _color(argb: str | None) -> str | None:
    """«AARRGGBB» as «RRGGBB»; None where fully transparent."""
    if not argb or argb[:2] == "00":
        return None
    return argb[-6:]
