"""How a file is to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Alive = Callable[[], None]

MAX_PAGES = 5000  # no plan is longer; a made file may have millions


def quiet() -> None:
    """Tell nobody; the sign of life outside a worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """With OCR or not, how many pages, from which rung; `alive` is called as pages are done.

    `start` leaves out the rungs of the ladder that killed a worker before; `look` has what was read
    looked up again by the other engine.
    """

    ocr: bool = True
    max_pages: int = MAX_PAGES
    start: int = 0
    look: bool = False
    alive: Alive = quiet
