"""The walk through a web page: from elements to pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborNode

from maalkart.core.document import BlockKind
from maalkart.read.docx_styles import formatted
from maalkart.read.fakes import Seen
from maalkart.read.flow import Piece, clean, list_marker
from maalkart.read.goal_names import goal_named
from maalkart.read.grids import WIDEST, Cell, Grid, in_cell, with_headers
from maalkart.read.html_parts import left_out

DEEPEST = 150  # elements; deeper ones are taken as their text alone

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_INLINE = frozenset(
    ["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
     "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
     "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "br", "ruby", "rb", "button"]
)  # fmt: skip
_BOLD = frozenset(["b", "strong"])
_ANCHORS = frozenset(["#", "¶", "§", "🔗"])  # links from a heading to itself
_ARROWS = " +−▲▼▴▾▸►▶◂›⌃⌄"  # signs that something opens
_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(slots=True)
class _Words:
    """Inline text that waits for its block to end."""

    parts: list[tuple[str, bool]] = field(default_factory=list)
    sdgs: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _As:
    """What the text around is part of."""

    kind: BlockKind = "paragraph"
    level: int | None = None
    marker: str | None = None
    anchor: str | None = None
    bold: bool = False


class Body:
    """One pass through a page; `linked` says that no main part was found, so link lists are out."""

    def __init__(self, openable: frozenset[str], *, linked: bool) -> None:
        self._openable = openable
        self._linked = linked
        self._words = _Words()
        self._tables = 0
        self._last_level = 1
        self._in_main = not linked
        self._tabs: dict[str, LexborNode] = {}

    def pieces(self, node: LexborNode) -> Iterator[Seen]:
        """The pieces of an element in reading order."""
        yield from self._inside(node, _As(), 0)
        yield from self._flush(_As())

    def _inside(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        if depth > DEEPEST:
            self._say(node.text(deep=True, separator=" "), bold=False)
            return
        for each in node.iter(include_text=True):
            name = each.tag or ""
            if name == "-text":
                self._say(each.text_content or "", bold=around.bold)
            elif name.startswith(("-", "!")) or left_out(
                each, self._openable, in_main=self._in_main
            ):
                continue
            elif each.attributes.get("role") == "tab":
                self._tabs[_target(each)] = each
            elif name in _INLINE:
                yield from self._inline(each, around, depth)
            else:
                yield from self._flush(around)
                yield from self._block(each, around, depth + 1)

    def _inline(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        name, said = node.tag or "", node.attributes
        if name == "br":
            self._words.parts.append(("\n", around.bold))
        elif name == "img":
            goal = goal_named(said.get("alt") or "")
            self._words.sdgs += [goal] if goal else []
        elif name in ("del", "s", "strike") or (name == "sup" and node.css_first('a[href^="#"]')):
            return  # struck out, or the sign of a note
        elif name == "a" and clean(node.text()) in _ANCHORS:
            return
        elif name == "button" or (name == "a" and "aria-expanded" in said):
            yield from self._button(node, around, depth)
        else:
            bold = around.bold or name in _BOLD
            yield from self._inside(node, replace(around, bold=bold), depth + 1)

    def _button(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        """A button is no text, unless it is the heading of what it opens."""
        said = node.attributes
        opens = "aria-controls" in said or "aria-expanded" in said
        if around.kind == "heading":
            yield from self._inside(node, around, depth + 1)
        elif opens and clean(node.text()):
            yield from self._flush(around)
            yield from self._toggle(node, depth)

    def _toggle(self, node: LexborNode, depth: int) -> Iterator[Seen]:
        """What one clicks on to open a part, as the heading of that part."""
        heading = _As(kind="heading", level=self._below, anchor=node.attributes.get("id"))
        for seen in self._own(node, heading, depth + 1):
            said = seen.piece.text.strip(_ARROWS)
            yield replace(seen, piece=replace(seen.piece, text=said or seen.piece.text))

    @property
    def _below(self) -> int:
        return min(self._last_level + 1, 6)

    def _block(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        name, said = node.tag or "", node.attributes
        anchor = said.get("id") or around.anchor
        if (tab := self._tabs.pop(said.get("id") or "", None)) is not None:
            yield from self._toggle(tab, depth)  # the labels of tabs stand side by side over them
        if name in _HEADINGS or said.get("role") == "heading":
            level = _HEADINGS.get(name) or _whole(said.get("aria-level")) or self._below
            self._last_level = min(max(level, 1), 6)
            yield from self._own(
                node, _As(kind="heading", level=self._last_level, anchor=said.get("id")), depth
            )
        elif name == "summary":
            yield from self._toggle(node, depth)
        elif name in ("ul", "ol", "menu") and said.get("role") != "tablist":
            yield from self._list(node, around, depth)
        elif name == "table":
            yield from self._table(node, around, depth)
        elif name == "dl":
            yield from self._definitions(node, depth)
        elif name in ("figcaption", "caption"):
            yield from self._own(node, _As(kind="caption"), depth)
        elif name == "blockquote" and "pull" in (said.get("class") or "").lower():
            yield from self._own(node, _As(kind="pull_quote"), depth)
        else:
            yield from self._own(node, replace(around, marker=None, anchor=anchor), depth)

    def _own(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        yield from self._inside(node, around, depth)
        yield from self._flush(around)

    def _list(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        items = [each for each in node.iter() if each.tag == "li"]
        links = _links(node, items)
        if sum(bool(each.css("a[hreflang]")) for each in items) > len(items) / 2:
            return  # the page in other languages
        if links == "page" or (links == "elsewhere" and self._linked):
            if links == "page":
                for each in items:
                    yield Seen(piece=Piece(kind="contents", text=clean(each.text())))
            return
        level = around.level + 1 if around.kind == "list_item" and around.level else 1
        count = _whole(node.attributes.get("start")) or 1
        for each in items:
            if left_out(each, self._openable, in_main=True):
                continue
            count = _whole(each.attributes.get("value")) or count
            marker = "•"
            if node.tag == "ol":
                how = _TYPES.get(node.attributes.get("type") or "", "decimal")
                marker = f"{formatted(count, how)}."
            item = _As(kind="list_item", level=level, marker=marker)
            first = True
            for seen in self._own(each, item, depth + 1):
                own = seen.piece.kind == "list_item" and seen.piece.level == level
                if own and (first or seen.piece.marker == marker):
                    piece = replace(seen.piece, marker=marker if first else None)
                    seen = replace(seen, piece=piece)
                yield seen
                first = False
            count += 1

    def _definitions(self, node: LexborNode, depth: int) -> Iterator[Seen]:
        """Terms and what is said of them: a table of two columns, the term heading its row."""
        table, self._tables = self._tables, self._tables + 1
        row, was_term = -1, False
        for each in node.css("dt, dd"):
            is_term = each.tag == "dt"
            row += 1 if (is_term and not was_term) or row < 0 else 0
            was_term = is_term
            cell = Cell(each, row, 0 if is_term else 1, is_term)
            for seen in self._own(each, _As(), depth + 1):
                yield replace(seen, piece=in_cell(seen.piece, table, cell))

    def _table(self, node: LexborNode, around: _As, depth: int) -> Iterator[Seen]:
        grid = _grid(node)
        for caption in [each for each in node.iter() if each.tag == "caption"]:
            yield from self._own(caption, _As(kind="caption"), depth + 1)
        if grid.is_frame or node.attributes.get("role") in ("presentation", "none"):
            for cell in grid.cells:
                yield from self._own(cell.element, replace(around, marker=None), depth + 1)
            return
        table, self._tables = self._tables, self._tables + 1
        within = [
            replace(seen, piece=in_cell(seen.piece, table, cell))
            for cell in grid.cells
            for seen in self._own(cell.element, _As(), depth + 1)
        ]
        yield from with_headers(within, table, first_row=False)

    def _say(self, text: str, *, bold: bool) -> None:
        if text:
            self._words.parts.append((re.sub(r"\s+", " ", text), bold))

    def _flush(self, around: _As) -> Iterator[Seen]:
        words, self._words = self._words, _Words()
        sdgs = tuple(words.sdgs)
        lines = _lines(words.parts)
        if around.kind != "paragraph":
            lines = _joined(lines, listed=around.kind == "list_item")
        for line in lines:
            text = clean("".join(said for said, _ in line))
            level, marker = around.level, around.marker
            if around.kind == "list_item" and line is not lines[0]:
                level, (marker, text) = (level or 1) + 1, list_marker(text)
            if text:
                bold = all(strong for said, strong in line if said.strip())
                piece = Piece(
                    kind=around.kind,
                    text=text,
                    level=level,
                    marker=marker,
                    anchor=around.anchor if around.kind == "heading" else None,
                    sdgs=sdgs,
                )
                sdgs = ()
                yield Seen(piece=piece, bold=bold)
        if sdgs:
            names = ", ".join(f"{goal}" for goal in sdgs)
            yield Seen(piece=Piece(kind="caption", text=names, sdgs=sdgs))


def _lines(parts: list[tuple[str, bool]]) -> list[list[tuple[str, bool]]]:
    lines: list[list[tuple[str, bool]]] = [[]]
    for said, bold in parts:
        if said == "\n":
            lines.append([])
        else:
            lines[-1].append((said, bold))
    return lines


def _target(tab: LexborNode) -> str:
    """The id of the part that a tab shows."""
    said = tab.attributes
    return said.get("aria-controls") or (said.get("href") or "").removeprefix("#")


def _joined(lines: list[list[tuple[str, bool]]], *, listed: bool) -> list[list[tuple[str, bool]]]:
    """Broken lines as one; in an item of a list they part at bullets that somebody typed."""
    joined: list[list[tuple[str, bool]]] = []
    for line in lines:
        said = clean("".join(text for text, _ in line))
        if joined and not (listed and list_marker(said)[0]):
            joined[-1] += [(" ", True), *line]
        else:
            joined.append(line)
    return joined


def _links(node: LexborNode, items: list[LexborNode]) -> str | None:
    """«page» for a list of links within the page, «elsewhere» for any other list of links alone."""
    links = [link for each in items for link in each.css("a")]
    if len(items) < 3 or len(links) < len(items):
        return None
    said = sum(len(clean(link.text())) for link in links)
    if said < 0.9 * len(clean(node.text())):
        return None
    within = all((link.attributes.get("href") or "").startswith("#") for link in links)
    return "page" if within else "elsewhere"


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else None


def _grid(table: LexborNode) -> Grid[LexborNode]:
    """The cells of a table, spans of columns and rows taken into account."""
    found: list[Cell[LexborNode]] = []
    taken: set[tuple[int, int]] = set()
    width = 0
    rows = [
        (row, part.tag == "thead")
        for part in _with_self(table)
        for row in part.iter()
        if row.tag == "tr"
    ]
    for at, (row, in_head) in enumerate(rows):
        column = 0
        cells = [each for each in row.iter() if each.tag in ("td", "th")]
        heads_row = any(each.tag == "td" for each in cells)
        for each in cells:
            while (at, column) in taken:
                column += 1
            across = min(_whole(each.attributes.get("colspan")) or 1, WIDEST)
            down = min(_whole(each.attributes.get("rowspan")) or 1, len(rows) - at, WIDEST)
            if across * down < 10 * WIDEST:
                taken.update((at + y, column + x) for y in range(down) for x in range(across))
            header = in_head or (each.tag == "th" and (not heads_row or column == 0))
            found.append(Cell(each, at, column, header))
            column += across
        width = max(width, column)
    return Grid(cells=found, width=width)


def _with_self(table: LexborNode) -> list[LexborNode]:
    return [table, *(each for each in table.iter() if each.tag in ("thead", "tbody", "tfoot"))]
