"""A table as plain text: what every page format prints, and what a check reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maalkart.core.study import Estimate
from maalkart.report.examples import Example
from maalkart.report.parts import BodyPage, Chapter, Figure, Listed, Said, Shown
from maalkart.report.parts import Part as ChapterPart
from maalkart.report.table import Cell, Part, Table
from maalkart.report.texts import NO_BREAK, Texts, lowered

BREAKS = ("summary", "abstract", "questions", "goals", "bodies", "documents", "tables")
"""Chapters that begin a page."""
MOST_WIDE = 42  # letters that a column of text asks for: a longer line would crowd the rest
NUMBERS = 1.2  # digits are wider than letters, and a share broken over lines is hard to read
MOST_ROWS, MOST_COLUMNS = 14, 5  # a table beyond this is an appendix: it would take a whole page


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell in words; a share has its per cent and interval as `more`."""

    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row's name and cells; `group` where the row opens a group of that name."""

    name: str
    cells: tuple[GridCell, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table in words; `widths` are the parts of the page's width that its columns ask for."""

    id: str
    title: str
    unit: str
    head: tuple[str, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...]
    widths: tuple[float, ...]

    @property
    def wide(self) -> bool:
        """Whether it needs a page on its side."""
        return len(self.head) > MOST_COLUMNS + 1


def grid(table: Table, texts: Texts) -> Grid:
    """A table in a language."""
    rows = tuple(_rows(table, texts))
    head = [texts.say("column.row")]
    for column in table.columns:
        said = texts.column(column)
        of = f" (N{NO_BREAK}={NO_BREAK}{column.bodies})" if column.bodies is not None else ""
        head.append(said + of)
    return Grid(
        id=table.id,
        title=table_title(table, texts),
        unit=texts.say(f"unit.{table.unit}"),
        head=tuple(head),
        rows=rows,
        notes=(*(texts.say(note) for note in table.notes), texts.covered(table.coverage)),
        widths=tuple(_widths(rows, head)),
    )


def table_title(table: Table, texts: Texts) -> str:
    """What a table is called; that of a body's page is called as the table it is cut from."""
    return texts.say("table.body_domains" if table.id.startswith("body-") else table.title)


def see(one: Said, number: int, texts: Texts) -> str:
    """«Se tabell 13.», in the paragraph's own language."""
    said = Texts(one.language) if one.language else texts
    return said.say("page.see_table", n=number)


def link_text(one: Said, texts: Texts) -> str:
    """The title of the table that a paragraph leads to, in its own language."""
    said = Texts(one.language) if one.language else texts
    return said.say(f"table.{one.table}")


def where(example: Example, texts: Texts) -> str:
    """Where an example stands: body, kind of document, its name and the page."""
    place = texts.say("app.page" if example.paged else "app.section")
    kind = lowered(texts.code("kind", example.kind))
    return f"{texts.code('body', example.body)}, {kind}, {example.name}, {place} {example.page}"


def grid_cell(cell: Cell, texts: Texts) -> GridCell:
    """A cell as it is printed."""
    more = texts.percent(cell) if isinstance(cell, Estimate | Part) else ""
    return GridCell(texts.cell(cell), more)


def for_print(chapters: Sequence[Chapter], texts: Texts) -> tuple[Chapter, ...]:
    """Chapters for paper: tables too long for them stand last, and a line says where."""
    moved: list[Table] = []
    kept = [_printed(chapter, moved, texts) for chapter in chapters]
    if moved:
        shown = tuple(Shown(table) for table in moved)
        kept.append(Chapter(id="tables", title=texts.say("chapter.tables"), parts=shown))
    return tuple(chapter for chapter in kept if chapter.parts)


def numbered(chapters: Sequence[Chapter]) -> dict[str, int]:
    """The tables that have a title, numbered as they are met."""
    found: dict[str, int] = {}
    for part in every_part(chapters):
        if isinstance(part, Shown) and not part.table.id.startswith("body-"):
            found.setdefault(part.table.id, len(found) + 1)
    return found


def every_part(chapters: Sequence[Chapter]) -> Iterator[ChapterPart]:
    """All parts in reading order, those of the pages of bodies too."""
    for chapter in chapters:
        for part in chapter.parts:
            yield part
            if isinstance(part, BodyPage):
                yield from part.parts


def figures_of(chapters: Sequence[Chapter]) -> tuple[Figure, ...]:
    """The pictures in the order in which they are met."""
    return tuple(part for part in every_part(chapters) if isinstance(part, Figure))


def _printed(chapter: Chapter, moved: list[Table], texts: Texts) -> Chapter:
    parts: list[ChapterPart] = []
    if chapter.id == "check":  # on paper there is nothing to choose
        lines = tuple(Said(line) for line in texts.section("intro")["check_print"])
        return replace(chapter, parts=(Listed(lines, numbered=True),))
    for part in chapter.parts:
        if isinstance(part, Shown) and _long(part.table):
            moved.append(part.table)
            parts.append(Said("", table=part.table.id, lead=texts.say(part.table.title)))
        else:
            parts.append(part)
    return replace(chapter, parts=tuple(parts))


def _long(table: Table) -> bool:
    return len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS


def _rows(table: Table, texts: Texts) -> Iterator[GridRow]:
    group = None
    for row in table.rows:
        opens = table.groups is not None and row.group is not None and row.group != group
        group = row.group
        named = texts.code(table.groups or "", row.group or "") if opens else None
        cells = tuple(grid_cell(cell, texts) for cell in row.cells)
        yield GridRow(texts.row(row), cells, group=named)


def _shares(rows: Sequence[GridRow], at: int) -> bool:
    return any(row.cells[at].more for row in rows)


def _widths(rows: Sequence[GridRow], head: Sequence[str]) -> Iterator[float]:
    """Columns as wide as their text asks for, short of letting one crowd out the others."""
    for at, said in enumerate(head):
        inside = [
            len(row.name) if at == 0 else len(row.cells[at - 1].text + row.cells[at - 1].more)
            for row in rows
        ]
        longest = max(inside, default=0) * (NUMBERS if at and _shares(rows, at - 1) else 1)
        word = max((len(one) for one in said.split()), default=0)
        yield float(min(MOST_WIDE, max(5, word, longest)) + 3)
