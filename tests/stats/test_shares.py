from __future__ import annotations

import pytest

from maalkart.core.errors import MaalkartError
from maalkart.stats.shares import plain_share


def test_a_body_counts_once_and_keeps_all_its_statements() -> None:
    share = plain_share(("a", "b", "c"), {"b": ("1", "2"), "a": ("3",), "c": ()})
    assert (share.numerator, share.denominator) == (2, 3)
    assert share.statements == ("1", "2", "3")


def test_of_no_bodies_there_is_no_share() -> None:
    assert plain_share((), {}).share is None


def test_bodies_outside_the_denominator_are_an_error() -> None:
    with pytest.raises(MaalkartError, match="outside the denominator: x"):
        plain_share(("a",), {"x": ("1",)})
