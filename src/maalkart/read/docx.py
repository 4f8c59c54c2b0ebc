"""Word documents: styles, numbering, tables, text boxes, notes, as Word shows them.

Reads the XML itself, so that strict files are read like others. Deleted and hidden text is not
text; the result of a field is, its code is not.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from maalkart.core.document import Document
from maalkart.read.docx_body import Body, Source
from maalkart.read.docx_styles import Numbering, Styles
from maalkart.read.fakes import with_levels
from maalkart.read.flow import File, Piece, clean, sectioned
from maalkart.read.xmlparts import Element, Parts, attribute, attributes, child, find_all


def read(path: Path, *, name: str, id: str) -> Document:
    """Read a DOCX; its sections are the pages. Raises ReadingError where it is no DOCX."""
    with Parts(path, name=name) as parts:
        main = _main_part(parts)
        root = parts.needed(main)
        links = _links(parts, main)
        source = Source(
            styles=Styles(_part(parts, links, "styles")),
            numbering=Numbering(_part(parts, links, "numbering")),
            notes={
                **_notes(_part(parts, links, "footnotes"), "w:footnote"),
                **_notes(_part(parts, links, "endnotes"), "w:endnote"),
            },
            diagrams=_diagrams(parts, links),
        )
        heads = [parts.xml(target) for kind, target in links.values() if kind == "header"]
        feet = [parts.xml(target) for kind, target in links.values() if kind == "footer"]
        core = parts.xml("docProps/core.xml")
    body = child(root, "w:body")
    pieces = [
        *_furniture(heads, source),
        *with_levels([] if body is None else Body(source).pieces(body)),
    ]
    title, created = child(core, "dc:title"), child(core, "dcterms:created")
    return sectioned(
        pieces,
        File(
            id=id,
            name=name,
            format="docx",
            title=_said(title),
            created=_said(created),
        ),
        feet=_furniture(feet, source),
    )


def _said(element: Element | None) -> str | None:
    return (clean("".join(element.itertext())) or None) if element is not None else None


def _main_part(parts: Parts) -> str:
    for kind, target in _links(parts, "").values():
        if kind == "officeDocument":
            return target
    return "word/document.xml"


def _links(parts: Parts, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part points to: kind and name, by the id of the link."""
    folder, file = posixpath.split(part)
    root = parts.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for each in () if root is None else root:
        if not isinstance(each.tag, str):
            continue
        said = attributes(each)
        if said.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, said.get("Target", "")))
            kind = said.get("Type", "").rpartition("/")[2]
            found[said.get("Id", "")] = (kind, target.lstrip("/"))
    return found


def _part(parts: Parts, links: dict[str, tuple[str, str]], kind: str) -> Element | None:
    return next((parts.xml(target) for said, target in links.values() if said == kind), None)


def _diagrams(parts: Parts, links: dict[str, tuple[str, str]]) -> dict[str, Element]:
    found = {id: parts.xml(target) for id, (kind, target) in links.items() if kind == "diagramData"}
    return {id: root for id, root in found.items() if root is not None}


def _notes(root: Element | None, name: str) -> dict[tuple[str, str], Element]:
    """Footnotes or endnotes by kind and id; separators are no notes."""
    if root is None:
        return {}
    return {
        (name, attribute(each, "w:id") or ""): each
        for each in find_all(root, name)
        if attribute(each, "w:type") in (None, "normal")
    }


def _furniture(parts: Iterable[Element | None], source: Source) -> Iterator[Piece]:
    """Running headers and footers, each wording once."""
    seen: list[str] = []
    for part in parts:
        for each in [] if part is None else Body(source).pieces(part):
            if each.piece.text and each.piece.text not in seen:
                seen.append(each.piece.text)
                yield Piece(kind="furniture", text=each.piece.text)
