"""Tiles of the UN goals in a picture: a square of one official colour with white signs on it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from maalkart.read.numerals import read_numeral

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

NEAR = 16.0  # ΔE between a pixel and an official colour: JPEG and CMYK move a tile by 3 to 12
COARSEST = 5  # pixels a side of a blob in the first, coarse look: 10 points
LOOSELY = (0.7, 1.4)  # width to height in that look, where an edge is off by a pixel
RIM_LOOSELY = 0.5  # of the rim in that look
STEP = 3.0  # ΔE that rounding a colour to steps of eight may cost
SURE = 8.0  # ΔE that a tile without a legible numeral may be off; real plans have up to 16
APART = 2.5  # ΔE by which the next colour must be worse; goals 1 and 4 are only 10 apart
SMALLEST = 12  # pixels a side: below, no sign on the tile can be told from noise
SQUARE = (0.86, 1.16)  # width to height; tiles are square, pictures of them get stretched a little
RIM = 0.035  # of the side: the solid margin of a tile, outside its number and title
RIM_FILLED = 0.86  # of the rim that has the tile's colour
WHITE = (0.05, 0.55)  # share of a tile that is white: goal 17 has least, goal 7 most
TWO_COLOURS = 0.82  # share of a tile that is its colour or white, blurred edges counted out
LEGIBLE = 80  # pixels a side from which the numeral must be readable: its digits are then 14 high
COMPANY = 3  # tiles of different goals and one size that vouch for each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tile with its edges; `numeral` is what its number was read as.

    `distance` is ΔE to the goal's official colour, `margin` how much worse the next colour is;
    `digits` counts the signs where the numeral stands, and `legible` says that the picture was
    fine enough for the numeral to be read.
    """

    sdg: int
    left: float
    top: float
    right: float
    bottom: float
    distance: float
    margin: float
    numeral: int | None
    digits: int
    legible: bool

    @property
    def side(self) -> float:
        """The mean of width and height."""
        return (self.right - self.left + self.bottom - self.top) / 2


@cache
def official() -> tuple[tuple[int, ...], Floats]:
    """The goals, and their colours in CIELAB, a row each."""
    data = files("maalkart.read").joinpath("data", "sdg_tiles.toml").read_text(encoding="utf-8")
    colours = {int(goal): said for goal, said in tomllib.loads(data)["colours"].items()}
    goals = tuple(sorted(colours))
    rgb = np.array([list(bytes.fromhex(colours[goal])) for goal in goals], dtype=np.uint8)
    return goals, lab(rgb)


def lab(rgb: Pixels) -> Floats:
    """CIELAB (D65) of sRGB values, by the formulas of IEC 61966-2-1 and CIE 15."""
    part = rgb.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = linear @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def distances(colour: Floats) -> Floats:
    """ΔE (CIE 1976) of one colour to each of the official ones."""
    return np.asarray(np.linalg.norm(official()[1] - colour, axis=-1))


@cache
def _near() -> npt.NDArray[np.bool_]:
    """For each official colour, which colours in steps of eight a channel lie near it."""
    steps = np.arange(4, 256, 8, dtype=np.uint8)
    cube = lab(np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1))
    away = [np.linalg.norm(cube - colour, axis=-1) for colour in official()[1]]
    return np.asarray(np.stack(away) < NEAR + STEP)


def squares(pixels: Pixels) -> list[tuple[int, int, int, int]]:
    """Where a coarse picture may hold tiles: left, top, right, bottom of blobs of one colour."""
    red, green, blue = (pixels[..., channel] >> 3 for channel in range(3))
    found: list[tuple[int, int, int, int]] = []
    for near in _near():
        mask = near[red, green, blue]
        if mask.sum() < COARSEST**2 // 2:
            continue
        labelled, _ = ndimage.label(mask, structure=np.ones((3, 3)))
        for at, (rows, columns) in enumerate(ndimage.find_objects(labelled), start=1):
            high, wide = rows.stop - rows.start, columns.stop - columns.start
            if min(high, wide) < COARSEST or not LOOSELY[0] <= wide / high <= LOOSELY[1]:
                continue
            if _rim(labelled[rows, columns] == at) >= RIM_LOOSELY:
                found.append((columns.start, rows.start, columns.stop, rows.stop))
    return sorted(set(found))


def find_tiles(pixels: Pixels, *, at: tuple[float, float] = (0, 0), scale: float = 1) -> list[Tile]:
    """What may be tiles in a picture (height × width × RGB), not yet vouched for.

    `at` is the place of its top left corner, and `scale` its pixels a point.
    """
    seen = lab(pixels)
    found: list[Tile] = []
    for colour in official()[1]:
        mask = np.linalg.norm(seen - colour, axis=-1) < NEAR
        if mask.sum() >= SMALLEST**2 * 0.4:
            found.extend(_tiles(mask, seen))
    return [_moved(tile, at, scale) for tile in found]


def _moved(tile: Tile, at: tuple[float, float], scale: float) -> Tile:
    return replace(
        tile,
        left=at[0] + tile.left / scale,
        top=at[1] + tile.top / scale,
        right=at[0] + tile.right / scale,
        bottom=at[1] + tile.bottom / scale,
    )


def vouched(tiles: Sequence[Tile]) -> list[Tile]:
    """The tiles of a page that can be vouched for, one a place, from the top down.

    By their numeral; or, where it is too small to read, by a colour that fits closely; or by at
    least two other tiles of the same size.
    """
    once = _once(tiles)
    return [tile for tile in once if _stands_alone(tile) or _in_company(tile, once)]


def _tiles(mask: Mask, seen: Floats) -> list[Tile]:
    labelled, _ = ndimage.label(mask, structure=np.ones((3, 3)))
    found = []
    for at, box in enumerate(ndimage.find_objects(labelled), start=1):
        rows, columns = box
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        if min(high, wide) < SMALLEST or not SQUARE[0] <= wide / high <= SQUARE[1]:
            continue
        own = labelled[box] == at
        if tile := _tile(own, seen[box], (columns.start, rows.start)):
            found.append(tile)
    return found


def _tile(own: Mask, seen: Floats, corner: tuple[int, int]) -> Tile | None:
    high, wide = own.shape
    colour = np.median(seen[own], axis=0)
    white = _white(seen, colour)
    if _rim(own) < RIM_FILLED or not WHITE[0] <= white.mean() <= WHITE[1]:
        return None
    blurred = ndimage.binary_dilation(white, iterations=max(1, high // 60))
    if (own | blurred).mean() < TWO_COLOURS or not _has_signs(white):
        return None
    off = distances(colour)
    order = np.argsort(off, kind="stable")
    goals = official()[0]
    near = [goals[at] for at in order if off[at] < NEAR + APART]
    numeral, digits = read_numeral(white, near)
    sdg = numeral if numeral is not None else goals[int(order[0])]
    return Tile(
        sdg=sdg,
        left=corner[0],
        top=corner[1],
        right=corner[0] + wide,
        bottom=corner[1] + high,
        distance=float(off[goals.index(sdg)]),
        margin=float(off[order[1]] - off[order[0]]),
        numeral=numeral,
        digits=digits,
        legible=high >= LEGIBLE,
    )


def _white(seen: Floats, colour: Floats) -> Mask:
    """Pixels more white than the tile's colour, on the way between the two: blurred signs too."""
    way = np.array([100.0, 0.0, 0.0]) - colour
    along = (seen - colour) @ way / (way @ way)
    aside = np.linalg.norm(seen - colour - along[..., None] * way, axis=-1)
    half = 0.5 if len(seen) >= LEGIBLE else 0.38  # thin strokes of small type are never pure white
    return np.asarray((along > half) & (aside < 2 * NEAR))


def _rim(own: Mask) -> float:
    """How much of the worst side's margin has the colour; the outermost pixels may be blurred."""
    deep = max(1, round(RIM * own.shape[0]))
    turned = (own, own[::-1], own.T, own.T[::-1])
    return min(
        max(float(side[at : at + deep].mean()) for at in range(min(2, len(side))))
        for side in turned
    )


def _has_signs(white: Mask) -> bool:
    """A title or number in the upper third, and a picture that fills a part of what is below."""
    high = white.shape[0]
    upper, lower = white[: round(high * 0.34)], white[round(high * 0.34) :]
    labelled, count = ndimage.label(lower, structure=np.ones((3, 3)))
    if not count or upper.mean() < 0.012:
        return False
    biggest = np.bincount(labelled.ravel())[1:].max()
    return bool(biggest >= 0.006 * white.size and lower.mean() >= 0.04)


def _once(tiles: Sequence[Tile]) -> list[Tile]:
    """One tile a place: colours that lie near each other find the same square twice."""
    kept: list[Tile] = []
    for tile in sorted(tiles, key=lambda each: (each.numeral is None, each.distance, each.sdg)):
        if not any(_overlap(tile, other) for other in kept):
            kept.append(tile)
    return sorted(kept, key=lambda each: (each.top, each.left))


def _overlap(one: Tile, other: Tile) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0 and high > 0 and wide * high > 0.3 * min(one.side, other.side) ** 2


def _stands_alone(tile: Tile) -> bool:
    if tile.numeral is not None:
        return True
    fits = tile.distance < SURE / 2 and tile.margin >= 2 * APART
    return fits and not tile.legible and tile.digits == len(str(tile.sdg))


def _in_company(tile: Tile, tiles: Sequence[Tile]) -> bool:
    if tile.distance > SURE or tile.margin < APART:
        return False
    alike = {each.sdg for each in tiles if 0.85 <= each.side / tile.side <= 1.18}
    return len(alike) >= COMPANY
