"""The tables as one workbook: a sheet a table, with notes, and text that is never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from maalkart.core.agreement import Coefficient
from maalkart.core.study import Estimate
from maalkart.report.draw.svg import printable
from maalkart.report.report import Report, made_of
from maalkart.report.table import Amount, Cell, Column, Count, Part, Table
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
    plain: Any
    amounts: Mapping[tuple[bool, int], Any]


def write_workbook(report: Report, folder: Path) -> Path:
    """Write `tables-LANGUAGE.xlsx`: contents, a sheet a table, and every statement behind them.

    A share has numerator, denominator, share and bounds in cells of their own.
    """
    texts, data = report.texts, report.data
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tables-{texts.language}.xlsx"
    unfinished = folder / f"tables-{texts.language}.part"
    tables = [table for table in report.tables if table.rows]
    with xlsxwriter.Workbook(unfinished, SAFE) as book:
        book.set_properties({"created": MADE, "title": data.name})
        styles = _styles(book)
        _contents(book.add_worksheet("contents"), tables, report, styles)
        for table in tables:
            _sheet(book.add_worksheet(table.id[:31]), table, report, styles)
        _statements(book.add_worksheet("statements"), report, styles)
    unfinished.replace(path)
    return path


def _styles(book: Any) -> _Styles:
    return _Styles(
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        percent=book.add_format({"num_format": "0 %", "valign": "top"}),
        note=book.add_format({"font_color": "#4A5768"}),
        wrap=book.add_format({"text_wrap": True, "valign": "top"}),
        plain=book.add_format({"valign": "top"}),
        amounts={
            (part, decimals): book.add_format(
                {"num_format": "0 %" if part else f"#,##0.{'0' * decimals}".rstrip(".")}
            )
            for part in (False, True)
            for decimals in range(3)
        },
    )


def _contents(sheet: Any, tables: Sequence[Table], report: Report, styles: _Styles) -> None:
    """What the sheets hold, and what the numbers were made of."""
    texts, data = report.texts, report.data
    sheet.write_string(0, 0, texts.say("page.title", study=data.name), styles.title)
    sheet.write_string(1, 0, made_of(report), styles.note)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, 1, 2 * TEXT_WIDTH)
    named = [*((table.id, texts.say(table.title)) for table in tables)]
    named.append(("statements", texts.say("table.statements")))
    for row, (name, title) in enumerate(named, start=3):
        sheet.write_url(row, 0, f"internal:'{name[:31]}'!A1", string=name[:31])
        sheet.write_string(row, 1, title)


def _statements(sheet: Any, report: Report, styles: _Styles) -> None:
    """Every coded statement with where it stands: what the shares are counted from."""
    texts = report.texts
    names = {row.document: row.title or row.name for row in report.data.documents}
    head = ("body", "kind", "name", "page", "type", "themes", "sdgs", "quote")
    for at, name in enumerate(head):
        sheet.write_string(0, at, texts.say(f"column.{name}"), styles.head)
        sheet.set_column(at, at, NUMBER_WIDTH if name == "page" else TEXT_WIDTH)
    line = 0
    for one in report.data.statements:
        if one.codes.type == "none":
            continue
        line += 1
        place = one.statement.evidence[0] if one.statement.evidence else None
        cells = (
            texts.code("body", one.body),
            texts.code("kind", one.kind),
            names.get(place.document, "") if place else "",
            place.page if place else None,
            texts.code("type", one.codes.type),
            "; ".join(texts.code("themes", theme) for theme in one.codes.themes),
            ", ".join(map(str, one.codes.sdgs)),
            one.statement.text,
        )
        for at, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(line, at, cell, styles.plain)
            elif cell:
                sheet.write_string(line, at, printable(cell)[:LONGEST], styles.plain)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, line, len(head) - 1)


def _sheet(sheet: Any, table: Table, report: Report, styles: _Styles) -> None:
    texts = report.texts
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
    notes.append(made_of(report))
    for below, note in enumerate(notes, start=len(table.rows) + 5):
        sheet.write_string(below, 0, note, styles.note)


def _head(sheet: Any, at: int, column: Column, texts: Texts, styles: _Styles) -> int:
    label = texts.column(column)
    if column.measured:
        for step, name in enumerate(("", *(f" ({texts.say(f'column.{end}')})" for end in ENDS))):
            sheet.write_string(3, at + step, label + name, styles.head)
        sheet.set_column(at, at + len(ENDS), NUMBER_WIDTH)
        return 1 + len(ENDS)
    if not column.shares:
        sheet.write_string(3, at, label, styles.head)
        sheet.set_column(at, at, TEXT_WIDTH if column.id in TEXTS else NUMBER_WIDTH)
        return 1
    names = ("share",) if column.parts else ("share", "low", "high")
    units = ("n", "N", *(texts.say(f"column.{name}") for name in names))
    for step, unit in enumerate(units):
        sheet.write_string(3, at + step, f"{label} ({unit})", styles.head)
    sheet.set_column(at, at + len(units) - 1, NUMBER_WIDTH)
    return len(units)


ENDS = ("low", "high")  # of an interval
TEXTS = frozenset({"quote", "forms", "name", "reasons", "error", "kind", "body"})


def _cell(sheet: Any, row: int, at: int, cell: Cell, styles: _Styles, texts: Texts) -> None:
    numbers = list(_numbers(cell, styles))
    for step, (value, style) in enumerate(numbers):
        if value is not None:
            sheet.write_number(row, at + step, value, style)
    if not numbers:
        sheet.write_string(row, at, printable(texts.cell(cell))[:LONGEST], styles.wrap)


def _numbers(cell: Cell, styles: _Styles) -> Iterator[tuple[float | None, Any]]:
    """The numbers of a cell with their looks, each in a column of its own; none of words."""
    match cell:
        case Estimate():
            yield from ((cell.numerator, None), (cell.denominator, None))
            yield from ((one, styles.percent) for one in (cell.share, cell.low, cell.high))
        case Part():
            yield from ((cell.value, None), (cell.of, None), (cell.share, styles.percent))
        case Coefficient() if cell.value is not None:
            yield from (
                (one, styles.amounts[False, 2]) for one in (cell.value, cell.low, cell.high)
            )
        case Count():
            yield cell.value, None
        case Amount():
            yield cell.value, styles.amounts[cell.part, cell.decimals]
