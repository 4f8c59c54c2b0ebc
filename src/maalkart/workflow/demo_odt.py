"""Write a demo source as ODT: real headings, lists, tables, notes and a frame with text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from xml.sax.saxutils import escape

from maalkart.workflow.demo_markup import Part, Source, Span

ZIP_DATE = (2021, 1, 1, 0, 0, 0)
MIMETYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
        ("manifest", "manifest"),
    )
)
_DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_START = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_odt(source: Source, created: int) -> bytes:
    """The source as an OpenDocument text; the same bytes every time."""
    moment = datetime.fromtimestamp(created, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S")
    files = {
        "content.xml": _content(source),
        "styles.xml": _styles(source),
        "meta.xml": _meta(source, moment),
        "META-INF/manifest.xml": _manifest(),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(zipfile.ZipInfo("mimetype", ZIP_DATE), MIMETYPE)
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, text.encode("utf-8"))
    return made.getvalue()


def _content(source: Source) -> str:
    body = "".join(_blocks(source.parts))
    title = f'<text:p text:style-name="Title">{escape(source.facts["title"])}</text:p>'
    return (
        f'{_START}<office:document-content {_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{_AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{title}{body}</office:text></office:body>"
        "</office:document-content>"
    )


def _indent(level: int) -> str:
    return (
        f'<style:list-level-properties text:space-before="{level * 0.5}cm" '
        'text:min-label-width="0.5cm"/>'
    )


_AUTOMATIC = (
    '<style:style style:name="B" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="I" style:family="text">'
    '<style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="Break" style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #888888" fo:padding="0.1cm"/></style:style>'
    '<text:list-style style:name="Bullets">'
    f'<text:list-level-style-bullet text:level="1" text:bullet-char="•">{_indent(1)}'
    "</text:list-level-style-bullet>"
    f'<text:list-level-style-bullet text:level="2" text:bullet-char="–">{_indent(2)}'
    "</text:list-level-style-bullet></text:list-style>"
    '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" '
    f'style:num-format="1" style:num-suffix=".">{_indent(1)}</text:list-level-style-number>'
    "</text:list-style>"
)


def _blocks(parts: Iterable[Part]) -> Iterator[str]:
    """The parts as XML; neighbours of a list or table are gathered into one element."""
    for kind, run in groupby(parts, key=lambda part: part.kind):
        group = list(run)
        if kind in {"bullet", "number"}:
            yield _list(group, "Bullets" if kind == "bullet" else "Numbers")
        elif kind == "row":
            yield _table(group)
        else:
            yield from map(_single, group)


def _single(part: Part) -> str:
    words = _inline(part.spans)
    match part.kind:
        case "heading":
            return (
                f'<text:h text:style-name="Heading_20_{part.level}" '
                f'text:outline-level="{part.level}">{words}</text:h>'
            )
        case "box":
            inside = "".join(f"<text:p>{_inline(line)}</text:p>" for line in part.lines)
            return (
                '<text:p><draw:frame text:anchor-type="paragraph" svg:width="14cm" '
                f'svg:height="4cm"><draw:text-box>{inside}</draw:text-box></draw:frame></text:p>'
            )
        case "quote":
            return f'<text:p text:style-name="Quotations">{words}</text:p>'
        case "break":
            return '<text:p text:style-name="Break"/>'
        case _:
            return f'<text:p text:style-name="Text_20_body">{words}</text:p>'


def _list(items: list[Part], style: str) -> str:
    made: list[str] = []
    for item in items:
        entry = f"<text:list-item><text:p>{_inline(item.spans)}</text:p></text:list-item>"
        if item.level > 1 and made:
            nested = f"<text:list>{entry}</text:list></text:list-item>"
            made[-1] = made[-1].removesuffix("</text:list-item>") + nested
        else:
            made.append(entry)
    return f'<text:list text:style-name="{style}">{"".join(made)}</text:list>'


def _table(rows: list[Part]) -> str:
    width = len(rows[0].cells)
    made = [
        "<table:table-row>" + "".join(map(_cell, row.cells)) + "</table:table-row>" for row in rows
    ]
    head = f"<table:table-header-rows>{made[0]}</table:table-header-rows>"
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table>{columns}{head}{''.join(made[1:])}</table:table>"


def _cell(spans: tuple[Span, ...]) -> str:
    return (
        f'<table:table-cell table:style-name="Cell" office:value-type="string">'
        f"<text:p>{_inline(spans)}</text:p>"
        "</table:table-cell>"
    )


def _inline(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    words = escape(span.text)
    match span.kind:
        case "bold":
            return f'<text:span text:style-name="B">{words}</text:span>'
        case "italic":
            return f'<text:span text:style-name="I">{words}</text:span>'
        case "note":
            return (
                '<text:note text:note-class="footnote"><text:note-citation>*</text:note-citation>'
                f"<text:note-body><text:p>{words}</text:p></text:note-body></text:note>"
            )
        case "removed":
            return ""
        case _:
            return words


def _styles(source: Source) -> str:
    headings = "".join(
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
        f'style:family="paragraph" style:default-outline-level="{level}">'
        f'<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" '
        'fo:keep-with-next="always"/>'
        f'<style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>'
        for level, size in ((1, 18), (2, 14), (3, 12))
    )
    named = "".join(
        f'<style:style style:name="{name}" style:family="paragraph">{look}</style:style>'
        for name, look in (
            ("Standard", ""),
            ("Text_20_body", '<style:paragraph-properties fo:margin-bottom="0.25cm"/>'),
            ("Title", '<style:text-properties fo:font-size="26pt" fo:font-weight="bold"/>'),
            ("Quotations", '<style:text-properties fo:font-style="italic"/>'),
        )
    )
    header, footer = (escape(source.facts.get(part, "")) for part in ("header", "footer"))
    return (
        f'{_START}<office:document-styles {_NAMES} office:version="1.2">'
        f"<office:styles>{named}{headings}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
        'fo:page-height="29.7cm" fo:margin="2.5cm"/><style:header-style/><style:footer-style/>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4">'
        f"<style:header><text:p>{header}</text:p></style:header>"
        f"<style:footer><text:p>{footer}</text:p></style:footer>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )


def _meta(source: Source, moment: str) -> str:
    language = "nn-NO" if source.facts.get("lang") == "nn" else "nb-NO"
    return (
        f'{_START}<office:document-meta {_NAMES} {_DUBLIN} office:version="1.2"><office:meta>'
        f"<dc:title>{escape(source.facts['title'])}</dc:title>"
        f"<dc:creator>{escape(source.facts.get('org', ''))}</dc:creator>"
        f"<dc:language>{language}</dc:language>"
        f"<meta:creation-date>{moment}</meta:creation-date><dc:date>{moment}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", MIMETYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    )
    return (
        f'{_START}<manifest:manifest {_NAMES} manifest:version="1.2">{entries}</manifest:manifest>'
    )
