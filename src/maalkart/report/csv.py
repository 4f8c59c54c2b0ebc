"""The tables as CSV: for Excel in Norwegian, and harmless there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.table import Cell, Column, Table
from maalkart.report.texts import Texts

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for a formula


def write_tables(
    tables: Sequence[Table], folder: Path, language: str, data: StudyData | None = None
) -> tuple[Path, ...]:
    """Write a file for each table; `data` gives codes and bodies their names.

    UTF-8 with a mark and semicolons, as Excel in Norwegian reads it. A share has three columns:
    numerator, denominator and share with a decimal point.
    """
    texts = Texts(language, data)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in tables:
        path = folder / f"{table.id}.csv"
        unfinished = path.with_suffix(".csv.part")
        unfinished.write_text(_text(table, texts), encoding="utf-8-sig", newline="")
        unfinished.replace(path)
        paths.append(path)
    return tuple(paths)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what could open a formula.

    >>> harmless("=1+1"), harmless("mål")
    ("'=1+1", 'mål')
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(table: Table, texts: Texts) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    head = [name for column in table.columns for name in _names(column, texts)]
    writer.writerow(["id", texts.say("column.row"), *map(harmless, head)])
    for row in table.rows:
        cells = zip(table.columns, row.cells, strict=True)
        said = [one for column, cell in cells for one in _cell(column, cell, texts)]
        writer.writerow([harmless(row.code), harmless(texts.row(row)), *map(harmless, said)])
    return out.getvalue()


def _names(column: Column, texts: Texts) -> Iterator[str]:
    label = texts.say(column.label)
    if column.bodies is None:
        yield label
    else:
        yield from (f"{label} (n)", f"{label} (N)", f"{label} (n/N)")


def _cell(column: Column, cell: Cell, texts: Texts) -> Iterator[str]:
    if column.bodies is None or not isinstance(cell, Estimate):
        yield texts.cell(cell)
        return
    yield str(cell.numerator)
    yield str(cell.denominator)
    yield "" if cell.share is None else f"{cell.share:.4f}"
