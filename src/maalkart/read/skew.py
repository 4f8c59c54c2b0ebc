"""How much a scanned page leans, by the sharpness of its lines."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image, Resampling

MOST = 6.0  # degrees; more is no scanner's slip
COARSE, FINE = 0.5, 0.05  # degrees between two tries
LEAST = 0.15  # degrees: less changes no word
SIDE = 1000  # pixels of the longer side: enough to see lines, small enough to be quick
INK = 400  # dark pixels: fewer show no lines


def lean(picture: Image) -> float:
    """Degrees, counted as PIL's `rotate` does, that set the lines of a page level."""
    ys, xs = _ink(picture)
    if len(ys) < INK:
        return 0.0
    coarse = max(_tries(0.0, MOST, COARSE), key=lambda angle: _sharpness(ys, xs, angle))
    fine = max(_tries(coarse, COARSE, FINE), key=lambda angle: _sharpness(ys, xs, angle))
    return fine if abs(fine) >= LEAST else 0.0


def _ink(picture: Image) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the dark side of the edges between rows lies; big dark areas have few edges."""
    share = min(1.0, SIDE / max(picture.size))
    small = picture.convert("L").resize(
        (max(1, round(picture.width * share)), max(1, round(picture.height * share))),
        Resampling.BOX,
    )
    grey = np.asarray(small, dtype=np.int16)
    edges = np.abs(np.diff(grey, axis=0)) > 48
    ys, xs = np.nonzero(edges)
    return ys.astype(np.float64), xs.astype(np.float64) - grey.shape[1] / 2


def _tries(middle: float, reach: float, step: float) -> list[float]:
    """Angles around the middle, the nearest first, so that the least turn wins a tie."""
    count = round(reach / step)
    angles = [middle + step * k for k in range(-count, count + 1)]
    return sorted(angles, key=lambda angle: (abs(angle - middle), angle))


def _sharpness(ys: NDArray[np.float64], xs: NDArray[np.float64], angle: float) -> float:
    """High where turning by the angle gathers the ink in few rows."""
    rows = ys - xs * math.tan(math.radians(angle))
    rows -= rows.min()
    counts = np.bincount(rows.astype(np.int64)).astype(np.float64)
    return float(np.square(counts).sum())
