"""The order in which a person reads a page: columns, and what runs across them."""

from __future__ import annotations

from collections import Counter
from statistics import median

from maalkart.read.structure.model import Line

MIN_SIDE = 3  # lines on each side before a gap counts as the space between columns
COLUMN_CHARS = 14  # a column of running text; shorter lines are labels or cells
MOST_LINES = 1500  # on one page; a densely printed one has 200, a page made to harm millions
STRIP = 0.5  # of the width of the column beside it: a narrower one may hold notes to it
SMALLER = 0.9  # of the size of its type: notes are set smaller; margin titles are not
TITLE = 1.15  # of the size of the columns' type: a heading under them is set larger
GUTTER = 0.6  # of the type size: the least space between columns


def flows(lines: list[Line]) -> list[list[Line]]:
    """Columns of lines in reading order; each flow reads straight down."""
    if not lines:
        return []
    edge = _gutter(lines)
    if edge is None:
        return [sorted(lines, key=lambda line: (line.height, line.left))]
    out: list[list[Line]] = []
    bands = _bands(lines, edge)
    for band in bands:
        left = [line for line in band if line.right <= edge]
        right = [line for line in band if line.left >= edge - 0.5]
        across = [line for line in band if line not in left and line not in right]
        title = _title_of_next(left, right) if band is not bands[-1] else []
        left = left[: len(left) - len(title)]
        order = (across, right, left) if _is_aside(left, right) else (across, left, right)
        for part in (*order, title):
            out += flows(part) if len(part) < len(lines) else [part]
    return [flow for flow in out if flow]


def _title_of_next(left: list[Line], right: list[Line]) -> list[Line]:
    """Lines in larger type under both columns: a heading of what comes below, from side to side."""
    if not left or not right:
        return []
    end = max(line.bottom for line in right)
    size = median(line.size for line in [*left, *right])
    title: list[Line] = []
    for line in reversed(left):
        if line.top < end or line.size < TITLE * size or line.held is not None:
            break
        title.insert(0, line)
    return title


def _is_aside(left: list[Line], right: list[Line]) -> bool:
    """Whether the left column is a strip of notes in small type, to be read after the text."""
    if not left or not right:
        return False
    narrow = _width(left) < STRIP * _width(right)
    return narrow and median(x.size for x in left) < SMALLER * median(x.size for x in right)


def _width(lines: list[Line]) -> float:
    return max(line.right for line in lines) - min(line.left for line in lines)


def _gutter(lines: list[Line]) -> float | None:
    """The left edge of the column to the right of the best gutter, or None."""
    best: tuple[int, float] | None = None
    if len(lines) > MOST_LINES:
        return None
    shared = Counter(round(line.left) for line in lines)
    for edge in sorted(shared):
        if sum(shared[near] for near in (edge - 1, edge, edge + 1)) < MIN_SIDE:
            continue
        right = [line for line in lines if line.left >= edge - 1]
        left = [line for line in lines if line.right <= edge - GUTTER * line.size]
        if len(right) < MIN_SIDE or len(left) < MIN_SIDE or not _abreast(left, right):
            continue
        if not (_is_text(left) and _is_text(right)):
            continue
        score = min(len(left), len(right)) * 4 - (len(lines) - len(left) - len(right))
        if score > 0 and (best is None or score > best[0]):
            best = (score, float(edge) - 0.5)
    return best[1] if best else None


def _abreast(left: list[Line], right: list[Line]) -> bool:
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    return bottom - top > 2 * left[0].size


def _is_text(lines: list[Line]) -> bool:
    letters = sum(COLUMN_CHARS if line.held is not None else len(line.text) for line in lines)
    return letters / len(lines) >= COLUMN_CHARS


def _bands(lines: list[Line], edge: float) -> list[list[Line]]:
    """The page cut above every line that crosses the gutter."""
    bands: list[list[Line]] = [[]]
    crossing = False
    for line in sorted(lines, key=lambda line: (line.height, line.left)):
        crosses = line.left < edge - 0.5 and line.right > edge
        if crosses != crossing and bands[-1]:
            bands.append([])
        crossing = crosses
        bands[-1].append(line)
    return bands
