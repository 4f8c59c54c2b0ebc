"""From items to lines: words on one baseline, split where a gap is too wide for a space."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from maalkart.read.raw import Item
from maalkart.read.structure.cleaning import clean_words, mended
from maalkart.read.structure.model import Line, Rule, Word
from maalkart.read.structure.rules import crossing

AIR = 1.25  # boxes taller than this times the type hold the font's own air, and overlap
WIDE = 0.9  # of the type size: a gap beyond this may divide columns (a space is 0.25 to 0.6)
GUTTER = 0.55  # of the type size: the same where a column of lines begins
COLUMN = 6  # stretches that begin at one place before it may be a column's edge
FEWEST_SPACES = 5  # in a row, all alike: the words of a justified line and no cells
SPREAD = 2.0  # of the type size: the widest such space
SPACE = 0.11  # of the type size: letters closer than this belong to one word
ROW = 0.4  # of the type size: middles nearer than this stand on one baseline
RAISED = 0.55  # of the type size: the same for the number of a note
MARKER_REACH = 5.0  # of the type size: how far the words may stand from their bullet

BULLETS = "•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖◆◇→⇒*"
_SIGNS = frozenset(BULLETS)
_PRIVATE_BULLET = re.compile(r"^[\ue000-\uf8ff]$")
LATIN = "\u017f"  # the last letter of the alphabets around us
_SYMBOLS = frozenset({"Lu", "Ll", "Lo", "Lm", "So", "Sm"})
_MONTH = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b",
    re.IGNORECASE,
)
_ABBREVIATED = frozenset(
    (
        *(("f.", "eks."), ("m.", "m."), ("m.", "fl."), ("m.", "a."), ("o.", "l."), ("o.", "a.")),
        *(("e.", "l."), ("d.", "v."), ("d.", "e."), ("t.", "o."), ("t.", "d."), ("b.", "l.")),
        *(("z.", "B."), ("d.", "h."), ("u.", "a."), ("i.", "e."), ("e.", "g.")),
    )
)
_INITIAL = re.compile(r"^[A-ZÆØÅ]\.$")
_CHAPTER = re.compile(r"^\d{1,2}$")
_DASH = re.compile(r"^[-–—]$")
_NUMBER = re.compile(
    r"^(?:\(?\d{1,3}[.)]|\(?[a-zæøåA-ZÆØÅ][.)]|(?:\d{1,2}\.){1,4}\d{1,3}\.?|\(?[ivxIVX]{1,5}[.)])$"
)
# Rough widths of a sans serif, in thousandths of the size: enough to place a word within a point.
_NARROW, _THIN, _BROAD = "iljtfrI.,;:!'|()[]- ", "sckzvxyJa", "mwMWæÆ%@—"


def lines_of(items: Iterable[Item], dividers: Sequence[Rule] = ()) -> list[Line]:
    """Every line from the top, each as far as it goes without a wide gap or a vertical rule."""
    level: list[Item] = []
    turned: list[Item] = []
    for item in items:
        (level if abs(item.rotation) % 360 < 10 else turned).append(item)
    edges = Counter(round(item.box.left) for item in level)
    columns = frozenset(edge for edge, times in edges.items() if times >= COLUMN)
    lines = [line for row in _rows(level) for line in _segments(row, dividers, columns)]
    lines += [line for item in turned for line in _segments([item], (), rotated=True)]
    return lines


def is_marker(text: str) -> bool:
    """Whether a stretch of text is a bullet, a dash or a number that opens an item."""
    return bool(
        text in BULLETS
        or _PRIVATE_BULLET.match(text)
        or _DASH.match(text)
        or _NUMBER.match(text)
        or (text == "o")
        or _is_symbol(text)
    )


def _is_symbol(text: str) -> bool:
    """One sign that no word here is made of: the glyph of a symbol font under a chance code."""
    strange = len(text) == 1 and text > LATIN and text not in BULLETS
    return strange and unicodedata.category(text) in _SYMBOLS


def _middle(item: Item) -> float:
    return (item.box.top + item.box.bottom) / 2


def _rows(items: list[Item]) -> list[list[Item]]:
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda item: (_middle(item), item.box.left)):
        if rows and _one_baseline(rows[-1][0], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [sorted(row, key=lambda item: item.box.left) for row in rows]


def _one_baseline(first: Item, second: Item) -> bool:
    sizes = sorted((first.size or 1.0, second.size or 1.0))
    small = first if first.size < second.size else second
    mark = small.text.strip()
    raised = sizes[1] > 1.2 * sizes[0] and len(mark) <= (2 if mark.isalpha() else 3)
    # the number of a note stands above the baseline
    reach = sizes[0] if sizes[1] > 1.6 * sizes[0] and not raised else sizes[1]
    return abs(_middle(first) - _middle(second)) <= (RAISED if raised else ROW) * reach


def _segments(
    row: list[Item],
    dividers: Sequence[Rule],
    columns: frozenset[int] = frozenset(),
    *,
    rotated: bool = False,
) -> list[Line]:
    groups: list[list[Item]] = []
    spread = _is_justified(row)
    for item in row:
        last = groups[-1][-1] if groups else None
        if last and (spread or _one_stretch(last, item, dividers, columns)):
            groups[-1].append(item)
        else:
            groups.append([item])
    return _with_markers([line for group in groups if (line := _line(group, rotated))], dividers)


def _is_justified(row: list[Item]) -> bool:
    """Whether the words of one line were moved apart, all by the same."""
    if len(row) <= FEWEST_SPACES:
        return False
    spaces = [after.box.left - before.box.right for before, after in pairwise(row)]
    if not 0 < max(spaces) < SPREAD * row[0].size or max(spaces) - min(spaces) >= 1:
        return False
    worded = sum(any(map(str.isalpha, item.text)) for item in row)
    return 2 * worded >= len(row)


def _one_stretch(last: Item, item: Item, dividers: Sequence[Rule], columns: frozenset[int]) -> bool:
    gap = item.box.left - last.box.right
    beside = round(item.box.left) in columns
    if gap > (GUTTER if beside else WIDE) * max(item.size, last.size):
        return False
    return gap < 1 or not crossing(dividers, last.box.right - 1, item.box.left + 1, _middle(item))


def _line(items: list[Item], rotated: bool) -> Line | None:
    words: list[Word] = []
    before: Item | None = None
    for item in items:
        glued = before is not None and item.box.left - before.box.right < SPACE * item.size
        words += _words(item, glued=glued and not (before and before.text[-1:].isspace()))
        before = item
    if not words:
        return None
    main = max(items, key=lambda item: len(item.text.strip()))
    letters = [item for item in items if any(c.isalnum() for c in item.text)] or items
    top = min(item.box.top for item in items)
    bottom = max(item.box.bottom for item in items)
    if not rotated and bottom - top > AIR * main.size > 0:
        middle = _middle(main)
        top, bottom = middle - 0.58 * main.size, middle + 0.58 * main.size
    left = min(item.box.left for item in items)
    return _cut_marker(
        Line(
            words=words,
            left=left,
            top=top,
            right=max(item.box.right for item in items),
            bottom=bottom,
            size=main.size,
            bold=all(item.bold for item in letters),
            italic=main.italic,
            color=main.color,
            font=main.font,
            rotated=rotated,
            text_left=left,
            marks=tuple(item.mark for item in items if item.mark is not None),
            text=text_of(words),
        )
    )


def text_of(words: list[Word]) -> str:
    """The words with a space between, but for those that are glued to the one before."""
    return "".join(("" if word.glued else " ") + word.text for word in words).strip()


def _words(item: Item, *, glued: bool) -> list[Word]:
    """Split an item into words and share its width out between them."""
    edges = list(accumulate(map(_WIDTHS.__getitem__, item.text), initial=0.0))
    left, scale = item.box.left, (item.box.right - item.box.left) / (edges[-1] or 1.0)
    raw = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", item.text)]
    out: list[Word] = []
    private = bool(raw) and not glued and _PRIVATE_BULLET.match(raw[0][0])
    plain = clean_words([w for w, _, _ in raw[bool(private) :]])
    clean = mended(["", *plain] if private else plain)
    if private:
        clean[0] = (raw[0][0], False)
    for (word, split), (_, start, end) in zip(clean, raw, strict=True):
        if word:
            beside = split or (glued and not out and start == 0)
            at, to = left + edges[start] * scale, left + edges[end] * scale
            out.append(Word(word, at, to, item.bold, beside))
    return out


class _Widths(dict[str, float]):
    """The rough width of every sign, worked out when it is first met."""

    def __missing__(self, sign: str) -> float:
        width = 0.68 if sign.isupper() else 0.56
        for signs, rough in ((_NARROW, 0.3), (_BROAD, 0.85), (_THIN, 0.5)):
            if sign in signs:
                width = rough
        self[sign] = width
        return width


_WIDTHS = _Widths()


def _cut_marker(line: Line) -> Line:
    """Move a marker from the front of the line's words to `marker`."""
    first = line.words[0]
    rest = line.words[1:]
    if rest and not rest[0].glued and is_marker(first.text) and not _no_marker(first, rest):
        line.marker = marker_text(first.text)
        line.cut = [first]
        line.words = rest
        line.text_left = rest[0].left
        line.text = text_of(rest)
    return line


def _no_marker(first: Word, rest: list[Word]) -> bool:
    """Whether the sign belongs to the words: «s.» before a page, a day of a month, «f. eks.»."""
    if (first.text.lstrip("("), rest[0].text.strip(",:)")) in _ABBREVIATED:
        return True
    if _INITIAL.match(first.text) and _INITIAL.match(rest[0].text.rstrip(",")):
        return True  # of a name: «K. I. Dahl»
    if first.text == "s.":
        return rest[0].text.strip(".,").isdigit()
    return first.text[:-1].isdigit() and bool(_MONTH.match(rest[0].text))


def with_marker_back(line: Line) -> Line:
    """The line with its marker among the words again, where it was no marker after all."""
    line.words = line.cut + line.words
    line.text, line.marker, line.cut = text_of(line.words), None, []
    line.text_left = line.left
    return line


def marker_text(text: str) -> str:
    """The marker as it is kept: private signs of symbol fonts are said as a plain bullet."""
    return "•" if _PRIVATE_BULLET.match(text) or _is_symbol(text) else text


def _with_markers(segments: list[Line], dividers: Sequence[Rule]) -> list[Line]:
    """Join a lone marker with the words that follow it on the row."""
    out: list[Line] = []
    for line in segments:
        lone = out[-1] if out else None
        if lone and len(out) == 1 and _is_chapter(lone, line) and _is_near(lone, line, dividers):
            out[-1] = joined(lone, line)
            continue
        if (
            lone
            and lone.marker is None
            and len(lone.words) == 1
            and is_marker(lone.text)
            and (line.marker is None or {lone.text, line.marker} <= _SIGNS)
            and not _no_marker(lone.words[0], line.words)
            and not (len(out) > 1 and _in_sentence(out[-2], lone, line))
            and _is_near(lone, line, dividers)
        ):
            line.marker = marker_text(lone.text)
            line.cut = lone.words + line.cut
            line.text_left, line.left = line.left, lone.left
            line.top, line.bottom = min(lone.top, line.top), max(lone.bottom, line.bottom)
            line.marks = lone.marks + line.marks
            out[-1] = line
        else:
            out.append(line)
    return out


def _is_near(lone: Line, line: Line, dividers: Sequence[Rule]) -> bool:
    close = line.left - lone.right < MARKER_REACH * max(line.size, 8)
    return close and not crossing(dividers, lone.right - 1, line.left + 1, line.middle)


def _is_chapter(lone: Line, line: Line) -> bool:
    """Whether a number without a stop stands before a title that is set as it is."""
    alike = lone.bold and line.bold and lone.font == line.font and abs(lone.size - line.size) < 0.1
    return alike and bool(_CHAPTER.match(lone.text)) and line.text[0].isalpha() and not line.marker


def joined(first: Line, second: Line) -> Line:
    """Two stretches of one row as one line."""
    main = first if len(first.text) >= len(second.text) else second
    return replace(
        first,
        words=first.words + second.words,
        top=min(first.top, second.top),
        right=second.right,
        bottom=max(first.bottom, second.bottom),
        size=main.size,
        bold=first.bold and second.bold,
        italic=main.italic,
        color=main.color,
        font=main.font,
        underlined=first.underlined and second.underlined,
        marks=first.marks + second.marks,
        text=f"{first.text} {second.text}",
    )


def _in_sentence(before: Line, lone: Line, after: Line) -> bool:
    """Whether a dash stands between words that a justified line has moved apart."""
    size = max(after.size, 8)
    near = 0 <= lone.left - before.right < 2 * size and after.left - lone.right < 2 * size
    goes_on = before.text[-1:].isalnum() and after.text[:1].islower()
    return bool(_DASH.match(lone.text)) and near and goes_on
