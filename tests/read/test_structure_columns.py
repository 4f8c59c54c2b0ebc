"""The order of columns, boxes, titles beside text and rows of cells, in words of our own."""

from __future__ import annotations

import pytest
from test_structure_pages import headings
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Block, Box
from maalkart.read.raw import Item, RawPage, Shape
from maalkart.read.structure.lines import lines_of
from maalkart.read.structure.rules import rules_of

NARROW = [line[:38] for line in PROSE]


def first_words(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text.split()[0] for block in blocks]


def test_a_line_that_begins_a_little_before_its_column_stays_in_it() -> None:
    right = [*column(NARROW, 330, 120), item("Til slutt skal alle få si sitt.", 318, 190)]
    _, blocks = read(page([*column(NARROW * 2, 70, 120), *right]))
    assert first_words(blocks) == ["Bygda", "Bygda", "Til"]


def test_a_box_that_is_wider_than_its_column_parts_no_other_column() -> None:
    box = Shape(box=Box(left=310, top=90, right=560, bottom=130), fill="AA0000")
    inside = column(["Faktaboks om bygda", "og alle som bor her"], 330, 95)
    right = column(NARROW, 330, 150)
    _, blocks = read(page([*column(NARROW * 2, 70, 90), *inside, *right], shapes=(box,)))
    assert first_words(blocks) == ["Bygda", "Faktaboks", "Bygda"]


def test_titles_beside_their_paragraphs_are_read_with_each() -> None:
    names = ["Skolen i bygda", "Veien til sentrum", "Dagen i morgen"]
    titles = [item(name, 60, 120 + 100 * at, bold=True) for at, name in enumerate(names)]
    texts = [part for at in range(3) for part in column(PROSE[:3], 190, 120 + 100 * at)]
    _, blocks = read(page([*titles, *texts]))
    assert first_words(blocks) == ["Skolen", "Bygda", "Veien", "Bygda", "Dagen", "Bygda"]


def test_words_of_one_line_moved_apart_by_the_same_are_one_line() -> None:
    words = ["Bygda", "har", "mange", "nye", "gode", "veier", "og"]
    left, row = 70.0, []
    for word in words:
        row.append(item(word, left, 100))
        left = row[-1].box.right + 11
    right = column(["Rad én i tabellen her"] * 8, row[4].box.left, 200)
    _, blocks = read(page([*row, *column(PROSE, 70, 114), *right]))
    assert blocks[0].text == " ".join([*words, *PROSE])


def test_a_row_of_years_stays_apart() -> None:
    years = [item(str(2020 + at), 70 + 40 * at, 100) for at in range(7)]
    assert len(lines_of(years)) == len(years)


def test_a_number_before_a_bold_title_belongs_to_it() -> None:
    title = [item("6", 70, 180, bold=True), item("Beredskap i bygda", 106, 180, bold=True)]
    _, blocks = read(page([*column(PROSE, 70, 100), *title, *column(PROSE, 70, 200)]))
    assert headings(blocks) == ["6 Beredskap i bygda"]


def test_cells_in_boxes_between_two_words_of_a_row_are_read_between_them() -> None:
    boxes = [
        Box(left=120, top=95, right=250, bottom=135),
        Box(left=280, top=95, right=420, bottom=135),
    ]
    shapes = tuple(Shape(box=box, fill="EEEEEE") for box in boxes)
    cells = column(["Skolen skal ha", "nye rom"], 125, 100) + column(
        ["Ordfører og", "rektor"], 285, 100
    )
    row = [item("7", 80, 100), item("Hele året", 450, 100)]
    _, blocks = read(page([*row, *cells, *column(PROSE, 70, 300)], shapes=shapes))
    assert first_words(blocks)[:4] == ["7", "Skolen", "Ordfører", "Hele"]


def test_page_numbers_far_from_their_entries_are_read_with_them() -> None:
    names = [
        "Klima og natur",
        "Hav og fjord",
        "Skole og barnehage",
        "Vei og bane",
        "Kultur for alle",
    ]
    entries: list[Item] = []
    for at, name in enumerate(names):
        entries += [item(name, 70, 130 + 14 * at), item(str(at + 5), 250, 130 + 14 * at)]
        entries += [
            item(f"{name} igjen", 320, 130 + 14 * at),
            item(str(at + 31), 520, 130 + 14 * at),
        ]
    title = item("Innhold", 70, 80, size=18, bold=True)
    _, blocks = read(page([title, *entries]), page(column(PROSE, 70, 100), 2))
    found = [block.text for block in blocks if block.page == 1][1:]
    assert found == [f"{name} {at + 5}" for at, name in enumerate(names)] + [
        f"{name} igjen {at + 31}" for at, name in enumerate(names)
    ]


@pytest.mark.parametrize("second", ["K. I. Dahl og Moe, Ungdom og helse", "B. Dahl og Moe, Ungdom"])
def test_the_initials_of_a_name_open_no_item(second: str) -> None:
    lines = [f"{PROSE[0][:54]} hos Bakken og Lie, S.", second, PROSE[2]]
    _, blocks = read(page(column(lines, 70, 100)))
    assert kinds(blocks) == [("paragraph", " ".join(lines))]


def test_rules_of_tables_under_each_other_keep_their_places() -> None:
    high = Shape(box=Box(left=536.7, top=100, right=537.4, bottom=180), fill="000000")
    low = Shape(box=Box(left=534.5, top=300, right=535.2, bottom=400), fill="000000")
    raw = RawPage(number=1, width=595, height=842, items=(), shapes=(high, low))
    _, down = rules_of(raw)
    assert sorted((rule.start, rule.end) for rule in down) == [(100, 180), (300, 400)]


def test_a_note_beside_text_that_reaches_over_another_gutter_is_read_apart() -> None:
    top = [*column(NARROW, 60, 100), *column(NARROW, 330, 100)]
    text = column([f"Videre {line[:50]}" for line in PROSE], 200, 170)
    note = column(["vekst betyr at", "det blir flere", "som bor i bygda"], 60, 177, size=8, step=10)
    _, blocks = read(page([*top, *text, *note]))
    assert first_words(blocks) == ["Bygda", "Bygda", "Videre", "vekst"]
