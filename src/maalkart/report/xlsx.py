"""The tables as one workbook: a sheet a table, with notes, and text that is never a formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from maalkart.core.study import Estimate
from maalkart.report.base import StudyData
from maalkart.report.table import Cell, Column, Count, Table
from maalkart.report.texts import Texts

MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a file made twice is the same file: no clock in it
NAME_WIDTH, TEXT_WIDTH, NUMBER_WIDTH = 40, 32, 12  # characters
LONGEST = 32_767  # characters that a cell of a workbook can hold
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class _Styles:
    title: Any
    head: Any
    percent: Any
    note: Any
    wrap: Any


def write_workbook(
    tables: Sequence[Table], folder: Path, language: str, data: StudyData | None = None
) -> Path:
    """Write `tables-LANGUAGE.xlsx`; a share has numerator, denominator and bounds."""
    texts = Texts(language, data)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tables-{language}.xlsx"
    unfinished = folder / f"tables-{language}.part"
    with xlsxwriter.Workbook(unfinished, SAFE) as book:
        book.set_properties({"created": MADE, "title": data.name if data else ""})
        styles = _Styles(
            title=book.add_format({"bold": True, "font_size": 14}),
            head=book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            percent=book.add_format({"num_format": "0 %"}),
            note=book.add_format({"font_color": "#4A5768"}),
            wrap=book.add_format({"text_wrap": True, "valign": "top"}),
        )
        for table in tables:
            _sheet(book.add_worksheet(table.id[:31]), table, texts, styles)
    unfinished.replace(path)
    return path


def _sheet(sheet: Any, table: Table, texts: Texts, styles: _Styles) -> None:
    sheet.write_string(0, 0, texts.say(table.title), styles.title)
    sheet.write_string(1, 0, texts.say(f"unit.{table.unit}"), styles.note)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.write_string(3, 0, texts.say("column.row"), styles.head)
    at = 1
    for number, column in enumerate(table.columns):
        wide = _head(sheet, at, column, texts, styles)
        for below, row in enumerate(table.rows, start=4):
            _cell(sheet, below, at, row.cells[number], styles, texts)
        at += wide
    for below, row in enumerate(table.rows, start=4):
        sheet.write_string(below, 0, texts.row(row), styles.wrap)
    sheet.freeze_panes(4, 1)
    notes = [*(texts.say(note) for note in table.notes), texts.covered(table.coverage)]
    for below, note in enumerate(notes, start=len(table.rows) + 5):
        sheet.write_string(below, 0, note, styles.note)


def _head(sheet: Any, at: int, column: Column, texts: Texts, styles: _Styles) -> int:
    label = texts.say(column.label)
    if column.bodies is None:
        sheet.write_string(3, at, label, styles.head)
        sheet.set_column(at, at, TEXT_WIDTH if column.id in TEXTS else NUMBER_WIDTH)
        return 1
    units = ("n", "N", *(texts.say(f"column.{name}") for name in ("share", "low", "high")))
    for step, unit in enumerate(units):
        sheet.write_string(3, at + step, f"{label} ({unit})", styles.head)
    sheet.set_column(at, at + len(units) - 1, NUMBER_WIDTH)
    return len(units)


TEXTS = frozenset({"quote", "forms", "name", "reasons", "error", "kind", "body"})


def _cell(sheet: Any, row: int, at: int, cell: Cell, styles: _Styles, texts: Texts) -> None:
    match cell:
        case Estimate():
            sheet.write_number(row, at, cell.numerator)
            sheet.write_number(row, at + 1, cell.denominator)
            for step, value in enumerate((cell.share, cell.low, cell.high), start=2):
                if value is not None:
                    sheet.write_number(row, at + step, value, styles.percent)
        case Count():
            sheet.write_number(row, at, cell.value)
        case _:
            sheet.write_string(row, at, texts.cell(cell)[:LONGEST], styles.wrap)
