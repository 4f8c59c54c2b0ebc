"""Titles on covers, in paragraphs and over contents lists, in words of our own."""

from __future__ import annotations

from dataclasses import replace

from test_structure_faults import document
from test_structure_pages import headings
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Block, Box
from maalkart.read.raw import Item, Shape
from maalkart.split.statements import split


def run_in(head: str, rest: list[str], top: float) -> list[Item]:
    """A paragraph whose first words are bold."""
    first = item(head, 70, top, bold=True)
    after = item(rest[0], first.box.right + 3, top)
    return [first, after, *column(rest[1:], 70, top + 14)]


def texts(blocks: tuple[Block, ...], kind: str) -> list[str]:
    return [block.text for block in blocks if block.kind == kind]


def test_bold_words_that_open_a_paragraph_and_end_with_a_stop_head_it() -> None:
    rest = [f"Bygda {PROSE[1][:40]}", *PROSE[2:]]
    title = item("Vekst i bygda", 70, 60, size=16, bold=True)
    text = column(PROSE, 70, 90)
    _, blocks = read(page([title, *text, *run_in("Bolig og vei.", rest, 200)]))
    found = [(block.text, block.level) for block in blocks if block.kind == "heading"]
    assert found == [("Vekst i bygda", 1), ("Bolig og vei.", 2)]
    assert blocks[-1].text == " ".join(rest)


def test_bold_words_of_a_sentence_or_before_a_fact_head_nothing() -> None:
    facts = [item("Møtedato:", 70, 300, bold=True), item("29. august, i Storsalen", 125, 300)]
    rest = [f"Bygda {PROSE[1][:40]}", *PROSE[2:]]
    sentence = run_in("Barn skal ha det trygt.", rest, 200)
    opening = run_in("Kommunen vil:", rest, 400)
    _, blocks = read(page([*column(PROSE, 70, 90), *sentence, *facts, *opening]))
    assert headings(blocks) == []


def test_the_title_of_a_contents_list_heads_nothing_further_on() -> None:
    entries = [f"{at} Mål for del {at} av bygda {at + 3}" for at in range(1, 9)]
    first = page([item("Innhold", 70, 80, size=16, bold=True), *column(entries, 70, 120)])
    text = column(["Bygda skal ha trygge veier for alle som går til skolen."], 70, 100)
    statements = split(
        document(page(column(PROSE, 70, 100), 1), replace(first, number=2), page(text, 3))
    )
    assert [each.context.heading_path for each in statements if each.evidence[0].page == 3] == [()]


def test_a_contents_list_holds_what_counts_on_from_one_entry_to_the_next() -> None:
    names = [f"{at} Bygda, del {at}" for at in range(1, 11)]
    listed = column(
        [
            f"{at + 1} Noe annet enn det som står" if at in (4, 5) else n
            for at, n in enumerate(names)
        ],
        70,
        80,
    )
    body = [
        page([item(name, 70, 90, size=16, bold=True), *column(PROSE, 70, 130)], at)
        for at, name in enumerate(names, 2)
        if name[0] not in "56"
    ]
    _, blocks = read(page(listed), *body)
    assert {block.kind for block in blocks if block.page == 1} == {"contents"}


def test_a_word_over_two_rows_is_read_after_what_stands_on_its_left() -> None:
    small = [
        item("NÆR", 130, 110, size=30, bold=True),
        item("FOLK I", 100, 142, size=30, bold=True),
    ]
    large = item("HEILE", 200, 100, size=75, bold=True)
    _, blocks = read(page([*small, large]), page(column(PROSE, 70, 100), 2))
    assert [block.text for block in blocks[:2]] == ["NÆR FOLK I", "HEILE"]


def test_a_title_in_two_colours_is_one_and_a_name_far_beside_it_another() -> None:
    lines = ["BYGDAS", "PLAN FOR ALLE", "2030-2040"]
    title = [item(line, 70, 300 + 30 * at, size=27, bold=True) for at, line in enumerate(lines)]
    title = [replace(line, color=color) for line, color in zip(title, "abc", strict=True)]
    name = item("Bygda", 480, 366, size=14, bold=True)
    _, blocks = read(page([*title, name]), page(column(PROSE, 70, 100), 2))
    assert [block.text for block in blocks[:2]] == [" ".join(lines), "Bygda"]


def test_a_shade_behind_some_lines_of_a_paragraph_parts_nothing() -> None:
    shade = Shape(box=Box(left=70, top=114, right=450, bottom=142), fill="FFFF00")
    _, blocks = read(page(column(PROSE, 70, 100), shapes=(shade,)))
    assert kinds(blocks) == [("paragraph", " ".join(PROSE))]


def test_capitals_with_space_between_them_are_closed_up_beside_small_letters() -> None:
    lines = ["Et eksempel er godt.", "EKS E M P E L: Slik gjør bygda det nå i år."]
    _, blocks = read(page(column(lines, 70, 100, step=40)))
    assert blocks[1].text.startswith("EKSEMPEL: Slik")


def test_a_title_goes_on_after_its_colon() -> None:
    lines = ["Bolig og vei:", "Hvem har ansvaret for at bygda vokser?"]
    title = [item(line, 70, 180 + 15 * at, size=13, bold=True) for at, line in enumerate(lines)]
    _, blocks = read(page([*column(PROSE, 70, 100), *title, *column(PROSE, 70, 220)]))
    assert headings(blocks) == [" ".join(lines)]
