"""The second engine, pdf_oxide, as raw pages: fast, and independent of PDFium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from maalkart.core.document import Box
from maalkart.core.errors import ReadingError
from maalkart.read.raw import Item, RawPage

Result = TypeVar("Result")

ENGINE = "pdf_oxide"
A4 = (0.0, 0.0, 595.0, 842.0)  # points
HAIRLINE = 0.2  # the least width and height of a box, in points
DESCENT = 0.22  # of the size of the type; pdf_oxide's boxes stand on the baseline
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def read_pages(path: Path, *, first: int = 1, last: int | None = None) -> list[RawPage]:
    """Every page from `first` to `last`, counted from 1 and included.

    Raises ReadingError where pdf_oxide cannot open the file. A page it fails on comes without
    items and with a note.
    """
    document = Oxide(path)
    last = min(last or document.count, document.count)
    return [document.page(number) for number in range(first, last + 1)]


class Oxide:
    """A file as pdf_oxide holds it open; raises ReadingError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document = _guarded(lambda: _open(path), path)
        self.count = _guarded(lambda: int(self._document.page_count()), path)

    def page(self, number: int) -> RawPage:
        """One page from 1; where pdf_oxide fails on it, an empty one with a note."""
        try:
            return _guarded(lambda: _taken(self._document, number), self._path)
        except ReadingError as error:
            return RawPage(
                number=number,
                width=A4[2],
                height=A4[3],
                items=(),
                engine=ENGINE,
                note=error.message,
            )


def _open(path: Path) -> Any:
    import pdf_oxide  # 50 ms that most files never need

    pdf_oxide.disable_logging()
    return pdf_oxide.PdfDocument(str(path))


def _taken(document: Any, number: int) -> RawPage:
    index = number - 1
    frame = _Frame(document, index)
    spans = document.extract_spans(index)
    return RawPage(
        number=number,
        width=frame.width,
        height=frame.height,
        items=tuple(_item(span, frame) for span in spans if span.text.strip()),
        images=tuple(_images(document, index, frame)),
        engine=ENGINE,
    )


class _Frame:
    """From PDF space (from the bottom left, unrotated) to the page as it is shown.

    A truncated file has lost the tree that says how large its pages are, but not their text: they
    are then taken to be A4.
    """

    def __init__(self, document: Any, index: int) -> None:
        try:
            box = document.page_crop_box(index) or document.page_media_box(index)
            self.turn = int(document.page_rotation(index)) % 360
        except RuntimeError:
            box, self.turn = A4, 0
        left, bottom, right, top = box
        self.left, self.bottom = min(left, right), min(bottom, top)
        self.across, self.up = abs(right - left) or A4[2], abs(top - bottom) or A4[3]
        turned = self.turn in (90, 270)
        self.width, self.height = (self.up, self.across) if turned else (self.across, self.up)

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        x, y = x - self.left, y - self.bottom
        corners = [self._shown(x, y), self._shown(x + width, y + height)]
        (x1, x2), (y1, y2) = (sorted(side) for side in zip(*corners, strict=True))
        return Box(left=x1, top=y1, right=max(x2, x1 + HAIRLINE), bottom=max(y2, y1 + HAIRLINE))

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y, x
        if self.turn == 180:
            return self.across - x, y
        if self.turn == 270:
            return self.up - y, self.across - x
        return x, self.up - y


def _item(span: Any, frame: _Frame) -> Item:
    x, y, width, height = span.page_bbox
    size = abs(span.font_size) or height
    return Item(
        text=span.text,
        box=frame.box(x, y - DESCENT * size, width, height),
        font=_SUBSET.sub("", span.font_name or ""),
        size=round(size, 2),
        bold=bool(span.is_bold),
        italic=bool(span.is_italic),
        color="".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in span.color),
    )


def _images(document: Any, index: int, frame: _Frame) -> list[Box]:
    try:
        images = document.page_images(index)
    except RuntimeError:
        return []  # lost with the tree of pages
    return [frame.box(image["x"], image["y"], image["width"], image["height"]) for image in images]


def _guarded(call: Callable[[], Result], path: Path) -> Result:
    """Call into Rust; its panics are no Exceptions, and become ReadingErrors here."""
    try:
        return call()
    except (RuntimeError, ValueError, OSError, KeyError, OverflowError) as error:
        raise ReadingError(f"pdf_oxide: {_short(error)}", place=path.name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ReadingError(f"pdf_oxide gave up: {_short(error)}", place=path.name) from None


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
