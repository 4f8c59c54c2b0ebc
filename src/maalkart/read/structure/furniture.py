"""What is printed around the text on page after page: headers, footers, numbers in the margin."""

from __future__ import annotations

import re
from collections import Counter

from maalkart.read.raw import RawPage
from maalkart.read.structure.model import Line

BAND = 0.12  # of the page's height, at the top and at the bottom, where running lines stand
REPEATS = 3  # pages that must say the same (or a third of a short document)
_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:side|s\.|page)?\s*\d{1,4}(?:\s*(?:av|/|of|\|)\s*\d{1,4})?[-–—|\s]*$",
    re.IGNORECASE,
)


def running(pages: list[RawPage], lines: list[list[Line]]) -> list[list[bool]]:
    """For each line of each page, whether it is furniture."""
    said: Counter[tuple[str, int]] = Counter()
    for page, found in zip(pages, lines, strict=True):
        said.update({key for line in found if (key := _key(page, line))})
    enough = max(2, min(REPEATS, len(pages) // 3))
    return [
        [_is_furniture(page, line, said, enough) for line in found]
        for page, found in zip(pages, lines, strict=True)
    ]


def _key(page: RawPage, line: Line) -> tuple[str, int] | None:
    place = _place(page, line)
    if not place:
        return None
    return re.sub(r"\d+", "#", line.text.lower()), place


def _place(page: RawPage, line: Line) -> int:
    if line.bottom < BAND * page.height:
        return 1
    return 2 if line.top > (1 - BAND) * page.height else 0


def _is_furniture(page: RawPage, line: Line, said: Counter[tuple[str, int]], enough: int) -> bool:
    key = _key(page, line)
    if key is None:
        return False
    full = f"{line.marker or ''} {line.text}".strip()
    return said[key] >= enough or bool(_PAGE_NUMBER.match(full))
