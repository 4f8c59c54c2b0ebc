"""One file, read in a guarded worker, and its blocks as records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from maalkart import engine
from maalkart.core.document import Block, Box, Document
from maalkart.core.errors import MaalkartError, ReadingError, UsageError
from maalkart.core.statement import Statement
from maalkart.read import read_after, read_file
from maalkart.read.options import Options
from maalkart.split import split

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as it came out of the guarded worker, with its statements."""

    document: Document
    statements: Sequence[Statement]


def _read_here(ocr: bool, look: bool, path: Path) -> _Read:
    document = read_file(path, ocr=ocr, look=look, alive=engine.alive)
    return _Read(document, split(document))


def _read_after(ocr: bool, rung: int, path: Path, died: ReadingError) -> _Read:
    options = Options(ocr=ocr, alive=engine.alive)
    document = read_after(path, died, rung=rung, options=options)
    return _Read(document, split(document))


def read_one(
    path: Path, *, ocr: bool = True, look: bool = False
) -> tuple[Document, Sequence[Statement]]:
    """Read and split a file in a guarded worker; raises ReadingError and no other.

    With `look`, notes say where the other engine reads otherwise.
    """
    if not path.is_file():
        raise UsageError("there is no such file", place=str(path), hint="check the name")
    again = [partial(_read_after, ocr, rung) for rung in (1, 2, 3)]
    here = partial(_read_here, ocr, look)
    ((_, answer),) = engine.map_limited(here, [path.resolve()], fallbacks=again)
    if isinstance(answer, MaalkartError):
        raise answer
    return answer.document, answer.statements


def blocks(document: Document) -> Iterator[Record]:
    """A record per block, in reading order."""
    texts = {page.number: page for page in document.pages}
    for block in document.blocks:
        page = texts[block.page]
        yield {
            "page": block.page if document.paged else None,
            "section": None if document.paged else page.label,
            "order": block.order,
            "kind": block.kind,
            "level": block.level,
            "marker": block.marker,
            "text": block.text,
            "start": block.start,
            "end": block.end,
            "boxes": sides(page.boxes(block.start, block.end)),
            **_cell(block),
        }


def _cell(block: Block) -> Record:
    names = ("table", "row", "column", "header", "continues", "panel")
    return {name: value for name in names if (value := getattr(block, name)) not in (None, False)}


def sides(boxes: Iterable[Box]) -> list[list[float]]:
    """Boxes as [left, top, right, bottom] in points from the page's top left."""
    return [[round(side, 2) for side in (b.left, b.top, b.right, b.bottom)] for b in boxes]
