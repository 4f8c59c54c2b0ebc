"""Markdown, clean or converted from a PDF by someone else's program."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.read.markdown import read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "plans-text"
LONG = "Her står det ei lang utgreiing om bygda, om folket og om alt det dei driv med kvar dag."


def written(folder: Path, text: str) -> Document:
    (folder / "plan.md").write_text(text, encoding="utf-8")
    document = read(folder / "plan.md", name="plan.md", id="1")
    for block in document.blocks:
        assert document.page(block.page).text[block.start : block.end] == block.text
    return document


def shape(document: Document) -> list[tuple[str, str | None, str]]:
    return [(b.kind, b.marker, b.text) for b in document.blocks]


def test_page_markers_give_pages_with_their_numbers(tmp_path: Path) -> None:
    document = written(tmp_path, "<!-- side 7 -->\nVi ror.\n\n<!-- side 9 -->\nVi les.\n")
    assert document.paged
    assert [(page.number, page.text) for page in document.pages] == [(7, "Vi ror."), (9, "Vi les.")]


def test_markers_that_fall_are_counted_on_and_noted(tmp_path: Path) -> None:
    document = written(tmp_path, "<!-- side 7 -->\nVi ror.\n<!-- side 2 -->\nVi les.\n")
    assert [page.number for page in document.pages] == [7, 8]
    assert [note.code for note in document.notes] == ["page_numbers"]


def test_without_markers_there_are_sections(tmp_path: Path) -> None:
    document = written(tmp_path, "# Plan\n## Skule\nVi les.\n## Fjord\nVi ror.\n")
    assert not document.paged
    assert [page.label for page in document.pages] == ["Plan › Skule", "Plan › Fjord"]


def test_front_matter_is_no_text_and_gives_the_title(tmp_path: Path) -> None:
    document = written(tmp_path, '---\ntitle: "Plan for Vik"\nlang: nn\n---\nVi ror.\n')
    assert (document.title, document.pages[0].text) == ("Plan for Vik", "Vi ror.")


def test_emphasis_links_and_entities_are_stripped(tmp_path: Path) -> None:
    document = written(tmp_path, "Vi **ror** og *les* [planen](http://x.no) &amp; `meir`[^1].\n")
    assert document.pages[0].text == "Vi ror og les planen & meir."


def test_lists_nest_by_indentation(tmp_path: Path) -> None:
    document = written(tmp_path, "- skule\n  - heim\n- fjord\n")
    assert [(b.text, b.level) for b in document.blocks] == [("skule", 1), ("heim", 2), ("fjord", 1)]


def test_a_table_has_cells_and_headers(tmp_path: Path) -> None:
    document = written(tmp_path, "| Mål | Tiltak |\n|---|---|\n| Rein fjord | Rydde |\n")
    assert [(b.text, b.row, b.column, b.header) for b in document.blocks] == [
        ("Mål", 0, 0, True), ("Tiltak", 0, 1, True),
        ("Rein fjord", 1, 0, False), ("Rydde", 1, 1, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "marker", "level"),
    [("4.2 Oppvekst i bygda", "4.2", 2), ("7. SAMAN OM FJORDEN", "7.", 1)],
)
def test_numbered_lines_are_headings(tmp_path: Path, line: str, marker: str, level: int) -> None:
    first = written(tmp_path, f"{line}\n{LONG}\n").blocks[0]
    assert (first.kind, first.marker, first.level) == ("heading", marker, level)


def test_a_run_of_numbered_lines_is_a_list(tmp_path: Path) -> None:
    text = "Vi vil:\n\n1. Byggje fleire bustader\n2. Lyse opp vegane\n3. Ta imot fleire lærlingar\n"
    assert [kind for kind, *_ in shape(written(tmp_path, text))][1:] == ["list_item"] * 3


def test_numbers_inside_a_line_part_it_where_they_rise(tmp_path: Path) -> None:
    text = (
        "Mål 1. Vi skal bli 900 fleire\ninnan 2031 2. Alle skal ha nett 3. Fjorden skal vere rein\n"
    )
    assert shape(written(tmp_path, text))[1:] == [
        ("list_item", "1.", "Vi skal bli 900 fleire innan 2031"),
        ("list_item", "2.", "Alle skal ha nett"),
        ("list_item", "3.", "Fjorden skal vere rein"),
    ]


def test_bullets_of_symbol_fonts_inside_a_line_part_it(tmp_path: Path) -> None:
    text = "Slik gjer vi det: \uf0b7 Byggje bru \uf0b7 Lyse opp kaia\nmed nye lykter\n"
    assert shape(written(tmp_path, text)) == [
        ("paragraph", None, "Slik gjer vi det:"),
        ("list_item", "•", "Byggje bru"),
        ("list_item", "•", "Lyse opp kaia med nye lykter"),
    ]


def test_a_bullet_of_nothing_is_left_out(tmp_path: Path) -> None:
    document = written(tmp_path, "Vi vil: • byggje skule • • verne jord •\n")
    assert [b.text for b in document.blocks][:3] == ["Vi vil:", "byggje skule", "verne jord"]
    assert all("•" not in b.text for b in document.blocks[:3])


def test_a_lone_o_is_a_bullet_under_a_bullet_only(tmp_path: Path) -> None:
    document = written(tmp_path, "• Trygg veg o lys ved skulen o fortau\n\nOla o Kari dreg heim.\n")
    assert [(b.level, b.text) for b in document.blocks] == [
        (1, "Trygg veg"), (2, "lys ved skulen"), (2, "fortau"), (None, "Ola o Kari dreg heim."),
    ]  # fmt: skip


def test_page_numbers_and_running_lines_are_furniture(tmp_path: Path) -> None:
    pages = "".join(
        f"<!-- side {n} -->\nPlan for Vik 2030\n\n{LONG} {n * 'x'}\n\n{n - 1}\n"
        for n in (4, 5, 6, 7)
    )
    kinds = [b.kind for b in written(tmp_path, pages).blocks]
    assert kinds == ["furniture", "paragraph", "furniture"] * 4


def test_a_running_line_that_was_printed_twice_is_known_again(tmp_path: Path) -> None:
    pages = (
        f"<!-- side 4 -->\n{LONG}\n\nPLAN FOR VIK 4\n<!-- side 5 -->\n{LONG}\n\n"
        "PPLLAANN FFOORR VVIIKK 55\n"
    )
    assert [b.text for b in written(tmp_path, pages).blocks if b.kind == "furniture"] == [
        "PLAN FOR VIK 4", "PLAN FOR VIK 5",
    ]  # fmt: skip


def test_labels_of_charts_are_kept_out_of_the_body(tmp_path: Path) -> None:
    text = f"Folk i Vik\n\nA 300\n\n250\n\n200\n\n2018\n\nVik\n\nB Landet (snitt)\n\n{LONG}\n"
    assert [kind for kind, *_ in shape(written(tmp_path, text))] == ["caption"] * 7 + ["paragraph"]


def test_lines_join_only_where_they_carry_on(tmp_path: Path) -> None:
    text = f"{LONG} Vi skal ha\ngode skular i heile kommunen\nVerna fjorden\n"
    assert [said for *_, said in shape(written(tmp_path, text))] == [
        f"{LONG} Vi skal ha gode skular i heile kommunen", "Verna fjorden",
    ]  # fmt: skip


def test_a_hyphen_at_the_end_of_a_line_is_joined_and_others_stay(tmp_path: Path) -> None:
    text = "Vi vil styrkje innbyg-\ngjarane i klima- og miljøarbeidet.\n"
    assert written(tmp_path, text).pages[0].text == (
        "Vi vil styrkje innbyggjarane i klima- og miljøarbeidet."
    )


def test_a_sentence_over_a_page_break_continues(tmp_path: Path) -> None:
    text = "<!-- side 2 -->\nVi skal byggje ein trygg\n<!-- side 3 -->\nskule for alle.\n"
    assert [b.continues for b in written(tmp_path, text).blocks] == [False, True]


def test_goal_titles_in_capitals_are_captions(tmp_path: Path) -> None:
    text = f"{LONG}\n\nLIVET I HAVET\n\nMINDRE ULIKHET\n"
    assert [kind for kind, *_ in shape(written(tmp_path, text))][1:] == ["caption", "caption"]


@pytest.mark.corpus
def test_every_real_plan_keeps_its_words_and_pages() -> None:
    files = sorted(CORPUS.glob("*_n?.md"))
    if not files:
        pytest.skip("the corpus beside the project is absent")
    for path in files:
        document = read(path, name=path.name, id="1")
        text = path.read_text(encoding="utf-8")
        assert [page.number for page in document.pages] == [
            int(line.split()[2]) for line in text.splitlines() if line.startswith("<!-- side")
        ]
        body = text[text.index("<!-- side") :]
        letters = sum(letter.isalpha() for letter in body) - 4 * body.count("<!-- side")
        kept = sum(letter.isalpha() for page in document.pages for letter in page.text)
        assert kept >= 0.99 * letters


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('<!-- PageNumber="1" -->', '<!-- PageNumber="2" -->'),
        ("{0}" + "-" * 48, "{1}" + "-" * 48),
        ("", "<!-- page break -->"),
        ("", "<!-- PageBreak -->"),
        ("", "\f"),
        ("", "\\newpage"),
        ("", '<div style="page-break-after: always"></div>'),
        ("--- Page 1 ---", "--- Page 2 ---"),
        ("[side 1]", "[side 2]"),
        ("## Side 1 av 2", "## Side 2 av 2"),
    ],
)
def test_every_usual_marker_parts_the_pages(tmp_path: Path, first: str, second: str) -> None:
    document = written(tmp_path, f"{first}\n\nVi ror.\n\n{second}\n\nVi les.\n")
    assert document.paged
    assert [(page.number, page.text) for page in document.pages] == [(1, "Vi ror."), (2, "Vi les.")]


def test_numbers_count_more_than_breaks(tmp_path: Path) -> None:
    text = "<!-- side: 4 -->\n\nVi ror.\n\n<!-- page break -->\n\nVi les.\n"
    document = written(tmp_path, text)
    assert [page.number for page in document.pages] == [4]
    assert document.pages[0].text == "Vi ror.\n\nVi les."


def test_numbers_of_pages_that_do_not_rise_are_text(tmp_path: Path) -> None:
    document = written(tmp_path, "Sjå [side 3] i planen.\n\n(side 3)\n\nVi ror.\n\n(side 2)\n")
    assert not document.paged


def test_ordered_lists_count_whatever_number_is_written(tmp_path: Path) -> None:
    text = "Vi vil:\n\n1. byggje skule\n1. verne jord\n   og skog\n1. ro\n\n- fjord\n    1. rein\n"
    found = [(b.marker, b.level, b.text) for b in written(tmp_path, text).blocks[1:]]
    assert found == [
        ("1)", 1, "byggje skule"), ("2)", 1, "verne jord og skog"), ("3)", 1, "ro"),
        ("-", 1, "fjord"), ("1)", 2, "rein"),
    ]  # fmt: skip


def test_a_date_at_the_start_of_a_line_is_no_item(tmp_path: Path) -> None:
    text = "Planen gjeld frå\n1. januar 2030, og han vert fylgd opp kvart år.\n"
    assert [b.kind for b in written(tmp_path, text).blocks] == ["paragraph"]


def test_quotes_notes_boxes_and_attributes_are_what_they_are(tmp_path: Path) -> None:
    text = (
        "# Plan {#plan}\n\n> Alle skal\n> med\n\nVi ror[^1].\n\n[^1]: Tal frå i fjor.\n\n"
        "- [x] Ny bru\n- [ ] Ny veg\n"
    )
    assert [(b.kind, b.text) for b in written(tmp_path, text).blocks] == [
        ("heading", "Plan"), ("paragraph", "Alle skal med"), ("paragraph", "Vi ror."),
        ("list_item", "Ny bru"), ("list_item", "Ny veg"), ("footnote", "Tal frå i fjor."),
    ]  # fmt: skip
