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
ENDS = ".:!?…»"  # of a sentence
LARGE = 1.6  # times the type beside it: a word set over several rows
FEW = 20  # lines of a cover, where no size is the usual one
FEWEST_LABELS = 2  # titles beside their paragraphs
LONGEST_LABEL = 3  # lines of one
CLOSE = 1.6  # of the type size, from line to line of a paragraph
INDENT = 3.0  # of the type size: how far the first line of a paragraph may stand in
HANG = 15  # points; how far the second line of an entry may stand in
ROW = 0.25  # of the type size: middles nearer than this stand on one row
NEARLY = 0.85  # of the larger type: the labels of a chart beside the text differ by more
GUTTER = 0.6  # of the type size: the least space between columns


def flows(lines: list[Line]) -> list[list[Line]]:
    """Columns of lines in reading order; each flow reads straight down."""
    return _unbroken(_flows(lines))


def _unbroken(ordered: list[list[Line]]) -> list[list[Line]]:
    """What stands beside a paragraph, or beside a title and its text, read after it."""
    out = list(ordered)
    for at in range(len(out)):
        for later in range(at + 2, len(out)):
            between = [line for flow in out[at + 1 : later] for line in flow]
            first = out[later][0]
            beside = all(x.right <= first.left or x.left >= first.right for x in between)
            if beside and _goes_on(out[at][-1], first):
                out.insert(at + 1, out.pop(later))
                break
    return out


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a line right under another ends its sentence, or is what a title heads."""
    if line.held is not None or last.held is not None:
        return False
    step, indent = line.middle - last.middle, last.left - line.left
    edge = abs(indent) < 1 or (0 < indent < INDENT * line.size and line.text[:1].islower())
    if not edge or not 0 < step < CLOSE * max(last.size, line.size):
        return False
    alike = (last.size, last.bold, last.font) == (line.size, line.bold, line.font)
    title = last.bold and not line.bold and last.size >= line.size
    return title or (alike and line.marker is None and last.text[-1] not in ENDS)


def _flows(lines: list[Line]) -> list[list[Line]]:
    """Columns of lines from the left, bands from the top."""
    if not lines:
        return []
    edge = _gutter(lines)
    if edge is None:
        return [_downward(lines)]
    out: list[list[Line]] = []
    bands = _bands(lines, edge)
    for crosses, band in bands:
        left = [line for line in band if line.right <= edge and not crosses]
        right = [line for line in band if line.left >= edge - 0.5 and not crosses]
        if _are_entries(left, right):
            out.append(_downward(band))
            continue
        title = _title_of_next(left, right) if band is not bands[-1][1] else []
        left = left[: len(left) - len(title)]
        aside = _is_aside(left, right)
        rows, left, right = ([], left, right) if aside else _labelled(left, right)
        columns = (right, left) if aside else (left, right)
        for part in (band,) if crosses else (*rows, *columns, title):
            out += _flows(part) if len(part) < len(lines) else [part]
    return [flow for flow in out if flow]


def _are_entries(left: list[Line], right: list[Line]) -> bool:
    """Whether two columns hold the two parts of entries, a row each, one of them by its number.

    Every row opens anew on both sides. Columns that look alike are one list, read down.
    """
    if any(line.held is not None or line.marker or line.text[0].islower() for line in left + right):
        return False
    rows = rows_of(right)
    beside = [[x for x in left if _on_one_row(x, row[0])] for row in rows]
    if not rows or not all(beside) or sum(map(len, beside)) < len(left):
        return False
    firsts, seconds = [found[0] for found in beside], [row[0] for row in rows]
    numbered = [sum(line.text[0].isdigit() for line in side) for side in (firsts, seconds)]
    several = max(map(len, beside)) > 1
    return several or (len(rows) >= MIN_SIDE and sorted(numbered) == [0, len(rows)])


def _downward(lines: list[Line]) -> list[Line]:
    """Lines from the top; a word set over several rows comes after those rows on its left."""
    ordered = [line for row in rows_of(lines) for line in row]
    usual = median(line.size for line in lines)
    for large in [line for line in ordered if line.size > LARGE * usual or len(lines) < FEW]:
        beside = [line for line in ordered if _is_beside(large, line)]
        if len(beside) > 1:
            ordered.remove(large)
            ordered.insert(max(map(ordered.index, beside)) + 1, large)
    return ordered


def rows_of(lines: list[Line]) -> list[list[Line]]:
    """Lines from the top, each row from the left, though its type is not all of one size."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.height, line.left)):
        if rows and _on_one_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _on_one_row(first: Line, line: Line) -> bool:
    """Whether two stretches of nearly one size stand on one baseline, give or take its rounding."""
    small, large = sorted((first.size, line.size))
    level = line.held is first.held is None and abs(line.middle - first.middle) < ROW * small
    return level and small > NEARLY * large


def _is_beside(large: Line, line: Line) -> bool:
    """Whether a line in much smaller type stands on the left, within the height of the word."""
    small = line.held is None and line.size * LARGE < large.size
    return small and line.right <= large.left and large.top < line.middle < large.bottom


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


def _labelled(
    left: list[Line], right: list[Line]
) -> tuple[list[list[Line]], list[Line], list[Line]]:
    """Titles beside the paragraphs they head, each with its own; and what is left of the columns.

    A title stands on the row where its paragraph begins.
    """
    if not left or not right or _width(left) > STRIP * _width(right):
        return [], left, right
    labels, texts = _groups(left), _groups(right)
    begins = [text[0].middle for text in texts]
    count = 0
    for label in labels:
        aligned = any(abs(label[0].middle - at) < 0.5 * label[0].size for at in begins)
        if not aligned or len(label) > LONGEST_LABEL:
            break
        count += 1
    if count < FEWEST_LABELS:
        return [], left, right
    ends = [label[0].top for label in labels[1:]] + [float("inf")]
    rows: list[list[Line]] = [[line for line in right if line.middle < labels[0][0].top]]
    for label, end in zip(labels[:count], ends, strict=False):
        rows += [label, [x for x in right if label[0].top <= x.middle < end]]
    taken = {id(line) for row in rows for line in row}
    return (
        rows,
        [line for line in left if id(line) not in taken],
        [line for line in right if id(line) not in taken],
    )


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Lines of a column that stand close under each other."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last and line.held is last.held is None and line.top - last.bottom < 0.5 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


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
    best: tuple[int, int] | None = None
    if len(lines) > MOST_LINES:
        return None
    begins = {round(line.left) for line in lines}
    shared = Counter(round(at) for line in lines for at in {line.left, line.text_left})
    hung = {round(line.left): round(line.text_left) for line in lines if line.marker}
    for edge in sorted(begins):
        if not any(_is_edge(shared, at) for at in (edge, hung.get(edge, edge))):
            continue
        right = [line for line in lines if line.left >= edge - 1]
        left = [line for line in lines if line.right <= edge - GUTTER * line.size]
        if len(right) < MIN_SIDE or len(left) < MIN_SIDE or not _abreast(left, right):
            continue
        if not _is_text(right) or not (_is_text(left) or _are_labels(left, right)):
            continue
        score = min(len(left), len(right)) * 4 - (len(lines) - len(left) - len(right))
        if score > 0 and (best is None or score > best[0]):
            best = (score, edge)
    return _outermost(lines, best[1]) - 0.5 if best else None


def _outermost(lines: list[Line], edge: float) -> float:
    """The edge moved out to what begins a little before it, right of all in the left column."""
    reach = max(line.right for line in lines if line.right <= edge - GUTTER * line.size)
    near = [line.left for line in lines if reach + GUTTER * line.size <= line.left < edge]
    return min([edge, *near])


def _is_edge(shared: Counter[int], edge: int) -> bool:
    """Whether enough lines begin there, give or take a point, or carry on under one that does."""
    there = sum(shared[at] for at in (edge - 1, edge, edge + 1))
    return there >= MIN_SIDE or (
        there > 1 and sum(shared[at] for at in range(edge - 1, edge + HANG)) >= MIN_SIDE
    )


def _abreast(left: list[Line], right: list[Line]) -> bool:
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    return bottom - top > 2 * left[0].size


def _is_text(lines: list[Line]) -> bool:
    letters = sum(COLUMN_CHARS if line.held is not None else len(line.text) for line in lines)
    return letters / len(lines) >= COLUMN_CHARS


def _are_labels(left: list[Line], right: list[Line]) -> bool:
    """Whether short lines are all set smaller than the text on their right, as those of icons."""
    usual = median(line.size for line in right)
    return all(line.held is None and line.size < SMALLER * usual for line in left)


def _is_noted(line: Line, over: list[Line]) -> bool:
    """Whether a line stands on the left of what crosses the gutter, as a note to it does."""
    return any(
        line.right <= other.left and abs(line.middle - other.middle) < 0.7 * other.size
        for other in over
        if other.held is None
    )


def _ends_paragraph(above: Line, line: Line, after: list[Line]) -> bool:
    """Whether a line alone on its row is the short last one of what runs across above it."""
    alone = not after or after[0].middle - line.middle > 0.5 * line.size
    alike = abs(above.size - line.size) < 0.1 and above.font == line.font
    step = line.middle - above.middle
    near = 0 < step < CLOSE * line.size and abs(line.left - above.left) < line.size
    return alone and alike and near and line.marker is None and line.held is above.held is None


def _bands(lines: list[Line], edge: float) -> list[tuple[bool, list[Line]]]:
    """The page cut where lines begin or cease to cross the gutter; whether those of a band do."""
    bands: list[tuple[bool, list[Line]]] = []
    crossing = False
    ordered = sorted(lines, key=lambda line: (line.height, line.left))
    over = [line for line in ordered if line.left < edge - 0.5 and line.right > edge]
    known = {id(line) for line in over}
    for at, line in enumerate(ordered):
        crosses = id(line) in known or _is_noted(line, over)
        if crossing and not crosses:
            crosses = _ends_paragraph(ordered[at - 1], line, ordered[at + 1 : at + 2])
        if crosses != crossing or not bands:
            bands.append((crosses, []))
        crossing = crosses
        bands[-1][1].append(line)
    return bands
