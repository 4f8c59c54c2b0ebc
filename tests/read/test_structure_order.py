"""What stands side by side and is read across."""

from __future__ import annotations

from dataclasses import replace

from test_structure_rules import PROSE, column, item, page, read


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
