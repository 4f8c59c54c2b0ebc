"""OpenDocument text: read from its own XML, which keeps what a conversion would drop.

Numbers of list items are counted as LibreOffice prints them; deleted text is not text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maalkart.core.document import Document
from maalkart.read.fakes import with_levels
from maalkart.read.flow import File, Piece, clean, sectioned
from maalkart.read.odt_body import Body
from maalkart.read.odt_styles import Styles
from maalkart.read.xmlparts import Element, Parts, child, tag


def read(path: Path, *, name: str, id: str) -> Document:
    """Read an ODT; its sections are the pages. Raises ReadingError where it is no ODT."""
    with Parts(path, name=name) as parts:
        content = parts.needed("content.xml")
        shared = parts.xml("styles.xml")
        meta = parts.xml("meta.xml")
    styles = Styles([root for root in (shared, content) if root is not None])
    text = child(content, "office:body", "office:text")
    pieces = [
        *_furniture(shared, styles, "style:header"),
        *with_levels([] if text is None else Body(styles).pieces(text)),
    ]
    about = child(meta, "office:meta")
    known = File(
        id=id,
        name=name,
        format="odt",
        title=_said(child(about, "dc:title")),
        created=_said(child(about, "meta:creation-date")),
    )
    return sectioned(pieces, known, feet=_furniture(shared, styles, "style:footer"))


def _said(element: Element | None) -> str | None:
    return clean("".join(element.itertext())) or None if element is not None else None


def _furniture(shared: Element | None, styles: Styles, name: str) -> Iterator[Piece]:
    """Running headers or footers of all page styles, each wording once."""
    seen: list[str] = []
    sides = (name, f"{name}-left", f"{name}-first")
    for part in [] if shared is None else [e for e in shared.iter() if tag(e) in sides]:
        for each in Body(styles).pieces(part):
            if each.piece.text and each.piece.text not in seen:
                seen.append(each.piece.text)
                yield Piece(kind="furniture", text=each.piece.text)
