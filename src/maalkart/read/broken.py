"""Files that break off: whether one does, and how many pages it says that it had."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from maalkart.core.document import Note

TAIL = 4096  # bytes; programs may write a little after the end mark
MOST_PAGES = 20_000  # more is a number made up
FIRST = 2048  # bytes in which a file made for the web tells its number of pages
_LINEAR = re.compile(rb"/Linearized\b[^>]*?/N\s+(\d{1,6})\b")
_TREE = re.compile(
    rb"/Type\s*/Pages\b[^<>]*?/Count\s+(\d{1,6})\b|/Count\s+(\d{1,6})\b[^<>]*?/Type\s*/Pages\b"
)


def broken_off(path: Path, *, pages: int) -> tuple[Note, ...]:
    """A note where the file stops before its end mark, and pages are or may be lost with the rest.

    `pages` is the number that was found. A file whose own count is reached has lost none.
    """
    if path.stat().st_size == 0:
        return ()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if b"%%EOF" in data[-TAIL:]:
            return ()
        told = _told(data)
    if told is not None and told <= pages:
        return ()
    said = "the file breaks off before its end: "
    if told is None:
        said += f"what came after page {pages} may be missing"
    else:
        said += f"{told - pages} of its {told} pages are missing"
    return (Note(page=None, code="broken-off", message=said),)


def _told(data: mmap.mmap) -> int | None:
    """The number of pages that the file tells; None where that part is lost."""
    linear = _LINEAR.search(data[:FIRST])
    if linear:
        return int(linear.group(1))
    counts = [int(found.group(1) or found.group(2)) for found in _TREE.finditer(data)]
    return max((count for count in counts if count <= MOST_PAGES), default=None)
