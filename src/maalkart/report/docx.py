"""The report as a Word file that an office can edit: its own styles, captions and headings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Emu, Pt

from maalkart.report.draw.svg import printable
from maalkart.report.grid import BREAKS, Grid, grid, numbered, see, where
from maalkart.report.images import png
from maalkart.report.ooxml import (
    Element,
    bookmark,
    counter,
    field_begin,
    field_end,
    link,
    paragraph,
    run,
    spoken,
    table,
)
from maalkart.report.parts import (
    BodyPage,
    Chapter,
    Figure,
    Heading,
    Listed,
    Own,
    OwnBlock,
    Part,
    Quoted,
    Said,
    Shown,
)
from maalkart.report.report import Report, made_of
from maalkart.report.wordstyles import EDGE, LONG, SHORT, set_styles

MADE = datetime(2000, 1, 1, tzinfo=UTC)  # a file made twice is the same file: no clock in it
WIDE, HIGH, MAP = Cm(16), Cm(20.5), Cm(12)  # what a figure may take of a page, and a map
POINT = 0.72  # points to a unit of a drawing, as in the PDF
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO", "da": "da", "sv": "sv"}
DEEPEST = 3  # lists within lists that Word's own styles know


def write_docx(report: Report, folder: Path, pictures: Mapping[str, bytes]) -> Path:
    """Write `report-LANGUAGE.docx`, whole or not at all; returns its path.

    `pictures` are the figures as PNG, by their ids.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"report-{report.texts.language}.docx"
    unfinished = path.with_suffix(".docx.part")
    unfinished.write_bytes(_timeless(_Writer(report, pictures).write()))
    unfinished.replace(path)
    return path


def _timeless(document: Document) -> bytes:
    """The file's bytes without the time at which they were packed."""
    packed, fixed = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=MADE.timetuple()[:6])
            still = name.endswith(".png")  # compressed already
            entry.compress_type = zipfile.ZIP_STORED if still else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return fixed.getvalue()


class _Writer:
    """Writes part after part at the end of a document."""

    def __init__(self, report: Report, pictures: Mapping[str, bytes]) -> None:
        self.report, self.texts, self.pictures = report, report.texts, pictures
        self.numbers = numbered(report.printed)
        self.figures = 0
        self.sideways = False
        self.language = LANGUAGES[report.texts.language]
        self.document = docx.Document()
        self.end = self.document.element.body.sectPr

    def write(self) -> Document:
        set_styles(self.document, self.report.look.colour, self.language)
        self._properties()
        self._title_page()
        for number, chapter in enumerate(self.report.printed):
            self._chapter(number, chapter)
        return self.document

    def add(self, *made: Element) -> None:
        for one in made:
            self.end.addprevious(one)

    def _chapter(self, number: int, chapter: Chapter) -> None:
        self._turn(sideways=False)
        first = self.end.getprevious()
        marks = bookmark(number, f"chapter-{chapter.id}")
        words = marks[0], run(chapter.title), marks[1]
        self.add(paragraph("Heading1", *words, new_page=chapter.id in BREAKS))
        for before, part in zip((None, *chapter.parts), chapter.parts, strict=False):
            self._part(part, after=before)
        if chapter.language:
            for one in first.itersiblings():
                spoken(one, LANGUAGES[chapter.language])

    def _properties(self) -> None:
        said = self.document.core_properties
        said.title = printable(self.texts.say("page.title", study=self.report.data.name))
        said.author = "; ".join(self.report.look.authors)
        said.language = self.language
        said.comments = ""
        said.created = said.modified = MADE.replace(tzinfo=None)

    def _title_page(self) -> None:
        look, data, texts = self.report.look, self.report.data, self.texts
        if look.logo is not None:
            logo = look.logo if look.logo_kind != "svg" else png(look.logo)
            self._picture(logo, "logo", look.logo_text, height=Cm(2))
        self.add(paragraph("Subtitle", run(texts.say("page.kicker"))))
        self.add(paragraph("Title", run(texts.say("page.title", study=data.name))))
        if look.authors:
            self.add(
                paragraph(
                    "Normal", run(texts.say("page.authors", names=texts.listed(look.authors)))
                )
            )
        self.add(paragraph("Note", run(made_of(self.report))))
        self.add(paragraph("ContentsHeading", run(texts.say("page.contents"))))
        self._contents()

    def _contents(self) -> None:
        """Word's own table of contents, which holds the chapters until Word fills in the pages."""
        lines = [
            paragraph("ContentsLine", link(run(chapter.title), f"chapter-{chapter.id}"))
            for chapter in self.report.printed
        ]
        if lines:
            for at, one in enumerate(field_begin('TOC \\o "1-1" \\h \\z \\u'), start=1):
                lines[0].insert(at, one)
            lines[-1].append(field_end())
        self.add(*lines)

    def _part(self, part: Part, *, after: Part | None = None) -> None:
        made = grid(part.table, self.texts) if isinstance(part, Shown) else None
        self._turn(sideways=made is not None and made.wide)
        match part:
            case Said():
                self.add(self._said("Normal", part))
            case Listed():
                style = "ListNumber" if part.numbered else "ListBullet"
                counted = self._counted(style) if part.numbered else None
                self.add(*(self._said(style, one, counted) for one in part.items))
            case Heading():
                self.add(paragraph("Heading2", run(part.text)))
            case Quoted():
                self._quotes(part)
            case Shown() if made is not None:
                self._table(made)
            case Figure():
                self._figure(part)
            case Own():
                self.add(paragraph("OwnMark", run(part.mark)))
                self._own(part)
            case BodyPage():
                new_page = isinstance(after, BodyPage)
                self.add(paragraph("Heading2", run(part.name), new_page=new_page))
                for inner in part.parts:
                    self._part(inner)

    def _own(self, part: Own) -> None:
        counted: dict[int, int] = {}
        for block in part.blocks:
            style, depth = _style(block), block.depth
            if block.opens or (block.number is not None and depth not in counted):
                counted[depth] = self._counted(style, first=block.number or 1)
            list_of = counted.get(depth) if block.number is not None else None
            self.add(paragraph(style, *_words(block), numbering=list_of))

    def _counted(self, style: str, *, first: int = 1) -> int:
        """A list of its own that counts from `first`: Word goes on from the last one otherwise."""
        named = next(one for one in self.document.styles if one.style_id == style)
        numbering = self.document.part.numbering_part.element
        usual = named.element.pPr.numPr.numId.val
        made = numbering.add_num(numbering.num_having_numId(usual).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(first)
        return int(made.numId)

    def _said(self, style: str, one: Said, counted: int | None = None) -> Element:
        words = [run(one.text)] if one.text else []
        if one.lead:
            words.insert(0, run(one.lead + (": " if one.text else ". "), bold=True))
        number = self.numbers.get(one.table or "")
        if number:
            said = see(one, number, self.texts)
            words.append(link(run(f" {said}", soft=True), f"table-{one.table}"))
        return paragraph(style, *words, numbering=counted)

    def _quotes(self, part: Quoted) -> None:
        self.add(paragraph("Heading3", run(part.heading)))
        for one in part.examples:
            self.add(spoken(paragraph("Quote", run(one.text)), LANGUAGES[one.language]))
            self.add(paragraph("Source", run(where(one, self.texts))))

    def _figure(self, part: Figure) -> None:
        self.figures += 1
        self._caption("figure", self.figures, part.title)
        high = MAP if part.credit else HIGH
        scale = min(float(Pt(POINT)), WIDE / part.width, high / part.height)
        says = f"{part.title}. {part.description}"
        self._picture(
            self.pictures[part.id], f"figure-{part.id}", says, width=Emu(int(part.width * scale))
        )
        note = self.texts.say("page.see_table", n=self.numbers[part.table])
        self.add(paragraph("Note", run(f"{note} {part.credit}".strip())))

    def _picture(self, made: bytes, name: str, says: str, **size: Any) -> None:
        """A picture with its alternative text."""
        shape = self.document.add_picture(io.BytesIO(made), **size)
        about = shape._inline.docPr
        about.set("name", name)
        about.set("descr", printable(says))

    def _caption(self, kind: str, number: int, title: str, *more: Element) -> None:
        name = self.texts.say(f"page.{kind}", n="").strip()
        words = run(f"{name} "), counter(name, number), run(f". {title}")
        self.add(paragraph("Caption", *words, *more))

    def _table(self, made: Grid) -> None:
        number = self.numbers.get(made.id)
        if number:
            marks = bookmark(1000 + number, f"table-{made.id}")
            self._caption("table", number, made.title, *marks, run(f"  {made.unit}", soft=True))
        self.add(table(made, (LONG if made.wide else SHORT) - 2 * EDGE))
        self.add(*(paragraph("Note", run(note)) for note in made.notes))

    def _turn(self, *, sideways: bool) -> None:
        """Begin a section whose pages are on their side, or upright again, where they are not."""
        if sideways == self.sideways:
            return
        self.sideways = sideways
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (LONG, SHORT) if sideways else (SHORT, LONG)


def _style(block: OwnBlock) -> str:
    """The style of a block of a team's own text; lists deeper than Word's stand at its deepest."""
    if block.kind == "heading":
        return "Heading2"
    if not block.depth:
        return "OwnText"
    named = {"bullet": "ListBullet", "number": "ListNumber"}.get(block.kind, "ListContinue")
    depth = min(block.depth, DEEPEST)
    return f"{named}{depth}" if depth > 1 else named


def _words(block: OwnBlock) -> list[Element]:
    words = []
    for one in block.runs:
        words.append(run(one.text, bold=one.strong, italic=one.emphasis))
        if one.link and one.link != one.text:
            words.append(run(f" ({one.link})", soft=True))
    return words
