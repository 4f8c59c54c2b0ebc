"""Methods of drawing, and how the draw is told."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from maalkart.core.errors import StudyError
from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.balance import balance, coverage
from maalkart.register.designs import allocate
from maalkart.register.draw import draw
from maalkart.register.probabilities import proportional
from maalkart.register.space import number_of, space_of


def bodies(count: int = 30) -> list[Body]:
    return [
        Body(
            number=f"{n:04d}",
            name=f"Bygd {n}",
            facts={
                "population": str(1000 * (n + 1)),
                "county": "Nord" if n < 20 else "Sør" if n < 28 else "Vest",
            },
        )
        for n in range(count)
    ]


def test_all_are_certain() -> None:
    found = draw(bodies(), Sample(), seed=1)
    assert {body.inclusion_probability for body in found.bodies} == {1.0}
    assert {body.facts["probability_method"] for body in found.bodies} == {"exact"}


def test_a_simple_sample_has_equal_probabilities_in_the_order_of_the_register() -> None:
    found = draw(bodies(), Sample(size=6, method="simple"), seed=1).bodies
    assert [b.number for b in found] == sorted(b.number for b in found)
    assert {body.inclusion_probability for body in found} == {0.2}


def test_strata_get_their_share_and_at_least_one() -> None:
    settings = Sample(size=6, method="stratified", stratify_by=("county",))
    found = draw(bodies(), settings, seed=1).bodies
    assert Counter(b.facts["stratum"] for b in found) == {"Nord": 4, "Sør": 1, "Vest": 1}
    chance = {b.facts["stratum"]: b.inclusion_probability for b in found}
    assert chance == {"Nord": 4 / 20, "Sør": 1 / 8, "Vest": 1 / 2}


@pytest.mark.parametrize(
    ("size", "least", "expected"),
    [
        (10, 1, {"a": 6, "b": 3, "c": 1}),
        (10, 2, {"a": 6, "b": 2, "c": 2}),
        (3, 1, {"a": 1, "b": 1, "c": 1}),
        (2, 1, None),
        (20, 1, {"a": 12, "b": 6, "c": 2}),
    ],
)
def test_allocation_is_proportional_with_a_least(
    size: int, least: int, expected: dict[str, int] | None
) -> None:
    strata = ["a"] * 12 + ["b"] * 6 + ["c"] * 2
    assert allocate(strata, size, least=least) == expected


def test_probabilities_in_proportion_to_size_make_the_largest_certain() -> None:
    # Särndal, Swensson and Wretman (1992), section 3.6.2
    assert proportional(np.array([1.0, 1, 2, 16]), 2) == pytest.approx([0.25, 0.25, 0.5, 1])
    settings = Sample(size=5, method="simple", proportional_to="population")
    found = draw(bodies(), settings, seed=2).bodies
    total = sum(float(b.facts["population"]) for b in bodies())
    for body in found:
        expected = 5 * float(body.facts["population"]) / total
        assert body.inclusion_probability == pytest.approx(expected)


def test_a_sample_balanced_by_size_estimates_the_number_of_people_exactly() -> None:
    settings = Sample(size=5, method="balanced", proportional_to="population")
    rows = balance(bodies(), draw(bodies(), settings, seed=2).bodies, ["population"])
    assert rows[0].estimated_total == pytest.approx(rows[0].total)


def test_certain_bodies_are_always_there() -> None:
    settings = Sample(size=6, method="spread", spread_on=("population",), certain=("0007",))
    for seed in range(5):
        found = {body.number: body for body in draw(bodies(), settings, seed=seed).bodies}
        assert len(found) == 6
        assert found["0007"].inclusion_probability == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Sample(size=31, method="simple"), "draw 31 bodies of 30"),
        (Sample(method="simple"), "draw None bodies"),
        (Sample(size=5, method="simple", certain=("7",)), "number «7»"),
        (Sample(size=5, method="simple", counties=2), "draw 2 counties"),
        (Sample(size=5, method="balanced", balance_on=("people",)), "«people»"),
        (Sample(size=2, method="stratified", stratify_by=("county",)), "3 strata"),
        (Sample(size=5, method="simple", proportional_to="county"), "in proportion to «county»"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_a_remedy(settings: Sample, said: str) -> None:
    with pytest.raises(StudyError, match=said) as raised:
        draw(bodies(), settings, seed=1)
    assert raised.value.hint
    assert raised.value.place


def test_balance_compares_frame_and_sample() -> None:
    found = [
        Body(number=f"{n:04d}", name="x", inclusion_probability=0.1, facts=bodies()[n].facts)
        for n in (0, 9, 29)
    ]
    rows = {(r.column, r.value): r for r in balance(bodies(), found, ["population", "county"])}
    people = rows["population", None]
    assert people.frame == 15_500
    assert people.drawn == pytest.approx(41_000 / 3)
    assert people.total == 465_000
    assert people.estimated_total == pytest.approx(410_000)
    spread = np.std([1000 * (n + 1) for n in range(30)])
    assert people.difference == pytest.approx((41_000 / 3 - 15_500) / spread)
    assert rows["county", "Nord"].drawn == pytest.approx(2 / 3)
    assert rows["county", "Sør"].estimated_total == 0


def test_coverage_counts_by_region() -> None:
    found = [bodies()[n] for n in (0, 9, 29)]
    assert [(c.value, c.bodies, c.drawn, c.expected) for c in coverage(bodies(), found, "county")] \
        == [("Nord", 20, 2, 2.0), ("Sør", 8, 0, 0.8), ("Vest", 2, 1, 0.2)]  # fmt: skip


def test_places_on_the_globe_are_as_far_apart_as_they_are() -> None:
    # a degree of longitude is half as long at 60° as at the equator, one of latitude is the same
    places = {"a": (0, 0), "b": (0, 1), "c": (60, 0), "d": (60, 1), "e": (61, 0)}
    some = [
        Body(number=name, name=name, facts={"latitude": str(a), "longitude": str(b)})
        for name, (a, b) in places.items()
    ]
    space = space_of(some, ["latitude", "longitude"])
    equator = space.away(0, np.array([1]))[0]
    east, north = space.away(2, np.array([3, 4]))
    assert np.sqrt(east / equator) == pytest.approx(0.5, rel=1e-3)
    assert np.sqrt(north / equator) == pytest.approx(1, rel=1e-3)


def test_a_category_that_differs_counts_as_far() -> None:
    away = space_of(bodies(), ["county"]).away(0, np.array([1, 25]))
    assert away.tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("-3", -3),
        ("", None),
        ("n/a", None),
        ("nan", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert number_of(text) == number
