"""Reading finished files back: whether what they say is what the tables say, and nothing is broken.

Each format is opened as its readers would open it; nothing is asked of what wrote it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from maalkart.core.agreement import Coefficient
from maalkart.core.settings import ReportFormat
from maalkart.core.study import Estimate
from maalkart.report.grid import Grid, GridRow, every_part, grid
from maalkart.report.parts import Chapter, Figure, Listed, Said, Shown
from maalkart.report.report import Report, made_of
from maalkart.report.table import Amount, Count, Part, Table
from maalkart.report.texts import Texts
from maalkart.report.typesetting import shown_as

Faults = Iterator[str]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BROKEN = (
    OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, UnicodeDecodeError,
    pikepdf.PdfError, pypdfium2.PdfiumError,
)  # fmt: skip
SAFE_XML = etree.XMLParser(resolve_entities=False, no_network=True)


def check_files(report: Report, files: Mapping[ReportFormat, Path]) -> Faults:
    """Every fault of a report's files in one language, each with the name of its file.

    A file that is not of its format at all is such a fault too.
    """
    for form, path in files.items():
        if not path.is_file():
            yield f"{path.name}: the file is not there"
            continue
        try:
            for fault in CHECKS[form](report, path):
                yield f"{path.name}: {fault}"
        except BROKEN as error:
            yield f"{path.name}: the file cannot be opened ({error})"


def squeezed(text: str) -> str:
    """Text without spaces, line breaks and signs that do not show: formats set them their own way.

    >>> squeezed("19\u00a0av 41\u00ad")
    '19av41'
    """
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def expected_rows(made: Grid) -> Iterator[str]:
    """Each row of a table as one string, as it stands in a file when it is squeezed."""
    for row in made.rows:
        yield squeezed(_joined(row))


def expected_sentences(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    """Every paragraph of the chapters."""
    for part in every_part(chapters):
        several = part.items if isinstance(part, Listed) else (part,)
        for one in several:
            if isinstance(one, Said) and one.text:
                yield squeezed(one.text)


def _joined(row: GridRow) -> str:
    return row.name + "".join(cell.text + cell.more for cell in row.cells)


def _tables(chapters: tuple[Chapter, ...], texts: Texts) -> list[Grid]:
    shown = (part.table for part in every_part(chapters) if isinstance(part, Shown))
    return [grid(table, texts) for table in shown]


def _figures(chapters: tuple[Chapter, ...]) -> list[Figure]:
    return [part for part in every_part(chapters) if isinstance(part, Figure)]


# HTML


def _html(report: Report, path: Path) -> Faults:
    tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
    yield from _html_links(tree, path)
    yield from _html_pictures(tree, len(report.figures))
    body = tree.body
    said = squeezed(body.text()) if body else ""
    for sentence in expected_sentences(report.chapters):
        if sentence not in said:
            yield f"a sentence of the report is missing: «{sentence[:60]}»"
    found = {_id(node): node for node in tree.css("div.block")}
    for made in _tables(report.chapters, report.texts):
        node = found.get(f"table-{made.id}")
        rows = [squeezed(row.text()) for row in node.css("tbody tr:not(.group)")] if node else []
        if rows != list(expected_rows(made)):
            yield f"the numbers of {made.id} are not those of the table"


def _html_links(tree: LexborHTMLParser, path: Path) -> Faults:
    ids = {_id(node) for node in tree.css("[id]")}
    for anchor in tree.css("a[href]"):
        address = anchor.attributes["href"] or ""
        if address.startswith("#"):
            if address[1:] not in ids:
                yield f"a link leads nowhere: {address}"
        elif not _there(path, address):
            yield f"a link leads to a file that is not there: {address}"
    data = tree.css_first("#data")
    for url in re.findall(r'"url":"([^"]*)"', data.text() if data else ""):
        if not _there(path, url):
            yield f"a document is not there: {url}"


def _there(path: Path, address: str) -> bool:
    """Whether a file that a page leads to is there; addresses elsewhere are not asked for."""
    if "://" in address or address.startswith("mailto:"):
        return True
    return (path.parent / unquote(address.partition("#")[0])).is_file()


def _html_pictures(tree: LexborHTMLParser, wanted: int) -> Faults:
    drawings = tree.css("svg[role=img]")
    if len(drawings) != wanted:
        yield f"{len(drawings)} figures, not {wanted}"
    for drawing in drawings:
        about = drawing.css_first("title"), drawing.css_first("desc")
        if not all(node and node.text(strip=True) for node in about):
            yield "a figure has no text for those who do not see it"
    for picture in tree.css("img"):
        if not picture.attributes.get("alt"):
            yield "a picture has no alternative text"


def _id(node: LexborNode) -> str:
    return node.attributes.get("id") or ""


# PDF


def _pdf(report: Report, path: Path) -> Faults:
    yield from _pdf_tags(path, len(report.figures))
    said = _uncut("".join(_pages(report, path)))
    for sentence in expected_sentences(report.printed):
        if _uncut(shown_as(sentence)) not in said:
            yield f"a sentence of the report is missing: «{sentence[:60]}»"
    for made in _tables(report.printed, report.texts):
        for row in expected_rows(made):
            if _uncut(shown_as(row)) not in said:
                yield f"a row of {made.id} is missing or has other numbers: «{row[:60]}»"


def _pages(report: Report, path: Path) -> Iterator[str]:
    """The text of each page without its header and footer, squeezed."""
    texts, data = report.texts, report.data
    header = squeezed(shown_as(texts.say("page.title", study=data.name)))
    footer = squeezed(shown_as(made_of(report)))
    pages = pypdfium2.PdfDocument(path)
    try:
        for number, page in enumerate(pages, start=1):
            said = squeezed(page.get_textpage().get_text_bounded())
            yield said.replace(f"{footer}{number}", "", 1).removeprefix(header)
    finally:
        pages.close()


def _uncut(text: str) -> str:
    """Without hyphens: at the end of a line they may be the page's and not the word's."""
    return re.sub("[-\u2010]", "", text)


def _pdf_tags(path: Path, figures: int) -> Faults:
    """What a reader for the blind needs: tags, language, title, and text for every figure."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        for place, fault in NEEDED.items():
            if not _within(root, place):
                yield fault
        with pdf.open_metadata() as about:
            if about.get("pdfuaid:part") != "1":
                yield "the PDF does not say that it is PDF/UA-1"
            if not about.get("dc:title"):
                yield "the PDF has no title"
        found = list(_elements(root.get("/StructTreeRoot")))
        drawn = [one for one in found if one.get("/S") == "/Figure"]
        if sum(1 for one in drawn if "/Alt" in one) < figures:
            yield f"{len(drawn)} figures with text for those who do not see them, not {figures}"
        if not any(one.get("/S") == "/TH" for one in found):
            yield "no table has a head"


def _within(node: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        if name not in node:
            return None
        node = node[name]
    return node


NEEDED = {
    ("/MarkInfo", "/Marked"): "the PDF is not tagged",
    ("/StructTreeRoot", "/K"): "the PDF has no order of reading",
    ("/Lang",): "the PDF does not say its language",
    ("/ViewerPreferences", "/DisplayDocTitle"): "the PDF does not show its title",
}
"""Where a reader for the blind looks, and what it means that nothing is there."""


def _elements(node: Any) -> Iterator[Any]:
    """The elements of the structure tree, in reading order."""
    waiting = [node] if node is not None else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(reversed(list(one)))
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield one
            if "/K" in one:
                waiting.append(one["/K"])


# Word


def _docx(report: Report, path: Path) -> Faults:
    with zipfile.ZipFile(path) as packed:
        body = etree.fromstring(packed.read("word/document.xml"), SAFE_XML)
    drawn = [node for node in body.iter() if str(node.tag).endswith("}docPr")]
    if len(drawn) < len(report.figures):
        yield f"{len(drawn)} figures, not {len(report.figures)}"
    if any(not node.get("descr") for node in drawn):
        yield "a picture has no alternative text"
    marks = {node.get(f"{W}name") for node in body.iter(f"{W}bookmarkStart")}
    for link in body.iter(f"{W}hyperlink"):
        if link.get(f"{W}anchor") not in marks:
            yield f"a link leads nowhere: {link.get(f'{W}anchor')}"
    said = squeezed("".join(node.text or "" for node in body.iter(f"{W}t")))
    for sentence in expected_sentences(report.printed):
        if sentence not in said:
            yield f"a sentence of the report is missing: «{sentence[:60]}»"
    for made, table in zip(
        _tables(report.printed, report.texts), body.iter(f"{W}tbl"), strict=False
    ):
        rows = [_word_row(row) for row in table.iter(f"{W}tr")][1:]
        if [row for row in rows if row is not None] != list(expected_rows(made)):
            yield f"the numbers of {made.id} are not those of the table"


def _word_row(row: etree._Element) -> str | None:
    """A row's text; None for one that heads a group."""
    if row.find(f".//{W}gridSpan") is not None:
        return None
    return squeezed("".join(node.text or "" for node in row.iter(f"{W}t")))


# workbook


def _xlsx(report: Report, path: Path) -> Faults:
    with zipfile.ZipFile(path) as packed:
        if any(b"<f>" in packed.read(name) for name in packed.namelist() if "sheet" in name):
            yield "a cell is a formula"
        sheets = dict(_sheets(packed))
    for table in (one for one in report.tables if one.rows):
        found = sheets.get(table.id[:31])
        if found is None:
            yield f"there is no sheet for {table.id}"
        elif sorted(_numbers(table)) != sorted(found):
            yield f"the numbers of {table.id} are not those of the table"


def _sheets(packed: zipfile.ZipFile) -> Iterator[tuple[str, list[float]]]:
    """Each sheet's name with the numbers in it."""
    book = etree.fromstring(packed.read("xl/workbook.xml"), SAFE_XML)
    for at, sheet in enumerate(book.iter(f"{S}sheet"), start=1):
        cells = etree.fromstring(packed.read(f"xl/worksheets/sheet{at}.xml"), SAFE_XML)
        values = [
            round(float(cell.findtext(f"{S}v") or 0), 6)
            for cell in cells.iter(f"{S}c")
            if cell.get("t") is None and cell.findtext(f"{S}v") is not None
        ]
        yield sheet.get("name") or "", values


def _numbers(table: Table) -> Iterator[float]:
    for _, _, cell in table.cells():
        values: tuple[float | None, ...] = ()
        if isinstance(cell, Estimate):
            values = (cell.numerator, cell.denominator, cell.share, cell.low, cell.high)
        elif isinstance(cell, Part):
            values = (cell.value, cell.of, cell.share)
        elif isinstance(cell, Coefficient):
            values = (cell.value, cell.low, cell.high)
        elif isinstance(cell, Count | Amount):
            values = (cell.value,)
        yield from (round(float(value), 6) for value in values if value is not None)


CHECKS: Mapping[ReportFormat, Callable[[Report, Path], Faults]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
}
