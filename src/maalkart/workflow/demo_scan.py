"""Page pictures as an old copier would have made them: grey, noisy, a little askew."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from PIL import Image

SKEW_DEGREES = 0.7  # the most a page lies askew; a feeder tray gives about this
GREY_NOISE = 9.0  # standard deviation of the grain, of 255
SPECKS_PER_PAGE = 350
JPEG_QUALITY = 62
PPI = 150


def scanned_pdf(pages: Sequence[bytes], *, created: int, seed: int) -> bytes:
    """A PDF of page pictures without a text layer, from PNGs at 150 pixels an inch."""
    rng = np.random.default_rng(seed)
    pictures = [_worn(Image.open(io.BytesIO(page)).convert("L"), rng) for page in pages]
    made = io.BytesIO()
    moment = time.gmtime(created)
    pictures[0].save(
        made,
        format="PDF",
        save_all=True,
        append_images=pictures[1:],
        resolution=PPI,
        quality=JPEG_QUALITY,
        creationDate=moment,
        modDate=moment,
        producer="Kopimaskin",
    )
    return made.getvalue()


def _worn(page: Image.Image, rng: Generator) -> Image.Image:
    angle = float(rng.uniform(-SKEW_DEGREES, SKEW_DEGREES))
    turned = page.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grey = np.asarray(turned, dtype=np.float64)
    height, width = grey.shape
    shade = np.linspace(-7.0, 3.0, width)[None, :]  # the lid was not quite shut on the left
    grain = rng.normal(0.0, GREY_NOISE, size=grey.shape)
    worn = 28.0 + grey * 0.86 + shade + grain
    rows = rng.integers(0, height - 2, size=SPECKS_PER_PAGE)
    columns = rng.integers(0, width - 2, size=SPECKS_PER_PAGE)
    worn[rows, columns] = 70.0
    worn[rows + 1, columns] = 110.0
    return Image.fromarray(np.clip(worn, 0, 255).astype(np.uint8))
