"""From a flow of pieces to pages and blocks: what the readers of DOCX, ODT, HTML and text share.

A reader says what it saw, in order, as `Piece`s; the builders here write the text of each page and
keep every block a span of it. Markers and numbers stand in the page's text before their block.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maalkart.core.document import Block, BlockKind, Document, Icon, Note, Page

LABEL_LENGTH = 80  # a heading in a label; longer ones are cut at a word, as a contents list does
_JOINT = " › "

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_CHANGED = str.maketrans({**_LIGATURES, "\u00ad": None, "\u2010": "-", "\u2011": "-"})
# directions, joiners of width zero, byte order marks and control characters say nothing in print
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\ue000-\uf8ff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block before it has a place; `anchor` is where a link to it points, without «#».

    `sdgs` are the UN goals that pictures in it show, by their alternative text.
    """

    kind: BlockKind
    text: str
    level: int | None = None
    marker: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    header: bool = False
    continues: bool = False
    anchor: str | None = None
    sdgs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is known of a file besides its pieces."""

    id: str
    name: str
    format: str
    title: str | None = None
    created: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The pieces of one page or section, under its number and label."""

    number: int
    pieces: tuple[Piece, ...]
    label: str | None = None


def clean(text: str) -> str:
    r"""Open ligatures, drop what is not seen, and make every stretch of white space one blank.

    >>> clean("Ei ﬂott\u00ad  bygd\u200b ")
    'Ei flott bygd'
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text).translate(_CHANGED))
    return _SPACE.sub(" ", seen).strip()


def sectioned(pieces: Iterable[Piece], file: File, *, feet: Iterable[Piece] = ()) -> Document:
    """A document without pages: its pages are the sections under the two highest headings in use.

    A heading with nothing under it but the next heading stays with that one, so that no section is
    a lone title. Footnotes stand last in the section that refers to them; `feet`, the running lines
    at the foot of every page, are said once and close the first section, as they close page 1.
    """
    sections = _sections([each for each in pieces if each.text]) or [(None, [])]
    first_label, first = sections[0]
    sections[0] = (first_label, [*first, *(each for each in feet if each.text)])
    leaves = [
        Leaf(number=number, pieces=_notes_last(section), label=label)
        for number, (label, section) in enumerate(sections, start=1)
    ]
    return _document(leaves, file, paged=False)


def paged(leaves: Sequence[Leaf], file: File) -> Document:
    """A document with pages of its own; numbers must rise."""
    return _document(leaves, file, paged=True)


def _sections(pieces: list[Piece]) -> list[tuple[str | None, list[Piece]]]:
    used = sorted({p.level for p in pieces if p.kind == "heading" and p.level is not None})
    cut_at = used[:2]
    path: dict[int, str] = {}
    found: list[tuple[str | None, list[Piece]]] = [(None, [])]
    for piece in pieces:
        label, current = found[-1]
        if piece.kind == "heading" and piece.level in cut_at:
            path = {level: said for level, said in path.items() if level < (piece.level or 1)}
            path[piece.level or 1] = _label(piece)
            label = _JOINT.join(path[level] for level in sorted(path))
            if any(p.kind not in ("heading", "furniture") for p in current):
                found.append((label, []))
            else:
                found[-1] = (label, current)
        found[-1][1].append(piece)
    return [section for section in found if section[1]]


def _label(heading: Piece) -> str:
    said = f"{heading.marker} {heading.text}" if heading.marker else heading.text
    if len(said) > LABEL_LENGTH:
        said = said[:LABEL_LENGTH].rsplit(" ", 1)[0] + " …"
    return f"{said} (#{clean(heading.anchor)[:LABEL_LENGTH]})" if heading.anchor else said


def _notes_last(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(sorted(pieces, key=lambda piece: piece.kind == "footnote"))


def _document(leaves: Sequence[Leaf], file: File, *, paged: bool) -> Document:
    pages: list[Page] = []
    blocks: list[Block] = []
    icons: list[Icon] = []
    for leaf in leaves:
        text, there = _written(leaf, first=len(blocks))
        pages.append(Page(number=leaf.number, text=text, label=leaf.label, engine=file.format))
        blocks.extend(there)
        icons.extend(
            Icon(page=leaf.number, sdg=sdg, how="alt text")
            for sdg in dict.fromkeys(goal for piece in leaf.pieces for goal in piece.sdgs)
        )
    notes = file.notes
    if not any(page.text for page in pages):
        pages = [Page(number=1, text="", source="unread", note="no text was found")]
        said = "no text was found in the file"
        notes = (*notes, Note(page=None, code="no_text", message=said))
    return Document(
        id=file.id,
        name=file.name,
        format=file.format,
        pages=tuple(pages),
        blocks=tuple(blocks),
        icons=tuple(icons),
        notes=notes,
        paged=paged,
        title=file.title,
        created=file.created,
    )


def _written(leaf: Leaf, *, first: int) -> tuple[str, list[Block]]:
    """The text of a page and its blocks: items and cells a line apart, the rest a blank one."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    before: Piece | None = None
    for piece in leaf.pieces:
        if not piece.text:
            continue
        gap = "" if before is None else _gap(before, piece)
        lead = gap + (f"{piece.marker} " if piece.marker else "")
        start = at + len(lead)
        blocks.append(_block(piece, leaf.number, first + len(blocks), start))
        parts += [lead, piece.text]
        at = start + len(piece.text)
        before = piece
    return "".join(parts), blocks


def _gap(before: Piece, piece: Piece) -> str:
    close = before.kind == piece.kind and piece.kind in ("list_item", "table_cell", "contents")
    return "\n" if close else "\n\n"


def _block(piece: Piece, page: int, order: int, start: int) -> Block:
    return Block(
        page=page,
        order=order,
        kind=piece.kind,
        start=start,
        end=start + len(piece.text),
        text=piece.text,
        level=piece.level,
        marker=piece.marker,
        table=piece.table,
        row=piece.row,
        column=piece.column,
        header=piece.header,
        continues=piece.continues,
    )


# A bullet, or what fonts of symbols leave of one, and the white space after it. U+F0xx are the
# places of Symbol and Wingdings, whatever sign the font drew there.
BULLETS = "•＊●▪■◦○‣⁃∙·►▶▸➢➤✓✔➔→❖◆◼□▫\uf0a7\uf0b7\uf0d8\uf0fc\uf02d\uf076\uf0a8\uf0e0"
_BULLET = re.compile(rf"^\s*([{BULLETS}])\s*(?=\S)|^\s*([-–—*]|o)\s+(?=\S)")
_NUMBER = re.compile(
    r"^\s*(\d{1,3}[.)]|\(?[a-zæøå]\)|\(\d{1,3}\)|[ivx]{1,4}[.)]|[a-zA-Z]\.|\d{1,2}(?:\.\d{1,2}){1,3}\.?)"
    r"\s+(?=[A-ZÆØÅ«“\"'(])"
    r"|^\s*(\d{1,2}\)|[a-zæøå]\))\s+(?=[a-zæøå])"
)
_HEADING_NUMBER = re.compile(
    r"^\s*(\d{1,2}(?:\.\d{1,2}){1,4}[.:]?|\d{1,2}\.(?!\d)|\d{1,2}(?=\s+[A-ZÆØÅ«]))\s*(?=[^\W\d]|[«“])"
)


def list_marker(text: str) -> tuple[str | None, str]:
    """The bullet or number that a typed list item begins with, and the rest.

    A number with a full stop needs a capital after it, so that «1. januar» is a date.

    >>> list_marker("- Levande bygder")
    ('-', 'Levande bygder')
    >>> list_marker("2. Fleire bustader")
    ('2.', 'Fleire bustader')
    >>> list_marker("1. januar er første dag")
    (None, '1. januar er første dag')
    >>> list_marker("b) byggje skule")
    ('b)', 'byggje skule')
    """
    if found := _BULLET.match(text):
        sign = found.group(1) or found.group(2)
        return ("•" if "\ue000" <= sign <= "\uf8ff" else sign), text[found.end() :]
    if found := _NUMBER.match(text):
        return found.group(1) or found.group(2), text[found.end() :]
    return None, text


def heading_number(text: str) -> tuple[str | None, str]:
    """The number before a heading, and the rest.

    >>> heading_number("4.2 Kultur")
    ('4.2', 'Kultur')
    >>> heading_number("2030 – året")
    (None, '2030 – året')
    """
    if found := _HEADING_NUMBER.match(text):
        return found.group(1), text[found.end() :]
    return None, text


def with_marker(piece: Piece) -> Piece:
    """Take a typed bullet or number out of a piece's text; a paragraph with one is a list item."""
    if piece.marker is not None:
        return piece
    if piece.kind == "heading":
        marker, text = heading_number(piece.text)
        return replace(piece, marker=marker, text=text) if marker else piece
    if piece.kind in ("paragraph", "table_cell"):
        marker, text = list_marker(piece.text)
        if marker:
            kind: BlockKind = "list_item" if piece.kind == "paragraph" else piece.kind
            return replace(piece, kind=kind, marker=marker, text=text, level=piece.level or 1)
    return piece


_SENTENCE_END = re.compile(r"[.!?:;…]['\"”»)]*$")


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence or a lead-in does."""
    return bool(_SENTENCE_END.search(text))


def carries_on(line: str, following: str, *, width: int | None = None) -> bool:
    """Whether a line broken by hand or by a margin goes on in the next.

    `width` is the usual length of a full line, where lines are broken by a margin.

    >>> carries_on("Vi skal ha", "gode skular"), carries_on("Mål", "Gode skular")
    (True, False)
    >>> carries_on("Utsleppa skal ned 40", "% innan 2030")
    True
    """
    if not line or not following or list_marker(following)[0]:
        return False
    if following[0].islower() or following[0] in _NEVER_FIRST:
        return True
    if ends_sentence(line) or width is None or following.isupper():
        return False
    return len(line) >= width * _FULL


_NEVER_FIRST = "%‰,;)/"  # no line opens with these
_FULL = 0.75  # of the width: the next word, 20 characters at most, did not fit

_CONJUNCTIONS = frozenset(["og", "eller", "samt", "til", "men", "and", "or", "for", "i", "på"])
_BROKEN = re.compile(r"([^\W\d_]+)-\s+([^\W\d_]+)")


def join_hyphens(text: str) -> str:
    """Join words that a line end divided; a hyphen that stands for a left-out part is kept.

    >>> join_hyphens("innbyg- gjarane i klima- og miljøarbeidet i Sør- Noreg")
    'innbyggjarane i klima- og miljøarbeidet i Sør-Noreg'
    """
    return _BROKEN.sub(_joined, text)


def _joined(found: re.Match[str]) -> str:
    first, second = found.groups()
    if second.lower() in _CONJUNCTIONS:
        return found.group(0)
    if second[0].isupper() or first.isupper():
        return f"{first}-{second}"
    return first + second
