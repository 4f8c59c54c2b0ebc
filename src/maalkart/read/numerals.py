"""Reading the white numeral at the top left of a tile, by comparing it with drawn digits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_GRID = (24, 16)  # rows and columns that every digit is brought to
CORNER = (0.40, 0.46)  # of height and width: where the numeral stands on an official tile
TALLEST = (0.11, 0.34)  # of the tile's side: the height of its digits
LIKENESS = 0.42  # correlation with the drawn digit; other digits of bold type reach .35 at most
SLIM = 0.3  # width to height: only a 1 is slimmer; up to half as much more it may be one


def read_numeral(white: Mask, goals: Sequence[int]) -> tuple[int | None, int]:
    """Which of the goals (the likeliest first) the numeral says, and how many digits stand there.

    The first is None where the numeral says none of them.
    `white` is the mask of white pixels of the whole tile.
    """
    digits = _digits(white)
    best: tuple[float, int] | None = None
    for goal in goals:
        wanted = [int(sign) for sign in str(goal)]
        if len(wanted) > len(digits) or (len(digits) > 1 and len(wanted) == 1):
            continue
        likeness = min(
            _likeness(digit, value) for digit, value in zip(digits, wanted, strict=False)
        )
        if likeness >= LIKENESS and (best is None or likeness > best[0] + 0.08):
            best = (likeness, goal)
    return best[1] if best else None, len(digits)


def _digits(white: Mask) -> list[Mask]:
    """The one or two tallest shapes in the corner that stand side by side, leftmost first."""
    high, wide = white.shape
    corner = white[: round(high * CORNER[0]), : round(wide * CORNER[1])]
    labelled, _ = ndimage.label(corner, structure=np.ones((3, 3)))
    shapes = []
    for at, (rows, columns) in enumerate(ndimage.find_objects(labelled), start=1):
        tall = rows.stop - rows.start
        if TALLEST[0] * high <= tall <= TALLEST[1] * high and rows.stop < corner.shape[0]:
            shapes.append((columns.start, columns.stop, rows.start, tall, at, (rows, columns)))
    shapes.sort(key=lambda shape: shape[:4])
    if not shapes or shapes[0][0] > 0.25 * wide:
        return []
    first = shapes[0]
    chosen = [first]
    for other in shapes[1:]:
        level = abs(other[2] - first[2]) <= 0.05 * high and abs(other[3] - first[3]) <= 0.05 * high
        if level and other[0] - first[1] <= 0.07 * wide:
            chosen.append(other)
            break
    return [labelled[shape[5]] == shape[4] for shape in chosen]


def _likeness(digit: Mask, value: int) -> float:
    high, wide = digit.shape
    if wide / high < SLIM:
        return 0.9 if value == 1 else 0.0
    if value == 1 and wide / high < 1.5 * SLIM:
        return LIKENESS
    return max(_correlation(_normal(digit), drawn) for drawn in _drawn(value))


def _normal(digit: Mask) -> Floats:
    size = (_GRID[1], _GRID[0])
    picture = Image.fromarray(digit.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)
    return np.asarray(picture, dtype=np.float64)


def _correlation(one: Floats, other: Floats) -> float:
    a, b = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale else 0.0


@cache
def _drawn(value: int) -> tuple[Floats, ...]:
    """A digit in thin and in heavier strokes, cut to its own edges."""
    found = []
    for stroke in (0, 3, 6):
        picture = Image.new("L", (120, 140))
        font = ImageFont.load_default(size=96)
        ImageDraw.Draw(picture).text(
            (20, 8), str(value), fill=255, font=font, stroke_width=stroke, stroke_fill=255
        )
        box = picture.getbbox()
        if box:
            found.append(_normal(np.asarray(picture.crop(box)) > 127))
    return tuple(found)
