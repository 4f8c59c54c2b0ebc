"""OpenDocument text, written here by hand, is read as LibreOffice shows it."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.core.errors import ReadingError
from maalkart.read.odt import read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "office"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{where}:1.0"'
    for name, where in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
STYLES = """
<style:style style:name="B" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="L" style:family="text">
<style:text-properties text:display="none"/></style:style>
<text:list-style style:name="Tal">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style>
"""


def written(folder: Path, body: str, page_styles: str = "") -> Document:
    path = folder / "plan.odt"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        packed.writestr(
            "styles.xml", f"<office:document-styles {SPACES}>{page_styles}</office:document-styles>"
        )
    document = read(path, name="plan.odt", id="1")
    for block in document.blocks:
        assert document.page(block.page).text[block.start : block.end] == block.text
    return document


def shape(document: Document) -> list[tuple[str, int | None, str | None, str]]:
    return [(b.kind, b.level, b.marker, b.text) for b in document.blocks]


def test_headings_have_their_outline_level(tmp_path: Path) -> None:
    body = '<text:h text:outline-level="2">Skule</text:h><text:p>Vi<text:s/>les.</text:p>'
    assert shape(written(tmp_path, body)) == [
        ("heading", 2, None, "Skule"), ("paragraph", None, None, "Vi les."),
    ]  # fmt: skip


def test_lists_count_nest_and_continue(tmp_path: Path) -> None:
    body = """<text:list text:style-name="Tal"><text:list-item><text:p>ein</text:p>
    <text:list><text:list-item><text:p>under</text:p></text:list-item></text:list>
    </text:list-item></text:list><text:p>Så:</text:p>
    <text:list text:style-name="Tal" text:continue-numbering="true">
    <text:list-item><text:p>to</text:p></text:list-item></text:list>"""
    assert shape(written(tmp_path, body)) == [
        ("list_item", 1, "1.", "ein"), ("list_item", 2, "a)", "under"),
        ("paragraph", None, None, "Så:"), ("list_item", 1, "2.", "to"),
    ]  # fmt: skip


def test_bullets_typed_inside_an_item_part_it(tmp_path: Path) -> None:
    body = (
        '<text:list text:style-name="Tal"><text:list-item><text:p>Vi vil:<text:line-break/>- byggje'
        "<text:line-break/>- verne</text:p></text:list-item></text:list>"
        "<text:p>Dato: <text:placeholder>&lt;Skriv dato&gt;</text:placeholder></text:p>"
    )
    told = [(marker, text) for _, _, marker, text in shape(written(tmp_path, body))]
    assert told == [("1.", "Vi vil:"), ("-", "byggje"), ("-", "verne"), (None, "Dato:")]


def test_deleted_hidden_and_commented_text_is_no_text(tmp_path: Path) -> None:
    body = """<text:tracked-changes><text:changed-region><text:deletion><text:p>kutta</text:p>
    </text:deletion></text:changed-region></text:tracked-changes>
    <text:p>Vi <text:change text:change-id="1"/><text:span text:style-name="L">løynde</text:span>
    <office:annotation><text:p>Er dette rett?</text:p></office:annotation>ror.</text:p>"""
    assert written(tmp_path, body).pages[0].text == "Vi ror."


def test_tables_keep_the_place_of_cells_beside_merged_ones(tmp_path: Path) -> None:
    def cell(text: str, extra: str = "") -> str:
        return f"<table:table-cell {extra}><text:p>{text}</text:p></table:table-cell>"

    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("Mål", 'table:number-columns-spanned="2"')
        + f"<table:covered-table-cell/>{cell('År')}</table:table-row></table:table-header-rows>"
        + f"<table:table-row>{cell('Fjord')}{cell('Rydde')}{cell('2027')}</table:table-row>"
        + "</table:table>"
    )
    assert [(b.text, b.row, b.column, b.header) for b in written(tmp_path, body).blocks] == [
        ("Mål", 0, 0, True), ("År", 0, 2, True),
        ("Fjord", 1, 0, False), ("Rydde", 1, 1, False), ("2027", 1, 2, False),
    ]  # fmt: skip


def test_notes_boxes_contents_and_headers_are_what_they_are(tmp_path: Path) -> None:
    body = """<text:table-of-content><text:index-body><text:p>Skule 3</text:p></text:index-body>
    </text:table-of-content><text:p>Vi ror.<text:note><text:note-citation>1</text:note-citation>
    <text:note-body><text:p>Tal frå 2024.</text:p></text:note-body></text:note>
    <draw:frame><draw:text-box><text:p>I ein boks.</text:p></draw:text-box></draw:frame></text:p>"""
    header = """<office:master-styles><style:master-page><style:header><text:p>Plan for Vik</text:p>
    </style:header></style:master-page></office:master-styles>"""
    assert [(b.kind, b.text) for b in written(tmp_path, body, header).blocks] == [
        ("furniture", "Plan for Vik"), ("contents", "Skule 3"), ("paragraph", "Vi ror."),
        ("paragraph", "I ein boks."), ("footnote", "Tal frå 2024."),
    ]  # fmt: skip


def test_the_foot_of_every_page_closes_the_first_section(tmp_path: Path) -> None:
    body = "".join(
        f'<text:h text:outline-level="1">{title}</text:h><text:p>{said}</text:p>'
        for title, said in (("Bygda", "Vi ror."), ("Skulen", "Vi les."))
    )
    foot = """<office:master-styles><style:master-page><style:footer>
    <text:p>Vedteken 16.06.2020</text:p></style:footer></style:master-page>
    </office:master-styles>"""
    assert [(b.page, b.text) for b in written(tmp_path, body, foot).blocks] == [
        (1, "Bygda"), (1, "Vi ror."), (1, "Vedteken 16.06.2020"), (2, "Skulen"), (2, "Vi les."),
    ]  # fmt: skip


def test_a_bold_line_over_text_is_a_heading(tmp_path: Path) -> None:
    body = (
        '<text:p><text:span text:style-name="B">Trygg heim</text:span></text:p>'
        "<text:p>Alle skal bu trygt i bygda.</text:p>"
    )
    assert [kind for kind, *_ in shape(written(tmp_path, body))] == ["heading", "paragraph"]


def test_what_is_no_zip_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "x.odt").write_bytes(b"PK but not really")
    with pytest.raises(ReadingError):
        read(tmp_path / "x.odt", name="x.odt", id="1")


@pytest.mark.corpus
def test_it_keeps_every_word_that_pandoc_keeps() -> None:
    files = sorted(CORPUS.glob("*.odt"))
    if not files or not shutil.which("pandoc"):
        pytest.skip("the corpus beside the project, or pandoc, is absent")
    for path in files:
        plain = subprocess.run(
            ["pandoc", "-t", "plain", "--wrap=none", str(path)],
            capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        ours = " ".join(page.text for page in read(path, name=path.name, id="1").pages)
        missing = set(re.findall(r"\w{3,}", plain)) - set(re.findall(r"\w{3,}", ours))
        assert not missing
