"""One file into a Document: format by content, then the reader for it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from maalkart.core.document import Document, Note
from maalkart.core.errors import ReadingError
from maalkart.read.formats import Format, sniff
from maalkart.read.options import MAX_PAGES, Options, quiet

MAX_BYTES = 1 << 30  # plans are 1–80 MB; a gigabyte is something else
_MODULES: Mapping[Format, str] = {
    "docx": "docx",
    "odt": "odt",
    "html": "html",
    "markdown": "markdown",
    "text": "plain",
}


def read_file(
    path: Path,
    *,
    name: str | None = None,
    ocr: bool = True,
    max_pages: int = MAX_PAGES,
    look: bool = False,
    alive: Callable[[], None] = quiet,
) -> Document:
    """Read a file of any format into pages and blocks; its id is its sha256.

    With `look`, what was read of a PDF is looked up again by the other engine, and noted where the
    two read otherwise.

    Pages that could not be read are in the document, marked and noted. Raises ReadingError, with
    place and remedy, where the file as a whole cannot be read. `alive` is called as pages are
    done. Damaged files may kill the process: read what you did not make in a worker.
    """
    options = Options(ocr=ocr, max_pages=max_pages, look=look, alive=alive)
    return _read(path, name or path.name, options)


def read_after(
    path: Path,
    died: ReadingError,
    *,
    rung: int,
    name: str | None = None,
    options: Options | None = None,
) -> Document:
    """Read a PDF whose first reading killed its worker, from a lower rung of the ladder.

    `rung` counts from 0; beyond the engines only pictures of the pages are left. Other formats
    have no second way: the error is raised again.
    """
    name = name or path.name
    if _checked(path, name) != "pdf":
        raise ReadingError(died.message, place=name, hint=died.hint)
    document = _read(path, name, replace(options or Options(), start=rung))
    why = Note(page=None, code="engine", message=f"the first reading failed: {died.message}")
    return replace(document, notes=(why, *document.notes))


def _read(path: Path, name: str, options: Options) -> Document:
    kind = _checked(path, name)
    identity = sha256(path)
    if kind == "pdf":
        from maalkart.read.pdf import read_pdf  # engines load slowly

        with no_collector():
            return read_pdf(path, name=name, id=identity, options=options)
    module = import_module(f"maalkart.read.{_MODULES[kind]}")
    read = cast("Callable[..., Document]", module.read)
    document = read(path, name=name, id=identity)
    if not any(page.text.strip() for page in document.pages):
        raise ReadingError(
            "there is no text in the file",
            place=name,
            hint="open it and see; if its text is a picture, save it as PDF",
        )
    return document


@contextmanager
def no_collector() -> Iterator[None]:
    """Leave cycles alone for a while: looking for them among a million words takes a fifth of it.

    The records of reading hold no cycles; what little the libraries leave is collected later.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _checked(path: Path, name: str) -> Format:
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        raise ReadingError(
            f"the file is larger than {MAX_BYTES >> 20} MB",
            place=name,
            hint="split it, or save it with smaller pictures",
        )
    try:
        return sniff(path)
    except ReadingError as error:
        raise ReadingError(error.message, place=name, hint=error.hint) from error


def sha256(path: Path) -> str:
    """The file's identity: the hexadecimal sha256 of its bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
