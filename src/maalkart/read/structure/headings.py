"""Which blocks are headings, and how high: the rank of their style through the whole document."""

from __future__ import annotations

import re

from maalkart.read.structure.model import Draft
from maalkart.read.structure.styles import Styles

LARGER = 1.07  # of the body size: type this much larger stands out
LONGEST = 220  # letters; a longer block is text however it is set
_NUMBERED = re.compile(r"^(?:\d{1,2}\.)*\d{1,2}\.?$")


def mark_headings(drafts: list[Draft], styles: Styles) -> None:
    """Turn blocks that stand out into headings and give each its level."""
    headings = [draft for draft in drafts if _is_heading(draft, styles)]
    looks = sorted({_look(draft) for draft in headings}, reverse=True)
    level = {look: rank for rank, look in enumerate(looks, 1)}
    for draft in headings:
        draft.kind = "heading"
        draft.level = min(level[_look(draft)], 9)


def _look(draft: Draft) -> tuple[float, bool, bool]:
    return round(draft.size * 2) / 2, draft.bold, draft.text.isupper()


def _is_heading(draft: Draft, styles: Styles) -> bool:
    text = draft.text
    if draft.kind not in ("paragraph", "list_item") or len(text) > LONGEST:
        return False
    if sum(sign.isalpha() for sign in text) < 3 or draft.lines[0].rotated:
        return False
    larger = draft.size > LARGER * styles.size
    bold = draft.bold and not styles.bold
    if draft.kind == "list_item":
        return (larger or bold) and bool(_NUMBERED.match(draft.marker or ""))
    if text[-1] in ".,;" and not (larger and bold):
        return False
    return larger or bold
