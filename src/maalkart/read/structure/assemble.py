"""From raw pages to pages with text and blocks with kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maalkart.core.document import Block, Page
from maalkart.read.raw import RawPage
from maalkart.read.structure.emit import write_page
from maalkart.read.structure.furniture import running
from maalkart.read.structure.headings import mark_headings
from maalkart.read.structure.layout import flows
from maalkart.read.structure.lines import lines_of
from maalkart.read.structure.model import Draft, Line
from maalkart.read.structure.paragraphs import gather
from maalkart.read.structure.styles import survey


def assemble(
    pages: Sequence[RawPage], *, tagged: bool = True
) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    """Read the pages of one document; `tagged=False` ignores the structure tree.

    Every block is a span of its page's text, and blocks stand there in reading order with a
    newline between them; furniture comes last on its page.
    """
    pages = list(pages)
    lines = [lines_of(page) for page in pages]
    aside = running(pages, lines)
    ordered = [flows(_without(found, marked)) for found, marked in zip(lines, aside, strict=True)]
    styles = survey(ordered)
    drafts = [
        [draft for flow in of_page for draft in gather(page.number, flow, styles)]
        for page, of_page in zip(pages, ordered, strict=True)
    ]
    mark_headings([draft for of_page in drafts for draft in of_page], styles)
    for page, of_page, found, marked in zip(pages, drafts, lines, aside, strict=True):
        of_page += [
            Draft(page=page.number, lines=[line], kind="furniture", marker=line.marker)
            for line, flag in zip(found, marked, strict=True)
            if flag
        ]
    return _write(pages, drafts, _vocabulary(lines))


def _without(lines: list[Line], marked: list[bool]) -> list[Line]:
    return [line for line, flag in zip(lines, marked, strict=True) if not flag]


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
    pages: list[RawPage], drafts: list[list[Draft]], written: Callable[[str], bool]
) -> tuple[tuple[Page, ...], tuple[Block, ...]]:
    done: list[Page] = []
    blocks: list[Block] = []
    for raw, of_page in zip(pages, drafts, strict=True):
        page, new = write_page(raw, of_page, len(blocks), written)
        done.append(page)
        blocks += new
    return tuple(done), tuple(blocks)
