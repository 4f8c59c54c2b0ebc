"""The walk through the body of a DOCX: from paragraphs, tables and text boxes to pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from maalkart.core.document import BlockKind
from maalkart.read.docx_diagrams import said_in
from maalkart.read.docx_styles import Numbering, Style, Styles, is_on, number, size_of
from maalkart.read.docx_tables import cells
from maalkart.read.fakes import Seen
from maalkart.read.flow import Piece, carries_on, clean, list_marker
from maalkart.read.goal_names import goal_named
from maalkart.read.grids import in_cell, with_headers
from maalkart.read.xmlparts import Element, attribute, child, tag

_DEEPEST = 60  # boxes within cells within boxes: more is no document a person made

_THROUGH = frozenset(
    ["w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:sdt",
     "w:fldSimple", "w:dir", "w:bdo", "m:oMath", "m:oMathPara", "m:r"]
)  # fmt: skip
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_BLOCKS = frozenset(["w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo", "w:smartTag"])


BY_HAND = 80  # characters: a line shorter than three quarters of this was ended on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What paragraphs refer to."""

    styles: Styles
    numbering: Numbering
    notes: Mapping[tuple[str, str], Element]
    diagrams: Mapping[str, Element] = field(default_factory=dict)


@dataclass(slots=True)
class _Words:
    """The inline content of a paragraph, and what hangs on it."""

    runs: list[tuple[str, bool, float | None]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sdgs: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False  # past «separate»: the result, which is text

    @property
    def is_contents(self) -> bool:
        return self.code.strip().upper().startswith("TOC")


class Body:
    """One pass through a container; fields may run over several paragraphs."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._fields: list[_Field] = []
        self._carried: list[tuple[str, bool, float | None]] = []
        self._tables = 0
        self._depth = 0

    def pieces(self, container: Element) -> Iterator[Seen]:
        """The pieces in reading order; notes follow the paragraph that refers to them."""
        outside, self._carried = self._carried, []
        yield from self._walk(container)
        yield from self._left_over()
        self._carried = outside

    def _walk(self, container: Element) -> Iterator[Seen]:
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        for each in container:
            name = tag(each)
            if name == "w:p":
                yield from self._paragraph(each)
            elif name == "w:tbl":
                yield from self._left_over()
                yield from self._table(each)
            elif name in _BLOCKS and not _is_placeholder(each):
                inner = self._walk(each)
                yield from map(_as_contents, inner) if _is_contents_part(each) else inner
            elif name == "mc:AlternateContent" and (chosen := _chosen(each)) is not None:
                yield from self._walk(chosen)
        self._depth -= 1

    def _left_over(self) -> Iterator[Seen]:
        """The text before a deleted mark where no paragraph follows that it could join."""
        words = _Words(runs=self._carried)
        self._carried = []
        if words.runs:
            yield from _seen(words, "paragraph", None, None)

    def _paragraph(self, element: Element) -> Iterator[Seen]:
        pack = child(element, "w:pPr")
        style = self._source.styles.get(attribute(child(pack, "w:pStyle"), "w:val"))
        words = _Words(runs=self._carried)
        self._carried = []
        began_in_contents = self._in_contents
        self._inline(element, style, words)
        gone = [child(pack, "w:rPr", name) for name in ("w:del", "w:moveFrom")]
        if any(mark is not None for mark in gone):  # the paragraph joins the next
            self._carried = words.runs
            yield from self._hanging(words)
            return
        level = _level(pack, style)
        marker, depth = self._marker(pack, style)
        kind: BlockKind = "paragraph"
        if began_in_contents or self._in_contents or style.is_contents:
            kind, level = "contents", None
        elif style.is_caption:
            kind = "caption"
        elif level is not None:
            kind = "heading"
        elif depth is not None:
            kind, level = "list_item", depth + 1
        yield from _seen(words, kind, level, marker)
        yield from self._hanging(words)

    def _hanging(self, words: _Words) -> Iterator[Seen]:
        """The text boxes, diagrams and notes of a paragraph."""
        for box in words.boxes:
            yield from self.pieces(box)
        for name in words.diagrams:
            if (diagram := self._source.diagrams.get(name)) is not None:
                for said in said_in(diagram):
                    yield Seen(piece=Piece(kind="paragraph", text=said))
        for reference in words.notes:
            yield from self._note(reference)

    @property
    def _in_contents(self) -> bool:
        return any(each.is_contents for each in self._fields)

    def _marker(self, pack: Element | None, style: Style) -> tuple[str | None, int | None]:
        """The printed number or bullet, and the depth where the paragraph is in a list at all."""
        own = child(pack, "w:numPr")
        num = attribute(child(own, "w:numId"), "w:val") or style.num
        if num is None or num == "0":
            return None, None
        depth = number(attribute(child(own, "w:ilvl"), "w:val"))
        if depth is None:
            name = attribute(child(pack, "w:pStyle"), "w:val")
            depth = style.depth or self._source.numbering.depth_of_style(num, name)
        marker = self._source.numbering.marker(num, depth)
        return marker, depth if marker else None

    def _note(self, reference: tuple[str, str]) -> Iterator[Seen]:
        element = self._source.notes.get(reference)
        if element is None:
            return
        for seen in Body(replace(self._source, notes={})).pieces(element):
            yield Seen(piece=Piece(kind="footnote", text=seen.piece.text))

    def _inline(self, element: Element, style: Style, words: _Words) -> None:
        for each in element:
            name = tag(each)
            if name == "w:r":
                self._run(each, style, words)
            elif name == "m:t":
                self._say(words, each.text or "", bold=False, size=None)
            elif name == "mc:AlternateContent":
                if (chosen := _chosen(each)) is not None:
                    self._inline(chosen, style, words)
            elif name in _THROUGH and not _is_placeholder(each):
                self._inline(each, style, words)

    def _run(self, run: Element, style: Style, words: _Words) -> None:
        look = child(run, "w:rPr")
        character = self._source.styles.character(attribute(child(look, "w:rStyle"), "w:val"))
        vanish, bold = child(look, "w:vanish"), child(look, "w:b")
        if is_on(vanish) or (vanish is None and (style.hidden or character.hidden)):
            return
        size = size_of(look) or character.size or style.size
        strong = is_on(bold) if bold is not None else style.bold or character.bold
        self._inside(run, words, strong, size)

    def _inside(self, run: Element, words: _Words, bold: bool, size: float | None) -> None:
        for each in run:
            name = tag(each)
            if said := _sign(each, name):
                self._say(words, said, bold=bold, size=size)
            elif name == "w:fldChar":
                self._turn(attribute(each, "w:fldCharType"))
            elif name == "w:instrText" and self._fields:
                self._fields[-1].code += each.text or ""
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                kind = name.removesuffix("Reference")
                words.notes.append((kind, attribute(each, "w:id") or ""))
            elif name in ("w:drawing", "w:pict", "w:object"):
                _drawing(each, words)
            elif name == "mc:AlternateContent" and (chosen := _chosen(each)) is not None:
                self._inside(chosen, words, bold, size)

    def _turn(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].shows = True
        elif step == "end" and self._fields:
            self._fields.pop()

    def _say(self, words: _Words, text: str, *, bold: bool, size: float | None) -> None:
        if text and all(each.shows for each in self._fields):
            words.runs.append((text, bold, size))

    def _table(self, element: Element) -> Iterator[Seen]:
        grid = cells(element)
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
        yield from with_headers(within, table, first_row=grid.first_row)


def _seen(words: _Words, kind: BlockKind, level: int | None, marker: str | None) -> Iterator[Seen]:
    """The paragraph as one piece, or as several where someone broke its lines to make more."""
    sdgs = tuple(words.sdgs)
    for at, group in enumerate(_groups(_lines(words.runs), whole=kind != "paragraph")):
        text = clean(" ".join("".join(text for text, _, _ in line) for line in group))
        marks = [(bold, size) for line in group for text, bold, size in line if text.strip()]
        sizes = [size for _, size in marks if size]
        piece = Piece(
            kind=kind if at == 0 or kind != "list_item" else "paragraph",
            text=text,
            level=level,
            marker=marker if at == 0 else None,
            sdgs=sdgs if at == 0 else (),
        )
        yield Seen(
            piece=piece,
            bold=bool(marks) and all(bold for bold, _ in marks),
            size=min(sizes) if sizes else None,
        )


_Line = list[tuple[str, bool, float | None]]


def _lines(runs: _Line) -> list[_Line]:
    lines: list[_Line] = [[]]
    for text, bold, size in runs:
        first, *others = text.split("\n")
        lines[-1].append((first, bold, size))
        lines.extend([(other, bold, size)] for other in others)
    return lines


def _groups(lines: list[_Line], *, whole: bool) -> list[list[_Line]]:
    """Lines that belong together; `whole` parts them only at a typed bullet."""
    groups: list[list[_Line]] = [[lines[0]]]
    for line in lines[1:]:
        before, here = _said(groups[-1][-1]), _said(line)
        joins = not list_marker(here)[0] if whole else carries_on(before, here, width=BY_HAND)
        same = _is_bold(groups[-1][-1]) == _is_bold(line)
        if (joins and (same or whole)) or not here:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _said(line: _Line) -> str:
    return clean("".join(text for text, _, _ in line))


def _is_bold(line: _Line) -> bool:
    return all(bold for text, bold, _ in line if text.strip())


def _level(pack: Element | None, style: Style) -> int | None:
    own = number(attribute(child(pack, "w:outlineLvl"), "w:val"))
    return style.level if own is None else replace(style, outline=own).level


def _chosen(alternate: Element) -> Element | None:
    """One of the ways a thing is stored, never both: the first choice, or else the fallback."""
    options = [each for each in alternate if tag(each) in ("mc:Choice", "mc:Fallback")]
    return next((each for each in options if len(each)), None)


def _drawing(element: Element, words: _Words) -> None:
    """The outermost text boxes of a drawing, its diagrams, and the goals that its pictures show."""
    pending = [element]
    while pending:
        each = pending.pop(0)
        name = tag(each)
        if name == "w:txbxContent":
            words.boxes.append(each)
            continue
        if name == "relIds":
            words.diagrams.append(attribute(each, "r:dm") or "")
        if name in ("wp:docPr", "v:shape", "pic:cNvPr"):
            said = attribute(each, "descr") or attribute(each, "alt") or attribute(each, "title")
            if said and (goal := goal_named(said)) is not None:
                words.sdgs.append(goal)
        if name == "mc:AlternateContent":
            chosen = _chosen(each)
            pending[:0] = [] if chosen is None else [chosen]
        else:
            pending[:0] = list(each)


def _sign(element: Element, name: str) -> str:
    if name == "w:t":
        return element.text or ""
    return _symbol(element) if name == "w:sym" else _SIGNS.get(name, "")


def _symbol(element: Element) -> str:
    code = attribute(element, "w:char") or ""
    value = int(code, 16) if len(code) <= 6 and code.isalnum() and _is_hex(code) else 0
    if 0xE000 <= value <= 0xF8FF:
        return "•"
    return chr(value) if 0x20 <= value < 0xD800 else ""


def _is_hex(code: str) -> bool:
    return all(letter in "0123456789abcdefABCDEF" for letter in code)


def _is_contents_part(element: Element) -> bool:
    part = child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return attribute(part, "w:val") == "Table of Contents"


def _is_placeholder(element: Element) -> bool:
    """«Klikk her for å skrive inn tekst»: what a form shows where nobody has written."""
    return is_on(child(element, "w:sdtPr", "w:showingPlcHdr"))


def _as_contents(seen: Seen) -> Seen:
    piece = replace(seen.piece, kind="contents", level=None)
    return replace(seen, piece=piece)
