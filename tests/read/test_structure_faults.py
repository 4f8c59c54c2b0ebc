"""Faults that people saw when they read plans beside what came out, in words of our own."""

from __future__ import annotations

import itertools
from dataclasses import replace

from test_structure_pages import headings, under
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Box, Document
from maalkart.read.raw import Item, RawPage, Shape
from maalkart.split.flow import flows


def coloured(items: list[Item], color: str) -> list[Item]:
    return [replace(each, color=color) for each in items]


def document(*pages: RawPage) -> Document:
    done, blocks = read(*pages)
    return Document(id="a" * 64, name="a.pdf", format="pdf", pages=done, blocks=blocks)


def test_a_grey_line_close_above_a_black_paragraph_is_a_heading() -> None:
    title = coloured([item("Skolen og bygda", 70, 100)], "666666")
    text = coloured(column(PROSE, 70, 115), "000000")
    _, blocks = read(page([*title, *text, *coloured(column(PROSE, 70, 200), "000000")]))
    assert headings(blocks) == ["Skolen og bygda"]


def test_an_underlined_line_at_the_foot_of_a_page_heads_the_next_one() -> None:
    rule = Shape(box=Box(left=70, top=713, right=70 + 5.5 * 16, bottom=713.6), stroke="000000")
    foot = item("Arbeid til flere", 70, 700)
    first = page([*column(PROSE, 70, 100), foot], shapes=(rule,))
    _, blocks = read(first, page(column(PROSE, 70, 100), 2))
    assert headings(blocks) == ["Arbeid til flere"]


def test_parts_of_a_sentence_in_bold_are_items_and_no_headings() -> None:
    lines = ["1. ut fra det folk trenger,", "2. nær der de bor,", "3. og i lag med dem."]
    items = [item(line, 70, 200 + 15 * at, bold=True) for at, line in enumerate(lines)]
    _, blocks = read(page([*column(PROSE, 70, 100), *items, *column(PROSE, 70, 300)]))
    assert [block.kind for block in blocks][1:4] == ["list_item"] * 3


def test_a_bold_list_right_under_each_other_is_a_list() -> None:
    lines = ["1. Kunnskap om bygda", "2. Opplæring av alle", "3. Gode rutiner"]
    items = [item(line, 70, 200 + 15 * at, bold=True) for at, line in enumerate(lines)]
    _, blocks = read(page([*column(PROSE, 70, 100), *items, *column(PROSE, 70, 300)]))
    assert headings(blocks) == []


def test_numbered_goals_in_bold_with_text_under_each_are_headings() -> None:
    goals = [
        part
        for at in (1, 2)
        for part in under(f"{at}. Bygda skal vokse {at}", 100 + 120 * at, bold=True)
    ]
    _, blocks = read(page([*column(PROSE, 70, 100), *goals]))
    assert headings(blocks) == ["Bygda skal vokse 1", "Bygda skal vokse 2"]


def test_a_slanted_title_over_two_lines_is_one_as_those_over_one_line_are() -> None:
    items: list[Item] = []
    titles = [
        ["Flere anlegg"],
        ["Trygge haller"],
        ["Bygda har en ordning som gjør det", "lett å bygge"],
    ]
    for at, lines in enumerate(titles):
        top = 100 + 150 * at
        items.append(item(f"Mål {at + 1}", 70, top, bold=True))
        items += column(lines, 70, top + 14, italic=True)
        items += column(PROSE, 70, top + 60)
    _, blocks = read(page(items))
    assert headings(blocks)[-2:] == ["Mål 3", "Bygda har en ordning som gjør det lett å bygge"]


def test_the_type_of_a_cover_ranks_nothing_further_on() -> None:
    cover = page([item("VIK", 70, 200, size=40), item("KOMMUNE", 70, 400, size=40)])
    cover = page([*cover.items, item("Plan for alle", 70, 500, size=30)])
    _, blocks = read(
        cover, page(under("Skole", 100, size=18), 2), page(under("Vei", 100, size=18), 3)
    )
    assert [(b.text, b.level) for b in blocks if b.kind == "heading"][-2:] == [
        ("Skole", 1),
        ("Vei", 1),
    ]


def test_a_dash_between_words_that_a_full_line_moved_apart_opens_no_item() -> None:
    line = [item("For å sikre dette i en", 70, 156), item("beredskap", 210, 156)]
    line += [item("-", 272, 156), item("krise skal kommunen", 288, 156)]
    _, blocks = read(page([*column(PROSE, 70, 100), *line, *column(PROSE, 70, 170)]))
    assert [block.kind for block in blocks] == ["paragraph"]
    assert "i en beredskap - krise skal kommunen" in blocks[0].text


def test_a_line_that_nearly_reaches_the_next_column_stays_in_its_own() -> None:
    left = column([line[:34] for line in PROSE] * 3, 70, 100)
    right = column([line[:34] for line in PROSE] * 3, 270, 100)
    left[5] = replace(left[5], box=replace(left[5].box, right=262.5))
    _, blocks = read(page([*left, *right]))
    lines = [line[:34] for line in PROSE]
    assert all(f"{lines[1]} {lines[1]}" not in block.text for block in blocks)


def grid(number: int, rows: list[tuple[str, ...]], *, head: tuple[str, ...] = ()) -> RawPage:
    """A ruled table of three columns that fills its page from the top to near the foot."""
    said = [*([head] if head else []), *rows]
    edges = [70, 220, 370, 520]
    ys = [100 + 40 * at for at in range(len(said) + 1)]
    shapes = [Shape(box=Box(left=70, top=y, right=520, bottom=y + 0.5), stroke="0") for y in ys]
    shapes += [
        Shape(box=Box(left=x, top=100, right=x + 0.5, bottom=ys[-1]), stroke="0") for x in edges
    ]
    items = [
        item(text, edges[column] + 5, ys[row] + 5, bold=bool(head) and row == 0)
        for row, cells in enumerate(said)
        for column, text in enumerate(cells)
        if text
    ]
    return page(items, number, shapes=tuple(shapes))


def test_a_table_on_the_next_page_keeps_its_column_headings_and_counts_on() -> None:
    first = grid(1, [("Skole", "Bygge", "2025")], head=("Mål", "Tiltak", "Tid"))
    second = grid(2, [("Vei", "Lyse opp", "2026"), ("Sti", "Rydde", "2027")])
    _, blocks = read(first, second)
    cells = [(b.table, b.row, b.text) for b in blocks if b.page == 2]
    assert cells[0] == (0, 2, "Vei")
    assert cells[-1] == (0, 3, "2027")
    assert [b.text for b in blocks if b.header] == ["Mål", "Tiltak", "Tid"]


def test_column_headings_said_again_on_the_next_page_are_headings_there() -> None:
    head = ("Mål", "Tiltak", "Tid")
    first = grid(1, [("Skole", "Bygge", "2025")], head=head)
    _, blocks = read(first, grid(2, [head, ("Vei", "Lyse opp", "2026")]))
    assert [(b.page, b.text) for b in blocks if b.header][3:] == [(2, text) for text in head]


def test_a_row_that_the_page_break_cut_is_one_row_and_its_cells_go_on() -> None:
    first = grid(
        1,
        [("Skole", "Bygge en ny skole og", "Kommunen i lag med")],
        head=("Mål", "Tiltak", "Hvem"),
    )
    second = grid(2, [("", "en ny hall", "alle lag"), ("Vei", "Lyse opp", "Alle")])
    said = [flow.text for flow in flows(document(first, second))]
    assert said[3:] == [
        "Skole",
        "Bygge en ny skole og en ny hall",
        "Kommunen i lag med alle lag",
        "Vei",
        "Lyse opp",
        "Alle",
    ]


def test_short_answers_under_each_other_are_rows_of_their_own() -> None:
    first = grid(1, [("ja", "nei", "ja")], head=("Skole", "Vei", "Sti"))
    _, blocks = read(first, grid(2, [("ja", "ja", "nei"), ("nei", "ja", "ja")]))
    assert [b.row for b in blocks if b.page == 2] == [2, 2, 2, 3, 3, 3]


def test_what_stands_in_a_drawn_box_says_so() -> None:
    box = Shape(box=Box(left=330, top=195, right=530, bottom=262), fill="E0E0E0")
    side = column(["Fakta om bygda og folket her", "er samlet i denne ruten med"], 340, 200)
    main = column([line[:40] for line in PROSE] * 2, 70, 200)
    _, blocks = read(page([*main, *side], shapes=(box,)))
    assert {b.text[:9]: b.panel for b in blocks}["Fakta om "] == 1
    assert {b.panel for b in blocks if not b.text.startswith("Fakta")} == {None}
    _, blocks = read(page([*main, *side], shapes=(replace(box, fill="ffffff"),)))
    assert {b.panel for b in blocks} == {None}


def test_two_bullets_before_one_item_are_one() -> None:
    items = [
        part
        for at in range(7)
        for part in (item("•", 70, 100 + 15 * at), item("· Verne fjorden", 84, 100 + 15 * at))
    ]
    _, blocks = read(page(items))
    assert kinds(blocks) == [("list_item", "Verne fjorden")] * 7


def shaded(left: float, top: float, right: float, bottom: float) -> list[Shape]:
    """A cell as a word processor shades it: the paddings, the lines of text, and the rest."""
    inner = [
        (left + 5, y, right - 5, min(y + 13, bottom - 5))
        for y in range(int(top) + 5, int(bottom) - 5, 13)
    ]
    boxes = [
        (left, top, right, top + 5),
        (left, top + 5, left + 5, bottom - 5),
        (right - 5, top + 5, right, bottom - 5),
        (left, bottom - 5, right, bottom),
        *inner,
    ]
    return [Shape(box=Box(left=a, top=b, right=c, bottom=d), fill="eaf1dd") for a, b, c, d in boxes]


EDGES = (70, 100, 300, 520)


def striped() -> RawPage:
    """Four rows, of which the first and the third are shaded, and no rule anywhere."""
    tops = [200, 240, 280, 320]
    shapes = [
        shape
        for top in (tops[0], tops[2])
        for left, right in itertools.pairwise(EDGES)
        for shape in shaded(left, top, right, top + 40)
    ]
    rows = [
        ("1", "Trygge veier", "Lyse opp"),
        ("2", "Nye haller", "Bygge"),
        ("3", "Rein fjord", "Rydde"),
        ("4", "Flere hus", "Regulere"),
    ]
    items = [
        item(text, EDGES[column] + 6, tops[row] + 6)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return page([*column(PROSE, 70, 60), *items], shapes=tuple(shapes))


def test_rows_shaded_in_small_pieces_are_rows_and_so_are_the_white_ones() -> None:
    _, blocks = read(striped())
    cells = [(b.row, b.column, b.text) for b in blocks if b.kind == "table_cell"]
    assert cells[:3] == [(0, 0, "1"), (0, 1, "Trygge veier"), (0, 2, "Lyse opp")]
    assert cells[3:6] == [(1, 0, "2"), (1, 1, "Nye haller"), (1, 2, "Bygge")]
    assert cells[9:] == [(3, 0, "4"), (3, 1, "Flere hus"), (3, 2, "Regulere")]


def test_bold_headings_over_one_rule_make_columns_of_what_stands_below() -> None:
    lefts = (72, 160, 330)
    rule = Shape(box=Box(left=70, top=218, right=520, bottom=218.8), fill="000000")
    heads = [
        item(text, left, 202, bold=True)
        for text, left in zip(("Mål", "Tiltak", "Ansvar"), lefts, strict=True)
    ]
    first = [
        *column(["Trygge veier", "i hele", "bygda"], 72, 224),
        *column(["Lyse opp skoleveien", "og rydde stiene"], 160, 224),
        item("Kommunen", 330, 224),
    ]
    second = [
        item("Rein fjord", 72, 280),
        item("Rydde strendene", 160, 280),
        item("Lagene", 330, 280),
    ]
    _, blocks = read(
        page(
            [*column(PROSE, 70, 60), *heads, *first, *second, *column(PROSE, 70, 330)],
            shapes=(rule,),
        )
    )
    cells = [(b.row, b.column, b.text, b.header) for b in blocks if b.kind == "table_cell"]
    assert cells == [
        (0, 0, "Mål", True),
        (0, 1, "Tiltak", True),
        (0, 2, "Ansvar", True),
        (1, 0, "Trygge veier i hele bygda", False),
        (1, 1, "Lyse opp skoleveien og rydde stiene", False),
        (1, 2, "Kommunen", False),
        (2, 0, "Rein fjord", False),
        (2, 1, "Rydde strendene", False),
        (2, 2, "Lagene", False),
    ]
    assert [b.kind for b in blocks][-1] == "paragraph"


def test_text_from_side_to_side_under_bold_words_over_a_rule_is_no_table() -> None:
    rule = Shape(box=Box(left=70, top=118, right=520, bottom=118.8), fill="000000")
    heads = [
        item(text, left, 102, bold=True)
        for text, left in (("Vik", 72), ("Sak", 260), ("Dato", 430))
    ]
    _, blocks = read(page([*heads, *column(PROSE, 70, 124)], shapes=(rule,)))
    assert all(b.table is None for b in blocks)


def test_words_in_capitals_set_in_pieces_are_whole_where_the_text_writes_them_so() -> None:
    text = [
        "Bygda vil ha læring og utvikling for alle, og den vil at folk",
        "og lag gjør mer ut av dagen.",
    ]
    titles = ["L ÆRING OG UT VIKLING", "F O L K", "LAG OG DAG", "UT AV DAGEN"]
    items = [item(title, 70, 200 + 40 * at, size=16) for at, title in enumerate(titles)]
    _, blocks = read(page([*column(text, 70, 100), *items, *column(PROSE, 70, 400)]))
    assert headings(blocks) == ["LÆRING OG UTVIKLING", "FOLK", "LAG OG DAG", "UT AV DAGEN"]


def test_the_mark_of_a_footnote_is_no_part_of_its_word() -> None:
    text = [*PROSE, "Folk flest får mer trivsel1, og klima2050 er en plan med tiltak3."]
    note = item("1 Aktuelle kilder: en rapport om bygda og folket i den.", 70, 700, size=8)
    _, blocks = read(page([*column(text, 70, 100), note]))
    assert blocks[0].text.endswith("mer trivsel, og klima2050 er en plan med tiltak3.")
    assert blocks[-1].kind == "footnote"


def test_figures_between_three_rules_have_a_row_each() -> None:
    rules = tuple(
        Shape(box=Box(left=70, top=y, right=520, bottom=y + 0.8), fill="000000")
        for y in (198, 232, 302)
    )
    lefts = (250, 330, 430)
    heads = [item("Norm for sykehjem", 72, 216, bold=True)]
    heads += [
        item(text, left, 216, bold=True)
        for text, left in zip(("Senger", "Nå", "Ny"), lefts, strict=True)
    ]
    rows = [("Akutte døgnplasser", "25", "4", "4"), ("Rehabilitering", "151", "2", "3")]
    body = [
        item(text, left, 236 + 28 * at, bold=left == 72)
        for at, row in enumerate(rows)
        for text, left in zip(row, (72, *lefts), strict=True)
    ]
    wrapped = [item("(KAD)", 72, 250, bold=True), item("og opptrening", 72, 278, bold=True)]
    caption = item("Tabell 1. Norm for planperioden", 72, 182, bold=True)
    _, blocks = read(
        page(
            [*column(PROSE, 70, 60), caption, *heads, *body, *wrapped, *column(PROSE, 70, 320)],
            shapes=rules,
        )
    )
    cells = [(b.row, b.text) for b in blocks if b.kind == "table_cell" and b.column == 0]
    assert cells == [
        (0, "Norm for sykehjem"),
        (1, "Akutte døgnplasser (KAD)"),
        (2, "Rehabilitering og opptrening"),
    ]
    assert headings(blocks) == []


def test_a_bold_line_in_capitals_with_a_colon_is_a_heading() -> None:
    _, blocks = read(
        page([*column(PROSE, 70, 60), *under("HVA VI MENER MED SKOLE:", 200, bold=True)])
    )
    assert headings(blocks) == ["HVA VI MENER MED SKOLE:"]


def test_a_small_word_that_ends_a_sentence_at_the_front_of_a_line_is_no_number() -> None:
    text = [
        *PROSE[:3],
        "butikker som holder åpent i alle grender, også i den du selv bor",
        "i. Vi jobber for det.",
    ]
    _, blocks = read(page(column(text, 70, 60)))
    assert [block.kind for block in blocks] == ["paragraph"]
    assert blocks[0].text.endswith("den du selv bor i. Vi jobber for det.")


def test_a_bold_sentence_in_quotation_marks_is_no_heading() -> None:
    quote = item("«Bygda vil bidra til at alle kan gjøre egne valg.»", 70, 160, bold=True)
    _, blocks = read(page([*column(PROSE, 70, 60), quote, *column(PROSE, 70, 220)]))
    assert headings(blocks) == []


def test_an_underlined_bold_title_may_end_in_a_stop() -> None:
    title = "Forankring i bygda."
    rule = Shape(
        box=Box(left=70, top=213, right=70 + 5.5 * len(title), bottom=213.6), fill="000000"
    )
    items = [*column(PROSE, 70, 60), item(title, 70, 200, bold=True), *column(PROSE, 70, 230)]
    _, blocks = read(page(items, shapes=(rule,)))
    assert headings(blocks) == [title]


def test_a_slanted_line_that_stops_at_skal_opens_its_list_and_is_no_heading() -> None:
    items = [*column(PROSE, 70, 60), item("Vik kommune skal", 70, 160, italic=True)]
    items += [item(f"• Rydde strand {n} og sti {n} i bygda", 84, 180 + 16 * n) for n in range(3)]
    _, blocks = read(page(items))
    assert headings(blocks) == []
