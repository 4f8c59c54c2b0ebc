"""The few elements of WordprocessingML that the report needs, built without searching for styles:
python-docx looks through all styles for each paragraph, which takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from maalkart.report.draw.svg import printable
from maalkart.report.grid import Grid, GridCell

Element = Any
SOFT = "4A5768"
TWIP = 635  # EMU, in which Word counts the widths of columns


def element(tag: str, *inside: Element, **attributes: str) -> Element:
    """`element("w:tab", pos="720")` is `<w:tab w:pos="720"/>`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for one in inside:
        made.append(one)
    return made


def run(said: str, *, bold: bool = False, italic: bool = False, soft: bool = False) -> Element:
    """Words of one look; signs that XML forbids become spaces."""
    looks = element("w:rPr")
    if bold:
        looks.append(element("w:b"))
    if italic:
        looks.append(element("w:i"))
    if soft:
        looks.append(element("w:color", val=SOFT))
    text = element("w:t")
    text.text = printable(said)
    text.set(qn("xml:space"), "preserve")
    return element("w:r", looks, text) if len(looks) else element("w:r", text)


def paragraph(
    style: str, *inside: Element, new_page: bool = False, numbering: int | None = None
) -> Element:
    """A paragraph in a style, by its id; `numbering` is the list that counts it."""
    looks = element("w:pPr", element("w:pStyle", val=style))
    if new_page:
        looks.append(element("w:pageBreakBefore"))
    if numbering is not None:
        level = element("w:ilvl", val="0")
        looks.append(element("w:numPr", level, element("w:numId", val=str(numbering))))
    return element("w:p", looks, *inside)


def bookmark(number: int, name: str) -> tuple[Element, Element]:
    """A place that links can lead to."""
    return (
        element("w:bookmarkStart", id=str(number), name=name),
        element("w:bookmarkEnd", id=str(number)),
    )


def link(said: Element, place: str) -> Element:
    """Words that lead to a bookmark."""
    return element("w:hyperlink", said, anchor=place)


def counter(name: str, number: int) -> Element:
    """A number that Word counts on, so that lists of figures and tables can be made."""
    return element("w:fldSimple", run(str(number)), instr=f"SEQ {name} \\* ARABIC")


def field_begin(instruction: str) -> tuple[Element, ...]:
    """The beginning of a field over several paragraphs: what it asks for."""
    asked = element("w:instrText")
    asked.text = instruction
    marks = [element("w:r", element("w:fldChar", fldCharType=one)) for one in ("begin", "separate")]
    return marks[0], element("w:r", asked), marks[1]


def field_end() -> Element:
    """The end of such a field."""
    return element("w:r", element("w:fldChar", fldCharType="end"))


def spoken(paragraph: Element, language: str) -> Element:
    """The same, its words marked as of a language."""
    for one in paragraph.iter(qn("w:r")):
        looks = one.find(qn("w:rPr"))
        if looks is None:
            looks = element("w:rPr")
            one.insert(0, looks)
        looks.append(element("w:lang", val=language))
    return paragraph


def table(made: Grid, room: int) -> Element:
    """A table with a head that stands on every page, as wide as the room (EMU)."""
    widths = [int(room * one / sum(made.widths)) // TWIP for one in made.widths]
    lines = [
        element(f"w:{side}", val="single", sz="4", color="CFD6DE")
        if side in ("bottom", "insideH")
        else element(f"w:{side}", val="nil")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    looks = element(
        "w:tblPr",
        element("w:tblW", w=str(sum(widths)), type="dxa"),
        element("w:tblBorders", *lines),
        element("w:tblLayout", type="fixed"),
        element("w:tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"),
    )
    if made.title:
        looks.append(element("w:tblCaption", val=printable(made.title)))
    grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths))
    rows = [_row([GridCell(one) for one in made.head], widths, head=True)]
    for row in made.rows:
        if row.group is not None:
            rows.append(_group(row.group, widths))
        rows.append(_row([GridCell(row.name), *row.cells], widths))
    return element("w:tbl", looks, grid, *rows)


def _row(cells: Sequence[GridCell], widths: Sequence[int], *, head: bool = False) -> Element:
    looks = element("w:trPr", element("w:cantSplit"))
    if head:
        looks.append(element("w:tblHeader"))
    pairs = zip(cells, widths, strict=True)
    return element("w:tr", looks, *(_cell(cell, width, bold=head) for cell, width in pairs))


def _group(name: str, widths: Sequence[int]) -> Element:
    looks = (
        element("w:gridSpan", val=str(len(widths))),
        element("w:shd", val="clear", fill="F3F5F8"),
    )
    return element("w:tr", _cell(GridCell(name), sum(widths), *looks, bold=True))


def _cell(said: GridCell, width: int, *looks: Element, bold: bool = False) -> Element:
    words = [run(said.text, bold=bold)]
    if said.more:
        words.append(run(f"  {said.more}", soft=True))
    wide = element("w:tcW", w=str(width), type="dxa")
    return element("w:tc", element("w:tcPr", wide, *looks), paragraph("Cell", *words))
