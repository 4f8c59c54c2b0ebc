"""The tables as CSV: for Excel in Norwegian, and harmless there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from maalkart.core.agreement import Coefficient
from maalkart.core.csvfile import harmless
from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.table import Cell, Column, Part, Table
from maalkart.report.texts import Texts


def write_tables(
    tables: Sequence[Table], folder: Path, language: str, data: StudyData | None = None
) -> tuple[Path, ...]:
    """Write a file for each table; `data` gives codes and bodies their names.

    UTF-8 with a mark and semicolons, as Excel in Norwegian reads it. A share has five columns:
    numerator, denominator, share and the bounds of its interval with a decimal point. The file
    `estimates.csv` holds the shares of all tables, a line each, with method and coverage.
    """
    texts = Texts(language, data)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    files = {table.id: _text(table, texts) for table in tables}
    for name, text in {**files, "estimates": _estimates(tables, texts)}.items():
        path = folder / f"{name}.csv"
        unfinished = path.with_suffix(".csv.part")
        unfinished.write_text(text, encoding="utf-8-sig", newline="")
        unfinished.replace(path)
        paths.append(path)
    return tuple(paths)


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


COVERED = (
    "population", "bodies", "bodies_with", "bodies_read", "replacements",
    "documents", "documents_read", "pages", "ocr", "unread",
)  # fmt: skip
ESTIMATED = (
    "table", "id", "name", "column", "numerator", "denominator", "share", "low", "high",
    "correction", "checked", "method", *COVERED,
)  # fmt: skip


def _estimates(tables: Sequence[Table], texts: Texts) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(ESTIMATED)
    for table in tables:
        for row, column, cell in table.cells():
            if isinstance(cell, Estimate):
                names = (table.id, row.code, texts.row(row), column.id)
                writer.writerow([*map(harmless, names), *_estimate(cell)])
    return out.getvalue()


def _estimate(cell: Estimate) -> Iterator[str]:
    yield from (str(cell.numerator), str(cell.denominator))
    yield from map(_decimal, (cell.share, cell.low, cell.high))
    yield from (cell.correction, str(cell.checked), cell.method)
    for name in COVERED:
        value = getattr(cell.coverage, name, None)
        yield "" if value is None else str(value)


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _names(column: Column, texts: Texts) -> Iterator[str]:
    label = texts.column(column)
    if column.measured:
        yield from (label, *(f"{label} ({texts.say(f'column.{end}')})" for end in ("low", "high")))
    elif not column.shares:
        yield label
    elif column.parts:
        yield from (f"{label} ({one})" for one in ("n", "N", texts.say("column.share")))
    else:
        said = ("n", "N", *(texts.say(f"column.{name}") for name in ("share", "low", "high")))
        yield from (f"{label} ({one})" for one in said)


def _cell(column: Column, cell: Cell, texts: Texts) -> Iterator[str]:
    if column.measured:
        found = cell if isinstance(cell, Coefficient) else Coefficient(None)
        told = cell is not None and found.value is None
        yield texts.cell(cell) if told else _decimal(found.value)
        yield from map(_decimal, (found.low, found.high))
        return
    if isinstance(cell, Part) and column.parts:
        yield from (str(cell.value), str(cell.of), _decimal(cell.share))
        return
    if column.bodies is None or not isinstance(cell, Estimate):
        yield texts.cell(cell)
        return
    yield from (str(cell.numerator), str(cell.denominator))
    yield from map(_decimal, (cell.share, cell.low, cell.high))
