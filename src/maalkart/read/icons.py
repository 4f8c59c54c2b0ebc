"""Pictures of the UN goals on the pages of a PDF: by alternative text, caption, or sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from maalkart.core.document import Box, Icon, Page
from maalkart.read.goal_names import goal_named, is_goal_title
from maalkart.read.raw import Item, RawPage, Tag
from maalkart.read.tiles import NEAR, Tile, distances, find_tiles, lab, squares, vouched

SMALLEST = 12.0  # points a side: a smaller tile cannot be read in print
LARGEST = 260.0  # points a side of a drawn tile; the biggest seen fills half a page's width
COARSE = 0.5  # pixels a point for the first look: a tile of 12 points is 6 pixels wide
FINE = 2.0  # pixels a point for the second
WIDEST = 3000.0  # points a side that are rendered at all
REPEATED = 3  # pages on which a picture in the same place is looked at once: a logo

Pixels = npt.NDArray[np.uint8]


def find_icons(path: Path, pages: Sequence[RawPage], texts: Sequence[Page]) -> tuple[Icon, ...]:
    """The goals that pages show as pictures, in order of page, each goal once a page and way.

    Only pages with pictures, or with drawn squares in the colour of a tile, are rendered.
    `texts` tells which pages have been read; the text itself is counted elsewhere.
    """
    known = {page.number for page in texts}
    wanted = [page for page in pages if not known or page.number in known]
    found = [*_by_alt_text(wanted), *_by_caption(wanted), *_by_sight(path, wanted)]
    once: dict[tuple[int, int], Icon] = {}
    for icon in sorted(found, key=lambda icon: (icon.page, _RANK[icon.how], icon.sdg)):
        once.setdefault((icon.page, icon.sdg), icon)
    return tuple(sorted(once.values(), key=lambda icon: (icon.page, icon.sdg)))


_RANK = {"picture": 0, "alt text": 1, "caption": 2}  # what shows most goes first


def _by_alt_text(pages: Sequence[RawPage]) -> Iterator[Icon]:
    for page in pages:
        for tag in _tags(page.tags):
            goal = goal_named(tag.alt) if tag.alt and tag.kind in ("Figure", "Link", "") else None
            if goal is not None:
                yield Icon(page=page.number, sdg=goal, how="alt text")


def _tags(tags: Sequence[Tag]) -> Iterator[Tag]:
    pending = list(reversed(tags))
    while pending:
        tag = pending.pop()
        yield tag
        pending.extend(reversed(tag.children))


def _by_caption(pages: Sequence[RawPage]) -> Iterator[Icon]:
    """A square picture with nothing but a goal's name or number on the line right under it."""
    for page in pages:
        for box in _squares(page.images):
            under = " ".join(item.text for item in page.items if _is_under(item, box)).strip()
            if under and (is_goal_title(under) or len(under.split()) <= 3):
                goal = goal_named(under)
                if goal is not None:
                    yield Icon(page=page.number, sdg=goal, how="caption", box=box)


def _squares(boxes: Sequence[Box]) -> Iterator[Box]:
    for box in boxes:
        wide, high = box.right - box.left, box.bottom - box.top
        if min(wide, high) >= SMALLEST and max(wide, high) <= LARGEST and 0.8 < wide / high < 1.25:
            yield box


def _is_under(item: Item, box: Box) -> bool:
    near = 0 <= item.box.top - box.bottom + 3 <= 14
    middle = (item.box.left + item.box.right) / 2
    slack = (box.right - box.left) * 0.25
    return near and box.left - slack <= middle <= box.right + slack


def _by_sight(path: Path, pages: Sequence[RawPage]) -> Iterator[Icon]:
    regions = {page.number: places for page in pages if (places := _places(page))}
    if not regions:
        return
    times = Counter(place for places in regions.values() for place in places)
    repeated: dict[Box, list[tuple[int, Box]]] = {}
    document = pdfium.PdfDocument(path)
    try:
        for page in (each for each in pages if each.number in regions):
            new = [place for place in regions[page.number] if place not in repeated]
            found = _look(document, page, new)
            repeated.update({place: found[place] for place in new if times[place] >= REPEATED})
            for place in regions[page.number]:
                for sdg, box in found[place] if place in found else repeated[place]:
                    yield Icon(page=page.number, sdg=sdg, how="picture", box=box)
    finally:
        document.close()


def _places(page: RawPage) -> tuple[Box, ...]:
    """Where tiles may be: pictures, and squares drawn in an official colour; near ones as one."""
    if max(page.width, page.height) > WIDEST:
        return ()
    whole = Box(left=0, top=0, right=max(page.width, 1), bottom=max(page.height, 1))
    boxes = [
        cut
        for box in page.images
        if min(box.right - box.left, box.bottom - box.top) >= SMALLEST
        and (cut := _cut(box, whole)) is not None
    ]
    coloured = {shape.fill for shape in page.shapes if shape.fill}
    official = {fill for fill in sorted(coloured) if _is_official(fill)}
    drawn = [shape.box for shape in page.shapes if shape.fill in official]
    boxes += [cut for box in _squares(drawn) if (cut := _cut(box, whole)) is not None]
    return tuple(_joined(boxes))


def _is_official(fill: str) -> bool:
    try:
        rgb = bytes.fromhex(fill)
    except ValueError:
        return False
    if len(rgb) != 3:
        return False
    return bool(distances(lab(np.array(list(rgb), dtype=np.uint8))).min() < NEAR)


def _cut(box: Box, whole: Box) -> Box | None:
    left, right = max(box.left, whole.left), min(box.right, whole.right)
    top, bottom = max(box.top, whole.top), min(box.bottom, whole.bottom)
    if right - left < SMALLEST or bottom - top < SMALLEST:
        return None
    return Box(left=left, top=top, right=right, bottom=bottom)


_GAP = 30.0  # points between tiles of one row


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that touch or stand near in a row as one, so that tiles can vouch for each other."""
    joined: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.left, b.bottom, b.right)):
        here = box
        while True:
            near = next((other for other in joined if _is_near(here, other)), None)
            if near is None:
                break
            joined.remove(near)
            here = Box(
                left=min(here.left, near.left),
                top=min(here.top, near.top),
                right=max(here.right, near.right),
                bottom=max(here.bottom, near.bottom),
            )
        joined.append(here)
    return joined


def _is_near(one: Box, other: Box) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across <= _GAP and down <= _GAP


def _look(
    document: pdfium.PdfDocument, page: RawPage, places: Sequence[Box]
) -> dict[Box, list[tuple[int, Box]]]:
    """The goals in some places of a page, with the boxes of their tiles.

    One coarse rendering tells where squares of an official colour are; only those are looked at
    finely.
    """
    found: dict[Box, list[tuple[int, Box]]] = {place: [] for place in places}
    if not places:
        return found
    sheet = document[page.number - 1]
    try:
        whole = Box(left=0, top=0, right=page.width, bottom=page.height)
        coarse = _rendered(sheet, page, whole, COARSE)
        for place in places:
            tiles: list[Tile] = []
            for here in _squares_in(coarse, place, whole):
                fine = _rendered(sheet, page, here, FINE)
                tiles += find_tiles(fine, at=(here.left, here.top), scale=FINE)
            found[place] = [(tile.sdg, _box(tile)) for tile in vouched(tiles)]
    finally:
        sheet.close()
    return found


_AROUND = 6.0  # points around a square, so that its edges are seen as edges


def _squares_in(coarse: Pixels, place: Box, whole: Box) -> Iterator[Box]:
    left, top = int(place.left * COARSE), int(place.top * COARSE)
    right, bottom = int(place.right * COARSE) + 1, int(place.bottom * COARSE) + 1
    for square in squares(coarse[top:bottom, left:right]):
        box = Box(
            left=(left + square[0]) / COARSE - _AROUND,
            top=(top + square[1]) / COARSE - _AROUND,
            right=(left + square[2]) / COARSE + _AROUND,
            bottom=(top + square[3]) / COARSE + _AROUND,
        )
        if box.right - box.left <= LARGEST + 3 * _AROUND and (cut := _cut(box, whole)) is not None:
            yield cut


def _box(tile: Tile) -> Box:
    return Box(left=tile.left, top=tile.top, right=tile.right, bottom=tile.bottom)


def _rendered(sheet: pdfium.PdfPage, page: RawPage, place: Box, scale: float) -> Pixels:
    """A part of a page as RGB; `crop` counts from the page's four edges."""
    crop = (
        place.left,
        max(0.0, page.height - place.bottom),
        max(0.0, page.width - place.right),
        place.top,
    )
    bitmap = sheet.render(scale=scale, crop=crop, may_draw_forms=False, rev_byteorder=True)
    try:
        pixels = np.array(bitmap.to_numpy()[..., :3])
    finally:
        bitmap.close()
    return np.asarray(pixels, dtype=np.uint8)
