"""Web pages: the text of the page, not what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.read.html import read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "office"


def written(folder: Path, body: str | bytes, head: str = "") -> Document:
    page = body if isinstance(body, bytes) else f"<html>{head}<body>{body}</body></html>".encode()
    (folder / "side.html").write_bytes(page)
    document = read(folder / "side.html", name="side.html", id="1")
    for block in document.blocks:
        assert document.page(block.page).text[block.start : block.end] == block.text
    return document


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_menus_banners_scripts_and_hidden_parts_are_out(tmp_path: Path) -> None:
    body = """<header>Vik kommune</header><nav><ul><li>Heim</li></ul></nav>
    <div class="cookie-banner">Vi brukar informasjonskapslar</div>
    <ol class="breadcrumb"><li>Heim</li><li>Planar</li></ol><script>var a = 1</script>
    <div><p>Vi ror.</p><p hidden>Løynd</p><p style="display: none">Borte</p>
    <p aria-hidden="true">Pynt</p></div><footer>Telefon</footer>"""
    assert texts(written(tmp_path, body)) == ["Vi ror."]


def test_the_main_part_is_preferred(tmp_path: Path) -> None:
    body = "<div>Siste nytt</div><main><h1>Plan</h1><p>Vi ror saman i fjorden.</p></main>"
    assert texts(written(tmp_path, body)) == ["Plan", "Vi ror saman i fjorden."]


def test_accordions_and_details_are_opened(tmp_path: Path) -> None:
    body = """<h2>Mål</h2><h3><button aria-expanded="false" aria-controls="a">Skule</button></h3>
    <div id="a" hidden><p>Vi les.</p></div>
    <details><summary>Fjord</summary><p>Vi ror.</p></details>
    <button>Del sida</button>"""
    assert [(b.kind, b.level, b.text) for b in written(tmp_path, body).blocks] == [
        ("heading", 2, "Mål"), ("heading", 3, "Skule"), ("paragraph", None, "Vi les."),
        ("heading", 4, "Fjord"), ("paragraph", None, "Vi ror."),
    ]  # fmt: skip


def test_a_link_that_opens_a_part_heads_it_and_its_arrow_is_no_text(tmp_path: Path) -> None:
    body = """<h1>Mål</h1><div><a role="button" aria-expanded="false" href="#a">Skule ▼</a>
    <div id="a" aria-hidden="true"><p>Vi les.</p></div></div>
    <h2>Fjord<a class="anchor" href="#fjord">#</a></h2><p>Vi ror.</p>"""
    assert [(b.kind, b.level, b.text) for b in written(tmp_path, body).blocks] == [
        ("heading", 1, "Mål"), ("heading", 2, "Skule"), ("paragraph", None, "Vi les."),
        ("heading", 2, "Fjord"), ("paragraph", None, "Vi ror."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tabs",
    [
        (
            '<div role="tablist"><button role="tab" aria-controls="a">Skule</button>'
            '<button role="tab" aria-controls="b">Fjord</button></div>'
        ),
        (
            '<ul role="tablist"><li><a role="tab" href="#a">Skule</a></li>'
            '<li><a role="tab" href="#b">Fjord</a></li></ul>'
        ),
    ],
)
def test_each_tab_heads_its_own_panel(tmp_path: Path, tabs: str) -> None:
    body = f"""<h1>Mål</h1>{tabs}<div role="tabpanel" id="a"><p>Vi les.</p></div>
    <div role="tabpanel" id="b" hidden><p>Vi ror.</p></div>"""
    assert texts(written(tmp_path, body)) == ["Mål", "Skule", "Vi les.", "Fjord", "Vi ror."]


def test_an_item_keeps_its_number_over_paragraphs_and_parts_at_typed_bullets(
    tmp_path: Path,
) -> None:
    body = """<h1>Mål</h1><ol start="3"><li><p>Alle les.</p><p>Òg dei små.</p></li></ol>
    <ul><li>Vi vil:<br>- byggje<br>- verne</li></ul>"""
    found = [(b.marker, b.level, b.text) for b in written(tmp_path, body).blocks[1:]]
    assert found == [
        ("3.", 1, "Alle les."), (None, 1, "Òg dei små."),
        ("•", 1, "Vi vil:"), ("-", 2, "byggje"), ("-", 2, "verne"),
    ]  # fmt: skip


def test_sections_are_places_with_their_anchor(tmp_path: Path) -> None:
    body = '<h1>Plan</h1><p>Om planen.</p><h2 id="skule">Skule</h2><p>Vi les.</p>'
    assert [page.label for page in written(tmp_path, body).pages] == [
        "Plan",
        "Plan › Skule (#skule)",
    ]


def test_lists_nest_and_count(tmp_path: Path) -> None:
    body = '<ol start="3"><li>skule<ul><li>heim</li></ul></li><li>fjord</li></ol>'
    assert [(b.marker, b.level, b.text) for b in written(tmp_path, body).blocks] == [
        ("3.", 1, "skule"), ("•", 2, "heim"), ("4.", 1, "fjord"),
    ]  # fmt: skip


def test_spans_of_cells_move_the_others(tmp_path: Path) -> None:
    body = """<table><tr><th>Mål</th><th>Tiltak</th></tr>
    <tr><td rowspan="2">Fjord</td><td>Rydde</td></tr><tr><td>Måle</td></tr></table>"""
    assert [(b.text, b.row, b.column, b.header) for b in written(tmp_path, body).blocks] == [
        ("Mål", 0, 0, True), ("Tiltak", 0, 1, True), ("Fjord", 1, 0, False),
        ("Rydde", 1, 1, False), ("Måle", 2, 1, False),
    ]  # fmt: skip


def test_definitions_are_rows_headed_by_their_term(tmp_path: Path) -> None:
    body = "<dl><dt>Fjord</dt><dd>Vi ror.</dd><dt>Skule</dt><dd>Vi les.</dd></dl>"
    assert [(b.text, b.row, b.column, b.header) for b in written(tmp_path, body).blocks] == [
        ("Fjord", 0, 0, True), ("Vi ror.", 0, 1, False),
        ("Skule", 1, 0, True), ("Vi les.", 1, 1, False),
    ]  # fmt: skip


def test_a_bold_line_over_text_is_a_heading(tmp_path: Path) -> None:
    body = "<h2>Mål</h2><p><strong>Trygg heim</strong></p><p>Alle skal bu trygt i bygda.</p>"
    assert [(b.kind, b.level) for b in written(tmp_path, body).blocks] == [
        ("heading", 2), ("heading", 3), ("paragraph", None),
    ]  # fmt: skip


def test_links_within_the_page_are_its_contents(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="#{at}">Kapittel {at}</a></li>' for at in range(4))
    kinds = [
        b.kind for b in written(tmp_path, f"<main><ul>{links}</ul><p>Vi ror.</p></main>").blocks
    ]
    assert kinds == ["contents"] * 4 + ["paragraph"]


def test_pictures_of_goals_are_known_by_their_alternative_text(tmp_path: Path) -> None:
    document = written(
        tmp_path, '<h1>Mål</h1><p>Vi ror.<img alt="Bærekraftsmål 14" src="a.png"></p>'
    )
    assert [(icon.page, icon.sdg) for icon in document.icons] == [(1, 14)]


@pytest.mark.parametrize(
    ("coding", "head"),
    [
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("cp1252", ""),
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-16", ""),
    ],
)
def test_letters_survive_every_usual_coding(tmp_path: Path, coding: str, head: str) -> None:
    page = (
        f"<html><head>{head}</head><body><p>Språk på øya – ærleg &amp; &oslash;</p></body></html>"
    )
    assert written(tmp_path, page.encode(coding)).pages[0].text == "Språk på øya – ærleg & ø"


def test_markup_in_the_text_stays_text(tmp_path: Path) -> None:
    document = written(tmp_path, "<p>Vi skriv &lt;script&gt;x&lt;/script&gt; her.</p>")
    assert document.pages[0].text == "Vi skriv <script>x</script> her."


def test_ten_thousand_nested_elements_do_no_harm(tmp_path: Path) -> None:
    document = written(tmp_path, "<div>" * 10_000 + "Vi ror." + "</div>" * 10_000)
    assert document.pages[0].text == "Vi ror."


@pytest.mark.corpus
def test_every_real_page_is_read() -> None:
    files = sorted(CORPUS.glob("*.html"))
    if not files:
        pytest.skip("the corpus beside the project is absent")
    for path in files:
        assert read(path, name=path.name, id="1").blocks


def test_menus_that_only_their_names_tell_are_out(tmp_path: Path) -> None:
    body = """<div class="sidebar-menu"><ul><li><a href="/a">Kapittel 1</a></li></ul></div>
    <div class="content"><h1>Plan</h1><p>Vi ror.</p></div>
    <div class="related-articles"><h2>Les òg</h2><a href="/x">Ny bru</a></div>
    <div id="site-footer">Ring oss</div><div class="CookiebotWidget">Godta</div>"""
    assert texts(written(tmp_path, body)) == ["Plan", "Vi ror."]
