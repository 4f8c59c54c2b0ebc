"""Text from pictures of pages, by Tesseract with its Norwegian model.

The page is set level before it is read, and its items stand in the levelled page; `Turn` carries
boxes back to the page as it is shown.
"""

from __future__ import annotations

import csv
import functools
import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import groupby
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from maalkart.core.document import Box
from maalkart.core.errors import ReadingError
from maalkart.read.raw import Item, RawPage
from maalkart.read.render import Picture
from maalkart.read.skew import lean

ENGINE = "tesseract"
DPI = 300  # Tesseract's models were trained on type of about this size
MODEL = "nor"  # nor+eng takes 1.4 times as long, and loses one æ, ø or å in twenty
SECONDS = 90  # for one page; a full page takes 1–4
LEAST_SURE = 0.30  # words under this are specks and photographs: they carry no letters of text
SURE = 0.70  # mean confidence: upright pages reach .80–.96, pages on their side stay under .6
SURE_OF_TURN = 2.0  # Tesseract's own scale: wrong answers had under 1.5
GRAIN = 3.0  # of 256 tones: clean pages have 0; smoothing lifts recall from .88 to .99 above it
GAP = 1.6  # of the line's height: a wider space between words parts columns
HINT = "install Tesseract with its Norwegian model: apt install tesseract-ocr tesseract-ocr-nor"

_ASCENDS = re.compile(r"[A-ZÆØÅÄÖÜbdfhijklt0-9ßåäöüéè!?(\[{]")
_DESCENDS = re.compile(r"[gjpqyQ,;(\[{]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How a levelled page was turned from the page as shown; sizes are in points."""

    quarters: int = 0  # anticlockwise quarter turns, before the leaning was taken away
    angle: float = 0.0  # degrees anticlockwise
    width: float
    height: float

    def back(self, box: Box) -> Box:
        """The same place on the page as shown."""
        corners = [self._point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(left=min(xs), top=min(ys), right=max(xs), bottom=max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        """Undo the small turn about the middle, then the quarter turns."""
        wide, high = self.width, self.height
        if self.quarters % 2:
            wide, high = high, wide
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        dx, dy = x - wide / 2, y - high / 2
        x, y = wide / 2 + cosine * dx - sine * dy, high / 2 + sine * dx + cosine * dy
        for _ in range(self.quarters % 4):
            x, y = high - y, x
            wide, high = high, wide
        return x, y


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A page as read from its picture, and the way back to the page as shown."""

    page: RawPage
    turn: Turn


def available() -> bool:
    """Whether Tesseract and its Norwegian model are installed."""
    return MODEL in _installed()


@functools.cache
def _installed() -> tuple[str, ...]:
    program = shutil.which("tesseract")
    if program is None:
        return ()
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30
    )
    return tuple(listed.stdout.split()[1:])


def recognise(picture: Picture, number: int) -> Recognised:
    """Read one page from its picture; raises ReadingError where Tesseract is missing or fails.

    Only a page that makes little sense as it stands is asked whether it lies on its side.
    """
    read = _levelled(picture, number, quarters=0)
    if "osd" in _installed() and _doubtful(read.page.items):
        quarters = _quarters(picture.picture)
        if quarters:
            return _levelled(picture, number, quarters=quarters)
    return read


def _levelled(picture: Picture, number: int, *, quarters: int) -> Recognised:
    upright = _without_grain(picture.picture)
    if quarters:
        upright = upright.rotate(90 * quarters, expand=True)
    angle = lean(upright)
    if angle:
        ground = _ground(upright)
        upright = upright.rotate(angle, Image.Resampling.BICUBIC, fillcolor=ground)
    sides = (picture.width, picture.height)
    width, height = reversed(sides) if quarters % 2 else sides
    page = RawPage(
        number=number,
        width=width,
        height=height,
        items=_items(_ask(upright, picture.dots), picture.dots),
        engine=ENGINE,
        source="ocr",
    )
    turn = Turn(quarters=quarters, angle=angle, width=picture.width, height=picture.height)
    return Recognised(page=page, turn=turn)


def _doubtful(items: Sequence[Item]) -> bool:
    words = sum(len(item.text.split()) for item in items)
    sure = sum((item.confidence or 0) * len(item.text.split()) for item in items)
    return words < 8 or sure / words < SURE


def _without_grain(picture: Image.Image) -> Image.Image:
    """The picture with a scanner's grain smoothed away, where it has any."""
    left, top = max(0, picture.width // 2 - 500), max(0, picture.height // 2 - 500)
    middle = picture.crop((left, top, left + 1000, top + 1000)).convert("L")
    smooth = middle.filter(ImageFilter.MedianFilter(3))
    grain = float(np.median(np.abs(np.asarray(middle, np.int16) - np.asarray(smooth, np.int16))))
    return picture.filter(ImageFilter.MedianFilter(3)) if grain >= GRAIN else picture


def _ask(picture: Image.Image, dots: float) -> str:
    if not available():
        raise ReadingError("no program to recognise text in pictures", hint=HINT)
    said = ["-l", MODEL, "--psm", "3", "--dpi", str(round(dots * 72)), "tsv"]
    return _run(["stdin", "stdout", *said], picture)


def _quarters(picture: Image.Image) -> int:
    """Anticlockwise quarter turns that set the page upright, where Tesseract is fairly sure."""
    half = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))
    try:
        said = _run(["stdin", "stdout", "--psm", "0", "-l", "osd"], half)
    except ReadingError:
        return 0  # too little text to tell
    found = dict(re.findall(r"^(Rotate|Orientation confidence): ([\d.]+)", said, re.MULTILINE))
    if float(found.get("Orientation confidence", 0)) < SURE_OF_TURN:
        return 0
    return (-int(found.get("Rotate", 0)) // 90) % 4


def _run(arguments: Sequence[str], picture: Image.Image) -> str:
    """Tesseract's answer on one picture, with one thread and within its time."""
    file = BytesIO()
    picture.save(file, format="BMP" if picture.mode in ("L", "RGB") else "PNG")
    try:
        done = subprocess.run(
            [shutil.which("tesseract") or "tesseract", *arguments],
            input=file.getvalue(),
            capture_output=True,
            check=True,
            timeout=SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except FileNotFoundError:
        raise ReadingError("no program to recognise text in pictures", hint=HINT) from None
    except subprocess.TimeoutExpired:
        raise ReadingError(f"Tesseract took more than {SECONDS} seconds") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", errors="replace").strip().splitlines()[-1:]
        raise ReadingError(f"Tesseract failed: {' '.join(said)[:200]}") from None
    return done.stdout.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float
    paragraph: tuple[int, int]
    line: tuple[int, int, int]


def _items(tsv: str, dots: float) -> tuple[Item, ...]:
    """Stretches of lines, in the size of type that most of their paragraph has."""
    words = [word for word in _words(tsv) if word.sure >= LEAST_SURE]
    items: list[Item] = []
    for _, paragraph in groupby(words, key=lambda word: word.paragraph):
        lines = [list(line) for _, line in groupby(paragraph, key=lambda word: word.line)]
        size = median(_size(line) for line in lines) / dots
        for line in lines:
            items += [_item(part, size, dots) for part in _parts(line)]
    return tuple(items)


def _words(tsv: str) -> Iterable[_Word]:
    rows = csv.DictReader(StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] != "5" or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        block, par, line = int(row["block_num"]), int(row["par_num"]), int(row["line_num"])
        yield _Word(
            text,
            left,
            top,
            left + max(1, int(row["width"])),
            top + max(1, int(row["height"])),
            float(row["conf"]) / 100,
            (block, par),
            (block, par, line),
        )


def _parts(line: list[_Word]) -> list[list[_Word]]:
    """A line cut where the space is too wide to be a space."""
    height = max(word.bottom for word in line) - min(word.top for word in line)
    parts = [[line[0]]]
    for word in line[1:]:
        if word.left - parts[-1][-1].right > GAP * height:
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _size(line: list[_Word]) -> float:
    """The size of the type in pixels, from the height of the line and the letters in it.

    Of the em, letters without stems take about .48, stems .24 more, tails .21 (Latin text faces).
    """
    text = "".join(word.text for word in line)
    height = max(word.bottom for word in line) - min(word.top for word in line)
    em = 0.48 + (0.24 if _ASCENDS.search(text) else 0) + (0.21 if _DESCENDS.search(text) else 0)
    return height / em


def _item(words: list[_Word], size: float, dots: float) -> Item:
    return Item(
        text=" ".join(word.text for word in words),
        box=Box(
            left=min(word.left for word in words) / dots,
            top=min(word.top for word in words) / dots,
            right=max(word.right for word in words) / dots,
            bottom=max(word.bottom for word in words) / dots,
        ),
        size=round(size * 2) / 2,
        confidence=round(sum(word.sure for word in words) / len(words), 3),
    )


def _ground(picture: Image.Image) -> Any:
    """The commonest tone of the page's edge, to fill the corners that turning opens."""
    edge = picture.resize((32, 32))
    colors = edge.getcolors(32 * 32) or [(1, 255)]
    return max(colors, key=lambda pair: pair[0])[1]
