"""Pages by PDFium: as pictures, for the report and for OCR, and as a second count of the text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL.Image import Image

from maalkart.core.errors import ReadingError

POINTS = 72  # to the inch
MAX_PIXELS = 26_000_000  # an A3 page at 300 dpi has 17 million; more gains no words
MAX_SIDE = 16_000  # pixels; a WebP holds 16,383
QUALITY = 80  # small type stays sharp: 60–120 kB a page at 100 dpi
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What PDFium says of a file before anything is read."""

    pages: int
    tagged: bool
    title: str | None
    created: str | None


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Lend the open file; raises ReadingError, for a missing password with its remedy."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise ReadingError(
                "the file is encrypted with a password",
                place=path.name,
                hint="open it with the password, save it without, and read that file",
            ) from None
        raise ReadingError(f"PDFium: {error}", place=path.name) from None
    except OSError as error:
        raise ReadingError(f"the file cannot be opened: {error}", place=path.name) from error
    try:
        yield document
    finally:
        document.close()


def facts(path: Path) -> Facts:
    """Count pages and read what the file says of itself; raises ReadingError as `opened`."""
    with opened(path) as document:
        return Facts(
            pages=len(document),
            tagged=bool(document.is_tagged()),
            title=" ".join(document.get_metadata_value("Title").split()) or None,
            created=_day(document.get_metadata_value("CreationDate")),
        )


def render_page(path: Path, page: int, *, dpi: int = 100) -> bytes:
    """One page (from 1) as a WebP picture, as it is shown; huge pages come in fewer dots.

    Raises ReadingError where the file or the page cannot be drawn.
    """
    picture = picture_of(path, page, dpi=dpi).picture
    file = BytesIO()
    picture.save(file, format="WEBP", quality=QUALITY, method=2)
    return file.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn page; `dots` is pixels to a point, `width` and `height` are points."""

    picture: Image
    dots: float
    width: float
    height: float


def picture_of(path: Path, page: int, *, dpi: float, grey: bool = False) -> Picture:
    """Draw one page, in as many dots as the limits leave."""
    with opened(path) as document:
        return draw(document, page, dpi=dpi, grey=grey, place=path.name)


def draw(document: Any, page: int, *, dpi: float, place: str, grey: bool = False) -> Picture:
    """Draw one page of an open file; raises ReadingError where that cannot be."""
    if not 1 <= page <= len(document):
        raise ReadingError(f"there is no page {page}", place=place)
    where = f"{place}, page {page}"
    try:
        sheet = document[page - 1]
    except pdfium.PdfiumError as error:
        raise ReadingError(f"the page cannot be opened: {error}", place=where) from error
    try:
        width, height = sheet.get_size()
        dots = _dots(width, height, dpi, where)
        bitmap = sheet.render(scale=dots, grayscale=grey, limit_image_cache=True)
        picture = bitmap.to_pil()
    except (pdfium.PdfiumError, ValueError, MemoryError) as error:
        raise ReadingError(f"the page cannot be drawn: {error}", place=where) from error
    finally:
        sheet.close()
    return Picture(picture=picture, dots=dots, width=width, height=height)


def text_beyond(document: Any, page: int, *, enough: float) -> str:
    """The text on a page, or nothing where it is no longer than `enough` characters.

    What lies outside the page (the facing page of a spread, say) is not on it.
    """
    try:
        sheet = document[page - 1]
        try:
            text = sheet.get_textpage()
            return str(text.get_text_bounded()) if text.count_chars() > enough else ""
        finally:
            sheet.close()
    except pdfium.PdfiumError:
        return ""


def _dots(width: float, height: float, dpi: float, where: str) -> float:
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise ReadingError(f"the page measures {width:g} × {height:g} points", place=where)
    most = min(math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / max(width, height))
    dots = min(dpi / POINTS, most)
    if min(width, height) * dots < 1:
        raise ReadingError(f"the page measures {width:g} × {height:g} points", place=where)
    return dots


def _day(stamp: str) -> str | None:
    """«D:20250509123010+02'00'» as «2025-05-09»."""
    digits = stamp.removeprefix("D:")[:8]
    if len(digits) < 8 or not digits.isdigit():
        return None
    year, month, day = digits[:4], digits[4:6], digits[6:]
    plausible = year >= "1980" and "01" <= month <= "12" and "01" <= day <= "31"
    return f"{year}-{month}-{day}" if plausible else None
