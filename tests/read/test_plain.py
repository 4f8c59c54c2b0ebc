"""Plain text: form feeds, dumps of PDFs with a page a line, and ordinary text."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.errors import ReadingError
from maalkart.read.plain import is_page_a_line, read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "plans-pdf"
SENTENCE = "Vi vil at alle som bur i Vik skal ha ein trygg og god kvardag heile livet. "


def test_form_feeds_part_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vi ror.\n\fVi les.\n\f", encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    assert document.paged
    assert [(page.number, page.text) for page in document.pages] == [(1, "Vi ror."), (2, "Vi les.")]


def test_page_long_lines_are_pages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join([SENTENCE * 12] * 5), encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    assert document.paged
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5]


def test_paragraphs_with_empty_lines_between_are_no_pages() -> None:
    assert not is_page_a_line("\n\n".join([SENTENCE * 12] * 5))
    assert not is_page_a_line("\n".join([SENTENCE * 3] * 5))


def test_ordinary_text_has_sections_and_wrapped_lines_join(tmp_path: Path) -> None:
    text = (
        "1. Skule\n\nVi vil at alle born i bygda skal ha ein trygg og god\n"
        "Vik skule og ein heim der dei trivst og lærer noko nytt\n"
        "kvar dag.\n\n2. Fjord\n\nVi ror.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    assert not document.paged
    assert [page.label for page in document.pages] == ["1. Skule", "2. Fjord"]
    assert document.blocks[1].text.startswith("Vi vil at alle born")
    assert document.blocks[1].text.endswith("kvar dag.")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive_every_usual_coding(tmp_path: Path, coding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Språk på øya: «ærleg»".encode(coding))
    assert read(tmp_path / "a.txt", name="a", id="1").pages[0].text == "Språk på øya: «ærleg»"


def test_what_is_no_text_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\x00\x00\x00\x00\x00" * 9)
    with pytest.raises(ReadingError, match="not text"):
        read(tmp_path / "a.txt", name="a.txt", id="1")


def test_bullets_inside_a_dumped_page_are_items(tmp_path: Path) -> None:
    page = SENTENCE * 10 + "Planen skal: •  Styrkje skulen •  Verne fjor- den"
    (tmp_path / "a.txt").write_text("\n".join([page] * 4), encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    items = [b.text for b in document.blocks if b.kind == "list_item" and b.page == 1]
    assert items == ["Styrkje skulen", "Verne fjorden"]


def test_a_dump_has_its_header_contents_and_headings_told_apart(tmp_path: Path) -> None:
    pages = [
        "Vik kommune Innhald Om skulen ..... 2 Om fjorden ..... 3 Om vegen ..... 4 Om alt ..... 5",
        f"Vik kommune Om skulen {SENTENCE * 9}Trygge born Vi vil lære saman. 2",
        f"Vik kommune {SENTENCE * 9}Om fjorden {SENTENCE} 3",
        f"Vik kommune {SENTENCE * 9} 4",
    ]
    (tmp_path / "a.txt").write_text("\n".join(pages), encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    told = [(b.page, b.text) for b in document.blocks if b.kind == "heading"]
    assert told == [(2, "Om skulen"), (2, "Trygge born"), (3, "Om fjorden")]
    furniture = [b.text for b in document.blocks if b.kind == "furniture"]
    assert furniture == [
        "Vik kommune",
        *("Vik kommune", "2", "Vik kommune", "3"),
        "Vik kommune",
        "4",
    ]
    assert sum(b.kind == "contents" for b in document.blocks) == 4


@pytest.mark.corpus
def test_real_dumps_have_a_page_for_every_line() -> None:
    files = sorted(CORPUS.glob("*.txt"))
    if not files:
        pytest.skip("the corpus beside the project is absent")
    for path in files:
        document = read(path, name=path.name, id="1")
        lines = path.read_text(encoding="utf-8").splitlines()
        assert [page.number for page in document.pages] == list(range(1, len(lines) + 1))


def test_a_paragraph_without_end_stays_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("og vidare heile dagen\n" * 2_000, encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    assert max(len(block.text) for block in document.blocks) < 11_000
    assert sum(block.text.count("dagen") for block in document.blocks) == 2_000


def dumped(tmp_path: Path, *pages: str) -> list[tuple[int, str, str]]:
    """Page, kind and text of every block of a dump with these pages and enough long ones."""
    filler = [SENTENCE * 12] * (len(pages) + 2)
    (tmp_path / "a.txt").write_text("\n".join([*pages, *filler]), encoding="utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    return [(b.page, b.kind, b.text) for b in document.blocks if b.page <= len(pages)]


def test_what_opens_a_list_in_a_dump_stands_apart_from_what_is_stated_over_it(
    tmp_path: Path,
) -> None:
    page = (
        "1.1: I 2030 har alle born ein trygg skuleveg Vik kommune vil •  byggje gangvegar "
        "•  lyse dei opp 1.2: I 2030 er det lett å gå i Vik Vi vil •  merkje stiar"
    )
    told = [(kind, text) for _, kind, text in dumped(tmp_path, page)]
    assert told == [
        ("heading", "I 2030 har alle born ein trygg skuleveg"),
        ("paragraph", "Vik kommune vil"),
        ("list_item", "byggje gangvegar"),
        ("list_item", "lyse dei opp"),
        ("heading", "I 2030 er det lett å gå i Vik"),
        ("paragraph", "Vi vil"),
        ("list_item", "merkje stiar"),
    ]


def test_a_list_in_a_dump_ends_where_its_last_sentence_does(tmp_path: Path) -> None:
    page = (
        "Planen skal leggje til rette for: •  At bygda veks. •  At alle trivst. •  At fjorden er "
        "rein. Planen gjeld i fire år. Han vert fylgd opp kvart år."
    )
    assert dumped(tmp_path, page)[-2:] == [
        (1, "list_item", "At fjorden er rein."),
        (1, "paragraph", "Planen gjeld i fire år. Han vert fylgd opp kvart år."),
    ]


def test_a_verb_without_its_bullet_still_belongs_to_the_list(tmp_path: Path) -> None:
    page = "Vi vil: •  Byggje vegar. •  Rydde stiar. •  Lyse opp tunet. Merkje løypene."
    assert dumped(tmp_path, page)[-1] == (1, "list_item", "Lyse opp tunet. Merkje løypene.")


def test_a_question_inside_an_item_opens_the_next_list(tmp_path: Path) -> None:
    page = "Korleis? • Tryggare vegar. Fleire bur heime. Korleis gjer vi det? • Byggje bustader."
    assert [text for _, _, text in dumped(tmp_path, page)][-4:] == [
        "Tryggare vegar.",
        "Fleire bur heime.",
        "Korleis gjer vi det?",
        "Byggje bustader.",
    ]


def test_a_long_sentence_before_a_bullet_opens_the_next_list(tmp_path: Path) -> None:
    opening = "Hausten 2030 la kommunen fram fleire saker som alle gjeld kor god hjelpa er for dei:"
    page = (
        "Vi vil •  gi råd til alle •  gi hjelp til dei som treng det Det finst fleire planar for "
        f"dette området. {opening} •  Ei melding om skulen •  Ei melding om vegane"
    )
    assert dumped(tmp_path, page)[2:] == [
        (1, "list_item", "gi hjelp til dei som treng det"),
        (1, "paragraph", "Det finst fleire planar for dette området."),
        (1, "paragraph", opening),
        (1, "list_item", "Ei melding om skulen"),
        (1, "list_item", "Ei melding om vegane"),
    ]


def test_how_begins_what_opens_a_list(tmp_path: Path) -> None:
    page = "Fiber til alle innan 2030 Korleis gjer vi det? • Grave grøfter • Dra kablar"
    assert [text for _, _, text in dumped(tmp_path, page)][:2] == [
        "Fiber til alle innan 2030",
        "Korleis gjer vi det?",
    ]


def test_a_title_heads_the_page_that_the_contents_list_names(tmp_path: Path) -> None:
    told = dumped(
        tmp_path,
        "Innhald Side 2 Oversyn Side 3 Hovudmål 1 Side 4 Hovudmål 2 Side 5 Om tala 1",
        f"Hovudmål 1: Ei levande bygd. 2: Ein rein fjord. {SENTENCE * 8} 2",
        f"Vik skule Hovudmål 1: Ei levande bygd {SENTENCE * 8} 3",
        f"Hovudmål 2: Ein rein fjord {SENTENCE * 8} 4",
    )
    headings = [(page, text) for page, kind, text in told if kind == "heading"]
    assert headings == [(3, "Hovudmål 1"), (4, "Hovudmål 2")]
    assert (3, "caption", "Vik skule") in told


def test_a_number_that_ends_a_sentence_opens_no_list(tmp_path: Path) -> None:
    page = (
        "Den fyrste vegen er den korte, heretter kalla alternativ 1. Den andre vegen er lang, "
        "heretter kalla alternativ 2. Begge endar ved fjorden."
    )
    assert dumped(tmp_path, page) == [(1, "paragraph", page)]


def test_footnotes_at_the_end_of_a_dumped_page_stand_aside(tmp_path: Path) -> None:
    page = f"{SENTENCE * 9}Dei fleste trivst1 i Vik, og det er ikkje  1  Undersøking i Vik 2016"
    told = dumped(tmp_path, page, "klart kvifor. Vi ror.")
    assert told[-2:] == [
        (1, "footnote", "1 Undersøking i Vik 2016"),
        (2, "paragraph", "klart kvifor. Vi ror."),
    ]


def test_a_numbered_list_in_a_dump_ends_as_well(tmp_path: Path) -> None:
    page = (
        "Vi står over: 1. Å skape velferd. 2. Å verne naturen. 3. Å gjere folk trygge. Med "
        "bakgrunn i dette er planen laga. Han gjeld alle."
    )
    assert dumped(tmp_path, page)[-2:] == [
        (1, "list_item", "Å gjere folk trygge."),
        (1, "paragraph", "Med bakgrunn i dette er planen laga. Han gjeld alle."),
    ]


def test_numbered_titles_in_a_dump_are_headings(tmp_path: Path) -> None:
    page = (
        "Dette er grepa. 1. Samarbeid og samordning Kommunane står overfor store oppgåver. Me må "
        "hjelpast åt. 2. Medverknad Innbyggjarane har mykje å seia. 3. Styrke Vik som ein stad."
    )
    told = dumped(tmp_path, page)
    assert [text for _, kind, text in told if kind == "heading"] == [
        "Samarbeid og samordning",
        "Medverknad",
    ]


def test_lines_that_name_a_page_part_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("=== Side 3 ===\nVi ror.\n=== Side 4 ===\nVi les.\n", "utf-8")
    document = read(tmp_path / "a.txt", name="a.txt", id="1")
    assert [(page.number, page.text) for page in document.pages] == [(3, "Vi ror."), (4, "Vi les.")]
