"""Tables that people edit: CSV as Excel writes it in Norway, and as everyone else does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from maalkart.core.errors import StudyError

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula
Line = tuple[int, dict[str, str]]


def read_table(
    path: Path, *, required: Sequence[str], known: Sequence[str] | None = None
) -> list[Line]:
    """Rows with their line number (from 2), cells stripped, blank rows left out.

    Comma, semicolon or tab; UTF-8 with or without a mark, or Windows-1252. Raises StudyError where
    the file is missing, a required column is not there, or a column outside `known` is.
    """
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise StudyError(
            "the table is not there", place=str(path), hint="put the file there, or mend study.toml"
        ) from None
    text = _decoded(raw)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    header = [name.strip().lower() for name in next(rows, [])]
    _check_header(header, path, required, known)
    return [
        (rows.line_num, dict(zip(header, (cell.strip() for cell in row), strict=False)))
        for row in rows
        if any(cell.strip() for cell in row)
    ]


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab, as the first line of a table has it."""
    return max(",;\t", key=text.split("\n", 1)[0].count)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _check_header(
    header: Sequence[str], path: Path, required: Sequence[str], known: Sequence[str] | None
) -> None:
    for name in required:
        if name not in header:
            raise StudyError(
                f"the column «{name}» is missing",
                place=f"{path}, line 1",
                hint=f"the first line must name the columns: {', '.join(known or required)}",
            )
    for name in header:
        if known is not None and name not in known:
            raise StudyError(
                f"unknown column «{name}»",
                place=f"{path}, line 1",
                hint=f"known columns: {', '.join(known)}",
            )


def table_text(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> str:
    """A CSV with commas and line feeds: the same bytes on any machine."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could open a formula.

    >>> harmless("=1+1"), harmless("mål")
    ("'=1+1", 'mål')
    """
    return f"'{text}" if text.startswith(FORMULA) else text
