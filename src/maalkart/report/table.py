"""The shape of a table: what every format of the report is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maalkart.core.agreement import Coefficient
from maalkart.core.study import Coverage, Estimate
from maalkart.stats.comparison import Difference
from maalkart.stats.ranking import Rank


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, and the statements counted (none where other things are).

    With `of_bodies` the number is of bodies, and the statements are theirs.
    """

    value: int
    statements: tuple[str, ...] = ()
    of_bodies: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many things that are not the bodies of a study, with the statements counted."""

    value: int
    of: int
    statements: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """None of nothing."""
        return self.value / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Words:
    """Text from a document, a register or an error: never markup, never a formula."""

    text: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, to be named in the reader's language."""

    variable: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the decimals it is told with; with `part` it is a share, told in per cent."""

    value: float
    decimals: int = 0
    part: bool = False
    signed: bool = False


Cell = Estimate | Part | Difference | Coefficient | Count | Rank | Amount | Words | Coded | None
"""None stands for «not asked here»."""


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is a key of the texts, with `value` set in; `bodies` the denominator of shares.

    In a table whose unit is statements, `bodies` is the number of those. `shares` is true where
    cells are shares, of bodies or statements or (`Part`) of other things; `measured` where they are
    coefficients.
    """

    id: str
    label: str
    bodies: int | None = None
    parts: bool = False
    value: str = ""
    measured: bool = False

    @property
    def shares(self) -> bool:
        """Whether its cells have a numerator and a denominator."""
        return self.parts or self.bodies is not None


@dataclass(frozen=True, slots=True)
class Row:
    """`variable` and `code` name the row; `group` is the code that heads its part of the table."""

    code: str
    variable: str
    cells: tuple[Cell, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by columns. `unit` says what is counted; titles and notes are keys of the texts.

    `groups` is the variable that names the groups of rows, None where they stand without headings.
    """

    id: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    groups: str | None = None

    @property
    def title(self) -> str:
        """The key of the title."""
        return f"table.{self.id}"

    def row(self, code: str) -> Row:
        """The row of a code; raises KeyError where there is none."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)

    def cell(self, code: str, column: str) -> Cell:
        """What stands in a row under a column; raises KeyError where there is none."""
        for at, one in enumerate(self.columns):
            if one.id == column:
                return self.row(code).cells[at]
        raise KeyError(column)

    def estimate(self, code: str, column: str) -> Estimate:
        """The share in a cell; raises KeyError where the cell holds something else."""
        cell = self.cell(code, column)
        if not isinstance(cell, Estimate):
            raise KeyError(f"{code}/{column} holds no share")
        return cell

    def cells(self) -> Iterator[tuple[Row, Column, Cell]]:
        """Every cell with its row and column, in reading order."""
        for row in self.rows:
            for column, cell in zip(self.columns, row.cells, strict=True):
                yield row, column, cell


def statements_of(cell: Cell) -> tuple[str, ...]:
    """The ids behind a cell."""
    return cell.statements if isinstance(cell, Estimate | Part | Count | Words) else ()
