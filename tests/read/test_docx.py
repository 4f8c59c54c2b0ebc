"""Word documents, written here part by part, are read as Word shows them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.core.errors import ReadingError
from maalkart.read.docx import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="O1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="O2"><w:name w:val="Overskrift 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigen">
<w:name w:val="Plantittel"/><w:basedOn w:val="O1"/></w:style>
<w:style w:type="paragraph" w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Bildetekst"><w:name w:val="caption"/></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1">
<w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def written(folder: Path, body: str, *, space: str = W, **parts: str) -> Document:
    """A DOCX with that body, read."""
    path = folder / "plan.docx"
    kinds = ["styles", "numbering", *parts]
    links = "".join(
        f'<Relationship Id="r{at}" Type="http://x/{kind}" Target="{kind}.xml"/>'
        for at, kind in enumerate(kinds)
    )
    roots = {"styles": STYLES, "numbering": NUMBERING, **parts}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/'
            'markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/'
            '2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml">'
            f"<w:body>{body}</w:body></w:document>",
        )
        packed.writestr("word/_rels/document.xml.rels", f"<Relationships>{links}</Relationships>")
        for kind, inner in roots.items():
            packed.writestr(f"word/{kind}.xml", f'<w:{kind} xmlns:w="{space}">{inner}</w:{kind}>')
    document = read(path, name="plan.docx", id="1")
    for block in document.blocks:
        assert document.page(block.page).text[block.start : block.end] == block.text
    return document


def p(text: str, *, style: str = "", num: tuple[int, int] | None = None, bold: bool = False) -> str:
    """A paragraph."""
    pack = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        pack += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f"<w:p><w:pPr>{pack}</w:pPr><w:r>{look}<w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def shape(document: Document) -> list[tuple[str, int | None, str | None, str]]:
    return [(b.kind, b.level, b.marker, b.text) for b in document.blocks]


def test_headings_by_outline_by_local_name_and_by_inheritance(tmp_path: Path) -> None:
    body = p("Mål", style="O1") + p("Skule", style="O2") + p("Fjord", style="Eigen") + p("Vi ror.")
    kinds = [(kind, level) for kind, level, _, _ in shape(written(tmp_path, body))]
    assert kinds == [("heading", 1), ("heading", 2), ("heading", 1), ("paragraph", None)]


def test_a_short_bold_line_over_text_is_a_heading_below_the_real_one(tmp_path: Path) -> None:
    body = p("Mål", style="O1") + p("Trygg heim", bold=True) + p("Alle skal bu trygt i bygda vår.")
    assert shape(written(tmp_path, body))[1] == ("heading", 2, None, "Trygg heim")


def test_a_bold_sentence_is_no_heading(tmp_path: Path) -> None:
    body = p("Alle skal bu trygt.", bold=True) + p("Slik er det i dag òg.")
    assert [kind for kind, *_ in shape(written(tmp_path, body))] == ["paragraph", "paragraph"]


def test_lists_count_nest_resume_and_start_anew(tmp_path: Path) -> None:
    body = (
        p("ein", num=(1, 0)) + p("under", num=(1, 1)) + p("punkt", num=(2, 0))
        + p("to", num=(1, 0)) + p("frå byrjinga", num=(3, 0))
    )  # fmt: skip
    assert [(marker, level) for _, level, marker, _ in shape(written(tmp_path, body))] == [
        ("1.", 1), ("a)", 2), ("•", 1), ("2.", 1), ("1.", 1),
    ]  # fmt: skip


def test_deleted_and_hidden_text_is_no_text_and_inserted_is(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Vi </w:t></w:r>"
        "<w:del><w:r><w:delText>kuttar </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'>byggjer </w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>løynde </w:t></w:r><w:r><w:t>skular</w:t></w:r></w:p>"
    )
    assert written(tmp_path, body).pages[0].text == "Vi byggjer skular"


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>Vi ror </w:t>"
        "</w:r></w:p>" + p("saman.")
    )
    assert [text for *_, text in shape(written(tmp_path, body))] == ["Vi ror saman."]


def test_a_deleted_mark_with_nothing_to_join_loses_no_text(tmp_path: Path) -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    table = f"<w:tbl><w:tr><w:tc>{p('Mål')}</w:tc><w:tc>{p('Tiltak')}</w:tc></w:tr></w:tbl>"
    told = shape(written(tmp_path, gone.format("Over.") + table + gone.format("Sist.")))
    assert [text for *_, text in told] == ["Over.", "Mål", "Tiltak", "Sist."]


def test_a_moved_item_is_counted_where_it_went(tmp_path: Path) -> None:
    num = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p("ein", num=(1, 0))
        + f"<w:p><w:pPr>{num}<w:rPr><w:moveFrom/></w:rPr></w:pPr>"
        + "<w:moveFrom><w:r><w:t>tre</w:t></w:r></w:moveFrom></w:p>"
        + p("to", num=(1, 0))
        + f"<w:p><w:pPr>{num}</w:pPr><w:moveTo><w:r><w:t>tre</w:t></w:r></w:moveTo></w:p>"
    )
    told = [(marker, text) for _, _, marker, text in shape(written(tmp_path, body))]
    assert told == [("1.", "ein"), ("2.", "to"), ("3.", "tre")]


def test_what_a_form_shows_where_nobody_wrote_is_no_text(tmp_path: Path) -> None:
    form = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        form.format("<w:showingPlcHdr/>", p("Klikk her for å skrive."))
        + form.format("", p("Vi ror."))
        + form.format('<w:showingPlcHdr w:val="0"/>', p("Saman."))
    )
    assert [text for *_, text in shape(written(tmp_path, body))] == ["Vi ror.", "Saman."]


def test_a_diagram_says_what_its_boxes_say_in_their_order(tmp_path: Path) -> None:
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    dgm = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    box = (
        f'<d:pt xmlns:d="{dgm}" xmlns:a="{a}" modelId="{{}}" type="{{}}">'
        "<d:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></d:t></d:pt>"
    )
    tie = f'<d:cxn xmlns:d="{dgm}" srcId="{{}}" destId="{{}}" srcOrd="{{}}"/>'
    data = (
        box.format("0", "doc", "") + box.format("2", "node", "Trygg skuleveg")
        + box.format("3", "node", "Gode liv") + box.format("1", "node", "Levande bygder")
        + tie.format("0", "3", "1") + tie.format("0", "1", "0") + tie.format("1", "2", "0")
    )  # fmt: skip
    body = (
        f'<w:p><w:r><w:t>Måla:</w:t></w:r><w:r><w:drawing><d:relIds xmlns:d="{dgm}" '
        f'xmlns:r="{r}" r:dm="r2"/></w:drawing></w:r></w:p>'
    )
    told = shape(written(tmp_path, body, diagramData=data))
    assert [text for *_, text in told] == ["Måla:", "Levande bygder", "Trygg skuleveg", "Gode liv"]


def test_the_result_of_a_field_is_text_and_its_code_is_not(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Side </w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF mal</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert written(tmp_path, body).pages[0].text == "Side 9"


def test_a_text_box_is_read_once_though_it_is_stored_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('Saman om bygda')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert [text for *_, text in shape(written(tmp_path, body))] == ["Saman om bygda"]


def cell(text: str, extra: str = "") -> str:
    return f"<w:tc><w:tcPr>{extra}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_stand_once_at_their_place(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("Mål") + cell("Tiltak")
        + cell("År") + "</w:tr><w:tr>"
        + cell("Rein fjord", '<w:vMerge w:val="restart"/>') + cell("Ta prøvar") + cell("2026")
        + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("Rydde", '<w:gridSpan w:val="2"/>')
        + "</w:tr></w:tbl>"
    )  # fmt: skip
    document = written(tmp_path, body)
    assert [(b.text, b.row, b.column, b.header) for b in document.blocks] == [
        ("Mål", 0, 0, True), ("Tiltak", 0, 1, True), ("År", 0, 2, True),
        ("Rein fjord", 1, 0, False), ("Ta prøvar", 1, 1, False), ("2026", 1, 2, False),
        ("Rydde", 2, 1, False),
    ]  # fmt: skip


def test_a_table_of_one_cell_is_a_frame_around_text(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr>{cell('Levande bygder')}</w:tr></w:tbl>"
    assert [b.kind for b in written(tmp_path, body).blocks] == ["paragraph"]


def test_headers_are_furniture_and_notes_stand_last_in_their_section(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:t>Vi ror.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p(
        "Vi les."
    )
    note = f'<w:footnote w:id="2">{p("Tal frå 2024.")}</w:footnote>'
    document = written(tmp_path, body, header=p("Kommuneplan"), footnotes=note)
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("furniture", "Kommuneplan"), ("paragraph", "Vi ror."), ("paragraph", "Vi les."),
        ("footnote", "Tal frå 2024."),
    ]  # fmt: skip


def test_the_foot_of_every_page_closes_the_first_section(tmp_path: Path) -> None:
    body = p("Bygda", style="O1") + p("Vi ror.") + p("Skulen", style="O1") + p("Vi les.")
    document = written(tmp_path, body, footer=p("Vedteken i kommunestyret 16.06.2020"))
    assert [(b.page, b.kind, b.text) for b in document.blocks] == [
        (1, "heading", "Bygda"), (1, "paragraph", "Vi ror."),
        (1, "furniture", "Vedteken i kommunestyret 16.06.2020"),
        (2, "heading", "Skulen"), (2, "paragraph", "Vi les."),
    ]  # fmt: skip


def test_contents_lists_and_captions_are_kept_as_such(tmp_path: Path) -> None:
    body = (
        p("1 Mål 3", style="INNH1") + p("Figur 1: Folketal", style="Bildetekst") + p("Foto: Kari")
    )
    kinds = [b.kind for b in written(tmp_path, body).blocks]
    assert kinds == ["contents", "caption", "caption"]


def test_a_picture_described_as_a_goal_is_an_icon_of_its_section(tmp_path: Path) -> None:
    picture = '<w:drawing><wp:inline><wp:docPr descr="Berekraftsmål 15"/></wp:inline></w:drawing>'
    document = written(tmp_path, f"<w:p><w:r><w:t>Skog</w:t>{picture}</w:r></w:p>")
    assert [(icon.page, icon.sdg, icon.how) for icon in document.icons] == [(1, 15, "alt text")]


def test_sections_are_the_two_highest_levels_and_no_lone_title(tmp_path: Path) -> None:
    body = (
        p("Plan", style="O1") + p("Skule", style="O2") + p("Vi les.") + p("Fjord", style="O2")
        + p("Vi ror.")
    )  # fmt: skip
    document = written(tmp_path, body)
    assert not document.paged
    assert [page.label for page in document.pages] == ["Plan › Skule", "Plan › Fjord"]


def test_strict_files_are_read_like_others(tmp_path: Path) -> None:
    body = p("Mål", style="O1") + p("Vi ror.")
    assert shape(written(tmp_path, body, space=STRICT)) == shape(written(tmp_path, body))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><d>&b;</d>',
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        "<d><open></d>",
    ],
)
def test_entities_and_broken_xml_are_refused(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", xml)
    with pytest.raises(ReadingError):
        read(path, name="plan.docx", id="1")


def test_what_is_no_zip_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"not a document")
    with pytest.raises(ReadingError, match="unpacked"):
        read(tmp_path / "x.docx", name="x.docx", id="1")


def test_a_document_without_text_says_so(tmp_path: Path) -> None:
    document = written(tmp_path, "")
    assert [note.code for note in document.notes] == ["no_text"]
    assert document.pages[0].source == "unread"


@pytest.mark.corpus
def test_every_real_document_is_read_with_its_headings() -> None:
    files = sorted([*CORPUS.glob("office/*.docx"), *CORPUS.glob("planning/*.docx")])
    if not files:
        pytest.skip("the corpus beside the project is absent")
    for path in files:
        document = read(path, name=path.name, id="1")
        assert document.blocks
        for block in document.blocks:
            assert document.page(block.page).text[block.start : block.end] == block.text
