from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.core.errors import MaalkartError
from maalkart.stats.shares import plain_share, ranks


def test_a_body_counts_once_and_keeps_all_its_statements() -> None:
    share = plain_share(("a", "b", "c"), {"b": ("1", "2"), "a": ("3",), "c": ()})
    assert (share.numerator, share.denominator) == (2, 3)
    assert share.statements == ("1", "2", "3")


def test_of_no_bodies_there_is_no_share() -> None:
    assert plain_share((), {}).share is None


def test_bodies_outside_the_denominator_are_an_error() -> None:
    with pytest.raises(MaalkartError, match="outside the denominator: x"):
        plain_share(("a",), {"x": ("1",)})


@given(st.lists(st.integers(0, 5)))
def test_places_are_what_counting_the_greater_ones_gives(sizes: list[int]) -> None:
    found = ranks(sizes)
    for size, rank in zip(sizes, found, strict=True):
        assert rank.place == len([other for other in sizes if other > size]) + 1
        assert rank.tied == (sizes.count(size) > 1)
