"""How deep each item of a list stands, and paragraphs that belong to the item above."""

from __future__ import annotations

from maalkart.read.structure.model import Draft

STEP = 5.0  # points; a marker this much further in opens a list inside the list
HANG = 6.0  # points from marker to text before a paragraph at the text's edge can carry on


def nest(drafts: list[Draft]) -> None:
    """Give the list items of one page their level, from the place of markers in the column."""
    edges: list[float] = []
    item: Draft | None = None
    column, origin = (0.0, 0.0), 0.0
    for draft in drafts:
        if draft.kind == "list_item":
            if draft.flow[0] > column[1] or draft.flow[1] < column[0]:
                origin = draft.flow[0]
            column = draft.flow
            left = draft.lines[0].left - origin
            while edges and left < edges[-1] - STEP:
                edges.pop()
            if not edges or left > edges[-1] + STEP:
                edges.append(left)
            draft.level = len(edges)
            item = draft
        elif draft.kind == "paragraph" and item is not None and _belongs(draft, item):
            draft.kind, draft.level, draft.continues = "list_item", item.level, True
        elif draft.kind in ("paragraph", "heading"):
            edges, item = [], None


def _belongs(draft: Draft, item: Draft) -> bool:
    edge = item.lines[0].text_left
    return (
        edge - item.lines[0].left >= HANG
        and abs(draft.left - edge) < STEP
        and draft.page == item.page
        and draft.top > item.top
        and draft.region == item.region
        and not draft.bold
    )
