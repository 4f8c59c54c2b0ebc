"""Write a demo source as DOCX with real styles, lists, tables, a text box and tracked changes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from maalkart.workflow.demo_markup import Part, Source, Span

ZIP_DATE = (2021, 1, 1, 0, 0, 0)
_BOX = """<w:r {ns}><w:pict xmlns:v="urn:schemas-microsoft-com:vml">
<v:rect style="width:420pt;height:{height}pt" fillcolor="#{fill}" strokecolor="#7f9f5f">
<v:textbox><w:txbxContent>{paragraphs}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>"""


def write_docx(source: Source, created: int) -> bytes:
    """The source as a Word document; the same bytes every time."""
    document = docx.Document()
    _dress(document, source)
    writer = _Writer(document, source.facts.get("colour", "1F3864"))
    for part in source.parts:
        writer.write(part)
    _properties(document, source, datetime.fromtimestamp(created, tz=UTC))
    made = io.BytesIO()
    document.save(made)
    return _same_dates(made.getvalue())


class _Writer:
    """Holds what the parts share: the open table and the open numbered list."""

    def __init__(self, document: Document, colour: str) -> None:
        self._document = document
        self._colour = colour
        self._table: Table | None = None
        self._number = 0

    def write(self, part: Part) -> None:
        match part.kind:
            case "heading":
                _fill(self._document.add_heading(level=part.level), part.spans)
            case "bullet":
                style = "List Bullet" if part.level == 1 else f"List Bullet {part.level}"
                _fill(self._document.add_paragraph(style=style), part.spans)
            case "number":
                self._numbered(part)
            case "row":
                self._row(part)
            case "box":
                self._box(part)
            case "quote":
                _fill(self._document.add_paragraph(style="Intense Quote"), part.spans)
            case "break":
                self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case "paragraph":
                _fill(self._document.add_paragraph(), part.spans)

    def _numbered(self, part: Part) -> None:
        paragraph = self._document.add_paragraph(style="List Number")
        if part.first:
            self._number = _new_list(self._document)
        style: Any = paragraph._p.get_or_add_pPr()
        properties = style.get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = self._number
        _fill(paragraph, part.spans)

    def _row(self, part: Part) -> None:
        if part.first or self._table is None:
            self._table = self._document.add_table(rows=0, cols=len(part.cells))
            self._table.style = "Table Grid"
        cells = self._table.add_row().cells
        for cell, spans in zip(cells, part.cells, strict=True):
            _fill(cell.paragraphs[0], spans, bold=part.first)
            if part.first:
                shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="D9E2F3"/>'
                cell._tc.get_or_add_tcPr().append(parse_xml(shade))

    def _box(self, part: Part) -> None:
        inside = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(_words(line))}</w:t></w:r></w:p>'
            for line in part.lines
        )
        height = 20 + 27 * sum(1 + len(_words(line)) // 85 for line in part.lines)
        xml = _BOX.format(ns=nsdecls("w"), paragraphs=inside, height=height, fill="EAF1DD")
        made: Any = parse_xml(xml)
        self._document.add_paragraph()._p.append(made)


def _fill(paragraph: Paragraph, spans: Iterable[Span], *, bold: bool = False) -> None:
    for span in spans:
        match span.kind:
            case "added" | "removed":
                paragraph._p.append(_change(span))
            case "note":
                paragraph.add_run(f" ({span.text})").font.size = Pt(9)
            case _:
                run = paragraph.add_run(span.text)
                run.bold = True if bold or span.kind == "bold" else None
                run.italic = True if span.kind == "italic" else None


def _change(span: Span) -> Any:
    outer, inner = ("ins", "t") if span.kind == "added" else ("del", "delText")
    return parse_xml(
        f'<w:{outer} {nsdecls("w")} w:id="7" w:author="Plan" w:date="2020-01-01T00:00:00Z"><w:r>'
        f'<w:{inner} xml:space="preserve">{escape(span.text)}</w:{inner}></w:r></w:{outer}>'
    )


def _words(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _new_list(document: Document) -> int:
    """A fresh numbered list that starts at 1; returns its number in the numbering part."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    used = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    abstract = numbering.num_having_numId(int(used)).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(fresh.numId)


def _dress(document: Document, source: Source) -> None:
    facts = source.facts
    normal = document.styles["Normal"].font
    normal.name, normal.size = facts.get("font", "Calibri"), Pt(float(facts.get("size", "11")))
    colour = RGBColor.from_string(facts.get("colour", "1F3864"))
    for level in (1, 2, 3):
        document.styles[f"Heading {level}"].font.color.rgb = colour
    section = document.sections[0]
    section.header.paragraphs[0].text = facts.get("header", "")
    section.footer.paragraphs[0].text = facts.get("footer", "")
    document.add_paragraph(facts["title"], style="Title")
    if "subtitle" in facts:
        document.add_paragraph(facts["subtitle"], style="Subtitle")


def _properties(document: Document, source: Source, moment: datetime) -> None:
    said = document.core_properties
    said.title, said.author = source.facts["title"], source.facts.get("org", "")
    said.language = "nn-NO" if source.facts.get("lang") == "nn" else "nb-NO"
    said.created = said.modified = moment.replace(tzinfo=None)
    said.last_modified_by, said.revision, said.comments = "", 1, ""


def _same_dates(packed: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
