"""Where a document says what it is: title page, running headers, headings, its own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maalkart.core.document import Block, Document, Page
from maalkart.core.statement import Evidence

TITLE_SIGNS = 350  # a title page says what it is within its first lines
SHORT_BLOCK = 160  # longer blocks on a first page are text, not a title
FRONT = 3  # a file that opens on a later page is an excerpt, and has no title page
OWN_TITLE = "the file's own title"
COVER, RUNNING, HEADING = "the title page", "a running header", "a heading"
NAMED, NAMED_EXCERPT = 2.5, 3.5  # a file's name tells more where no title page is there to ask
REPEATED = 3  # pages on which a line must stand to be a running header


@dataclass(frozen=True, slots=True)
class Place:
    """Words that may name the document; without `page` they are not on paper.

    `weight` says how much such a place tells, from a heading inside (1) to the title page (6).
    """

    text: str
    weight: float
    where: str
    page: int | None = None
    start: int = 0

    def evidence(self, document: Document, start: int, end: int) -> Evidence | None:
        """The words `text[start:end]` on their page, or None where they are not on paper."""
        if self.page is None:
            return None
        return Evidence.take(document, self.page, self.start + start, self.start + end)


def places(document: Document) -> list[Place]:
    """The places of a document that may name it, the most telling first."""
    found = [*_title_page(document), *_running(document), *_headings(document)]
    if document.title:
        found.append(Place(document.title, 3, OWN_TITLE))
    name = re.sub(r"\.\w{1,5}$", "", document.name).replace("_", " ")
    page = first_page(document)
    titled = page is not None and page.number <= FRONT
    found.append(Place(name, NAMED if titled else NAMED_EXCERPT, "the file's name"))
    return sorted(found, key=lambda place: -place.weight)


def first_page(document: Document) -> Page | None:
    """The first page with more than a word or two on it."""
    return next((page for page in document.pages if len(page.text.split()) > 2), None)


def _title_page(document: Document) -> Iterator[Place]:
    page = first_page(document)
    if page is None:
        return
    weight, where = (6.0, COVER) if page.number <= FRONT else (2.0, "its first lines")
    for block in _opening(document, page.number):
        yield Place(block.text, weight, where, page.number, block.start)


def _opening(document: Document, page: int) -> Iterator[Block]:
    """The headings and short lines with which a page opens, up to its running text."""
    signs = 0
    for block in document.blocks:
        if block.page != page or block.kind in ("contents", "caption", "list_item"):
            continue
        heading = block.kind == "heading"
        if not heading and (signs > TITLE_SIGNS or len(block.text) > SHORT_BLOCK):
            return
        if heading and (block.level or 1) > 2 and signs > TITLE_SIGNS:
            return
        signs += len(block.text)
        yield block


def _running(document: Document) -> Iterator[Place]:
    """Lines of headers and footers that come again, each once; page numbers are left out."""
    seen: Counter[str] = Counter()
    first: dict[str, Block] = {}
    for block in document.blocks:
        if block.kind == "furniture":
            key = re.sub(r"\W*\d{1,3}\W*$|^\W*\d{1,3}\W+(?!\d)", "", block.text).strip()
            seen[key] += 1
            first.setdefault(key, block)
    for key, times in sorted(seen.items()):
        if times >= REPEATED and any(sign.isalpha() for sign in key):
            block = first[key]
            yield Place(block.text, 4, RUNNING, block.page, block.start)


def _headings(document: Document) -> Iterator[Place]:
    for block in document.blocks:
        if block.kind == "heading" and (block.level or 1) <= 2:
            early = block.page <= FRONT
            yield Place(block.text, 3 if early else 0.5, HEADING, block.page, block.start)
