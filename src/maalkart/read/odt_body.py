"""The walk through an ODT: from its elements to pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from maalkart.core.document import BlockKind
from maalkart.read.docx_styles import number
from maalkart.read.fakes import Seen
from maalkart.read.flow import Piece, carries_on, clean, list_marker
from maalkart.read.goal_names import goal_named
from maalkart.read.grids import WIDEST, Cell, Grid, in_cell, with_headers
from maalkart.read.odt_styles import Counter, Look, Styles
from maalkart.read.xmlparts import Element, attribute, attributes, child, find_all, tag

_DEEPEST = 60
_SKIPPED = frozenset(
    ["text:tracked-changes", "office:annotation", "office:annotation-end", "text:hidden-text",
     "text:sequence-decls", "text:variable-decls", "office:forms", "text:user-field-decls",
     "text:bookmark", "text:ruby-text", "text:meta-field-decls", "text:placeholder",
     "svg:desc", "svg:title"]
)  # fmt: skip
_INDEXES = frozenset(
    ["text:table-of-content", "text:illustration-index", "text:table-index", "text:user-index",
     "text:alphabetical-index", "text:object-index"]
)  # fmt: skip
_TEXTS = frozenset(["text:p", "text:h", "text:list", "table:table"])


@dataclass(slots=True)
class _Words:
    parts: list[tuple[str, bool, float | None]] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    sdgs: list[int] = field(default_factory=list)


class Body:
    """One pass through a container."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counters: dict[str, Counter] = {}
        self._headings = Counter()
        self._tables = 0
        self._depth = 0
        self._in_note = False

    def pieces(self, container: Element) -> Iterator[Seen]:
        """The pieces in reading order."""
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        for each in container:
            yield from self._block(each)
        self._depth -= 1

    def _block(self, each: Element) -> Iterator[Seen]:
        name = tag(each)
        if name in _SKIPPED or not name:
            return
        if name == "text:h":
            yield from self._heading(each)
        elif name == "text:p":
            yield from self._paragraph(each)
        elif name == "text:list":
            yield from self._list(each, None, 1, None)
        elif name == "table:table":
            yield from self._table(each)
        elif name in _INDEXES:
            for seen in self.pieces(each):
                piece = replace(seen.piece, kind="contents", level=None, marker=None)
                yield replace(seen, piece=piece)
        elif name == "text:section" and attribute(each, "text:display") == "none":
            return
        elif name == "draw:frame":
            yield from self._framed(each)
        else:
            yield from self.pieces(each)

    def _heading(self, element: Element) -> Iterator[Seen]:
        level = number(attribute(element, "text:outline-level")) or 1
        outline = [self._styles.outline(each) for each in range(1, level + 1)]
        marker = None
        if attribute(element, "text:is-list-header") != "true" and outline[-1].how:
            marker = self._headings.next(level, outline, start=None)
        yield from self._said(element, "heading", level=level, marker=marker)

    def _paragraph(self, element: Element) -> Iterator[Seen]:
        look = self._styles.paragraph(attribute(element, "text:style-name"))
        if look.hidden:
            return
        if look.is_title or look.is_subtitle or look.outline:
            level = look.outline or (1 if look.is_title else 2)
            yield from self._said(element, "heading", level=level)
        else:
            yield from self._said(element, "caption" if look.is_caption else "paragraph")

    def _list(
        self, element: Element, style: str | None, depth: int, counter: Counter | None
    ) -> Iterator[Seen]:
        style = attribute(element, "text:style-name") or style or self._first_style(element)
        if counter is None:
            goes_on = attribute(element, "text:continue-numbering") == "true" or attribute(
                element, "text:continue-list"
            )
            counter = self._counters.get(style or "") if goes_on else None
            counter = counter or Counter()
            self._counters[style or ""] = counter
        for item in element:
            if tag(item) == "text:list-item":
                yield from self._item(item, style, depth, counter)
            elif tag(item) == "text:list-header":
                yield from self.pieces(item)

    def _first_style(self, element: Element) -> str | None:
        first = next(find_all(element, "text:p"), None)
        return None if first is None else self._styles.list_of(attribute(first, "text:style-name"))

    def _item(
        self, item: Element, style: str | None, depth: int, counter: Counter
    ) -> Iterator[Seen]:
        marker: str | None = None
        counted = False
        for each in item:
            name = tag(each)
            if name == "text:list":
                yield from self._list(each, style, depth + 1, counter)
            elif name in ("text:p", "text:h"):
                if not counted:
                    levels = [self._styles.level(style, at) for at in range(1, depth + 1)]
                    start = number(attribute(item, "text:start-value"))
                    marker = counter.next(depth, levels, start=start)
                    counted = True
                if name == "text:h":
                    level = number(attribute(each, "text:outline-level")) or 1
                    yield from self._said(each, "heading", level=level, marker=marker)
                else:
                    yield from self._said(each, "list_item", level=depth, marker=marker)
                marker = None
            else:
                yield from self._block(each)

    def _said(
        self,
        element: Element,
        kind: BlockKind,
        *,
        level: int | None = None,
        marker: str | None = None,
    ) -> Iterator[Seen]:
        look = self._styles.paragraph(attribute(element, "text:style-name"))
        words = _Words()
        self._inline(element, look, words)
        sdgs = tuple(words.sdgs)
        for at, line in enumerate(_lines(words, whole=kind != "paragraph")):
            text = clean("".join(said for said, _, _ in line))
            marks = [(bold, size) for said, bold, size in line if said.strip()]
            piece = Piece(
                kind="paragraph" if at and kind == "list_item" else kind,
                text=text,
                level=level,
                marker=None if at else marker,
                sdgs=() if at else sdgs,
            )
            sizes = [size for _, size in marks if size]
            yield Seen(
                piece=piece,
                bold=bool(marks) and all(bold for bold, _ in marks),
                size=min(sizes) if sizes else None,
            )
        for box in words.boxes:
            yield from self.pieces(box)
        yield from self._notes(words.notes)

    def _notes(self, notes: list[Element]) -> Iterator[Seen]:
        for note in notes:
            body = child(note, "text:note-body")
            if body is not None and not self._in_note:
                self._in_note = True
                for seen in self.pieces(body):
                    yield Seen(piece=Piece(kind="footnote", text=seen.piece.text))
                self._in_note = False

    def _inline(self, element: Element, look: Look, words: _Words) -> None:
        self._say(words, element.text, look)
        for each in element:
            name = tag(each)
            if name == "text:span":
                own = self._styles.letters(attribute(each, "text:style-name"))
                if not own.hidden:
                    bold, size = own.bold or look.bold, own.size or look.size
                    self._inline(each, replace(look, bold=bold, size=size), words)
            elif name in ("text:s", "text:tab"):
                self._say(words, " ", look)
            elif name == "text:line-break":
                self._say(words, "\n", look, kept=True)
            elif name == "text:note":
                words.notes.append(each)
            elif name.startswith("draw:"):
                self._drawn(each, words)
            elif name and name not in _SKIPPED:
                self._inline(each, look, words)
            self._say(words, each.tail, look)

    def _say(self, words: _Words, text: str | None, look: Look, *, kept: bool = False) -> None:
        if text:
            words.parts.append((text if kept else text.replace("\n", " "), look.bold, look.size))

    def _drawn(self, element: Element, words: _Words) -> None:
        pending = [element]
        while pending:
            each = pending.pop(0)
            if any(tag(inner) in _TEXTS for inner in each):  # a text box, or a shape with text
                words.boxes.append(each)
                continue
            if tag(each) in ("svg:desc", "svg:title") and (goal := goal_named(each.text or "")):
                words.sdgs.append(goal)
            pending[:0] = list(each)

    def _framed(self, element: Element) -> Iterator[Seen]:
        words = _Words()
        self._drawn(element, words)
        if words.sdgs:
            names = ", ".join(str(goal) for goal in words.sdgs)
            yield Seen(piece=Piece(kind="caption", text=names, sdgs=tuple(words.sdgs)))
        for box in words.boxes:
            yield from self.pieces(box)

    def _table(self, element: Element) -> Iterator[Seen]:
        grid = _grid(element)
        if grid.is_frame:
            for cell in grid.cells:
                yield from self.pieces(cell.element)
            return
        table, self._tables = self._tables, self._tables + 1
        within = [
            replace(seen, piece=in_cell(seen.piece, table, cell))
            for cell in grid.cells
            for seen in self.pieces(cell.element)
        ]
        yield from with_headers(within, table, first_row=False)


def _lines(words: _Words, *, whole: bool) -> list[list[tuple[str, bool, float | None]]]:
    lines: list[list[tuple[str, bool, float | None]]] = [[]]
    for said, bold, size in words.parts:
        if said != "\n":
            lines[-1].append((said, bold, size))
            continue
        lines.append([])
    joined = [lines[0]]
    for line in lines[1:]:
        before = clean("".join(said for said, _, _ in joined[-1]))
        here = clean("".join(said for said, _, _ in line))
        if not here or (not list_marker(here)[0] if whole else carries_on(before, here)):
            joined[-1] = [*joined[-1], (" ", True, None), *line]
        else:
            joined.append(line)
    return joined


def _grid(table: Element) -> Grid[Element]:
    found: list[Cell[Element]] = []
    width = 0
    for row, (each, header) in enumerate(_rows(table, header=False)):
        column = 0
        for cell in each:
            said = attributes(cell)
            repeated = min(number(said.get("table:number-columns-repeated")) or 1, WIDEST)
            if tag(cell) == "table:table-cell" and len(cell):
                found.append(Cell(cell, row, column, header))
                width = max(width, column + 1)
            column += repeated
    return Grid(cells=found, width=width)


def _rows(table: Element, *, header: bool) -> Iterator[tuple[Element, bool]]:
    for each in table:
        name = tag(each)
        if name == "table:table-row":
            yield each, header
        elif name == "table:table-header-rows":
            yield from _rows(each, header=True)
        elif name in ("table:table-rows", "table:table-row-group"):
            yield from _rows(each, header=header)
