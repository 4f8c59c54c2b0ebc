"""Ruled tables: a grid of lines or of filled cells, read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maalkart.core.document import Box
from maalkart.read.raw import RawPage, Shape
from maalkart.read.structure.model import Line

UNSEEN = frozenset({None, "ffffff", "FFFFFF"})  # fills that leave white paper white
THIN = 2.5  # points; a drawn area this thin is a rule
SNAP = 3.0  # points; rules nearer than this are one line of the grid
MOST = 3000  # shapes looked at on one page; maps and patterns have tens of thousands
SHORTEST = 12.0  # points; a rule shorter than this divides nothing
MIN_STRIPES = 4  # rules or edges of stripes across, one width, before their gaps are columns
LEAST_GAP = 4.0  # points between the columns of a table without rules down
LINE_HIGH = 24.0  # points; a shade no higher than this may be one line of a shaded cell
REACH = 90.0  # points from the last shaded row to the rule that closes the table
MIN_FILLED = 0.4  # of the cells must hold text, or the grid is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with the lines of each of its cells, keyed by row and column."""

    box: Box
    cells: dict[tuple[int, int], list[Line]]
    across: frozenset[int]  # rows that are one cell from side to side


def rules_of(page: RawPage) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules: thin shapes, and the edges of filled or stroked boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    crowded = len(page.items) > MOST
    for shape in _stacked(page.shapes[:MOST]):
        box = shape.box
        if shape.stroke is None and shape.fill in UNSEEN:
            continue
        wide, high = box.right - box.left, box.bottom - box.top
        if high <= THIN and wide > high:
            across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif wide <= THIN and high > wide:
            down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        elif not crowded and _is_cell(page, box):
            across += [Rule(at, box.left, box.right) for at in (box.top, box.bottom)]
            down += [Rule(at, box.top, box.bottom) for at in (box.left, box.right)]
    across = [rule for rule in _joined(across) if rule.end - rule.start >= SHORTEST]
    down = [rule for rule in _joined(down) if rule.end - rule.start >= SHORTEST / 2]
    down = _through_stripes(across, down)
    return across, down + _gaps(page, across, down)


def _stacked(shapes: Sequence[Shape]) -> list[Shape]:
    """Shades one line high, one right under the other, as the one shade they make together."""
    low = [s for s in shapes if s.fill and THIN < s.box.bottom - s.box.top < LINE_HIGH]
    out = [s for s in shapes if not (s.fill and THIN < s.box.bottom - s.box.top < LINE_HIGH)]
    low.sort(key=lambda s: (round(s.box.left), round(s.box.right), s.box.top))
    for shape in low:
        box, last = shape.box, out[-1] if out else None
        if (
            last
            and last.fill == shape.fill
            and abs(last.box.left - box.left) < 1
            and abs(last.box.right - box.right) < 1
            and abs(box.top - last.box.bottom) < 0.7
        ):
            whole = Box(left=box.left, top=last.box.top, right=box.right, bottom=box.bottom)
            out[-1] = Shape(box=whole, fill=shape.fill, stroke=shape.stroke)
        else:
            out.append(shape)
    return out


def _is_cell(page: RawPage, box: Box) -> bool:
    """Whether an area may be a cell: not the page's background, not ink behind one stretch."""
    wide, high = box.right - box.left, box.bottom - box.top
    if wide < SHORTEST or high < 0.7 * SHORTEST or wide * high > 0.5 * page.width * page.height:
        return False
    return high > 30 or not any(
        abs(item.box.left - box.left) < 2.5
        and abs(item.box.right - box.right) < 4
        and box.top - 3 < (item.box.top + item.box.bottom) / 2 < box.bottom + 3
        for item in page.items
    )


def _through_stripes(across: list[Rule], down: list[Rule]) -> list[Rule]:
    """Edges of cells where only every other row is shaded, drawn on through the white rows."""
    columns: dict[int, list[Rule]] = {}
    for rule in down:
        columns.setdefault(round(rule.at / SNAP), []).append(rule)
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for key, rules in sorted(columns.items()):
        pattern = tuple((round(rule.start / 4), round(rule.end / 4)) for rule in rules)
        if len(pattern) >= 2:
            alike.setdefault(pattern, []).append(key)
    out: list[Rule] = []
    for pattern, keys in sorted(alike.items()):
        if len(keys) < 3:
            continue
        top, bottom = pattern[0][0] * 4.0, pattern[-1][1] * 4.0
        left, right = keys[0] * SNAP, keys[-1] * SNAP
        ends = [
            rule.at
            for rule in across
            if rule.start <= left + 2 * SNAP
            and rule.end >= right - 2 * SNAP
            and top - REACH < rule.at < bottom + REACH
        ]
        top, bottom = min([top, *ends]), max([bottom, *ends])
        out += [Rule(columns[key][0].at, top, bottom) for key in keys]
    return out + down


def _gaps(page: RawPage, across: list[Rule], down: list[Rule]) -> list[Rule]:
    """Columns of a table that has rules or stripes across but none down: the gaps in its text."""
    groups: dict[tuple[int, int], list[float]] = {}
    for rule in across:
        if rule.end - rule.start > 0.4 * page.width:
            key = (round(rule.start / SNAP), round(rule.end / SNAP))
            groups.setdefault(key, []).append(rule.at)
    out: list[Rule] = []
    for (start, end), ys in sorted(groups.items()):
        left, right, top, bottom = start * SNAP, end * SNAP, min(ys), max(ys)
        ruled = any(
            left + SNAP < rule.at < right - SNAP and rule.end > top and rule.start < bottom
            for rule in down
        )
        if len(ys) < MIN_STRIPES or ruled:
            continue
        inside = [
            item.box
            for item in page.items
            if left - SNAP <= item.box.left
            and item.box.right <= right + SNAP
            and top <= (item.box.top + item.box.bottom) / 2 <= bottom
        ]
        edges = _text_gaps(inside)
        if edges:
            out += [Rule(at, top, bottom) for at in (left, *edges, right)]
    return out


def _text_gaps(boxes: list[Box]) -> list[float]:
    """Places that no text crosses, with at least two stretches on each side."""
    edges: list[float] = []
    reach, count = 0.0, 0
    ordered = sorted(boxes, key=lambda box: box.left)
    for at, box in enumerate(ordered):
        if count >= 2 and box.left - reach >= LEAST_GAP and len(ordered) - at >= 2:
            edges.append(box.left - LEAST_GAP / 2)
            count = 0
        reach, count = max(reach, box.right), count + 1
    return edges


def tables_of(page: RawPage, lines: list[Line]) -> list[Table]:
    """The tables of a page from the top; a grid needs two columns, two rows and text in both."""
    across, down = rules_of(page)
    found = []
    for group_across, group_down in _grids(across, down):
        table = _fill(page, group_across, group_down, lines)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch, joined end to end."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / SNAP), rule.start)):
        last = out[-1] if out else None
        if last and abs(last.at - rule.at) < SNAP and rule.start <= last.end + SNAP:
            out[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            out.append(rule)
    return out


def _grids(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch one another."""
    if len(across) + len(down) > 600:
        return []
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for a, flat in enumerate(across):
        for d, steep in enumerate(down, len(across)):
            touches = flat.start - SNAP <= steep.at <= flat.end + SNAP
            if touches and steep.start - SNAP <= flat.at <= steep.end + SNAP:
                parent[root(a)] = root(d)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for at in range(len(parent)):
        group = groups.setdefault(root(at), ([], []))
        (group[0] if at < len(across) else group[1]).append((across + down)[at])
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 3]


def _marks(rules: list[Rule], shortest: float) -> list[float]:
    """Places of the grid lines, those nearer than SNAP as one."""
    places: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if rule.end - rule.start >= shortest and (not places or rule.at - places[-1] > 2 * SNAP):
            places.append(rule.at)
    return places


def _fill(page: RawPage, across: list[Rule], down: list[Rule], lines: list[Line]) -> Table | None:
    ys, xs = _marks(across, 2 * SHORTEST), _marks(down, SHORTEST / 2)
    if len(xs) < 3 or len(ys) < 3 or len(xs) > 20:
        return None
    box = Box(left=xs[0], top=ys[0], right=xs[-1], bottom=ys[-1])
    cells: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        middle = (line.left + min(line.right, line.left + 2 * line.size)) / 2
        if not (box.left <= middle <= box.right and box.top <= line.middle <= box.bottom):
            continue
        row = sum(y <= line.middle for y in ys) - 1
        column = sum(x <= middle for x in xs) - 1
        if line.right > xs[-1] + 8:
            return None
        cells.setdefault(_home(row, column, xs, ys, across, down), []).append(line)
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    grid = (len(xs) - 1) * (len(ys) - 1)
    if len(rows) < 2 or len(columns) < 2 or len(cells) < MIN_FILLED * min(grid, 12):
        return None
    undivided = {
        row
        for row in rows
        if sum(at == row for at, _ in cells) == 1
        and not any(_stands(down, x, (ys[row] + ys[row + 1]) / 2) for x in xs[1:-1])
    }
    order = sorted(rows)
    return Table(box, _dense(cells), frozenset(order.index(row) for row in undivided))


def _home(
    row: int, column: int, xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]
) -> tuple[int, int]:
    """The top left of the merged cell a place belongs to: walk until a rule stands in the way."""
    middle = (ys[row] + ys[row + 1]) / 2 if row + 1 < len(ys) else ys[row]
    while column > 0 and not _stands(down, xs[column], middle):
        column -= 1
    centre = (xs[column] + xs[column + 1]) / 2 if column + 1 < len(xs) else xs[column]
    while row > 0 and not _stands(across, ys[row], centre):
        row -= 1
    return row, column


def _stands(rules: list[Rule], at: float, along: float) -> bool:
    return any(
        abs(rule.at - at) <= 2 * SNAP and rule.start - SNAP <= along <= rule.end + SNAP
        for rule in rules
    )


def _dense(cells: dict[tuple[int, int], list[Line]]) -> dict[tuple[int, int], list[Line]]:
    """Rows and columns counted without the empty ones; cells in reading order."""
    rows = {row: at for at, row in enumerate(sorted({row for row, _ in cells}))}
    columns = {column: at for at, column in enumerate(sorted({column for _, column in cells}))}
    return {(rows[row], columns[column]): cells[row, column] for row, column in sorted(cells)}


def crossing(rules: Sequence[Rule], left: float, right: float, at: float) -> bool:
    """Whether a vertical rule stands between two stretches of a row."""
    return any(left <= rule.at <= right and rule.start <= at <= rule.end for rule in rules)
