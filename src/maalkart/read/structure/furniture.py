"""What is printed around the text on page after page: headers, footers, numbers in the margin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise
from statistics import median

from maalkart.read.raw import Item, RawPage
from maalkart.read.structure.model import Line

BAND = 0.12  # of the page's height, at the top and at the bottom, where running lines stand
OUTER = 0.2  # of the height: lines this far in are furniture only where they repeat to the point
REPEATS = 3  # pages that must say the same (or a third of a short document)
MOST_NUMBERS = 3  # in one line that are tried as the page's
_Key = tuple[str, int]  # what is said, and where on the page
_LEAD_IN = re.compile(r"(?::|\b(?:vil|skal|må))\s*$", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"^[-–—|\s]*(?:side|s\.|page)?\s*\d{1,4}(?:\s*(?:av|/|of|\|)\s*\d{1,4})?[-–—|\s]*$",
    re.IGNORECASE,
)


def running(pages: Sequence[RawPage], lines: list[list[Line]]) -> list[list[bool]]:
    """For each line of each page, whether it is furniture."""
    keyed = [_keys_of(page, found) for page, found in zip(pages, lines, strict=True)]
    said: Counter[_Key] = Counter()
    for keys in keyed:
        here = {key for of_line in keys for key in of_line}
        said.update({(text, place + by) for text, place in here for by in (-1, 0, 1)})
    times = [[max((said[key] for key in keys), default=0) for keys in found] for found in keyed]
    enough = max(2, min(REPEATS, len(pages) // 3))
    often = max(3, len(pages) // 2)
    return [
        _settled(page, found, counts, enough, often)
        for page, found, counts in zip(pages, lines, times, strict=True)
    ]


def _settled(
    page: RawPage, lines: list[Line], times: list[int], enough: int, often: int
) -> list[bool]:
    """Flags for the lines of a page; at its edges, the row a line stands on has the last word."""
    sure = [
        _is_furniture(page, line, count, enough, often)
        for line, count in zip(lines, times, strict=True)
    ]
    known = list(zip(lines, sure, times, strict=True))
    texts = [line.middle for line, flag, _ in known if not flag and len(line.text) > 4]
    rows = [
        line.middle
        for line, flag, count in known
        if flag and count >= enough and len(line.text) > 4
    ]
    return [
        _beside(line, rows) if _edge(page, line) and (not flag or _beside(line, texts)) else flag
        for line, flag, _ in known
    ]


def _beside(line: Line, rows: list[float]) -> bool:
    """Whether the line shares a row with running text: the name of a short chapter does."""
    return any(abs(line.middle - row) < 0.5 * max(line.size, 9.0) for row in rows)


def _keys_of(page: RawPage, lines: list[Line]) -> list[list[_Key]]:
    """For each line what other pages must say, and where, if it is a running one."""
    size = median(line.size for line in lines) if lines else 0.0
    return [_keys(page, line, small=line.size <= size) for line in lines]


def _keys(page: RawPage, line: Line, *, small: bool) -> list[_Key]:
    """The line as it stands, and with a number in it that counts the pages or the spreads.

    Small type may hold any other number («Kapittel 2»); in large type that is a heading.
    """
    place = _place(page, line)
    if not place or _LEAD_IN.search(line.text):  # «Vi vil:» may open many a page
        return []
    text = line.text.lower()
    said = [text]
    for found in islice(re.finditer(r"\d{1,4}", text), MOST_NUMBERS):
        before, number, after = text[: found.start()], int(found.group()), text[found.end() :]
        said += [f"{before}#{n}#{number - n * page.number}{after}" for n in (1, 2)]
    if small and any(
        map(str.isalpha, text)
    ):  # figures alone, as in a table's last row, say nothing
        said.append(re.sub(r"\d+", "#", text))
    return [(each, place) for each in said]


def _place(page: RawPage, line: Line) -> int:
    """0 in the midst of the page, else a number for the place where the line must stand again."""
    if _edge(page, line):
        return 1000 + round(line.middle / 4)
    low = line.top > (1 - OUTER) * page.height  # at the top, a chapter's headings stand alike
    return 10 + round(line.middle / 4) if low else 0


def _edge(page: RawPage, line: Line) -> bool:
    return line.bottom < BAND * page.height or line.top > (1 - BAND) * page.height


def _is_furniture(page: RawPage, line: Line, times: int, enough: int, often: int) -> bool:
    if not _place(page, line):
        return False
    if not _edge(page, line):
        return times >= often
    full = f"{line.marker or ''} {line.text}".strip()
    return times >= enough or bool(_PAGE_NUMBER.match(full))


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
