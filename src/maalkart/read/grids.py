"""Tables, whatever format they come from: each cell once, at its row and column, headers marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from maalkart.read.fakes import Seen
from maalkart.read.flow import Piece

WIDEST = 1000  # columns; Word allows 63
HEADER_LENGTH = 60  # characters: a header names its column, it does not tell

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Cell(Generic[E]):
    """A cell with its place; a merged one stands at its upper left."""

    element: E
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Generic[E]):
    """The cells of a table; `first_row` is true where its look sets the first row apart."""

    cells: Sequence[Cell[E]] = field(default_factory=tuple)
    width: int
    first_row: bool = False

    @property
    def is_frame(self) -> bool:
        """Whether it only draws a frame around text that reads on."""
        return self.width == 1 or len(self.cells) == 1


def in_cell(piece: Piece, table: int, cell: Cell[E]) -> Piece:
    """A piece of a cell; pieces of a table within the cell keep their own place."""
    if piece.table is not None or piece.kind in ("footnote", "caption", "contents", "furniture"):
        return piece
    level = None if piece.kind == "heading" else piece.level
    return replace(
        piece,
        kind="table_cell",
        level=level,
        table=table,
        row=cell.row,
        column=cell.column,
        header=cell.header,
    )


def with_headers(within: Iterable[Seen], table: int, *, first_row: bool) -> Iterator[Seen]:
    """Mark a first row that looks like headers, where the file itself names none."""
    seen = list(within)
    own = [each for each in seen if each.piece.table == table]
    top = [each for each in own if each.piece.row == 0]
    rest = [each for each in own if each.piece.row != 0]
    named = any(each.piece.header for each in own)
    short = bool(top and rest) and all(
        len(each.piece.text) <= HEADER_LENGTH and not each.piece.text.endswith(".") for each in top
    )
    differs = all(each.bold for each in top) and not all(each.bold for each in rest)
    if named or not (short and (differs or first_row)):
        yield from seen
        return
    for each in seen:
        here = each.piece.table == table and each.piece.row == 0
        yield replace(each, piece=replace(each.piece, header=True)) if here else each
