"""Areas of a map: each body stands in one, and areas that merge close without a seam."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from maalkart.register.borders import Area, areas, paths, size
from maalkart.register.frame import SHIPPED, load_bodies

Ring = list[tuple[int, int]]


def rings(path: str) -> list[Ring]:
    found = []
    for part in re.findall(r"M([^z]*)z", path):
        start, steps = part.split("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = list(map(int, steps.split()))
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        found.append(ring)
    return found


def area_km2(area: Area) -> float:
    def shoelace(ring: Ring) -> float:
        closed = [*ring, ring[0]]
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed)) / 2

    return abs(sum(map(shoelace, rings(area.path)))) / 16  # a step is 250 metres


@pytest.mark.parametrize("register", SHIPPED)
@pytest.mark.parametrize("level", ["municipality", "county"])
def test_each_body_of_a_level_stands_in_one_area(register: str, level: str) -> None:
    drawn = [number for area in areas(register, level) for number in area.numbers]  # type: ignore[arg-type]
    bodies = load_bodies(SHIPPED[register])
    assert sorted(drawn) == sorted(body.number for body in bodies if body.level == level)


def test_municipalities_that_merge_share_an_area() -> None:
    shared = [area.numbers for area in areas("norway-2019") if len(area.numbers) > 1]
    assert ("1103", "1141", "1142") in shared  # Stavanger, Finnøy, Rennesøy
    assert all(len(area.numbers) == 1 for area in areas("norway-2024"))
    assert paths("norway-2019")["1103"] == paths("norway-2019")["1141"]


@pytest.mark.parametrize("register", SHIPPED)
def test_every_ring_can_be_filled_and_lies_on_the_drawing(register: str) -> None:
    width, height = size()
    for area in (*areas(register), *areas(register, "county")):
        for ring in rings(area.path):
            assert len(ring) > 2, area.numbers
            assert all(0 <= x <= width and 0 <= y <= height for x, y in ring)


@pytest.mark.parametrize("register", SHIPPED)
def test_counties_cover_what_their_municipalities_do(register: str) -> None:
    inside = sum(area_km2(area) for area in areas(register))
    assert sum(area_km2(area) for area in areas(register, "county")) == pytest.approx(
        inside, rel=1e-3
    )
    # 323,810 km² of land and fresh water without Svalbard (Kartverket); small islands are left out
    assert inside == pytest.approx(323_810, rel=0.03)


def test_a_register_without_borders_has_no_map() -> None:
    assert areas("register.csv") == ()
