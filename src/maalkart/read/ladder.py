"""The ladder of engines: each rung is tried where the one above failed, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from maalkart.core.document import Note
from maalkart.core.errors import ReadingError
from maalkart.read import oxide
from maalkart.read.options import Options
from maalkart.read.raw import RawPage
from maalkart.read.render import Facts, facts, opened
from maalkart.read.repair import repaired
from maalkart.read.verdict import signs

BATCH = 250  # pages at once: opening a file again costs milliseconds, 20,000 pages at once 3 GB


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file that the engines are given: the original, or its repaired copy.

    `facts` is None where PDFium opens neither; such a file cannot be drawn.
    """

    path: Path
    name: str
    facts: Facts | None
    mended: bool = False
    notes: tuple[Note, ...] = ()

    def last(self, most: int) -> int:
        """The last page to read, of at most so many."""
        return min(most, self.facts.pages) if self.facts else most


@dataclass
class Climb:
    """Where the ladder was left: the pages, and why each rung above was."""

    pages: list[RawPage] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    opened: int = 0  # by so many engines, without text

    def say(self, code: str, message: str) -> None:
        """Note something about the whole file."""
        self.notes.append(Note(page=None, code=code, message=message))


@contextmanager
def usable(path: Path, *, name: str) -> Iterator[Source]:
    """Lend the file, or a repaired copy where PDFium cannot open it.

    Raises ReadingError for a missing password, and where no engine finds a page in it.
    """
    with ExitStack() as copies:
        yield _source(path, name, copies)


def _source(path: Path, name: str, copies: ExitStack) -> Source:
    try:
        return Source(path=path, name=name, facts=_with_pages(path))
    except ReadingError as error:
        if error.hint:
            raise ReadingError(error.message, place=name, hint=error.hint) from error
        first = error.message
    try:
        copy = copies.enter_context(repaired(path))
        known = _with_pages(copy)
    except ReadingError as error:
        both = f"{first}; {error.message}"
    else:
        note = Note(page=None, code="repaired", message=f"{first}; read from a repaired copy")
        return Source(path=copy, name=name, facts=known, mended=True, notes=(note,))
    if not _oxide_finds(path):
        raise ReadingError(
            f"the file is damaged beyond reading ({both})",
            place=name,
            hint="fetch it again, or open it in a PDF program and save a copy",
        )
    note = Note(page=None, code="engine", message=both)
    return Source(path=path, name=name, facts=None, notes=(note,))


def _with_pages(path: Path) -> Facts:
    known = facts(path)
    if known.pages == 0:
        raise ReadingError("PDFium finds no pages")
    return known


def _oxide_finds(path: Path) -> bool:
    try:
        return bool(oxide.read_pages(path, last=1))
    except ReadingError:
        return False


def climb(source: Source, options: Options) -> Climb:
    """Read the pages with the first engine that finds text; never fewer pages than the file has."""
    climbed = Climb()
    for name, rung in _RUNGS[options.start :]:
        if rung is _repaired and climbed.opened == 2:
            break  # both engines can open the file: it is not damaged, it only holds no text
        try:
            pages = rung(source, options)
        except ReadingError as error:
            climbed.say("engine", error.message)
            continue
        if sum(map(signs, pages)):
            climbed.pages = pages
            break
        climbed.say("engine", f"{name} finds no text in the file")
        climbed.opened += 1
        climbed.pages = climbed.pages or pages
    climbed.pages = _all_of_them(climbed, source, options.max_pages)
    return climbed


def _liteparse(source: Source, options: Options) -> list[RawPage]:
    from maalkart.read import lite  # loads a PDFium of its own

    return _in_batches(lite.read_pages, source, options)


def _pdf_oxide(source: Source, options: Options) -> list[RawPage]:
    return _in_batches(oxide.read_pages, source, options)


def _repaired(source: Source, options: Options) -> list[RawPage]:
    """Both engines again on a repaired copy, unless the file is one already."""
    if source.mended:
        raise ReadingError("the repaired copy cannot be read either")
    with repaired(source.path) as copy:
        mended = Source(path=copy, name=source.name, facts=source.facts, mended=True)
        for rung in (_liteparse, _pdf_oxide):
            try:
                pages = rung(mended, options)
            except ReadingError:
                continue
            if sum(map(signs, pages)):
                return pages
    raise ReadingError("the copy repaired by qpdf holds no text either")


_RUNGS: tuple[tuple[str, Callable[[Source, Options], list[RawPage]]], ...] = (
    ("liteparse", _liteparse),
    ("pdf_oxide", _pdf_oxide),
    ("the repaired copy", _repaired),
)
RUNGS = len(_RUNGS)


def _in_batches(
    read: Callable[..., list[RawPage]], source: Source, options: Options
) -> list[RawPage]:
    pages: list[RawPage] = []
    last = source.last(options.max_pages)
    for first in range(1, last + 1, BATCH):
        batch = read(source.path, first=first, last=min(last, first + BATCH - 1))
        options.alive()
        pages += batch
        if not batch:
            break
    return pages


def _all_of_them(climbed: Climb, source: Source, most: int) -> list[RawPage]:
    """The pages read, and an empty one for each that the engine left out."""
    read = {page.number: page for page in climbed.pages}
    if source.facts is None:
        return [read[number] for number in sorted(read)]
    count = source.last(most)
    missing = [number for number in range(1, count + 1) if number not in read]
    if missing:
        with opened(source.path) as document:
            for number in missing:
                width, height = document.get_page_size(number - 1)
                read[number] = RawPage(
                    number=number, width=width or 595.0, height=height or 842.0, items=()
                )
    return [read[number] for number in range(1, count + 1)]
