"""Headings that someone only painted: a short bold paragraph over its text, without a style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maalkart.core.document import BlockKind
from maalkart.read.flow import Piece, with_marker

LONGEST_HEADING = 100  # characters; of the headings in the gold pages the longest has 87
LARGER = 1.15  # times the usual size: less is within one style's variation
LOWEST_LEVEL = 9

_SENTENCE = re.compile(r"[.;,]['\"”»)]*$")
_CAPTION = re.compile(
    r"^(?:(?:figur|tabell|bilde|bilete|kart|illustrasjon|diagram|figure|table)\s*\d+(?:[.\-–]\d+)*"
    r"\s*(?:[:.–-]\s|$)|(?:foto|illustrasjon|kjelde|kilde|photo)\s*:)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A piece with how it looks: whether all of it is bold, and the size of its type in points."""

    piece: Piece
    bold: bool = False
    size: float | None = None


def as_caption(piece: Piece) -> Piece:
    """A paragraph such as «Figur 3: …» or «Foto: …» is a caption."""
    if piece.kind == "paragraph" and len(piece.text) < 300 and _CAPTION.match(piece.text):
        return replace(piece, kind="caption")
    return piece


def with_levels(seen: Iterable[Seen]) -> list[Piece]:
    """Typed markers and captions recognised, painted headings set under the real ones above them.

    A painted heading stands one level below the last real heading; among themselves larger type
    stands over smaller.
    """
    marked = [replace(each, piece=with_marker(as_caption(each.piece))) for each in seen]
    usual = _usual_size(marked)
    painted = [_is_painted(marked, at, usual) for at in range(len(marked))]
    sizes = sorted({each.size or 0.0 for each, fake in zip(marked, painted, strict=True) if fake})
    ranks = {size: rank for rank, size in enumerate(reversed(sizes))}
    last = 0
    pieces: list[Piece] = []
    for each, fake in zip(marked, painted, strict=True):
        piece = each.piece
        if piece.kind == "heading" and piece.level:
            last = piece.level
        if fake:
            level = min(last + 1 + ranks[each.size or 0.0], LOWEST_LEVEL)
            piece = with_marker(_heading(piece, level))
        pieces.append(piece)
    return pieces


def _heading(piece: Piece, level: int) -> Piece:
    return replace(piece, kind="heading", level=level)


def _usual_size(seen: Sequence[Seen]) -> float | None:
    """The size that most of the text of paragraphs and items is set in."""
    amount: dict[float, int] = {}
    for each in seen:
        if each.size and each.piece.kind in ("paragraph", "list_item"):
            amount[each.size] = amount.get(each.size, 0) + len(each.piece.text)
    return max(sorted(amount), key=lambda size: amount[size]) if amount else None


_TEXT: frozenset[BlockKind] = frozenset({"paragraph", "list_item", "table_cell"})


def _is_painted(seen: Sequence[Seen], at: int, usual: float | None) -> bool:
    here = seen[at]
    text = here.piece.text
    large = bool(usual and here.size and here.size >= usual * LARGER)
    numbered = here.piece.kind == "list_item" and (here.piece.marker or "").rstrip(".").isdigit()
    if not (here.piece.kind == "paragraph" or (numbered and here.bold)):
        return False
    if not (here.bold or large) or len(text) > LONGEST_HEADING:
        return False
    if _SENTENCE.search(text) or not any(letter.isalpha() for letter in text):
        return False
    if text[0].islower():
        return False
    return _heads_something(seen, at)


def _heads_something(seen: Sequence[Seen], at: int) -> bool:
    """Whether text that looks otherwise follows, at most two painted lines further down."""
    here = seen[at]
    for other in seen[at + 1 : at + 3]:
        if other.piece.kind == "heading":
            return False
        if other.piece.kind in _TEXT and (other.bold, other.size) != (here.bold, here.size):
            return True
    return False
