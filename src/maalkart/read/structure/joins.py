"""What a page or column break cut in two, and tables that go on over the page."""

from __future__ import annotations

from maalkart.read.structure.model import Draft

OPEN_KINDS = ("paragraph", "list_item", "table_cell")


def carry_on(drafts: list[Draft]) -> None:
    """Mark blocks that carry on the sentence of the body block before them."""
    before: Draft | None = None
    for draft in drafts:
        if draft.kind not in (*OPEN_KINDS, "heading"):
            continue
        if before is not None and _is_cut(before, draft):
            draft.continues = True
            if before.kind == "list_item" and draft.kind == "paragraph":
                draft.kind, draft.level = "list_item", before.level
        before = draft


def _is_cut(before: Draft, draft: Draft) -> bool:
    if before.kind not in OPEN_KINDS or draft.kind not in OPEN_KINDS or draft.marker:
        return False
    if (before.kind == "table_cell") != (draft.kind == "table_cell"):
        return False
    if before.page == draft.page and (before.flow == draft.flow or before.table is not None):
        return False
    if before.page == draft.page and before.region != draft.region:
        return False
    ended = before.text[-1] in ".:!?…»"
    return not ended and (draft.text[0].islower() or before.text[-1] in ",-\u00ad")
