"""A small part of `make simulate`: the whole says more, this says at once when something breaks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from simulate import CHANCE, Cell, simulate, told


@pytest.fixture(scope="module")
def table() -> dict:
    cells = (Cell(422, 0.90, 100), Cell(357, 0.85, 400))
    return simulate(240, seed=3, cells=cells)


def both(table: dict, unit: str, method: str) -> tuple[float, float]:
    rows = [row for (one, way, _), row in table.items() if (one, way) == (unit, method)]
    count = sum(row[0] for row in rows)
    return tuple(sum(row[0] * row[at] for row in rows) / count for at in (1, 2))


@pytest.mark.parametrize("unit", ["statements", "bodies"])
def test_corrected_intervals_hold_the_truth_and_naive_ones_do_not(table: dict, unit: str) -> None:
    held, width = both(table, unit, "corrected")
    assert 0.90 <= held <= 0.985
    naive, _ = both(table, unit, "naive")
    assert naive < held - 0.1
    _, alone = both(table, unit, "people alone")
    assert width < 0.9 * alone


def test_a_coder_at_chance_leaves_intervals_as_wide_as_peoples_and_as_true() -> None:
    found = simulate(120, seed=5, cells=(Cell(422, CHANCE, 200),))
    for unit, method in (("statements", "corrected"), ("statements", "by chance"),
                         ("bodies", "corrected")):  # fmt: skip
        held, width = both(found, unit, method)
        assert held > 0.88
        assert width < 1.04 * both(found, unit, "people alone")[1]


def test_nothing_that_is_drawn_is_narrower_than_all_of_it(table: dict) -> None:
    for unit in ("statements", "bodies"):
        assert both(table, unit, "all coded")[1] < both(table, unit, "corrected")[1]


def test_the_table_has_a_row_a_setting(table: dict) -> None:
    lines = [line for line in told(table) if line.startswith("| 0.9")]
    assert any("| 100 |" in line for line in lines)
