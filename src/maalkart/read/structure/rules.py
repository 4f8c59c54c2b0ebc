"""The straight lines of a page: drawn, or told by the edges of shades and by gaps in the text."""

from __future__ import annotations

from collections.abc import Sequence

from maalkart.core.document import Box
from maalkart.read.raw import RawPage, Shape
from maalkart.read.structure.model import SNAP, Rule
from maalkart.read.structure.shades import whole
from maalkart.read.structure.stripes import gaps, headed, through_stripes

UNSEEN = frozenset({None, "ffffff", "FFFFFF"})  # fills that leave white paper white
THIN = 2.5  # points; a drawn area this thin is a rule
MOST = 3000  # shapes looked at on one page; maps and patterns have tens of thousands
SHORTEST = 12.0  # points; a rule shorter than this divides nothing
LINE_HIGH = 24.0  # points; a shade no higher than this may be one line of a shaded cell


def rules_of(page: RawPage) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules: thin shapes, and the edges of filled or stroked boxes."""
    across: list[Rule] = []
    down: list[Rule] = []
    crowded = len(page.items) > MOST
    for shape in _stacked(whole(page.shapes[:MOST])):
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
    across, down = through_stripes(page, across, down)
    across, down = through_stripes(page, across, down)
    for told in (gaps, headed):
        more_across, more_down = told(page, across, down)
        across, down = across + more_across, down + more_down
    return across, down


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


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch, joined end to end."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / SNAP), rule.start)):
        last = out[-1] if out else None
        touches = last and last.start - SNAP <= rule.end and rule.start <= last.end + SNAP
        if last and touches and abs(last.at - rule.at) < SNAP:
            out[-1] = Rule(last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            out.append(rule)
    return out


def crossing(rules: Sequence[Rule], left: float, right: float, at: float) -> bool:
    """Whether a vertical rule stands between two stretches of a row."""
    return any(left <= rule.at <= right and rule.start <= at <= rule.end for rule in rules)
