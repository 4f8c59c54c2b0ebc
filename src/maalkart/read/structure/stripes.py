"""Columns of tables without rules down, told by stripes, rules across or column headings."""

from __future__ import annotations

from itertools import pairwise

from maalkart.core.document import Box
from maalkart.read.raw import Item, RawPage
from maalkart.read.structure.model import SNAP, Rule

MIN_STRIPES = 4  # rules or edges of stripes across, one width, before their gaps are columns
TALLEST = 0.3  # of the page's height: no row of a table is higher
LEAST_GAP = 4.0  # points between the columns of a table without rules down
APART = 1.6  # of the type size between two rows: more, and the table has ended
FEWEST_HEADS = 3  # column headings over a rule; two may be the heads of two columns of text
HEAD_AND_BODY = 2  # bands between the rules of a table whose rows have none
FIGURE = 14  # letters of a figure with its unit; text in a column is longer
LONGEST_HEAD = 3  # rows of type in a column heading
REACH = 90.0  # points from the last shaded row to the rule that closes the table
Rules = tuple[list[Rule], list[Rule]]


def through_stripes(page: RawPage, across: list[Rule], down: list[Rule]) -> Rules:
    """Edges of cells where only every other row is shaded, drawn on through the white rows.

    The last row may be white as well: it reaches as far as the text keeps to the columns.
    """
    columns: dict[int, list[Rule]] = {}
    for rule in down:
        columns.setdefault(round(rule.at / SNAP), []).append(rule)
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for key, rules in sorted(columns.items()):
        pattern = tuple((round(rule.start / 4), round(rule.end / 4)) for rule in rules)
        if len(pattern) >= 2:
            alike.setdefault(pattern, []).append(key)
    out: list[Rule] = []
    ends: list[Rule] = []
    for pattern, keys in sorted(alike.items()):
        if len(keys) < 3:
            continue
        top, bottom = pattern[0][0] * 4.0, pattern[-1][1] * 4.0
        edges = [columns[key][0].at for key in keys]
        near = [rule.at for rule in across if _spans(rule, edges, top - REACH, bottom + REACH)]
        top, bottom = min([top, *near]), max([bottom, *near])
        low = _as_columns(page, edges, bottom)
        ends += [Rule(low, edges[0], edges[-1])] if low > bottom else []
        out += [Rule(at, top, low) for at in edges]
    return across + ends, out + down


def _spans(rule: Rule, edges: list[float], top: float, bottom: float) -> bool:
    wide = rule.start <= edges[0] + 2 * SNAP and rule.end >= edges[-1] - 2 * SNAP
    return wide and top < rule.at < bottom


def _as_columns(page: RawPage, edges: list[float], top: float) -> float:
    """How far down from `top` the rows of text keep to the columns, the first in two of them."""
    bottom = top
    for row in _rows(page, edges[0], edges[-1], top):
        size = row[0].size or 10.0
        homes = {_home(item.box, edges) for item in row}
        if row[0].box.top - bottom > APART * size or None in homes:
            break
        if bottom == top and len(homes) < 2:
            break
        bottom = max(item.box.bottom for item in row)
    return bottom + 1.0 if bottom > top else top


def _home(box: Box, edges: list[float]) -> int | None:
    """The column that holds a stretch of text; None where it crosses an edge."""
    column = sum(edge <= box.left + SNAP for edge in edges) - 1
    held = 0 <= column < len(edges) - 1 and box.right <= edges[column + 1] + SNAP
    return column if held else None


def _rows(page: RawPage, left: float, right: float, top: float) -> list[list[Item]]:
    """The level stretches of text below a place and beside no edge, row by row."""
    inside = [
        item
        for item in page.items
        if _middle(item) > top
        and item.box.right > left
        and item.box.left < right
        and item.text.strip()
        and abs(item.rotation) % 360 < 10
    ]
    rows: list[list[Item]] = []
    for item in sorted(inside, key=_middle):
        if rows and _middle(item) - _middle(rows[-1][0]) < 0.4 * (item.size or 10.0):
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def _middle(item: Item) -> float:
    return (item.box.top + item.box.bottom) / 2


def gaps(page: RawPage, across: list[Rule], down: list[Rule]) -> Rules:
    """Columns of a table that has rules or stripes across but none down: the gaps in its text.

    Where rules stand only around its head and under it, its rows are told by the air between them.
    """
    groups: dict[tuple[int, int], list[float]] = {}
    for rule in across:
        if rule.end - rule.start > 0.4 * page.width:
            key = (round(rule.start / SNAP), round(rule.end / SNAP))
            groups.setdefault(key, []).append(rule.at)
    more_across: list[Rule] = []
    more_down: list[Rule] = []
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
        if edges and not _is_text_between_bars(page, inside, edges, sorted(ys)):
            places = [left, *edges, right]
            more_down += [Rule(at, top, bottom) for at in places]
            more_across += [
                Rule(at, left, right) for at in _aired(page, inside, places, sorted(ys))
            ]
    return more_across, more_down


def _aired(page: RawPage, boxes: list[Box], edges: list[float], ys: list[float]) -> list[float]:
    """Where the rows of a table end that has rules around its head and under its last row only."""
    bands = [
        (top, bottom)
        for top, bottom in pairwise(ys)
        if len({sum(edge < box.left for edge in edges) for box in _within(boxes, top, bottom)}) > 1
    ]
    if len(bands) != HEAD_AND_BODY:
        return []
    top, bottom = bands[-1]
    rows = [row for row in _rows(page, edges[0], edges[-1], top) if _middle(row[0]) < bottom]
    return _ends(rows, edges)[:-1]


def _is_text_between_bars(
    page: RawPage, boxes: list[Box], edges: list[float], ys: list[float]
) -> bool:
    """Whether only one of the rows has more than one column, and it is as high as columns of text.

    Titles on bars from side to side, with text between them, are no table.
    """
    rows = [
        (
            below - above,
            {sum(edge < box.left for edge in edges) for box in _within(boxes, above, below)},
        )
        for above, below in pairwise(ys)
    ]
    wide = [high for high, columns in rows if len(columns) > 1]
    return len(wide) == 1 and wide[0] > TALLEST * page.height


def _within(boxes: list[Box], top: float, bottom: float) -> list[Box]:
    return [box for box in boxes if top < (box.top + box.bottom) / 2 < bottom]


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


def headed(page: RawPage, across: list[Rule], down: list[Rule]) -> Rules:
    """Columns under bold headings over one rule, as far down as the text keeps to them."""
    more_across: list[Rule] = []
    more_down: list[Rule] = []
    wide = [rule for rule in across if rule.end - rule.start >= 0.4 * page.width]
    for rule in wide:
        if any(_meet(rule, steep) for steep in [*down, *more_down]):
            continue
        ceiling = max((other.at for other in wide if other.at < rule.at - SNAP), default=0.0)
        heads = _heads(page, rule, ceiling)
        if len(_edges([item.box for item in heads])) < FEWEST_HEADS:
            continue
        rows = _body(page, heads, rule)
        if rows:
            boxes = [item.box for item in [*heads, *(item for row in rows for item in row)]]
            edges = [*_edges(boxes), max(box.right for box in boxes) + 1]
            top = min(item.box.top for item in heads) - 1
            ends = _ends(rows, edges)
            more_down += [Rule(at, top, ends[-1]) for at in edges]
            more_across += [Rule(at, edges[0], edges[-1]) for at in (top, *ends)]
    return more_across, more_down


def _meet(flat: Rule, steep: Rule) -> bool:
    beside = flat.start - SNAP <= steep.at <= flat.end + SNAP
    return beside and steep.start - SNAP <= flat.at <= steep.end + SNAP


def _heads(page: RawPage, rule: Rule, ceiling: float) -> list[Item]:
    """The bold stretches right above a rule, up to a row that is not bold or to a rule."""
    rows = [row for row in _rows(page, rule.start, rule.end, ceiling) if _middle(row[0]) < rule.at]
    heads: list[Item] = []
    edge = rule.at
    for row in reversed(rows[-LONGEST_HEAD:]):
        size = row[0].size or 10.0
        if edge - max(item.box.bottom for item in row) > size or not all(i.bold for i in row):
            break
        heads += row
        edge = min(item.box.top for item in row)
    return heads


def _edges(boxes: list[Box]) -> list[float]:
    """The left edges of the columns that boxes stand in, from their shadows on the page's foot."""
    edges: list[float] = []
    reach = 0.0
    for box in sorted(boxes, key=lambda box: box.left):
        if not edges or box.left - reach >= LEAST_GAP:
            edges.append(box.left - LEAST_GAP / 2)
        reach = max(reach, box.right)
    return edges


def _body(page: RawPage, heads: list[Item], rule: Rule) -> list[list[Item]]:
    """The rows of type under headings that keep to their columns, the first in two of them."""
    taken = [item.box for item in heads]
    count = len(_edges(taken))
    body: list[list[Item]] = []
    bottom = rule.at
    for row in _rows(page, rule.start, rule.end, rule.at):
        size = row[0].size or 10.0
        boxes = [item.box for item in row]
        inside = all(b.left >= rule.start - SNAP and b.right <= rule.end + 8 for b in boxes)
        far = min(box.top for box in boxes) - bottom > (APART if body else 2.5) * size
        if far or not inside or len(_edges([*taken, *boxes])) != count:
            break
        if not body and len(_edges(boxes)) < 2:
            break
        body.append(row)
        taken += boxes
        bottom = max(box.bottom for box in boxes)
    return body


def _ends(rows: list[list[Item]], edges: list[float]) -> list[float]:
    """Where each row of a table ends: at air over its first column, or where the next figure is.

    Where a table of figures has no air, every row of type with a figure is a row.
    """
    beside = [item for row in rows for item in row if item.box.left > edges[1]]
    figures = all(len(item.text.strip()) <= FIGURE for item in beside)
    aired: list[float] = []
    close: list[float] = []
    for above, below in pairwise(rows):
        top = min(item.box.top for item in below)
        bottom = max(item.box.bottom for item in above)
        if not any(item.box.left < edges[1] for item in below):
            continue
        if top - bottom > 0.5 * (below[0].size or 10.0):
            aired.append((top + bottom) / 2)
        elif figures and any(item.box.left > edges[1] for item in below):
            close.append((top + bottom) / 2)
    return [*(aired or close), max(item.box.bottom for item in rows[-1]) + 1]
