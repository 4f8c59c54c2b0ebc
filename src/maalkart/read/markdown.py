"""Markdown, written or converted: page markers give pages, otherwise sections.

Markers are comments with a number («side: 3», «PageNumber="3"»), numbers in braces before a rule as
one converter writes them, from 0, or breaks that only part the pages: comments and form feeds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from maalkart.core.document import Document, Note
from maalkart.read.flow import File, Piece, clean, paged, sectioned
from maalkart.read.goal_names import goal_named
from maalkart.read.plain import decoded, numbered, said_pages
from maalkart.read.prose import Sheet, leaves
from maalkart.read.units import Line

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
_PAGE = re.compile(
    r"^\s*(?:side|s\.|page|pagenumber)\s*[:=]?\s*([\"']?)(\d{1,5})\1\s*$", re.IGNORECASE
)
_BREAK = re.compile(r"^\s*(?:page[\s_-]?break|new[\s_-]?page|sideskift)\s*$", re.IGNORECASE)
_BRACED = re.compile(r"^\{(\d{1,5})\}-{10,}[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_MARK = "\x00page {} \x00"
_MARKED = re.compile(r"\x00page (\d+) \x00")
_PARTED = "\f"
_BROKEN = re.compile(
    r"^[ \t]*(?:\\(?:newpage|pagebreak|clearpage)\b.*|<div[^>\n]*page-break[^>\n]*>.*)$",
    re.MULTILINE | re.IGNORECASE,
)


def read(path: Path, *, name: str, id: str) -> Document:
    """Read Markdown; raises ReadingError where the file is not text."""
    text = decoded(path, name=name)
    front = _FRONT.match(text)
    title = _TITLE.search(front.group(1)) if front else None
    text = _COMMENT.sub(_page_mark, text[front.end() :] if front else text)
    known = File(
        id=id,
        name=name,
        format="markdown",
        title=clean(title.group(1).strip(" \"'")) or None if title else None,
    )
    text = _BROKEN.sub(f"\n{_PARTED}\n", text)
    text = _BRACED.sub(lambda found: _MARK.format(int(found.group(1)) + 1), text)
    before, *rest = _MARKED.split(text)
    found = [(int(number), said) for number, said in zip(rest[::2], rest[1::2], strict=True)]
    if not found:
        before, found = said_pages(text)
    if not found:
        parts = text.rstrip().split(_PARTED)
        if len(parts) == 1:
            return sectioned(leaves([_sheet(1, text)])[0].pieces, known)
        before, found = "", list(enumerate(parts, start=1))
    pages, renumbered = numbered(found, before=before)
    notes = () if not renumbered else (Note(page=None, code="page_numbers", message=renumbered),)
    return paged(leaves([_sheet(*page) for page in pages]), replace(known, notes=notes))


def _page_mark(comment: re.Match[str]) -> str:
    page = _PAGE.match(comment.group(1))
    if page:
        return f"\n{_MARK.format(page.group(2))}\n"
    return f"\n{_PARTED}\n" if _BREAK.match(comment.group(1)) else ""


def _sheet(number: int, text: str) -> Sheet:
    return Sheet(number=number, lines=tuple(_lines(text)))


_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*(?:\{[#.][^{}]*\}\s*)?$")
_NOTE = re.compile(r"^ {0,3}\[\^[^\]]+\]:\s*(.+)$")
_QUOTE = re.compile(r"^ {0,3}>\s?(.*)$")
_COUNTED = re.compile(r"^(\s*)(\d{1,3})([.)])\s+(\S.*)$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])\s")
_BOX = re.compile(r"^(\s*[-*+]\s+)\[[ xX]\]\s+")
_RULE = re.compile(r"^ {0,3}(?:[-*_]\s*){3,}$")
_UNDER = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_DASHES = re.compile(r"^[\s|:-]*-[\s|:-]*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")


def _lines(text: str) -> Iterator[Line]:
    apart = True
    table = row = 0
    rows = False
    lines = [_BOX.sub(r"\1", raw) for raw in _counted(text.splitlines())]
    for at, raw in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        cells = _ROW.match(raw)
        if not cells and rows:
            table, row, rows, apart = table + 1, 0, False, True
        if not raw.strip() or _FENCE.match(raw):
            apart = True
        elif cells:
            if not _DASHES.match(raw):
                header = row == 0 and bool(_DASHES.match(following))
                yield Line(ready=_cells(cells.group(1), table, row, header=header))
                row += 1
            rows = True
        elif heading := _HEADING.match(raw):
            yield Line(text=_bare(heading.group(2)), level=len(heading.group(1)), apart=True)
            apart = True
        elif (known := _known(lines, at)) is not None:
            yield from known
            apart = True
        elif _RULE.match(raw) or (_UNDER.match(raw) and not apart):
            apart = True
        elif (under := _UNDER.match(following)) and apart and not raw.startswith("|"):
            yield Line(text=_bare(raw), level=1 if "=" in under.group(1) else 2, apart=True)
            apart = False
        else:
            yield _line(raw, apart=apart)
            apart = False


def _known(lines: list[str], at: int) -> list[Line] | None:
    """What a note or a quote holds, or None where the line is neither."""
    if note := _NOTE.match(lines[at]):
        return [Line(ready=(Piece(kind="footnote", text=clean(_bare(note.group(1)))),))]
    if not _QUOTE.match(lines[at]):
        return None
    goes_on = at > 0 and _QUOTE.match(lines[at - 1])
    return [] if goes_on else list(_quote(lines, at))


def _quote(lines: list[str], at: int) -> Iterator[Line]:
    """The quoted lines from here on: text set apart, a paragraph unless its own marks say more."""
    quoted = []
    for raw in lines[at:]:
        found = _QUOTE.match(raw)
        if found is None:
            break
        quoted.append(found.group(1))
    for paragraph in "\n".join(quoted).split("\n\n"):
        inside = paragraph.splitlines()
        if any(_ITEM.match(raw) or raw.startswith(("#", ">")) for raw in inside):
            yield from _lines(paragraph)
        elif said := clean(_bare(" ".join(inside))):
            yield Line(ready=(Piece(kind="paragraph", text=said),))


def _counted(lines: list[str]) -> list[str]:
    """Numbered items with the number that they are shown with, where a list is meant.

    Numbers count on from the first, whatever is written («1. … 1. …»). A number before a small
    letter is a list's where its neighbour is one too, or where it stands below another item.
    """
    out = list(lines)
    last: dict[int, tuple[int, int]] = {}  # by indent: the line and the number shown
    for at, raw in enumerate(lines):
        if raw.strip() and not raw.startswith((" ", "\t")) and not _ITEM.match(raw):
            last.clear()
        found = _COUNTED.match(raw.expandtabs(4))
        if found is None:
            continue
        indent, said = len(found.group(1)), int(found.group(2))
        last = {deep: place for deep, place in last.items() if deep <= indent}
        below = indent > 0 and any(_ITEM.match(each) for each in lines[max(0, at - 1) : at])
        if indent in last:
            first, shown = last[indent]
            if said not in (1, shown, shown + 1):
                continue
            out[first] = _as_item(lines[first], shown)
            out[at] = _as_item(raw, shown + 1)
            last[indent] = (at, shown + 1)
        else:
            out[at] = _as_item(raw, said) if below else raw
            last[indent] = (at, said)
    return out


def _as_item(raw: str, number: int) -> str:
    """«1) byggje» for «1. byggje», which alone would be a date or an ordinal."""
    found = _COUNTED.match(raw.expandtabs(4))
    if found is None:
        return raw
    space, _, sign, said = found.groups()
    return f"{space}{number}{')' if said[:1].islower() else sign} {said}"


def _line(raw: str, *, apart: bool) -> Line:
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    strong = re.fullmatch(r"\s*(?:\*\*|__)([^*_]+)(?:\*\*|__):?\s*", raw)
    goals = [goal_named(alt) for alt in _IMAGE.findall(raw)]
    if any(goals) and not _bare(raw):
        known = tuple(goal for goal in goals if goal)
        return Line(ready=(Piece(kind="caption", text=clean(_IMAGE.findall(raw)[0]), sdgs=known),))
    return Line(text=_bare(raw), indent=indent, apart=apart, bold=bool(strong))


def _cells(row: str, table: int, at: int, *, header: bool) -> tuple[Piece, ...]:
    cells = [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)]
    return tuple(
        Piece(
            kind="table_cell",
            text=clean(_bare(part)),
            table=table,
            row=at,
            column=column,
            header=header,
        )
        for column, cell in enumerate(cells)
        for part in re.split(r"<br\s*/?>", cell)
        if clean(_bare(part))
    )


_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = re.compile(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1")
_WEAK = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\w*_])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


def _bare(text: str) -> str:
    """The text without its marks: emphasis, links, images, tags, footnote signs."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", re.sub(r"\[\^[^\]]+\]", "", text)))
    text = _TAG.sub(" ", text)
    for _ in range(2):
        text = _WEAK.sub(r"\2", _STRONG.sub(r"\2", text))
    return html.unescape(_ESCAPED.sub(r"\1", text)).strip()
