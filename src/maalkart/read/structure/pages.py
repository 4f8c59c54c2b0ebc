"""One page taken apart: furniture, tables, boxes and charts, and the columns that are left."""

from __future__ import annotations

from dataclasses import dataclass, field

from maalkart.read.raw import RawPage
from maalkart.read.structure.contents import is_contents_title, with_pages
from maalkart.read.structure.furniture import margin_numbers
from maalkart.read.structure.layout import flows
from maalkart.read.structure.lines import lines_of
from maalkart.read.structure.model import Line, Rule
from maalkart.read.structure.paragraphs import joined_rows
from maalkart.read.structure.regions import holds, regions_of
from maalkart.read.structure.rules import rules_of
from maalkart.read.structure.tables import Table, tables_of

CLOSE = 1.6  # of the type size, from line to line of a paragraph: the widest usual setting


@dataclass(slots=True)
class Flow:
    """Lines that read straight down; `region` tells boxes apart, 0 is the open page.

    It is below 0 for a box that nobody sees, a white one without an edge.
    """

    lines: list[Line]
    region: int = 0


@dataclass(slots=True)
class Sheet:
    """A page before its blocks: parts in reading order, and what stands aside."""

    raw: RawPage
    lines: list[Line]
    numbers: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    labels: list[Line] = field(default_factory=list)
    parts: list[Flow | Table] = field(default_factory=list)

    def flows(self) -> list[list[Line]]:
        """The running text, for measuring styles."""
        return [part.lines for part in self.parts if isinstance(part, Flow)]


def open_sheet(raw: RawPage) -> Sheet:
    """Find the lines of a page, the numbers in its margin apart."""
    listed = any(is_contents_title(item.text) for item in raw.items)
    counted = [] if listed else margin_numbers(raw)
    taken = {id(item) for item in counted}
    across, down = rules_of(raw)
    lines = lines_of((item for item in raw.items if id(item) not in taken), down)
    lines = with_pages(lines) if listed else lines
    for line in lines:
        line.underlined = any(_under(rule, line) for rule in across)
    return Sheet(raw, lines, numbers=lines_of(counted))


def _under(rule: Rule, line: Line) -> bool:
    return (
        -0.35 * line.size < rule.at - line.bottom < 0.3 * line.size
        and abs(rule.start - line.text_left) < 4
        and abs(rule.end - line.right) < 6
    )


def arrange(sheet: Sheet, aside: list[bool]) -> None:
    """Part the lines that are not furniture into tables, boxes, charts and columns."""
    rest: list[Line] = []
    for line, flag in zip(sheet.lines, aside, strict=True):
        (sheet.furniture if flag else sheet.labels if line.rotated else rest).append(line)
    held: list[list[Flow | Table]] = []
    for table in tables_of(sheet.raw, rest):
        inside = {id(line) for cell in table.cells.values() for line in cell}
        rest = [line for line in rest if id(line) not in inside]
        rest.append(_holder(table.box.left, table.box.top, table.box.right, table.box.bottom, held))
        held.append([table])
    for number, region in enumerate(regions_of(sheet.raw, rest), 1):
        inside_box = [line for line in rest if holds(region.box, line)]
        if not inside_box:
            continue
        taken = {id(line) for line in inside_box}
        rest = [line for line in rest if id(line) not in taken]
        if region.chart:
            sheet.labels += _labels(inside_box, held)
            continue
        box = region.box
        rest.append(_holder(box.left, box.top, box.right, box.bottom, held))
        bars = [[line for line in inside_box if holds(bar, line)] for bar in region.bars]
        ordered = [flow for part in bars or [inside_box] for flow in flows(part)]
        held.append(_unfold(ordered, held, number if region.seen else -number))
    sheet.parts = _unfold(flows(rest), held, 0)


def _labels(lines: list[Line], held: list[list[Flow | Table]]) -> list[Line]:
    """The lines of a chart, with those in boxes and grids of its drawing."""
    out: list[Line] = []
    for line in lines:
        for part in held[line.held] if line.held is not None else []:
            if isinstance(part, Flow):
                out += part.lines
            else:
                out += [label for cell in part.cells.values() for label in cell]
        out += [line] if line.held is None else []
    return out


def _holder(
    left: float, top: float, right: float, bottom: float, held: list[list[Flow | Table]]
) -> Line:
    return Line(
        words=[],
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=10.0,
        bold=False,
        italic=False,
        color=None,
        font="",
        held=len(held),
    )


def _unfold(
    ordered: list[list[Line]], held: list[list[Flow | Table]], region: int
) -> list[Flow | Table]:
    """Flows with what the holders stand for put in their places.

    A box beside a paragraph waits until the paragraph ends.
    """
    parts: list[Flow | Table] = []
    done: set[int] = set()
    for flow in ordered:
        run: list[Line] = []
        waiting: list[Flow | Table] = []
        for line in flow:
            if line.held is not None:
                waiting += held[line.held] if line.held not in done else []
                continue
            between = _between(run[-1], line, flow) if run and not waiting else []
            if between:
                parts += _flushed(run, region)
                parts += [part for box in between for part in held[box.held or 0]]
                done |= {box.held or 0 for box in between}
                run = []
            if waiting and not (run and _goes_on_beside(run[-1], line)):
                parts += _flushed(run, region) + waiting
                run, waiting = [], []
            run.append(line)
        parts += _flushed(run, region) + waiting
    return parts


def _between(last: Line, line: Line, flow: list[Line]) -> list[Line]:
    """The boxes that part two stretches of one row."""
    if abs(last.middle - line.middle) > 0.5 * line.size:
        return []
    boxes = [
        box
        for box in flow
        if box.held is not None
        and last.right - 2 <= box.left
        and box.right <= line.left + 2
        and box.top <= line.middle <= box.bottom
    ]
    return sorted(boxes, key=lambda box: box.left)


def _flushed(run: list[Line], region: int) -> list[Flow | Table]:
    return [Flow(joined_rows(run), region)] if run else []


def _goes_on_beside(last: Line, line: Line) -> bool:
    """Whether two lines follow as closely as lines of one paragraph do, past the box."""
    return 0 < line.middle - last.middle < CLOSE * max(last.size, line.size)
