"""A PDF into a Document: the ladder, the rescue of single pages, the structure, the icons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from maalkart.core.document import Document, Note, Page, Run
from maalkart.core.errors import ReadingError
from maalkart.read.broken import broken_off
from maalkart.read.ladder import Source, climb, usable
from maalkart.read.ligatures import spelled
from maalkart.read.ocr import Turn
from maalkart.read.options import Options
from maalkart.read.rescue import rescue
from maalkart.read.second_look import disagreements, stretches


def read_pdf(path: Path, *, name: str, id: str, options: Options) -> Document:
    """Read a PDF; raises ReadingError where it needs a password or no engine opens it."""
    from maalkart.read.icons import find_icons
    from maalkart.read.structure import assemble

    with usable(path, name=name) as source:
        climbed = climb(source, options)
        if not climbed.pages:
            raise ReadingError("no engine finds a page in the file", place=name)
        rescued = rescue(climbed.pages, source, options)
        read, mended = spelled(rescued.pages)
        facts = source.facts
        pages, blocks = assemble(read, tagged=bool(facts and facts.tagged))
        options.alive()
        pages = _turned_back(pages, rescued.turns)
        icons = find_icons(source.path, read, pages) if facts else ()
        notes = (
            *source.notes,
            *climbed.notes,
            *rescued.notes,
            *mended,
            *_cut(source, options.max_pages),
        )
        if len(pages) < options.max_pages:
            notes = (*notes, *broken_off(path, pages=len(pages)))
        document = Document(
            id=id,
            name=name,
            format="pdf",
            pages=pages,
            blocks=blocks,
            icons=icons,
            notes=notes,
            title=facts.title if facts else None,
            created=facts.created if facts else None,
        )
        if options.look and not options.start:
            seen = disagreements(source.path, document, stretches(document))
            document = replace(document, notes=(*notes, *seen))
    return document


def _cut(source: Source, most: int) -> tuple[Note, ...]:
    if source.facts is None or source.facts.pages <= most:
        return ()
    said = f"the file has {source.facts.pages} pages; the first {most} were read"
    return (Note(page=None, code="too-many-pages", message=said),)


def _turned_back(pages: Sequence[Page], turns: Mapping[int, Turn]) -> tuple[Page, ...]:
    """Pages that were levelled to be read, with their boxes on the page as it is shown."""
    return tuple(
        _turned(page, turns[page.number]) if page.number in turns else page for page in pages
    )


def _turned(page: Page, turn: Turn) -> Page:
    runs = tuple(Run(run.start, run.end, turn.back(run.box)) for run in page.runs)
    return replace(page, runs=runs, width=turn.width, height=turn.height)
