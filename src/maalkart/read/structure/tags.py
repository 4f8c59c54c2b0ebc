"""The structure tree of a tagged PDF: followed where it can be trusted, ignored where it cannot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from maalkart.read.raw import RawPage, Tag
from maalkart.read.structure.headings import Look, look
from maalkart.read.structure.model import Draft, Line

COVERED = 0.9  # of the letters must be reached by the tree
SWALLOWED = 0.2  # of the letters inside figures: more, and the tree hides text in pictures
AGREED = 0.7  # of the headings that the eye sees must be tagged as such, or the tagger was lazy
LONGEST_ITEM = 1500  # letters
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
    """Headings and their levels as the tree says.

    What the eye sees as a heading stays one where the tree only calls it a paragraph (writers tag
    their chapters and make the rest bold or slanted by hand), on the level of its look.
    """
    numbers = {page.number: _kinds(page) for page in pages}
    levels: dict[Look, Counter[int]] = {}
    untold: list[Draft] = []
    for draft in drafts:
        level = _level(draft, numbers[draft.page])
        if level and draft.kind in ("heading", "paragraph", "list_item"):
            draft.kind, draft.level = "heading", level
            levels.setdefault(look(draft), Counter())[level] += 1
        elif draft.kind == "heading":
            untold.append(draft)
    usual = {each: told.most_common(1)[0][0] for each, told in levels.items()}
    for draft in untold:
        above = [level for each, level in usual.items() if each > look(draft)]
        draft.level = usual.get(look(draft)) or max(above, default=0) + 1


def mark_items(page: RawPage, lines: Sequence[Line]) -> None:
    """Tell each line which list item of the tree it stands in, if any.

    Lists are tagged by the word processor, with bullets that no engine can read among them; an
    item as long as a page is a tree used for looks.
    """
    items: dict[int, int] = {}
    numbers = count(1)
    for tag in page.tags:
        _collect(tag, None, items, numbers)
    held: dict[int, list[Line]] = {}
    for line in lines:
        found = [items[mark] for mark in line.marks if mark in items]
        if found:
            held.setdefault(max(found, key=found.count), []).append(line)
    for item, of_item in held.items():
        if sum(len(line.text) for line in of_item) <= LONGEST_ITEM:
            for line in of_item:
                line.item = item


def _collect(tag: Tag, item: int | None, items: dict[int, int], numbers: Iterator[int]) -> None:
    """The innermost item of every mark below a tag."""
    item = next(numbers) if tag.kind == "LI" else item
    for mark in tag.marks:
        if item is not None:
            items.setdefault(mark, item)
    for child in tag.children:
        _collect(child, item, items, numbers)


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
