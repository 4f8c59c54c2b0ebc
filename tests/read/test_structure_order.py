"""What stands side by side and is read across: rows, bars, entries; and charts, which are not."""

from __future__ import annotations

from dataclasses import replace

from test_structure_columns import first_words
from test_structure_rules import PROSE, column, item, kinds, page, read

from maalkart.core.document import Box
from maalkart.read.raw import Item, Shape


def test_smaller_type_on_a_row_is_read_in_its_place() -> None:
    small = replace(item("Berg med Idd", 70, 100.9), size=10.0)
    _, blocks = read(page([small, item("1 008", 330, 100), item("1925", 400, 100)]))
    assert blocks[0].text == "Berg med Idd 1 008 1925"


def test_the_last_row_of_a_table_is_no_running_line_for_its_figures() -> None:
    names = ("Ås", "Berg", "Dal", "Eid")
    pages = [
        page(
            [
                *column(PROSE, 70, 120),
                item(f"{name} landsogn", 70, 780),
                item(f"{at * at} 148", 330, 780),
            ],
            number=at,
        )
        for at, name in enumerate(names, 1)
    ]
    _, blocks = read(*pages)
    assert not any(block.kind == "furniture" for block in blocks)


def test_a_label_and_its_title_on_bars_end_to_end_are_read_one_after_the_other() -> None:
    bars = (
        Shape(box=Box(left=60, top=300, right=170, bottom=322), fill=None, stroke="939598"),
        Shape(box=Box(left=178, top=300, right=540, bottom=322), fill="006280"),
    )
    label, title = item("TIL ETTERTANKE", 70, 305), item("Slik vil vi ha bygda vår", 190, 305)
    notes = column(["bærekraft betyr at", "vi ikke bruker opp"] * 2, 60, 110, size=8)
    text = column([line[:40] for line in PROSE * 2], 250, 100)
    _, blocks = read(page([*text, *notes, label, title], shapes=bars))
    assert first_words(blocks)[-2:] == ["TIL", "Slik"]


def test_figures_at_even_steps_in_a_box_are_the_axis_of_a_chart() -> None:
    box = Shape(box=Box(left=60, top=300, right=300, bottom=520), fill="E0E5F3")
    steps = [item(f"{100 - 20 * at:>3}", 70, 310 + 40 * at) for at in range(6)]
    curves = Shape(box=Box(left=90, top=310, right=280, bottom=515), stroke="CC0000")
    labels = [item("Hode", 150, 340), item("Kropp", 200, 440)]
    _, blocks = read(page([*column(PROSE, 70, 100), *steps, *labels], shapes=(box, curves)))
    assert [kind for kind, _ in kinds(blocks)[1:]] == ["caption"] * 8


def test_figures_with_others_beside_them_are_a_table_and_no_chart() -> None:
    box = Shape(box=Box(left=60, top=300, right=300, bottom=520), fill="E0E5F3")
    years = [item(str(2020 + at), 70, 310 + 40 * at) for at in range(5)]
    counts = [item(str(4711 + 13 * at * at), 200, 310 + 40 * at) for at in range(5)]
    _, blocks = read(page([*column(PROSE, 70, 100), *years, *counts], shapes=(box,)))
    assert all(block.kind != "caption" for block in blocks)


def test_terms_in_the_margins_of_a_book_head_nothing_on_either_side() -> None:
    def side(number: int, margin: float, text: float, times: int) -> list[Item]:
        term = item("et begrep", margin, 130, bold=True)
        told = column(["det som er sagt", "om det i margen"], margin, 143)
        return [term, *told, *column([line[:44] for line in PROSE * times], text, 100)]

    pages = [page(side(at, 60, 180, 3), number=at) for at in (2, 4)]
    pages += [page(side(at, 430, 60, 4), number=at) for at in (3, 5)]
    _, blocks = read(*pages)
    assert all(block.kind != "heading" for block in blocks)


def test_a_caption_that_reaches_past_a_gutter_parts_no_sentence_beside_it() -> None:
    narrow = column([line[:30] for line in PROSE * 2], 330, 100)
    wide = column([*[line[:60] for line in PROSE], *PROSE], 150, 212)
    notes = column(
        ["bærekraft betyr at", "vi ikke bruker opp", "det barna skal ha"], 20, 260, size=8
    )
    caption = column(["Figur 5 viser hvor mange som har", "flyttet til bygda vår"], 20, 170, size=9)
    _, blocks = read(page([*narrow, *wide, *notes, *caption]))
    assert [block.text.split()[0] for block in blocks][:3] == ["Bygda", "flyttet", "Figur"]


def test_entries_of_two_parts_are_read_row_by_row() -> None:
    places = ("Heidal i dalen", "Svelvik ved fjorden", "Sunnylven sogn", "Berg landsogn")
    left = column([f"{513 + at} {name}" for at, name in enumerate(places)], 330, 100)
    right = column(
        ["Nord-Fron fra 1977", "Borre fra 1988", "Ørskog fra 1977", "Idd fra 1964"], 480, 100
    )
    text = column([line[:40] for line in PROSE * 3], 60, 100)
    _, blocks = read(page([*left, *right, *text]))
    assert blocks[-1].text.startswith("513 Heidal i dalen Nord-Fron fra 1977 514 Svelvik")


def test_columns_of_one_list_are_read_down() -> None:
    names = ["Heidal i dalen", "Svelvik ved fjorden", "Sunnylven sogn", "Berg landsogn"]
    left = column(names, 60, 100)
    right = column([f"Nye {name.lower()}" for name in names], 330, 100)
    _, blocks = read(page([*left, *right]))
    assert "Heidal i dalen Svelvik" in " ".join(block.text for block in blocks)


def test_rows_under_a_ruled_head_are_told_by_the_air_between_them() -> None:
    rules = tuple(
        Shape(box=Box(left=60, top=at, right=540, bottom=at + 0.5), fill="000000")
        for at in (60, 90, 115, 225)
    )
    head = [item("Område", 65, 96), item("Folkemengde", 250, 96), item("Endret", 400, 96)]
    rows = [
        part
        for at, name in enumerate(("Berg", "Tune", "Moss"))
        for part in (
            item(f"{name} del overført til", 65, 120 + 34 * at),
            item(f"byen {name}en", 65, 132 + 34 * at),
            item(f"{at * at + 3} 148", 250, 120 + 34 * at),
            item(f"1.1.19{at}9", 400, 132 + 34 * at),
        )
    ]
    _, blocks = read(page([item("En oversikt", 65, 70), *head, *rows], shapes=rules))
    assert [b.text for b in blocks if b.row == 3] == [
        "Tune del overført til byen Tuneen",
        "4 148",
        "1.1.1919",
    ]


def test_the_labels_of_icons_beside_a_text_are_read_after_it() -> None:
    labels = [
        item(name, left, 100 + 40 * at, size=8)
        for at, names in enumerate((("Aktiv", "Jevn"), ("Passiv", "Ujevn"), ("Hel", "Natur")))
        for name, left in zip(names, (60, 120), strict=True)
    ]
    text = column([line[:50] for line in PROSE * 3], 220, 102)
    _, blocks = read(page([*labels, *text]))
    assert first_words(blocks)[:2] == ["Bygda", "Aktiv"]


def test_a_drawn_row_with_many_figures_has_a_row_for_each() -> None:
    across = [Box(left=60, top=at, right=500, bottom=at + 0.5) for at in (98, 116, 196)]
    down = [Box(left=at, top=98, right=at + 0.5, bottom=196) for at in (60, 380, 500)]
    names = ["Leger i sentrum", "Leger i sykehjem, samt", "dem som vikarierer", "Turnusleger"]
    figures = [item(said, 390, 120 + 18 * at) for at, said in ((0, "37"), (2, "8 / 17"), (3, "2"))]
    head = [item("Bygda i dag", 65, 102, bold=True), item("Antall", 390, 102, bold=True)]
    rules = tuple(Shape(box=box, fill="000000") for box in (*across, *down))
    _, blocks = read(page([*head, *column(names, 65, 120, step=18), *figures], shapes=rules))
    told = [block.text for block in blocks if block.row == 2]
    assert told == ["Leger i sykehjem, samt dem som vikarierer", "8 / 17"]
    assert [block.text for block in blocks if block.row == 3] == ["Turnusleger", "2"]


def test_an_initial_after_a_number_on_its_row_opens_no_item() -> None:
    row = [item("99/3", 70, 100), item("P. Berg: Bygda vår i tall og ord", 105, 100)]
    _, blocks = read(page([*row, *column(PROSE, 70, 130)]))
    assert kinds(blocks)[0] == ("paragraph", "99/3 P. Berg: Bygda vår i tall og ord")
