"""Whole pages as plans set them, each a fault once seen on paper, in words of our own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Box
from maalkart.read.raw import Item, Shape, Tag


def under(title: str, top: float, **look: object) -> list[Item]:
    """A heading with a paragraph under it."""
    return [item(title, 70, top, **look), *column(PROSE, 70, top + 30)]  # type: ignore[arg-type]


def headings(blocks: tuple) -> list[str]:
    return [block.text for block in blocks if block.kind == "heading"]


def test_a_day_of_the_year_opens_a_paragraph_and_no_item() -> None:
    lines = ["8. september 2031 velger bygda nytt kommunestyre, og alle over atten", *PROSE[1:]]
    _, blocks = read(page(column(lines, 70, 200)))
    assert blocks[0].kind == "paragraph"
    assert blocks[0].text.startswith("8. september")


def test_a_symbol_under_a_chance_code_is_a_bullet() -> None:
    items = [*column(PROSE, 70, 120)]
    items += [item(f"\u01bd {what}", 80, 220 + 16 * at) for at, what in enumerate(("Bru", "Vei"))]
    _, blocks = read(page(items))
    assert [(b.kind, b.marker, b.text) for b in blocks[1:]] == [
        ("list_item", "•", "Bru"),
        ("list_item", "•", "Vei"),
    ]


def test_a_chapter_over_its_first_subchapter_makes_no_list() -> None:
    items = [
        item("3.7", 70, 100, bold=True),
        item("Natur og miljø", 100, 100, bold=True),
        item("3.7.1", 70, 120),
        item("Ansvar ved forurensning", 110, 120),
        *column(PROSE, 70, 145),
    ]
    _, blocks = read(page(items))
    assert [(b.kind, b.level, b.marker) for b in blocks[:2]] == [
        ("heading", 1, "3.7"),
        ("heading", 2, "3.7.1"),
    ]


def test_an_ordinal_closes_a_heading_and_no_sentence() -> None:
    _, blocks = read(page(under("Mål 2.", 100, bold=True)))
    assert headings(blocks) == ["Mål 2."]


def test_capital_letters_in_bold_are_headings_and_small_ones_items() -> None:
    items = [
        item("A) Haller", 70, 100, bold=True),
        item("a) Bygda bygger en hall for alle, og den skal stå ferdig til skolestart.", 80, 120),
        item("b) Lagene får leie hallen, og de som er yngst slipper å betale noe.", 80, 136),
        *column(PROSE, 70, 170),
    ]
    _, blocks = read(page(items))
    assert [block.kind for block in blocks] == ["heading", "list_item", "list_item", "paragraph"]


def test_a_heading_in_its_own_colour_does_not_run_into_the_text() -> None:
    title = [
        item("2.2.13 Barn og unge skal kjenne grensene sine, og det skal", 70, 100, size=14),
        item("begynne i barnehagen og gå videre på skolen hver dag", 70, 118, size=14),
    ]
    title = [replace(line, color="666666") for line in title]
    text = [replace(line, color="000000") for line in column(PROSE, 70, 136)]
    _, blocks = read(page([*title, *text]))
    assert [block.kind for block in blocks] == ["heading", "paragraph"]


def test_footnotes_with_raised_numbers_are_footnotes_to_the_last_line() -> None:
    notes = [
        item("1", 70, 700, size=5),
        item("Se planen som nabokommunen vedtok i fjor.", 76, 705, size=8),
        item("2", 70, 715, size=5),
        item("Statistikken gjelder året før.", 76, 720, size=8),
    ]
    _, blocks = read(page([*column(PROSE * 3, 70, 200), *notes]))
    assert {block.kind for block in blocks[1:]} == {"footnote"}


def listed(*titles: str, first: int = 1, **look: object) -> list:
    """A page that names the titles, and the pages with the chapters themselves."""
    front = [item("Innhold", 70, 90, size=16, bold=True)] if look.pop("named", True) else []
    front += [item(title, 70, 130 + 24 * at, **look) for at, title in enumerate(titles)]  # type: ignore[arg-type]
    chapters = [
        page(under(title, 120, size=16, bold=True), number)
        for number, title in enumerate(titles, first + 1)
    ]
    return [page(front, first), *chapters]


def test_a_contents_list_without_page_numbers_is_known_by_its_chapters() -> None:
    _, blocks = read(*listed("Boliger", "Veier", "Skole", "Skog"))
    assert [b.kind for b in blocks if b.page == 1] == ["heading", *["contents"] * 4]
    assert headings(blocks) == ["Innhold", "Boliger", "Veier", "Skole", "Skog"]


def test_an_overview_of_goals_is_not_taken_for_a_contents_list() -> None:
    goals = [f"Bygda skal ha {what}" for what in ("boliger", "gode veier", "en skole", "skog")]
    _, blocks = read(*listed(*goals, named=False))
    assert {block.kind for block in blocks if block.page == 1} == {"paragraph"}


def test_appendices_are_numbered_in_large_type_and_are_no_running_line() -> None:
    pages = []
    for at in (1, 2, 3, 4):
        title = item(f"Vedlegg {at}", 400, 60, size=16, bold=True)
        pages.append(page([title, *column(PROSE * 2, 70, 200)], 2 * at))
        pages.append(page(column(PROSE, 70, 200), 2 * at + 1))
    _, blocks = read(*pages)
    assert headings(blocks) == [f"Vedlegg {at}" for at in (1, 2, 3, 4)]


def test_a_running_line_may_count_the_pages_of_spreads() -> None:
    pages = [
        page(
            [
                item(f"Plan for bygda | {2 * at + 5}", 70, 800, size=14),
                *column(PROSE * 2, 70, 200),
            ],
            at,
        )
        for at in (1, 2, 3, 4)
    ]
    _, blocks = read(*pages)
    assert [block.kind for block in blocks] == ["paragraph", "furniture"] * 4


def test_notes_in_a_narrow_margin_are_read_after_the_text() -> None:
    side = ["bærekraft betyr at", "vi ikke bruker opp", "det som de som er", "barn nå skal ha"]
    side = column(side, 40, 200, size=8)
    main = column([line[:62] for line in PROSE * 2], 180, 200)
    _, blocks = read(page([*side, *main]))
    assert [block.text.split()[0] for block in blocks] == ["Bygda", "bærekraft"]


def test_a_title_that_the_text_says_again_is_no_pull_quote() -> None:
    title = "Flere boliger nær sentrum og trygge veier til skolen for alle barn"
    items = [
        item(title, 70, 100, size=16, bold=True),
        *column([f"{title} er navnet på planen.", *PROSE], 70, 140),
    ]
    _, blocks = read(page(items))
    assert headings(blocks) == [title]


def pieces(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Shape]:
    """A grid as word processors draw it: a corner piece at each crossing, and what is between."""
    shapes = []
    for x in xs:
        for top, bottom in pairwise(ys):
            for start, end in ((top, top + 5), (top + 5, bottom)):
                shapes.append(Shape(box=Box(left=x, top=start, right=x + 1, bottom=end), fill="0"))
    for y in ys:
        for left, right in pairwise(xs):
            shapes.append(Shape(box=Box(left=left, top=y, right=right, bottom=y + 1), fill="0"))
    return shapes


def test_a_table_drawn_in_short_pieces_reads_row_by_row() -> None:
    items = [
        *column(PROSE, 70, 100),
        *column(["Flere boliger", "i sentrum"], 75, 205),
        *column(["Tomtene er klare", "i løpet av året"], 295, 205),
        item("Trygge veier", 75, 255),
        item("Lys langs skoleveien", 295, 255),
    ]
    _, blocks = read(page(items, shapes=tuple(pieces((70, 290, 520), (200, 250, 300)))))
    cells = [block.text for block in blocks if block.kind == "table_cell"]
    assert cells == [
        "Flere boliger i sentrum",
        "Tomtene er klare i løpet av året",
        "Trygge veier",
        "Lys langs skoleveien",
    ]


def test_a_row_from_side_to_side_set_as_a_heading_is_one() -> None:
    grid = pieces((70, 290, 520), (230, 270, 310))
    bar = Shape(box=Box(left=70, top=200, right=520, bottom=231), fill="DDEEFF")
    items = [
        *column(PROSE, 70, 100),
        item("Satsing 1: Levende sentrum", 75, 208, bold=True, size=13),
        item("Flere boliger", 75, 240),
        item("Tomtene er klare", 295, 240),
        item("Trygge veier", 75, 280),
        item("Lys langs skoleveien", 295, 280),
    ]
    _, blocks = read(page(items, shapes=(bar, *grid)))
    assert kinds(blocks)[1] == ("heading", "Satsing 1: Levende sentrum")
    assert [block.table for block in blocks] == [None, None, 0, 0, 0, 0]


def list_of(*texts: str, left: float) -> list[Item]:
    """Items whose bullets no engine can read, marked from 10."""
    return [item(text, left, 200 + 18 * at, mark=10 + at) for at, text in enumerate(texts)]


@pytest.mark.parametrize(("left", "kind"), [(95, "list_item"), (70, "paragraph")])
def test_the_tree_knows_items_whose_bullets_no_engine_reads(left: float, kind: str) -> None:
    texts = ("Bidra til nye anlegg", "Motivere til mer aktivitet")
    tree = tuple(Tag(kind="LI", children=(Tag(kind="LBody", marks=(10 + at,)),)) for at in (0, 1))
    prose = column(PROSE, 70, 100, mark=1)
    raw = page([*prose, *list_of(*texts, left=left)], tags=(Tag(kind="P", marks=(1,)), *tree))
    _, blocks = read(raw)
    assert kinds(blocks)[1:] == [(kind, text) for text in texts]


def test_what_the_eye_sees_as_a_heading_stays_one_where_the_tree_forgot_it() -> None:
    pages = []
    for number in range(1, 8):
        forgot = number == 4
        items = [
            item(f"Kapittel om bygda {number}", 70, 120, size=16, mark=0),
            *(line for top in (160, 240, 320) for line in column(PROSE, 70, top, mark=1)),
        ]
        kind = "P" if forgot else "H2"
        tags = (Tag(kind=kind, marks=(0,)), *(Tag(kind="P", marks=(1,)),))
        pages.append(page(items, number, tags=tags))
    _, blocks = read(*pages)
    assert [block.level for block in blocks if block.kind == "heading"] == [2] * 7


def test_a_heading_under_two_columns_comes_after_both() -> None:
    left = column([line[:38] for line in PROSE], 70, 120)
    right = column(
        ["Ungdom skal ha et sted å være, og", "de skal få styre det helt selv."] * 2, 320, 120
    )
    below = [item("Mål for bygda", 70, 190, size=16, bold=True), *column(PROSE, 70, 220)]
    _, blocks = read(page([*left, *right, *below]))
    assert [block.text.split()[0] for block in blocks] == ["Bygda", "Ungdom", "Mål", "Bygda"]


def test_a_box_beside_a_paragraph_waits_for_its_end() -> None:
    box = Shape(box=Box(left=380, top=205, right=540, bottom=240), fill="E0E0E0")
    side = column(["Her bor 4 212 mennesker,", "og 812 av dem er barn."], 390, 208, size=9)
    text = column([line[:52] for line in PROSE] * 2, 70, 200)
    _, blocks = read(page([*text, *side], shapes=(box,)))
    assert [block.text.split()[0] for block in blocks] == ["Bygda", "Her"]


def test_a_short_quote_lifted_from_the_page_is_no_heading() -> None:
    lifted = item(f"«{PROSE[3][:40]}»", 70, 320, size=17)
    _, blocks = read(page([*column(PROSE, 70, 200), lifted, *column(PROSE, 70, 380)]))
    assert [block.kind for block in blocks] == ["paragraph", "pull_quote", "paragraph"]
