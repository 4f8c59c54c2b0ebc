"""The structure tree of a tagged PDF: followed where it can be trusted, ignored where it cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maalkart.read.raw import RawPage, Tag
from maalkart.read.structure.model import Draft

COVERED = 0.9  # of the letters must be reached by the tree
SWALLOWED = 0.2  # of the letters inside figures: more, and the tree hides text in pictures
AGREED = 0.7  # of the headings that the eye sees must be tagged as such, or the tagger was lazy
DENSEST = 0.3  # headings per block: more, and tags were used for looks
_HEADING = re.compile(r"^H([1-6])?$")


def trusted(pages: Sequence[RawPage], drafts: list[Draft]) -> bool:
    """Whether the tree covers the text, hides none in figures and knows the headings we see."""
    if not any(page.tags for page in pages):
        return False
    kinds = [_kinds(page) for page in pages]
    total = reached = hidden = 0
    for page, of_mark in zip(pages, kinds, strict=True):
        for item in page.items:
            kind = of_mark.get(item.mark) if item.mark is not None else None
            total += len(item.text)
            reached += len(item.text) if kind else 0
            hidden += len(item.text) if kind == "Figure" else 0
    if not total or reached < COVERED * total or hidden > SWALLOWED * total:
        return False
    numbers = {page.number: of_mark for page, of_mark in zip(pages, kinds, strict=True)}
    seen = [draft for draft in drafts if draft.kind == "heading"]
    agreed = sum(bool(_level(draft, numbers[draft.page])) for draft in seen)
    tagged = sum(bool(_level(draft, numbers[draft.page])) for draft in drafts)
    return bool(seen) and agreed >= AGREED * len(seen) and tagged <= DENSEST * len(drafts)


def apply_tags(pages: Sequence[RawPage], drafts: list[Draft]) -> None:
    """Headings and their levels as the tree says."""
    numbers = {page.number: _kinds(page) for page in pages}
    for draft in drafts:
        level = _level(draft, numbers[draft.page])
        if level and draft.kind in ("heading", "paragraph", "list_item"):
            draft.kind, draft.level = "heading", level
        elif draft.kind == "heading":
            draft.kind, draft.level = "list_item" if draft.marker else "paragraph", None


def _level(draft: Draft, kinds: dict[int, str]) -> int:
    """The heading level most of the block's marks have; 0 where they are no heading."""
    marks = [mark for line in draft.lines for mark in line.marks]
    levels = [
        int(found.group(1) or 1) if (found := _HEADING.match(kinds.get(mark, ""))) else 0
        for mark in marks
    ]
    if not levels or sum(level > 0 for level in levels) * 2 < len(levels):
        return 0
    return max(levels, key=levels.count)


def _kinds(page: RawPage) -> dict[int, str]:
    """The kind of element each mark of a page belongs to: its heading or figure before others."""
    out: dict[int, str] = {}
    for tag in page.tags:
        _walk(tag, "", out)
    return out


def _walk(tag: Tag, above: str, out: dict[int, str]) -> None:
    strong = above if _HEADING.match(above) or above in ("Figure", "LI") else tag.kind
    for mark in tag.marks:
        out.setdefault(mark, strong)
    for child in tag.children:
        _walk(child, strong, out)
