"""Text without a word on its own structure: which lines belong together, and what each of them is.

For Markdown and plain text, most of it converted from PDF by someone else's program: broken lines,
headings without «#», bullets in the middle of lines, page numbers, labels torn out of charts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from maalkart.core.document import BODY_KINDS
from maalkart.read.fakes import LONGEST_HEADING, LOWEST_LEVEL
from maalkart.read.flow import (
    BULLETS,
    Leaf,
    Piece,
    carries_on,
    clean,
    ends_sentence,
    heading_number,
    join_hyphens,
    list_marker,
)
from maalkart.read.leads import with_leads
from maalkart.read.units import CAPITALS, Line, classified, is_figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The lines of one page."""

    number: int
    lines: tuple[Line, ...]


def leaves(sheets: Sequence[Sheet]) -> list[Leaf]:
    """Every page with its lines made into pieces; heading levels run through the document."""
    sheets = [_plain_bullets(sheet) for sheet in sheets]
    look = _Look(running=running_lines(sheets), width=_width(sheets))
    level = _Levels()
    made = [[level.set(each) for each in _page(sheet, look)] for sheet in sheets]
    _count_tables(made)
    for before, after in pairwise(made):
        _join_pages(before, after)
    return [
        Leaf(number=sheet.number, pieces=tuple(pieces))
        for sheet, pieces in zip(sheets, made, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What is true of the whole document: its running lines, and its width where it is wrapped."""

    running: frozenset[str]
    width: int | None


_WRAPPED_AT = 110  # characters; longer lines were not broken to fit a margin
_PRIVATE = str.maketrans({sign: "•" for sign in BULLETS if "\ue000" <= sign <= "\uf8ff"})


def _plain_bullets(sheet: Sheet) -> Sheet:
    lines = (replace(each, text=each.text.translate(_PRIVATE)) for each in sheet.lines)
    return replace(sheet, lines=tuple(lines))


def _width(sheets: Sequence[Sheet]) -> int | None:
    """The width that nine of ten lines keep to; None where lines are as long as paragraphs."""
    lengths = sorted(len(line.text) for sheet in sheets for line in sheet.lines if line.text)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return width if 0 < width <= _WRAPPED_AT else None


def _count_tables(made: list[list[Piece]]) -> None:
    """Number the tables, which every page counts from 0, through the document."""
    first = 0
    for pieces in made:
        numbers = [piece.table for piece in pieces if piece.table is not None]
        pieces[:] = [
            piece if piece.table is None else replace(piece, table=piece.table + first)
            for piece in pieces
        ]
        first += max(numbers, default=-1) + 1


def _join_pages(before: list[Piece], after: list[Piece]) -> None:
    """Mark the first body piece of a page that carries on the last one of the page before."""
    last = next((p for p in reversed(before) if p.kind in BODY_KINDS), None)
    at = next((at for at, p in enumerate(after) if p.kind in BODY_KINDS), None)
    if last is None or at is None or last.kind not in ("paragraph", "list_item"):
        return
    first = after[at]
    if first.kind == "paragraph" and first.text[:1].islower() and not ends_sentence(last.text):
        after[at] = replace(first, continues=True)


# ---- running headers and page numbers -----------------------------------------------------------


def running_lines(sheets: Sequence[Sheet]) -> frozenset[str]:
    """What stands at the edge of at least three pages, or of two that are most of the document.

    Lines are compared by their letters alone, so that the page number in them may differ. One word
    alone is rather a heading that comes again.
    """
    edges = Counter(key for sheet in sheets for key in _edges(sheet))
    needed = 3 if len(sheets) > 3 else 2
    return frozenset(key for key, times in edges.items() if times >= needed and len(sheets) > 1)


def _edges(sheet: Sheet) -> set[str]:
    lines = [
        line.text
        for line in sheet.lines
        if line.text and line.rank is None and not _page_number(line.text, sheet)
    ]
    return {key for line in (*lines[:1], *lines[-1:]) if (key := _letters(line))}


def _letters(line: str) -> str:
    if len(line) > LONGEST_HEADING or list_marker(line)[0] or line.endswith((".", ":")):
        return ""
    words = re.findall(r"[^\W\d_]+", undoubled(line).lower())
    return "".join(words) if len(words) > 1 or re.search(r"\d", line) else ""


def undoubled(line: str) -> str:
    """«KKOOMMMMUUNNEE 1122» as «KOMMUNE 12»: type that a program printed twice for weight.

    >>> undoubled("PPllaann 1122"), undoubled("Plan 11")
    ('Plan 12', 'Plan 11')
    """
    letters = re.sub(r"\s", "", line)
    pairs = [letters[at : at + 2] for at in range(0, len(letters), 2)]
    if len(letters) < 4 or any(len(pair) < 2 or pair[0] != pair[1] for pair in pairs):
        return line
    return re.sub(r"(\S)\1", r"\1", line)


def _page_number(line: str, sheet: Sheet) -> bool:
    """A number near the page's own, or one that says it is a page number."""
    if re.fullmatch(r"(?:side|s\.|page)\s*\d+(?:\s*(?:av|of|/)\s*\d+)?", line, re.IGNORECASE):
        return True
    said = re.fullmatch(r"[-–|]?\s*(\d{1,4})\s*[-–|]?", undoubled(line))
    return bool(said) and abs(int(said.group(1)) - sheet.number) <= 2 if said else False


# ---- lines into units ---------------------------------------------------------------------------


def _page(sheet: Sheet, look: _Look) -> list[Piece]:
    units: list[Line] = []
    for line in sheet.lines:
        runs = _page_number(line.text, sheet) or _letters(line.text) in look.running
        if line.text and line.rank is None and runs:
            furniture = Piece(kind="furniture", text=clean(undoubled(line.text)))
            units.append(Line(ready=(furniture,)))
        else:
            _append(units, line, look.width)
    return classified(with_leads([part for unit in units for part in _parted(unit)]))


_OPEN_END = re.compile(
    r"(?:[,–-]|\b(?:og|eller|i|på|av|for|fra|frå|ved|med|til|mellom|som|å|at|en|ei|et|ein|eit|the|and|of|to))$",
    re.IGNORECASE,
)


LONGEST_PARAGRAPH = 10_000  # characters, three printed pages; joining on would cost ever more


def _append(units: list[Line], line: Line, width: int | None) -> None:
    """Add a line, as part of the unit before it where that one goes on."""
    at = len(units) - 1
    while at >= 0 and all(p.kind == "furniture" for p in units[at].ready) and units[at].ready:
        at -= 1
    before = units[at] if at >= 0 else None
    if before is not None and _goes_on(before, line, width):
        joined = _joined(before.text, line.text)
        units[at] = replace(before, text=joined, last=line.text)
    else:
        units.append(line)


def _joined(before: str, line: str) -> str:
    if not re.search(r"[^\W\d_]-$", before):
        return f"{before} {line}"
    *words, broken = before.split(" ")
    first, _, rest = line.partition(" ")
    return " ".join([*words, join_hyphens(f"{broken} {first}"), *([rest] if rest else [])])


def _goes_on(before: Line, line: Line, width: int | None) -> bool:
    if before.bold != line.bold or any(
        each.ready or each.level or each.rank for each in (before, line)
    ):
        return False
    if list_marker(line.text)[0] or is_figure(before.text) or is_figure(line.text):
        return False
    if len(before.text) > LONGEST_PARAGRAPH:
        return False
    hangs = bool(_OPEN_END.search(before.last or before.text))
    if line.apart:
        return hangs and line.text[:1].islower()
    if heading_number(line.text)[0] or heading_number(before.text)[0]:
        return hangs or (line.text[:1].islower() and not before.text.isupper())
    return hangs or carries_on(before.last or before.text, line.text, width=width)


_INLINE_BULLET = re.compile(rf"(?:(?<=\s)|^)([{BULLETS}])\s*(?=\S)")
_OF_NOTHING = re.compile(rf"(?:^|\s+)[{BULLETS}]$")  # a bullet without its item
_SUB_BULLET = re.compile(r"(?:(?<=\s)|^)(o)\s+(?=\w)")
_INLINE_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d{1,2})([.)])\s+(?=[A-ZÆØÅ«])")
_INLINE_LETTER = re.compile(r"(?:(?<=\s)|^)([a-zæøå]\)|[A-ZÆØÅ][.)])\s+(?=\w)")


def _parted(unit: Line) -> list[Line]:
    """A unit parted at the bullets and at the rising numbers inside it."""
    if unit.ready or unit.level or not unit.text:
        return [unit]
    cuts = [found.start() for found in _INLINE_BULLET.finditer(unit.text)]
    if cuts:
        cuts += [
            found.start() for found in _SUB_BULLET.finditer(unit.text) if found.start() > cuts[0]
        ]
    cuts = sorted({*cuts, *_rising(unit.text)})
    if not cuts:
        return _caps_apart(unit)
    parts = [unit.text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
    first, *others = (_OF_NOTHING.sub("", part) for part in parts)
    lead = _caps_apart(replace(unit, text=first)) if first else []
    return [*lead, *(replace(unit, text=part, apart=False) for part in others if part)]


def _rising(text: str) -> list[int]:
    """Where «1. … 2. … 3. …» or «a) … b) …» begin, if at least two of them rise by one."""
    for pattern, value in (
        (_INLINE_NUMBER, int),
        (_INLINE_LETTER, lambda sign: ord(sign[0].lower()) - 96),
    ):
        run: list[int] = []
        wanted = None
        for found in pattern.finditer(text):
            number = value(found.group(1))
            if wanted is None and number not in (1, *([number] if found.start() == 0 else [])):
                continue
            if wanted is None and _is_reference(text, found):
                continue
            if wanted is None or number == wanted:
                run.append(found.start())
                wanted = number + 1
        if len(run) >= 2:
            return run
    return []


def _is_reference(text: str, found: re.Match[str]) -> bool:
    """«heretter kalt alternativ 1. Den andre …»: the number ends a sentence, and opens nothing."""
    claimed = re.search(r"(?<!\S)[a-zæøå]+\s*$", text[: found.start()])
    return found.group().rstrip().endswith(".") and claimed is not None


_CAPS = re.compile(
    r"^(?P<head>(?:\d+(?:\.\d+)*\.?\s+)?(?:[A-ZÆØÅ0-9][A-ZÆØÅ0-9,:&/-]*\s+)+)(?=[A-ZÆØÅ][a-zæøå])"
)


def _caps_apart(unit: Line) -> list[Line]:
    """A heading in capitals that runs into its text, as «2.1 SKOLE OG HEIM Vi skal …»."""
    found = _CAPS.match(unit.text)
    head = found.group("head").strip() if found else ""
    if len(re.findall(r"[A-ZÆØÅ]{3,}", head)) < 2:
        return [unit]
    return [replace(unit, text=head), replace(unit, text=unit.text[len(head) :].strip())]


class _Levels:
    """Ranks turned into levels: what only looks like a heading stands under what is marked."""

    def __init__(self) -> None:
        self._marked = 0
        self._open: list[int] = []

    def set(self, piece: Piece) -> Piece:
        if piece.kind != "heading" or piece.level is None:
            return piece
        if piece.level < CAPITALS:
            self._marked, self._open = piece.level, []
            return piece
        self._open = [rank for rank in self._open if rank < piece.level]
        self._open.append(piece.level)
        return replace(piece, level=min(self._marked + len(self._open), LOWEST_LEVEL))
