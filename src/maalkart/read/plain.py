"""Plain text: pages by form feeds, one page a line in dumps of PDFs, sections otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from maalkart.core.document import Document, Note
from maalkart.core.errors import ReadingError
from maalkart.read.columns import regions
from maalkart.read.dump import dumped
from maalkart.read.flow import File, paged, sectioned
from maalkart.read.prose import Sheet, leaves
from maalkart.read.units import Line

PAGE_LONG = 600  # characters; a printed page has 1,000–4,500, a paragraph of a plan about 300


def read(path: Path, *, name: str, id: str) -> Document:
    """Read plain text; raises ReadingError where the file is not text."""
    text = decoded(path, name=name)
    known = File(id=id, name=name, format="text")
    if "\f" in text.strip("\f\n"):
        sheets = [_sheet(at, page) for at, page in enumerate(text.split("\f"), start=1)]
        while sheets and not sheets[-1].lines:
            sheets.pop()
        return paged(leaves(sheets), known)
    before, found = said_pages(text)
    if found:
        pages, renumbered = numbered(found, before=before)
        notes = (
            () if not renumbered else (Note(page=None, code="page_numbers", message=renumbered),)
        )
        return paged(leaves([_sheet(*page) for page in pages]), replace(known, notes=notes))
    if is_page_a_line(text):
        return paged(dumped(text.splitlines()), known)
    return sectioned(leaves([_sheet(1, text)])[0].pieces, known)


_SAID = re.compile(
    r"^[ \t]*(?P<open>[-–=*_#\[({<|]+)[ \t]*(?:side|page|s\.)[ \t]*(?P<number>\d{1,5})"
    r"(?:[ \t]*(?:av|of|/)[ \t]*\d{1,5})?[ \t]*[-–=*_#\])}>|:]*[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)


def said_pages(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The pages that lines such as «--- Side 3 ---» or «[page 3]» begin, and what stands before.

    There must be two of them with numbers that rise; a bare «Side 3» is the foot of a page.
    """
    marks = list(_SAID.finditer(text))
    numbers = [int(mark["number"]) for mark in marks]
    if len(marks) < 2 or any(low >= high for low, high in pairwise(numbers)):
        return text, []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    said = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    return text[: marks[0].start()], list(zip(numbers, said, strict=True))


def is_page_a_line(text: str) -> bool:
    """Whether the lines are whole pages: more than three, and half of them longer than a paragraph.

    Text that a person wrote or a program wrapped has empty lines between paragraphs or short lines;
    here the median line must be page-long and few may be empty.
    """
    lines = text.splitlines()
    filled = [len(line) for line in lines if line.strip()]
    few_empty = len(lines) - len(filled) <= len(lines) / 4
    return len(filled) > 3 and few_empty and median(filled) >= PAGE_LONG


def decoded(path: Path, *, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or Windows-1252."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if text.count("\x00") > len(text) / 100:
        raise ReadingError(
            "the file is not text", place=name, hint="give the original document instead"
        )
    return text.replace("\x00", "")


def numbered(
    found: Sequence[tuple[int, str]], *, before: str
) -> tuple[list[tuple[int, str]], str | None]:
    """Pages with numbers that rise; what stands before the first marker is a page of its own.

    The second part says so where a marker had to be read otherwise than it stands.
    """
    pages: list[tuple[int, str]] = []
    if before.strip():
        first = found[0][0]
        if first > 1:
            pages.append((first - 1, before))
        else:
            found = [(first, f"{before}\n\n{found[0][1]}"), *found[1:]]
    said = None
    for number, text in found:
        last = pages[-1][0] if pages else 0
        if number <= last:
            said = f"page marker {number} comes after {last}: such pages are counted on"
        pages.append((max(number, last + 1), text))
    return pages, said


def _sheet(number: int, text: str) -> Sheet:
    return Sheet(number=number, lines=tuple(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    raw = [line.expandtabs(4).rstrip() for line in text.splitlines()]
    at = 0
    for region in regions(raw):
        yield from _running(raw[at : region.start])
        yield from _running(region.prose)
        yield from (Line(ready=row) for row in region.rows if row)
        at = region.end
    yield from _running(raw[at:])


def _running(lines: Sequence[str]) -> Iterator[Line]:
    apart = True
    for line in lines:
        said = re.sub(r"\s+", " ", line).strip()
        if said:
            yield Line(text=said, indent=len(line) - len(line.lstrip()), apart=apart)
        apart = not said
