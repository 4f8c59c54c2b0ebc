"""The XML parts of a zipped document, parsed so that they cannot reach out or unfold."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from maalkart.core.errors import ReadingError

Element: TypeAlias = etree._Element  # lxml gives its elements no public name

MAX_PART = 200_000_000  # bytes unpacked; the largest part in the corpus has 438,131

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "urn:schemas-microsoft-com:vml": "v",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0": "svg",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
}


def tag(element: Element) -> str:
    """«w:p» for a paragraph, whichever of the two namespaces of OOXML it comes in."""
    return _short(element.tag) if isinstance(element.tag, str) else ""


def attributes(element: Element) -> dict[str, str]:
    """The attributes of an element by the same short names."""
    return {_short(str(name)): str(value) for name, value in element.attrib.items()}


def attribute(element: Element | None, name: str) -> str | None:
    """One attribute («w:val») of an element that may be absent."""
    return None if element is None else attributes(element).get(name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of short names."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if tag(each) == name), None)
    return element


def find_all(element: Element, name: str) -> Iterator[Element]:
    """All descendants of a short name, in document order."""
    return (each for each in element.iter() if tag(each) == name)


def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else local


class Parts:
    """The parts of one zipped document; raises ReadingError where it is no such thing."""

    def __init__(self, path: Path, *, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise self._error(f"the file cannot be unpacked ({error})") from error

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def names(self) -> tuple[str, ...]:
        """The names of all parts, as they stand in the file."""
        return tuple(self._zip.namelist())

    def xml(self, part: str) -> Element | None:
        """The root of a part; None where there is no such part."""
        try:
            info = self._zip.getinfo(part)
        except KeyError:
            return None
        if info.file_size > MAX_PART:
            raise self._error(f"{part} would unpack to {info.file_size:,} bytes")
        try:
            return self._parsed(part, self._zip.read(info))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise self._error(f"{part} cannot be unpacked ({error})") from error

    def needed(self, part: str) -> Element:
        """The root of a part without which there is no document."""
        root = self.xml(part)
        if root is None:
            raise self._error(f"{part} is missing")
        return root

    def _parsed(self, part: str, data: bytes) -> Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._error(f"{part} is not well-formed XML ({error})") from error
        if root.getroottree().docinfo.doctype:
            raise self._error(f"{part} declares entities, which such a document may not")
        return root

    def _error(self, message: str) -> ReadingError:
        return ReadingError(
            message,
            place=self._name,
            hint="open it in Word or LibreOffice, save it anew and try again",
        )
