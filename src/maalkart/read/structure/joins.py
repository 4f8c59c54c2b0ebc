"""What a page or column break cut in two, and tables that go on over the page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from maalkart.read.structure.model import Draft

OPEN_KINDS = ("paragraph", "list_item", "table_cell")
ENDS = ".:!?…»"
LONG = 25  # letters of a cell that may break off; «ja» and «nei» under each other are two cells


def carry_on(drafts: list[Draft]) -> None:
    """Mark blocks that carry on the sentence of the body block before them."""
    before: Draft | None = None
    for draft in drafts:
        if draft.kind not in (*OPEN_KINDS, "heading"):
            continue
        if before is not None and not draft.continues and _is_cut(before, draft):
            draft.continues = True
            if before.kind == "list_item" and draft.kind == "paragraph":
                draft.kind, draft.level = "list_item", before.level
        before = draft


def _is_cut(before: Draft, draft: Draft) -> bool:
    if before.kind not in OPEN_KINDS or draft.kind not in OPEN_KINDS or draft.marker:
        return False
    if draft.lines[0].noted:
        return False  # an entry of an index
    if before.table is not None or draft.table is not None:
        return False  # a cell goes on in its column, not in the next cell
    if before.page == draft.page and before.flow == draft.flow:
        return False
    if before.page == draft.page and before.region != draft.region:
        return False
    return _hangs(before, draft)


def _hangs(before: Draft, draft: Draft) -> bool:
    unfinished = before.text[-1] not in ENDS
    return unfinished and (draft.text[0].islower() or before.text[-1] in ",-\u00ad")


def number_tables(drafts: Sequence[list[Draft]]) -> None:
    """Count tables through the document; one that opens a page as another ended it goes on.

    Its rows are counted on, so that its column headings hold on the next page as well, and a row
    that the break cut in two stays one row.
    """
    parts: dict[int, list[Draft]] = {}
    for draft in (draft for of_page in drafts for draft in of_page):
        if draft.table is not None:
            parts.setdefault(draft.table, []).append(draft)
    before = {
        after[0].table: above[-1].table for above, after in pairwise(drafts) if above and after
    }
    tables: list[list[Draft]] = []
    homes: dict[int, list[Draft]] = {}
    for key, part in parts.items():
        last = before.get(key)
        home = homes.get(last) if last is not None else None
        if home is not None and last is not None and _width(parts[last]) == _width(part):
            _count_on(home, part)
        else:
            home = []
            tables.append(home)
        homes[key] = home
        home += part
    for number, cells in enumerate(tables):
        for draft in cells:
            draft.table = number


def _width(cells: list[Draft]) -> int:
    return max(draft.column or 0 for draft in cells)


def _count_on(table: list[Draft], part: list[Draft]) -> None:
    """Let the rows of a part follow those of its table on the pages before."""
    end = max(draft.row or 0 for draft in table)
    above = {draft.column or 0: draft for draft in table if draft.row == end}
    below = {draft.column or 0: draft for draft in reversed(part) if draft.row == 0}
    if {c: d.text for c, d in below.items()} == _heads(table):
        for draft in below.values():
            draft.header = True
    cut = _is_cut_row(above, below)
    for column, draft in below.items() if cut else ():
        last = above[column]
        if _hangs(last, draft) and not draft.marker:
            draft.continues, draft.kind, draft.level = True, last.kind, last.level
    for draft in part:
        draft.row = (draft.row or 0) + (end if cut else end + 1)


def _heads(table: list[Draft]) -> dict[int, str]:
    return {draft.column or 0: draft.text for draft in table if draft.header}


def _is_cut_row(above: dict[int, Draft], below: dict[int, Draft]) -> bool:
    """Whether the first row on a page is the rest of the last one on the page before.

    Nothing new begins in its first column, and a cell goes on in the midst of its sentence.
    """
    if not below.keys() <= above.keys():
        return False
    hanging = [column for column in below if _hangs(above[column], below[column])]
    if 0 in below:
        return 0 in hanging and any(len(above[column].text) > LONG for column in hanging)
    return bool(hanging)
