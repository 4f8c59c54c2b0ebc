"""How the report looks in Word: its styles, so that those who edit it change one and not all."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from maalkart.report.ooxml import element

INK, SOFT = RGBColor(0x1E, 0x2B, 0x3C), RGBColor(0x4A, 0x57, 0x68)
SHORT, LONG, EDGE = Cm(21), Cm(29.7), Cm(2.4)


def set_styles(document: Document, colour: str, language: str) -> None:
    """Give a document the report's styles, its colour and its page."""
    accent = RGBColor.from_string(colour.removeprefix("#").upper())
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.element.get_or_add_rPr().append(element("w:lang", val=language))
    for name, size, tint in (
        ("Title", 26, INK), ("Subtitle", 12, SOFT), ("Heading 1", 18, accent),
        ("Heading 2", 13, accent), ("Heading 3", 11, INK), ("Caption", 10, INK),
    ):  # fmt: skip
        style = styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), "Calibri", False
        style.font.color.rgb = tint
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, points, after in (
        ("Note", 8.5, 4), ("Source", 8.5, 8), ("Own Mark", 8.5, 2), ("Own Text", 10.5, 6),
        ("Cell", 8.5, 0), ("Contents Heading", 16, 6), ("Contents Line", 10.5, 3),
    ):  # fmt: skip
        style = styles.add_style(name, 1)
        style.base_style, style.font.size = normal, Pt(points)
        style.paragraph_format.space_after = Pt(after)
        if name in ("Note", "Source", "Own Mark"):
            style.font.color.rgb = SOFT
    for name in ("Caption", "Quote", "Own Mark"):
        styles[name].paragraph_format.keep_with_next = True
    styles["Quote"].paragraph_format.space_after = Pt(0)
    styles["Contents Heading"].paragraph_format.space_before = Pt(24)
    styles["Own Text"].paragraph_format.left_indent = Cm(0.6)
    section = document.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = EDGE
    section.top_margin = section.bottom_margin = EDGE
