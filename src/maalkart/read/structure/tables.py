"""Ruled tables: a grid of lines or of filled cells, read row by row."""

from __future__ import annotations

from dataclasses import dataclass

from maalkart.core.document import Box
from maalkart.read.raw import RawPage
from maalkart.read.structure.layout import rows_of
from maalkart.read.structure.model import SNAP, Line, Rule
from maalkart.read.structure.rules import SHORTEST, rules_of
from maalkart.read.structure.stripes import FIGURE

FEWEST_FIGURES = 3  # under one another in a cell, before each of them is a row
MIN_FILLED = 0.4  # of the cells must hold text, or the grid is a drawing


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with the lines of each of its cells, keyed by row and column."""

    box: Box
    cells: dict[tuple[int, int], list[Line]]
    across: frozenset[int]  # rows that are one cell from side to side


def tables_of(page: RawPage, lines: list[Line]) -> list[Table]:
    """The tables of a page from the top; a grid needs two columns, two rows and text in both."""
    across, down = rules_of(page)
    found = []
    for group_across, group_down in _grids(across, down):
        table = _fill(page, group_across, group_down, lines)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))


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
    whole = frozenset(order.index(row) for row in undivided)
    return _by_figures(Table(box, _dense(cells), whole))


def _by_figures(table: Table) -> Table:
    """The table with a row for each figure, where one drawn row holds many beside their names."""
    cells: dict[tuple[int, int], list[Line]] = {}
    across: set[int] = set()
    at = -1
    for row in sorted({row for row, _ in table.cells}):
        at += 1
        across |= {at} if row in table.across else set()
        columns = {column: lines for (of, column), lines in table.cells.items() if of == row}
        home = {id(line): column for column, lines in columns.items() for line in lines}
        rows = rows_of([line for lines in columns.values() for line in lines])
        cut = _is_many(columns)
        for number, of_type in enumerate(rows):
            opens = home[id(of_type[0])] == 0 and not of_type[0].text[:1].islower()
            at += cut and number > 0 and opens
            for line in of_type:
                cells.setdefault((at, home[id(line)]), []).append(line)
    return Table(table.box, dict(sorted(cells.items())), frozenset(across))


def _is_many(columns: dict[int, list[Line]]) -> bool:
    """Whether all columns but the first hold figures, each on a row of its own."""
    figures = [line for column, lines in columns.items() if column for line in lines]
    short = all(len(line.text) <= FIGURE and line.text[:1].isdigit() for line in figures)
    named = len(rows_of(columns.get(0, []))) >= len(rows_of(figures)) >= FEWEST_FIGURES
    return short and named


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
