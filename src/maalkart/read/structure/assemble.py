"""From raw pages to pages with text and blocks with kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maalkart.core.document import Block, Page
from maalkart.read.raw import RawPage
from maalkart.read.structure.contents import contents_of, mark_listed
from maalkart.read.structure.emit import write_page
from maalkart.read.structure.furniture import running
from maalkart.read.structure.headings import mark_headings, rank_run_ins
from maalkart.read.structure.index import mark_entries
from maalkart.read.structure.joins import carry_on, number_tables
from maalkart.read.structure.layout import rows_of
from maalkart.read.structure.lists import nest
from maalkart.read.structure.model import Draft, Line
from maalkart.read.structure.notes import drop_marks, mark_notes, mark_quotes
from maalkart.read.structure.pages import Flow, Sheet, arrange, open_sheet
from maalkart.read.structure.paragraphs import gather, joined_rows
from maalkart.read.structure.runins import parted
from maalkart.read.structure.spacing import close_up
from maalkart.read.structure.styles import Styles, survey
from maalkart.read.structure.tables import Table
from maalkart.read.structure.tags import apply_tags, mark_items, trusted


def assemble(
    pages: Sequence[RawPage], *, tagged: bool = True
) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    """Read the pages of one document; `tagged=False` ignores the structure tree.

    Every block is a span of its page's text, and blocks stand there in reading order with a
    newline between them; labels of charts and furniture come last on their page.
    """
    sheets = [open_sheet(page) for page in pages]
    close_up(sheet.lines for sheet in sheets)
    if tagged:
        for sheet in sheets:
            mark_items(sheet.raw, sheet.lines)
    aside = running(pages, [sheet.lines for sheet in sheets])
    for sheet, flags in zip(sheets, aside, strict=True):
        arrange(sheet, flags)
    _mark_contents(sheets)
    mark_entries(flow for sheet in sheets for flow in sheet.flows())
    styles = survey(sheet.flows() for sheet in sheets)
    drafts = [_drafts(sheet, styles) for sheet in sheets]
    for sheet, of_page in zip(sheets, drafts, strict=True):
        mark_notes(of_page, styles, sheet.raw.height)
        drop_marks(of_page)
        of_page[:] = parted(of_page, styles)
    every = [draft for of_page in drafts for draft in of_page]
    mark_quotes(every, styles)
    mark_headings(every, styles)
    if tagged and trusted(pages, every):
        apply_tags(pages, every)
    rank_run_ins(every)
    mark_listed(every)
    for of_page in drafts:
        nest(of_page)
    number_tables(drafts)
    carry_on(every)
    for sheet, of_page in zip(sheets, drafts, strict=True):
        of_page += _aside(sheet)
    return _write(sheets, drafts)


def _mark_contents(sheets: list[Sheet]) -> None:
    """Give the lines of contents lists their kind; a list may go on over columns and pages."""
    carried = False
    for sheet in sheets:
        found = False
        for flow in sheet.flows():
            for line, marked in zip(flow, contents_of(flow, carried=carried or found), strict=True):
                if marked:
                    line.noted = "contents"
                    found = True
        carried = found


def _drafts(sheet: Sheet, styles: Styles) -> list[Draft]:
    out: list[Draft] = []
    for part in sheet.parts:
        if isinstance(part, Flow):
            out += gather(sheet.raw.number, part.lines, styles, part.region)
        else:
            out += _cells(sheet.raw.number, part, styles)
    return out


def _cells(page: int, table: Table, styles: Styles) -> list[Draft]:
    """The cells of a table row by row; the items of a list inside a cell stay items."""
    out: list[Draft] = []
    first = [line for (row, _), cell in table.cells.items() if row == 0 for line in cell]
    rest = [line for (row, _), cell in table.cells.items() if row > 0 for line in cell]
    headed = all(line.bold for line in first) and not all(line.bold for line in rest)
    for (row, column), lines in table.cells.items():
        flow = joined_rows([line for row in rows_of(lines) for line in row])
        for draft in gather(page, flow, styles):
            draft.kind = "list_item" if draft.marker in _ITEM_MARKS else "table_cell"
            if draft.kind == "table_cell" and draft.marker:
                draft.kind = "list_item" if len(lines) > 1 else "table_cell"
            draft.table, draft.row, draft.column = id(table), row, column
            draft.header = headed and row == 0
            draft.across = row in table.across
            out.append(draft)
    return out


_ITEM_MARKS = frozenset("•-–—◦▪")


def _aside(sheet: Sheet) -> list[Draft]:
    number = sheet.raw.number
    labels = [
        Draft(page=number, lines=[line], kind="caption", marker=line.marker)
        for line in sheet.labels
    ]
    edges = [
        Draft(page=number, lines=[line], kind="furniture", marker=line.marker)
        for line in sheet.furniture
    ]
    margin = [Draft(page=number, lines=sheet.numbers, kind="furniture")] if sheet.numbers else []
    return labels + edges + margin


def _vocabulary(lines: list[list[Line]]) -> Callable[[str], bool]:
    """Whether the document writes a hyphenated word inside a line."""
    hyphened = {
        word.text.strip(".,;:()«»").lower()
        for found in lines
        for line in found
        for word in line.words
        if "-" in word.text[1:-1]
    }
    return hyphened.__contains__


def _write(
    sheets: list[Sheet], drafts: list[list[Draft]]
) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    written = _vocabulary([sheet.lines for sheet in sheets])
    done: list[Page] = []
    blocks: list[Block] = []
    for sheet, of_page in zip(sheets, drafts, strict=True):
        page, new = write_page(sheet.raw, of_page, len(blocks), written)
        done.append(page)
        blocks += new
    return tuple(done), tuple(blocks)
