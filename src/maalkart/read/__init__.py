"""Files into documents: pages, blocks and the boxes behind every word.

`read_file` reads any format; `render_page` draws a page; `sniff` says what a file is. A document is
an attacker's file, so both belong in a worker (`maalkart.engine`), and `AGAIN` holds the ways to
try when a file killed the worker that read it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from maalkart.read.formats import sniff
from maalkart.read.reader import read_after, read_file

__all__ = ["AGAIN", "read_after", "read_file", "render_page", "sniff"]

AGAIN = tuple(partial(read_after, rung=rung) for rung in (1, 2, 3))


def render_page(path: Path, page: int, *, dpi: int = 100) -> bytes:
    """One page (from 1) as a WebP picture, as it is shown; huge pages come in fewer dots.

    Raises ReadingError where the file or the page cannot be drawn. Other formats than PDF have no
    pages to draw.
    """
    from maalkart.read import render  # 100 ms that listing formats never needs

    return render.render_page(path, page, dpi=dpi)
