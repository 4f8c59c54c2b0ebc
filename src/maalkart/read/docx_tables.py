"""The grid of a DOCX table: each cell once, at its row and column, merged or not."""

from __future__ import annotations

from collections.abc import Iterator

from maalkart.read.docx_styles import is_on, number
from maalkart.read.grids import WIDEST, Cell, Grid
from maalkart.read.xmlparts import Element, attribute, child, tag

_WRAPS = frozenset(["w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"])


def cells(table: Element) -> Grid[Element]:
    """The grid of a w:tbl; deleted rows are no rows."""
    found: list[Cell[Element]] = []
    width = 0
    row = 0
    for each in _within(table, "w:tr"):
        pack = child(each, "w:trPr")
        if child(pack, "w:del") is not None:
            continue
        heads = is_on(child(pack, "w:tblHeader"))
        column = number(attribute(child(pack, "w:gridBefore"), "w:val")) or 0
        for cell in _within(each, "w:tc"):
            said = child(cell, "w:tcPr")
            merge = child(said, "w:vMerge")
            goes_on = merge is not None and attribute(merge, "w:val") != "restart"
            if not (goes_on or child(said, "w:cellDel") is not None):
                found.append(Cell(cell, row, column, heads))
            span = number(attribute(child(said, "w:gridSpan"), "w:val")) or 1
            column += min(max(span, 1), WIDEST)
        width = max(width, column)
        row += 1
    look = child(table, "w:tblPr", "w:tblLook")
    first_row = attribute(look, "w:firstRow") in ("1", "true")
    return Grid(cells=found, width=width, first_row=first_row)


def _within(element: Element, name: str) -> Iterator[Element]:
    for each in element:
        if tag(each) == name:
            yield each
        elif tag(each) in _WRAPS:
            yield from _within(each, name)
