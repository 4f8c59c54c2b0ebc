"""Plain text set out with blanks: tables row by row, and columns of prose one after the other.

Programs that keep the layout of a page write its columns side by side on a line. Where the pieces
of several lines begin at the same places, these are columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from maalkart.read.flow import Piece, clean, join_hyphens, list_marker

ALIGNED = 0.85  # share of pieces that begin at a column; justified text has gaps anywhere
MOST_LINES = 200  # looked at together, twice a page of small type
CLOSE = 5  # lines; a row of a table is seldom higher
FEWEST_GAPS = 3  # that stand in line; two may by chance
FEWEST_LINES = 6  # of columns of prose
WIDE = 25  # characters of a line in a column of prose, at the median
FULL = 0.6  # share of the lines on which a column of prose has words

_PIECE = re.compile(r"\S+(?: \S+)*")
_NUMERIC = re.compile(r"[\d\s.,:%–-]+")
_SIGN = re.compile(r"(?:[^\w\s]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zæøå]\))$")
_HANGS = re.compile(
    r"(?:[,–-]|\b(?:og|eller|i|på|av|for|fra|frå|innen|innan|ved|om|med|til|som|å|at|and|of|the|to))$"
)

_Words = list[tuple[int, str]]  # the pieces of a line, each with its place


@dataclass(frozen=True, slots=True)
class Region:
    """Lines `start` to `end` of a page: the rows of a table, or the lines of one column of prose
    after the other.
    """

    start: int
    end: int
    rows: tuple[tuple[Piece, ...], ...] = ()
    prose: tuple[str, ...] = ()


def regions(lines: Sequence[str]) -> Iterator[Region]:
    """The stretches of a page that are set out in columns, in order."""
    words = [[(m.start(), m.group()) for m in _PIECE.finditer(line)] for line in lines]
    at = table = 0
    while at < len(lines):
        end = _end(words, at)
        starts = _columns(words[at:end]) if end - at > 1 else []
        if len(starts) < 2:
            at += 1
            continue
        placed = [_placed(line, starts) for line in words[at:end]]
        if _is_prose(placed):
            yield Region(at, end, prose=tuple(_down(placed)))
        else:
            yield Region(at, end, rows=tuple(_rows(placed, table)))
            table += 1
        at = end


def _end(words: Sequence[_Words], at: int) -> int:
    """Where the lines end that stand together with this one; one empty line may part rows."""
    if len(words[at]) < 2 or not _has_like(words, at):
        return at
    second = words[at][1][0]
    end = at + 1
    for here in range(at + 1, min(at + MOST_LINES, len(words))):
        line = words[here]
        if not line:
            if not words[here - 1]:
                break
            continue
        left = line[0][0] <= words[at][0][0] + 1
        fits = not left or (words[here - 1] and line[0][0] + len(line[0][1]) < second)
        if len(line) < 2 and not fits:
            break
        end = here + 1
    return end


def _has_like(words: Sequence[_Words], at: int) -> bool:
    """Whether a line close below has a piece that begins where one of this line does."""
    begun = {near for place, _ in words[at][1:] for near in (place - 1, place, place + 1)}
    below = words[at + 1 : at + CLOSE]
    return any(place in begun for line in below for place, _ in line[1:] or line)


def _columns(words: Sequence[_Words]) -> list[int]:
    """Where the columns begin; fewer than two where these lines are set out otherwise."""
    several = [line for line in words if len(line) > 1]
    gaps = sum(len(line) - 1 for line in several)
    if gaps < FEWEST_GAPS or len(several) < 2 or _is_list(several) or _is_contents(several):
        return []
    begun = Counter(place for line in several for place, _ in line)
    starts: list[int] = []
    for place in sorted(begun):
        near = begun[place - 1] + begun[place] + begun[place + 1]
        if near >= max(2, 0.4 * len(several)) and (not starts or place > starts[-1] + 2):
            starts.append(place)
    places = [place for line in several for place, _ in line]
    aligned = sum(any(abs(place - start) <= 1 for start in starts) for place in places)
    return starts if aligned >= ALIGNED * len(places) else []


def _is_list(lines: Sequence[_Words]) -> bool:
    """Bullets or numbers with their text set off from them."""
    signs = [line for line in lines if len(line) == 2 and _SIGN.match(line[0][1])]
    return 2 * len(signs) >= len(lines)


def _is_contents(lines: Sequence[_Words]) -> bool:
    return all(len(line) == 2 and _NUMERIC.fullmatch(line[1][1]) for line in lines)


def _placed(line: _Words, starts: Sequence[int]) -> list[str]:
    """What a line says in each column."""
    cells = [""] * len(starts)
    for place, said in line:
        column = max((i for i, start in enumerate(starts) if start <= place + 1), default=0)
        cells[column] = f"{cells[column]} {said}".strip()
    return cells


def _is_prose(placed: Sequence[list[str]]) -> bool:
    filled = [cells for cells in placed if any(cells)]
    if len(filled) < FEWEST_LINES:
        return False
    columns = [[cell for cell in column if cell] for column in zip(*filled, strict=True)]
    wide = all(median(map(len, column)) >= WIDE for column in columns)
    return wide and all(len(column) >= FULL * len(filled) for column in columns)


def _down(placed: Sequence[list[str]]) -> Iterator[str]:
    for at, column in enumerate(zip(*placed, strict=True)):
        if at:
            yield ""
        yield from column


def _rows(placed: Sequence[list[str]], table: int) -> Iterator[tuple[Piece, ...]]:
    grouped: list[list[list[str]]] = []
    apart = True
    for cells in placed:
        if not any(cells):
            apart = True
        elif apart or _opens(cells, grouped[-1]):
            grouped.append([cells])
            apart = False
        else:
            grouped[-1].append(cells)
    for row, lines in enumerate(grouped):
        header = row == 0 and all(_is_title(cell) for cell in map(clean, _whole(lines)))
        yield tuple(
            Piece(
                kind="table_cell",
                text=list_marker(said)[1],
                marker=list_marker(said)[0],
                table=table,
                row=row,
                column=column,
                header=header,
            )
            for column, cell in enumerate(zip(*lines, strict=True))
            for said in _paragraphs(cell)
        )


def _opens(cells: list[str], row: list[list[str]]) -> bool:
    """Whether a line begins a row: its first cell begins anew, and the one above has ended."""
    first = cells[0]
    above = next((line[0] for line in reversed(row) if line[0]), "")
    return bool(first) and not first[0].islower() and not _HANGS.search(above)


def _whole(lines: list[list[str]]) -> list[str]:
    return [" ".join(cell) for cell in zip(*lines, strict=True)]


def _is_title(text: str) -> bool:
    return len(text.split()) <= 4 and not text.endswith((".", ":"))


def _paragraphs(cell: Sequence[str]) -> Iterator[str]:
    """The lines of a cell, joined where one goes on in the next."""
    said = ""
    for line in cell:
        if not line:
            continue
        goes_on = said and (line[0].islower() or _HANGS.search(said))
        if said and not goes_on:
            yield clean(said)
            said = ""
        said = join_hyphens(f"{said} {line}") if said else line
    if said:
        yield clean(said)
