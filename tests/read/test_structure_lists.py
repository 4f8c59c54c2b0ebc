"""Lists in columns, lists without bullets, and signs that open no item, in words of our own."""

from __future__ import annotations

import pytest
from test_structure_pages import headings
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Block, Box
from maalkart.read.raw import Item, Shape

TERMS = [
    *("avløp og avfall 12", "barnehager 31", "bibliotek og kino 8", "byvekst i sentrum 24"),
    *("dugnad i bygda 5", "energi og strøm 17", "friluftsliv 22", "grøntområder 9, 14"),
]


def levels(blocks: tuple[Block, ...]) -> list[tuple[str, int | None]]:
    return [(block.text, block.level) for block in blocks if block.kind == "list_item"]


def test_every_entry_of_an_index_is_an_item() -> None:
    _, blocks = read(page([*column(PROSE, 70, 100), *column(TERMS, 70, 200)]))
    assert [block.text for block in blocks if block.kind == "list_item"] == TERMS


def test_an_index_goes_on_in_the_next_column_and_its_entries_over_lines() -> None:
    entries = [
        *column(TERMS[:3], 70, 200),
        item("bygdas mange lag", 70, 242),
        item("og foreninger 3", 80, 256),
    ]
    right = column(TERMS[3:], 320, 200)
    _, blocks = read(page([*column(PROSE, 70, 100), *entries, *right]))
    items = [block.text for block in blocks if block.kind == "list_item"]
    assert items == [*TERMS[:3], "bygdas mange lag og foreninger 3", *TERMS[3:]]
    assert not any(block.continues for block in blocks)


def test_words_before_pages_that_rise_are_no_index() -> None:
    lines = [f"{name[:-2].strip()} {at * 3 + 1}" for at, name in enumerate(TERMS)]
    _, blocks = read(page([*column(PROSE, 70, 100), *column(lines, 70, 200)]))
    assert "list_item" not in {block.kind for block in blocks}


def test_a_list_keeps_its_levels_in_the_next_column() -> None:
    left = [item("• Skolen skal vokse og bli bedre", 70, 120)]
    left += [item("• flere rom for alle som går der", 82, at) for at in (134, 148)]
    right = [item("• Veien skal bli trygg for alle", 320, 120)]
    right += [item("• lys der barna går om morgenen", 332, at) for at in (134, 148)]
    _, blocks = read(page([*left, *right]))
    assert [level for _, level in levels(blocks)] == [1, 2, 2, 1, 2, 2]


def test_a_column_whose_bullets_stand_out_of_its_text_is_one() -> None:
    left = column([line[:38] for line in PROSE * 2], 70, 120)
    right = column(["Ungdom skal ha et sted å være,"] * 3, 320, 120)
    right += [
        item("• Veien skal bli trygg for alle,", 309, 162),
        item("også om vinteren.", 320, 176),
    ]
    right += [item("• Skolen skal ha plass til alle.", 309, 190)]
    _, blocks = read(page([*left, *right]))
    assert [block.text.split()[0] for block in blocks] == ["Bygda", "Ungdom", "Veien", "Skolen"]


def test_the_last_line_of_a_paragraph_over_two_columns_stays_with_it() -> None:
    across = column([*PROSE, "på butikken."], 70, 100)
    left = column([line[:38] for line in PROSE], 70, 190)
    right = column(
        ["Ungdom skal ha et sted å være, og", "de skal få styre det selv."] * 2, 320, 190
    )
    _, blocks = read(page([*across, *left, *right]))
    assert blocks[0].text.endswith("etter arbeidet. på butikken.")
    assert [block.text.split()[0] for block in blocks] == ["Bygda", "Bygda", "Ungdom"]


def test_a_title_on_a_bar_parts_the_columns_above_it_from_those_below() -> None:
    def below(top: float, left: str, right: str) -> list[Item]:
        places = ((left, 70), (right, 320))
        return [
            each
            for first, at in places
            for each in column([f"{first} {line[:32]}" for line in PROSE], at, top)
        ]

    bar = Shape(box=Box(left=66, top=180, right=540, bottom=204), fill="00A0A0")
    title = item("Mål", 72, 184, size=16, bold=True)
    _, blocks = read(page([*below(100, "A", "B"), title, *below(220, "C", "D")], shapes=(bar,)))
    assert [block.text.split()[0] for block in blocks] == ["A", "B", "Mål", "C", "D"]


def test_titles_on_bars_with_two_columns_between_them_are_no_table() -> None:
    bars = [
        Shape(box=Box(left=66, top=t, right=540, bottom=t + 24), fill="00A0A0") for t in (80, 500)
    ]
    titles = [
        item(text, 72, top + 4, size=16, bold=True) for text, top in (("Mål", 80), ("Råd", 500))
    ]
    text = [*column([line[:38] for line in PROSE * 6], 70, 120)]
    text += column([line[:38] for line in PROSE * 6], 320, 120)
    _, blocks = read(page([*titles, *text], shapes=tuple(bars)))
    assert "table_cell" not in {block.kind for block in blocks}
    assert headings(blocks) == ["Mål", "Råd"]


@pytest.mark.parametrize("opening", ["f. eks.", "o. l.", "(f. eks.", "m. fl."])
def test_an_abbreviation_set_with_a_space_opens_no_item(opening: str) -> None:
    lines = [PROSE[0], f"{opening} {PROSE[1]}", *PROSE[2:]]
    _, blocks = read(page(column(lines, 70, 100)))
    assert kinds(blocks) == [("paragraph", " ".join(lines))]


def test_letters_that_count_on_are_items_in_the_midst_of_a_sentence_too() -> None:
    answers = ["a. skogen og fjorden.", "b. veien til skolen.", "c. et nytt bibliotek."]
    _, blocks = read(page(column([*PROSE[:3], *answers], 70, 100)))
    assert [block.kind for block in blocks] == ["paragraph"] + ["list_item"] * 3


def test_a_sign_before_a_large_title_makes_no_item_of_it() -> None:
    title = item("► Mål for bygda", 70, 180, size=14, bold=True)
    _, blocks = read(page([*column(PROSE, 70, 100), title, *column(PROSE, 70, 210)]))
    assert headings(blocks) == ["Mål for bygda"]


def test_a_long_caption_in_small_type_is_one_for_all_its_length() -> None:
    lines = ["Figur 2. Slik har bygda vokst i mange år, med stadig nye", *PROSE[1:]]
    caption = column(lines, 70, 180, size=8, step=10)
    _, blocks = read(page([*column(PROSE, 70, 100), *caption, *column(PROSE, 70, 300)]))
    assert [block.kind for block in blocks] == ["paragraph", "caption", "paragraph"]
