"""What is printed around the text on page after page: headers, footers, numbers in the margin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from maalkart.read.raw import Item, RawPage
from maalkart.read.structure.model import Line

BAND = 0.12  # of the page's height, at the top and at the bottom, where running lines stand
OUTER = 0.2  # of the height: lines this far in are furniture only where they repeat to the point
REPEATS = 3  # pages that must say the same (or a third of a short document)
_LEAD_IN = re.compile(r"(?::|\b(?:vil|skal|må))\s*$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:side|s\.|page)?\s*\d{1,4}(?:\s*(?:av|/|of|\|)\s*\d{1,4})?[-–—|\s]*$",
    re.IGNORECASE,
)


def running(pages: Sequence[RawPage], lines: list[list[Line]]) -> list[list[bool]]:
    """For each line of each page, whether it is furniture."""
    said: Counter[tuple[str, int]] = Counter()
    for page, found in zip(pages, lines, strict=True):
        keys = {key for line in found if (key := _key(page, line))}
        said.update({(text, place + by) for text, place in keys for by in (-1, 0, 1)})
    enough = max(2, min(REPEATS, len(pages) // 3))
    often = max(3, len(pages) // 2)
    flags = []
    for page, found in zip(pages, lines, strict=True):
        sure = [_is_furniture(page, line, said, enough, often) for line in found]
        texts = [
            line.middle
            for line, flag in zip(found, sure, strict=True)
            if not flag and len(line.text) > 4
        ]
        rows = [
            line.middle
            for line, flag in zip(found, sure, strict=True)
            if flag and said.get(_key(page, line) or ("", 0), 0) >= enough and len(line.text) > 4
        ]
        flags.append(
            [
                _beside(line, rows)
                if _edge(page, line) and (not flag or _beside(line, texts))
                else flag
                for line, flag in zip(found, sure, strict=True)
            ]
        )
    return flags


def _beside(line: Line, rows: list[float]) -> bool:
    """Whether the line shares a row with running text: the name of a short chapter does."""
    return any(abs(line.middle - row) < 0.5 * max(line.size, 9.0) for row in rows)


def _key(page: RawPage, line: Line) -> tuple[str, int] | None:
    place = _place(page, line)
    if not place or _LEAD_IN.search(line.text):  # «Vi vil:» may open many a page
        return None
    return re.sub(r"\d+", "#", line.text.lower()), place


def _place(page: RawPage, line: Line) -> int:
    """0 in the midst of the page, else a number for the place where the line must stand again."""
    if _edge(page, line):
        return 1000 + round(line.middle / 4)
    low = line.top > (1 - OUTER) * page.height  # at the top, a chapter's headings stand alike
    return 10 + round(line.middle / 4) if low else 0


def _edge(page: RawPage, line: Line) -> bool:
    return line.bottom < BAND * page.height or line.top > (1 - BAND) * page.height


def _is_furniture(
    page: RawPage, line: Line, said: Counter[tuple[str, int]], enough: int, often: int
) -> bool:
    key = _key(page, line)
    if key is None:
        return False
    if not _edge(page, line):
        return said[key] >= often
    full = f"{line.marker or ''} {line.text}".strip()
    return said[key] >= enough or bool(_PAGE_NUMBER.match(full))


FEWEST_NUMBERS = 5  # numbers down one margin before they can count the lines
COUNTED = 0.8  # of them must follow on one another, alone or by fives


def margin_numbers(page: RawPage) -> list[Item]:
    """Numbers down the margin that count the lines of the text."""
    bare = [item for item in page.items if re.fullmatch(r"\s*\d{1,5}\s*", item.text)]
    if len(bare) < FEWEST_NUMBERS:
        return []
    found: list[Item] = []
    for edge in ("left", "right"):
        column: dict[int, list[Item]] = {}
        for item in bare:
            column.setdefault(round(getattr(item.box, edge) / 6), []).append(item)
        for key in sorted(column):
            near = sorted(column[key] + column.get(key + 1, []), key=lambda item: item.box.top)
            if _counts(near) and _outside(page, near) and _line_by_line(page, near):
                found += [item for item in near if item not in found]
    return found


def _counts(items: list[Item]) -> bool:
    if len(items) < FEWEST_NUMBERS:
        return False
    numbers = [int(item.text) for item in items]
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step in (1, 5) for step in steps) >= COUNTED * len(steps)


def _line_by_line(page: RawPage, numbers: list[Item]) -> bool:
    """Whether most rows of text have a number, or every fifth: a column of a table has few."""
    rows = {round(item.box.bottom / 6) for item in page.items if len(item.text.strip()) > 5}
    by_fives = all(int(item.text) % 5 == 0 for item in numbers)
    return len(numbers) >= (0.12 if by_fives else 0.6) * len(rows)


def _outside(page: RawPage, numbers: list[Item]) -> bool:
    """Whether hardly any other text shares the numbers' stretch across the page."""
    left = min(item.box.left for item in numbers)
    right = max(item.box.right for item in numbers)
    others = [item for item in page.items if len(item.text.strip()) > 5]
    beside = [item for item in others if item.box.left < right and item.box.right > left]
    return len(beside) <= 0.1 * len(others)
